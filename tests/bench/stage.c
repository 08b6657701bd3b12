#include "tests/bench/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/domain/vocab.h"
#include "proto/log/place.h"

#define LEVEL 9 /* zstd of the hub's answers */

void
stage_ok(err_t e)
{
	if (e == NULL)
		return;
	(void)fprintf(stderr, "bench: %s: %s\n", err_name(e->code), e->text);
	exit(70);
}

static double
ask(clockid_t which)
{
	struct timespec t;

	must(clock_gettime(which, &t) == 0);
	return ((double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}

double
stage_time(void)
{
	return (ask(CLOCK_MONOTONIC));
}

double
stage_cpu(void)
{
	return (ask(CLOCK_PROCESS_CPUTIME_ID));
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

double
stage_median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return (v[n / 2]);
}

/* The tally of one program. */
static int
tally(int more)
{
	static int missed;

	missed += more;
	return (missed);
}

void
stage_line(
    const char *name, double value, const char *unit, char sense, double budget)
{
	bool met = sense == '>' ? value >= budget : value <= budget;

	(void)printf("%-46s %10.2f %-12s %c=%9.2f  %s\n", name, value, unit,
	    sense, budget, met ? "ok" : "MISSED");
	(void)fflush(stdout);
	(void)tally(met ? 0 : 1);
}

int
stage_missed(void)
{
	return (tally(0) == 0 ? 0 : 1);
}

int64_t
stage_size(const char *path)
{
	struct stat st;

	return (stat(path, &st) == 0 ? st.st_size : 0);
}

void
stage_open_store(struct stage *g, struct store *st, const char *path)
{
	uint8_t pub[KEY_LEN];

	stage_ok(store_open(st, path, DB_CREATE));
	key_public(g->key, pub);
	fold_federal(st->f, pub);
}

dot_t
stage_there(struct ledger *from, dot_t id, struct ledger *to)
{
	const struct log_info *i;
	uint8_t log[LOG_ID_LEN];

	place_id(from, dot_log(id), log);
	stage_ok(ledger_refresh(to));
	i = ledger_log_by_id(to, log);
	return (i == NULL ? 0 : dot_pack(i->no, dot_seq(id), dot_index(id)));
}

/* ---- the road ----------------------------------------------------------- */

static err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static void
keep(struct stage_site *s, struct span body)
{
	struct stage *g = s->g;

	mem_room(&g->body, &g->body_cap, g->bodies + 1, sizeof(*g->body));
	g->body[g->bodies++] =
	    (struct stage_body){ span_of(arena_dup(&g->a, body), body.n), s->no,
		    g->now };
}

static int
serve(struct stage_site *s, struct span body, bool whole, struct buf *reply)
{
	struct stage *g = s->g;
	struct outlet_stats stats;
	struct sink sink = { reply, collect };
	struct intake *in;
	int status = 400;

	intake_open(&in, &s->peer);
	stage_ok(intake_feed(in, body));
	intake_end(in, whole);
	if (intake_hello(in) != NULL) {
		CLEAN(tx_undo) struct tx tx = { 0 };

		stage_ok(tx_begin(&tx, g->hub.db));
		stage_ok(intake_apply(in, &g->hub, g->key, g->now));
		stage_ok(tx_commit(&tx));
		if (whole)
			stage_ok(outlet_reply(&g->hub, &s->peer, in, g->key,
			    g->now, LEVEL, &sink, &stats));
		status = outlet_status(in);
	}
	if (whole && status >= 300)
		(void)fprintf(stderr, "hub: %d %s\n", status,
		    intake_result(in)->err.text);
	intake_close(&in);
	return (status);
}

static err_t
post(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	CLEAN(buf_free) struct buf reply = BUF(64 << 20);
	struct stage_site *s = ctx;
	size_t up = s->cut < body.n ? s->cut : body.n;
	bool whole = up == body.n;

	s->up = up;
	s->ups += up;
	s->road.sent += up;
	s->road.posts++;
	if (!whole)
		s->cut = STAGE_WHOLE;
	if (s->g->keep)
		keep(s, body);
	a->status = serve(s, span_of(body.p, up), whole, &reply);
	if (!whole)
		return (err_new(ERR_LINK, "cut"));
	s->down = reply.n;
	s->road.received += reply.n;
	a->frame = reply.n > 0;
	return (sink->put(sink->ctx, buf_all(&reply)));
}

void
stage_sync(struct stage_site *s)
{
	s->ups = 0;
	stage_ok(sync_run(&s->env, &s->road, &s->stats));
}

/* ---- writing ------------------------------------------------------------ */

static void
commit(struct store *st, const struct key *key, const char *space,
    struct op *op, size_t n, int64_t at, dot_t dot[WORK_OPS])
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct log_info *mine;
	struct append ap;
	uint8_t node[KEY_LEN];
	uint32_t no;

	must(db_in_tx(st->db));
	key_public(key, node);
	stage_ok(ledger_space(st->l, space, true, &no));
	mine = ledger_mine(st->l, no);
	if (mine != NULL && append_full(st->l, mine->no))
		stage_ok(append_close(st->l, mine->no, key, at, 0));
	stage_ok(append_begin(&ap, st->l, &a, no, node));
	for (size_t i = 0; i < n; i++) {
		/* The second op of a new row names the first. */
		for (size_t k = 0; i > 0 && k < op[i].n; k++)
			if (op[i].kind == OP_CREATE && op[i].fv[k].field == 1 &&
			    op[i].fv[k].v.kind == VAL_INT)
				op[i].fv[k].v = val_int(dot[0]);
		stage_ok(append_op(&ap, &op[i], &dot[i]));
	}
	stage_ok(append_end(&ap, at, "ana"));
	stage_ok(fold_commits(st->f, ap.log, ap.seq, ap.seq));
}

/* A person saves every now and then. */
static int64_t
at_desk(struct stage_site *s, struct work *w)
{
	s->clock += 15 + (int64_t)work_below(w, 285);
	return (s->g->now + s->clock);
}

void
stage_write(struct stage_site *s, struct work *w, size_t i)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct work_row *r = &w->row[i];
	struct op op[WORK_OPS];
	dot_t dot[WORK_OPS] = { 0 };
	size_t n = work_ops(w, i, &a, op);

	commit(&s->st, s->key, r->type == WORK_INSTITUTION ? s->home : s->space,
	    op, n, at_desk(s, w), dot);
	r->dot = dot[0];
	r->second = dot[1];
}

