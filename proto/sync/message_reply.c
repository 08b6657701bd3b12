#include "proto/sync/message.h"
#include "proto/sync/message_parts.h"
#include "proto/base/text.h"

static err_t
take_heads(const json_t *map, struct arena *a, struct reply *r)
{
	const json_t *list;

	TRY(message_maybe_list(
	    map, "heads", LIMIT_REPLY_HEADS, &list, &r->heads_n));
	r->heads = arena_new(a, (r->heads_n + 1) * sizeof(*r->heads));
	for (size_t i = 0; i < r->heads_n; i++)
		TRY(message_head_take(json_at(list, i), &r->heads[i]));
	return (NULL);
}

static err_t
take_err(const json_t *j, struct refusal *e)
{
	struct span code, text;
	char name[32];
	int64_t seq;

	if (j == NULL)
		return (NULL);
	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "err is not a map"));
	TRY(json_need_text(j, "code", &code));
	TRY(json_need_text(j, "text", &text));
	if (code.n >= sizeof(name) || text.n > LIMIT_REFUSAL_BYTES)
		return (err_new(ERR_LIMIT, "err too long"));
	memcpy(name, code.p, code.n);
	name[code.n] = '\0';
	e->code = err_named(name);
	if (e->code == ERR_NONE)
		e->code = ERR_PROTOCOL; /* a code of newer software */
	memcpy(e->text, text.p, text.n);
	TRY(message_maybe_b64(j, "log", e->log, LOG_ID_LEN, &e->has_log));
	TRY(message_maybe_int(j, "seq", 0, LIMIT_SEQ, 0, &seq));
	e->seq = (uint32_t)seq;
	return (NULL);
}

static err_t
take_spaces(const json_t *map, struct arena *a, struct reply *r)
{
	const json_t *list;

	TRY(message_maybe_list(
	    map, "spaces", LIMIT_PEER_SPACES, &list, &r->spaces_n));
	r->has_spaces = list != NULL;
	r->spaces = arena_new(a, (r->spaces_n + 1) * sizeof(*r->spaces));
	for (size_t i = 0; i < r->spaces_n; i++) {
		const json_t *s = json_at(list, i);

		if (json_kind(s) != JSON_IS_TEXT)
			return (err_new(ERR_FORMAT, "spaces: not text"));
		TRY(message_name(json_text(s), r->spaces[i]));
		if (i > 0 &&
		    message_space_order(r->spaces[i - 1], r->spaces[i]) >= 0)
			return (err_new(ERR_FORMAT, "spaces out of order"));
	}
	return (NULL);
}

/* "epoch", "slow:MS"; orders of newer software are let be. */
static err_t
take_order(struct span s, struct reply *r)
{
	char ms[24];

	if (span_eq(s, span_str("epoch"))) {
		r->new_epoch = true;
	} else if (s.n > 5 && s.n < 25 && memcmp(s.p, "slow:", 5) == 0) {
		memcpy(ms, s.p + 5, s.n - 5);
		ms[s.n - 5] = '\0';
		TRY(text_int(ms, &r->slow_ms));
		if (r->slow_ms < 0 || r->slow_ms > 86400000)
			return (err_new(ERR_FORMAT, "slow: out of range"));
	}
	return (NULL);
}

static err_t
take_orders(const json_t *map, struct reply *r)
{
	const json_t *list;
	size_t n;

	TRY(message_maybe_list(map, "orders", ORDERS_MAX, &list, &n));
	for (size_t i = 0; i < n; i++) {
		if (json_kind(json_at(list, i)) != JSON_IS_TEXT)
			return (err_new(ERR_FORMAT, "orders: not text"));
		TRY(take_order(json_text(json_at(list, i)), r));
	}
	return (NULL);
}

static err_t
take_held_epoch(const json_t *j, struct held_epoch *e)
{
	size_t n = json_kind(j) == JSON_IS_LIST ? json_len(j) : 0;

	if (n != 4 && n != 5)
		return (err_new(
		    ERR_FORMAT, "epochs: not [id, held, last, H, sum]"));
	*e = (struct held_epoch){ .held = 0 };
	TRY(message_b64_at(j, 0, e->id, EPOCH_LEN, "epoch"));
	TRY(message_int_at(j, 1, 0, NUMBER_MAX, "held", &e->held));
	TRY(message_int_at(j, 2, 0, NUMBER_MAX, "last", &e->last));
	if ((e->held > e->last) != (n == 5))
		return (err_new(ERR_FORMAT, "epochs: a sum of nothing"));
	TRY(message_b64_at(j, 3, e->h, CHECK_LEN, "H"));
	return (n == 4 ? NULL : message_b64_at(j, 4, e->sum, CHECK_LEN, "sum"));
}

static err_t
take_held(const json_t *map, struct arena *a, struct reply *r)
{
	const json_t *all = json_get(map, "epochs");
	size_t n = 0;

	if (all == NULL)
		return (NULL);
	if (json_kind(all) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "epochs is not a map"));
	for (void *it = json_first(all); it != NULL; it = json_next(all, it))
		n++;
	if (n > LIMIT_PEER_SPACES)
		return (err_new(ERR_LIMIT, "%zu spaces", n));
	r->held = arena_new(a, (n + 1) * sizeof(*r->held));
	for (void *it = json_first(all); it != NULL; it = json_next(all, it)) {
		struct held_space *s = &r->held[r->held_n++];
		const json_t *list = json_value(it);

		TRY(message_name(span_str(json_key(it)), s->name));
		if (json_kind(list) != JSON_IS_LIST ||
		    json_len(list) > LIMIT_EPOCHS)
			return (err_new(ERR_FORMAT, "epochs of %s", s->name));
		s->n = json_len(list);
		s->epochs = arena_new(a, (s->n + 1) * sizeof(*s->epochs));
		for (size_t i = 0; i < s->n; i++)
			TRY(take_held_epoch(json_at(list, i), &s->epochs[i]));
	}
	return (NULL);
}

