#include "node/sync.h"
#include "node/sync_in.h"
#include "proto/base/clock.h"

#include <stdio.h>

#define IDLE_MAX  3 /* turns that bring nothing, one after another */
#define ADOPT_MAX 3

enum step {
	STEP_CLOSE, /* own tails become segments */
	STEP_TALK,  /* push what the hub lacks, take what it gives */
	STEP_RENEW, /* open new logs */
	STEP_BACK,  /* the hub was restored: hand back */
	STEP_LEAVE, /* drop spaces that were lost */
	STEP_DONE
};

/* What a restored hub did not take of a lost space is handed back once more at
 * each meeting: as to a life of the hub that this office has not met. */
static err_t
ask_again(struct session *s)
{
	const char *name;
	bool kept = false;

	for (uint32_t no = 1;
	     s->road != NULL && !kept &&
	     (name = ledger_space_name(s->env->st->l, no), name[0] != '\0');
	     no++)
		TRY(sync_back_kept(s, name, &kept));
	if (kept)
		memset(s->epoch, 0, EPOCH_LEN);
	return (NULL);
}

err_t
sync_load(struct session *s)
{
	CLEAN(buf_free)
	struct buf b = BUF((size_t)LIMIT_PEER_SPACES * (LIMIT_SPACE_NAME + 2));
	CLEAN(buf_free) struct buf e = BUF(EPOCH_LEN);
	struct store *st = s->env->st;
	struct span rest, line;
	bool found;

	TRY(ledger_refresh(st->l));
	TRY(store_get(st, "hub_epoch", &e, &s->has_epoch));
	if (s->has_epoch && e.n != EPOCH_LEN)
		return (err_new(ERR_DAMAGED, "hub_epoch"));
	if (s->has_epoch)
		memcpy(s->epoch, e.p, EPOCH_LEN);
	TRY(store_get(st, "spaces", &b, &found));
	rest = buf_all(&b);
	while (
	    found && span_line(&rest, &line) && s->spaces_n < LIMIT_PEER_SPACES)
		(void)snprintf(s->spaces[s->spaces_n++], LIMIT_SPACE_NAME + 1,
		    "%.*s", (int)line.n, (const char *)line.p);
	TRY(ask_again(s));
	/* Before the first contact: whatever there is here. */
	for (uint32_t no = 1; !found && s->spaces_n < LIMIT_PEER_SPACES &&
			      ledger_space_name(st->l, no)[0] != '\0';
	     no++)
		(void)snprintf(s->spaces[s->spaces_n++], LIMIT_SPACE_NAME + 1,
		    "%s", ledger_space_name(st->l, no));
	return (NULL);
}

static bool
is_own(const struct session *s, const struct log_info *i)
{
	return (i != NULL && i->space != 0 &&
		memcmp(i->node, s->pub, KEY_LEN) == 0);
}

/*
 * Close every own tail.  Sealed commits without a position may have left
 * before: then the hub is asked first what arrived.
 */
err_t
sync_close_tails(struct session *s, bool renew)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct ledger *l = s->env->st->l;
	int64_t now;

	TRY(tx_begin(&tx, s->env->st->db));
	TRY(ledger_refresh(l));
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		uint32_t last;

		if (!is_own(s, i))
			continue;
		TRY(place_last(l, no, &last));
		s->probe = s->probe || last < i->sealed;
		now = clock_now() + s->offset;
		if (i->sealed < i->seq)
			TRY(append_close(l, no, s->env->key, now, s->offset));
	}
	if (renew)
		TRY(append_epoch(l, 0));
	return (tx_commit(&tx));
}

/* What a status without our frame means. */
static err_t
status_error(const struct road_answer *a)
{
	switch (a->status) {
	case 401:
		return (err_new(ERR_EXPIRED, "the hub: 401"));
	case 403:
		return (err_new(ERR_REVOKED, "the hub: 403"));
	case 413:
		return (err_new(ERR_LIMIT, "the hub: 413"));
	case 426:
		return (err_new(ERR_PROTOCOL, "the hub: 426"));
	case 429:
		return (err_new(ERR_SLOW, "the hub: 429"));
	case 503:
		return (err_new(ERR_BUSY, "the hub: 503"));
	default:
		return (err_new(ERR_LINK, "the hub answers %d", a->status));
	}
}

/* One request and its answer. What came before a cut is kept. */
static err_t
turn(struct session *s, const struct buf *body)
{
	struct sink sink = { s, sync_reply_feed };
	struct road_answer a = { .status = 0 };
	struct err why = { ERR_NONE, "" };
	err_t e;

	if (++s->stats->requests > LIMIT_SYNC_TURNS)
		return (err_new(ERR_LIMIT, "too many turns"));
	sync_reply_begin(s);
	e = s->road->post(s->road->ctx, buf_all(body), &sink, &a);
	if (e != NULL)
		why = *e;
	s->stats->retry_s = a.retry_s;
	e = sync_reply_end(s);
	if (why.code != ERR_NONE) {
		s->stats->cut = why.code == ERR_LINK;
		return (err_new(why.code, "%s", why.text));
	}
	TRY(e);
	if (!s->has_reply && (a.status != 200 || !a.frame))
		return (status_error(&a));
	if (!s->has_trailer || !frame_in_whole(s->f)) {
		s->stats->cut = true;
		return (err_new(ERR_LINK, "the answer was cut"));
	}
	return (NULL);
}

