#include "proto/base/crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/file.h"
#include "tests/unit/folder.h"

static char folder[64], names[16][96];

/* A name inside the folder of this test. */
static const char *
in(int i, const char *name)
{
	(void)snprintf(names[i], sizeof(names[i]), "%s/%s", folder, name);
	return (names[i]);
}

static int
open_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	return (mkdtemp(folder) == NULL);
}

static int
close_folder(void **state)
{
	(void)state;
	return (folder_sweep(folder));
}

static void
hex(const uint8_t *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static void
test_sha256_gives_the_known_answers(void **state)
{
	(void)state;
	struct hasher h;
	struct hash a, b;
	char s[65];

	hash_start(&h, "");
	hash_end(&h, &a);
	hex(a.b, HASH_LEN, s);
	assert_string_equal(s, "e3b0c44298fc1c149afbf4c8996fb924"
			       "27ae41e4649b934ca495991b7852b855");
	hash_start(&h, "");
	hash_add(&h, "abc", 3);
	hash_end(&h, &a);
	hex(a.b, HASH_LEN, s);
	assert_string_equal(s, "ba7816bf8f01cfea414140de5dae2223"
			       "b00361a396177a9cb410ff61f20015ad");
	/* The domain word is its bytes; a number eight, the high first. */
	hash_start(&h, "ab");
	hash_add(&h, "c", 1);
	hash_end(&h, &b);
	assert_memory_equal(a.b, b.b, HASH_LEN);
	hash_start(&h, "n");
	hash_u64(&h, 0x0102030405060708);
	hash_end(&h, &a);
	hash_start(&h, "n\x01\x02\x03\x04\x05\x06\x07\x08");
	hash_end(&h, &b);
	assert_memory_equal(a.b, b.b, HASH_LEN);
}

static void
test_a_running_hash_may_be_copied(void **state)
{
	(void)state;
	struct hasher h, copy;
	struct hash a, b;

	hash_start(&h, "commit");
	hash_add(&h, "prev", 4);
	copy = h;
	hash_add(&h, "x", 1);
	hash_add(&copy, "x", 1);
	hash_end(&h, &a);
	hash_end(&copy, &b);
	assert_memory_equal(a.b, b.b, HASH_LEN);
}

static void
test_hmac_gives_the_answers_of_rfc_4231(void **state)
{
	(void)state;
	uint8_t long_key[131];
	const char *msg = "Test Using Larger Than Block-Size Key - Hash Key "
			  "First";
	struct hmac m;
	struct hash h;
	char s[65];

	hmac_key(&m, "Jefe", 4);
	for (int i = 0; i < 2; i++) { /* the key is used again */
		hmac_run(&m, "what do ya want for nothing?", 28, &h);
		hex(h.b, HASH_LEN, s);
		assert_string_equal(s, "5bdcc146bf60754e6a042426089575c7"
				       "5a003f089d2739839dec58b964ec3843");
	}
	memset(long_key, 0xaa, sizeof(long_key));
	hmac_key(&m, long_key, sizeof(long_key));
	hmac_run(&m, msg, strlen(msg), &h);
	hex(h.b, HASH_LEN, s);
	assert_string_equal(s, "60e431591ee0b67f0d8a26aacbf5b77f"
			       "8e0bc6213728c5140546040f0ee37f54");
}

static void
test_one_flipped_bit_is_refused(void **state)
{
	(void)state;
	CLEAN(key_free) struct key *k = NULL, *other = NULL;
	uint8_t msg[40], sig[SIG_LEN], pub[KEY_LEN];

	memset(msg, 7, sizeof(msg));
	assert_null(key_make(&k));
	assert_null(key_make(&other));
	key_public(k, pub);
	assert_null(key_sign(k, span_of(msg, sizeof(msg)), sig));
	assert_null(key_verify(pub, span_of(msg, sizeof(msg)), sig));
	for (size_t i = 0; i < 8 * sizeof(msg); i++) {
		msg[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    key_verify(pub, span_of(msg, sizeof(msg)), sig)->code,
		    ERR_UNTRUSTED);
		msg[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t i = 0; i < 8 * sizeof(sig); i++) {
		sig[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    key_verify(pub, span_of(msg, sizeof(msg)), sig)->code,
		    ERR_UNTRUSTED);
		sig[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	key_public(other, pub);
	assert_int_equal(key_verify(pub, span_of(msg, sizeof(msg)), sig)->code,
	    ERR_UNTRUSTED);
}

static void
test_a_key_comes_back_from_its_file(void **state)
{
	(void)state;
	CLEAN(key_free) struct key *k = NULL, *back = NULL;
	uint8_t a[KEY_LEN], b[KEY_LEN], sig[SIG_LEN];
	const char *path = in(0, "key.pem");
	struct stat st;

	assert_null(key_make(&k));
	assert_null(key_write(k, path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(key_read(path, &back));
	key_public(k, a);
	key_public(back, b);
	assert_memory_equal(a, b, KEY_LEN);
	assert_null(key_sign(back, span_str("x"), sig));
	assert_null(key_verify(a, span_str("x"), sig));
	assert_non_null(key_evp(back));
}

static void
test_what_is_no_ed25519_key_is_refused(void **state)
{
	(void)state;
	static const char x25519[] =
	    "-----BEGIN PRIVATE KEY-----\n"
	    "MC4CAQAwBQYDK2VuBCIEIHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw"
	    "\n-----END PRIVATE KEY-----\n";
	struct key *k = NULL;
	const char *path = in(0, "bad.pem");

	assert_int_equal(key_read(in(1, "absent"), &k)->code, ERR_MISSING);
	assert_null(file_replace(path, span_str("not a key"), 0600));
	assert_int_equal(key_read(path, &k)->code, ERR_DATA);
	assert_null(file_replace(path, span_str(""), 0600));
	assert_int_equal(key_read(path, &k)->code, ERR_DATA);
	assert_null(file_replace(path, span_str(x25519), 0600));
	assert_int_equal(key_read(path, &k)->code, ERR_DATA);
	assert_null(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256_gives_the_known_answers),
		cmocka_unit_test(test_a_running_hash_may_be_copied),
		cmocka_unit_test(test_hmac_gives_the_answers_of_rfc_4231),
		cmocka_unit_test(test_one_flipped_bit_is_refused),
		cmocka_unit_test(test_a_key_comes_back_from_its_file),
		cmocka_unit_test(test_what_is_no_ed25519_key_is_refused),
	};

	return (cmocka_run_group_tests(tests, open_folder, close_folder));
}
