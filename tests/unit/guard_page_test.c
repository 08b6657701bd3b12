/*
 * guard -- a table of requests, ours and forged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "proto/ui/guard.h"

static struct guard g = { .port = 8742 };
static char cookie[GUARD_TEXT], token[GUARD_TEXT], other[GUARD_TEXT];

#define H     "127.0.0.1:8742"
#define O     "http://127.0.0.1:8742"
#define FORM  "application/x-www-form-urlencoded"
#define FILES "multipart/form-data; boundary=x"
#define SAME  "same-origin"

struct row {
	const char *method, *host, *origin, *site, *type, *cookie, *token;
	bool headers, open, upload;
	enum guard_verdict want;
};

static void
test_only_our_own_pages_are_answered(void **state)
{
	/* cookie, token: 1 right, 2 of another session, 3 forged. */
	const char *c1 = cookie, *t1 = token, *c3 = other, *t3 = other;
	const struct row rows[] = {
		/* reading */
		{ "GET", H, NULL, NULL, NULL, c1, NULL, 0, 0, 0, GUARD_FINE },
		{ "HEAD", H, NULL, NULL, NULL, c1, NULL, 0, 0, 0, GUARD_FINE },
		{ "GET", H, NULL, "none", NULL, c1, NULL, 0, 0, 0, GUARD_FINE },
		{ "GET", H, NULL, SAME, NULL, c1, NULL, 0, 0, 0, GUARD_FINE },
		{ "GET", H, O, SAME, NULL, c1, NULL, 0, 0, 0, GUARD_FINE },
		{ "GET", "localhost:8742", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_FINE },
		{ "GET", "[::1]:8742", NULL, SAME, NULL, c1, NULL, 0, 0, 0,
		    GUARD_FINE },
		/* another host: rebound names, other ports, tricks */
		{ "GET", NULL, NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "", NULL, NULL, NULL, c1, NULL, 0, 0, 0, GUARD_HOST },
		{ "GET", "127.0.0.1", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "127.0.0.1:80", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "127.0.0.1:87420", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "127.0.0.2:8742", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "evil.example:8742", NULL, NULL, NULL, c1, NULL, 0, 0,
		    0, GUARD_HOST },
		{ "GET", "localhost", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "LOCALHOST:8742", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "localhost.:8742", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "x@127.0.0.1:8742", NULL, NULL, NULL, c1, NULL, 0, 0,
		    0, GUARD_HOST },
		{ "GET", "127.0.0.1:8742 ", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "0x7f.1:8742", NULL, NULL, NULL, c1, NULL, 0, 0, 0,
		    GUARD_HOST },
		{ "GET", "127.0.0.1:8742.evil.example", NULL, NULL, NULL, c1,
		    NULL, 0, 0, 0, GUARD_HOST },
		{ "POST", "evil.example:8742", "http://evil.example:8742", SAME,
		    FORM, c1, t1, 0, 0, 0, GUARD_HOST },
		/* another site's page asks */
		{ "GET", H, NULL, "cross-site", NULL, c1, NULL, 0, 0, 0,
		    GUARD_SITE },
		{ "GET", H, NULL, "same-site", NULL, c1, NULL, 0, 0, 0,
		    GUARD_SITE },
		{ "GET", H, NULL, "", NULL, c1, NULL, 0, 0, 0, GUARD_SITE },
		{ "GET", H, NULL, "Same-Origin", NULL, c1, NULL, 0, 0, 0,
		    GUARD_SITE },
		{ "GET", H, "http://evil.example", NULL, NULL, c1, NULL, 0, 0,
		    0, GUARD_SITE },
		{ "GET", H, "null", NULL, NULL, c1, NULL, 0, 0, 0, GUARD_SITE },
		{ "GET", H, "http://localhost:8742", NULL, NULL, c1, NULL, 0, 0,
		    0, GUARD_SITE },
		/* strangers */
		{ "GET", H, NULL, NULL, NULL, NULL, NULL, 0, 0, 0,
		    GUARD_STRANGER },
		{ "GET", H, NULL, NULL, NULL, "", NULL, 0, 0, 0,
		    GUARD_STRANGER },
		{ "GET", H, NULL, NULL, NULL, "x", NULL, 0, 0, 0,
		    GUARD_STRANGER },
		{ "GET", H, NULL, NULL, NULL, c3, NULL, 0, 0, 0,
		    GUARD_STRANGER },
		{ "GET", H, NULL, NULL, NULL, t1, NULL, 0, 0, 0,
		    GUARD_STRANGER },
		{ "POST", H, O, SAME, FORM, NULL, t1, 0, 0, 0, GUARD_STRANGER },
		{ "POST", H, O, SAME, FORM, c3, t1, 0, 0, 0, GUARD_STRANGER },
		/* changing something */
		{ "POST", H, O, SAME, FORM, c1, t1, 0, 0, 0, GUARD_FINE },
		{ "POST", H, O, NULL, FORM, c1, t1, 0, 0, 0, GUARD_FINE },
		{ "POST", H, O, SAME, FORM "; charset=UTF-8", c1, t1, 0, 0, 0,
		    GUARD_FINE },
		{ "POST", "localhost:8742", "http://localhost:8742", SAME, FORM,
		    c1, t1, 0, 0, 0, GUARD_FINE },
		{ "POST", H, NULL, SAME, FORM, c1, t1, 0, 0, 0, GUARD_SITE },
		{ "POST", H, "null", SAME, FORM, c1, t1, 0, 0, 0, GUARD_SITE },
		{ "POST", H, "http://evil.example", SAME, FORM, c1, t1, 0, 0, 0,
		    GUARD_SITE },
		{ "POST", H, "https://127.0.0.1:8742", SAME, FORM, c1, t1, 0, 0,
		    0, GUARD_SITE },
		{ "POST", H, "http://127.0.0.1", SAME, FORM, c1, t1, 0, 0, 0,
		    GUARD_SITE },
		{ "POST", H, "http://127.0.0.1:8743", SAME, FORM, c1, t1, 0, 0,
		    0, GUARD_SITE },
		{ "POST", H, O "/", SAME, FORM, c1, t1, 0, 0, 0, GUARD_SITE },
		{ "POST", H, O ".evil.example", SAME, FORM, c1, t1, 0, 0, 0,
		    GUARD_SITE },
		{ "POST", H, "http://localhost:8742", SAME, FORM, c1, t1, 0, 0,
		    0, GUARD_SITE },
		{ "POST", H, O, "none", FORM, c1, t1, 0, 0, 0, GUARD_SITE },
		{ "POST", H, O, "same-site", FORM, c1, t1, 0, 0, 0,
		    GUARD_SITE },
		{ "POST", H, O, "cross-site", FORM, c1, t1, 0, 0, 0,
		    GUARD_SITE },
		/* what a page of another site could send without asking */
		{ "POST", H, O, SAME, NULL, c1, t1, 0, 0, 0, GUARD_TYPE },
		{ "POST", H, O, SAME, "text/plain", c1, t1, 0, 0, 0,
		    GUARD_TYPE },
		{ "POST", H, O, SAME, "application/json", c1, t1, 0, 0, 0,
		    GUARD_TYPE },
		{ "POST", H, O, SAME, FILES, c1, t1, 0, 0, 0, GUARD_TYPE },
		{ "POST", H, O, SAME, FILES, c1, t1, 0, 0, 1, GUARD_FINE },
		{ "POST", H, O, SAME, FORM "x", c1, t1, 0, 0, 1, GUARD_TYPE },
		{ "POST", H, O, SAME, "text/plain", c1, t1, 0, 0, 1,
		    GUARD_TYPE },
		/* the token of the form */
		{ "POST", H, O, SAME, FORM, c1, NULL, 0, 0, 0, GUARD_TOKEN },
		{ "POST", H, O, SAME, FORM, c1, "", 0, 0, 0, GUARD_TOKEN },
		{ "POST", H, O, SAME, FORM, c1, "x", 0, 0, 0, GUARD_TOKEN },
		{ "POST", H, O, SAME, FORM, c1, t3, 0, 0, 0, GUARD_TOKEN },
		{ "POST", H, O, SAME, FORM, c1, c1, 0, 0, 0, GUARD_TOKEN },
		{ "POST", H, O, SAME, FILES, c1, NULL, 0, 0, 1, GUARD_TOKEN },
		/* before the body has come the token is not asked for */
		{ "POST", H, O, SAME, FORM, c1, NULL, 1, 0, 0, GUARD_FINE },
		{ "POST", H, NULL, SAME, FORM, c1, NULL, 1, 0, 0, GUARD_SITE },
		{ "POST", H, O, SAME, FORM, NULL, NULL, 1, 0, 0,
		    GUARD_STRANGER },
		/* other methods */
		{ "PUT", H, O, SAME, FORM, c1, t1, 0, 0, 0, GUARD_METHOD },
		{ "DELETE", H, O, SAME, FORM, c1, t1, 0, 0, 0, GUARD_METHOD },
		{ "PATCH", H, O, SAME, FORM, c1, t1, 0, 0, 0, GUARD_METHOD },
		{ "OPTIONS", H, "http://evil.example", "cross-site", NULL, NULL,
		    NULL, 0, 0, 0, GUARD_METHOD },
		{ "get", H, NULL, NULL, NULL, c1, NULL, 0, 0, 0, GUARD_METHOD },
		/* the one open route: the ticket */
		{ "GET", H, NULL, "none", NULL, NULL, NULL, 0, 1, 0,
		    GUARD_FINE },
		{ "GET", H, NULL, NULL, NULL, NULL, NULL, 0, 1, 0, GUARD_FINE },
		{ "GET", H, NULL, "cross-site", NULL, NULL, NULL, 0, 1, 0,
		    GUARD_SITE },
		{ "GET", "evil.example", NULL, "none", NULL, NULL, NULL, 0, 1,
		    0, GUARD_HOST },
		{ "POST", H, O, SAME, FORM, c1, t1, 0, 1, 0, GUARD_METHOD },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	uint8_t sid[GUARD_SID];

	(void)state;
	assert_true(n >= 60);
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];
		const struct guard_in in = { r->method, r->host, r->origin,
			r->site, r->type, r->cookie, r->token, r->headers,
			r->open, r->upload };
		enum guard_verdict v = guard_look(&g, &in, sid);

		if (v != r->want)
			fail_msg(
			    "row %zu: %d, not %d", i, (int)v, (int)r->want);
	}
}

