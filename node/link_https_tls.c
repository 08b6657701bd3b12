#include "node/link_https_in.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "proto/base/cert.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/say.h"

#define SESSION_HEAD "mesas-session 1 "

/* ---- sessions between processes ----------------------------------------- */

static void
bio_drop(BIO **b)
{
	BIO_free(*b);
	*b = NULL;
}

/* Take the kept session out of its file: it can be used only once. */
static void
session_load(struct link_https_tls *t)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SESSION_BYTES);
	CLEAN(bio_drop) BIO *in = NULL;
	struct span s, head;
	size_t n = strlen(SESSION_HEAD);

	SSL_SESSION_free(t->session);
	t->session = NULL;
	if (t->session_path == NULL || !file_exists(t->session_path))
		return;
	if (file_read(t->session_path, &b) != NULL)
		b.n = 0;
	if (file_remove(t->session_path) != NULL)
		return;
	s = buf_all(&b);
	if (!span_line(&s, &head) || head.n != n + strlen(t->bind) ||
	    memcmp(head.p, SESSION_HEAD, n) != 0 ||
	    memcmp(head.p + n, t->bind, strlen(t->bind)) != 0)
		return;
	in = BIO_new_mem_buf(s.p, (int)s.n);
	if (in != NULL)
		t->session = PEM_read_bio_SSL_SESSION(in, NULL, NULL, NULL);
	ERR_clear_error();
}

static err_t
session_write(struct link_https_tls *t, SSL_SESSION *s)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SESSION_BYTES);
	CLEAN(bio_drop) BIO *out = BIO_new(BIO_s_mem());
	char *p = NULL;
	long n;

	if (out == NULL || PEM_write_bio_SSL_SESSION(out, s) != 1 ||
	    (n = BIO_get_mem_data(out, &p)) <= 0)
		return (err_new(ERR_SYSTEM, "session"));
	TRY(buf_fmt(&b, "%s%s\n", SESSION_HEAD, t->bind));
	TRY(buf_put(&b, p, (size_t)n));
	return (file_replace(t->session_path, buf_all(&b), 0600));
}

static int
session_new(SSL *ssl, SSL_SESSION *s)
{
	struct link_https_tls *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	err_t e;

	if ((e = session_write(t, s)) != NULL)
		say_err("link", e);
	return (0);
}

/* ---- counting ----------------------------------------------------------- */

static long
count( // NOLINT(readability-function-size)
    BIO *b, int oper, const char *p, size_t len, int i, long l, int ret,
    size_t *done) // NOLINT(readability-non-const-parameter): OpenSSL's
{
	struct link_https_tls *t = (void *)BIO_get_callback_arg(b);

	(void)p, (void)len, (void)i, (void)l;
	if (ret > 0 && done != NULL && oper == (BIO_CB_READ | BIO_CB_RETURN))
		t->stats->tls_down += *done;
	if (ret > 0 && done != NULL && oper == (BIO_CB_WRITE | BIO_CB_RETURN))
		t->stats->tls_up += *done;
	return (ret);
}

static void
count_on(struct link_https_tls *t, BIO *b)
{
	BIO_set_callback_ex(b, count);
	BIO_set_callback_arg(b, (char *)t);
}

/* The handshake begins: the only moment libcurl lets us see the SSL. */
static void
info(const SSL *ssl, int where, int value)
{
	struct link_https_tls *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	union {
		const SSL *given;
		SSL *ours;
	} u = { ssl };
	SSL *s = u.ours;

	(void)value;
	if ((where & SSL_CB_HANDSHAKE_START) && t->fresh) {
		count_on(t, SSL_get_rbio(s));
		if (SSL_get_wbio(s) != SSL_get_rbio(s))
			count_on(t, SSL_get_wbio(s));
		if (t->session != NULL) {
			SSL_set_session(s, t->session);
			SSL_SESSION_free(t->session);
			t->session = NULL;
		}
		t->fresh = false;
		t->shaking = true;
	}
	if ((where & SSL_CB_HANDSHAKE_DONE) && t->shaking) {
		t->shaking = false;
		t->stats->handshakes++;
		if (SSL_session_reused(s) == 1)
			t->stats->resumed++;
	}
}

/* ---- trust -------------------------------------------------------------- */

/* A newcomer's root is the one of the chain whose fingerprint it was told. */
static void
find_root(struct link_https_tls *t, X509_STORE_CTX *x)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_untrusted(x);

	for (int i = 0; i < sk_X509_num(chain); i++) {
		X509 *c = sk_X509_value(chain, i);
		struct hash h;
		unsigned int n = 0;

		if (X509_digest(c, EVP_sha256(), h.b, &n) != 1 ||
		    n != HASH_LEN || memcmp(h.b, t->print.b, HASH_LEN) != 0 ||
		    X509_check_ca(c) != 1 || X509_up_ref(c) != 1)
			continue;
		if (sk_X509_push(t->root, c) == 0)
			X509_free(c);
		return;
	}
}

