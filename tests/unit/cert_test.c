#include "proto/base/cert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"

#define NOW 1767225600LL /* 2026-01-01 */
#define DAY 86400

struct office {
	struct key *ca, *node;
	struct buf ca_pem, pem;
	uint8_t pub[KEY_LEN];
};

static int
open_office(void **state)
{
	static struct office o;

	o = (struct office){ .ca_pem = BUF(LIMIT_PEM_BYTES),
		.pem = BUF(LIMIT_PEM_BYTES) };
	assert_null(key_make(&o.ca));
	assert_null(key_make(&o.node));
	key_public(o.node, o.pub);
	assert_null(cert_ca(o.ca, "Mesas", NOW, &o.ca_pem));
	*state = &o;
	return (0);
}

static int
close_office(void **state)
{
	struct office *o = *state;

	key_free(&o->ca);
	key_free(&o->node);
	buf_free(&o->ca_pem);
	buf_free(&o->pem);
	return (0);
}

static void
test_the_root_is_its_own_authority_for_twenty_years(void **state)
{
	struct office *o = *state;
	struct cert_info i;
	uint8_t pub[KEY_LEN];

	assert_null(cert_read(buf_all(&o->ca_pem), &i));
	key_public(o->ca, pub);
	assert_true(i.ca && i.ed25519);
	assert_memory_equal(i.spki, pub, KEY_LEN);
	assert_string_equal(i.cn, "Mesas");
	assert_int_equal(i.not_before, NOW - DAY);
	assert_int_equal(i.not_after, NOW + (int64_t)CERT_CA_DAYS * DAY);
	assert_null(cert_signed(buf_all(&o->ca_pem), buf_all(&o->ca_pem)));
}

static void
test_a_nodes_certificate_says_who_it_is(void **state)
{
	struct office *o = *state;
	struct cert_info i, j;
	struct buf again = BUF(LIMIT_PEM_BYTES);

	assert_null(cert_node(o->ca, buf_all(&o->ca_pem), o->pub, "node-1",
	    "CHIS-TAP", NOW, 90, &o->pem));
	assert_null(cert_read(buf_all(&o->pem), &i));
	assert_string_equal(i.cn, "node-1");
	assert_string_equal(i.o, "CHIS-TAP");
	assert_memory_equal(i.spki, o->pub, KEY_LEN);
	assert_false(i.ca);
	assert_int_equal(strlen(i.serial), 32);
	assert_int_equal(i.not_after - NOW, 90 * DAY);
	assert_null(cert_signed(buf_all(&o->pem), buf_all(&o->ca_pem)));
	assert_null(cert_node(o->ca, buf_all(&o->ca_pem), o->pub, "node-1",
	    "CHIS-TAP", NOW, 90, &again));
	assert_null(cert_read(buf_all(&again), &j));
	assert_string_not_equal(i.serial, j.serial);
	buf_free(&again);
}

static void
test_another_root_of_the_same_name_signs_nothing_of_ours(void **state)
{
	struct office *o = *state;
	struct key *other = NULL;
	struct buf pem = BUF(LIMIT_PEM_BYTES);
	err_t e;

	assert_null(key_make(&other));
	assert_null(cert_ca(other, "Mesas", NOW, &pem));
	assert_null(cert_node(
	    other, buf_all(&pem), o->pub, "n", "o", NOW, 90, &o->pem));
	e = cert_signed(buf_all(&o->pem), buf_all(&o->ca_pem));
	assert_non_null(e);
	assert_int_equal(e->code, ERR_UNTRUSTED);
	/* A node's certificate is no root. */
	e = cert_signed(buf_all(&o->pem), buf_all(&o->pem));
	assert_int_equal(e->code, ERR_UNTRUSTED);
	/* And a root is used with its own key only. */
	e = cert_node(o->ca, buf_all(&pem), o->pub, "n", "o", NOW, 1, &o->pem);
	assert_int_equal(e->code, ERR_CONFIG);
	key_free(&other);
	buf_free(&pem);
}

