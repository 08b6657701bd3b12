/*
 * sync_ask -- what a request says: the hello, and what the hub lacks.
 */
#include "node/sync_in.h"
#include "proto/base/clock.h"
#include "proto/domain/schema.h"

#include <stdio.h>
#include <stdlib.h>

#define LEVEL         12
#define SEGMENT_BYTES 1048576
#define AHEAD         4096 /* commits of a log looked at in one turn */

struct own_log *
sync_ask_log(struct session *s, uint32_t no)
{
	for (size_t i = 0; i < s->logs_n; i++) {
		if (s->logs[i].no == no)
			return (&s->logs[i]);
	}
	mem_room(&s->logs, &s->logs_cap, s->logs_n + 1, sizeof(*s->logs));
	s->logs[s->logs_n] = (struct own_log){ .no = no, .hub = UNKNOWN };
	return (&s->logs[s->logs_n++]);
}

static err_t
head_at(struct ledger *l, const struct log_info *i, uint8_t out[CHECK_LEN])
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct hash *h;

	if (i->sealed == i->seq) {
		memcpy(out, i->head.b, CHECK_LEN);
		return (NULL);
	}
	TRY(accept_hashes(l, i->no, i->sealed, 1, &a, &h));
	memcpy(out, h->b, CHECK_LEN);
	return (NULL);
}

/* The current log, and older ones that are not wholly confirmed. */
static err_t
put_logs(struct session *s, uint32_t space, struct hello_space *hs)
{
	struct ledger *l = s->env->st->l;

	hs->logs = arena_new(&s->a, LIMIT_HELLO_LOGS * sizeof(*hs->logs));
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		struct log_head *h = &hs->logs[hs->logs_n];
		uint8_t id[LOG_ID_LEN];
		uint32_t last;

		if (i == NULL || i->space != space || i->sealed == 0 ||
		    memcmp(i->node, s->pub, KEY_LEN) != 0)
			continue;
		TRY(place_last(l, no, &last));
		if (last >= i->sealed && i->mine != 1) {
			/* The hub is asked no more. */
			sync_ask_log(s, no)->hub = UNKNOWN;
			continue;
		}
		if (hs->logs_n == LIMIT_HELLO_LOGS) {
			s->left = true;
			break;
		}
		place_id(l, no, id);
		memcpy(h->log, id, CHECK_LEN);
		h->seq = i->sealed;
		TRY(head_at(l, i, h->hash));
		hs->logs_n++;
	}
	return (NULL);
}

static int
by_name(const void *a, const void *b)
{
	return (message_space_order(((const struct hello_space *)a)->name,
	    ((const struct hello_space *)b)->name));
}

bool
sync_ask_admitted(const struct session *s, const char *name)
{
	for (size_t i = 0; i < s->spaces_n; i++) {
		if (strcmp(s->spaces[i], name) == 0)
			return (true);
	}
	return (false);
}

static err_t
put_spaces(struct session *s)
{
	struct ledger *l = s->env->st->l;
	struct hello *h = &s->hello;
	const char *name;

	h->spaces = arena_new(&s->a, LIMIT_PEER_SPACES * sizeof(*h->spaces));
	for (uint32_t no = 1; (name = ledger_space_name(l, no))[0] != '\0';
	     no++) {
		struct hello_space *hs = &h->spaces[h->n];
		struct cursor c;
		bool kept;

		*hs = (struct hello_space){ .n = 0 };
		if (!s->silent)
			TRY(put_logs(s, no, hs));
		TRY(accept_cursor(l, no, &c));
		TRY(sync_back_kept(s, name, &kept));
		/* A lost one is named while something of it is unsent. */
		if (!sync_ask_admitted(s, name) && hs->logs_n == 0 &&
		    c.number == 0 && !kept)
			continue;
		if (h->n == LIMIT_PEER_SPACES)
			return (err_new(ERR_LIMIT, "too many spaces here"));
		(void)snprintf(hs->name, sizeof(hs->name), "%s", name);
		hs->n = c.number;
		memcpy(hs->h, c.h.b, CHECK_LEN);
		h->n++;
	}
	qsort(h->spaces, h->n, sizeof(*h->spaces), by_name);
	return (NULL);
}

