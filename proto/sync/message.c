#include "proto/sync/message.h"
#include "proto/sync/message_parts.h"

err_t
message_int_at(const json_t *list, size_t i, int64_t lo, int64_t hi,
    const char *what, int64_t *v)
{
	const json_t *j = json_at(list, i);

	if (json_kind(j) != JSON_IS_INT || json_int(j) < lo || json_int(j) > hi)
		return (
		    err_new(ERR_FORMAT, "%s is not a number in range", what));
	*v = json_int(j);
	return (NULL);
}

err_t
message_b64_at(
    const json_t *list, size_t i, uint8_t *out, size_t n, const char *what)
{
	const json_t *j = json_at(list, i);

	if (json_kind(j) != JSON_IS_TEXT)
		return (err_new(ERR_FORMAT, "%s is not text", what));
	TRY_FOR(span_b64(json_text(j), out, n), "%s", what);
	return (NULL);
}

err_t
message_maybe_b64(
    const json_t *map, const char *key, uint8_t *out, size_t n, bool *has)
{
	*has = json_get(map, key) != NULL;
	return (*has ? json_need_b64(map, key, out, n) : NULL);
}

err_t
message_maybe_int(const json_t *map, const char *key, int64_t lo, int64_t hi,
    int64_t dflt, int64_t *v)
{
	*v = dflt;
	if (json_get(map, key) == NULL)
		return (NULL);
	return (json_need_int(map, key, lo, hi, v));
}

err_t
message_maybe_list(const json_t *map, const char *key, size_t most,
    const json_t **list, size_t *n)
{
	*list = json_get(map, key);
	*n = 0;
	if (*list == NULL)
		return (NULL);
	if (json_kind(*list) != JSON_IS_LIST)
		return (err_new(ERR_FORMAT, "%s is not a list", key));
	*n = json_len(*list);
	if (*n > most)
		return (err_new(ERR_LIMIT, "%zu %s", *n, key));
	return (NULL);
}

err_t
message_name(struct span s, char out[LIMIT_SPACE_NAME + 1])
{
	bool ok = s.n >= 1 && s.n <= LIMIT_SPACE_NAME;

	for (size_t i = 0; ok && i < s.n; i++)
		ok = s.p[i] > 0x20 && s.p[i] < 0x7f && s.p[i] != '"' &&
		     s.p[i] != '\\';
	if (!ok)
		return (err_new(ERR_FORMAT, "not the name of a space"));
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return (NULL);
}

err_t
message_head_take(const json_t *j, struct log_head *h)
{
	int64_t seq;

	if (json_kind(j) != JSON_IS_LIST || json_len(j) != 3)
		return (err_new(ERR_FORMAT, "not [log, seq, hash]"));
	TRY(message_b64_at(j, 0, h->log, CHECK_LEN, "log"));
	TRY(message_int_at(j, 1, 0, LIMIT_SEQ, "seq", &seq));
	h->seq = (uint32_t)seq;
	return (message_b64_at(j, 2, h->hash, CHECK_LEN, "hash"));
}

err_t
message_head_put(const struct log_head *h, struct buf *out)
{
	TRY(buf_byte(out, '['));
	TRY(json_put_b64(out, span_of(h->log, CHECK_LEN)));
	TRY(buf_fmt(out, ",%u,", h->seq));
	TRY(json_put_b64(out, span_of(h->hash, CHECK_LEN)));
	return (buf_byte(out, ']'));
}

int
message_space_order(const char *a, const char *b)
{
	bool na = strcmp(a, "national") == 0, nb = strcmp(b, "national") == 0;

	if (na || nb)
		return ((int)nb - (int)na);
	return (strcmp(a, b));
}

const struct hello_space *
message_hello_space(const struct hello *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++) {
		if (strcmp(h->spaces[i].name, name) == 0)
			return (&h->spaces[i]);
	}
	return (NULL);
}

/* [n] or [n, H], then own logs. */
static err_t
take_space(const json_t *j, struct arena *a, struct hello_space *s)
{
	size_t at = 1, n;

	if (json_kind(j) != JSON_IS_LIST)
		return (err_new(ERR_FORMAT, "a space is not a list"));
	TRY(message_int_at(j, 0, 0, NUMBER_MAX, "cursor", &s->n));
	if (s->n > 0)
		TRY(message_b64_at(j, at++, s->h, CHECK_LEN, "H"));
	n = json_len(j) - at;
	if (n > LIMIT_HELLO_LOGS)
		return (err_new(ERR_LIMIT, "%zu logs in a hello", n));
	s->logs_n = n;
	s->logs = arena_new(a, (n + 1) * sizeof(*s->logs));
	for (size_t i = 0; i < n; i++) {
		TRY(message_head_take(json_at(j, at + i), &s->logs[i]));
		for (size_t k = 0; k < i; k++) {
			if (memcmp(s->logs[k].log, s->logs[i].log, CHECK_LEN) ==
			    0)
				return (err_new(ERR_FORMAT, "a log twice"));
		}
	}
	return (NULL);
}

