#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

#include "hub/gate.h"
#include "hub/invite.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/pack.h"

#define OK(e)                                                                  \
	do {                                                                   \
		err_t e_ = (e);                                                \
		if (e_ != NULL)                                                \
			fail_msg("%s", e_->text);                              \
	} while (0)
#define FAILS(e, want, words)                                                  \
	do {                                                                   \
		err_t e_ = (e);                                                \
		assert_non_null(e_);                                           \
		if (e_->code != (want) || strstr(e_->text, words) == NULL)     \
			fail_msg("%s: %s", err_name(e_->code), e_->text);      \
	} while (0)

static char folder[64];

/* A hub with two offices in a folder of its own. */
static void
add_office(struct house *h, const char *code)
{
	struct act *act = NULL;
	struct reg_office o = { 0 };
	const char *spaces[] = { "07", NULL };
	dot_t commit;

	snprintf(o.code, sizeof(o.code), "%s", code);
	snprintf(o.home, sizeof(o.home), "home-%.20s", code);
	OK(house_act(h, &act));
	OK(act_create(act, schema_entity(ENTITY_office),
	    (const struct fv[]){ { FIELD_office_code, val_str(code) } }, 1,
	    &o.record));
	OK(registry_office_add(h->st.db, &o));
	OK(registry_spaces_set(h->st.db, o.no, spaces, clock_now()));
	OK(act_save(act, "", &commit));
	house_act_end(&act);
}

static int
open_hub(void **state)
{
	struct house *h = calloc(1, sizeof(*h));
	err_t e;

	snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	if (h == NULL || mkdtemp(folder) == NULL)
		return (-1);
	if ((e = house_make(folder, NULL, NULL, NULL, 0)) != NULL ||
	    (e = house_open(h, folder)) != NULL) {
		fprintf(stderr, "%s\n", e->text);
		return (-1);
	}
	add_office(h, "TAP");
	add_office(h, "TIJ");
	*state = h;
	return (0);
}

static int
close_hub(void **state)
{
	struct dirent *d;
	DIR *dir = opendir(folder);

	house_close(*state);
	free(*state);
	while (dir != NULL && (d = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), d->d_name, 0);
	if (dir != NULL)
		(void)closedir(dir);
	return (rmdir(folder));
}

/* ---- invitations -------------------------------------------------------- */

static void
invited(struct house *h, const char *code, struct invitation *i)
{
	CLEAN(buf_free) struct buf line = BUF(4096);

	OK(invite_make(
	    h, code, "https://hub.example:8443", clock_now(), &line));
	OK(enrol_invitation_take(buf_all(&line), i));
}

static struct enrol_request
request(const struct invitation *i, const struct key *k, const char *computer)
{
	struct enrol_request r = { 0 };

	memcpy(r.code, i->code, sizeof(r.code));
	snprintf(r.office, sizeof(r.office), "%s", i->office);
	snprintf(r.computer, sizeof(r.computer), "%s", computer);
	snprintf(r.software, sizeof(r.software), "mesas-node 0.1.0");
	OK(enrol_prove(&r, &i->ca, k));
	return (r);
}

static struct key *
new_key(void)
{
	struct key *k = NULL;

	OK(key_make(&k));
	return (k);
}

/* A computer of an office: its certificate as the door would see it. */
static struct tls_peer
enrolled(struct house *h, const char *office, struct key **k)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct tls_peer p = { .verified = true };
	struct enrol_answer ans;
	struct arena a = ARENA;
	struct enrol_request r;
	struct cert_info ci;
	struct invitation i;

	*k = new_key();
	invited(h, office, &i);
	r = request(&i, *k, "equipo");
	OK(invite_enrol(h, &r, clock_now(), &b));
	OK(enrol_answer_take(buf_all(&b), &a, &ans));
	OK(cert_read(ans.cert, &ci));
	memcpy(p.serial, ci.serial, sizeof(p.serial));
	memcpy(p.spki, ci.spki, KEY_LEN);
	snprintf(p.cn, sizeof(p.cn), "%s", ci.cn);
	snprintf(p.o, sizeof(p.o), "%s", ci.o);
	arena_free(&a);
	return (p);
}

