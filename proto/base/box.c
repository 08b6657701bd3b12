#include "proto/base/box.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/sha.h>

#include "proto/base/rand.h"

#define TAG_LEN   16
#define NONCE_LEN 12
#define INFO      "mesas box"

static void
pkey_free(EVP_PKEY **k)
{
	EVP_PKEY_free(*k);
}

static void
derive_free(EVP_PKEY_CTX **c)
{
	EVP_PKEY_CTX_free(*c);
}

static void
cipher_free(EVP_CIPHER_CTX **c)
{
	EVP_CIPHER_CTX_free(*c);
}

static void
kdf_free(EVP_KDF **k)
{
	EVP_KDF_free(*k);
}

static void
kdf_ctx_free(EVP_KDF_CTX **c)
{
	EVP_KDF_CTX_free(*c);
}

static void
bn_free(BN_CTX **c)
{
	BN_CTX_free(*c);
}

static err_t
failed(const char *doing)
{
	ERR_clear_error();
	return (err_new(ERR_SYSTEM, "box: %s", doing));
}

/* u = (1 + y) / (1 - y) mod 2^255 - 19, from the sign-and-y form. */
static bool
montgomery(BN_CTX *c, const uint8_t ed[KEY_LEN], uint8_t out[KEY_LEN])
{
	uint8_t le[KEY_LEN];
	BIGNUM *p = BN_CTX_get(c), *y = BN_CTX_get(c), *up = BN_CTX_get(c),
	       *low = BN_CTX_get(c);

	memcpy(le, ed, KEY_LEN);
	le[KEY_LEN - 1] &= 0x7f; /* the sign of x says nothing about u */
	return (low != NULL && BN_lebin2bn(le, KEY_LEN, y) != NULL &&
		BN_set_bit(p, 255) == 1 && BN_sub_word(p, 19) == 1 &&
		BN_mod_add(up, BN_value_one(), y, p, c) == 1 &&
		BN_mod_sub(low, BN_value_one(), y, p, c) == 1 &&
		BN_mod_inverse(low, low, p, c) != NULL &&
		BN_mod_mul(up, up, low, p, c) == 1 &&
		BN_bn2lebinpad(up, out, KEY_LEN) == KEY_LEN);
}

static err_t
public_of(const uint8_t ed[KEY_LEN], EVP_PKEY **k)
{
	CLEAN(bn_free) BN_CTX *c = BN_CTX_new();
	uint8_t u[KEY_LEN];
	bool good;

	if (c == NULL)
		return (failed("memory"));
	BN_CTX_start(c);
	good = montgomery(c, ed, u);
	BN_CTX_end(c);
	if (!good) {
		ERR_clear_error();
		return (err_new(ERR_DATA, "not a key to seal to"));
	}
	*k = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, u, KEY_LEN);
	return (*k == NULL ? failed("key") : NULL);
}

/* RFC 8032, section 5.1.5: the scalar is the first half of SHA-512. */
static err_t
private_of(const struct key *key, EVP_PKEY **k)
{
	uint8_t seed[KEY_LEN], h[SHA512_DIGEST_LENGTH];
	size_t n = KEY_LEN;

	if (EVP_PKEY_get_raw_private_key(key_evp(key), seed, &n) != 1)
		return (failed("key"));
	(void)SHA512(seed, KEY_LEN, h);
	*k = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, h, KEY_LEN);
	crypt_wipe(seed, sizeof(seed));
	crypt_wipe(h, sizeof(h));
	return (*k == NULL ? failed("key") : NULL);
}