err_t
sync_ask_hello(struct session *s)
{
	struct ledger *l = s->env->st->l;
	struct hello *h = &s->hello;

	arena_free(&s->a);
	*h = (struct hello){ .schema = schema_version };
	s->left = false;
	TRY(ledger_refresh(l));
	(void)snprintf(h->sw, sizeof(h->sw), "%s", s->env->sw);
	memcpy(h->inst, s->env->inst, INST_LEN);
	h->clock = clock_now();
	h->max = (int64_t)(s->env->max == 0 ? LIMIT_PULL_BYTES : s->env->max);
	h->has_epoch = s->has_epoch;
	memcpy(h->epoch, s->epoch, EPOCH_LEN);
	TRY(put_spaces(s));
	s->ends = arena_new(&s->a, (h->n + 1) * sizeof(*s->ends));
	s->cursors = arena_new(&s->a, (h->n + 1) * sizeof(*s->cursors));
	for (size_t i = 0; i < h->n; i++) {
		uint32_t no;

		TRY(ledger_space(l, h->spaces[i].name, false, &no));
		TRY(accept_cursor(l, no, &s->cursors[i]));
		memcpy(s->ends[i].name, h->spaces[i].name,
		    sizeof(s->ends[i].name));
		s->ends[i].n = s->cursors[i].number;
		s->ends[i].h = s->cursors[i].h;
	}
	return (NULL);
}

err_t
sync_ask_sink(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

struct pushing {
	struct session *s;
	struct frame_out *f;
	struct own_log *log;
	struct hash head; /* of the last commit put */
	bool full;
	size_t segments;
};

static err_t
put_segment(void *ctx, const struct segment *seg)
{
	CLEAN(buf_free) struct buf text = BUF(SEGMENT_BYTES);
	struct pushing *p = ctx;
	struct session *s = p->s;

	if (p->full)
		return (NULL);
	TRY(segment_put(seg, &text));
	if (p->segments > 0 && frame_out_text(p->f) + text.n > s->most) {
		p->full = true;
		return (NULL);
	}
	TRY(frame_out_put(p->f, buf_all(&text)));
	p->segments++;
	p->log->sent = seg->from + (seg->n - 1);
	p->head = seg->head;
	s->stats->commits_sent += seg->n;
	for (size_t i = 0; i < seg->body.n; i++)
		s->stats->ops_sent += seg->body.p[i] == '\n';
	s->stats->ops_sent -= seg->n;
	return (frame_out_mark(p->f));
}

/* SPEC 10.2: Before a byte of a log leaves, the node MUST have written (log,
 * last commit, hash) durably outside of its database. */
static err_t
leave(struct session *s, const struct own_log *log, const struct hash *head)
{
	uint8_t id[LOG_ID_LEN];

	if (s->env->leaving == NULL)
		return (NULL);
	place_id(s->env->st->l, log->no, id);
	return (s->env->leaving(s->env->ctx, id, log->sent, head));
}

static err_t
push_log(struct pushing *p, const struct log_info *i)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct session *s = p->s;
	struct own_log *log = sync_ask_log(s, i->no);
	uint32_t last, from, to = i->sealed;

	if (log->refused)
		return (NULL);
	TRY(place_last(s->env->st->l, i->no, &last));
	from = log->hub == UNKNOWN ? last + 1 : (uint32_t)log->hub + 1;
	if (from > to)
		return (NULL);
	if (p->full || s->probe)
		return (NULL);
	if (to - from >= AHEAD)
		to = from + AHEAD - 1;
	log->from = from;
	log->sent = 0;
	p->log = log;
	TRY(accept_segments(
	    s->env->st->l, i->no, from, to, &a, put_segment, p));
	return (log->sent == 0 ? NULL : leave(s, log, &p->head));
}

static err_t
push_logs(struct pushing *p)
{
	struct session *s = p->s;
	struct ledger *l = s->env->st->l;

	for (size_t i = 0; i < s->hello.n; i++) {
		uint32_t space;

		TRY(ledger_space(l, s->hello.spaces[i].name, false, &space));
		for (uint32_t no = 1; no <= ledger_logs(l); no++) {
			const struct log_info *li = ledger_log(l, no);

			if (li == NULL || li->space != space ||
			    li->sealed == 0 ||
			    memcmp(li->node, s->pub, KEY_LEN) != 0)
				continue;
			TRY(push_log(p, li));
		}
	}
	return (NULL);
}

static err_t
push(struct pushing *p)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);

	TRY(message_hello_put(&p->s->hello, &line));
	TRY(frame_out_put(p->f, buf_all(&line)));
	/* A request that could not name all own logs asks first. */
	if (!p->s->silent)
		TRY(push_logs(p));
	return (frame_out_end(p->f));
}

err_t
sync_ask_push(struct session *s, struct buf *body)
{
	struct sink sink = { body, sync_ask_sink };
	struct pushing p = { .s = s };
	err_t e;

	TRY(sync_ask_hello(s));
	for (size_t i = 0; i < s->logs_n; i++)
		s->logs[i].from = s->logs[i].sent = 0;
	e = frame_out_open(
	    &p.f, s->env->level == 0 ? LEVEL : s->env->level, &sink);
	if (e == NULL)
		e = push(&p);
	if (e == NULL)
		s->stats->text_sent += frame_out_text(p.f);
	frame_out_close(&p.f);
	return (e);
}
