/*
 * cert -- certificates: the hub's own authority, and what a certificate says.
 *
 * There is one root, an Ed25519 key of the hub, and every certificate is
 * signed directly by it, so that a handshake carries one short certificate.
 * The public key of a node's certificate is the key that signs its logs'
 * segments.  Serials are 16 random bytes and never repeat.  A certificate
 * begins a day early, for clocks that are behind.  Text is PEM, both ways.
 */
#ifndef PROTO_BASE_CERT_H
#define PROTO_BASE_CERT_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"

#define CERT_CA_DAYS  7305 /* 20 years */
#define CERT_NAME_MAX 64   /* bytes of a CN or O */

/* The ALPN name with which a newcomer, who knows only the root's fingerprint,
 * asks the hub to send the root along; 372 bytes that others are spared. */
#define CERT_ALPN_ROOT "mesas-root"

struct cert_info {
	char serial[41];            /* lower-case hex, 32 digits for ours */
	char cn[CERT_NAME_MAX + 1]; /* a node's id, or the hub's name */
	char o[CERT_NAME_MAX + 1];  /* an office's code */
	int64_t not_before, not_after;
	uint8_t spki[KEY_LEN]; /* the raw Ed25519 key; zeros when P-256 */
	bool ed25519, ca;
	bool self; /* says to be issued by itself */
};

/* The root: self-signed, 20 years. */
err_t
cert_ca(const struct key *k, const char *cn, int64_t now, struct buf *pem) WUR;
/* A node's certificate over its public key, for TLS clients only. */
err_t cert_node(const struct key *ca, struct span ca_pem,
    const uint8_t pub[KEY_LEN], const char *node, const char *office,
    int64_t now, int days, struct buf *pem) WUR;
/* The hub's certificate for nodes. names: host names and addresses, NULL at the
 * end; the first is the CN. */
err_t cert_server(const struct key *ca, struct span ca_pem,
    const uint8_t pub[KEY_LEN], const char *const *names, int64_t now, int days,
    struct buf *pem) WUR;
/* The same for browsers, which take no Ed25519, neither in a key nor in a
 * signature: a fresh P-256 key, given as PEM (PKCS#8) in key_pem, and signed by
 * itself, so that who trusts it trusts this one certificate. */
err_t cert_browser(const char *const *names, int64_t now, int days,
    struct buf *pem, struct buf *key_pem) WUR;

/* What the first certificate of a PEM text says; FORMAT. */
err_t cert_read(struct span pem, struct cert_info *info) WUR;
/* The same from OpenSSL's X509, for the TLS front and the road only. */
err_t cert_look(const void *x509, struct cert_info *info) WUR;
/* Is the certificate signed by this root?  UNTRUSTED otherwise.  Dates are not
 * looked at: that is the caller's business. */
err_t cert_signed(struct span pem, struct span ca_pem) WUR;
bool cert_signed_by(const void *x509, const void *ca_x509);
/* SHA-256 over the DER form. */
err_t cert_print(struct span pem, struct hash *out) WUR;
/* OpenSSL's X509 of the first certificate in *pem, which is eaten; the caller
 * frees it with cert_drop.  MISSING when there is none (left). */
err_t cert_x509(struct span *pem, void **x509) WUR;
void cert_drop(void **x509);

#endif
