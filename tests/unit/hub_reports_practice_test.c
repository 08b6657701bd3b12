/* Buena práctica: the founding document comes out of its own data, and what is
 * taken out of the data is no longer said. */
#include "tests/unit/hub_reports_world.h"

#include "proto/base/file.h"
#include "proto/base/json.h"
#include "proto/base/text.h"
#include "proto/limits.h"

static struct house *
world(void **state)
{
	return (*state);
}

/* The sections and sentences of a report, one a line: "# Location". */
static void
lines_of(const json_t *section, int level, struct buf *out)
{
	const json_t *parts = json_get(section, "parts");
	const json_t *below = json_get(section, "sections");

	for (size_t i = 0; i < json_len(parts); i++) {
		const json_t *p = json_at(parts, i), *said;

		said = json_get(p, "paragraph");
		if (said == NULL)
			said = json_get(p, "item");
		for (size_t k = 0; k < json_len(said); k++) {
			OK(buf_span(out,
			    json_text(json_get(json_at(said, k), "text"))));
			OK(buf_byte(out, '\n'));
		}
	}
	for (size_t i = 0; i < json_len(below); i++) {
		const json_t *s = json_at(below, i);

		for (int k = 0; k <= level; k++)
			OK(buf_byte(out, '#'));
		OK(buf_byte(out, ' '));
		OK(buf_span(out, json_text(json_get(s, "title"))));
		OK(buf_byte(out, '\n'));
		lines_of(s, level + 1, out);
	}
}

static void
practice(struct house *h, const char *lang, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ANSWER_BYTES);
	struct reports_ask ask = { .kind = "practice", .lang = lang };
	JSON_CLEAN j = NULL;

	world_report(h, &ask, REPORT_JSON, &b);
	OK(json_parse(span_of(b.p, b.n - 1), 1 << 24, 12, &j));
	buf_clear(out);
	lines_of(j, 0, out);
	OK(buf_byte(out, '\0'));
	out->n--;
}

static void
says(const struct buf *b, const char *words)
{
	if (strstr((const char *)b->p, words) == NULL)
		fail_msg("no \"%s\" in:\n%s", words, (const char *)b->p);
}

static void
says_not(const struct buf *b, const char *words)
{
	if (strstr((const char *)b->p, words) != NULL)
		fail_msg("\"%s\" in:\n%s", words, (const char *)b->p);
}

static void
golden(struct house *h, const char *lang, const char *file)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	CLEAN(buf_free) struct buf want = BUF(1 << 20);

	practice(h, lang, &b);
	OK(file_read(file, &want));
	OK(buf_byte(&want, '\0'));
	assert_string_equal((const char *)b.p, (const char *)want.p);
}

static void
test_the_english_report_is_the_founding_document(void **state)
{
	golden(world(state), "en", "tests/data/practice-en.txt");
}

/* Word for word what the founding document (the page of the MIRPS platform)
 * says, but for accents, capitals and its "labor". */
