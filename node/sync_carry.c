/*
 * sync_carry -- the turns of a sync that travel by bundles.
 */
#include "node/sync_in.h"

#define BACK   "carry_back"   /* the reply that asked for a hand-back */
#define SILENT "carry_silent" /* own history is another at the hub */

static err_t
keep(struct store *st, const char *key, struct span s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, st->db));
	TRY(store_set(st, key, s));
	return (tx_commit(&tx));
}

static err_t
kept(struct store *st, const char *key, struct buf *b, bool *yes)
{
	TRY(store_get(st, key, b, yes));
	*yes = *yes && b->n > 0;
	return (NULL);
}

/* ---- out ---------------------------------------------------------------- */

struct out {
	struct session *s;
	err_t (*put)(void *ctx, struct span body);
	void *ctx;
	struct buf body;
	size_t files;
};

static err_t
put_body(struct out *o)
{
	if (o->files++ == LIMIT_CARRY_FILES)
		return (
		    err_new(ERR_LIMIT, "more than %d bundles: take these first",
			LIMIT_CARRY_FILES));
	return (o->put(o->ctx, buf_all(&o->body)));
}

/* Everything that the hub lacked when it was restored.  *any false: it has
 * all of it by now, and the node goes on from where both agree. */
static err_t
hand_back(struct out *o, struct span reply, bool *any)
{
	struct session *s = o->s;
	bool more = true;

	TRY(message_reply_take(reply, &s->reply_a, &s->reply));
	*any = false;
	/* Meanwhile handed back by another road? */
	if (s->has_epoch && memcmp(s->epoch, s->reply.epoch, EPOCH_LEN) == 0)
		return (keep(s->env->st, BACK, span_of("", 0)));
	while (more) {
		buf_clear(&o->body);
		TRY(sync_back_put(s, &o->body, &more));
		if (!more)
			break;
		for (size_t i = 0; i < s->handed_n; i++)
			s->handed[i].to = s->handed[i].sent;
		TRY(put_body(o));
		*any = true;
	}
	if (*any) {
		s->stats->handed_back = true;
		return (NULL);
	}
	TRY(sync_back_adopt(s));
	return (keep(s->env->st, BACK, span_of("", 0)));
}

/* What has no position goes again, whatever went before: a stick is lost. */
static err_t
push(struct out *o)
{
	struct session *s = o->s;
	bool more = true;

	while (more) {
		buf_clear(&o->body);
		TRY(sync_ask_push(s, &o->body));
		TRY(put_body(o));
		more = false;
		for (size_t i = 0; i < s->logs_n; i++) {
			struct own_log *log = &s->logs[i];
			const struct log_info *li =
			    ledger_log(s->env->st->l, log->no);

			if (log->sent == 0)
				continue;
			log->hub = log->sent;
			more = more || log->sent < li->sealed;
		}
	}
	return (NULL);
}

static err_t
out_all(struct out *o)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_MESSAGE_BYTES);
	struct session *s = o->s;
	bool back, any = false;

	TRY(sync_load(s));
	TRY(sync_close_tails(s, false));
	s->probe = false; /* there is nobody to ask what arrived */
	TRY(kept(s->env->st, SILENT, &b, &s->silent));
	buf_clear(&b);
	TRY(kept(s->env->st, BACK, &b, &back));
	/* First that, and nothing new before the hub says it has it. */
	if (back)
		TRY(hand_back(o, buf_all(&b), &any));
	return (any ? NULL : push(o));
}

err_t
sync_carry_out(const struct sync_env *env,
    err_t (*put)(void *ctx, struct span body), void *ctx,
    struct sync_stats *out)
{
	struct sync_env large = *env;
	struct out o = {
		.put = put, .ctx = ctx, .body = BUF(LIMIT_SYNC_BODY_BYTES)
	};
	err_t e;

	large.max = LIMIT_REPLY_BYTES;
	o.s = sync_open(&large, NULL, out);
	o.s->most = LIMIT_CARRY_TEXT;
	e = out_all(&o);
	sync_close(o.s);
	buf_free(&o.body);
	return (e);
}

