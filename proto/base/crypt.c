/* The low-level SHA-256 is "deprecated" in OpenSSL 3 but several times faster
 * on short messages than EVP: no allocation, no fetch, a plain struct. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "proto/base/crypt.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/rand.h"
#include "proto/limits.h"

#define HMAC_PAD 64 /* the block of SHA-256 */

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct hasher),
    "struct hasher holds a SHA256_CTX");
_Static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct hasher),
    "struct hasher is aligned as a SHA256_CTX");
_Static_assert(HASH_LEN == SHA256_DIGEST_LENGTH, "SHA-256");

struct key {
	EVP_PKEY *pkey;
	uint8_t pub[KEY_LEN];
};

void
hash_start(struct hasher *h, const char *domain)
{
	must(SHA256_Init((SHA256_CTX *)(void *)h) == 1);
	hash_add(h, domain, strlen(domain));
}

void
hash_add(struct hasher *h, const void *p, size_t n)
{
	if (n > 0)
		must(SHA256_Update((SHA256_CTX *)(void *)h, p, n) == 1);
}

void
hash_u64(struct hasher *h, uint64_t v)
{
	uint8_t b[8];

	for (int i = 7; i >= 0; i--) {
		b[i] = (uint8_t)v;
		v >>= 8;
	}
	hash_add(h, b, sizeof(b));
}

void
hash_end(struct hasher *h, struct hash *out)
{
	must(SHA256_Final(out->b, (SHA256_CTX *)(void *)h) == 1);
}

void
hmac_key(struct hmac *m, const void *key, size_t n)
{
	uint8_t pad[HMAC_PAD] = { 0 };
	struct hash h;

	if (n > sizeof(pad)) {
		hash_start(&m->inner, "");
		hash_add(&m->inner, key, n);
		hash_end(&m->inner, &h);
		memcpy(pad, h.b, sizeof(h.b));
	} else if (n > 0) {
		memcpy(pad, key, n);
	}
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36;
	hash_start(&m->inner, "");
	hash_add(&m->inner, pad, sizeof(pad));
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36 ^ 0x5c;
	hash_start(&m->outer, "");
	hash_add(&m->outer, pad, sizeof(pad));
	OPENSSL_cleanse(pad, sizeof(pad));
}

void
hmac_run(const struct hmac *m, const void *msg, size_t n, struct hash *out)
{
	struct hasher h = m->inner;

	hash_add(&h, msg, n);
	hash_end(&h, out);
	h = m->outer;
	hash_add(&h, out->b, sizeof(out->b));
	hash_end(&h, out);
}

/* The first of OpenSSL's errors, in its words; the queue is left empty. */
static err_t
openssl(enum err_code code, const char *doing)
{
	char why[160] = "no reason given";
	unsigned long n = ERR_get_error();

	if (n != 0)
		ERR_error_string_n(n, why, sizeof(why));
	ERR_clear_error();
	return (err_new(code, "%s: %s", doing, why));
}

err_t
crypt_stretch(struct span password, struct span salt, int log_n, int p,
    uint8_t out[HASH_LEN])
{
	const uint64_t n = 1ULL << log_n;

	must(log_n >= 10 && log_n <= 20 && p >= 1 && p <= 16);
	if (EVP_PBE_scrypt((const char *)password.p, password.n, salt.p, salt.n,
		n, 8, (uint64_t)p, 1024 * n + (1U << 20), out, HASH_LEN) != 1)
		return (openssl(ERR_SYSTEM, "scrypt"));
	return (NULL);
}

bool
crypt_same(const void *a, const void *b, size_t n)
{
	return (CRYPTO_memcmp(a, b, n) == 0);
}

void
crypt_wipe(void *p, size_t n)
{
	OPENSSL_cleanse(p, n);
}

static void
md_free(EVP_MD_CTX **c)
{
	EVP_MD_CTX_free(*c);
}

static void
pkey_free(EVP_PKEY **k)
{
	EVP_PKEY_free(*k);
}

static void
bio_free(BIO **b)
{
	(void)BIO_free(*b);
}

/* Wipe before freeing: it held a private key. */
static void
secret_free(struct buf *b)
{
	if (b->p != NULL)
		OPENSSL_cleanse(b->p, b->cap);
	buf_free(b);
}