static void
test_the_facts_of_the_founding_document_are_all_said(void **state)
{
	static const char *const facts[] = {
		"the main objective of the inter-institutional roundtable on "
		"refuge and complementary protection is to identify the gaps "
		"faced by people in need of international protection at the "
		"federal level",
		"the roundtables are made up of federal agencies, civil "
		"society organizations and international organizations",
		"four thematic roundtables have been organized: labour "
		"inclusion, educational inclusion, identity and "
		"documentation, and access to health services",
		"this exercise is replicated at the state and municipal "
		"levels",
		"with the aim of ensuring the integration of the population "
		"in need of international protection into local communities",
		"# location",
		"mexico (at the federal, state and municipal levels)",
		"# duration",
		"since july 4, 2019",
		"in session at the federal, state and municipal levels",
		"# results",
		"coordination at the local level has expanded to 9 states in "
		"the northern, southern and central border regions of the "
		"country: chiapas, baja california, veracruz, quintana roo, "
		"tabasco, coahuila, jalisco, campeche, nuevo leon and a "
		"municipality in palenque, chiapas",
		"this coordination structure has allowed for follow-up work "
		"at the state and municipal levels on",
		"## employment",
		"it has been possible to make visible among the member "
		"institutions the need to facilitate procedures",
		"likewise, a dialogue was formalized between federal "
		"authorities",
		"## education",
		"a first group of young afghans with international "
		"protection needs were received",
		"## health",
		"work is underway to establish coordination mechanisms to "
		"support refugees with mental health care needs",
		"# lead entity and partners",
		"is chaired by the undersecretary of human rights, population "
		"and migration of the ministry of the interior, with the "
		"comar acting as technical secretariat",
		"at the local level, the roundtables are chaired by the "
		"person designated by the state government and the technical "
		"secretariat is in charge of the comar representative office "
		"where the roundtable is located",
		"for the thematic roundtables, the coordinating authorities "
		"are the following:",
		"thematic table on educational inclusion: ministry of public "
		"education",
		"thematic table on access to health services: ministry of "
		"health",
		"thematic table on labour inclusion: national employment "
		"service (stps)",
		"thematic table on identity and documentation: national "
		"population registry",
		"# linked mirps commitment",
		"continue with the institutional strengthening of the mexican "
		"commission for refugee assistance (comar)",
		"comar will replicate at the state and municipal level the "
		"inter-institutional roundtables on refuge and complementary "
		"protection",
		"comar replicara a nivel estatal y municipal las mesas "
		"interinstitucionales sobre refugio y proteccion "
		"complementaria",
	};
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	CLEAN(arena_free) struct arena a = ARENA;
	const char *at;
	char *folded;

	practice(world(state), "en", &b);
	folded = arena_new(&a, b.n + 1);
	text_fold(buf_all(&b), folded);
	at = folded;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		/* Sections stand in the order of the page. */
		const char *x =
		    strstr(facts[i][0] == '#' ? at : folded, facts[i]);

		if (x == NULL)
			fail_msg("not said: %s", facts[i]);
		if (facts[i][0] == '#')
			at = x;
	}
}

static void
test_the_spanish_report_is_its_translation(void **state)
{
	golden(world(state), "es", "tests/data/practice-es.txt");
}

/* ---- what is taken out is no longer said -------------------------------- */

static void
test_a_state_that_has_no_roundtable_any_more_is_not_named(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct house *h = world(state);

	WORLD_RUN(
	    h, cmd_save, NULL, "roundtable", "MESA-14", "status=dissolved");
	practice(h, "en", &b);
	says(&b, "expanded to 8 states in the northern and southern border "
		 "regions of the country: Chiapas, Baja California, Veracruz, "
		 "Quintana Roo, Tabasco, Coahuila, Campeche, Nuevo León and a "
		 "municipality in Palenque, Chiapas.");
	says_not(&b, "Jalisco");
	WORLD_RUN(
	    h, cmd_save, NULL, "roundtable", "MESA-07-065", "status=dissolved");
	practice(h, "es", &b);
	says(&b, "Campeche y Nuevo León.");
	says_not(&b, "Palenque");
	says(&b, "México (en los niveles federal y estatal)");
}

static void
test_results_chair_authorities_and_commitments_go_with_their_records(
    void **state)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct house *h = world(state);

	WORLD_RUN(h, cmd_void, "prueba", "@fed-res-health");
	WORLD_RUN(h, cmd_void, "prueba", "@fed-t-identity");
	WORLD_RUN(
	    h, cmd_void, "prueba", "@fed-l-mesa-fed-mirps-mx-fortalecimiento");
	WORLD_RUN(h, cmd_save, NULL, "roundtable", "MESA-FED", "chair=");
	WORLD_RUN(h, cmd_save, NULL, "result", "@fed-res-labor",
	    "validated_status=draft");
	practice(h, "en", &b);
	says_not(&b, "## Health");
	says_not(&b, "## Employment");
	says(&b, "## Education");
	says_not(&b, "Population Registry");
	says_not(&b, "institutional strengthening");
	says_not(&b, "Undersecretary");
	says(&b, "the COMAR acts as Technical Secretariat.");
	WORLD_RUN(h, cmd_save, NULL, "roundtable", "MESA-FED", "created_on=");
	practice(h, "en", &b);
	says_not(&b, "July 4, 2019");
}