/* ---- in ----------------------------------------------------------------- */

/*
 * The hello's cursors, whole: what the hub signed begins there.  The store's
 * own may be further by now and stay where they are; entries that it has are
 * passed over.
 */
static err_t
look_back(struct session *s)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct ledger *l = s->env->st->l;
	const struct hello *h = &s->hello;

	s->ends = arena_new(&s->a, (h->n + 1) * sizeof(*s->ends));
	s->cursors = arena_new(&s->a, (h->n + 1) * sizeof(*s->cursors));
	TRY(tx_begin(&tx, s->env->st->db));
	TRY(ledger_refresh(l));
	for (size_t i = 0; i < h->n; i++) {
		const struct hello_space *hs = &h->spaces[i];
		struct end_space *end = &s->ends[i];
		bool found;
		uint32_t no;

		TRY(ledger_space(l, hs->name, true, &no));
		TRY(accept_cursor(l, no, &s->cursors[i]));
		memcpy(end->name, hs->name, sizeof(hs->name));
		end->n = hs->n;
		TRY(sync_chain_at(s, no, hs->n, &end->h, &found));
		/* SPEC 12.4: A reply MUST be applied only where it follows
		 * what the node has without a hole. */
		if (!found || memcmp(end->h.b, hs->h, CHECK_LEN) != 0)
			return (err_new(ERR_GAP,
			    "this answer does not follow what is here: make "
			    "another bundle"));
	}
	return (tx_commit(&tx));
}

static err_t
feed(struct session *s, struct span frame)
{
	sync_reply_begin(s);
	TRY(sync_reply_feed(s, frame));
	TRY(sync_reply_end(s));
	if (!s->has_trailer || !frame_in_whole(s->f))
		return (err_new(ERR_FORMAT, "an answer without its end"));
	return (NULL);
}

/* What the hub ordered or refused. */
static err_t
follow(struct session *s, struct sync_carried *news)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);
	struct store *st = s->env->st;

	news->time = s->reply.time;
	news->more = s->trailer.more;
	if (s->reply.err.code == ERR_EPOCH) {
		news->hand_back = true;
		TRY(message_reply_put(&s->reply, &line));
		return (keep(st, BACK, buf_all(&line)));
	}
	if (sync_must_renew(s)) {
		s->stats->new_epoch = true;
		return (sync_close_tails(s, true));
	}
	if (s->trailer.more || s->old)
		return (NULL);
	TRY(keep(st, SILENT, span_of("", 0)));
	return (s->reply.err.code == ERR_NONE ? sync_leave(s) : NULL);
}

/* Own history is another at the hub: new logs, and all bodies are taken. */
static err_t
forked(struct session *s)
{
	s->stats->new_epoch = true;
	TRY(sync_close_tails(s, true));
	return (keep(s->env->st, SILENT, span_str("1")));
}

static err_t
in_all(struct session *s, struct span hello, struct span frame,
    struct sync_carried *news)
{
	err_t e;

	TRY(sync_load(s));
	TRY(message_hello_take(hello, &s->a, &s->hello));
	if (memcmp(s->hello.inst, s->env->inst, INST_LEN) != 0)
		return (err_new(ERR_SCOPE,
		    "it answers a bundle of another installation: make "
		    "another bundle"));
	if (s->has_epoch && s->hello.has_epoch &&
	    memcmp(s->hello.epoch, s->epoch, EPOCH_LEN) != 0)
		return (err_new(ERR_EPOCH,
		    "this answer is from before the hub was restored"));
	TRY(look_back(s));
	e = feed(s, frame);
	if (e != NULL && e->code == ERR_FORK)
		return (forked(s));
	TRY(e);
	return (follow(s, news));
}

err_t
sync_carry_in(const struct sync_env *env, struct span hello, struct span frame,
    struct sync_carried *news, struct sync_stats *out)
{
	struct session *s = sync_open(env, NULL, out);
	err_t e;

	*news = (struct sync_carried){ .time = 0 };
	s->inlet.late = true;
	e = in_all(s, hello, frame, news);
	sync_close(s);
	return (e);
}
