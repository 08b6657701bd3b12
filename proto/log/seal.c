#include "proto/log/seal.h"

#include "proto/base/json.h"

/*
 * The lines of this file have one spelling: members in order, no white space,
 * canonical numbers and base64url.  So they are eaten, not parsed, and two
 * different lines never mean the same.
 */

static bool
eat(struct span *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return (false);
	*s = span_of(s->p + n, s->n - n);
	return (true);
}

/* n bytes, as a quoted base64url. */
static bool
eat_b64(struct span *s, uint8_t *out, size_t n)
{
	size_t len = (n * 4 + 2) / 3;

	if (!eat(s, "\"") || s->n < len ||
	    span_b64(span_of(s->p, len), out, n) != NULL)
		return (false);
	*s = span_of(s->p + len, s->n - len);
	return (eat(s, "\""));
}

/* A number in lo..hi: no leading zeros, no "-0". */
static bool
eat_int(struct span *s, int64_t lo, int64_t hi, int64_t *v)
{
	bool minus = eat(s, "-");
	uint64_t u = 0, most = minus ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	size_t i = 0;

	while (i < s->n && s->p[i] >= '0' && s->p[i] <= '9') {
		unsigned d = (unsigned)(s->p[i++] - '0');

		if (u > (most - d) / 10)
			return (false);
		u = u * 10 + d;
	}
	if (i == 0 || (s->p[0] == '0' && (i > 1 || minus)))
		return (false);
	*s = span_of(s->p + i, s->n - i);
	*v = minus ? (int64_t)(0 - u) : (int64_t)u;
	return (*v >= lo && *v <= hi);
}

/* The name of a space: printable ASCII without quote and backslash. */
static bool
eat_space(struct span *s, char name[LIMIT_SPACE_NAME + 1])
{
	size_t n = 0;

	if (!eat(s, "\""))
		return (false);
	while (n < s->n && s->p[n] > 0x20 && s->p[n] < 0x7f && s->p[n] != '"' &&
	       s->p[n] != '\\') {
		if (n == LIMIT_SPACE_NAME)
			return (false);
		name[n] = (char)s->p[n];
		n++;
	}
	name[n] = '\0';
	*s = span_of(s->p + n, s->n - n);
	return (n > 0 && eat(s, "\""));
}

static bool
eat_parent(struct span *s, struct genesis *g)
{
	int64_t seq;

	if (eat(s, "null"))
		return (true);
	if (!eat(s, "[") || !eat_b64(s, g->parent, LOG_ID_LEN) ||
	    !eat(s, ",") || !eat_int(s, 1, LIMIT_SEQ, &seq) || !eat(s, ",") ||
	    !eat_b64(s, g->parent_hash.b, HASH_LEN) || !eat(s, "]"))
		return (false);
	g->has_parent = true;
	g->parent_seq = (uint32_t)seq;
	return (memcmp(g->parent, g->log, LOG_ID_LEN) != 0);
}

err_t
genesis_take(struct span line, struct genesis *g)
{
	*g = (struct genesis){ .has_parent = false };
	/* SPEC 3.2: A genesis line MUST have exactly these members in exactly
	 * this order. */
	if (eat(&line, "{\"log\":") && eat_b64(&line, g->log, LOG_ID_LEN) &&
	    eat(&line, ",\"node\":") && eat_b64(&line, g->node, KEY_LEN) &&
	    eat(&line, ",\"space\":") && eat_space(&line, g->space) &&
	    eat(&line, ",\"parent\":") && eat_parent(&line, g) &&
	    eat(&line, "}") && line.n == 0)
		return (NULL);
	return (err_new(ERR_FORMAT, "not a genesis line"));
}

err_t
genesis_put(const struct genesis *g, struct buf *out)
{
	TRY(buf_str(out, "{\"log\":"));
	TRY(json_put_b64(out, span_of(g->log, LOG_ID_LEN)));
	TRY(buf_str(out, ",\"node\":"));
	TRY(json_put_b64(out, span_of(g->node, KEY_LEN)));
	TRY(buf_str(out, ",\"space\":"));
	TRY(json_put_text(out, span_str(g->space)));
	TRY(buf_str(out, ",\"parent\":"));
	if (!g->has_parent)
		return (buf_str(out, "null}"));
	must(g->parent_seq >= 1);
	TRY(buf_byte(out, '['));
	TRY(json_put_b64(out, span_of(g->parent, LOG_ID_LEN)));
	TRY(buf_fmt(out, ",%u,", g->parent_seq));
	TRY(json_put_b64(out, span_of(g->parent_hash.b, HASH_LEN)));
	return (buf_str(out, "]}"));
}

void
genesis_hash(struct span line, struct hash *out)
{
	struct hasher h;

	hash_start(&h, "genesis");
	hash_add(&h, line.p, line.n);
	hash_end(&h, out);
}

