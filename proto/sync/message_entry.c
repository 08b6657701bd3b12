#include "proto/sync/message.h"
#include "proto/sync/message_parts.h"

bool
message_entry_is(struct span line)
{
	static const char word[] = "{\"in\":";

	return (line.n >= sizeof(word) - 1 &&
		memcmp(line.p, word, sizeof(word) - 1) == 0);
}

static err_t
take_was(const json_t *map, struct arena *a, struct entry *e)
{
	const json_t *list;

	TRY(message_maybe_list(map, "was", LIMIT_ENTRY_WAS, &list, &e->was_n));
	e->was = arena_new(a, (e->was_n + 1) * sizeof(*e->was));
	for (size_t i = 0; i < e->was_n; i++) {
		const json_t *w = json_at(list, i);

		if (json_kind(w) != JSON_IS_LIST || json_len(w) != 2)
			return (err_new(ERR_FORMAT, "was: not [epoch, n]"));
		TRY(message_b64_at(w, 0, e->was[i].epoch, EPOCH_LEN, "was"));
		TRY(message_int_at(w, 1, 1, NUMBER_MAX, "was", &e->was[i].n));
	}
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
		TRY(buf_str(out, i > 0 ? ",[" : "["));
		TRY(json_put_b64(out, span_of(e->was[i].epoch, EPOCH_LEN)));
		TRY(buf_fmt(out, ",%lld]", (long long)e->was[i].n));
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