void
stage_edit(struct stage_site *s, struct work *w, size_t i, int which)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct work_row *r = &w->row[i], was = *r;
	struct stage_site *author = s - s->no % (s->g->sites / w->offices);
	struct op op[WORK_OPS];
	dot_t dot[WORK_OPS];
	size_t n;

	if (author != s) {
		r->dot = stage_there(author->st.l, was.dot, s->st.l);
		if (was.second != 0)
			r->second =
			    stage_there(author->st.l, was.second, s->st.l);
	}
	n = work_edit(w, i, which, &a, op);
	commit(&s->st, s->key, r->type == WORK_INSTITUTION ? s->home : s->space,
	    op, n, at_desk(s, w), dot);
	r->dot = was.dot;
	r->second = was.second;
}

/* ---- who there is ------------------------------------------------------- */

static void
admit(struct peer *p, const char *space)
{
	(void)snprintf(
	    p->space[p->spaces_n++], LIMIT_SPACE_NAME + 1, "%s", space);
}

static void
open_site(struct stage *g, size_t i, uint32_t office)
{
	struct stage_site *s = &g->site[i];

	s->g = g;
	s->no = (uint32_t)i;
	s->cut = STAGE_WHOLE;
	stage_ok(key_make(&s->key));
	(void)snprintf(s->path, sizeof(s->path), "%s/node%zu.db", g->dir, i);
	(void)snprintf(s->home, sizeof(s->home), "home-%u", office);
	work_space(office, s->space);
	stage_open_store(g, &s->st, s->path);
	key_public(s->key, s->peer.key);
	admit(&s->peer, "national");
	admit(&s->peer, s->space);
	admit(&s->peer, "federal");
	admit(&s->peer, s->home);
	s->road = (struct road){ .ctx = s, .post = post };
	s->env =
	    (struct sync_env){ .st = &s->st, .key = s->key, .sw = "0.1.0" };
	key_public(g->key, s->env.hub);
	memset(s->env.inst, 'a' + (int)i, INST_LEN);
	s->desk = (struct desk){
		.l = s->st.l, .f = s->st.f, .key = s->key, .home = s->home
	};
}

