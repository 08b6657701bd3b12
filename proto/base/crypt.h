/*
 * crypt -- hashes, signatures, sealing; with cert.c the only files that speak
 * OpenSSL.
 *
 * Every hash is domain separated: it begins with a short ASCII word, then the
 * parts; integers are 8 bytes big-endian (docs/protocol.md, section 4).
 */
#ifndef PROTO_BASE_CRYPT_H
#define PROTO_BASE_CRYPT_H

#include "proto/base/err.h"
#include "proto/base/span.h"

#define HASH_LEN 32
#define KEY_LEN  32 /* Ed25519 public key, raw */
#define SIG_LEN  64
#define SEED_LEN 16

struct hash {
	uint8_t b[HASH_LEN];
};

/* A running SHA-256; plain struct, no allocation, no failure. */
struct hasher {
	uint64_t opaque[16]; /* holds a SHA256_CTX; checked by _Static_assert */
};
void
hash_start(struct hasher *h, const char *domain); /* domain "" starts plain */
void hash_add(struct hasher *h, const void *p, size_t n);
void hash_u64(struct hasher *h, uint64_t v); /* 8 bytes big-endian */
void hash_end(struct hasher *h, struct hash *out);

/* HMAC-SHA256 with a key prepared once (two compressions a short message). */
struct hmac {
	struct hasher inner, outer;
};
void hmac_key(struct hmac *m, const void *key, size_t n);
void
hmac_run(const struct hmac *m, const void *msg, size_t n, struct hash *out);

/* A password, made slow to guess: scrypt with N = 2^log_n, r = 8 and p. */
err_t crypt_stretch(struct span password, struct span salt, int log_n, int p,
    uint8_t out[HASH_LEN]) WUR;
/* Equal, in a time that does not tell where they differ? */
bool crypt_same(const void *a, const void *b, size_t n);
/* Overwrite what was secret. */
void crypt_wipe(void *p, size_t n);

/* Ed25519. A key pair lives until key_free. */
struct key;
void key_free(struct key **k);
err_t key_make(struct key **k) WUR;
err_t key_read(const char *path, struct key **k) WUR;       /* PEM, PKCS#8 */
err_t key_write(const struct key *k, const char *path) WUR; /* 0600, durable */
void key_public(const struct key *k, uint8_t out[KEY_LEN]);
err_t key_sign(const struct key *k, struct span msg, uint8_t sig[SIG_LEN]) WUR;
/* UNTRUSTED when the signature is not of that key over msg. */
err_t key_verify(const uint8_t pub[KEY_LEN], struct span msg,
    const uint8_t sig[SIG_LEN]) WUR;
/* The EVP_PKEY inside, for TLS and certificates only. */
void *key_evp(const struct key *k);

#endif
