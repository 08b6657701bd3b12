#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/backup.h"
#include "node/doctor.h"
#include "node/office.h"
#include "node/status.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "tests/unit/written.h"

#define DAY 86400

struct here {
	char dir[64];
};

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));

	assert_int_equal(setenv("MESAS_MACHINE", "one", 1), 0);
	written_folder(h->dir);
	written_ok(office_init(h->dir));
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	struct here *h = *state;

	written_sweep(h->dir);
	free(h);
	return (0);
}

/* ---- small parts -------------------------------------------------------- */

static void
put(struct here *h, const char *name, struct span s)
{
	char *path = office_path(h->dir, name);

	written_ok(file_replace(path, s, 0600));
	mem_free(path);
}

static void
take_away(struct here *h, const char *name)
{
	char *path = office_path(h->dir, name);

	written_ok(file_remove(path));
	mem_free(path);
}

/* What an enrolment leaves, for the key of `of` (NULL: the folder's own). */
static void
enrolled(struct here *h, const struct key *of, int64_t now, int days)
{
	CLEAN(buf_free) struct buf root = BUF(16384);
	CLEAN(buf_free) struct buf cert = BUF(16384);
	CLEAN(buf_free) struct buf hub = BUF(100);
	CLEAN(key_free) struct key *ca = NULL;
	CLEAN(key_free) struct key *own = NULL;
	char *path = office_path(h->dir, OFFICE_KEY);
	uint8_t pub[KEY_LEN];

	written_ok(key_make(&ca));
	written_ok(key_read(path, &own));
	mem_free(path);
	key_public(of == NULL ? own : of, pub);
	written_ok(cert_ca(ca, "Mesas", now, &root));
	written_ok(cert_node(
	    ca, buf_all(&root), pub, "n", "07-089", now, days, &cert));
	key_public(ca, pub);
	written_ok(buf_b64(&hub, span_of(pub, KEY_LEN)));
	put(h, OFFICE_CA, buf_all(&root));
	put(h, OFFICE_HUB, buf_all(&hub));
	put(h, OFFICE_CONF,
	    span_str("hub https://127.0.0.1:1\noffice 07-089\n"
		     "home home-07-089\nletter b\n"
		     "record AAAAAAAAAAAAAAAAAAAAAA.1.0\n"));
	put(h, OFFICE_CERT, buf_all(&cert));
}

static enum err_code
opens(struct here *h)
{
	CLEAN(office_close) struct office o = { 0 };
	err_t e = office_open(&o, h->dir, OFFICE_SHARED);

	return (e == NULL ? ERR_NONE : e->code);
}

static unsigned
mode(struct here *h, const char *name)
{
	char *path = office_path(h->dir, name);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	mem_free(path);
	return (st.st_mode & 0777);
}

/* ---- the folder --------------------------------------------------------- */

static void
test_init_twice_is_once_and_for_this_account_alone(void **state)
{
	CLEAN(buf_free) struct buf a = BUF(4096);
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct here *h = *state;
	char *path = office_path(h->dir, OFFICE_KEY);

	written_ok(file_read(path, &a));
	written_ok(office_init(h->dir));
	written_ok(file_read(path, &b));
	mem_free(path);
	assert_true(span_eq(buf_all(&a), buf_all(&b)));
	assert_int_equal(mode(h, ""), 0700);
	assert_int_equal(mode(h, OFFICE_KEY), 0600);
	assert_int_equal(mode(h, OFFICE_DB), 0600);
	assert_int_equal(opens(h), ERR_NONE);
	assert_int_equal(mode(h, OFFICE_INSTANCE), 0600);
}

static void
test_a_folder_without_key_or_store_says_so(void **state)
{
	CLEAN(office_close) struct office o = { 0 };
	struct here *h = *state;
	err_t e = office_open(&o, "/nonexistent/mesas", OFFICE_SHARED);

	assert_non_null(e);
	assert_int_equal(e->code, ERR_MISSING);
	take_away(h, OFFICE_DB);
	assert_int_equal(opens(h), ERR_MISSING);
	written_ok(office_init(h->dir));
	take_away(h, OFFICE_KEY);
	assert_int_equal(opens(h), ERR_MISSING);
}