static void
test_every_sentence_but_the_heading_of_a_list_stands_on_records(void **state)
{
	CLEAN(report_free) struct report r = REPORT;
	struct reports_ask ask = { .kind = "practice", .lang = "en" };
	size_t bare = 0, said = 0;

	OK(reports_of(&r, &world(state)->st, folder, &ask));
	for (size_t i = 0; i < r.n; i++)
		for (size_t k = 0; k < r.block[i].n; k++) {
			bare += r.block[i].said[k].refs.n == 0 ? 1 : 0;
			said++;
		}
	assert_int_equal(bare, 1);
	assert_int_equal(said, r.sentences + 1);
	assert_true(said > 20);
}

static void
test_the_same_moment_is_the_same_bytes_in_every_form(void **state)
{
	CLEAN(buf_free) struct buf x = BUF(LIMIT_ANSWER_BYTES);
	CLEAN(buf_free) struct buf y = BUF(LIMIT_ANSWER_BYTES);
	struct reports_ask ask = { .kind = "practice", .lang = "es" };

	for (int as = REPORT_HTML; as <= REPORT_XLSX; as++) {
		world_report(world(state), &ask, (enum report_as)as, &x);
		OK(fold_rebuild(world(state)->st.f));
		world_report(world(state), &ask, (enum report_as)as, &y);
		assert_true(x.n > 1000);
		assert_true(span_eq(buf_all(&x), buf_all(&y)));
	}
}

static void
test_a_report_is_issued_again_with_the_same_bytes_after_more_came(void **state)
{
	CLEAN(buf_free) struct buf was = BUF(LIMIT_ANSWER_BYTES);
	CLEAN(buf_free) struct buf again = BUF(LIMIT_ANSWER_BYTES);
	CLEAN(report_free) struct report r = REPORT;
	struct reports_ask ask = { .kind = "practice", .lang = "es" };
	struct house *h = world(state);
	err_t e;

	OK(reports_of(&r, &h->st, folder, &ask));
	world_report(h, &ask, REPORT_HTML, &was);
	WORLD_RUN(
	    h, cmd_save, NULL, "roundtable", "MESA-14", "status=dissolved");
	WORLD_RUN(h, cmd_void, "prueba", "@fed-res-health");
	world_report(h, &ask, REPORT_HTML, &again);
	assert_false(span_eq(buf_all(&was), buf_all(&again)));
	ask.at = r.at;
	world_report(h, &ask, REPORT_HTML, &again);
	assert_true(span_eq(buf_all(&was), buf_all(&again)));
	ask.at = "national:1:00000000";
	e = reports_of(&r, &h->st, folder, &ask);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_MISSING);
	ask.at = "national";
	e = reports_of(&r, &h->st, folder, &ask);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_USAGE);
}

static void
test_what_looks_like_personal_data_is_not_published(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ANSWER_BYTES);
	struct reports_ask ask = { .kind = "practice", .lang = "en" };
	struct house *h = world(state);

	/* As an older program may have written it. */
	OK(db_exec(h->st.db, "UPDATE result SET text_en ="
			     " 'Ask JUYM460818XSPLVD04 about it.'"));
	world_report(h, &ask, REPORT_HTML, &b);
	assert_null(strstr((const char *)b.p, "JUYM460818XSPLVD04"));
	assert_non_null(
	    strstr((const char *)b.p, "Ask [to be reviewed] about it."));
	assert_non_null(strstr((const char *)b.p, "4 texts have what looks"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_hub)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_the_english_report_is_the_founding_document),
		T(test_the_facts_of_the_founding_document_are_all_said),
		T(test_the_spanish_report_is_its_translation),
		cmocka_unit_test_setup_teardown(
		    test_a_state_that_has_no_roundtable_any_more_is_not_named,
		    open_early_world, close_hub),
		T(test_results_chair_authorities_and_commitments_go_with_their_records),
		T(test_every_sentence_but_the_heading_of_a_list_stands_on_records),
		T(test_the_same_moment_is_the_same_bytes_in_every_form),
		cmocka_unit_test_setup_teardown(
		    test_a_report_is_issued_again_with_the_same_bytes_after_more_came,
		    open_early_world, close_hub),
		T(test_what_looks_like_personal_data_is_not_published),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