void
stage_open(struct stage *g, size_t offices, size_t computers)
{
	*g = (struct stage){ .now = clock_now() };
	(void)snprintf(g->dir, sizeof(g->dir), "/tmp/mesas-bench-XXXXXX");
	must(mkdtemp(g->dir) != NULL);
	(void)snprintf(g->path, sizeof(g->path), "%s/hub.db", g->dir);
	stage_ok(key_make(&g->key));
	stage_open_store(g, &g->hub, g->path);
	g->desk = (struct desk){ .l = g->hub.l,
		.f = g->hub.f,
		.key = g->key,
		.federal = true,
		.home = "home-FED" };
	g->sites = offices * computers;
	g->site = mem_new(sizeof(*g->site) * g->sites);
	for (size_t i = 0; i < g->sites; i++)
		open_site(g, i, (uint32_t)(i / computers));
}

static void
drop(const char *path)
{
	char end[180];

	(void)unlink(path);
	(void)snprintf(end, sizeof(end), "%s-wal", path);
	(void)unlink(end);
	(void)snprintf(end, sizeof(end), "%s-shm", path);
	(void)unlink(end);
}

void
stage_close(struct stage *g)
{
	for (size_t i = 0; i < g->sites; i++) {
		store_close(&g->site[i].st);
		key_free(&g->site[i].key);
		drop(g->site[i].path);
	}
	store_close(&g->hub);
	key_free(&g->key);
	drop(g->path);
	(void)rmdir(g->dir);
	mem_free(g->site);
	mem_free(g->body);
	arena_free(&g->a);
}

static dot_t
federal(struct stage *g, const char *space, uint32_t entity, struct fv *fv,
    size_t n)
{
	struct op op = {
		.kind = OP_CREATE, .entity = entity, .fv = fv, .n = n
	};
	dot_t dot[WORK_OPS];

	commit(&g->hub, g->key, space, &op, 1, g->now, dot);
	return (dot[0]);
}

static void
found_office(struct stage *g, uint32_t office, size_t computers)
{
	char name[16];
	struct fv of[] = { { FIELD_office_code, val_null() },
		{ FIELD_office_name, val_null() } };
	dot_t id;

	(void)snprintf(name, sizeof(name), "ORT-%02u", office);
	of[0].v = of[1].v = val_str(name);
	id = federal(g, "national", ENTITY_office, of, 2);
	for (size_t i = 0; i < computers; i++) {
		CLEAN(buf_free) struct buf print = BUF(64);
		struct stage_site *s = &g->site[office * computers + i];
		struct fv node[] = { { FIELD_node_office, val_int(id) },
			{ FIELD_node_fingerprint, val_null() } };

		s->office = s->peer.office = id;
		stage_ok(buf_b64(&print, span_of(s->peer.key, KEY_LEN)));
		node[1].v = val_text(buf_all(&print));
		(void)federal(g, "national", ENTITY_node, node, 2);
	}
}

static void
found_roundtable(struct stage *g, struct work *w, size_t i, size_t computers)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct work_row *r = &w->row[i];
	struct stage_site *s = &g->site[r->office * computers];
	struct fv sec[] = { { FIELD_secretariat_roundtable, val_null() },
		{ FIELD_secretariat_office, val_int(s->office) },
		{ FIELD_secretariat_since, val_int(18000) } };
	struct op op[WORK_OPS];

	(void)work_ops(w, i, &a, op);
	r->dot = federal(g, s->space, ENTITY_roundtable, op[0].fv, op[0].n);
	sec[0].v = val_int(r->dot);
	(void)federal(g, "national", ENTITY_secretariat, sec, 3);
}

void
stage_found(struct stage *g, struct work *w)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	size_t computers = g->sites / w->offices;

	stage_ok(tx_begin(&tx, g->hub.db));
	for (uint32_t o = 0; o < w->offices; o++)
		found_office(g, o, computers);
	for (size_t i = 0; i < w->n; i++) {
		if (w->row[i].type == WORK_ROUNDTABLE)
			found_roundtable(g, w, i, computers);
	}
	stage_ok(tx_commit(&tx));
	for (size_t i = 0; i < g->sites; i++) {
		struct stage_site *s = &g->site[i];
		bool is_federal;

		stage_sync(s);
		stage_ok(ledger_refresh(s->st.l));
		stage_ok(state_office(
		    s->st.l, s->peer.key, &s->desk.office, &is_federal));
	}
	for (size_t i = 0; i < w->n; i++) { /* in their author's numbers */
		struct work_row *r = &w->row[i];

		if (r->type == WORK_ROUNDTABLE)
			r->dot = stage_there(g->hub.l, r->dot,
			    g->site[r->office * computers].st.l);
	}
}