static err_t
take_spaces(const json_t *map, struct arena *a, struct hello *h)
{
	size_t n = 0;

	if (json_kind(map) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "s is not a map"));
	for (void *it = json_first(map); it != NULL; it = json_next(map, it))
		n++;
	if (n > LIMIT_PEER_SPACES)
		return (err_new(ERR_LIMIT, "%zu spaces in a hello", n));
	h->spaces = arena_new(a, (n + 1) * sizeof(*h->spaces));
	for (void *it = json_first(map); it != NULL; it = json_next(map, it)) {
		struct hello_space *s = &h->spaces[h->n];

		TRY(message_name(span_str(json_key(it)), s->name));
		/* SPEC 10.3: The spaces of a hello MUST stand in order:
		 * `national` first, the others by the bytes of their names. */
		if (h->n > 0 && message_space_order(s[-1].name, s->name) >= 0)
			return (err_new(ERR_FORMAT, "spaces out of order"));
		TRY_FOR(take_space(json_value(it), a, s), "space %s", s->name);
		h->n++;
	}
	return (NULL);
}

err_t
message_hello_take(struct span line, struct arena *a, struct hello *h)
{
	JSON_CLEAN j = NULL;
	struct span sw;
	int64_t proto;

	*h = (struct hello){ .n = 0 };
	TRY_FOR(json_parse(line, LIMIT_MESSAGE_BYTES, LIMIT_MESSAGE_DEPTH, &j),
	    "hello");
	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "hello: not a map"));
	TRY_FOR(json_need_int(j, "mesas", 0, INT64_MAX, &proto), "hello");
	/* SPEC 10.3: A hub MUST answer another protocol number with
	 * PROTOCOL (426). */
	if (proto != MESAS_PROTOCOL)
		return (err_new(ERR_PROTOCOL, "protocol %lld, here %d",
		    (long long)proto, MESAS_PROTOCOL));
	TRY_FOR(json_need_text(j, "sw", &sw), "hello");
	if (sw.n > LIMIT_SW_BYTES)
		return (err_new(ERR_LIMIT, "hello: sw too long"));
	memcpy(h->sw, sw.p, sw.n);
	TRY_FOR(json_need_int(j, "schema", 0, 0xffffffff, &h->schema), "hello");
	TRY_FOR(json_need_b64(j, "inst", h->inst, INST_LEN), "hello");
	TRY_FOR(
	    json_need_int(j, "clock", -TIME_MAX, TIME_MAX, &h->clock), "hello");
	TRY_FOR(json_need_int(j, "max", 0, NUMBER_MAX, &h->max), "hello");
	TRY_FOR(
	    message_maybe_b64(j, "epoch", h->epoch, EPOCH_LEN, &h->has_epoch),
	    "hello");
	TRY_FOR(take_spaces(json_get(j, "s"), a, h), "hello");
	return (NULL);
}

static err_t
put_space(const struct hello_space *s, struct buf *out)
{
	TRY(json_put_text(out, span_str(s->name)));
	TRY(buf_fmt(out, ":[%lld", (long long)s->n));
	if (s->n > 0) {
		TRY(buf_byte(out, ','));
		TRY(json_put_b64(out, span_of(s->h, CHECK_LEN)));
	}
	for (size_t i = 0; i < s->logs_n; i++) {
		TRY(buf_byte(out, ','));
		TRY(message_head_put(&s->logs[i], out));
	}
	return (buf_byte(out, ']'));
}

err_t
message_hello_put(const struct hello *h, struct buf *out)
{
	TRY(buf_fmt(out, "{\"mesas\":%d,\"sw\":", MESAS_PROTOCOL));
	TRY(json_put_text(out, span_str(h->sw)));
	TRY(buf_fmt(out, ",\"schema\":%lld,\"inst\":", (long long)h->schema));
	TRY(json_put_b64(out, span_of(h->inst, INST_LEN)));
	TRY(buf_fmt(out, ",\"clock\":%lld,\"max\":%lld", (long long)h->clock,
	    (long long)h->max));
	if (h->has_epoch) {
		TRY(buf_str(out, ",\"epoch\":"));
		TRY(json_put_b64(out, span_of(h->epoch, EPOCH_LEN)));
	}
	TRY(buf_str(out, ",\"s\":{"));
	for (size_t i = 0; i < h->n; i++) {
		if (i > 0)
			TRY(buf_byte(out, ','));
		TRY(put_space(&h->spaces[i], out));
	}
	return (buf_str(out, "}}\n"));
}

