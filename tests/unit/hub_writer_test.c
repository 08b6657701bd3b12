#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hub/backup.h"
#include "hub/service.h"
#include "hub/ticket.h"
#include "hub/writer.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/log/accept.h"
#include "tests/unit/folder.h"

#define OK(e)                                                                  \
	do {                                                                   \
		err_t e_ = (e);                                                \
		if (e_ != NULL)                                                \
			fail_msg("%s", e_->text);                              \
	} while (0)
#define FAILS(e, want)                                                         \
	do {                                                                   \
		err_t e_ = (e);                                                \
		assert_non_null(e_);                                           \
		assert_int_equal(e_->code, want);                              \
	} while (0)

static char folder[64], other[64];

static int
open_hub(void **state)
{
	struct house *h = calloc(1, sizeof(*h));
	err_t e;

	snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	snprintf(other, sizeof(other), "/tmp/mesas-test-XXXXXX");
	if (h == NULL || mkdtemp(folder) == NULL || mkdtemp(other) == NULL)
		return (-1);
	if ((e = house_make(folder, NULL, NULL, NULL, 0)) != NULL ||
	    (e = house_open(h, folder)) != NULL) {
		fprintf(stderr, "%s\n", e->text);
		return (-1);
	}
	*state = h;
	return (0);
}

static int
close_hub(void **state)
{
	house_close(*state);
	free(*state);
	return (folder_sweep(folder) | folder_sweep(other));
}

/* ---- the writer --------------------------------------------------------- */

struct test_job {
	struct writer_job job;
	const char *name;
	bool fail, unsure;
	/* While it is held, apply waits. */
	pthread_mutex_t *hold;
	_Atomic int told; /* 1 done, 2 failed */
	enum err_code code;
};

static err_t
apply(void *ctx, struct house *h, int64_t now)
{
	struct test_job *t = ctx;

	(void)now;
	if (t->hold != NULL) {
		pthread_mutex_lock(t->hold);
		pthread_mutex_unlock(t->hold);
	}
	TRY(store_set(&h->st, t->name, span_str("x")));
	if (t->fail)
		return (err_new(ERR_RULE, "not this one"));
	return (NULL);
}

static void
done(void *ctx, struct store *st, err_t e)
{
	CLEAN(buf_free) struct buf b = BUF(16);
	struct test_job *t = ctx;
	bool found = false;

	assert_non_null(st);
	/* Durable before anybody is told. */
	OK(store_get(st, t->name, &b, &found));
	if (!t->unsure)
		assert_int_equal(found, e == NULL);
	t->code = e == NULL ? ERR_NONE : e->code;
	t->told = e == NULL ? 1 : 2;
}

static void
prepare(struct test_job *t, const char *name)
{
	memset(t, 0, sizeof(*t));
	t->name = name;
	t->job = (struct writer_job){ .ctx = t, .apply = apply, .done = done };
}

static void
test_a_job_that_fails_takes_nothing_with_it(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	static struct test_job t[5];
	struct writer *w = NULL;

	OK(writer_open(&w, *state, 2));
	usleep(60000); /* it has waited for long */
	for (int i = 0; i < 5; i++) {
		prepare(&t[i], names[i]);
		t[i].fail = i == 2;
		OK(writer_add(w, &t[i].job));
	}
	writer_close(&w); /* ends what is queued */
	for (int i = 0; i < 5; i++)
		assert_int_equal(t[i].told, i == 2 ? 2 : 1);
	assert_int_equal(t[2].code, ERR_RULE);
}

static void
test_jobs_that_wait_are_committed_together(void **state)
{
	static char name[40][16];
	static struct test_job t[41];
	pthread_mutex_t hold = PTHREAD_MUTEX_INITIALIZER;
	struct writer_stats s;
	struct writer *w = NULL;

	OK(writer_open(&w, *state, 1));
	pthread_mutex_lock(&hold);
	prepare(&t[40], "first");
	t[40].hold = &hold;
	OK(writer_add(w, &t[40].job));
	for (int i = 0; i < 40; i++) {
		snprintf(name[i], sizeof(name[i]), "n%d", i);
		prepare(&t[i], name[i]);
		OK(writer_add(w, &t[i].job));
	}
	pthread_mutex_unlock(&hold);
	for (int i = 0; i < 41; i++)
		while (t[i].told == 0)
			usleep(1000);
	writer_stats(w, &s);
	assert_int_equal(s.jobs, 41);
	assert_in_range(s.groups, 1, 10);
	writer_close(&w);
}

static void
test_a_full_queue_says_so(void **state)
{
	static struct test_job t[LIMIT_QUEUE_JOBS + LIMIT_GROUP_JOBS + 1];
	pthread_mutex_t hold = PTHREAD_MUTEX_INITIALIZER;
	struct writer *w = NULL;
	size_t n = 0;

	OK(writer_open(&w, *state, 1));
	assert_true(writer_room(w));
	pthread_mutex_lock(&hold);
	for (; n < LIMIT_QUEUE_JOBS + LIMIT_GROUP_JOBS + 1; n++) {
		prepare(&t[n], "same");
		t[n].hold = n == 0 ? &hold : NULL;
		if (writer_add(w, &t[n].job) != NULL)
			break;
	}
	/* The group that is held has left the queue. */
	assert_in_range(
	    n, LIMIT_QUEUE_JOBS, LIMIT_QUEUE_JOBS + LIMIT_GROUP_JOBS);
	assert_false(writer_room(w));
	pthread_mutex_unlock(&hold);
	writer_close(&w);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(t[i].told, 1);
}

