#include "proto/base/cert.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "proto/base/rand.h"
#include "proto/base/text.h"
#include "proto/limits.h"

#define DAY_S      86400
#define SERIAL_LEN 16

static void
x509_drop(X509 **x)
{
	X509_free(*x);
	*x = NULL;
}

static void
pkey_drop(EVP_PKEY **k)
{
	EVP_PKEY_free(*k);
	*k = NULL;
}

static void
bio_drop(BIO **b)
{
	BIO_free(*b);
	*b = NULL;
}

/* OpenSSL's own words for its last failure; its queue is emptied. */
static err_t
failed(enum err_code code, const char *what)
{
	unsigned long e = ERR_peek_last_error();
	const char *why = e == 0 ? NULL : ERR_reason_error_string(e);

	ERR_clear_error();
	return (err_new(
	    code, "%s: %s", what, why == NULL ? "no reason given" : why));
}

err_t
cert_x509(struct span *pem, void **x509)
{
	CLEAN(bio_drop) BIO *b = NULL;
	size_t left;
	X509 *x;

	if (pem->n > LIMIT_PEM_BYTES)
		return (
		    err_new(ERR_LIMIT, "%zu bytes of certificates", pem->n));
	if (pem->n == 0)
		return (err_new(ERR_MISSING, "no certificate"));
	if ((b = BIO_new_mem_buf(pem->p, (int)pem->n)) == NULL)
		return (failed(ERR_SYSTEM, "certificate"));
	x = PEM_read_bio_X509(b, NULL, NULL, NULL);
	if (x == NULL) {
		unsigned long e = ERR_peek_last_error();

		if (ERR_GET_REASON(e) == PEM_R_NO_START_LINE) {
			ERR_clear_error();
			return (err_new(ERR_MISSING, "no certificate"));
		}
		return (failed(ERR_FORMAT, "certificate"));
	}
	left = (size_t)BIO_ctrl_pending(b);
	must(left <= pem->n);
	pem->p += pem->n - left;
	pem->n = left;
	*x509 = x;
	return (NULL);
}

void
cert_drop(void **x509)
{
	X509_free(*x509);
	*x509 = NULL;
}

/* The first certificate of a text; none is a FORMAT error here. */
static err_t
first(struct span pem, X509 **x)
{
	void *p = NULL;
	err_t e = cert_x509(&pem, &p);

	if (e != NULL && e->code == ERR_MISSING)
		return (err_new(ERR_FORMAT, "not a certificate"));
	TRY(e);
	*x = p;
	return (NULL);
}

static bool
name_valid(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	return (n > 0 && n <= CERT_NAME_MAX && text_valid(span_of(s, n)));
}

static bool
name_add(X509_NAME *name, const char *what, const char *s)
{
	return (X509_NAME_add_entry_by_txt(name, what, MBSTRING_UTF8,
		    (const unsigned char *)s, -1, -1, 0) == 1);
}

static bool
extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX c;
	X509_EXTENSION *e;
	bool fine;

	X509V3_set_ctx_nodb(&c);
	X509V3_set_ctx(&c, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &c, nid, value);
	fine = e != NULL && X509_add_ext(x, e, -1) == 1;
	X509_EXTENSION_free(e);
	return (fine);
}

static bool
serial_draw(X509 *x)
{
	uint8_t raw[SERIAL_LEN];
	BIGNUM *n;
	bool fine;

	rand_bytes(raw, sizeof(raw));
	raw[0] = (uint8_t)((raw[0] & 0x3f) | 0x40); /* positive, full length */
	n = BN_bin2bn(raw, sizeof(raw), NULL);
	fine = n != NULL &&
	       BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) != NULL;
	BN_free(n);
	return (fine);
}

