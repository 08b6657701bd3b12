#include "hub/tls_tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "hub/tls.h"
#include "proto/base/clock.h"
#include "proto/limits.h"

static void
test_each_is_counted_apart_and_forgotten_when_gone(void **state)
{
	struct tally t;
	struct tally_key k[300];

	(void)state;
	tls_tally_open(&t);
	memset(k, 0, sizeof(k));
	for (int i = 0; i < 300; i++)
		memcpy(k[i].b + 1, &i, sizeof(i));
	for (int n = 0; n < 4; n++)
		for (int i = 0; i < 300; i++)
			assert_true(tls_tally_add(
			    &t, &k[i], 1000 + n * 300 + i, 4, false));
	assert_false(tls_tally_add(&t, &k[7], 5000, 4, false));
	tls_tally_drop(&t, &k[7], 1007);
	assert_true(tls_tally_add(&t, &k[7], 5000, 4, false));
	tls_tally_drop(&t, &k[7], 5000);
	for (int n = 0; n < 4; n++)
		for (int i = 0; i < 300; i++)
			tls_tally_drop(&t, &k[i], 1000 + n * 300 + i);
	tls_tally_drop(&t, &k[0], 1000); /* not there any more */
	tls_tally_close(&t); /* stops the program if anything is left */
}

static void
test_the_oldest_makes_room_for_the_newest(void **state)
{
	struct tally t;
	struct tally_key k = { .b = { 'n' } };
	int a[2], b[2];
	char c;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, a), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, b), 0);
	tls_tally_open(&t);
	assert_true(tls_tally_add(&t, &k, a[0], 2, true));
	assert_true(tls_tally_add(&t, &k, b[0], 2, true));
	assert_true(tls_tally_add(&t, &k, 5000, 2, true));
	assert_int_equal(recv(a[1], &c, 1, MSG_DONTWAIT), 0);
	assert_int_equal(recv(b[1], &c, 1, MSG_DONTWAIT), -1);
	tls_tally_drop(&t, &k, a[0]);
	assert_false(tls_tally_add(&t, &k, 5001, 2, false));
	tls_tally_drop(&t, &k, b[0]);
	tls_tally_drop(&t, &k, 5000);
	tls_tally_close(&t);
	close(a[0]);
	close(a[1]);
	close(b[0]);
	close(b[1]);
}

static void
nothing(void *ctx, struct request *q, struct response *r)
{
	(void)ctx, (void)q;
	r->status = 204;
}

static const struct route routes[] = {
	{ "GET", "/", false, 0, nothing, NULL, NULL, NULL },
	{ NULL, NULL, false, 0, NULL, NULL, NULL, NULL },
};

static void
refused(struct tls_conf *c, enum err_code code)
{
	struct tls *t = NULL;
	err_t e = tls_open(&t, c);

	assert_non_null(e);
	assert_null(t);
	if (e->code != code)
		fail_msg("%s", e->text);
}

static void
test_a_door_with_wrong_papers_does_not_open(void **state)
{
	static const char *const names[] = { "hub", NULL };
	struct key *ca = NULL, *other = NULL;
	struct buf root = BUF(LIMIT_PEM_BYTES), cert = BUF(LIMIT_PEM_BYTES);
	struct serve_conf sc = { .routes = routes };
	struct tls_conf c = { .addr = "127.0.0.1" };
	struct tls *t = NULL;
	uint8_t pub[KEY_LEN];

	(void)state;
	assert_null(key_make(&ca));
	assert_null(key_make(&other));
	key_public(other, pub);
	assert_null(cert_ca(ca, "Mesas", clock_now(), &root));
	assert_null(
	    cert_server(ca, buf_all(&root), pub, names, clock_now(), 9, &cert));
	assert_null(serve_open(&c.serve, &sc));
	refused(&c, ERR_CONFIG); /* no root */
	c.ca_pem = buf_all(&root);
	c.key = other;
	refused(&c, ERR_MISSING); /* no certificate */
	c.cert_pem = buf_all(&cert);
	c.key = ca;
	refused(&c, ERR_CONFIG); /* of another key */
	c.key = other;
	c.addr = "not an address";
	refused(&c, ERR_CONFIG);
	c.addr = "127.0.0.1";
	assert_null(tls_open(&t, &c));
	c.port = tls_port(t);
	refused(&c, ERR_SYSTEM); /* taken */
	tls_close(&t, 0);
	c.port = 0;
	c.browsers = true;
	assert_null(tls_open(&t, &c));
	tls_close(&t, 0);
	serve_close(&c.serve);
	key_free(&ca);
	key_free(&other);
	buf_free(&root);
	buf_free(&cert);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_each_is_counted_apart_and_forgotten_when_gone),
		cmocka_unit_test(test_the_oldest_makes_room_for_the_newest),
		cmocka_unit_test(test_a_door_with_wrong_papers_does_not_open),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
