/*
 * people -- accounts, passwords, waits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/ui/people.h"

#define RIGHT "un secreto largo"

static const struct person ana = { .account = "ana.ruiz",
	.name = "Ana Ruiz",
	.position = "Secretaria técnica",
	.lang = "es",
	.roles = ROLE(technical_secretariat) };

static int
begin(void **state)
{
	struct db *db = NULL;

	assert_null(db_open(&db, NULL, DB_MEMORY));
	assert_null(people_tables(db));
	assert_null(people_tables(db));
	*state = db;
	return (0);
}

static int
end(void **state)
{
	struct db *db = *state;

	db_close(&db);
	return (0);
}

static void
enters(struct db *db, const char *password, int64_t now, enum err_code want)
{
	struct person p;
	int64_t wait;
	err_t e = people_enter(db, ana.account, password, now, &p, &wait);

	assert_int_equal(e == NULL ? ERR_NONE : e->code, want);
	assert_true((wait > 0) == (want == ERR_SLOW));
	if (e == NULL) {
		assert_string_equal(p.name, ana.name);
		assert_int_equal(p.roles, ana.roles);
	}
}

static void
test_the_right_password_enters(void **state)
{
	struct db *db = *state;
	int64_t n;

	assert_null(people_add(db, &ana, RIGHT, 1000));
	assert_null(people_count(db, &n));
	assert_int_equal(n, 1);
	enters(db, RIGHT, 1001, ERR_NONE);
	enters(db, "un secreto largO", 1002, ERR_UNTRUSTED);
	enters(db, "", 1003, ERR_UNTRUSTED);
	enters(db, RIGHT, 1004, ERR_NONE);
}

static void
test_nobody_is_refused_like_a_wrong_password(void **state)
{
	struct db *db = *state;

	enters(db, RIGHT, 1000, ERR_UNTRUSTED);
}

static void
test_wrong_passwords_make_the_account_wait_longer(void **state)
{
	struct db *db = *state;
	int64_t now = 1000;

	assert_null(people_add(db, &ana, RIGHT, now));
	for (int i = 0; i < PEOPLE_TRIES; i++)
		enters(db, "equivocada!", now, ERR_UNTRUSTED);
	enters(db, RIGHT, now + PEOPLE_WAIT_S - 1, ERR_SLOW);
	now += PEOPLE_WAIT_S;
	enters(db, "equivocada!", now, ERR_UNTRUSTED);
	enters(db, RIGHT, now + PEOPLE_WAIT_S, ERR_SLOW);
	enters(db, RIGHT, now + 2 * PEOPLE_WAIT_S, ERR_NONE);
	enters(db, "equivocada!", now, ERR_UNTRUSTED);
	enters(db, RIGHT, now, ERR_NONE);
}

static void
test_a_closed_account_does_not_enter(void **state)
{
	struct db *db = *state;
	struct person p = ana;
	int64_t n;

	assert_null(people_add(db, &ana, RIGHT, 1000));
	p.closed = true;
	assert_null(people_change(db, &p, 1001));
	enters(db, RIGHT, 1002, ERR_UNTRUSTED);
	assert_null(people_count(db, &n));
	assert_int_equal(n, 0);
}

/* A page that was opened before says it with what it knew then. */
static void
test_a_language_changes_nothing_else(void **state)
{
	struct db *db = *state;
	struct person p = ana;
	bool found;

	assert_null(people_add(db, &ana, RIGHT, 1000));
	p.closed = true;
	assert_null(people_change(db, &p, 1001));
	assert_null(people_speak(db, ana.account, "en"));
	assert_null(people_get(db, ana.account, &p, &found));
	assert_true(found);
	assert_string_equal(p.lang, "en");
	assert_true(p.closed);
	assert_int_equal(p.roles, ana.roles);
}

static void
test_a_new_password_replaces_the_old(void **state)
{
	struct db *db = *state;

	assert_null(people_add(db, &ana, RIGHT, 1000));
	assert_null(people_password(db, ana.account, "otro secreto largo", 2));
	enters(db, RIGHT, 1001, ERR_UNTRUSTED);
	assert_non_null(people_password(db, "nadie", "otro secreto largo", 2));
	assert_non_null(people_password(db, ana.account, "corto", 3));
}

static void
test_what_will_not_do_is_said_in_both_languages(void **state)
{
	struct db *db = *state;
	struct person p = ana;
	err_t e;

	assert_non_null(people_add(db, &ana, "corta", 1));
	assert_non_null(people_add(db, &ana, "aaaaaaaaaaaa", 1));
	(void)strncpy(p.account, "Ana Ruiz", sizeof(p.account));
	e = people_add(db, &p, RIGHT, 1);
	assert_non_null(e);
	assert_non_null(strstr(e->text, " / El nombre de la cuenta"));
	p = ana;
	p.roles = 0;
	assert_non_null(people_add(db, &p, RIGHT, 1));
	p.roles = 1U << 20;
	assert_non_null(people_add(db, &p, RIGHT, 1));
	p = ana;
	p.name[0] = '\0';
	assert_non_null(people_add(db, &p, RIGHT, 1));
	assert_null(people_add(db, &ana, RIGHT, 1));
	assert_non_null(people_add(db, &ana, RIGHT, 1));
}

static void
test_the_list_has_everybody(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct db *db = *state;
	struct person p = ana, *v;
	size_t n;

	assert_null(people_add(db, &ana, RIGHT, 1));
	(void)strncpy(p.account, "beto", sizeof(p.account));
	p.roles = ROLE(recorder);
	assert_null(people_add(db, &p, RIGHT, 1));
	assert_null(people_list(db, &a, &v, &n));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].account, "ana.ruiz");
	assert_string_equal(v[1].account, "beto");
	assert_int_equal(v[1].roles, ROLE(recorder));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_right_password_enters),
		TEST(test_nobody_is_refused_like_a_wrong_password),
		TEST(test_wrong_passwords_make_the_account_wait_longer),
		TEST(test_a_closed_account_does_not_enter),
		TEST(test_a_language_changes_nothing_else),
		TEST(test_a_new_password_replaces_the_old),
		TEST(test_what_will_not_do_is_said_in_both_languages),
		TEST(test_the_list_has_everybody),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
