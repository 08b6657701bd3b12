#include "proto/log/seal.h"

#include "proto/log/change.h"

/* A segment being erased, line by line. */
struct erasing {
	struct segment *s;
	struct chain c;   /* stands before the commit at hand */
	struct span *ops; /* LIMIT_OPS_COMMIT of them */
	struct buf body, salts;
	bool (*gone)(void *ctx, uint32_t seq, uint32_t index);
	void *ctx;
};

static void
erasing_done(struct erasing *e)
{
	buf_free(&e->body);
	buf_free(&e->salts);
}

/* The salt of an op that is still there. */
static void
salt_of(struct erasing *e, uint32_t seq, uint32_t index, struct hash *salt)
{
	if (!e->s->erased) {
		chain_salt(&e->c.seed, seq, index, salt);
		return;
	}
	must(e->c.salts.n >= HASH_LEN);
	memcpy(salt->b, e->c.salts.p, HASH_LEN);
	e->c.salts = span_of(e->c.salts.p + HASH_LEN, e->c.salts.n - HASH_LEN);
}

static bool
is_alias(struct span line)
{
	return (line.n > 4 && memcmp(line.p, "[-1,", 4) == 0);
}

static err_t
erase_op(struct erasing *e, uint32_t seq, uint32_t index, struct span line)
{
	struct hash salt;
	struct hash x;

	if (line.p[0] == '{') { /* gone already */
		TRY(buf_span(&e->body, line));
		return (buf_byte(&e->body, '\n'));
	}
	salt_of(e, seq, index, &salt);
	/* SPEC 4.3: An alias op MUST NOT be erased: it holds no value, and
	 * later aliases are counted from it. */
	if (!is_alias(line) && e->gone(e->ctx, seq, index)) {
		chain_commitment(&salt, line, &x);
		TRY(op_erased_put(x.b, &e->body));
	} else {
		TRY(buf_put(&e->salts, salt.b, HASH_LEN));
		TRY(buf_span(&e->body, line));
	}
	return (buf_byte(&e->body, '\n'));
}

static err_t
erase_commit(struct erasing *e, struct span *rest, uint32_t seq)
{
	struct span head;
	struct chain after = e->c;
	size_t n;

	TRY(chain_next(&after, rest, &head, e->ops, &n, NULL));
	TRY(buf_span(&e->body, head));
	TRY(buf_byte(&e->body, '\n'));
	for (size_t i = 0; i < n; i++)
		TRY(erase_op(e, seq, (uint32_t)i, e->ops[i]));
	e->c = after;
	return (NULL);
}

err_t
segment_erase(struct segment *s,
    bool (*gone)(void *ctx, uint32_t seq, uint32_t index), void *ctx,
    struct arena *a)
{
	CLEAN(erasing_done)
	struct erasing e = { .s = s,
		.gone = gone,
		.ctx = ctx,
		.body = BUF(LIMIT_SEGMENT_BODY),
		.salts = BUF((size_t)LIMIT_SEGMENT_OPS * HASH_LEN) };
	struct span rest = s->body;

	e.ops = arena_new(a, LIMIT_OPS_COMMIT * sizeof(*e.ops));
	chain_start(&e.c, s);
	for (uint32_t i = 0; i < s->n; i++)
		TRY_FOR(erase_commit(&e, &rest, s->from + i), "commit %u",
		    s->from + i);
	/* The last hash did not change: neither did what was signed. */
	must(memcmp(e.c.prev.b, s->head.b, HASH_LEN) == 0);
	s->body = span_of(arena_dup(a, buf_all(&e.body)), e.body.n);
	s->salts = span_of(arena_dup(a, buf_all(&e.salts)), e.salts.n);
	s->erased = true;
	memset(s->seed, 0, SEED_LEN);
	return (NULL);
}
