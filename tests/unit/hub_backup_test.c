/* A hub that goes back and forth between its copies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "hub/backup.h"
#include "hub/epoch.h"
#include "hub/house.h"
#include "proto/domain/schema.h"
#include "tests/unit/folder.h"

static char folder[64];

static void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s", e->text);
}

static int
open_hub(void **state)
{
	struct house *h = calloc(1, sizeof(*h));

	(void)snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	if (h == NULL || mkdtemp(folder) == NULL)
		return (-1);
	ok(house_make(folder, NULL, NULL, NULL, 0));
	ok(house_open(h, folder));
	*state = h;
	return (0);
}

static int
close_hub(void **state)
{
	house_close(*state);
	free(*state);
	return (folder_sweep(folder));
}

/* One more number of `national`. */
static void
write_office(struct house *h, const char *code)
{
	CLEAN(act_undo) struct act act;
	struct fv fv[] = { { FIELD_office_code, val_str(code) },
		{ FIELD_office_name, val_str(code) } };
	dot_t id;

	ok(act_begin(&act, &h->desk));
	ok(act_create(&act, schema_entity(ENTITY_office), fv, 2, &id));
	ok(act_save(&act, "federal", &id));
	ok(house_own(h));
}

static int64_t
national(struct house *h)
{
	struct cursor c;
	uint32_t space;

	ok(ledger_refresh(h->st.l));
	ok(ledger_space(h->st.l, SPACE_NATIONAL, false, &space));
	ok(accept_cursor(h->st.l, space, &c));
	return (c.number);
}

static struct floor
lowest(struct house *h)
{
	struct epochs e;
	struct floor f;

	ok(ledger_refresh(h->st.l));
	ok(epoch_all(&h->st, &e));
	ok(epoch_floor(&h->st, &e, &f));
	return (f);
}

static void
test_a_newer_copy_keeps_how_far_back_the_life_before_it_began(void **state)
{
	struct house *h = *state;
	char *older = house_path(folder, "older"), *keys[2];
	char *newer = house_path(folder, "newer");
	int64_t at, from, to;

	ok(house_own(h));
	from = national(h);
	ok(db_backup(h->st.db, older));
	write_office(h, "UNO");
	to = national(h);
	assert_true(to > from);
	ok(db_backup(h->st.db, newer));
	house_close(h);
	ok(backup_take_back(folder, newer)); /* of the first life: no lower */
	ok(house_open(h, folder));
	assert_true(lowest(h).nat_number == to);
	house_close(h);
	ok(backup_take_back(folder, older));
	ok(house_open(h, folder));
	assert_true(lowest(h).nat_number == from);
	at = lowest(h).at;
	house_close(h);
	for (int i = 0; i < 2; i++) { /* and again: it is not forgotten */
		ok(backup_take_back(folder, newer));
		ok(house_open(h, folder));
		assert_true(lowest(h).nat_number == from);
		assert_true(lowest(h).at == at);
		house_close(h);
	}
	keys[0] = older;
	keys[1] = newer;
	for (int i = 0; i < 2; i++)
		free(keys[i]);
}

static void
test_a_store_that_cannot_be_read_is_in_nobodys_way(void **state)
{
	struct house *h = *state;
	char *copy = house_path(folder, "copy");
	char *db = house_path(folder, "hub.db");
	char *log = house_path(folder, "hub.db-wal");
	static const char junk[8192] = "no database at all";
	int fd;

	ok(db_backup(h->st.db, copy));
	house_close(h);
	(void)unlink(log);
	fd = open(db, O_WRONLY | O_TRUNC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, junk, sizeof(junk)), sizeof(junk));
	(void)close(fd);
	ok(backup_take_back(folder, copy));
	ok(house_open(h, folder));
	free(copy);
	free(db);
	free(log);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_hub, close_hub)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_newer_copy_keeps_how_far_back_the_life_before_it_began),
		T(test_a_store_that_cannot_be_read_is_in_nobodys_way),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
