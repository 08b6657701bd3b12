#include "proto/log/seal.h"

#include "proto/log/change.h"

void
chain_start(struct chain *c, const struct segment *s)
{
	*c = (struct chain){ .erased = s->erased,
		.salts = s->salts,
		.prev = s->prev,
		.seq = s->from };
	hmac_key(&c->seed, s->seed, SEED_LEN);
}

void
chain_salt(
    const struct hmac *seed, uint64_t seq, uint64_t index, struct hash *out)
{
	uint8_t msg[16];

	for (int i = 0; i < 8; i++) {
		msg[i] = (uint8_t)(seq >> (56 - 8 * i));
		msg[8 + i] = (uint8_t)(index >> (56 - 8 * i));
	}
	/* SPEC 4.2: The salt of an op MUST be HMAC-SHA256 with the segment's
	 * seed as the key, over u64(seq) || u64(i). */
	hmac_run(seed, msg, sizeof(msg), out);
}

void
chain_commitment(const struct hash *salt, struct span line, struct hash *out)
{
	struct hasher h;

	hash_start(&h, "op");
	hash_add(&h, salt->b, HASH_LEN);
	hash_add(&h, line.p, line.n);
	hash_end(&h, out);
}

/* The part of a commit's hash before its commitments. */
static void
begin(struct hasher *h, const struct hash *prev, struct span head, size_t n)
{
	hash_start(h, "commit");
	hash_add(h, prev->b, HASH_LEN);
	hash_u64(h, head.n);
	hash_add(h, head.p, head.n);
	hash_u64(h, n);
}

/*
 * How many op lines follow a head: the digits between its last ',' and the
 * ']' that ends it.  head_take reads the rest, later.
 */
static err_t
count_ops(struct span head, size_t *n)
{
	size_t i = head.n, v = 0, ten = 1;

	/* SPEC 5.1: The last element of a head MUST be the number of its op
	 * lines, from 1 to 256, in digits without leading zeros, and nothing
	 * MUST stand between it and the closing bracket. */
	if (i < 2 || head.p[0] != '[' || head.p[--i] != ']')
		return (err_new(ERR_FORMAT, "not a head"));
	/* The '[' at the front ends the search at the latest. */
	while (head.p[i - 1] >= '0' && head.p[i - 1] <= '9') {
		if (ten > 100)
			return (err_new(ERR_LIMIT, "too many ops in a commit"));
		v += ten * (size_t)(head.p[--i] - '0');
		ten *= 10;
	}
	if (v == 0 || head.p[i] == '0' || head.p[i - 1] != ',')
		return (err_new(ERR_FORMAT, "a head without a count"));
	if (v > LIMIT_OPS_COMMIT)
		return (err_new(ERR_LIMIT, "%zu ops in a commit", v));
	*n = v;
	return (NULL);
}

/* The commitment of the next op line, whichever way it is given. */
static err_t
next_op(struct chain *c, struct span line, uint64_t index, struct hash *out)
{
	struct hash salt;

	if (line.n > 0 && line.p[0] == '{') {
		/* SPEC 4.3: A segment with an erased op MUST carry salts. */
		if (!c->erased)
			return (err_new(ERR_FORMAT, "erased op beside a seed"));
		return (op_erased_take(line, out->b));
	}
	if (line.n < 2 || line.p[0] != '[' || line.p[line.n - 1] != ']')
		return (err_new(ERR_FORMAT, "not an op line"));
	if (line.n > LIMIT_LINE_BYTES)
		return (err_new(ERR_LIMIT, "op line of %zu bytes", line.n));
	c->text += line.n + 1;
	if (!c->erased) {
		chain_salt(&c->seed, c->seq, index, &salt);
		chain_commitment(&salt, line, out);
		return (NULL);
	}
	if (c->salts.n < HASH_LEN)
		return (err_new(ERR_FORMAT, "too few salts"));
	memcpy(salt.b, c->salts.p, HASH_LEN);
	chain_commitment(&salt, line, out);
	c->salts = span_of(c->salts.p + HASH_LEN, c->salts.n - HASH_LEN);
	return (NULL);
}

err_t
chain_next(struct chain *c, struct span *body, struct span *head,
    struct span *ops, size_t *n, struct hash *out)
{
	struct chain at = *c;
	struct span rest = *body, first, line;
	struct hasher h;
	struct hash op;
	size_t count;

	if (!span_line(&rest, &first))
		return (err_new(ERR_FORMAT, "head cut short"));
	if (first.n > LIMIT_LINE_BYTES)
		return (err_new(ERR_LIMIT, "head of %zu bytes", first.n));
	TRY(count_ops(first, &count));
	at.text += first.n + 1;
	begin(&h, &c->prev, first, count);
	for (size_t i = 0; i < count; i++) {
		if (!span_line(&rest, &line))
			return (err_new(ERR_FORMAT, "ops cut short"));
		TRY_FOR(next_op(&at, line, i, &op), "op %zu", i);
		hash_add(&h, op.b, HASH_LEN);
		if (ops != NULL)
			ops[i] = line;
	}
	/* SPEC 2: The head line and op lines of a commit MUST NOT be longer
	 * than 65536 bytes together. */
	if (at.text - c->text > LIMIT_COMMIT_BYTES)
		return (err_new(
		    ERR_LIMIT, "a commit of %zu bytes", at.text - c->text));
	hash_end(&h, &at.prev);
	at.seq++;
	at.ops += count;
	if (head != NULL)
		*head = first;
	if (n != NULL)
		*n = count;
	if (out != NULL)
		*out = at.prev;
	*body = rest;
	*c = at;
	return (NULL);
}

void
chain_commit( // NOLINT(readability-function-size)
    const struct hmac *seed, const struct hash *prev, uint64_t seq,
    struct span head, const struct span *ops, size_t n, struct hash *out)
{
	struct hasher h;
	struct hash x;

	must(n >= 1 && n <= LIMIT_OPS_COMMIT && seq >= 1 && seq <= LIMIT_SEQ);
	begin(&h, prev, head, n);
	for (size_t i = 0; i < n; i++) {
		must(ops[i].n >= 2 && ops[i].p[0] == '[');
		chain_salt(seed, seq, i, &x);
		chain_commitment(&x, ops[i], &x);
		hash_add(&h, x.b, HASH_LEN);
	}
	hash_end(&h, out);
}