static int
verify(X509_STORE_CTX *x, void *arg)
{
	struct link_https_tls *t = arg;
	int fine;

	if (t->pinned && sk_X509_num(t->root) == 0)
		find_root(t, x);
	X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(x),
	    X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME);
	X509_STORE_CTX_set0_trusted_stack(x, t->root);
	fine = X509_verify_cert(x);
	t->why = fine == 1 ? X509_V_OK : X509_STORE_CTX_get_error(x);
	return (fine == 1);
}

/* ---- setting up --------------------------------------------------------- */

bool
link_https_tls_prepare(struct link_https_tls *t, SSL_CTX *ctx)
{
	static const unsigned char alpn[] = "\012" CERT_ALPN_ROOT;
	char groups[] = "X25519:P-256", sigalgs[] = "ed25519:ECDSA+SHA256";
	bool fine;

	_Static_assert(sizeof(CERT_ALPN_ROOT) == 11, "the length before it");
	fine = SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1 &&
	       SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256") == 1 &&
	       SSL_CTX_set1_groups_list(ctx, groups) == 1 &&
	       SSL_CTX_set1_sigalgs_list(ctx, sigalgs) == 1 &&
	       SSL_CTX_set_max_send_fragment(ctx, LIMIT_TLS_FRAGMENT) == 1;
	SSL_CTX_clear_options(ctx, SSL_OP_ENABLE_MIDDLEBOX_COMPAT);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, verify, t);
	SSL_CTX_set_app_data(ctx, t);
	SSL_CTX_set_info_callback(ctx, info);
	if (t->cert != NULL)
		fine = fine && SSL_CTX_use_certificate(ctx, t->cert) == 1 &&
		       SSL_CTX_use_PrivateKey(ctx, t->key) == 1;
	if (t->pinned)
		fine = fine && SSL_CTX_set_alpn_protos(
				   ctx, alpn, sizeof(alpn) - 1) == 0;
	if (t->session_path != NULL) {
		SSL_CTX_set_session_cache_mode(
		    ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(ctx, session_new);
	}
	t->fresh = true;
	t->why = X509_V_OK;
	session_load(t);
	return (fine);
}

static err_t
roots(struct link_https_tls *t, struct span pem)
{
	while (pem.n > 0) {
		void *x = NULL;
		err_t e = cert_x509(&pem, &x);

		if (e != NULL && e->code == ERR_MISSING)
			break;
		TRY_FOR(e, "root");
		if (sk_X509_num(t->root) >= LIMIT_TLS_CAS ||
		    sk_X509_push(t->root, x) == 0) {
			cert_drop(&x);
			return (err_new(ERR_LIMIT, "too many roots"));
		}
	}
	if (!t->pinned && sk_X509_num(t->root) == 0)
		return (err_new(ERR_CONFIG, "no root"));
	return (NULL);
}

/* A session is for this hub, this root and this certificate. */
static void
bind(struct link_https_tls *t, const struct link_https_conf *conf)
{
	struct hasher h;
	struct hash sum;

	hash_start(&h, "tls session");
	hash_u64(&h, strlen(conf->url));
	hash_add(&h, conf->url, strlen(conf->url));
	hash_u64(&h, conf->ca_pem.n);
	hash_add(&h, conf->ca_pem.p, conf->ca_pem.n);
	hash_add(&h, conf->cert_pem.p, conf->cert_pem.n);
	hash_end(&h, &sum);
	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(t->bind + 2 * i, 3, "%02x", sum.b[i]);
}

err_t
link_https_tls_open(
    struct link_https_tls *t, const struct link_https_conf *conf)
{
	struct span pem = conf->cert_pem;
	void *x = NULL;

	t->root = sk_X509_new_null();
	must(t->root != NULL);
	t->pinned = conf->ca_print != NULL;
	if (t->pinned)
		t->print = *conf->ca_print;
	TRY(roots(t, conf->ca_pem));
	if (pem.n > 0) {
		must(conf->key != NULL);
		TRY_FOR(cert_x509(&pem, &x), "this computer's certificate");
		t->cert = x;
		t->key = key_evp(conf->key);
		if (X509_check_private_key(t->cert, t->key) != 1) {
			ERR_clear_error();
			return (err_new(ERR_CONFIG,
			    "this computer's certificate is of another key"));
		}
	}
	t->session_path = mem_dup(conf->session_path);
	bind(t, conf);
	return (NULL);
}

void
link_https_tls_close(struct link_https_tls *t)
{
	sk_X509_pop_free(t->root, X509_free);
	X509_free(t->cert);
	SSL_SESSION_free(t->session);
	mem_free(t->session_path);
}

err_t
link_https_tls_root(const struct link_https_tls *t, struct buf *pem)
{
	CLEAN(bio_drop) BIO *b = NULL;
	char *p = NULL;
	long n;

	if (sk_X509_num(t->root) == 0)
		return (err_new(ERR_MISSING, "the hub has not shown its root"));
	if ((b = BIO_new(BIO_s_mem())) == NULL ||
	    PEM_write_bio_X509(b, sk_X509_value(t->root, 0)) != 1 ||
	    (n = BIO_get_mem_data(b, &p)) <= 0)
		return (err_new(ERR_SYSTEM, "root"));
	return (buf_put(pem, p, (size_t)n));
}
