/* Calendars: libical reads them; lines are as the RFC wants them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <libical/ical.h>
#include <stdio.h>

#include "proto/base/text.h"
#include "proto/domain/crosswalk.h"
#include "proto/domain/vocab.h"
#include "proto/out/calendar.h"
#include "proto/out/ics.h"
#include "tests/unit/fixture.h"

#define WORDS                                                                         \
	"Revisión, con niñez; «género» \\ y más palabras para que el renglón " \
	"sea largo de verdad\ny siga abajo"

static void
look_at_lines(const struct buf *b)
{
	const char *p = (const char *)b->p, *end = p + b->n;

	while (p < end) {
		const char *cr = strstr(p, "\r\n");

		assert_non_null(cr);
		assert_true(cr - p <= 75);
		assert_true(text_valid(span_of(p, (size_t)(cr - p))));
		assert_null(memchr(p, '\n', (size_t)(cr - p)));
		p = cr + 2;
	}
}

static void
test_text_is_escaped_folded_and_comes_back(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 16);
	struct ics c;
	icalcomponent *all, *event;

	(void)state;
	assert_null(ics_open(&c, &b, "PUBLISH", "Mesas"));
	assert_null(ics_begin(&c, "VEVENT"));
	assert_null(ics_word(&c, "UID", "u1@x"));
	assert_null(ics_time(&c, "DTSTART", 1764064800));
	assert_null(ics_text(&c, "SUMMARY", WORDS));
	assert_null(ics_text(&c, "LOCATION", ""));
	assert_null(ics_close(&c, "VEVENT"));
	assert_null(ics_end(&c));
	look_at_lines(&b);
	all = icalparser_parse_string((const char *)b.p);
	assert_non_null(all);
	assert_int_equal(icalcomponent_count_errors(all), 0);
	event = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_summary(event), WORDS);
	assert_int_equal(
	    icaltime_as_timet(icalcomponent_get_dtstart(event)), 1764064800);
	icalcomponent_free(all);
}

static void
test_every_length_is_folded_right(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 16), s = BUF(1 << 12);
	struct ics c = { &b };

	(void)state;
	for (int n = 0; n < 200; n++) {
		assert_null(buf_str(&s, n % 3 == 0 ? "ñ" : "x"));
		assert_null(ics_text(&c, "SUMMARY", (const char *)s.p));
	}
	look_at_lines(&b);
}

static void
test_every_status_has_its_word_in_the_standard(void **state)
{
	const struct vocab *a = vocab_named("agreement_status");
	const struct vocab *s = vocab_named("session_status");

	(void)state;
	for (size_t i = 0; i < a->n; i++) {
		const char *w = crosswalk_task(a->codes[i].no);
		bool ended = a->codes[i].terminal;

		assert_int_equal(ended,
		    strcmp(w, "COMPLETED") == 0 || strcmp(w, "CANCELLED") == 0);
		assert_true(icalenum_string_to_status(w) != ICAL_STATUS_NONE);
	}
	for (size_t i = 0; i < s->n; i++)
		assert_true(icalenum_string_to_status(crosswalk_event(
				s->codes[i].no)) != ICAL_STATUS_NONE);
	assert_string_equal(
	    crosswalk_task(CODE_agreement_status_not_started), "NEEDS-ACTION");
	assert_string_equal(
	    crosswalk_event(CODE_session_status_cancelled), "CANCELLED");
	assert_string_equal(crosswalk_task(4711), "NEEDS-ACTION");
	assert_string_equal(crosswalk_event(-1), "TENTATIVE");
}

/* ---- of records --------------------------------------------------------- */

static icalcomponent *
calendar(struct fixture *f, const struct calendar_ask *ask)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct cmd c = { .st = &f->st, .desk = &f->desk, .lang = "es" };
	icalcomponent *all;
	size_t n;

	assert_null(calendar_put(&c, ask, &b, &n));
	look_at_lines(&b);
	all = icalparser_parse_string((const char *)b.p);
	assert_non_null(all);
	assert_int_equal(icalcomponent_count_errors(all), 0);
	return (all);
}

static int
property(icalcomponent *all, icalproperty_kind kind, int deep, char out[200])
{
	icalcomponent *c =
	    deep ? icalcomponent_get_first_real_component(all) : all;
	icalproperty *p = icalcomponent_get_first_property(c, kind);

	if (p == NULL)
		return (0);
	(void)snprintf(out, 200, "%s", icalproperty_get_value_as_string(p));
	return (1);
}

static dot_t
session(struct fixture *f, dot_t mesa, int64_t at)
{
	struct fv fv[] = { { FIELD_session_roundtable, val_int(mesa) },
		{ FIELD_session_number, val_int(3) },
		{ FIELD_session_kind, val_int(CODE_session_kind_ordinary) },
		{ FIELD_session_called_for, val_int(at) },
		{ FIELD_session_status,
		    val_int(CODE_session_status_scheduled) },
		{ FIELD_session_place, val_str("Sala de cabildo, Palenque") } };

	return (fixture_make(&f->desk, ENTITY_session, fv, 6));
}