/* Everything all certificates share: version, serial, dates, key. */
static err_t
begin(X509 **out, EVP_PKEY *pub, int64_t now, int days)
{
	CLEAN(x509_drop) X509 *x = X509_new();

	if (days < 1 || days > CERT_CA_DAYS)
		return (err_new(ERR_USAGE, "%d days", days));
	if (x == NULL || X509_set_version(x, X509_VERSION_3) != 1 ||
	    !serial_draw(x) ||
	    ASN1_TIME_set(X509_getm_notBefore(x), (time_t)(now - DAY_S)) ==
		NULL ||
	    ASN1_TIME_set(X509_getm_notAfter(x),
		(time_t)(now + (int64_t)days * DAY_S)) == NULL ||
	    X509_set_pubkey(x, pub) != 1)
		return (failed(ERR_SYSTEM, "certificate"));
	*out = x;
	x = NULL;
	return (NULL);
}

static err_t
finish(X509 *x, EVP_PKEY *ca, struct buf *pem)
{
	CLEAN(bio_drop) BIO *b = NULL;
	bool ed = EVP_PKEY_get_base_id(ca) == EVP_PKEY_ED25519;
	char *text = NULL;
	long n;

	if (X509_sign(x, ca, ed ? NULL : EVP_sha256()) == 0)
		return (failed(ERR_SYSTEM, "signing a certificate"));
	if ((b = BIO_new(BIO_s_mem())) == NULL ||
	    PEM_write_bio_X509(b, x) != 1 ||
	    (n = BIO_get_mem_data(b, &text)) <= 0)
		return (failed(ERR_SYSTEM, "writing a certificate"));
	return (buf_put(pem, text, (size_t)n));
}

err_t
cert_ca(const struct key *k, const char *cn, int64_t now, struct buf *pem)
{
	CLEAN(x509_drop) X509 *x = NULL;
	X509_NAME *name;

	if (!name_valid(cn))
		return (err_new(ERR_USAGE, "name of the authority"));
	TRY(begin(&x, key_evp(k), now, CERT_CA_DAYS));
	name = X509_get_subject_name(x);
	if (!name_add(name, "CN", cn) || X509_set_issuer_name(x, name) != 1 ||
	    !extend(
		x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
	    !extend(x, x, NID_key_usage, "critical,keyCertSign,cRLSign") ||
	    !extend(x, x, NID_subject_key_identifier, "hash"))
		return (failed(ERR_SYSTEM, "root certificate"));
	return (finish(x, key_evp(k), pem));
}

/* What is signed by the root: issuer, use, the root's key identifier. */
static err_t
issue(
    X509 *x, X509 *root, const struct key *ca, const char *use, struct buf *pem)
{
	if (X509_check_private_key(root, key_evp(ca)) != 1) {
		ERR_clear_error();
		return (err_new(
		    ERR_CONFIG, "the root certificate is of another key"));
	}
	if (X509_set_issuer_name(x, X509_get_subject_name(root)) != 1 ||
	    !extend(x, root, NID_key_usage, "critical,digitalSignature") ||
	    !extend(x, root, NID_ext_key_usage, use) ||
	    !extend(x, root, NID_authority_key_identifier, "keyid:always"))
		return (failed(ERR_SYSTEM, "certificate"));
	return (finish(x, key_evp(ca), pem));
}

static err_t
raw_key(const uint8_t pub[KEY_LEN], EVP_PKEY **k)
{
	*k = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, KEY_LEN);
	return (*k == NULL ? failed(ERR_FORMAT, "public key") : NULL);
}

err_t
cert_node( // NOLINT(readability-function-size)
    const struct key *ca, struct span ca_pem, const uint8_t pub[KEY_LEN],
    const char *node, const char *office, int64_t now, int days,
    struct buf *pem)
{
	CLEAN(x509_drop) X509 *x = NULL, *root = NULL;
	CLEAN(pkey_drop) EVP_PKEY *k = NULL;
	X509_NAME *name;

	if (!name_valid(node) || !name_valid(office))
		return (err_new(ERR_USAGE, "name of a node or an office"));
	TRY_FOR(first(ca_pem, &root), "root");
	TRY(raw_key(pub, &k));
	TRY(begin(&x, k, now, days));
	name = X509_get_subject_name(x);
	if (!name_add(name, "O", office) || !name_add(name, "CN", node))
		return (failed(ERR_SYSTEM, "certificate"));
	return (issue(x, root, ca, "clientAuth", pem));
}

