/*
 * path_world -- a hub and its offices in one process, over roads of memory.
 *
 * Only for path_sync*_test.c: it sees node and hub, so it cannot be among the
 * helpers that go into every test.
 */
#ifndef TESTS_UNIT_PATH_WORLD_H
#define TESTS_UNIT_PATH_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "hub/outlet.h"
#include "node/sync.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/domain/vocab.h"
#include "proto/log/desk.h"
#include "proto/log/place.h"

#define SITES 3
#define WHOLE SIZE_MAX

struct site { /* an office's computer, or the hub */
	char path[128];
	struct store st;
	struct key *key;
	struct desk desk;
	uint8_t pub[KEY_LEN];
};

struct office {
	struct site s;
	struct world *w;
	struct peer peer;
	struct road road;
	struct sync_env env;
	struct sync_stats stats;
	/* Of post cut_post of a sync (0: the next): so many bytes up and down,
	 * then the road breaks. */
	uint32_t cut_post;
	size_t cut_up, cut_down;
	/* Seen on the road by the last post. */
	size_t up, down;
	int status;
	struct intake_result result;
	struct buf last; /* the last request, for replays */
	uint32_t left_to;
};

struct world {
	int level; /* at which the hub compresses; 0: 9 */
	char dir[64];
	struct site hub;
	struct office o[SITES];
	int64_t now;                            /* the hub's clock */
	dot_t office[SITES], roundtable[SITES]; /* in the hub's numbers */
};

static inline void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

static inline void
fails(err_t e, enum err_code code)
{
	if (e == NULL)
		fail_msg("expected %s", err_name(code));
	if (e->code != code)
		fail_msg("expected %s, got %s: %s", err_name(code),
		    err_name(e->code), e->text);
}

static inline void
site_open(struct site *s, const uint8_t hub[KEY_LEN])
{
	ok(store_open(&s->st, s->path, DB_CREATE));
	key_public(s->key, s->pub);
	fold_federal(s->st.f, hub == NULL ? s->pub : hub);
	s->desk.l = s->st.l;
	s->desk.f = s->st.f;
	s->desk.key = s->key;
}

static inline void
site_drop(const char *to)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char path[160];

	for (int i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%.127s%s", to, ends[i]);
		(void)unlink(path);
	}
}

/* A backup to `to`, and back from it. */
static inline void
site_save(struct site *s, const char *to)
{
	(void)unlink(to);
	ok(db_backup(s->st.db, to));
}

static inline void
site_restore(struct site *s, const char *from, const uint8_t hub[KEY_LEN])
{
	CLEAN(buf_free) struct buf b = BUF(64 << 20);

	store_close(&s->st);
	site_drop(s->path);
	ok(file_read(from, &b));
	ok(file_replace(s->path, buf_all(&b), 0600));
	site_open(s, hub);
}

static inline dot_t
make(struct site *s, uint32_t entity, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	ok(act_begin(&act, &s->desk));
	ok(act_create(&act, schema_entity(entity), fv, n, &id));
	ok(act_save(&act, "ana", &commit));
	return (id);
}

static inline void
edit(struct site *s, uint32_t entity, dot_t id, uint32_t field, struct val v)
{
	CLEAN(act_undo) struct act act;
	struct fv fv = { field, v };
	dot_t commit;

	ok(act_begin(&act, &s->desk));
	ok(act_edit(&act, schema_entity(entity), id, &fv, 1));
	ok(act_save(&act, "ana", &commit));
}

static inline dot_t
gap(struct site *s, dot_t roundtable, const char *title)
{
	struct fv fv[] = { { FIELD_gap_roundtable, val_int(roundtable) },
		{ FIELD_gap_title, val_str(title) },
		{ FIELD_gap_severity, val_int(1) } };

	return (make(s, ENTITY_gap, fv, 3));
}

/* The same record in another store; 0 when it is not there. */
static inline dot_t
there(struct site *from, dot_t id, struct site *to)
{
	const struct log_info *i;
	uint8_t log[LOG_ID_LEN];

	place_id(from->st.l, dot_log(id), log);
	ok(ledger_refresh(to->st.l));
	i = ledger_log_by_id(to->st.l, log);
	return (i == NULL ? 0 : dot_pack(i->no, dot_seq(id), dot_index(id)));
}

static inline bool
shows(
    struct site *s, uint32_t entity, dot_t id, uint32_t field, const char *text)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;

	ok(ledger_refresh(s->st.l));
	ok(state_get(s->st.l, schema_entity(entity), id, &a, &r, &found));
	return (found && span_eq(r.v[field - 1].s, span_str(text)));
}

static inline struct hash
digest(struct site *s, const char *space)
{
	struct hash h;
	uint32_t no;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, space, false, &no));
	ok(fold_digest(s->st.f, no, &h));
	return (h);
}

