#include "hub/gate.h"

#include "tests/unit/hub_gate_world.h"

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
	p.spki[0] ^= 1;
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

/* A registry put back from a copy knows the computer and not the certificate
 * that it got since. */
static void
test_a_certificate_that_the_hub_forgot_is_known_by_its_key(void **state)
{
	static const struct gate_conf conf = { 0 };
	struct house *h = *state;
	struct gate *g = gate_on(&conf);
	static struct gate_pass pass;
	struct key *k = NULL;
	struct tls_peer p = enrolled(h, "TAP", &k);
	struct reg_node n;

	p.serial[0] = p.serial[0] == 'a' ? 'b' : 'a';
	OK(gate_admit(g, &p, GATE_SYNC, &pass));
	assert_string_equal(pass.serial, p.serial);
	gate_leave(g, &pass);
	OK(gate_admit(g, &p, GATE_RENEW, &pass));
	gate_leave(g, &pass);
	OK(registry_node_key(h->st.db, p.spki, &n));
	OK(registry_node_status(h->st.db, n.no, CODE_node_status_revoked));
	FAILS(gate_admit(g, &p, GATE_SYNC, &pass), ERR_REVOKED, "revoked");
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
		T(test_who_is_not_known_is_told_why),
		T(test_a_certificate_that_the_hub_forgot_is_known_by_its_key),
		T(test_a_node_gets_the_rights_of_its_office),
		T(test_an_expired_certificate_still_syncs_and_renews),
		T(test_a_revocation_by_another_process_counts_at_once),
		T(test_a_node_has_two_requests_at_a_time),
		T(test_who_asks_without_end_has_to_wait),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
