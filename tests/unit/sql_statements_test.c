/*
 * sql_statements -- every SQL statement of the program prepares, and its plan
 * scans no table unless it says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "hub/registry.h"
#include "hub/ticket.h"
#include "node/attach.h"
#include "node/attempts.h"
#include "node/draft.h"
#include "proto/ui/people.h"
#include "node/search.h"
#include "proto/cmd/keys.h"
#include "proto/log/state_parts.h"
#include "proto/log/store.h"
#include "proto/out/bring.h"

/* The linker gathers a pointer to every SQL() here. */
extern struct sql *__start_mesas_sql[];
extern struct sql *__stop_mesas_sql[];

static char dir[] = "/tmp/mesas-sql-XXXXXX";
static char path[64];

static int
open_store(void **state)
{
	static struct store st;

	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/hub.db", dir);
	assert_null(store_open(&st, path, DB_CREATE));
	assert_null(registry_open(st.db));
	assert_null(ticket_table(st.db));
	assert_null(keys_tables(st.db));
	assert_null(people_tables(st.db));
	assert_null(draft_tables(st.db));
	assert_null(attach_tables(st.db));
	assert_null(attempts_tables(st.db));
	assert_null(search_tables(st.db));
	assert_null(bring_tables(st.db));
	*state = &st;
	return (0);
}

static int
close_store(void **state)
{
	char other[80];

	store_close(*state);
	(void)unlink(path);
	(void)snprintf(other, sizeof(other), "%s-wal", path);
	(void)unlink(other);
	(void)snprintf(other, sizeof(other), "%s-shm", path);
	(void)unlink(other);
	return (rmdir(dir));
}

/* A plan line that walks a whole table or index: "SCAN x". */
static bool
scans(const char *plan)
{
	for (const char *p = plan; (p = strstr(p, "SCAN ")) != NULL; p += 5) {
		if (strncmp(p, "SCAN CONSTANT ROW", 17) != 0)
			return (true);
	}
	return (false);
}

static size_t
check(struct db *db, const struct sql *s, bool *ok)
{
	CLEAN(buf_free) struct buf plan = BUF(1 << 16);
	err_t e = db_plan(db, s, &plan);

	if (e != NULL) {
		print_error("%s: %s\n", s->name, e->text);
		*ok = false;
	} else if (s->scan == 0 && plan.n > 0 && scans((const char *)plan.p)) {
		print_error("%s scans:\n%s", s->name, (const char *)plan.p);
		*ok = false;
	}
	return (1);
}

static void
test_every_statement_prepares_and_none_scans_unless_it_says_so(void **state)
{
	struct store *st = *state;
	bool ok = true;
	size_t n = 0;

	for (struct sql **s = __start_mesas_sql; s < __stop_mesas_sql; s++)
		n += check(st->db, *s, &ok);
	print_message("%zu statements\n", n);
	assert_true(n > 100);
	assert_true(ok);
}

static void
test_every_typed_table_answers_its_statements(void **state)
{
	struct store *st = *state;
	bool ok = true;
	size_t n = 0;

	for (size_t i = 0; i < schema_count; i++) {
		struct table *t = &state_tables(st->l)[i];
		struct sql *v[] = { &t->get, &t->put, &t->add, &t->drop,
			&t->folio, &t->range, &t->all, &t->children };

		for (size_t k = 0; k < sizeof(v) / sizeof(v[0]); k++) {
			if (v[k]->text == NULL)
				continue;
			v[k]->scan = v[k] == &t->all;
			n += check(st->db, v[k], &ok);
		}
	}
	print_message("%zu statements of typed tables\n", n);
	assert_true(n > 6 * schema_count - 1);
	assert_true(ok);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_every_statement_prepares_and_none_scans_unless_it_says_so),
		cmocka_unit_test(test_every_typed_table_answers_its_statements),
	};

	return (cmocka_run_group_tests(tests, open_store, close_store));
}