static void
test_a_session_is_the_one_of_its_cookie(void **state)
{
	uint8_t want[GUARD_SID] = { 1, 2, 3 }, sid[GUARD_SID];
	struct guard_in in = { .method = "GET", .host = H, .cookie = cookie };

	(void)state;
	assert_int_equal(guard_look(&g, &in, sid), GUARD_FINE);
	assert_memory_equal(sid, want, GUARD_SID);
}

static void
test_every_changed_byte_of_a_cookie_is_a_stranger(void **state)
{
	char c[GUARD_TEXT];
	uint8_t sid[GUARD_SID];
	struct guard_in in = { .method = "GET", .host = H, .cookie = c };

	(void)state;
	for (size_t i = 0; cookie[i] != '\0'; i++) {
		(void)snprintf(c, sizeof(c), "%s", cookie);
		c[i] = c[i] == 'A' ? 'B' : 'A';
		assert_int_equal(guard_look(&g, &in, sid), GUARD_STRANGER);
	}
}

static void
test_a_ticket_opens_once_and_not_for_long(void **state)
{
	struct guard mine = g, theirs = { .port = 8742, .secret = { 9 } };
	char t[GUARD_TEXT], late[GUARD_TEXT], forged[GUARD_TEXT];

	(void)state;
	guard_ticket(&mine, 1000, t);
	assert_true(guard_admit(&mine, t, 1010));
	assert_false(guard_admit(&mine, t, 1011));
	guard_ticket(&mine, 1000, late);
	assert_false(guard_admit(&mine, late, 1000 + GUARD_TICKET_S + 1));
	assert_false(guard_admit(&mine, late, 500));
	assert_true(guard_admit(&mine, late, 1000 + GUARD_TICKET_S));
	guard_ticket(&theirs, 1000, forged);
	assert_false(guard_admit(&mine, forged, 1000));
	assert_false(guard_admit(&mine, NULL, 1000));
	assert_false(guard_admit(&mine, "", 1000));
	assert_false(guard_admit(&mine, cookie, 1000));
}

