#include "proto/sync/message.h"
#include "proto/log/accept.h"
#include "proto/sync/message_parts.h"

bool
message_entry_is(struct span line)
{
	static const char word[] = "{\"in\":";

	return (line.n >= sizeof(word) - 1 &&
		memcmp(line.p, word, sizeof(word) - 1) == 0);
}

static err_t
take_was_one(const json_t *j, struct was *w)
{
	size_t n = json_kind(j) == JSON_IS_LIST ? json_len(j) : 0;

	if (n != 4 && n != 5)
		return (
		    err_new(ERR_FORMAT, "was: not [epoch, n, at, nat, ne]"));
	*w = (struct was){ .has_nat_epoch = n == 5 };
	TRY(message_b64_at(j, 0, w->epoch, EPOCH_LEN, "was"));
	TRY(message_int_at(j, 1, 1, NUMBER_MAX, "was", &w->n));
	TRY(message_int_at(j, 2, -TIME_MAX, TIME_MAX, "was", &w->at));
	TRY(message_int_at(j, 3, 0, NUMBER_MAX, "was", &w->nat));
	if (!w->has_nat_epoch)
		return (NULL);
	return (message_b64_at(j, 4, w->nat_epoch, EPOCH_LEN, "was"));
}

static err_t
take_was(const json_t *map, struct arena *a, struct entry *e)
{
	const json_t *list;

	TRY(message_maybe_list(map, "was", LIMIT_ENTRY_WAS, &list, &e->was_n));
	e->was = arena_new(a, (e->was_n + 1) * sizeof(*e->was));
	for (size_t i = 0; i < e->was_n; i++)
		TRY(take_was_one(json_at(list, i), &e->was[i]));
	return (NULL);
}

static err_t
take_run(const json_t *j, struct entry *e)
{
	int64_t n, seq;

	TRY(json_need_int(j, "pos", 1, NUMBER_MAX, &e->pos));
	TRY(json_need_int(j, "n", 1, LIMIT_ENTRY_COMMITS, &n));
	TRY(json_need_int(j, "at", -TIME_MAX, TIME_MAX, &e->at));
	TRY(json_need_int(j, "nat", 0, NUMBER_MAX, &e->nat));
	TRY(json_need_b64(j, "log", e->log, LOG_ID_LEN));
	TRY(json_need_int(j, "seq", 1, LIMIT_SEQ, &seq));
	if (seq > LIMIT_SEQ - n + 1)
		return (err_new(ERR_FORMAT, "past the end of a log"));
	e->n = (uint32_t)n;
	e->seq = (uint32_t)seq;
	return (NULL);
}

err_t
message_entry_take(struct span line, struct arena *a, struct entry *e)
{
	JSON_CLEAN j = NULL;
	struct span in;

	*e = (struct entry){ .n = 0 };
	TRY_FOR(json_parse(line, LIMIT_LINE_BYTES, LIMIT_MESSAGE_DEPTH, &j),
	    "entry");
	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_FORMAT, "entry: not a map"));
	TRY_FOR(json_need_text(j, "in", &in), "entry");
	TRY_FOR(message_name(in, e->space), "entry");
	TRY_FOR(take_run(j, e), "entry");
	TRY_FOR(message_maybe_b64(j, "e", e->epoch, EPOCH_LEN, &e->has_epoch),
	    "entry");
	TRY_FOR(message_maybe_b64(
		    j, "ne", e->nat_epoch, EPOCH_LEN, &e->has_nat_epoch),
	    "entry");
	TRY_FOR(message_maybe_b64(j, "hash", e->hash, CHECK_LEN, &e->has_hash),
	    "entry");
	TRY_FOR(take_was(j, a, e), "entry");
	return (NULL);
}

static err_t
put_was(const struct was *w, struct buf *out)
{
	TRY(buf_byte(out, '['));
	TRY(json_put_b64(out, span_of(w->epoch, EPOCH_LEN)));
	TRY(buf_fmt(out, ",%lld,%lld,%lld", (long long)w->n, (long long)w->at,
	    (long long)w->nat));
	if (w->has_nat_epoch) {
		TRY(buf_byte(out, ','));
		TRY(json_put_b64(out, span_of(w->nat_epoch, EPOCH_LEN)));
	}
	return (buf_byte(out, ']'));
}

static err_t
put_epochs(const struct entry *e, struct buf *out)
{
	if (e->has_epoch) {
		TRY(buf_str(out, ",\"e\":"));
		TRY(json_put_b64(out, span_of(e->epoch, EPOCH_LEN)));
	}
	if (e->has_nat_epoch) {
		TRY(buf_str(out, ",\"ne\":"));
		TRY(json_put_b64(out, span_of(e->nat_epoch, EPOCH_LEN)));
	}
	if (e->was_n == 0)
		return (NULL);
	TRY(buf_str(out, ",\"was\":["));
	for (size_t i = 0; i < e->was_n; i++) {
		if (i > 0)
			TRY(buf_byte(out, ','));
		TRY(put_was(&e->was[i], out));
	}
	return (buf_byte(out, ']'));
}

err_t
message_entry_put(const struct entry *e, struct buf *out)
{
	TRY(buf_str(out, "{\"in\":"));
	TRY(json_put_text(out, span_str(e->space)));
	TRY(buf_fmt(out, ",\"pos\":%lld,\"n\":%u,\"at\":%lld,\"nat\":%lld",
	    (long long)e->pos, e->n, (long long)e->at, (long long)e->nat));
	TRY(put_epochs(e, out));
	TRY(buf_str(out, ",\"log\":"));
	TRY(json_put_b64(out, span_of(e->log, LOG_ID_LEN)));
	TRY(buf_fmt(out, ",\"seq\":%u", e->seq));
	if (e->has_hash) {
		TRY(buf_str(out, ",\"hash\":"));
		TRY(json_put_b64(out, span_of(e->hash, CHECK_LEN)));
	}
	return (buf_str(out, "}\n"));
}

err_t
message_was_of(struct ledger *l, const struct position *p, struct was *w)
{
	*w = (struct was){
		.n = p->number, .at = p->receipt, .nat = p->nat_number
	};
	TRY(ledger_epoch_id(l, p->epoch, w->epoch));
	w->has_nat_epoch = p->nat_epoch != p->epoch && p->nat_epoch != 0;
	return (w->has_nat_epoch
		    ? ledger_epoch_id(l, p->nat_epoch, w->nat_epoch)
		    : NULL);
}

err_t
message_was_place(struct ledger *l, const struct was *w, struct position *p)
{
	TRY(ledger_epoch(l, w->epoch, &p->epoch));
	p->number = w->n;
	p->receipt = w->at;
	p->nat_epoch = p->epoch;
	p->nat_number = w->nat;
	return (w->has_nat_epoch ? ledger_epoch(l, w->nat_epoch, &p->nat_epoch)
				 : NULL);
}
