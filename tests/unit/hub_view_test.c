/* view, and the page made of it: from a store built through the desk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "hub/pages/overview.h"
#include "hub/registry.h"
#include "hub/view.h"
#include "proto/base/json.h"
#include "proto/limits.h"
#include "tests/unit/federal.h"

static void
enrol(struct federal *f, const char *code, dot_t record, uint8_t mark,
    int64_t contact, int64_t backlog)
{
	struct reg_office o = { .record = record };
	struct reg_node n = { .status = CODE_node_status_active,
		.enrolled = FED_NOW - 900000,
		.schema = 1 };

	(void)snprintf(o.code, sizeof(o.code), "%s", code);
	(void)snprintf(o.home, sizeof(o.home), "home-%s", code);
	federal_ok(registry_office_add(f->st.db, &o));
	memset(n.key, mark, sizeof(n.key));
	(void)snprintf(n.computer, sizeof(n.computer), "PC %s", code);
	(void)snprintf(n.software, sizeof(n.software), "0.1.0");
	n.office = o.no;
	federal_ok(registry_node_add(f->st.db, &n));
	n.contact = contact;
	n.backlog = backlog;
	n.skew = 3;
	if (contact != 0)
		federal_ok(registry_seen(f->st.db, &n));
}

static int
setup(void **state)
{
	struct federal *f = calloc(1, sizeof(*f));

	federal_open(f);
	federal_ok(registry_open(f->st.db));
	enrol(f, "TAP", f->office_tap, 1, FED_NOW - 7200, 0);
	enrol(f, "PAL", f->office_pal, 2, FED_NOW - 12LL * 86400, 0);
	*state = f;
	return (0);
}

static int
teardown(void **state)
{
	struct federal *f = *state;

	federal_close(f);
	free(f);
	return (0);
}

static struct view_ask
ask(struct federal *f)
{
	return ((struct view_ask){
	    .l = f->st.l, .now = FED_NOW, .today = FED_TODAY });
}

static void
make(struct federal *f, struct view *v, const char *name)
{
	struct view_ask a = ask(f);

	federal_ok(view_make(v, &a, name));
}

static size_t
find(const struct view *v, const char *col, const char *text)
{
	for (size_t i = 0; i < view_rows(v); i++)
		if (span_eq(view_at(v, i, col)->v.s, span_str(text)))
			return (i);
	fail_msg("no row with %s = %s", col, text);
	return (0);
}

static void
says(const struct view *v, size_t row, const char *col, const char *es,
    const char *en)
{
	CLEAN(buf_free) struct buf b = BUF(4096);

	federal_ok(view_say(view_at(v, row, col), "es", &b));
	assert_string_equal((const char *)b.p, es);
	buf_clear(&b);
	federal_ok(view_say(view_at(v, row, col), "en", &b));
	assert_string_equal((const char *)b.p, en);
}

static void
has_line(const struct view *v, const char *name, const char *es)
{
	for (size_t i = 0; i < v->lines; i++)
		if (strcmp(v->line[i].name, name) == 0) {
			assert_string_equal(v->line[i].es, es);
			return;
		}
	fail_msg("no line %s", name);
}

static void
test_nine_states_and_palenque_fall_out_of_a_query(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	size_t row;

	make(*state, &v, "mesas");
	has_line(&v, "coverage",
	    "Cobertura: 9 estados + Palenque, de 32 entidades; 12 mesas");
	row = find(&v, "name", "Mesa de Chiapas");
	says(&v, row, "state", "Chiapas", "Chiapas");
	says(&v, row, "status", "En operación", "Operating");
	says(&v, row, "last_session", "17/01/2026", "2026-01-17");
	says(&v, row, "next_session", "26/02/2026", "2026-02-26");
	says(&v, row, "themes", "Acceso a servicios de salud",
	    "Access to health services");
	says(&v, row, "office", "Nivel federal", "Federal level");
	assert_int_equal(view_int(&v, row, "age_days"), 700);
	assert_int_equal(view_int(&v, row, "sessions_held"), 1);
	assert_int_equal(view_int(&v, row, "sessions_expected"), 8);
	row = find(&v, "state", "30");
	says(&v, row, "office", "Tapachula", "Tapachula");
	/* No session for more than twice its period, whatever is recorded. */
	row = find(&v, "municipality", "07065");
	says(&v, row, "status", "Inactiva", "Inactive");
	says(&v, row, "municipality", "Palenque", "Palenque");
	row = find(&v, "state", "31");
	says(&v, row, "status", "Sin mesa", "No roundtable");
	assert_int_equal(view_rows(&v), 12 + 32 - 9);
}