/* Is the order to open new logs about the log that is written now? */
bool
sync_must_renew(struct session *s)
{
	const struct reply *r = &s->reply;
	const struct log_info *i;

	if (!r->new_epoch)
		return (false);
	i = r->err.has_log ? ledger_log_by_id(s->env->st->l, r->err.log) : NULL;
	return (!r->err.has_log || (i != NULL && i->mine == 1));
}

/* The hub refused something: what now?  An error ends the sync. */
static err_t
refused(struct session *s)
{
	const struct refusal *r = &s->reply.err;
	struct ledger *l = s->env->st->l;
	const struct log_info *i =
	    r->has_log ? ledger_log_by_id(l, r->log) : NULL;
	struct own_log *log = i == NULL ? NULL : sync_ask_log(s, i->no);

	if (r->code == ERR_NONE || r->code == ERR_FORK ||
	    r->code == ERR_ROLLBACK)
		return (NULL);
	/* The first time, what is here of the hub's other lives may help. */
	if (r->code == ERR_EPOCH && (log == NULL || s->adopted == 0))
		return (NULL);
	/* A log whose parent was refused has one however it is sent. */
	if (r->code == ERR_GAP && log != NULL && log->from != r->seq + 1) {
		log->hub = r->seq;
		return (NULL);
	}
	if (log != NULL) { /* the others go on */
		log->refused = true;
		if (s->why.code == ERR_NONE)
			s->why = *r;
		return (NULL);
	}
	return (err_new(r->code, "the hub: %s", r->text));
}

/* Was it about a log that is not pushed again in this sync? */
static bool
given_up(struct session *s)
{
	const struct refusal *r = &s->reply.err;
	const struct log_info *i =
	    r->has_log ? ledger_log_by_id(s->env->st->l, r->log) : NULL;

	return (i != NULL && sync_ask_log(s, i->no)->refused);
}

/* Of a log that the hub has another branch of, what has no position. */
static err_t
lacking(struct session *s, bool *yes)
{
	struct ledger *l = s->env->st->l;

	*yes = false;
	for (size_t i = 0; i < s->logs_n && !*yes; i++) {
		const struct own_log *log = &s->logs[i];
		const struct log_info *li = ledger_log(l, log->no);
		uint32_t has;

		if (li == NULL || log->refused ||
		    (log->hub == UNKNOWN && !log->forked))
			continue;
		has = (uint32_t)log->hub;
		if (log->hub == UNKNOWN)
			TRY(place_last(l, log->no, &has));
		*yes = has < li->sealed;
	}
	return (NULL);
}

/* After a whole turn: which step is next? */
static err_t
decide(struct session *s, enum step *next)
{
	bool again, lack, moved = s->inlet.tally.positions > s->positions;

	TRY(refused(s));
	if (s->reply.err.code == ERR_EPOCH) {
		*next = given_up(s) ? STEP_TALK : STEP_BACK;
		return (NULL);
	}
	if (sync_must_renew(s)) {
		*next = STEP_RENEW;
		return (NULL);
	}
	TRY(lacking(s, &lack));
	again = s->trailer.more || s->left || lack || s->silent;
	if (!s->trailer.more)
		s->silent = false;
	s->idle = moved || s->probe ? 0 : s->idle + 1;
	s->probe = false;
	if (again && s->idle > IDLE_MAX) {
		const struct refusal *r = &s->reply.err;

		return (err_new(r->code == ERR_NONE ? ERR_GAP : r->code,
		    "the hub: %s",
		    r->text[0] == '\0' ? "no progress" : r->text));
	}
	*next = again ? STEP_TALK : STEP_LEAVE;
	return (NULL);
}

static err_t
talk(struct session *s, enum step *next)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_SYNC_BODY_BYTES);
	err_t e;

	TRY(sync_ask_push(s, &body));
	e = turn(s, &body);
	/* Own history is another at the hub: new logs, and take all bodies. */
	if (e != NULL && e->code == ERR_FORK && !s->silent) {
		s->silent = true;
		*next = STEP_RENEW;
		return (NULL);
	}
	TRY(e);
	return (decide(s, next));
}

static err_t
hand_back(struct session *s, enum step *next)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_SYNC_BODY_BYTES);
	bool any;

	TRY(sync_back_put(s, &body, &any));
	s->stats->handed_back = true;
	if (any) {
		TRY(turn(s, &body));
		for (size_t i = 0; i < s->handed_n; i++)
			s->handed[i].to = s->handed[i].sent;
		if (s->reply.err.code != ERR_EPOCH)
			return (decide(s, next));
		return (NULL); /* perhaps there is more */
	}
	if (sync_back_again(s))
		return (NULL);
	if (s->adopted >= ADOPT_MAX)
		return (err_new(
		    ERR_EPOCH, "the hub's history does not fit what is here"));
	TRY(sync_back_adopt(s));
	for (size_t i = 0; i < s->logs_n; i++)
		s->logs[i].hub = UNKNOWN;
	*next = STEP_TALK;
	return (NULL);
}

