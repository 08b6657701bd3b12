/* Words find records, whatever their accents; the index follows the log. */
#include <stdio.h>

#include "node/search.h"
#include "tests/unit/fixture.h"

#define NOW 1790000000

static size_t
found(struct fixture *f, const char *words)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct search_kind *k;
	size_t n, sum = 0;

	ok(search_tables(f->st.db));
	ok(search_refresh(f->st.l, NOW));
	ok(search_count(f->st.db, words, &a, &k, &n));
	for (size_t i = 0; i < n; i++)
		sum += (size_t)k[i].n;
	return (sum);
}

static void
test_accents_capitals_and_the_end_of_the_last_word_do_not_matter(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");

	(void)fixture_gap(&f->desk, mesa, "Inscripción escolar sin apostilla");
	(void)fixture_gap(&f->desk, mesa, "Citas médicas");
	assert_int_equal(found(f, "INSCRIPCION"), 1);
	assert_int_equal(found(f, "inscripción ESCOLÁR"), 1);
	assert_int_equal(found(f, "apos"), 1);
	assert_int_equal(found(f, "medicas citas"), 1);
	assert_int_equal(found(f, "citas apostilla"), 0);
	assert_int_equal(found(f, "escol citas"), 0);
	assert_int_equal(found(f, ""), 0);
	assert_int_equal(found(f, "   "), 0);
}

static void
test_a_folio_is_found_as_it_is_printed(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");
	dot_t id = fixture_gap(&f->desk, mesa, "Citas");
	struct record r;
	bool there;

	(void)fixture_gap(&f->desk, mesa, "Otras");
	ok(state_get(f->st.l, schema_entity(ENTITY_gap), id, &a, &r, &there));
	assert_int_equal(
	    found(f, arena_dup(&a, r.v[FIELD_gap_folio - 1].s)), 1);
}

static void
test_the_index_follows_edits_and_voids(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065"), commit;
	dot_t id = fixture_gap(&f->desk, mesa, "Guarderías");
	struct fv fv = FIX(gap, title, val_str("Ludotecas"));

	assert_int_equal(found(f, "guarderias"), 1);
	ok(fixture_edit(&f->desk, ENTITY_gap, id, &fv, 1));
	assert_int_equal(found(f, "guarderias"), 0);
	assert_int_equal(found(f, "ludotecas"), 1);
	{
		CLEAN(act_undo) struct act act;

		ok(act_begin(&act, &f->desk));
		ok(act_void(&act, schema_entity(ENTITY_gap), id, LIFE_VOIDED,
		    "repetida"));
		ok(act_save(&act, "ana", &commit));
	}
	assert_int_equal(found(f, "ludotecas"), 0);
}

static void
test_names_in_a_list_are_found(void **state)
{
	struct fixture *f = *state;
	struct fv fv[] = { FIX(institution, official_name, val_str("SEP")),
		FIX(institution, aliases, val_str("Educación Pública")),
		FIX(institution, aliases, val_str("La Secretaría")) };

	(void)fixture_make(&f->desk, ENTITY_institution, fv, 3);
	assert_int_equal(found(f, "educacion publica"), 1);
	assert_int_equal(found(f, "secretaria sep"), 1);
}

static void
test_what_is_asked_is_words_and_never_a_language(void **state)
{
	static const char *const asked[] = { "\"", "\"\"", "citas OR otras",
		"NEAR(citas otras)", "text:citas", "citas*", "^citas", "(",
		"citas)", "-citas", "+ +", "'; DROP TABLE search; --", "\\",
		"a AND", "{text}: x", "\x01" };
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");

	(void)fixture_gap(&f->desk, mesa, "Citas médicas");
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		(void)found(f, asked[i]);
	assert_int_equal(found(f, "citas OR nada"), 0);
	assert_int_equal(found(f, "\"citas\""), 1);
}

static void
test_the_piece_that_is_shown_has_its_words_marked(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");
	dot_t id = fixture_gap(&f->desk, mesa, "Sin CURP no hay citas médicas");
	struct search_hit h[2];
	size_t n;

	assert_int_equal(found(f, "medicas"), 1);
	ok(search_find(
	    f->st.db, "medicas", schema_entity(ENTITY_gap), 2, &a, h, &n));
	assert_int_equal(n, 1);
	assert_true(h[0].id == id);
	assert_non_null(strstr(h[0].text, "citas \x02médicas\x03"));
}

static void
test_an_index_that_was_dropped_is_made_anew_and_is_the_same(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");

	(void)fixture_gap(&f->desk, mesa, "Citas médicas");
	assert_int_equal(found(f, "citas"), 1);
	ok(search_drop(f->st.db));
	assert_int_equal(found(f, "citas"), 1);
	fixture_same(f);
	assert_int_equal(found(f, "citas"), 1);
}

/* More than the index looks at one by one would be made anew; this is followed.
 */
static void
test_hundreds_of_commits_are_taken_up_at_once(void **state)
{
	struct fixture *f = *state;
	dot_t mesa = fixture_mesa(f, "07065");
	char title[64];

	assert_int_equal(found(f, "palabra"), 0);
	for (int i = 0; i < 300; i++) {
		(void)snprintf(title, sizeof(title), "Brecha palabra n%d", i);
		(void)fixture_gap(&f->desk, mesa, title);
	}
	assert_int_equal(found(f, "palabra"), 300);
	assert_int_equal(found(f, "palabra n299"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_STORE(
		    test_accents_capitals_and_the_end_of_the_last_word_do_not_matter),
		IN_STORE(test_a_folio_is_found_as_it_is_printed),
		IN_STORE(test_the_index_follows_edits_and_voids),
		IN_STORE(test_names_in_a_list_are_found),
		IN_STORE(test_what_is_asked_is_words_and_never_a_language),
		IN_STORE(test_the_piece_that_is_shown_has_its_words_marked),
		IN_STORE(
		    test_an_index_that_was_dropped_is_made_anew_and_is_the_same),
		IN_STORE(test_hundreds_of_commits_are_taken_up_at_once),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