/* What both sides compute, stretched; bound to both public keys. */
static err_t
agree(EVP_PKEY *mine, EVP_PKEY *theirs, const uint8_t one[KEY_LEN],
    const uint8_t to[KEY_LEN], uint8_t out[KEY_LEN])
{
	CLEAN(derive_free) EVP_PKEY_CTX *d = EVP_PKEY_CTX_new(mine, NULL);
	CLEAN(kdf_free) EVP_KDF *f = EVP_KDF_fetch(NULL, "HKDF", NULL);
	CLEAN(kdf_ctx_free)
	EVP_KDF_CTX *c = f == NULL ? NULL : EVP_KDF_CTX_new(f);
	uint8_t shared[KEY_LEN], salt[2 * KEY_LEN];
	char digest[] = "SHA256", info[] = INFO;
	size_t n = KEY_LEN;
	OSSL_PARAM p[] = { OSSL_PARAM_construct_utf8_string(
			       OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(
		    OSSL_KDF_PARAM_KEY, shared, KEY_LEN),
		OSSL_PARAM_construct_octet_string(
		    OSSL_KDF_PARAM_SALT, salt, sizeof(salt)),
		OSSL_PARAM_construct_octet_string(
		    OSSL_KDF_PARAM_INFO, info, strlen(info)),
		OSSL_PARAM_construct_end() };
	bool good;

	memcpy(salt, one, KEY_LEN);
	memcpy(salt + KEY_LEN, to, KEY_LEN);
	if (d == NULL || c == NULL || EVP_PKEY_derive_init(d) != 1)
		return (failed("agreement"));
	/* A point of small order is refused by derive. */
	if (EVP_PKEY_derive_set_peer(d, theirs) != 1 ||
	    EVP_PKEY_derive(d, shared, &n) != 1 || n != KEY_LEN) {
		ERR_clear_error();
		return (err_new(ERR_UNTRUSTED, "not a key to agree with"));
	}
	good = EVP_KDF_derive(c, out, KEY_LEN, p) == 1;
	crypt_wipe(shared, sizeof(shared));
	return (good ? NULL : failed("stretching"));
}

static EVP_CIPHER_CTX *
cipher(const uint8_t key[KEY_LEN], int seal)
{
	/* The key is of one use, so the nonce may be the same always. */
	static const uint8_t nonce[NONCE_LEN];
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();

	if (c != NULL && EVP_CipherInit_ex(c, EVP_chacha20_poly1305(), NULL,
			     key, nonce, seal) == 1)
		return (c);
	EVP_CIPHER_CTX_free(c);
	return (NULL);
}

static bool
feed(EVP_CIPHER_CTX *c, uint8_t *out, struct span s)
{
	int n = 0;

	return (
	    s.n <= INT32_MAX &&
	    (s.n == 0 || (EVP_CipherUpdate(c, out, &n, s.p, (int)s.n) == 1 &&
			     (size_t)n == s.n)));
}

err_t
box_seal(const uint8_t to[KEY_LEN], struct span with, struct span plain,
    struct buf *out)
{
	CLEAN(pkey_free) EVP_PKEY *theirs = NULL;
	CLEAN(pkey_free) EVP_PKEY *mine = NULL;
	CLEAN(cipher_free) EVP_CIPHER_CTX *c = NULL;
	uint8_t one[KEY_LEN], key[KEY_LEN];
	size_t n = KEY_LEN, at;
	int tail = 0;

	TRY(public_of(to, &theirs));
	rand_bytes(one, sizeof(one));
	mine =
	    EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, one, KEY_LEN);
	crypt_wipe(one, sizeof(one));
	if (mine == NULL || EVP_PKEY_get_raw_public_key(mine, one, &n) != 1)
		return (failed("key"));
	TRY(agree(mine, theirs, one, to, key));
	c = cipher(key, 1);
	crypt_wipe(key, sizeof(key));
	TRY(buf_span(out, span_of(one, KEY_LEN)));
	at = out->n;
	TRY(buf_span(out, plain)); /* sealed in place, and a tag behind */
	TRY(buf_span(out, span_of(one, TAG_LEN)));
	if (c == NULL || !feed(c, NULL, with) ||
	    !feed(c, out->p + at, span_of(out->p + at, plain.n)) ||
	    EVP_CipherFinal_ex(c, out->p + at + plain.n, &tail) != 1 ||
	    EVP_CIPHER_CTX_ctrl(
		c, EVP_CTRL_AEAD_GET_TAG, TAG_LEN, out->p + at + plain.n) != 1)
		return (failed("sealing"));
	return (NULL);
}

static err_t
opened(EVP_CIPHER_CTX *c, struct span with, struct span sealed,
    const uint8_t tag[TAG_LEN], struct buf *out)
{
	uint8_t copy[TAG_LEN];
	size_t at = out->n;
	int tail = 0;

	memcpy(copy, tag, TAG_LEN);
	TRY(buf_span(out, sealed));
	if (c != NULL &&
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, TAG_LEN, copy) == 1 &&
	    feed(c, NULL, with) &&
	    feed(c, out->p + at, span_of(out->p + at, sealed.n)) &&
	    EVP_CipherFinal_ex(c, out->p + at + sealed.n, &tail) == 1)
		return (NULL);
	ERR_clear_error();
	crypt_wipe(out->p + at, sealed.n);
	out->n = at;
	return (err_new(
	    ERR_UNTRUSTED, "it was sealed for another key, or changed since"));
}

err_t
box_open(
    const struct key *k, struct span with, struct span box, struct buf *out)
{
	CLEAN(pkey_free) EVP_PKEY *theirs = NULL;
	CLEAN(pkey_free) EVP_PKEY *mine = NULL;
	CLEAN(cipher_free) EVP_CIPHER_CTX *c = NULL;
	uint8_t to[KEY_LEN], key[KEY_LEN];

	if (box.n < BOX_EXTRA)
		return (err_new(ERR_UNTRUSTED, "it was cut short"));
	key_public(k, to);
	TRY(private_of(k, &mine));
	theirs =
	    EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, box.p, KEY_LEN);
	if (theirs == NULL)
		return (failed("key"));
	TRY(agree(mine, theirs, box.p, to, key));
	c = cipher(key, 0);
	crypt_wipe(key, sizeof(key));
	return (opened(c, with, span_of(box.p + KEY_LEN, box.n - BOX_EXTRA),
	    box.p + box.n - TAG_LEN, out));
}