/* Everything of a lost space was taken: its copy goes. */
static err_t
drop(struct session *s, const char *name)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct store *st = s->env->st;
	uint32_t space;
	bool kept;

	TRY(sync_back_kept(s, name, &kept));
	if (kept)
		return (NULL);
	TRY(tx_begin(&tx, st->db));
	TRY(ledger_refresh(st->l));
	TRY(ledger_space(st->l, name, false, &space));
	for (uint32_t no = 1; no <= ledger_logs(st->l); no++) {
		const struct log_info *i = ledger_log(st->l, no);
		const struct own_log *log;
		uint32_t last;

		if (!is_own(s, i) || i->space != space)
			continue;
		TRY(place_last(st->l, no, &last));
		log = sync_ask_log(s, no);
		if (i->sealed < i->seq || log->refused ||
		    (log->hub == UNKNOWN ? last : log->hub) < i->sealed)
			return (NULL); /* not yet */
	}
	TRY(place_drop(st->l, space));
	TRY(ledger_refresh(st->l));
	TRY(fold_all(st->f)); /* at once: no rows of what is not there */
	TRY(tx_commit(&tx));
	if (s->env->space != NULL)
		s->env->space(s->env->ctx, name, false);
	return (NULL);
}

static bool
holds(struct ledger *l, uint32_t space)
{
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL && i->space == space && i->seq >= i->first)
			return (true);
	}
	return (false);
}

/* Not only what the hello named: after the hub was restored the cursor of a
 * lost space is back at 0, and its copy is still here. */
err_t
sync_leave(struct session *s)
{
	struct ledger *l = s->env->st->l;
	char name[LIMIT_SPACE_NAME + 1];

	for (uint32_t no = 1; ledger_space_name(l, no)[0] != '\0'; no++) {
		(void)snprintf(
		    name, sizeof(name), "%s", ledger_space_name(l, no));
		if (!sync_ask_admitted(s, name) && holds(l, no))
			TRY(drop(s, name));
	}
	for (size_t i = 0; i < s->logs_n; i++) {
		if (s->logs[i].refused)
			return (err_new(s->why.code, "the hub: %s%s",
			    s->why.text,
			    s->why.code != ERR_EPOCH
				? ""
				: "; what it has lost another office may still"
				  " hold; nothing is lost here"));
	}
	for (uint32_t no = 1; ledger_space_name(l, no)[0] != '\0'; no++) {
		bool kept;

		TRY(sync_back_kept(s, ledger_space_name(l, no), &kept));
		if (kept)
			return (err_new(ERR_SCOPE,
			    "the hub was restored and has forgotten that this"
			    " office had %s: what it lost of it stays here"
			    " until the office was admitted to it again",
			    ledger_space_name(l, no)));
	}
	return (NULL);
}

static err_t
run(struct session *s)
{
	enum step step = STEP_CLOSE;

	TRY(sync_load(s));
	for (;;) {
		switch (step) {
		case STEP_CLOSE:
			TRY(sync_close_tails(s, false));
			s->stats->resumed = s->probe;
			step = STEP_TALK;
			break;
		case STEP_TALK:
			TRY(talk(s, &step));
			break;
		case STEP_RENEW:
			s->stats->new_epoch = true;
			TRY(sync_close_tails(s, true));
			s->probe = false;
			step = STEP_TALK;
			break;
		case STEP_BACK:
			TRY(hand_back(s, &step));
			break;
		case STEP_LEAVE:
			TRY(sync_leave(s));
			step = STEP_DONE;
			break;
		case STEP_DONE:
			return (NULL);
		}
	}
}

struct session *
sync_open(const struct sync_env *env, struct road *road, struct sync_stats *out)
{
	struct session *s = mem_new(sizeof(*s));

	*out = (struct sync_stats){ .requests = 0 };
	s->env = env;
	s->stats = out;
	s->road = road;
	s->offset = env->offset;
	s->most = LIMIT_PUSH_BYTES;
	key_public(env->key, s->pub);
	inlet_open(&s->inlet, env->st, s->pub, env->hub);
	return (s);
}

void
sync_close(struct session *s)
{
	struct sync_stats *out = s->stats;

	out->commits_received = s->inlet.tally.commits;
	out->ops_received = s->inlet.tally.ops;
	out->positions = s->inlet.tally.positions;
	out->confirmed = s->inlet.tally.confirmed;
	if (s->road != NULL) {
		out->connects = s->road->connects;
		out->sent = s->road->sent;
		out->received = s->road->received;
	}
	frame_in_close(&s->f);
	inlet_close(&s->inlet);
	arena_free(&s->a);
	arena_free(&s->reply_a);
	mem_free(s->logs);
	mem_free(s->handed);
	mem_free(s);
}

err_t
sync_run(const struct sync_env *env, struct road *road, struct sync_stats *out)
{
	struct session *s = sync_open(env, road, out);
	err_t e = run(s);

	sync_close(s);
	return (e);
}
