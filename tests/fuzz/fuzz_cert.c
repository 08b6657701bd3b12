/*
 * Certificates and keys, as PEM and as the DER inside: what is read keeps to
 * its bounds, reads the same again, and is not ours unless our root signed it.
 */
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "tests/fuzz/fuzz.h"

static struct buf root = BUF(LIMIT_PEM_BYTES), ours = BUF(LIMIT_PEM_BYTES);

static void
begin(void)
{
	uint8_t pub[KEY_LEN];
	struct key *ca;

	if (root.n > 0)
		return;
	fixed_begin(0);
	must(key_make(&ca) == NULL);
	key_public(ca, pub);
	must(cert_ca(ca, "hub", clock_now(), &root) == NULL);
	must(cert_node(ca, buf_all(&root), pub, "node", "TAP", clock_now(), 90,
		 &ours) == NULL);
	must(cert_signed(buf_all(&ours), buf_all(&root)) == NULL);
	key_free(&ca);
}

static void
look(struct span pem)
{
	struct cert_info i, again;
	struct hash a, b;
	err_t e;

	if (cert_read(pem, &i) != NULL)
		return;
	must(strlen(i.cn) <= CERT_NAME_MAX && strlen(i.o) <= CERT_NAME_MAX);
	must(text_valid(span_str(i.cn)) && text_valid(span_str(i.o)));
	must(strspn(i.serial, "0123456789abcdef-") == strlen(i.serial));
	must(cert_read(pem, &again) == NULL);
	must(strcmp(i.serial, again.serial) == 0);
	must(strcmp(i.cn, again.cn) == 0 && i.not_after == again.not_after);
	must(cert_print(pem, &a) == NULL && cert_print(pem, &b) == NULL);
	must(memcmp(&a, &b, sizeof(a)) == 0);
	if (cert_signed(pem, buf_all(&root)) == NULL) {
		struct hash r, o;

		must(cert_print(buf_all(&root), &r) == NULL);
		must(cert_print(buf_all(&ours), &o) == NULL);
		must(memcmp(&a, &r, sizeof(a)) == 0 ||
		     memcmp(&a, &o, sizeof(a)) == 0);
	}
	e = cert_signed(buf_all(&ours), pem);
	must(e == NULL || e->code != ERR_NONE);
}

/* Every certificate of a text. */
static void
each(struct span pem)
{
	size_t before = pem.n + 1;
	void *x = NULL;

	while (pem.n < before && cert_x509(&pem, &x) == NULL) {
		struct cert_info i;

		before = pem.n + (pem.n == 0 ? 0 : 1);
		if (cert_look(x, &i) == NULL)
			must(strlen(i.cn) <= CERT_NAME_MAX);
		cert_drop(&x);
	}
}

static void
key(struct span pem)
{
	const char *path = fuzz_file("key", pem);
	uint8_t pub[KEY_LEN], sig[SIG_LEN];
	struct key *k = NULL;

	if (key_read(path, &k) != NULL) {
		must(k == NULL);
		return;
	}
	key_public(k, pub);
	must(key_sign(k, span_str("text"), sig) == NULL);
	must(key_verify(pub, span_str("text"), sig) == NULL);
	key_free(&k);
}

static void
wrap(struct span der, const char *what, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PEM_BYTES);

	must(buf_b64(&b, der) == NULL);
	while (b.n % 4 != 0)
		must(buf_byte(&b, '=') == NULL);
	must(buf_fmt(out, "-----BEGIN %s-----\n", what) == NULL);
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i] == '-' ? '+' : b.p[i] == '_' ? '/' : b.p[i];

		must(buf_byte(out, c) == NULL);
		if (i % 64 == 63 || i + 1 == b.n)
			must(buf_byte(out, '\n') == NULL);
	}
	must(buf_fmt(out, "-----END %s-----\n", what) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf b = BUF(4 * LIMIT_PEM_BYTES);
	struct span in = span_of(p, n);

	begin();
	if (n == 0 || n > LIMIT_PEM_BYTES / 2)
		return (0);
	if (p[0] == '-') {
		look(in);
		each(in);
		key(in);
		return (0);
	}
	wrap(in, p[0] == 0x30 && n > 100 ? "CERTIFICATE" : "PRIVATE KEY", &b);
	look(buf_all(&b));
	key(buf_all(&b));
	return (0);
}
