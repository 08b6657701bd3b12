#include "proto/sync/bundle.h"

#include "proto/base/box.h"
#include "proto/limits.h"

#define MAGIC_LEN 8
#define HINT_LEN  8
#define HEAD_LEN  (MAGIC_LEN + 1 + HINT_LEN)
#define SIGNED    "bundle"

/* A transfer as text would be noticed. */
static const uint8_t magic[MAGIC_LEN] = { 'm', 'e', 's', 'a', 's', '\r', '\n',
	0x1a };

static void
head_put(
    enum bundle_kind kind, const uint8_t to[KEY_LEN], uint8_t head[HEAD_LEN])
{
	struct hasher h;
	struct hash print;

	hash_start(&h, "bundle to");
	hash_add(&h, to, KEY_LEN);
	hash_end(&h, &print);
	memcpy(head, magic, MAGIC_LEN);
	head[MAGIC_LEN] = (uint8_t)kind;
	memcpy(head + MAGIC_LEN + 1, print.b, HINT_LEN);
}

/* SPEC 12.2: The signature MUST be over the head, the reader's key and the
 * payload. */
static void
digest(const uint8_t head[HEAD_LEN], const uint8_t to[KEY_LEN],
    struct span payload, struct hash *out)
{
	struct hasher h;

	hash_start(&h, SIGNED);
	hash_add(&h, head, HEAD_LEN);
	hash_add(&h, to, KEY_LEN);
	hash_add(&h, payload.p, payload.n);
	hash_end(&h, out);
}

err_t
bundle_put(enum bundle_kind kind, const struct key *from,
    const uint8_t to[KEY_LEN], struct span payload, struct buf *out)
{
	CLEAN(buf_free)
	struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	uint8_t head[HEAD_LEN], pub[KEY_LEN], sig[SIG_LEN];
	struct hash d;

	head_put(kind, to, head);
	digest(head, to, payload, &d);
	TRY(key_sign(from, span_of(d.b, HASH_LEN), sig));
	key_public(from, pub);
	TRY(buf_span(&plain, span_of(pub, KEY_LEN)));
	TRY(buf_span(&plain, span_of(sig, SIG_LEN)));
	TRY(buf_span(&plain, payload));
	TRY(buf_span(out, span_of(head, HEAD_LEN)));
	return (box_seal(to, span_of(head, HEAD_LEN), buf_all(&plain), out));
}

err_t
bundle_look(struct span file, const uint8_t key[KEY_LEN],
    enum bundle_kind *kind, bool *mine)
{
	uint8_t head[HEAD_LEN];

	if (file.n < HEAD_LEN || memcmp(file.p, magic, MAGIC_LEN) != 0)
		return (err_new(ERR_FORMAT, "not a bundle of Mesas"));
	if (file.p[MAGIC_LEN] == 0 || file.p[MAGIC_LEN] >= BUNDLE_KINDS)
		return (err_new(ERR_PROTOCOL,
		    "a bundle of a kind that this software does not know"));
	if (file.n > LIMIT_BUNDLE_BYTES)
		return (err_new(ERR_LIMIT, "a bundle of more than %d bytes",
		    LIMIT_BUNDLE_BYTES));
	*kind = (enum bundle_kind)file.p[MAGIC_LEN];
	head_put(*kind, key, head);
	*mine = memcmp(head, file.p, HEAD_LEN) == 0;
	return (NULL);
}

err_t
bundle_take(struct span file, const struct key *me, struct buf *plain,
    struct bundle *out)
{
	uint8_t pub[KEY_LEN];
	struct hash d;
	bool mine;

	key_public(me, pub);
	TRY(bundle_look(file, pub, &out->kind, &mine));
	if (!mine)
		return (err_new(ERR_SCOPE, "the bundle is for somebody else"));
	buf_clear(plain);
	TRY_FOR(box_open(me, span_of(file.p, HEAD_LEN),
		    span_of(file.p + HEAD_LEN, file.n - HEAD_LEN), plain),
	    "nothing of the bundle was used");
	if (plain->n < KEY_LEN + SIG_LEN)
		return (err_new(ERR_UNTRUSTED, "a bundle that nobody signed"));
	memcpy(out->from, plain->p, KEY_LEN);
	out->payload =
	    span_of(plain->p + KEY_LEN + SIG_LEN, plain->n - KEY_LEN - SIG_LEN);
	digest(file.p, pub, out->payload, &d);
	return (
	    key_verify(out->from, span_of(d.b, HASH_LEN), plain->p + KEY_LEN));
}

/* ---- the answer --------------------------------------------------------- */

static err_t
part_put(struct span s, struct buf *out)
{
	uint8_t n[4] = { (uint8_t)(s.n >> 24), (uint8_t)(s.n >> 16),
		(uint8_t)(s.n >> 8), (uint8_t)s.n };

	TRY(buf_span(out, span_of(n, sizeof(n))));
	return (buf_span(out, s));
}

static err_t
part_take(struct span *from, size_t most, struct span *s)
{
	size_t n;

	if (from->n < 4)
		return (err_new(ERR_FORMAT, "an answer that is cut short"));
	n = (size_t)from->p[0] << 24 | (size_t)from->p[1] << 16 |
	    (size_t)from->p[2] << 8 | from->p[3];
	if (n > from->n - 4 || n > most)
		return (err_new(ERR_FORMAT, "an answer with a wrong length"));
	*s = span_of(from->p + 4, n);
	*from = span_of(from->p + 4 + n, from->n - 4 - n);
	return (NULL);
}

err_t
bundle_reply_put(const struct bundle_reply *r, struct buf *out)
{
	must(r->hello.n <= LIMIT_MESSAGE_BYTES &&
	     r->renewal.n <= LIMIT_ENROL_BYTES);
	TRY(part_put(r->hello, out));
	TRY(part_put(r->renewal, out));
	return (buf_span(out, r->frame));
}

err_t
bundle_reply_take(struct span payload, struct bundle_reply *r)
{
	TRY(part_take(&payload, LIMIT_MESSAGE_BYTES, &r->hello));
	TRY(part_take(&payload, LIMIT_ENROL_BYTES, &r->renewal));
	r->frame = payload;
	return (NULL);
}