static void
test_an_invitation_enrols_one_computer(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key();
	struct enrol_answer ans;
	struct arena a = ARENA;
	struct enrol_request r;
	struct cert_info ci;
	struct invitation i;
	uint8_t pub[KEY_LEN];
	bool federal;
	dot_t office;

	invited(h, "TAP", &i);
	assert_string_equal(i.office, "TAP");
	assert_memory_equal(i.ca.b, h->ca_print.b, HASH_LEN);
	r = request(&i, k, "uno");
	OK(invite_enrol(h, &r, clock_now(), &b));
	OK(enrol_answer_take(buf_all(&b), &a, &ans));
	assert_true(ans.has_hub);
	assert_memory_equal(ans.hub, h->pub, KEY_LEN);
	assert_string_equal(ans.home, "home-TAP");
	assert_int_equal(ans.letter, '\0');
	OK(cert_signed(ans.cert, ans.ca));
	OK(cert_read(ans.cert, &ci));
	key_public(k, pub);
	assert_memory_equal(ci.spki, pub, KEY_LEN);
	assert_string_equal(ci.o, "TAP");
	/* And everybody can read who writes for whom. */
	OK(ledger_refresh(h->st.l));
	OK(state_office(h->st.l, pub, &office, &federal));
	assert_int_not_equal(office, 0);
	assert_false(federal);
	arena_free(&a);
	key_free(&k);
}

static void
test_an_invitation_used_is_good_for_the_same_key_only(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(2 * LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key(), *other = new_key();
	struct enrol_request r;
	struct invitation i;

	invited(h, "TAP", &i);
	r = request(&i, k, "uno");
	OK(invite_enrol(h, &r, clock_now(), &b));
	/* The answer was lost. */
	OK(invite_enrol(h, &r, clock_now(), &b));
	r = request(&i, other, "dos");
	FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_EXISTS, "another");
	key_free(&k);
	key_free(&other);
}

static void
test_an_invitation_ends_after_three_days(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key();
	struct enrol_request r;
	struct invitation i;

	invited(h, "TAP", &i);
	r = request(&i, k, "uno");
	FAILS(invite_enrol(h, &r, clock_now() + LIMIT_INVITE_S + 5, &b),
	    ERR_EXPIRED, "ended");
	OK(invite_enrol(h, &r, clock_now() + LIMIT_INVITE_S - 5, &b));
	key_free(&k);
}

static void
test_an_invitation_is_for_its_office_only(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key();
	struct enrol_request r;
	struct invitation i;

	invited(h, "TAP", &i);
	snprintf(i.office, sizeof(i.office), "TIJ");
	r = request(&i, k, "uno");
	FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_SCOPE, "another");
	key_free(&k);
}

static void
test_a_false_proof_or_a_foreign_root_is_refused(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key(), *other = new_key();
	struct enrol_request r;
	struct invitation i;

	invited(h, "TAP", &i);
	r = request(&i, k, "uno");
	key_public(other, r.key);
	FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_UNTRUSTED, "proof");
	i.ca.b[0] ^= 1;
	r = request(&i, k, "uno");
	FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_UNTRUSTED, "proof");
	key_free(&k);
	key_free(&other);
}

static void
test_guessing_wears_an_invitation_out(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct key *k = new_key();
	struct enrol_request r;
	struct invitation i, guess;

	invited(h, "TAP", &i);
	guess = i;
	guess.code[0] ^= 1; /* no such row at all */
	r = request(&guess, k, "uno");
	for (int n = 0; n < 20; n++)
		FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_UNTRUSTED,
		    "no such");
	guess = i;
	for (uint8_t n = 0; n < LIMIT_INVITE_TRIES; n++) {
		guess.code[15] = (uint8_t)(i.code[15] + 1 + n);
		r = request(&guess, k, "uno");
		FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_UNTRUSTED,
		    "no such");
	}
	r = request(&i, k, "uno"); /* the right one, too late */
	FAILS(invite_enrol(h, &r, clock_now(), &b), ERR_UNTRUSTED, "too often");
	key_free(&k);
}

struct racer {
	struct house h;
	struct enrol_request r;
	pthread_barrier_t *start;
	enum err_code result;
};

static void *
race(void *arg)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct racer *x = arg;
	err_t e;

	pthread_barrier_wait(x->start);
	e = invite_enrol(&x->h, &x->r, clock_now(), &b);
	x->result = e == NULL ? ERR_NONE : e->code;
	pack_end();
	return (NULL);
}