static void
test_the_certificate_makes_it_enrolled(void **state)
{
	struct here *h = *state;
	struct office o = { 0 };
	int64_t now = clock_now();

	enrolled(h, NULL, now - 10 * DAY, 100);
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_true(o.enrolled);
	assert_string_equal(o.desk.home, "home-07-089");
	assert_int_equal(o.desk.letter, 'b');
	assert_int_equal(o.desk.office, 0); /* national has not come */
	assert_in_range(office_cert_days(&o), 88, 90);
	assert_false(office_renew_due(&o));
	o.clock.s = 60 * DAY;
	assert_true(office_renew_due(&o));
	o.clock.s = 200 * DAY;
	assert_true(office_cert_days(&o) < 0);
	office_close(&o);
	/* As a power cut before the last file would leave it. */
	take_away(h, OFFICE_CERT);
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_false(o.enrolled);
	office_close(&o);
}

static void
test_the_certificate_of_another_key_is_refused(void **state)
{
	CLEAN(key_free) struct key *other = NULL;
	struct here *h = *state;

	written_ok(key_make(&other));
	enrolled(h, other, clock_now(), 100);
	assert_int_equal(opens(h), ERR_CONFIG);
}

static void
test_an_enrolled_computer_does_not_change_its_office(void **state)
{
	/* {"url":"https://h","ca":"AA..","code":"AA..","office":"x"} */
	CLEAN(buf_free) struct buf b = BUF(4096);
	CLEAN(buf_free) struct buf json = BUF(4096);
	CLEAN(office_close) struct office o = { 0 };
	uint8_t zero[32] = { 0 };
	struct here *h = *state;
	err_t e;

	enrolled(h, NULL, clock_now(), 100);
	written_ok(buf_str(&json, "{\"url\":\"https://h\",\"ca\":\""));
	written_ok(buf_b64(&json, span_of(zero, 32)));
	written_ok(buf_str(&json, "\",\"code\":\""));
	written_ok(buf_b64(&json, span_of(zero, 16)));
	written_ok(buf_str(&json, "\",\"office\":\"02-004\"}"));
	written_ok(buf_str(&b, "mesas1:"));
	written_ok(buf_b64(&b, buf_all(&json)));
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	e = office_enrol(&o, (const char *)b.p);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_EXISTS);
	e = office_enrol(&o, "mesas1:no");
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FORMAT);
}

static void
test_an_office_without_certificate_has_no_road(void **state)
{
	CLEAN(office_close) struct office o = { 0 };
	struct link_https *l = NULL;
	struct here *h = *state;
	err_t e;

	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	e = office_link(&o, &l);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_CONFIG);
}

/* ---- the clock ---------------------------------------------------------- */

static void
test_a_clock_far_off_is_said_in_days(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(400);
	struct here *h = *state;
	struct offset o = { true, -3650LL * DAY, 7 }, back;
	char *path = office_path(h->dir, OFFICE_CLOCK);

	offset_read(path, &back);
	assert_false(back.known);
	written_ok(offset_write(path, &o));
	offset_read(path, &back);
	assert_true(back.known);
	assert_int_equal(back.s, o.s);
	assert_int_equal(back.last_sync, 7);
	written_ok(offset_warning(&back, "es", &b));
	assert_string_equal((const char *)b.p,
	    "la hora de este equipo difiere 3650 días del servidor");
	buf_clear(&b);
	back.s = 600;
	written_ok(offset_warning(&back, "es", &b));
	assert_int_equal(b.n, 0);
	put(h, OFFICE_CLOCK, span_str("offset 99999999999999999999\n"));
	offset_read(path, &back);
	assert_false(back.known);
	assert_int_equal(back.s, 0);
	mem_free(path);
}

/* ---- status and check --------------------------------------------------- */

static void
test_what_is_saved_is_to_be_sent(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(office_close) struct office o = { 0 };
	struct here *h = *state;
	struct status s;

	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	written_commit(&o.st, o.key, "home-07", "uno", 20000LL * DAY);
	written_commit(&o.st, o.key, "home-07", "dos", 20000LL * DAY);
	written_commit(&o.st, o.key, "20", "tres", 20000LL * DAY);
	written_ok(status_read(&o, &a, &s));
	assert_int_equal(s.saved, 3);
	assert_int_equal(s.pending, 3);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.spaces[0].name, "home-07");
	assert_int_equal(s.spaces[0].pending, 2);
}

static void
test_check_finds_a_key_that_others_may_read(void **state)
{
	struct here *h = *state;
	char *path = office_path(h->dir, OFFICE_KEY);

	for (int i = 0; i < 2; i++) {
		CLEAN(doctor_free) struct doctor d = { 0 };
		CLEAN(office_close) struct office o = { 0 };
		err_t e;

		written_ok(office_open(&o, h->dir, OFFICE_LOOK));
		written_ok(doctor_examine(&d, &o, "es"));
		e = doctor_verdict(&d);
		assert_true((e == NULL) == (i == 0));
		if (e != NULL)
			assert_int_equal(e->code, ERR_CONFIG);
		assert_int_equal(chmod(path, 0644), 0);
	}
	mem_free(path);
}