/* The salts of an erased segment, as many as the string holds. */
static bool
eat_salts(struct span *s, struct arena *a, struct segment *seg)
{
	const uint8_t *end;
	size_t len, n;
	uint8_t *raw;

	if (!eat(s, "\""))
		return (false);
	end = s->n == 0 ? NULL : memchr(s->p, '"', s->n);
	if (end == NULL)
		return (false);
	len = (size_t)(end - s->p);
	n = len * 3 / 4;
	if (n % HASH_LEN != 0)
		return (false);
	raw = arena_new(a, n == 0 ? 1 : n);
	if (span_b64(span_of(s->p, len), raw, n) != NULL)
		return (false);
	seg->erased = true;
	seg->salts = span_of(raw, n);
	*s = span_of(end + 1, s->n - len - 1);
	return (true);
}

static bool
eat_seed(struct span *s, struct arena *a, struct segment *seg)
{
	if (eat(s, ",\"seed\":"))
		return (eat_b64(s, seg->seed, SEED_LEN));
	return (eat(s, ",\"salts\":") && eat_salts(s, a, seg));
}

static err_t
take_header(struct span line, struct arena *a, struct segment *s)
{
	int64_t from, n;

	if (line.n > LIMIT_LINE_BYTES)
		return (err_new(ERR_LIMIT, "header of %zu bytes", line.n));
	/* SPEC 7.2: A header line MUST have exactly these members in exactly
	 * this order. */
	if (!eat(&line, "{\"seg\":") || !eat_b64(&line, s->log, LOG_ID_LEN) ||
	    !eat(&line, ",\"from\":") || !eat_int(&line, 1, INT64_MAX, &from) ||
	    !eat(&line, ",\"n\":") || !eat_int(&line, 1, INT64_MAX, &n) ||
	    !eat(&line, ",\"prev\":") || !eat_b64(&line, s->prev.b, HASH_LEN) ||
	    !eat_seed(&line, a, s) || !eat(&line, ",\"time\":") ||
	    !eat_int(&line, INT64_MIN, INT64_MAX, &s->time) ||
	    !eat(&line, ",\"off\":") ||
	    !eat_int(&line, INT64_MIN, INT64_MAX, &s->offset) ||
	    !eat(&line, "}") || line.n != 0)
		return (err_new(ERR_FORMAT, "not a segment's header"));
	if (n > LIMIT_SEGMENT_COMMITS)
		return (err_new(ERR_LIMIT, "more than %d commits in a segment",
		    LIMIT_SEGMENT_COMMITS));
	if (from > LIMIT_SEQ - n + 1)
		return (
		    err_new(ERR_LIMIT, "a log ends at commit %lld", LIMIT_SEQ));
	s->from = (uint32_t)from;
	s->n = (uint32_t)n;
	return (NULL);
}

/* SPEC 4.4: A reader MUST compute every hash of a segment from its lines
 * before it believes any of them. */
static err_t
take_body(struct span *in, struct arena *a, struct segment *s)
{
	const uint8_t *start = in->p;
	struct chain c;

	s->hash = arena_new(a, s->n * sizeof(*s->hash));
	chain_start(&c, s);
	for (uint32_t i = 0; i < s->n; i++) {
		TRY_FOR(chain_next(&c, in, NULL, NULL, NULL, &s->hash[i]),
		    "commit %u", s->from + i);
		/* SPEC 2: The commits of a segment MUST NOT be longer than
		 * 114688 bytes together, nor have more than 1440 ops. */
		if (c.text > LIMIT_SEGMENT_TEXT || c.ops > LIMIT_SEGMENT_OPS)
			return (err_new(ERR_LIMIT, "a segment too large"));
	}
	if (c.salts.n != 0)
		return (err_new(ERR_FORMAT, "too many salts"));
	s->head = c.prev;
	s->body = span_of(start, (size_t)(in->p - start));
	return (NULL);
}

static err_t
take_end(struct span line, struct segment *s)
{
	struct hash head;

	if (!eat(&line, "{\"head\":") || !eat_b64(&line, head.b, HASH_LEN) ||
	    !eat(&line, ",\"sig\":") || !eat_b64(&line, s->sig, SIG_LEN) ||
	    !eat(&line, "}") || line.n != 0)
		return (err_new(ERR_FORMAT, "not a segment's end"));
	if (memcmp(head.b, s->head.b, HASH_LEN) != 0)
		return (err_new(ERR_FORMAT, "the hash chain does not hold"));
	return (NULL);
}

/* SPEC 3.2: The first commit of a log MUST take the hash of the genesis line
 * as its prev. */
static err_t
check_genesis(const struct segment *s)
{
	struct genesis g;
	struct hash h;

	if ((s->from == 1) != (s->genesis.n > 0))
		return (err_new(ERR_FORMAT, "a genesis line out of place"));
	if (s->from != 1)
		return (NULL);
	TRY(genesis_take(s->genesis, &g));
	genesis_hash(s->genesis, &h);
	if (memcmp(h.b, s->prev.b, HASH_LEN) != 0 ||
	    memcmp(g.log, s->log, LOG_ID_LEN) != 0)
		return (err_new(ERR_FORMAT, "the genesis line of another log"));
	return (NULL);
}