static void
test_of_two_that_race_one_wins(void **state)
{
	static struct racer x[2];
	struct key *k[2] = { new_key(), new_key() };
	pthread_barrier_t start;
	struct invitation i;
	pthread_t t[2];
	int won = 0;

	pthread_barrier_init(&start, NULL, 2);
	for (int round = 0; round < 5; round++) {
		won = 0;
		invited(*state, "TAP", &i);
		for (int n = 0; n < 2; n++) {
			key_free(&k[n]);
			k[n] = new_key();
			memset(&x[n], 0, sizeof(x[n]));
			OK(house_open(&x[n].h, folder));
			x[n].r = request(&i, k[n], n == 0 ? "uno" : "dos");
			x[n].start = &start;
		}
		for (int n = 0; n < 2; n++)
			assert_int_equal(
			    pthread_create(&t[n], NULL, race, &x[n]), 0);
		for (int n = 0; n < 2; n++) {
			pthread_join(t[n], NULL);
			won += x[n].result == ERR_NONE;
			assert_true(x[n].result == ERR_NONE ||
				    x[n].result == ERR_EXISTS);
			house_close(&x[n].h);
		}
		assert_int_equal(won, 1);
	}
	pthread_barrier_destroy(&start);
	key_free(&k[0]);
	key_free(&k[1]);
}

static void
test_a_certificate_is_renewed_from_half_its_life(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct house *h = *state;
	struct gate_pass pass = { 0 };
	struct enrol_renewal r;
	struct tls_peer p;
	struct key *k = NULL, *other = new_key();
	int64_t half = (int64_t)LIMIT_NODE_DAYS * 86400 / 2;

	p = enrolled(h, "TAP", &k);
	memcpy(pass.peer.key, p.spki, KEY_LEN);
	memcpy(pass.serial, p.serial, sizeof(pass.serial));
	OK(enrol_renewal_prove(&r, p.serial, &h->ca_print, k));
	FAILS(invite_renew(h, &pass, &r, clock_now(), &b), ERR_EXISTS,
	    "renewed from");
	OK(invite_renew(h, &pass, &r, clock_now() + half + 60, &b));
	/* The answer was lost: the old one is still good for another. */
	buf_clear(&b);
	OK(invite_renew(h, &pass, &r, clock_now() + half + 120, &b));
	r.proof[5] ^= 1;
	FAILS(invite_renew(h, &pass, &r, clock_now() + half + 60, &b),
	    ERR_UNTRUSTED, "proof");
	OK(enrol_renewal_prove(&r, p.serial, &h->ca_print, other));
	FAILS(invite_renew(h, &pass, &r, clock_now() + half + 60, &b),
	    ERR_UNTRUSTED, "key");
	key_free(&k);
	key_free(&other);
}

/* ---- the gate ----------------------------------------------------------- */

static struct gate *
gate_on(const struct gate_conf *conf)
{
	char *path = house_path(folder, "hub.db");
	struct db *db = NULL;
	struct gate *g = NULL;

	OK(db_open(&db, path, DB_READ));
	free(path);
	gate_open(&g, db, conf);
	return (g);
}

static void
test_who_is_not_known_is_told_why(void **state)
{
	static const struct gate_conf conf = { 0 };
	struct tls_peer p = { 0 };
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;

	snprintf(p.reason, sizeof(p.reason), "none");
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED,
	    "no certificate");
	snprintf(p.reason, sizeof(p.reason), "foreign");
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED,
	    "not issued by this hub");
	snprintf(p.reason, sizeof(p.reason), "early");
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED,
	    "not valid yet");
	snprintf(p.reason, sizeof(p.reason), "purpose");
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED,
	    "not one of a computer");
	p = enrolled(*state, "TAP", &k);
	p.serial[0] = p.serial[0] == 'a' ? 'b' : 'a';
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED,
	    "does not know");
	key_free(&k);
	p = enrolled(*state, "TAP", &k);
	p.spki[0] ^= 1;
	FAILS(
	    gate_admit(g, &p, GATE_SYNC, &pass), ERR_UNTRUSTED, "another key");
	key_free(&k);
	gate_close(&g);
}

static void
test_a_node_gets_the_rights_of_its_office(void **state)
{
	static const struct gate_conf conf = { 0 };
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;
	struct tls_peer p = enrolled(*state, "TAP", &k);

	OK(gate_admit(g, &p, GATE_SYNC, &pass));
	assert_int_equal(pass.peer.spaces_n, 3);
	assert_string_equal(pass.peer.space[0], "07");
	assert_false(pass.peer.federal);
	gate_leave(g, &pass);
	key_free(&k);
	gate_close(&g);
}