static bool
begins(struct span line, const char *word)
{
	size_t n = strlen(word);

	return (line.n >= n && memcmp(line.p, word, n) == 0);
}

bool
message_trailer_is(struct span line)
{
	return (begins(line, "{\"sig\":"));
}

static err_t
take_ends(const json_t *map, struct arena *a, struct trailer *t)
{
	size_t n = 0;

	if (map == NULL)
		return (NULL);
	if (json_kind(map) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "end is not a map"));
	for (void *it = json_first(map); it != NULL; it = json_next(map, it))
		n++;
	if (n > LIMIT_PEER_SPACES)
		return (err_new(ERR_LIMIT, "%zu spaces", n));
	t->ends = arena_new(a, (n + 1) * sizeof(*t->ends));
	for (void *it = json_first(map); it != NULL; it = json_next(map, it)) {
		struct end_space *e = &t->ends[t->n++];
		const json_t *v = json_value(it);

		TRY(message_name(span_str(json_key(it)), e->name));
		if (json_kind(v) != JSON_IS_LIST || json_len(v) != 2)
			return (err_new(ERR_FORMAT, "end: not [n, H]"));
		TRY(message_int_at(v, 0, 0, NUMBER_MAX, "end", &e->n));
		TRY(message_b64_at(v, 1, e->h.b, HASH_LEN, "H"));
	}
	return (NULL);
}

err_t
message_trailer_take(struct span line, struct arena *a, struct trailer *t)
{
	JSON_CLEAN j = NULL;
	int64_t more;

	*t = (struct trailer){ .n = 0 };
	TRY_FOR(json_parse(line, LIMIT_MESSAGE_BYTES, LIMIT_MESSAGE_DEPTH, &j),
	    "trailer");
	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "trailer: not a map"));
	TRY_FOR(json_need_b64(j, "sig", t->sig, SIG_LEN), "trailer");
	TRY_FOR(message_maybe_int(j, "more", 0, 1, 0, &more), "trailer");
	t->more = more == 1;
	TRY_FOR(take_ends(json_get(j, "end"), a, t), "trailer");
	return (NULL);
}

err_t
message_trailer_put(const struct trailer *t, struct buf *out)
{
	TRY(buf_str(out, "{\"sig\":"));
	TRY(json_put_b64(out, span_of(t->sig, SIG_LEN)));
	if (t->n > 0)
		TRY(buf_str(out, ",\"end\":{"));
	for (size_t i = 0; i < t->n; i++) {
		if (i > 0)
			TRY(buf_byte(out, ','));
		TRY(json_put_text(out, span_str(t->ends[i].name)));
		TRY(buf_fmt(out, ":[%lld,", (long long)t->ends[i].n));
		TRY(json_put_b64(out, span_of(t->ends[i].h.b, HASH_LEN)));
		TRY(buf_byte(out, ']'));
	}
	if (t->n > 0)
		TRY(buf_byte(out, '}'));
	if (t->more)
		TRY(buf_str(out, ",\"more\":1"));
	return (buf_str(out, "}\n"));
}

static err_t
put_u64(struct buf *out, uint64_t v)
{
	uint8_t *p;

	TRY(buf_room(out, 8, &p));
	for (int i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> (56 - 8 * i));
	return (NULL);
}

err_t
message_heads_put(const struct heads_sealed *h, struct buf *out)
{
	/* SPEC 10.6: sig MUST be the Ed25519 signature of the hub's log key
	 * over "heads" || inst || u64(clock) || u64(time) || epoch, and for
	 * each space the node is admitted to, in order, u64(length of name) ||
	 * name || u64(n) || H. */
	TRY(buf_str(out, "heads"));
	TRY(buf_put(out, h->inst, INST_LEN));
	TRY(put_u64(out, (uint64_t)h->clock));
	TRY(put_u64(out, (uint64_t)h->time));
	TRY(buf_put(out, h->epoch, EPOCH_LEN));
	for (size_t i = 0; i < h->n; i++) {
		const struct end_space *e = &h->ends[i];

		TRY(put_u64(out, strlen(e->name)));
		TRY(buf_str(out, e->name));
		TRY(put_u64(out, (uint64_t)e->n));
		TRY(buf_put(out, e->h.b, HASH_LEN));
	}
	return (NULL);
}