static void
test_a_session_keeps_its_uid_and_counts_its_changes(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"),
	      id = session(f, mesa, 1795600800);
	struct calendar_ask ask = { .record = id };
	struct fv later[] = { { FIELD_session_called_for, val_int(1796205600) },
		{ FIELD_session_status,
		    val_int(CODE_session_status_postponed) } };
	struct fv gone = { FIELD_session_status,
		val_int(CODE_session_status_cancelled) };
	char uid[200], s[200];
	icalcomponent *all = calendar(f, &ask);

	assert_true(property(all, ICAL_UID_PROPERTY, 1, uid));
	assert_true(property(all, ICAL_SEQUENCE_PROPERTY, 1, s));
	assert_string_equal(s, "0");
	assert_true(property(all, ICAL_METHOD_PROPERTY, 0, s));
	assert_string_equal(s, "PUBLISH");
	icalcomponent_free(all);

	assert_null(fixture_edit(&f->desk, ENTITY_session, id, later, 2));
	all = calendar(f, &ask);
	assert_true(property(all, ICAL_UID_PROPERTY, 1, s));
	assert_string_equal(s, uid);
	assert_true(property(all, ICAL_SEQUENCE_PROPERTY, 1, s));
	assert_string_equal(s, "1");
	assert_true(property(all, ICAL_DTSTART_PROPERTY, 1, s));
	assert_string_equal(s, "20261202T100000Z");
	icalcomponent_free(all);

	assert_null(fixture_edit(&f->desk, ENTITY_session, id, &gone, 1));
	all = calendar(f, &ask);
	assert_true(property(all, ICAL_UID_PROPERTY, 1, s));
	assert_string_equal(s, uid);
	assert_true(property(all, ICAL_SEQUENCE_PROPERTY, 1, s));
	assert_string_equal(s, "2");
	assert_true(property(all, ICAL_STATUS_PROPERTY, 1, s));
	assert_string_equal(s, "CANCELLED");
	assert_true(property(all, ICAL_METHOD_PROPERTY, 0, s));
	assert_string_equal(s, "CANCEL");
	icalcomponent_free(all);
}

static void
test_an_agreement_is_a_task_with_its_due_day(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07089"),
	      at = session(f, mesa, 1795600800);
	struct fv op[] = { { FIELD_agreement_session, val_int(at) },
		{ FIELD_agreement_theme, val_int(CODE_theme_health) },
		{ FIELD_agreement_text, val_str("Directorio; intérpretes") },
		{ FIELD_agreement_agreed_on, val_int(20782) },
		{ FIELD_agreement_due_on, val_int(20812) },
		{ FIELD_agreement_status,
		    val_int(CODE_agreement_status_in_progress) },
		{ FIELD_agreement_progress_pct, val_int(40) } };
	char space[] = "07", s[200];
	dot_t id = fixture_create(f, space, ENTITY_agreement, op, 7);
	struct calendar_ask ask = { .record = id };
	struct calendar_ask every = {
		.root = &mesa, .roots = 1, .sessions = true, .agreements = true
	};
	icalcomponent *all = calendar(f, &ask);

	assert_int_equal(
	    icalcomponent_isa(icalcomponent_get_first_real_component(all)),
	    ICAL_VTODO_COMPONENT);
	assert_true(property(all, ICAL_DUE_PROPERTY, 1, s));
	assert_string_equal(s, "20261225");
	assert_true(property(all, ICAL_STATUS_PROPERTY, 1, s));
	assert_string_equal(s, "IN-PROCESS");
	assert_true(property(all, ICAL_PERCENTCOMPLETE_PROPERTY, 1, s));
	assert_string_equal(s, "40");
	icalcomponent_free(all);
	all = calendar(f, &every);
	assert_int_equal(
	    icalcomponent_count_components(all, ICAL_VEVENT_COMPONENT), 1);
	assert_int_equal(
	    icalcomponent_count_components(all, ICAL_VTODO_COMPONENT), 1);
	icalcomponent_free(all);
	/* Sessions long ago go; what is still owed stays. */
	every.since = 40000;
	all = calendar(f, &every);
	assert_int_equal(
	    icalcomponent_count_components(all, ICAL_VEVENT_COMPONENT), 0);
	assert_int_equal(
	    icalcomponent_count_components(all, ICAL_VTODO_COMPONENT), 1);
	icalcomponent_free(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_escaped_folded_and_comes_back),
		cmocka_unit_test(test_every_length_is_folded_right),
		cmocka_unit_test(
		    test_every_status_has_its_word_in_the_standard),
		cmocka_unit_test_setup_teardown(
		    test_a_session_keeps_its_uid_and_counts_its_changes,
		    fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(
		    test_an_agreement_is_a_task_with_its_due_day, fixture_open,
		    fixture_close),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
