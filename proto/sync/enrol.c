#include "proto/sync/enrol.h"

#include <stdio.h>

#include "proto/base/json.h"
#include "proto/base/text.h"

#define PREFIX         "mesas1:"
#define DEPTH          2
#define INVITATION_MAX 2048 /* bytes of JSON in it */

/* ---- small parts -------------------------------------------------------- */

/* "name":"text", before the first or after another. */
static err_t
put_text(struct buf *b, const char *name, struct span v)
{
	TRY(buf_fmt(b, "%c\"%s\":", b->n == 0 ? '{' : ',', name));
	return (json_put_text(b, v));
}

static err_t
put_b64(struct buf *b, const char *name, const void *p, size_t n)
{
	TRY(buf_fmt(b, "%c\"%s\":", b->n == 0 ? '{' : ',', name));
	return (json_put_b64(b, span_of(p, n)));
}

/* A member that fits into a text of `size` bytes with its NUL. */
static err_t
take_text(const json_t *j, const char *name, char *out, size_t size)
{
	struct span v;

	TRY(json_need_text(j, name, &v));
	if (v.n >= size)
		return (err_new(
		    ERR_LIMIT, "%s: more than %zu bytes", name, size - 1));
	memcpy(out, v.p, v.n);
	out[v.n] = '\0';
	return (NULL);
}

static err_t
take_map(struct span s, json_t **j)
{
	TRY(json_parse(s, LIMIT_ENROL_BYTES, DEPTH, j));
	if (json_kind(*j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "not a JSON map"));
	return (NULL);
}

static bool
blank(uint8_t c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* ---- the invitation ----------------------------------------------------- */

err_t
enrol_invitation_put(const struct invitation *i, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);

	TRY(put_text(&b, "url", span_str(i->url)));
	TRY(put_b64(&b, "ca", i->ca.b, HASH_LEN));
	TRY(put_b64(&b, "code", i->code, ENROL_CODE_LEN));
	TRY(put_text(&b, "office", span_str(i->office)));
	if (i->has_hub)
		TRY(put_b64(&b, "hub", i->hub, KEY_LEN));
	TRY(buf_str(&b, "}"));
	TRY(buf_str(out, PREFIX));
	return (buf_b64(out, buf_all(&b)));
}

err_t
enrol_invitation_take(struct span text, struct invitation *i)
{
	uint8_t raw[INVITATION_MAX];
	JSON_CLEAN j = NULL;
	size_t n;

	while (text.n > 0 && blank(text.p[0])) {
		text.p++;
		text.n--;
	}
	while (text.n > 0 && blank(text.p[text.n - 1]))
		text.n--;
	if (text.n < strlen(PREFIX) ||
	    memcmp(text.p, PREFIX, strlen(PREFIX)) != 0)
		return (err_new(
		    ERR_FORMAT, "an invitation begins with \"%s\"", PREFIX));
	text.p += strlen(PREFIX);
	text.n -= strlen(PREFIX);
	TRY_FOR(span_b64_upto(text, raw, sizeof(raw), &n), "invitation");
	TRY_FOR(take_map(span_of(raw, n), &j), "invitation");
	TRY_FOR(take_text(j, "url", i->url, sizeof(i->url)), "invitation");
	TRY_FOR(json_need_b64(j, "ca", i->ca.b, HASH_LEN), "invitation");
	TRY_FOR(
	    json_need_b64(j, "code", i->code, ENROL_CODE_LEN), "invitation");
	TRY_FOR(
	    take_text(j, "office", i->office, sizeof(i->office)), "invitation");
	i->has_hub = json_get(j, "hub") != NULL;
	if (i->has_hub)
		TRY_FOR(json_need_b64(j, "hub", i->hub, KEY_LEN), "invitation");
	if (strncmp(i->url, "https://", 8) != 0)
		return (
		    err_new(ERR_FORMAT, "invitation: not an https address"));
	return (NULL);
}

/* ---- enrolling ---------------------------------------------------------- */

err_t
enrol_request_put(const struct enrol_request *r, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);

	TRY(put_b64(&b, "code", r->code, ENROL_CODE_LEN));
	TRY(put_text(&b, "office", span_str(r->office)));
	TRY(put_b64(&b, "key", r->key, KEY_LEN));
	TRY(put_b64(&b, "proof", r->proof, SIG_LEN));
	TRY(put_text(&b, "computer", span_str(r->computer)));
	TRY(put_text(&b, "software", span_str(r->software)));
	TRY(buf_str(&b, "}"));
	return (buf_span(out, buf_all(&b)));
}

err_t
enrol_request_take(struct span s, struct enrol_request *r)
{
	JSON_CLEAN j = NULL;

	TRY(take_map(s, &j));
	TRY(json_need_b64(j, "code", r->code, ENROL_CODE_LEN));
	TRY(take_text(j, "office", r->office, sizeof(r->office)));
	TRY(json_need_b64(j, "key", r->key, KEY_LEN));
	TRY(json_need_b64(j, "proof", r->proof, SIG_LEN));
	TRY(take_text(j, "computer", r->computer, sizeof(r->computer)));
	return (take_text(j, "software", r->software, sizeof(r->software)));
}

struct proof {
	uint8_t b[128];
	size_t n;
};

static void
proof_add(struct proof *p, const void *from, size_t n)
{
	must(n <= sizeof(p->b) - p->n);
	memcpy(p->b + p->n, from, n);
	p->n += n;
}

static struct proof
enrol_text(const struct enrol_request *r, const struct hash *ca)
{
	struct proof p = { .n = 0 };

	proof_add(&p, "enrol", 5);
	proof_add(&p, r->code, ENROL_CODE_LEN);
	proof_add(&p, ca->b, HASH_LEN);
	return (p);
}

