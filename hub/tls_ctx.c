#include "hub/tls_in.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "proto/base/clock.h"

static err_t
failed(enum err_code code, const char *what)
{
	unsigned long e = ERR_peek_last_error();
	const char *why = e == 0 ? NULL : ERR_reason_error_string(e);

	ERR_clear_error();
	return (err_new(
	    code, "%s: %s", what, why == NULL ? "no reason given" : why));
}

/* ---- who it is ---------------------------------------------------------- */

static bool
ours(const struct tls_ctx *c, const X509 *x)
{
	for (size_t i = 0; i < c->roots; i++)
		if (cert_signed_by(x, c->root[i]))
			return (true);
	return (false);
}

static const char *
judge(const struct tls_ctx *c, X509 *x, struct cert_info *i)
{
	if (x == NULL)
		return ("none");
	if (cert_look(x, i) != NULL || !i->ed25519 || !ours(c, x))
		return ("foreign");
	if (X509_check_purpose(x, X509_PURPOSE_SSL_CLIENT, 0) != 1 ||
	    (X509_get_extension_flags(x) & EXFLAG_XKUSAGE) == 0 ||
	    i->cn[0] == '\0')
		return ("purpose");
	if (clock_now() < i->not_before)
		return ("early");
	return (NULL);
}

void
tls_ctx_judge(const struct tls_ctx *c, SSL *ssl, struct tls_peer *peer)
{
	struct cert_info i;
	const char *why = judge(c, SSL_get0_peer_certificate(ssl), &i);

	ERR_clear_error();
	peer->resumed = SSL_session_reused(ssl) == 1;
	peer->verified = why == NULL;
	if (why != NULL) {
		snprintf(peer->reason, sizeof(peer->reason), "%s", why);
		return;
	}
	peer->expired = clock_now() > i.not_after;
	memcpy(peer->serial, i.serial, sizeof(peer->serial));
	memcpy(peer->cn, i.cn, sizeof(peer->cn));
	memcpy(peer->o, i.o, sizeof(peer->o));
	memcpy(peer->spki, i.spki, sizeof(peer->spki));
}

/* Everybody comes in: the handshake proves that the peer holds the key of the
 * certificate it shows, and judge() says later what that is worth. */
static int
admit(X509_STORE_CTX *x, void *arg)
{
	(void)arg;
	X509_STORE_CTX_set_error(x, X509_V_OK);
	return (1);
}

/* ---- sessions ----------------------------------------------------------- */

/* Only sessions of our own nodes are worth keeping. */
static int
session_new(SSL *ssl, SSL_SESSION *s)
{
	struct tls_ctx *c = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	X509 *x = SSL_get0_peer_certificate(ssl);
	struct cert_info i;
	unsigned char *der = NULL;
	unsigned int n = 0;
	const unsigned char *id;
	int len;

	if (judge(c, x, &i) != NULL)
		return (0);
	id = SSL_SESSION_get_id(s, &n);
	len = i2d_SSL_SESSION(s, &der);
	if (len > 0 && len <= LIMIT_SESSION_BYTES && n > 0)
		c->store.put(c->store.ctx, span_of(id, n), i.serial,
		    span_of(der, (size_t)len),
		    clock_now() + LIMIT_TLS_SESSION_S);
	OPENSSL_free(der);
	ERR_clear_error();
	return (0);
}

static SSL_SESSION *
session_get(SSL *ssl, const unsigned char *id, int n, int *copy)
{
	struct tls_ctx *c = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SESSION_BYTES);
	const unsigned char *p;
	SSL_SESSION *s = NULL;

	*copy = 0;
	if (n <= 0 || !c->store.take(c->store.ctx, span_of(id, (size_t)n), &b))
		return (NULL);
	p = b.p;
	s = d2i_SSL_SESSION(NULL, &p, (long)b.n);
	ERR_clear_error();
	return (s);
}

/* ---- setting up --------------------------------------------------------- */

static int
alpn(SSL *ssl, const unsigned char **out, unsigned char *n,
    const unsigned char *in, unsigned int in_n, void *arg)
{
	static const unsigned char want[] = CERT_ALPN_ROOT;
	struct tls_ctx *c = arg;

	for (unsigned int i = 0; i < in_n && in[i] < in_n - i;
	     i += in[i] + 1u) {
		if (in[i] != sizeof(want) - 1 ||
		    memcmp(in + i + 1, want, sizeof(want) - 1) != 0)
			continue;
		if (SSL_add1_chain_cert(ssl, c->root[0]) != 1)
			return (SSL_TLSEXT_ERR_NOACK);
		*out = in + i + 1;
		*n = in[i];
		return (SSL_TLSEXT_ERR_OK);
	}
	return (SSL_TLSEXT_ERR_NOACK);
}

static err_t
roots(struct tls_ctx *c, struct span pem)
{
	while (pem.n > 0) {
		void *x = NULL;
		err_t e = cert_x509(&pem, &x);

		if (e != NULL && e->code == ERR_MISSING)
			break;
		TRY_FOR(e, "root");
		if (c->roots == LIMIT_TLS_CAS) {
			cert_drop(&x);
			return (err_new(ERR_LIMIT, "too many roots"));
		}
		c->root[c->roots++] = x;
	}
	return (c->roots > 0 ? NULL : err_new(ERR_CONFIG, "no root"));
}