err_t
segment_take(struct span *in, struct arena *a, struct segment *s)
{
	struct span rest = *in, line, peek;

	*s = (struct segment){ .erased = false };
	if (!span_line(&rest, &line))
		return (err_new(ERR_FORMAT, "segment cut short"));
	peek = line;
	if (eat(&peek, "{\"log\":")) {
		s->genesis = line;
		if (!span_line(&rest, &line))
			return (err_new(ERR_FORMAT, "segment cut short"));
	}
	TRY(take_header(line, a, s));
	TRY(check_genesis(s));
	TRY(take_body(&rest, a, s));
	if (!span_line(&rest, &line))
		return (err_new(ERR_FORMAT, "segment cut short"));
	TRY(take_end(line, s));
	*in = rest;
	return (NULL);
}

static err_t
put_header(const struct segment *s, struct buf *out)
{
	size_t start = out->n;

	TRY(buf_str(out, "{\"seg\":"));
	TRY(json_put_b64(out, span_of(s->log, LOG_ID_LEN)));
	TRY(buf_fmt(out, ",\"from\":%u,\"n\":%u,\"prev\":", s->from, s->n));
	TRY(json_put_b64(out, span_of(s->prev.b, HASH_LEN)));
	if (s->erased) {
		TRY(buf_str(out, ",\"salts\":"));
		TRY(json_put_b64(out, s->salts));
	} else {
		TRY(buf_str(out, ",\"seed\":"));
		TRY(json_put_b64(out, span_of(s->seed, SEED_LEN)));
	}
	TRY(buf_fmt(out, ",\"time\":%lld,\"off\":%lld}\n", (long long)s->time,
	    (long long)s->offset));
	must(out->n - start - 1 <= LIMIT_LINE_BYTES);
	return (NULL);
}

err_t
segment_put(const struct segment *s, struct buf *out)
{
	must(s->n >= 1 && (s->from == 1) == (s->genesis.n > 0));
	if (s->from == 1) {
		TRY(buf_span(out, s->genesis));
		TRY(buf_byte(out, '\n'));
	}
	TRY(put_header(s, out));
	TRY(buf_span(out, s->body));
	TRY(buf_str(out, "{\"head\":"));
	TRY(json_put_b64(out, span_of(s->head.b, HASH_LEN)));
	TRY(buf_str(out, ",\"sig\":"));
	TRY(json_put_b64(out, span_of(s->sig, SIG_LEN)));
	return (buf_str(out, "}\n"));
}

bool
segment_room(size_t commits, size_t ops, size_t text, size_t n)
{
	return (commits < LIMIT_SEGMENT_COMMITS && text < LIMIT_SEGMENT_BYTES &&
		ops + n <= LIMIT_SEGMENT_OPS);
}

/* What the signature is over: 84 bytes. */
#define SEAL_BYTES (4 + LOG_ID_LEN + 8 + 8 + HASH_LEN + 8 + 8)

static uint8_t *
add(uint8_t *to, const void *p, size_t n)
{
	memcpy(to, p, n);
	return (to + n);
}

static uint8_t *
add_u64(uint8_t *to, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		to[i] = (uint8_t)(v >> (56 - 8 * i));
	return (to + 8);
}

static void
seal_text(const struct segment *s, uint8_t out[SEAL_BYTES])
{
	uint8_t *to = add(out, "seal", 4);

	/* SPEC 4.5: The seal MUST be the Ed25519 signature of the log's node
	 * over "seal" || log || u64(from) || u64(to) || head || u64(time) ||
	 * u64(off). */
	to = add(to, s->log, LOG_ID_LEN);
	to = add_u64(to, s->from);
	to = add_u64(to, (uint64_t)s->from + s->n - 1);
	to = add(to, s->head.b, HASH_LEN);
	to = add_u64(to, (uint64_t)s->time);
	to = add_u64(to, (uint64_t)s->offset);
	must(to == out + SEAL_BYTES);
}

err_t
segment_sign(struct segment *s, const struct key *k)
{
	uint8_t msg[SEAL_BYTES];

	must(s->from >= 1 && s->n >= 1);
	seal_text(s, msg);
	return (key_sign(k, span_of(msg, sizeof(msg)), s->sig));
}

err_t
segment_verify(const struct segment *s, const uint8_t pub[KEY_LEN])
{
	uint8_t msg[SEAL_BYTES];

	seal_text(s, msg);
	TRY_FOR(key_verify(pub, span_of(msg, sizeof(msg)), s->sig),
	    "seal of commits %u to %u", s->from, s->from + (s->n - 1));
	return (NULL);
}