/* One alternative name; false also when it is no name at all. */
static bool
names_add(GENERAL_NAMES *all, const char *s)
{
	struct in6_addr six;
	struct in_addr four;
	GENERAL_NAME *g;
	bool ip;

	ip = inet_pton(AF_INET, s, &four) == 1 ||
	     inet_pton(AF_INET6, s, &six) == 1;
	if (strlen(s) > 253 || !text_ascii(span_str(s)))
		return (false);
	g = a2i_GENERAL_NAME(NULL, NULL, NULL, ip ? GEN_IPADD : GEN_DNS, s, 0);
	if (g == NULL)
		return (false);
	if (sk_GENERAL_NAME_push(all, g) > 0)
		return (true);
	GENERAL_NAME_free(g);
	return (false);
}

/* Whose it is: the names a client may have asked for. */
static err_t
subject(X509 *x, const char *const *names)
{
	GENERAL_NAMES *all = sk_GENERAL_NAME_new_null();
	bool fine = name_add(X509_get_subject_name(x), "CN", names[0]);

	for (size_t i = 0; fine && names[i] != NULL; i++)
		fine = all != NULL && names_add(all, names[i]);
	fine =
	    fine && X509_add1_ext_i2d(x, NID_subject_alt_name, all, 0, 0) == 1;
	sk_GENERAL_NAME_pop_free(all, GENERAL_NAME_free);
	return (fine ? NULL : failed(ERR_USAGE, "names of the hub"));
}

err_t
cert_server( // NOLINT(readability-function-size)
    const struct key *ca, struct span ca_pem, const uint8_t pub[KEY_LEN],
    const char *const *names, int64_t now, int days, struct buf *pem)
{
	CLEAN(x509_drop) X509 *x = NULL, *root = NULL;
	CLEAN(pkey_drop) EVP_PKEY *k = NULL;

	TRY(raw_key(pub, &k));
	if (names == NULL || !name_valid(names[0]))
		return (err_new(ERR_USAGE, "name of the hub"));
	TRY_FOR(first(ca_pem, &root), "root");
	TRY(begin(&x, k, now, days));
	TRY(subject(x, names));
	return (issue(x, root, ca, "serverAuth", pem));
}

static err_t
browser_key(EVP_PKEY **k, struct buf *key_pem)
{
	CLEAN(bio_drop) BIO *b = BIO_new(BIO_s_secmem());
	char *text = NULL;
	long n;

	*k = EVP_EC_gen("P-256");
	if (*k == NULL || b == NULL ||
	    PEM_write_bio_PKCS8PrivateKey(b, *k, NULL, NULL, 0, NULL, NULL) !=
		1 ||
	    (n = BIO_get_mem_data(b, &text)) <= 0)
		return (failed(ERR_SYSTEM, "key for browsers"));
	return (buf_put(key_pem, text, (size_t)n));
}

err_t
cert_browser(const char *const *names, int64_t now, int days, struct buf *pem,
    struct buf *key_pem)
{
	CLEAN(x509_drop) X509 *x = NULL;
	CLEAN(pkey_drop) EVP_PKEY *k = NULL;

	if (names == NULL || !name_valid(names[0]))
		return (err_new(ERR_USAGE, "name of the hub"));
	TRY(browser_key(&k, key_pem));
	TRY(begin(&x, k, now, days));
	TRY(subject(x, names));
	if (X509_set_issuer_name(x, X509_get_subject_name(x)) != 1 ||
	    !extend(x, x, NID_basic_constraints, "critical,CA:FALSE") ||
	    !extend(x, x, NID_key_usage, "critical,digitalSignature") ||
	    !extend(x, x, NID_ext_key_usage, "serverAuth"))
		return (failed(ERR_SYSTEM, "certificate"));
	return (finish(x, k, pem));
}

