/* What looks like personal data and came in anyway is not published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "hub/registry.h"
#include "hub/view.h"
#include "proto/domain/pii.h"
#include "tests/unit/federal.h"

#define CURP "JUYM460818XSPLVD04"

static int
setup(void **state)
{
	struct federal *f = calloc(1, sizeof(*f));

	federal_open(f);
	federal_ok(registry_open(f->st.db));
	*state = f;
	return (0);
}

static int
teardown(void **state)
{
	federal_close(*state);
	free(*state);
	return (0);
}

/* Does any cell, in any language, have these letters? */
static bool
shows(const struct view *v, const char *what)
{
	for (size_t i = 0; i < v->cells; i++) {
		const struct view_cell *c = &v->cell[i];

		if (c->v.kind == VAL_TEXT &&
		    memmem(c->v.s.p, c->v.s.n, what, strlen(what)) != NULL)
			return (true);
		if ((c->es != NULL && strstr(c->es, what) != NULL) ||
		    (c->en != NULL && strstr(c->en, what) != NULL))
			return (true);
	}
	return (false);
}

static bool
counts(const struct view *v)
{
	for (size_t i = 0; i < v->lines; i++)
		if (strcmp(v->line[i].name, "personal_data") == 0)
			return (true);
	return (false);
}

static void
make(struct federal *f, struct view *v)
{
	struct view_ask a = {
		.l = f->st.l, .now = FED_NOW, .today = FED_TODAY + 4000
	};

	federal_ok(view_make(v, &a, "overdue"));
	assert_true(view_rows(v) > 0);
}

static void
test_a_curp_that_came_in_is_held_back_and_counted(void **state)
{
	struct view v = VIEW, was = VIEW;
	struct federal *f = *state;

	make(f, &was);
	assert_false(counts(&was));
	/* As an older program may have written it. */
	federal_ok(db_exec(f->st.db,
	    "UPDATE agreement SET text = 'Ver el caso " CURP " pronto'"));
	make(f, &v);
	assert_false(shows(&v, CURP));
	assert_true(shows(&v, "Ver el caso [por revisar] pronto"));
	assert_true(counts(&v));
	view_free(&v);
	view_free(&was);
}

static void
test_what_somebody_decided_on_is_published(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(64), sql = BUF(1024);
	struct view v = VIEW;
	struct federal *f = *state;
	struct hash hash;

	federal_ok(db_exec(
	    f->st.db, "UPDATE agreement SET text = 'Marcar al 961 123 4567'"));
	pii_hash(span_str("9611234567"), &hash);
	federal_ok(buf_b64(&b, span_of(hash.b, sizeof(hash.b))));
	federal_ok(buf_fmt(&sql,
	    "INSERT INTO pii_decision (id, space, root, life, verdict, hash)"
	    " VALUES (1, 1, 0, 0, 2, '%s')",
	    (const char *)b.p));
	federal_ok(db_exec(f->st.db, (const char *)sql.p));
	make(f, &v);
	assert_true(shows(&v, "961 123 4567"));
	assert_false(counts(&v));
	view_free(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_curp_that_came_in_is_held_back_and_counted, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_somebody_decided_on_is_published, setup,
		    teardown),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