static void
test_tickets_are_remembered_as_long_as_they_hold(void **state)
{
	struct guard mine = g;
	char t[GUARD_TICKETS + 1][GUARD_TEXT];

	(void)state;
	for (size_t i = 0; i <= GUARD_TICKETS; i++)
		guard_ticket(&mine, 1000, t[i]);
	for (size_t i = 0; i < GUARD_TICKETS; i++)
		assert_true(guard_admit(&mine, t[i], 1001));
	assert_false(guard_admit(&mine, t[GUARD_TICKETS], 1001));
	for (size_t i = 0; i < GUARD_TICKETS; i++)
		assert_false(guard_admit(&mine, t[i], 1002));
	guard_ticket(&mine, 2000, t[0]);
	assert_true(guard_admit(&mine, t[0], 2000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_our_own_pages_are_answered),
		cmocka_unit_test(test_a_session_is_the_one_of_its_cookie),
		cmocka_unit_test(
		    test_every_changed_byte_of_a_cookie_is_a_stranger),
		cmocka_unit_test(test_a_ticket_opens_once_and_not_for_long),
		cmocka_unit_test(
		    test_tickets_are_remembered_as_long_as_they_hold),
	};
	uint8_t sid[GUARD_SID] = { 1, 2, 3 };
	struct guard theirs = { .port = 8742, .secret = { 9 } };

	memset(g.secret, 7, sizeof(g.secret));
	guard_cookie(&g, sid, cookie);
	guard_token(&g, sid, token);
	guard_cookie(&theirs, sid, other);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