static void
test_the_hub_has_names_and_addresses(void **state)
{
	static const char *const names[] = { "hub.example", "127.0.0.1", "::1",
		NULL };
	static const char *const none[] = { NULL };
	static const char *const bad[] = { "hub", "not\na name", NULL };
	struct office *o = *state;
	struct buf key = BUF(LIMIT_PEM_BYTES);
	struct cert_info i;

	assert_null(cert_server(
	    o->ca, buf_all(&o->ca_pem), o->pub, names, NOW, 365, &o->pem));
	assert_null(cert_read(buf_all(&o->pem), &i));
	assert_string_equal(i.cn, "hub.example");
	buf_clear(&o->pem);
	assert_null(cert_browser(names, NOW, 365, &o->pem, &key));
	assert_null(cert_read(buf_all(&o->pem), &i));
	assert_false(i.ed25519);
	/* By itself: who trusts it trusts nothing else. */
	assert_true(i.self);
	assert_false(i.ca);
	assert_non_null(cert_signed(buf_all(&o->pem), buf_all(&o->ca_pem)));
	assert_non_null(strstr((char *)key.p, "BEGIN PRIVATE KEY"));
	assert_non_null(cert_server(
	    o->ca, buf_all(&o->ca_pem), o->pub, none, NOW, 365, &o->pem));
	assert_non_null(cert_server(
	    o->ca, buf_all(&o->ca_pem), o->pub, bad, NOW, 365, &o->pem));
	buf_free(&key);
}

static void
test_names_too_long_and_days_of_nonsense_are_refused(void **state)
{
	struct office *o = *state;
	struct span ca = buf_all(&o->ca_pem);
	char name[CERT_NAME_MAX + 2];

	memset(name, 'a', sizeof(name));
	name[CERT_NAME_MAX + 1] = '\0';
	assert_non_null(
	    cert_node(o->ca, ca, o->pub, name, "o", NOW, 90, &o->pem));
	assert_non_null(
	    cert_node(o->ca, ca, o->pub, "", "o", NOW, 90, &o->pem));
	assert_non_null(
	    cert_node(o->ca, ca, o->pub, "n", "o", NOW, 0, &o->pem));
	assert_int_equal(o->pem.n, 0);
	name[CERT_NAME_MAX] = '\0';
	assert_null(cert_node(o->ca, ca, o->pub, name, "o", NOW, 90, &o->pem));
}

static void
test_a_damaged_certificate_is_read_or_refused_but_never_signed(void **state)
{
	struct office *o = *state;
	struct cert_info i;

	assert_null(cert_node(
	    o->ca, buf_all(&o->ca_pem), o->pub, "n", "o", NOW, 90, &o->pem));
	for (size_t k = 0; k < o->pem.n; k += 3) {
		uint8_t was = o->pem.p[k];
		struct span s = buf_all(&o->pem);
		err_t e;

		o->pem.p[k] ^= 2;
		if (cert_read(s, &i) == NULL)
			assert_true(strlen(i.serial) < sizeof(i.serial));
		e = cert_signed(s, buf_all(&o->ca_pem));
		/* The line ends do not count, nor the last bits of base64. */
		if (k > 40 && k < o->pem.n - 40 && was != '\n')
			assert_non_null(e);
		o->pem.p[k] = was;
	}
	assert_non_null(cert_read(span_of(NULL, 0), &i));
	assert_non_null(cert_read(span_str("no certificate at all"), &i));
}

static void
test_a_fingerprint_is_of_one_certificate(void **state)
{
	struct office *o = *state;
	struct hash a, b;

	assert_null(cert_node(
	    o->ca, buf_all(&o->ca_pem), o->pub, "n", "o", NOW, 90, &o->pem));
	assert_null(cert_print(buf_all(&o->ca_pem), &a));
	assert_null(cert_print(buf_all(&o->pem), &b));
	assert_memory_not_equal(a.b, b.b, HASH_LEN);
	assert_null(buf_span(&o->ca_pem, buf_all(&o->pem)));
	assert_null(cert_print(buf_all(&o->ca_pem), &b));
	assert_memory_equal(a.b, b.b, HASH_LEN);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_office, close_office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_the_root_is_its_own_authority_for_twenty_years),
		T(test_a_nodes_certificate_says_who_it_is),
		T(test_another_root_of_the_same_name_signs_nothing_of_ours),
		T(test_the_hub_has_names_and_addresses),
		T(test_names_too_long_and_days_of_nonsense_are_refused),
		T(test_a_damaged_certificate_is_read_or_refused_but_never_signed),
		T(test_a_fingerprint_is_of_one_certificate),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