static void
test_bodies_on_their_way_fill_the_queue_too(void **state)
{
	struct writer *w = NULL;

	OK(writer_open(&w, *state, 1));
	writer_hold(w, LIMIT_QUEUE_BYTES);
	assert_false(writer_room(w));
	writer_free(w, LIMIT_QUEUE_BYTES);
	assert_true(writer_room(w));
	writer_close(&w);
}

/* ---- a disk that fails -------------------------------------------------- */

/* fsync and fdatasync of this program: SQLite's commits pass here. */
static _Atomic int syncs_left = -1; /* so many, then one fails; -1: none */

static bool
sync_fails(void)
{
	int n = syncs_left;

	if (n < 0)
		return (false);
	syncs_left = n - 1;
	if (n == 0)
		errno = EIO;
	return (n == 0);
}

int
fsync(int fd)
{
	return (sync_fails() ? -1 : (int)syscall(SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	return (sync_fails() ? -1 : (int)syscall(SYS_fdatasync, fd));
}

static bool
has(struct store *st, const char *name)
{
	CLEAN(buf_free) struct buf b = BUF(16);
	bool found = false;

	OK(store_get(st, name, &b, &found));
	return (found);
}

static void
test_a_commit_that_fails_is_told_and_the_store_opened_again(void **state)
{
	static struct test_job t[3];
	struct house *h = *state;
	struct writer *w = NULL;

	OK(writer_open(&w, h, 1));
	prepare(&t[0], "before");
	OK(writer_add(w, &t[0].job));
	while (t[0].told == 0)
		usleep(1000);
	prepare(&t[1], "failed");
	t[1].unsure = true;
	syncs_left = 0;
	OK(writer_add(w, &t[1].job));
	while (t[1].told == 0)
		usleep(1000);
	assert_int_equal(t[1].told, 2);
	assert_int_equal(t[1].code, ERR_STORE);
	prepare(&t[2], "failed");
	OK(writer_add(w, &t[2].job));
	writer_close(&w);
	assert_int_equal(t[2].told, 1);
	assert_false(db_broken(h->st.db));
	assert_true(has(&h->st, "before"));
	assert_true(has(&h->st, "failed"));
}

static err_t
apply_alone(void *ctx, struct house *h, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, h->st.db));
	TRY(apply(ctx, h, now));
	return (tx_commit(&tx));
}

static void
test_a_job_alone_whose_commit_fails_harms_no_other(void **state)
{
	static struct test_job t[2];
	struct house *h = *state;
	struct writer *w = NULL;

	OK(writer_open(&w, h, 1));
	prepare(&t[0], "alone");
	t[0].unsure = t[0].job.alone = true;
	t[0].job.apply = apply_alone;
	syncs_left = 0;
	OK(writer_add(w, &t[0].job));
	while (t[0].told == 0)
		usleep(1000);
	prepare(&t[1], "other");
	OK(writer_add(w, &t[1].job));
	writer_close(&w);
	assert_int_equal(t[0].told, 2);
	assert_int_equal(t[1].told, 1);
	assert_true(has(&h->st, "other"));
}

/* ---- sessions ----------------------------------------------------------- */

static void
test_a_session_is_for_one_use_and_outlives_the_process(void **state)
{
	struct house *h = *state;
	struct tickets *t = NULL;
	CLEAN(buf_free) struct buf b = BUF(100);
	struct tls_store s;
	int64_t now = clock_now();

	OK(ticket_open(&t, h->st.db, now));
	s = ticket_store(t);
	s.put(s.ctx, span_str("id-1"), "aa", span_str("one"), now + 100);
	s.put(s.ctx, span_str("id-2"), "bb", span_str("two"), now + 100);
	s.put(s.ctx, span_str("id-3"), "bb", span_str("three"), now + 1);
	OK(ticket_flush(t, h->st.db, now));
	assert_true(s.take(s.ctx, span_str("id-1"), &b));
	assert_true(span_eq(buf_all(&b), span_str("one")));
	assert_false(s.take(s.ctx, span_str("id-1"), &b));
	OK(ticket_flush(t, h->st.db, now));
	ticket_close(&t);
	/* The next process, later. */
	OK(ticket_open(&t, h->st.db, now + 50));
	assert_int_equal(ticket_count(t), 1);
	ticket_revoke(t, "bb");
	assert_int_equal(ticket_count(t), 0);
	ticket_close(&t);
}