/* A name as UTF-8; what does not fit or is not text is FORMAT. */
static err_t
name_take(const X509_NAME *name, int nid, char out[CERT_NAME_MAX + 1])
{
	int at = X509_NAME_get_index_by_NID(name, nid, -1), n;
	unsigned char *utf = NULL;
	bool fine;

	out[0] = '\0';
	if (at < 0)
		return (NULL);
	n = ASN1_STRING_to_UTF8(
	    &utf, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	fine =
	    n >= 0 && n <= CERT_NAME_MAX && text_valid(span_of(utf, (size_t)n));
	if (fine) {
		memcpy(out, utf, (size_t)n);
		out[n] = '\0';
	}
	OPENSSL_free(utf);
	return (fine ? NULL : failed(ERR_FORMAT, "name in a certificate"));
}

static err_t
time_take(const ASN1_TIME *t, int64_t *at)
{
	ASN1_TIME *zero = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;
	bool fine;

	fine = zero != NULL && ASN1_TIME_diff(&days, &seconds, zero, t) == 1;
	ASN1_TIME_free(zero);
	*at = (int64_t)days * DAY_S + seconds;
	return (fine ? NULL : failed(ERR_FORMAT, "date in a certificate"));
}

static err_t
serial_take(const X509 *x, char out[41])
{
	static const char hex[] = "0123456789abcdef";
	const ASN1_INTEGER *a = X509_get0_serialNumber(x);
	const unsigned char *p = ASN1_STRING_get0_data(a);
	size_t n = (size_t)ASN1_STRING_length(a);

	if (n < 1 || n > 20)
		return (err_new(ERR_FORMAT, "serial of %zu bytes", n));
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = hex[p[i] >> 4];
		out[2 * i + 1] = hex[p[i] & 15];
	}
	out[2 * n] = '\0';
	return (NULL);
}

err_t
cert_look(const void *x509, struct cert_info *info)
{
	const X509 *x = x509;
	EVP_PKEY *k;
	size_t n = KEY_LEN;

	memset(info, 0, sizeof(*info));
	TRY(serial_take(x, info->serial));
	TRY(name_take(X509_get_subject_name(x), NID_commonName, info->cn));
	TRY(name_take(X509_get_subject_name(x), NID_organizationName, info->o));
	TRY(time_take(X509_get0_notBefore(x), &info->not_before));
	TRY(time_take(X509_get0_notAfter(x), &info->not_after));
	info->self = X509_NAME_cmp(X509_get_subject_name(x),
			 X509_get_issuer_name(x)) == 0;
	k = X509_get0_pubkey(x);
	if (k == NULL)
		return (failed(ERR_FORMAT, "key of a certificate"));
	info->ed25519 = EVP_PKEY_get_id(k) == EVP_PKEY_ED25519;
	if (info->ed25519 &&
	    EVP_PKEY_get_raw_public_key(k, info->spki, &n) != 1)
		return (failed(ERR_FORMAT, "key of a certificate"));
	return (NULL);
}

err_t
cert_read(struct span pem, struct cert_info *info)
{
	CLEAN(x509_drop) X509 *x = NULL;

	TRY(first(pem, &x));
	TRY(cert_look(x, info));
	info->ca = X509_check_ca(x) == 1;
	return (NULL);
}

bool
cert_signed_by(const void *x509, const void *ca_x509)
{
	CLEAN(x509_drop) X509 *x = X509_dup(x509), *ca = X509_dup(ca_x509);
	bool fine;

	fine = x != NULL && ca != NULL &&
	       X509_check_issued(ca, x) == X509_V_OK &&
	       X509_verify(x, X509_get0_pubkey(ca)) == 1;
	ERR_clear_error();
	return (fine);
}

err_t
cert_signed(struct span pem, struct span ca_pem)
{
	CLEAN(x509_drop) X509 *x = NULL, *ca = NULL;

	TRY(first(pem, &x));
	TRY_FOR(first(ca_pem, &ca), "root");
	if (X509_check_ca(ca) != 1 || !cert_signed_by(x, ca))
		return (err_new(ERR_UNTRUSTED,
		    "the certificate is not signed by our root"));
	return (NULL);
}

err_t
cert_print(struct span pem, struct hash *out)
{
	CLEAN(x509_drop) X509 *x = NULL;
	unsigned int n = 0;

	TRY(first(pem, &x));
	if (X509_digest(x, EVP_sha256(), out->b, &n) != 1 || n != HASH_LEN)
		return (failed(ERR_SYSTEM, "fingerprint"));
	return (NULL);
}
