/* The text of minutes: drafted, read back, made anew, frozen. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/clock.h"
#include "proto/cmd/minute.h"
#include "tests/unit/fixture.h"

static struct cmd
commands(struct fixture *f)
{
	return ((struct cmd){
	    .st = &f->st, .desk = &f->desk, .actor = "ana", .lang = "en" });
}

#define FV(e, f, x)                                                            \
	{                                                                      \
		FIELD_##e##_##f, (x)                                           \
	}
#define MAKE(f, e, ...)                                                        \
	fixture_make(&(f)->desk, ENTITY_##e, (struct fv[]){ __VA_ARGS__ },     \
	    sizeof((struct fv[]){ __VA_ARGS__ }) / sizeof(struct fv))

/* 2026-03-05 16:05 UTC is 10:05 in Chiapas. */
#define BEGAN 1772726700

struct sat {
	dot_t mesa, session, item;
};

static struct sat
hold(struct fixture *f)
{
	struct sat h;
	dot_t sep;

	h.mesa = MAKE(f, roundtable, FV(roundtable, code, val_str("MESA-07")),
	    FV(roundtable, official_name, val_str("Mesa de Chiapas")),
	    FV(roundtable, level, val_int(CODE_level_state)),
	    FV(roundtable, kind, val_int(CODE_roundtable_kind_plenary)),
	    FV(roundtable, cvegeo, val_str("07")));
	sep = MAKE(f, institution,
	    FV(institution, official_name, val_str("Educación | Pública")),
	    FV(institution, acronym, val_str("SEP")));
	(void)MAKE(f, membership, FV(membership, roundtable, val_int(h.mesa)),
	    FV(membership, institution, val_int(sep)),
	    FV(membership, vote, val_int(1)));
	h.session = MAKE(f, session, FV(session, roundtable, val_int(h.mesa)),
	    FV(session, number, val_int(4)),
	    FV(session, kind, val_int(CODE_session_kind_ordinary)),
	    FV(session, started_at, val_int(BEGAN)),
	    FV(session, ended_at, val_int(BEGAN + 7200)),
	    FV(session, place, val_str("Sala de cabildo")));
	(void)MAKE(f, attendance, FV(attendance, session, val_int(h.session)),
	    FV(attendance, institution, val_int(sep)),
	    FV(attendance, status, val_int(CODE_attendance_status_present)),
	    FV(attendance, quality, val_int(CODE_attendance_quality_titular)));
	h.item =
	    MAKE(f, agenda_item, FV(agenda_item, session, val_int(h.session)),
		FV(agenda_item, position, val_int(1)),
		FV(agenda_item, title, val_str("Asuntos generales")),
		FV(agenda_item, summary, val_str("Se informó de avances.")));
	return (h);
}

static const char *
draft(struct fixture *f, struct arena *a, dot_t session)
{
	struct cmd c = commands(f);
	const char *text = NULL;

	assert_null(minute_draft(&c, session, a, &text));
	assert_non_null(text);
	return (text);
}

static void
test_a_draft_says_what_was_recorded(void **state)
{
	struct arena a = ARENA;
	struct sat h = hold(*state);
	const char *text = draft(*state, &a, h.session);

	/* In Spanish, though the person reads English. */
	assert_non_null(strstr(text,
	    "\nMinuta de la sesión ordinaria número 4\n5 de marzo de 2026, "
	    "10:05 a 12:05 h · Sala de cabildo\n"));
	assert_non_null(strstr(text,
	    "Asistieron 1 de 1 instituciones con derecho a voto; se requieren "
	    "1. Hubo quórum legal."));
	assert_non_null(strstr(text, "| Educación / Pública |"));
	assert_non_null(
	    strstr(text, "1. Asuntos generales. Se informó de avances."));
	assert_non_null(strstr(text, "No se identificaron brechas nuevas."));
	arena_free(&a);
}