static void
test_an_expired_certificate_still_syncs_and_renews(void **state)
{
	static const struct gate_conf conf = { 0 };
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;
	struct tls_peer p = enrolled(*state, "TAP", &k);

	p.expired = true;
	OK(gate_admit(g, &p, GATE_SYNC, &pass));
	assert_true(pass.expired);
	gate_leave(g, &pass);
	OK(gate_admit(g, &p, GATE_RENEW, &pass));
	gate_leave(g, &pass);
	FAILS(gate_admit(g, &p, GATE_ELSE, &pass), ERR_EXPIRED, "renew");
	key_free(&k);
	gate_close(&g);
}

static void
told(void *ctx, const char *serial)
{
	snprintf(ctx, 41, "%s", serial);
}

static void
test_a_revocation_by_another_process_counts_at_once(void **state)
{
	char lost[41] = "";
	const struct gate_conf conf = { .lost = told, .ctx = lost };
	struct house *h = *state;
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;
	struct tls_peer p = enrolled(h, "TAP", &k);
	struct reg_node n;

	OK(gate_admit(g, &p, GATE_SYNC, &pass));
	gate_leave(g, &pass);
	OK(registry_node_key(h->st.db, p.spki, &n));
	OK(registry_node_status(h->st.db, n.no, CODE_node_status_revoked));
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_REVOKED, "revoked");
	assert_string_equal(lost, p.serial);
	OK(registry_node_status(h->st.db, n.no, CODE_node_status_retired));
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_REVOKED, "retired");
	OK(registry_node_status(h->st.db, n.no, CODE_node_status_suspended));
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_SCOPE, "not active");
	key_free(&k);
	gate_close(&g);
}

static void
test_a_node_has_two_requests_at_a_time(void **state)
{
	static const struct gate_conf conf = { 0 };
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass[3];
	struct key *k = NULL;
	struct tls_peer p = enrolled(*state, "TAP", &k);

	OK(gate_admit(g, &p, GATE_SYNC, &pass[0]));
	OK(gate_admit(g, &p, GATE_SYNC, &pass[1]));
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass[2]), ERR_SLOW, "open");
	assert_true(pass[2].retry_s > 0);
	gate_leave(g, &pass[0]);
	OK(gate_admit(g, &p, GATE_SYNC, &pass[2]));
	gate_leave(g, &pass[1]);
	gate_leave(g, &pass[2]);
	key_free(&k);
	gate_close(&g);
}

static void
test_who_asks_without_end_has_to_wait(void **state)
{
	static const struct gate_conf conf = {
		.burst = 5, .rate = 1, .newcomer = 3
	};
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;
	struct tls_peer p = enrolled(*state, "TAP", &k);
	int64_t wait;

	for (int i = 0; i < 5; i++) {
		OK(gate_admit(g, &p, GATE_SYNC, &pass));
		gate_leave(g, &pass);
	}
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_SLOW, "too often");
	assert_in_range(pass.retry_s, 1, 2);
	for (int i = 0; i < 3; i++)
		OK(gate_newcomer(g, "127.0.0.1", &wait));
	FAILS(gate_newcomer(g, "127.0.0.1", &wait), ERR_SLOW, "enrolments");
	assert_in_range(wait, 1, 21);
	OK(gate_newcomer(g, "127.0.0.2", &wait));
	key_free(&k);
	gate_close(&g);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_hub, close_hub)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_an_invitation_enrols_one_computer),
		T(test_an_invitation_used_is_good_for_the_same_key_only),
		T(test_an_invitation_ends_after_three_days),
		T(test_an_invitation_is_for_its_office_only),
		T(test_a_false_proof_or_a_foreign_root_is_refused),
		T(test_guessing_wears_an_invitation_out),
		T(test_of_two_that_race_one_wins),
		T(test_a_certificate_is_renewed_from_half_its_life),
		T(test_who_is_not_known_is_told_why),
		T(test_a_node_gets_the_rights_of_its_office),
		T(test_an_expired_certificate_still_syncs_and_renews),
		T(test_a_revocation_by_another_process_counts_at_once),
		T(test_a_node_has_two_requests_at_a_time),
		T(test_who_asks_without_end_has_to_wait),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