void
key_free(struct key **k)
{
	if (*k == NULL)
		return;
	EVP_PKEY_free((*k)->pkey);
	mem_free(*k);
	*k = NULL;
}

/* Take over pkey. */
static err_t
key_of(EVP_PKEY *pkey, struct key **k)
{
	struct key *new;
	size_t n = KEY_LEN;

	new = mem_new(sizeof(*new));
	new->pkey = pkey;
	if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_ED25519 ||
	    EVP_PKEY_get_raw_public_key(pkey, new->pub, &n) != 1 ||
	    n != KEY_LEN) {
		key_free(&new);
		ERR_clear_error();
		return (err_new(ERR_DATA, "not an Ed25519 key"));
	}
	*k = new;
	return (NULL);
}

err_t
key_make(struct key **k)
{
	uint8_t seed[KEY_LEN];
	EVP_PKEY *pkey;

	rand_bytes(seed, sizeof(seed));
	pkey = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, seed, sizeof(seed));
	OPENSSL_cleanse(seed, sizeof(seed));
	if (pkey == NULL)
		return (openssl(ERR_SYSTEM, "make a key"));
	return (key_of(pkey, k));
}

err_t
key_read(const char *path, struct key **k)
{
	CLEAN(secret_free) struct buf b = BUF(LIMIT_PEM_BYTES);
	CLEAN(bio_free) BIO *bio = NULL;
	char none[] = ""; /* never ask a terminal for a passphrase */
	EVP_PKEY *pkey;

	TRY(file_read(path, &b));
	if (b.n == 0)
		return (err_new(ERR_DATA, "%s: empty", path));
	bio = BIO_new_mem_buf(b.p, (int)b.n);
	if (bio == NULL)
		return (openssl(ERR_SYSTEM, path));
	pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, none);
	if (pkey == NULL)
		return (openssl(ERR_DATA, path));
	TRY_FOR(key_of(pkey, k), "%s", path);
	return (NULL);
}

err_t
key_write(const struct key *k, const char *path)
{
	CLEAN(bio_free) BIO *bio = BIO_new(BIO_s_secmem());
	char *p;
	long n;

	if (bio == NULL || PEM_write_bio_PKCS8PrivateKey(
			       bio, k->pkey, NULL, NULL, 0, NULL, NULL) != 1)
		return (openssl(ERR_SYSTEM, "write a key"));
	n = BIO_get_mem_data(bio, &p);
	must(n > 0);
	return (file_replace(path, span_of(p, (size_t)n), 0600));
}

void
key_public(const struct key *k, uint8_t out[KEY_LEN])
{
	memcpy(out, k->pub, KEY_LEN);
}

err_t
key_sign(const struct key *k, struct span msg, uint8_t sig[SIG_LEN])
{
	CLEAN(md_free) EVP_MD_CTX *c = EVP_MD_CTX_new();
	size_t n = SIG_LEN;

	if (c == NULL ||
	    EVP_DigestSignInit(c, NULL, NULL, NULL, k->pkey) != 1 ||
	    EVP_DigestSign(c, sig, &n, msg.p, msg.n) != 1)
		return (openssl(ERR_SYSTEM, "sign"));
	must(n == SIG_LEN);
	return (NULL);
}

err_t
key_verify(
    const uint8_t pub[KEY_LEN], struct span msg, const uint8_t sig[SIG_LEN])
{
	CLEAN(pkey_free) EVP_PKEY *pkey = NULL;
	CLEAN(md_free) EVP_MD_CTX *c = EVP_MD_CTX_new();

	pkey =
	    EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, KEY_LEN);
	if (c == NULL || pkey == NULL ||
	    EVP_DigestVerifyInit(c, NULL, NULL, NULL, pkey) != 1)
		return (openssl(ERR_SYSTEM, "verify"));
	errno = 0;
	if (EVP_DigestVerify(c, sig, SIG_LEN, msg.p, msg.n) != 1) {
		if (errno == ENOMEM) /* which says nothing of the signature */
			return (openssl(ERR_SYSTEM, "verify"));
		ERR_clear_error();
		return (err_new(ERR_UNTRUSTED, "the signature is not of this"
					       " key"));
	}
	return (NULL);
}

void *
key_evp(const struct key *k)
{
	return (k->pkey);
}