static void
test_what_was_read_is_what_was_written(void **state)
{
	static const char text[] =
	    "La mesa\nMinuta de la sesión\n\n"
	    "## Acuerdos\n\n"
	    "| Folio | Acuerdo |\n| A-1 | Uno | \n|A-2|\n"
	    "\nFin.\n";
	struct arena a = ARENA;
	struct minute_block *b;
	size_t n;

	(void)state;
	minute_read(&a, span_str(text), &b, &n);
	assert_int_equal(n, 4);
	assert_int_equal(b[0].kind, MINUTE_TEXT);
	assert_string_equal(b[0].text, "La mesa\nMinuta de la sesión");
	assert_int_equal(b[1].kind, MINUTE_HEAD);
	assert_string_equal(b[1].text, "Acuerdos");
	assert_int_equal(b[2].kind, MINUTE_TABLE);
	assert_int_equal(b[2].head.cells_n, 2);
	assert_int_equal(b[2].rows_n, 2);
	assert_string_equal(b[2].rows[0].cells[1], "Uno");
	assert_int_equal(b[2].rows[1].cells_n, 1);
	assert_string_equal(b[3].text, "Fin.");
	minute_read(&a, span_str("|"), &b, &n);
	assert_int_equal(n, 1);
	minute_read(&a, span_str(""), &b, &n);
	assert_int_equal(n, 0);
	arena_free(&a);
}

static void
test_made_anew_a_draft_keeps_what_was_written_by_hand(void **state)
{
	struct fixture *f = *state;
	struct arena a = ARENA;
	struct sat h = hold(f);
	const char *was, *fresh, *now;

	was = arena_fmt(
	    &a, "%s\n## Anexo\n\nUna nota.\n", draft(f, &a, h.session));
	now = strstr(was, "## Apertura\n\n");
	assert_non_null(now);
	was = arena_fmt(&a, "%.*s## Apertura\n\nA mano.\n\n%s",
	    (int)(now - was), was, strstr(now, "## Lista de asistencia"));
	assert_null(fixture_edit(&f->desk, ENTITY_session, h.session,
	    &(struct fv)FV(session, place, val_str("Otra sala")), 1));
	fresh = draft(f, &a, h.session);
	now = minute_refresh(&a, was, fresh);
	assert_non_null(strstr(now, "## Apertura\n\nA mano.\n\n## Lista"));
	assert_non_null(strstr(now, "· Otra sala\n"));
	assert_null(strstr(now, "Sala de cabildo\n"));
	assert_non_null(strstr(now, "## Anexo\n\nUna nota.\n"));
	/* Twice is once. */
	assert_string_equal(minute_refresh(&a, now, fresh), now);
	arena_free(&a);
}

static void
test_minutes_get_the_next_version_and_their_hash(void **state)
{
	struct fixture *f = *state;
	struct sat h = hold(f);
	struct cmd c = commands(f);
	char hash[MINUTE_HASH];

	for (int64_t version = 1; version <= 2; version++) {
		CLEAN(cmd_end) struct act *act = NULL;
		struct arena a = ARENA;
		struct record r;
		dot_t id, commit;
		bool found;

		assert_null(cmd_begin(&c, &act));
		assert_null(minute_create(&c, act, h.session, &id));
		assert_null(act_save(act, "ana", &commit));
		assert_null(state_get(f->st.l, schema_entity(ENTITY_minutes),
		    id, &a, &r, &found));
		assert_true(found);
		assert_int_equal(r.v[FIELD_minutes_version - 1].i, version);
		assert_int_equal(
		    r.v[FIELD_minutes_status - 1].i, CODE_minutes_status_draft);
		arena_free(&a);
	}
	minute_hash(span_str("abc"), hash);
	assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a39617"
				  "7a9cb410ff61f20015ad");
}

static void
test_an_hour_on_the_wall_is_an_instant_and_back(void **state)
{
	static const char *const zones[] = { NULL, "America/Tijuana",
		"America/Cancun", "America/Ciudad_Juarez" };

	(void)state;
	for (size_t z = 0; z < 4; z++)
		for (int64_t at = 1700000000; at < 1740000000; at += 1234567) {
			int64_t local = clock_local(at, zones[z]);

			assert_int_equal(
			    clock_local(
				clock_instant(local, zones[z]), zones[z]),
			    local);
			assert_true(clock_instant(local, zones[z]) <= at);
		}
	/* Tijuana skips 2026-03-08 02:30: an hour later. */
	assert_int_equal(
	    clock_local(clock_instant(1772937000, "America/Tijuana"),
		"America/Tijuana"),
	    1772937000 + 3600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_draft_says_what_was_recorded, fixture_open,
		    fixture_close),
		cmocka_unit_test(test_what_was_read_is_what_was_written),
		cmocka_unit_test_setup_teardown(
		    test_made_anew_a_draft_keeps_what_was_written_by_hand,
		    fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(
		    test_minutes_get_the_next_version_and_their_hash,
		    fixture_open, fixture_close),
		cmocka_unit_test(
		    test_an_hour_on_the_wall_is_an_instant_and_back),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