static err_t
own_key(struct tls_ctx *c, const struct tls_conf *conf)
{
	EVP_PKEY *k = NULL;
	BIO *b;
	bool fine;

	if (conf->key != NULL) {
		if (SSL_CTX_use_PrivateKey(c->ssl, key_evp(conf->key)) != 1)
			return (failed(ERR_CONFIG, "the hub's key"));
		return (NULL);
	}
	b = BIO_new_mem_buf(conf->key_pem.p, (int)conf->key_pem.n);
	if (b != NULL)
		k = PEM_read_bio_PrivateKey(b, NULL, NULL, NULL);
	fine = k != NULL && SSL_CTX_use_PrivateKey(c->ssl, k) == 1;
	EVP_PKEY_free(k);
	BIO_free(b);
	return (fine ? NULL : failed(ERR_CONFIG, "the hub's key"));
}

static err_t
own_cert(struct tls_ctx *c, const struct tls_conf *conf)
{
	struct span pem = conf->cert_pem;
	void *x = NULL;
	bool fine;

	TRY_FOR(cert_x509(&pem, &x), "the hub's certificate");
	fine = SSL_CTX_use_certificate(c->ssl, x) == 1;
	cert_drop(&x);
	/* Of the pages: the chain that was brought with it. */
	while (fine && conf->browsers) {
		err_t e = cert_x509(&pem, &x);

		if (e != NULL && e->code == ERR_MISSING)
			break;
		TRY_FOR(e, "the hub's certificate");
		fine = SSL_CTX_add1_chain_cert(c->ssl, x) == 1;
		cert_drop(&x);
	}
	if (!fine)
		return (failed(ERR_CONFIG, "the hub's certificate"));
	TRY(own_key(c, conf));
	if (SSL_CTX_check_private_key(c->ssl) != 1)
		return (failed(ERR_CONFIG, "the hub's key and certificate"));
	return (NULL);
}

static void
sessions(struct tls_ctx *c)
{
	SSL_CTX_set_timeout(c->ssl, LIMIT_TLS_SESSION_S);
	if (!c->stored) {
		SSL_CTX_set_session_cache_mode(c->ssl, SSL_SESS_CACHE_SERVER);
		return;
	}
	SSL_CTX_set_session_cache_mode(
	    c->ssl, SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(c->ssl, session_new);
	SSL_CTX_sess_set_get_cb(c->ssl, session_get);
}

/* One hash for all suites, or sessions would not be resumable across them. */
static err_t
strict(SSL_CTX *s, bool browsers)
{
	char groups[] = "X25519:P-256", nodes[] = "ed25519:ECDSA+SHA256";
	char people[] = "ECDSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA256";
	char *sigalgs = browsers ? people : nodes;

	if (SSL_CTX_set_min_proto_version(s, TLS1_3_VERSION) != 1 ||
	    SSL_CTX_set_ciphersuites(s,
		"TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256") != 1 ||
	    SSL_CTX_set1_groups_list(s, groups) != 1 ||
	    SSL_CTX_set1_sigalgs_list(s, sigalgs) != 1 ||
	    SSL_CTX_set_session_id_context(
		s, (const unsigned char *)"mesas", 5) != 1 ||
	    SSL_CTX_set_num_tickets(s, 1) != 1 ||
	    SSL_CTX_set_max_send_fragment(s, LIMIT_TLS_FRAGMENT) != 1)
		return (failed(ERR_SYSTEM, "TLS"));
	/* In TLS 1.3 this means tickets that are only a name of 32 bytes. */
	SSL_CTX_set_options(
	    s, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_mode(s,
	    SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_max_cert_list(s, 8192);
	return (NULL);
}

err_t
tls_ctx_open(struct tls_ctx *c, const struct tls_conf *conf)
{
	TRY(roots(c, conf->ca_pem));
	c->ssl = SSL_CTX_new(TLS_server_method());
	if (c->ssl == NULL)
		return (failed(ERR_SYSTEM, "TLS"));
	c->stored = conf->store != NULL;
	if (c->stored)
		c->store = *conf->store;
	SSL_CTX_set_app_data(c->ssl, c);
	TRY(strict(c->ssl, conf->browsers));
	TRY(own_cert(c, conf));
	SSL_CTX_set_verify(c->ssl,
	    conf->browsers ? SSL_VERIFY_NONE
			   : SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE,
	    NULL);
	SSL_CTX_set_cert_verify_callback(c->ssl, admit, NULL);
	SSL_CTX_set_alpn_select_cb(c->ssl, alpn, c);
	sessions(c);
	return (NULL);
}

void
tls_ctx_close(struct tls_ctx *c)
{
	SSL_CTX_free(c->ssl);
	c->ssl = NULL;
	for (size_t i = 0; i < c->roots; i++)
		X509_free(c->root[i]);
	c->roots = 0;
}
