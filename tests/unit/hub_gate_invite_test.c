#include "tests/unit/hub_gate_world.h"

#include <pthread.h>

#include "proto/base/pack.h"

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
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