static inline void
same(struct site *a, struct site *b, const char *space)
{
	struct hash x = digest(a, space), y = digest(b, space);

	if (memcmp(&x, &y, sizeof(x)) != 0)
		fail_msg("%s: the digests differ", space);
}

static inline size_t
disputes(struct site *s, const char *space)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct dispute *d;
	uint32_t no;
	size_t n;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, space, false, &no));
	ok(state_disputes(s->st.l, no, &a, &d, &n));
	return (n);
}

static inline size_t
held(struct site *s, const char *space)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct held *h;
	uint32_t no;
	size_t n;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, space, false, &no));
	ok(state_held(s->st.l, no, true, &a, &h, &n));
	return (n);
}

/* Commits a store holds in a space, all logs together. */
static inline uint64_t
commits(struct site *s, const char *space)
{
	uint32_t no;
	uint64_t n = 0;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, space, false, &no));
	for (uint32_t i = 1; i <= ledger_logs(s->st.l); i++) {
		const struct log_info *li = ledger_log(s->st.l, i);

		if (li != NULL && li->space == no)
			n += li->seq - (li->first - 1);
	}
	return (n);
}

static inline void
proves(struct site *s)
{
	CLEAN(buf_free) struct buf report = BUF(1 << 16);
	struct hash a, b;

	ok(ledger_refresh(s->st.l));
	ok(fold_dump(s->st.f, &a));
	ok(fold_rebuild(s->st.f));
	ok(fold_dump(s->st.f, &b));
	assert_memory_equal(&a, &b, sizeof(a));
	ok(store_verify(&s->st, &report));
}

static inline err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static inline err_t
serve(struct office *o, struct span body, bool complete, struct buf *reply)
{
	struct world *w = o->w;
	struct intake *in;
	struct outlet_stats st;
	struct sink sink = { reply, collect };
	err_t e = NULL;

	intake_open(&in, &o->peer);
	while (body.n > 0 && e == NULL) { /* in uneven pieces */
		size_t n = body.n < 777 ? body.n : 777;

		e = intake_feed(in, span_of(body.p, n));
		body = span_of(body.p + n, body.n - n);
	}
	intake_end(in, complete);
	o->status = 400;
	if (intake_hello(in) != NULL) {
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, w->hub.st.db));
		ok(intake_apply(in, &w->hub.st, w->hub.key, w->now));
		ok(tx_commit(&tx));
		if (complete)
			ok(outlet_reply(&w->hub.st, &o->peer, in, w->hub.key,
			    w->now, w->level == 0 ? 9 : w->level, &sink, &st));
		o->status = outlet_status(in);
	}
	o->result = *intake_result(in);
	intake_close(&in);
	return (NULL);
}

/* How much of n bytes gets through now. */
static inline size_t
through(struct office *o, size_t *cut, size_t n)
{
	size_t most = *cut;

	if (most == WHOLE || (o->cut_post != 0 && o->road.posts != o->cut_post))
		return (n);
	*cut = WHOLE;
	return (most < n ? most : n);
}

static inline err_t
post(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	CLEAN(buf_free) struct buf reply = BUF(64 << 20);
	struct office *o = ctx;
	struct span back;
	size_t up, down;
	bool cut;

	buf_clear(&o->last);
	ok(buf_span(&o->last, body));
	o->road.posts++;
	o->up = body.n;
	up = through(o, &o->cut_up, body.n);
	o->road.sent += up;
	cut = up < body.n;
	TRY(serve(o, span_of(body.p, up), !cut, &reply));
	if (cut)
		return (err_new(ERR_LINK, "cut on the way up"));
	o->down = reply.n;
	down = through(o, &o->cut_down, reply.n);
	cut = down < reply.n;
	o->road.received += down;
	a->status = o->status;
	a->frame = reply.n > 0;
	back = span_of(reply.p, down);
	while (back.n > 0) {
		size_t n = back.n < 333 ? back.n : 333;

		TRY(sink->put(sink->ctx, span_of(back.p, n)));
		back = span_of(back.p + n, back.n - n);
	}
	return (cut ? err_new(ERR_LINK, "cut on the way down") : NULL);
}

static inline err_t
leaving(void *ctx, const uint8_t log[LOG_ID_LEN], uint32_t to,
    const struct hash *head)
{
	struct office *o = ctx;

	o->left_to = log != NULL && head != NULL ? to : 0;
	return (NULL);
}

static inline err_t
go(struct office *o)
{
	o->env.st = &o->s.st;
	o->road.sent = o->road.received = 0;
	o->road.posts = 0;
	return (sync_run(&o->env, &o->road, &o->stats));
}

static inline void
admit(struct office *o, const char *space)
{
	(void)snprintf(o->peer.space[o->peer.spaces_n++], LIMIT_SPACE_NAME + 1,
	    "%s", space);
}