err_t
message_reply_take(struct span line, struct arena *a, struct reply *r)
{
	JSON_CLEAN j = NULL;
	int64_t proto;

	*r = (struct reply){ .time = 0 };
	TRY_FOR(json_parse(line, LIMIT_MESSAGE_BYTES, LIMIT_MESSAGE_DEPTH, &j),
	    "reply");
	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "reply: not a map"));
	TRY_FOR(json_need_int(j, "mesas", 0, INT64_MAX, &proto), "reply");
	if (proto != MESAS_PROTOCOL)
		return (err_new(ERR_PROTOCOL, "the hub speaks protocol %lld",
		    (long long)proto));
	TRY_FOR(
	    json_need_int(j, "time", -TIME_MAX, TIME_MAX, &r->time), "reply");
	TRY_FOR(
	    message_maybe_b64(j, "epoch", r->epoch, EPOCH_LEN, &r->has_epoch),
	    "reply");
	TRY_FOR(take_heads(j, a, r), "reply: heads");
	TRY_FOR(take_err(json_get(j, "err"), &r->err), "reply");
	TRY_FOR(take_spaces(j, a, r), "reply");
	TRY_FOR(take_orders(j, r), "reply");
	TRY_FOR(take_held(j, a, r), "reply");
	return (NULL);
}

static err_t
put_err(const struct refusal *e, struct buf *out)
{
	TRY(buf_fmt(
	    out, ",\"err\":{\"code\":\"%s\",\"text\":", err_name(e->code)));
	TRY(json_put_text(out, span_str(e->text)));
	if (e->has_log) {
		TRY(buf_str(out, ",\"log\":"));
		TRY(json_put_b64(out, span_of(e->log, LOG_ID_LEN)));
		TRY(buf_fmt(out, ",\"seq\":%u", e->seq));
	}
	return (buf_byte(out, '}'));
}

static err_t
put_orders(const struct reply *r, struct buf *out)
{
	if (!r->new_epoch && r->slow_ms == 0)
		return (NULL);
	TRY(buf_str(out, ",\"orders\":["));
	if (r->new_epoch)
		TRY(buf_str(out, "\"epoch\""));
	if (r->slow_ms > 0)
		TRY(buf_fmt(out, "%s\"slow:%lld\"", r->new_epoch ? "," : "",
		    (long long)r->slow_ms));
	return (buf_byte(out, ']'));
}

static err_t
put_held_space(const struct held_space *s, struct buf *out)
{
	TRY(json_put_text(out, span_str(s->name)));
	TRY(buf_str(out, ":["));
	for (size_t i = 0; i < s->n; i++) {
		const struct held_epoch *e = &s->epochs[i];

		TRY(buf_str(out, i > 0 ? ",[" : "["));
		TRY(json_put_b64(out, span_of(e->id, EPOCH_LEN)));
		TRY(buf_fmt(out, ",%lld,%lld,", (long long)e->held,
		    (long long)e->last));
		TRY(json_put_b64(out, span_of(e->h, CHECK_LEN)));
		if (e->held > e->last) {
			TRY(buf_byte(out, ','));
			TRY(json_put_b64(out, span_of(e->sum, CHECK_LEN)));
		}
		TRY(buf_byte(out, ']'));
	}
	return (buf_byte(out, ']'));
}

static err_t
put_held(const struct reply *r, struct buf *out)
{
	if (r->held_n == 0)
		return (NULL);
	TRY(buf_str(out, ",\"epochs\":{"));
	for (size_t i = 0; i < r->held_n; i++) {
		if (i > 0)
			TRY(buf_byte(out, ','));
		TRY(put_held_space(&r->held[i], out));
	}
	return (buf_byte(out, '}'));
}

static err_t
put_lists(const struct reply *r, struct buf *out)
{
	if (r->heads_n > 0) {
		TRY(buf_str(out, ",\"heads\":["));
		for (size_t i = 0; i < r->heads_n; i++) {
			if (i > 0)
				TRY(buf_byte(out, ','));
			TRY(message_head_put(&r->heads[i], out));
		}
		TRY(buf_byte(out, ']'));
	}
	if (r->err.code != ERR_NONE)
		TRY(put_err(&r->err, out));
	if (!r->has_spaces)
		return (NULL);
	TRY(buf_str(out, ",\"spaces\":["));
	for (size_t i = 0; i < r->spaces_n; i++) {
		if (i > 0)
			TRY(buf_byte(out, ','));
		TRY(json_put_text(out, span_str(r->spaces[i])));
	}
	return (buf_byte(out, ']'));
}

err_t
message_reply_put(const struct reply *r, struct buf *out)
{
	TRY(buf_fmt(out, "{\"mesas\":%d,\"time\":%lld", MESAS_PROTOCOL,
	    (long long)r->time));
	if (r->has_epoch) {
		TRY(buf_str(out, ",\"epoch\":"));
		TRY(json_put_b64(out, span_of(r->epoch, EPOCH_LEN)));
	}
	TRY(put_lists(r, out));
	TRY(put_orders(r, out));
	TRY(put_held(r, out));
	return (buf_str(out, "}\n"));
}