static void
test_agreements_are_counted_by_what_they_show_today(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	size_t row;

	make(*state, &v, "agreements");
	assert_int_equal(view_rows(&v), 2);
	row = find(&v, "theme", "health");
	says(&v, row, "state", "Chiapas", "Chiapas");
	assert_int_equal(view_int(&v, row, "overdue"), 1);
	assert_int_equal(view_int(&v, row, "due_soon"), 1);
	assert_int_equal(view_int(&v, row, "total"), 2);
	assert_int_equal(view_int(&v, row, "overdue_31_90"), 1);
	assert_int_equal(view_int(&v, row, "oldest_overdue"), 40);
	row = find(&v, "theme", "labor");
	assert_int_equal(view_int(&v, row, "on_time"), 1);
	has_line(&v, "overdue",
	    "Vencidos por antigüedad: 0–30 días 0 · 31–90 1 · 91–180 0 · "
	    "181–365 0 · más de 365 0; el más antiguo 40 días; 0 "
	    "reprogramaciones");
}

static void
test_the_same_agreements_on_another_day_show_something_else(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	struct federal *f = *state;
	struct view_ask a = ask(f);

	a.today += 100;
	federal_ok(view_make(&v, &a, "overdue"));
	assert_int_equal(view_rows(&v), 3);
	assert_int_equal(view_int(&v, 0, "days"), 140);
	says(&v, 0, "text", "Girar oficio a los hospitales",
	    "Girar oficio a los hospitales");
	says(&v, 0, "responsible", "SEP", "SEP");
	says(&v, 0, "due_on", "07/01/2026", "2026-01-07");
}

static void
test_gaps_know_their_age_and_whether_somebody_works_on_them(void **state)
{
	CLEAN(view_free) struct view v = VIEW;

	make(*state, &v, "gaps");
	assert_int_equal(view_rows(&v), 1);
	says(&v, 0, "barrier", "Documental: documentos no reconocidos",
	    "Documents not recognised");
	assert_int_equal(view_int(&v, 0, "open"), 2);
	assert_int_equal(view_int(&v, 0, "without_agreement"), 1);
	assert_int_equal(view_int(&v, 0, "median_age"), 150);
	assert_int_equal(view_int(&v, 0, "oldest_age"), 200);
}

static void
test_every_view_says_whose_changes_are_missing(void **state)
{
	struct federal *f = *state;

	for (size_t i = 0; view_names[i] != NULL; i++) {
		CLEAN(view_free) struct view v = VIEW;

		make(f, &v, view_names[i]);
		assert_string_equal(v.name, view_names[i]);
		has_line(&v, "complete",
		    "Datos completos hasta: 16/02/2026 16:00 UTC; faltan: "
		    "Palenque (12 días)");
		has_line(&v, "open_disputes", "Disputas abiertas: 0");
	}
}

static void
test_freshness_is_told_by_office(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	size_t row;

	make(*state, &v, "freshness");
	assert_int_equal(view_rows(&v), 2);
	row = find(&v, "code", "TAP");
	says(&v, row, "freshness", "Al día", "Up to date");
	says(&v, row, "version", "0.1.0", "0.1.0");
	assert_int_equal(view_int(&v, row, "clock_skew_s"), 3);
	assert_int_equal(view_int(&v, row, "days_silent"), 0);
	row = find(&v, "code", "PAL");
	says(&v, row, "freshness", "En silencio", "Silent");
	assert_int_equal(view_int(&v, row, "days_silent"), 12);
}

static void
test_a_change_to_anothers_roundtable_is_listed_as_a_proposal(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	struct federal *f = *state;

	FEDERAL_EDIT(f, roundtable, f->veracruz,
	    FV(roundtable, committed_period, val_int(30)));
	make(f, &v, "disputes");
	assert_int_equal(view_rows(&v), 1);
	says(&v, 0, "what", "Propuesta", "Proposal");
	says(&v, 0, "record", "MX-VER", "MX-VER");
	says(&v, 0, "field", "committed_period", "committed_period");
	says(&v, 0, "values", "Periodicidad comprometida (días): 30",
	    "Committed period (days): 30");
	says(&v, 0, "from_office", "Nivel federal", "Federal level");
	says(&v, 0, "to_office", "Tapachula", "Tapachula");
	has_line(&v, "denominator",
	    "Disputas abiertas: 0; propuestas por decidir: 1");
}

static void
test_commitments_lead_to_roundtables_and_agreements(void **state)
{
	CLEAN(view_free) struct view v = VIEW;

	make(*state, &v, "commitments");
	assert_int_equal(view_rows(&v), 1);
	says(&v, 0, "framework", "MIRPS", "MIRPS");
	assert_int_equal(view_int(&v, 0, "roundtables"), 1);
	assert_int_equal(view_int(&v, 0, "agreements"), 1);
	assert_int_equal(view_int(&v, 0, "done"), 0);
	assert_int_equal(view_int(&v, 0, "states"), 1);
}