static inline void
found_office(struct world *w, int i, const char *code, const char *geo)
{
	CLEAN(buf_free) struct buf print = BUF(64);
	struct office *o = &w->o[i];
	struct fv of[] = { { FIELD_office_code, val_str(code) },
		{ FIELD_office_name, val_str(code) } };
	struct fv rt[] = { { FIELD_roundtable_code, val_str(code) },
		{ FIELD_roundtable_official_name, val_str("Mesa de Chiapas") },
		{ FIELD_roundtable_level, val_int(CODE_level_municipal) },
		{ FIELD_roundtable_kind,
		    val_int(CODE_roundtable_kind_plenary) },
		{ FIELD_roundtable_cvegeo, val_str(geo) } };
	struct fv node[] = { { FIELD_node_office, val_null() },
		{ FIELD_node_fingerprint, val_null() } };
	struct fv sec[] = { { FIELD_secretariat_roundtable, val_null() },
		{ FIELD_secretariat_office, val_null() },
		{ FIELD_secretariat_since, val_int(18000) } };

	w->office[i] = make(&w->hub, ENTITY_office, of, 2);
	ok(buf_b64(&print, span_of(o->s.pub, KEY_LEN)));
	node[0].v = val_int(w->office[i]);
	node[1].v = val_text(buf_all(&print));
	(void)make(&w->hub, ENTITY_node, node, 2);
	w->roundtable[i] = make(&w->hub, ENTITY_roundtable, rt, 5);
	sec[0].v = val_int(w->roundtable[i]);
	sec[1].v = val_int(w->office[i]);
	(void)make(&w->hub, ENTITY_secretariat, sec, 3);
}

static inline void
open_office(struct world *w, int i, const char *name)
{
	struct office *o = &w->o[i];
	char home[LIMIT_SPACE_NAME + 1], dir[sizeof(w->dir)];

	memcpy(dir, w->dir, sizeof(dir));
	o->w = w;
	o->last = (struct buf)BUF(64 << 20);
	o->cut_up = o->cut_down = WHOLE;
	ok(key_make(&o->s.key));
	(void)snprintf(o->s.path, sizeof(o->s.path), "%s/%s.db", dir, name);
	site_open(&o->s, w->hub.pub);
	memcpy(o->peer.key, o->s.pub, KEY_LEN);
	(void)snprintf(home, sizeof(home), "home-%s", name);
	admit(o, "national");
	admit(o, "07");
	admit(o, "federal");
	admit(o, home);
	o->s.desk.home = "home-X";
	o->road = (struct road){ .ctx = o, .post = post };
	o->env = (struct sync_env){
		.key = o->s.key, .sw = "0.1.0", .ctx = o, .leaving = leaving
	};
	memcpy(o->env.hub, w->hub.pub, KEY_LEN);
	memset(o->env.inst, 'a' + i, INST_LEN);
}

static inline void
settle(struct world *w, int i)
{
	struct office *o = &w->o[i];
	bool federal;

	ok(go(o));
	ok(ledger_refresh(o->s.st.l));
	ok(state_office(o->s.st.l, o->s.pub, &o->s.desk.office, &federal));
	o->peer.office = w->office[i];
}

static inline int
world_open(void **state)
{
	static const char *const names[SITES] = { "tapachula", "palenque",
		"tapachula2" };
	static const char *const geo[SITES] = { "07089", "07065", "07089" };
	struct world *w = calloc(1, sizeof(*w));

	(void)snprintf(w->dir, sizeof(w->dir), "/tmp/mesas-path-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	w->now = clock_now();
	(void)snprintf(w->hub.path, sizeof(w->hub.path), "%s/hub.db", w->dir);
	ok(key_make(&w->hub.key));
	w->hub.desk.federal = true;
	w->hub.desk.home = "home-FED";
	site_open(&w->hub, NULL);
	for (int i = 0; i < SITES; i++) {
		open_office(w, i, names[i]);
		found_office(w, i, names[i], geo[i]);
	}
	for (int i = 0; i < SITES; i++)
		settle(w, i);
	*state = w;
	return (0);
}

static inline int
world_close(void **state)
{
	struct world *w = *state;
	char path[160];

	for (int i = 0; i < SITES; i++) {
		store_close(&w->o[i].s.st);
		key_free(&w->o[i].s.key);
		buf_free(&w->o[i].last);
		site_drop(w->o[i].s.path);
	}
	store_close(&w->hub.st);
	key_free(&w->hub.key);
	site_drop(w->hub.path);
	(void)snprintf(path, sizeof(path), "%s/backup.db", w->dir);
	(void)unlink(path);
	(void)rmdir(w->dir);
	free(w);
	return (0);
}

#endif