err_t
enrol_prove(struct enrol_request *r, const struct hash *ca, const struct key *k)
{
	struct proof p = enrol_text(r, ca);

	key_public(k, r->key);
	return (key_sign(k, span_of(p.b, p.n), r->proof));
}

err_t
enrol_proved(const struct enrol_request *r, const struct hash *ca)
{
	struct proof p = enrol_text(r, ca);

	return (key_verify(r->key, span_of(p.b, p.n), r->proof));
}

/* ---- renewing ----------------------------------------------------------- */

err_t
enrol_renewal_put(const struct enrol_renewal *r, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);

	TRY(put_b64(&b, "key", r->key, KEY_LEN));
	TRY(put_b64(&b, "proof", r->proof, SIG_LEN));
	TRY(buf_str(&b, "}"));
	return (buf_span(out, buf_all(&b)));
}

err_t
enrol_renewal_take(struct span s, struct enrol_renewal *r)
{
	JSON_CLEAN j = NULL;

	TRY(take_map(s, &j));
	TRY(json_need_b64(j, "key", r->key, KEY_LEN));
	return (json_need_b64(j, "proof", r->proof, SIG_LEN));
}

static struct proof
renewal_text(const char *serial, const struct hash *ca)
{
	struct proof p = { .n = 0 };

	proof_add(&p, "renew", 5);
	proof_add(&p, serial, strlen(serial));
	proof_add(&p, ca->b, HASH_LEN);
	return (p);
}

err_t
enrol_renewal_prove(struct enrol_renewal *r, const char *serial,
    const struct hash *ca, const struct key *k)
{
	struct proof p = renewal_text(serial, ca);

	key_public(k, r->key);
	return (key_sign(k, span_of(p.b, p.n), r->proof));
}

err_t
enrol_renewal_proved(
    const struct enrol_renewal *r, const char *serial, const struct hash *ca)
{
	struct proof p = renewal_text(serial, ca);

	return (key_verify(r->key, span_of(p.b, p.n), r->proof));
}

/* ---- the answer --------------------------------------------------------- */

err_t
enrol_answer_put(const struct enrol_answer *r, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	char letter[2] = { r->letter, '\0' };

	TRY(put_text(&b, "cert", r->cert));
	TRY(put_text(&b, "ca", r->ca));
	if (r->has_hub) {
		TRY(put_text(&b, "letter", span_str(letter)));
		TRY(put_text(&b, "office", span_str(r->office)));
		TRY(put_b64(&b, "hub", r->hub, KEY_LEN));
		TRY(put_text(&b, "home", span_str(r->home)));
		TRY(put_b64(&b, "log", r->log, LOG_ID_LEN));
		TRY(buf_fmt(&b, ",\"seq\":%lu,\"index\":%lu",
		    (unsigned long)r->seq, (unsigned long)r->index));
	}
	TRY(buf_str(&b, "}"));
	return (buf_span(out, buf_all(&b)));
}

static err_t
take_place(const json_t *j, struct enrol_answer *r)
{
	char letter[2] = "";
	int64_t seq, index;

	TRY(take_text(j, "letter", letter, sizeof(letter)));
	r->letter = letter[0];
	if (r->letter != '\0' && (r->letter < 'a' || r->letter > 'z'))
		return (err_new(ERR_FORMAT, "letter: not a to z"));
	TRY(take_text(j, "office", r->office, sizeof(r->office)));
	TRY(json_need_b64(j, "hub", r->hub, KEY_LEN));
	TRY(take_text(j, "home", r->home, sizeof(r->home)));
	TRY(json_need_b64(j, "log", r->log, LOG_ID_LEN));
	TRY(json_need_int(j, "seq", 1, LIMIT_SEQ, &seq));
	TRY(json_need_int(j, "index", 0, LIMIT_OPS_COMMIT - 1, &index));
	r->seq = (uint32_t)seq;
	r->index = (uint32_t)index;
	r->has_hub = true;
	return (NULL);
}

err_t
enrol_answer_take(struct span s, struct arena *a, struct enrol_answer *r)
{
	JSON_CLEAN j = NULL;
	struct span v;

	memset(r, 0, sizeof(*r));
	TRY(take_map(s, &j));
	TRY(json_need_text(j, "cert", &v));
	r->cert = span_str(arena_dup(a, v));
	TRY(json_need_text(j, "ca", &v));
	r->ca = span_str(arena_dup(a, v));
	if (json_get(j, "hub") != NULL)
		TRY(take_place(j, r));
	return (NULL);
}

/* ---- refusals ----------------------------------------------------------- */

err_t
enrol_refusal_put(enum err_code code, const char *text, struct buf *out)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);

	TRY(put_text(&b, "error", span_str(err_name(code))));
	TRY(put_text(&b, "text", span_str(text)));
	TRY(buf_str(&b, "}"));
	return (buf_span(out, buf_all(&b)));
}

err_t
enrol_refusal_take(struct span s)
{
	char name[LIMIT_SW_BYTES + 1], text[ERR_TEXT_MAX];
	JSON_CLEAN j = NULL;
	enum err_code code;

	TRY(take_map(s, &j));
	TRY(take_text(j, "error", name, sizeof(name)));
	TRY(take_text(j, "text", text, sizeof(text)));
	code = err_named(name);
	if (code == ERR_NONE)
		return (
		    err_new(ERR_FORMAT, "unknown error %s: %s", name, text));
	return (err_new(code, "%s", text));
}