static void
test_a_space_shows_only_what_is_in_it(void **state)
{
	CLEAN(view_free) struct view v = VIEW;
	struct federal *f = *state;
	struct view_ask a = ask(f);
	err_t e;

	federal_ok(ledger_space(f->st.l, "07", false, &a.space));
	federal_ok(view_make(&v, &a, "mesas"));
	assert_int_equal(view_rows(&v), 2);
	view_free(&v);
	e = view_make(&v, &a, "nothing");
	assert_non_null(e);
	assert_int_equal(e->code, ERR_MISSING);
}

static void
test_a_csv_is_quoted_tagged_and_has_no_formulas(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	CLEAN(view_free) struct view v = VIEW;
	struct federal *f = *state;
	const char *s;

	(void)federal_agreement(f, f->session, CODE_theme_identity,
	    FED_TODAY - 50, FED_TODAY - 2, "=HYPERLINK(\"x\"),\nb");
	make(f, &v, "overdue");
	federal_ok(view_csv(&v, true, &b));
	s = (const char *)b.p;
	assert_memory_equal(s,
	    "\xef\xbb\xbf"
	    "folio,state,theme,text,responsible,due_on,days,rescheduled\r\n"
	    "#meta+folio,#adm1+code,#sector,#description,#org+resp+name,"
	    "#date+due,#indicator+overdue+num,#indicator+reschedules+num\r\n",
	    3 + 59 + 121);
	assert_non_null(strstr(s,
	    ",07,identity,\"'=HYPERLINK(\"\"x\"\"),\nb\",SEP,2026-02-14,2,0"
	    "\r\n"));
}

static void
test_every_view_prints_as_text_and_as_one_json_object(void **state)
{
	struct federal *f = *state;

	for (size_t i = 0; view_names[i] != NULL; i++) {
		CLEAN(buf_free) struct buf b = BUF(1 << 20);
		CLEAN(view_free) struct view v = VIEW;
		JSON_CLEAN j = NULL;

		make(f, &v, view_names[i]);
		federal_ok(view_text(&v, "es", &b));
		assert_non_null(strstr((const char *)b.p, v.es));
		buf_clear(&b);
		federal_ok(view_json(&v, &b));
		federal_ok(json_parse(buf_all(&b), 1 << 20, 4, &j));
		assert_int_equal(json_len(json_get(j, "rows")), view_rows(&v));
	}
}

static void
test_the_page_shows_it_all_and_no_markup_of_others(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);
	struct federal *f = *state;
	struct view_ask a = ask(f);
	const char *s;

	federal_ok(overview_page(&a, "es", &b));
	s = (const char *)b.p;
	assert_non_null(strstr(s, "9 estados + Palenque"));
	assert_non_null(strstr(s, "faltan: Palenque (12 días)"));
	assert_null(strstr(s, "<script"));
	assert_null(strstr(s, "<img src=x"));
	assert_null(strstr(s, "style="));
	assert_non_null(
	    strstr(s, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
	assert_non_null(strstr(s, "href=\"/entidades/07\""));
	buf_clear(&b);
	federal_ok(overview_page(&a, "en", &b));
	assert_non_null(strstr((const char *)b.p, "9 states + Palenque"));
}

static void
test_the_same_records_give_the_same_bytes(void **state)
{
	CLEAN(buf_free) struct buf x = BUF(LIMIT_PAGE_BYTES);
	CLEAN(buf_free) struct buf y = BUF(LIMIT_PAGE_BYTES);
	struct federal *f = *state;
	struct view_ask a = ask(f);
	char before[VIEW_SNAPSHOT], after[VIEW_SNAPSHOT];

	federal_ok(view_snapshot(f->st.l, before));
	federal_ok(overview_page(&a, "es", &x));
	federal_ok(fold_rebuild(f->st.f));
	federal_ok(view_snapshot(f->st.l, after));
	federal_ok(overview_page(&a, "es", &y));
	assert_true(span_eq(buf_all(&x), buf_all(&y)));
	assert_string_equal(before, after);
	(void)federal_agreement(
	    f, f->session, CODE_theme_health, FED_TODAY - 1, FED_TODAY, "Otro");
	federal_ok(view_snapshot(f->st.l, after));
	assert_string_not_equal(before, after);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_nine_states_and_palenque_fall_out_of_a_query),
		T(test_agreements_are_counted_by_what_they_show_today),
		T(test_the_same_agreements_on_another_day_show_something_else),
		T(test_gaps_know_their_age_and_whether_somebody_works_on_them),
		T(test_every_view_says_whose_changes_are_missing),
		T(test_freshness_is_told_by_office),
		T(test_a_change_to_anothers_roundtable_is_listed_as_a_proposal),
		T(test_commitments_lead_to_roundtables_and_agreements),
		T(test_a_space_shows_only_what_is_in_it),
		T(test_a_csv_is_quoted_tagged_and_has_no_formulas),
		T(test_every_view_prints_as_text_and_as_one_json_object),
		T(test_the_page_shows_it_all_and_no_markup_of_others),
		T(test_the_same_records_give_the_same_bytes),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