static void
test_the_oldest_sessions_go_first(void **state)
{
	struct house *h = *state;
	struct tickets *t = NULL;
	CLEAN(buf_free) struct buf b = BUF(100);
	struct tls_store s;
	uint32_t i;

	OK(ticket_open(&t, h->st.db, 0));
	s = ticket_store(t);
	for (i = 0; i < LIMIT_TICKETS + 10; i++)
		s.put(s.ctx, span_of(&i, sizeof(i)), "aa", span_str("x"), 9);
	assert_int_equal(ticket_count(t), LIMIT_TICKETS);
	i = 9;
	assert_false(s.take(s.ctx, span_of(&i, sizeof(i)), &b));
	i = 10;
	assert_true(s.take(s.ctx, span_of(&i, sizeof(i)), &b));
	ticket_close(&t);
}

/* ---- backup and restore ------------------------------------------------- */

static void
hub_epoch(struct house *h, uint8_t id[16])
{
	struct cursor c;
	uint32_t space;

	OK(ledger_refresh(h->st.l));
	OK(ledger_space(h->st.l, "national", false, &space));
	OK(accept_cursor(h->st.l, space, &c));
	OK(ledger_epoch_id(h->st.l, c.epoch, id));
}

static void
test_a_restore_opens_another_life_of_the_hub(void **state)
{
	struct house *h = *state, again;
	uint8_t before[16], after[16];
	const struct log_info *l;
	uint32_t space, log;
	char *copy = house_path(other, "copy");
	char *dir = house_path(other, "hub");
	char *db = house_path(folder, "hub.db");
	char *copied = house_path(other, "db");

	hub_epoch(h, before);
	OK(ledger_space(h->st.l, "national", false, &space));
	l = ledger_mine(h->st.l, space);
	assert_non_null(l);
	log = l->no;
	OK(backup_keys(h, copy));
	OK(db_backup(h->st.db, copy));
	house_close(h);
	OK(backup_take_back(folder, copy));
	OK(file_rename(db, copied)); /* as a cut between its moves leaves it */
	FAILS(house_open(h, folder), ERR_CONFIG);
	FAILS(house_make(folder, NULL, NULL, NULL, 0), ERR_CONFIG);
	OK(file_rename(copied, db));
	OK(house_open(h, folder));
	hub_epoch(h, after);
	assert_memory_not_equal(before, after, 16);
	/* What the hub writes next goes into a log of its own. */
	l = ledger_mine(h->st.l, space);
	assert_true(l == NULL || l->no != log);
	/* Into an empty folder: the keys come along. */
	OK(backup_take_back(dir, copy));
	OK(house_open(&again, dir));
	assert_memory_equal(again.pub, h->pub, KEY_LEN);
	hub_epoch(&again, before);
	assert_memory_not_equal(before, after, 16);
	house_close(&again);
	(void)folder_sweep(dir);
	free(db);
	free(copied);
	free(copy);
	free(dir);
}

static void
test_a_copy_of_another_hub_is_refused(void **state)
{
	struct house *h = *state;
	char *copy = house_path(other, "copy");
	char *dir = house_path(other, "hub");

	OK(db_backup(h->st.db, copy));
	FAILS(backup_take_back(dir, copy), ERR_MISSING); /* no keys anywhere */
	OK(house_make(dir, NULL, NULL, NULL, 0));
	FAILS(backup_take_back(dir, copy), ERR_UNTRUSTED);
	(void)folder_sweep(dir);
	free(copy);
	free(dir);
}

static void
test_nothing_is_restored_under_a_service(void **state)
{
	int lock = -1;

	(void)state;
	OK(service_lock(folder, &lock));
	FAILS(backup_take_back(folder, "nowhere"), ERR_LOCKED);
	file_unlock(&lock);
}

static void
test_init_twice_is_once(void **state)
{
	struct house *h = *state, again;
	const char *names[] = { "hub.example" };
	CLEAN(buf_free) struct buf url = BUF(300);

	OK(house_make(folder, "127.0.0.1:9443", NULL, names, 1));
	OK(house_open(&again, folder));
	assert_memory_equal(again.pub, h->pub, KEY_LEN);
	assert_memory_equal(again.ca_print.b, h->ca_print.b, HASH_LEN);
	assert_int_equal(again.fed.record, h->fed.record);
	OK(house_url(&again, &url));
	assert_true(
	    span_eq(buf_all(&url), span_str("https://hub.example:9443")));
	house_close(&again);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_hub, close_hub)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_job_that_fails_takes_nothing_with_it),
		T(test_jobs_that_wait_are_committed_together),
		T(test_a_full_queue_says_so),
		T(test_bodies_on_their_way_fill_the_queue_too),
		T(test_a_commit_that_fails_is_told_and_the_store_opened_again),
		T(test_a_job_alone_whose_commit_fails_harms_no_other),
		T(test_a_session_is_for_one_use_and_outlives_the_process),
		T(test_the_oldest_sessions_go_first),
		T(test_a_restore_opens_another_life_of_the_hub),
		T(test_a_copy_of_another_hub_is_refused),
		T(test_nothing_is_restored_under_a_service),
		T(test_init_twice_is_once),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