/* ---- copies ------------------------------------------------------------- */

static void
test_a_restored_store_goes_on_in_a_new_log(void **state)
{
	struct here *h = *state;
	char *copy = office_path(h->dir, "copy");
	struct office o = { 0 };
	dot_t old, now;

	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	old = written_commit(&o.st, o.key, "home-07", "uno", 20000LL * DAY);
	written_ok(backup_announce(&o));
	written_ok(db_backup(o.st.db, copy));
	written_commit(&o.st, o.key, "home-07", "dos", 20000LL * DAY);
	office_close(&o);
	written_ok(backup_restore(h->dir, copy));
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_int_equal(o.why, INSTANCE_FINE);
	assert_int_equal(written_count(&o.st, "uno"), 1);
	assert_int_equal(written_count(&o.st, "dos"), 0);
	now = written_commit(&o.st, o.key, "home-07", "tres", 20000LL * DAY);
	assert_int_not_equal(dot_log(now), dot_log(old));
	assert_int_equal(
	    ledger_log(o.st.l, dot_log(now))->parent, dot_log(old));
	office_close(&o);
	mem_free(copy);
	/* What was there before stays beside it. */
	copy = office_path(h->dir, "node.db.before");
	written_ok(backup_restore(h->dir, copy));
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_int_equal(written_count(&o.st, "dos"), 1);
	office_close(&o);
	mem_free(copy);
}

static void
test_what_is_no_copy_of_ours_changes_nothing(void **state)
{
	CLEAN(key_free) struct key *other = NULL;
	CLEAN(store_close) struct store st = { 0 };
	struct here *h = *state;
	char *copy = office_path(h->dir, "copy");
	struct office o = { 0 };
	err_t e;

	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	written_commit(&o.st, o.key, "home-07", "uno", 20000LL * DAY);
	office_close(&o);
	written_ok(file_replace(copy, span_str("no database"), 0600));
	e = backup_restore(h->dir, copy);
	assert_non_null(e);
	written_ok(file_remove(copy));
	e = backup_restore(h->dir, copy);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_MISSING);
	written_ok(key_make(&other));
	written_ok(store_open(&st, copy, DB_CREATE));
	written_commit(&st, other, "home-07", "ajeno", 20000LL * DAY);
	store_close(&st);
	e = backup_restore(h->dir, copy);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_DATA);
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_int_equal(written_count(&o.st, "uno"), 1);
	office_close(&o);
	mem_free(copy);
}

static void
test_a_lost_store_is_restored_too(void **state)
{
	struct here *h = *state;
	char *copy = office_path(h->dir, "copy");
	struct office o = { 0 };
	err_t e;

	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	written_commit(&o.st, o.key, "home-07", "uno", 20000LL * DAY);
	written_ok(db_backup(o.st.db, copy));
	office_close(&o);
	put(h, OFFICE_DB, span_str("spoilt"));
	written_ok(backup_restore(h->dir, copy));
	take_away(h, OFFICE_DB);
	/* As a cut between its moves leaves it: no empty store instead. */
	e = office_init(h->dir);
	assert_true(e != NULL && e->code == ERR_CONFIG);
	written_ok(backup_restore(h->dir, copy));
	written_ok(office_open(&o, h->dir, OFFICE_SHARED));
	assert_int_equal(written_count(&o.st, "uno"), 1);
	office_close(&o);
	mem_free(copy);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_init_twice_is_once_and_for_this_account_alone),
		T(test_a_folder_without_key_or_store_says_so),
		T(test_the_certificate_makes_it_enrolled),
		T(test_the_certificate_of_another_key_is_refused),
		T(test_an_enrolled_computer_does_not_change_its_office),
		T(test_an_office_without_certificate_has_no_road),
		T(test_a_clock_far_off_is_said_in_days),
		T(test_what_is_saved_is_to_be_sent),
		T(test_check_finds_a_key_that_others_may_read),
		T(test_a_restored_store_goes_on_in_a_new_log),
		T(test_what_is_no_copy_of_ours_changes_nothing),
		T(test_a_lost_store_is_restored_too),
	};

	return (cmocka_run_group_tests_name("office", tests, NULL, NULL));
}
