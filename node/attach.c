#include "node/attach.h"

#include <stdio.h>

#include "proto/base/blob.h"
#include "proto/base/clock.h"
#include "proto/base/say.h"
#include "proto/sync/enrol.h"

#define BLOB_PATH   "/v1/blob/"
#define BLOB_TYPE   "application/octet-stream"
#define HERE        "hub" /* who brings what comes here */
#define PIECE_LEAST 16384
#define PIECE_FIRST 32768
#define PIECE_MOST  262144 /* more does not go faster */
#define QUICK_MS    10000  /* a piece that took less: the next is larger, */
#define SLOW_MS     40000  /* more: smaller */
#define TRIES       8      /* answers to one file that brought nothing */
#define CUTS        3      /* of the road, and nothing came through between */

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS attach_sent (sha256 TEXT PRIMARY KEY)"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS attach_want (sha256 TEXT PRIMARY KEY)"
    " WITHOUT ROWID;";

SQL_SCAN(attach_unsent,
    "SELECT sha256, MAX(bytes), MIN(classification) FROM document"
    " WHERE life = 0 AND sha256 IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM attach_sent a WHERE a.sha256 = document.sha256)"
    " GROUP BY sha256");
SQL_SCAN(attach_wanted, "SELECT w.sha256, (SELECT MAX(d.bytes) FROM document d"
			" WHERE d.sha256 = w.sha256) FROM attach_want w");
SQL(attach_note, "INSERT OR IGNORE INTO attach_sent (sha256) VALUES (?1)");
SQL(attach_wish, "INSERT OR IGNORE INTO attach_want (sha256) VALUES (?1)");
SQL(attach_forget, "DELETE FROM attach_sent");
SQL(attach_have, "DELETE FROM attach_want WHERE sha256 = ?1");

struct attaching {
	struct office *o;
	struct link_https *l;
	struct attach_stats *s;
	size_t piece;
	int64_t stood; /* the file that is on its way: how much was there, */
	int cuts;      /* and how often the road was cut since */
};

struct file {
	char name[BLOB_NAME + 1];
	int64_t bytes;
};

err_t
attach_tables(struct db *db)
{
	return (db_exec(db, schema));
}

static err_t
run(struct office *o, struct sql *s, const char *name)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, o->st.db));
	TRY(db_run(o->st.db, s, val_str(name)));
	return (tx_commit(&tx));
}

err_t
attach_want(struct office *o, const char *name)
{
	return (run(o, &attach_wish, name));
}

err_t
attach_again(struct office *o)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(attach_tables(o->st.db));
	TRY(tx_begin(&tx, o->st.db));
	TRY(db_run(o->st.db, &attach_forget));
	return (tx_commit(&tx));
}

/* ---- a call ------------------------------------------------------------- */

static err_t
keep(void *ctx, struct span s)
{
	struct buf *b = ctx;

	if (s.n > b->max - b->n)
		s.n = b->max - b->n;
	return (buf_span(b, s));
}

/* What the hub says about one piece: 200, or its refusal (in text) as an
 * error. GAP tells in c->offset where to go on. */
static err_t
call(struct attaching *a, struct link_call *c, const struct buf *text)
{
	TRY(link_https_call(a->l, c));
	if (c->status == 200)
		return (NULL);
	if (text->n > 0)
		TRY(enrol_refusal_take(buf_all(text)));
	return (err_new(c->status == 404 ? ERR_MISSING : ERR_BUSY,
	    "the hub answers %d to a file", c->status));
}

static void
path_put(const struct file *f, int64_t at, char out[128])
{
	(void)snprintf(
	    out, 128, BLOB_PATH "%s?at=%lld", f->name, (long long)at);
}

/* So much of the file is at the other end. */
static void
stands(struct attaching *a, int64_t at)
{
	if (at > a->stood)
		a->cuts = 0;
	if (at > a->stood)
		a->stood = at;
}

/* ---- to the hub --------------------------------------------------------- */

static err_t
ask_held(struct attaching *a, const struct file *f, int64_t *held)
{
	CLEAN(buf_free) struct buf none = BUF(1);
	char path[128];
	struct link_call c = { .method = "HEAD", .path = path };

	path_put(f, 0, path);
	TRY(call(a, &c, &none));
	*held = c.offset < 0 ? 0 : c.offset;
	stands(a, *held);
	return (NULL);
}

/* The next piece fits the link better. */
static void
adapt(struct attaching *a, int64_t took)
{
	if (took < QUICK_MS && a->piece < PIECE_MOST)
		a->piece *= 2;
	else if (took > SLOW_MS && a->piece > PIECE_LEAST)
		a->piece /= 2;
}

/* One piece more; *held is where the hub stands then. */
static err_t
send_piece(
    struct attaching *a, const struct file *f, struct span piece, int64_t *held)
{
	CLEAN(buf_free) struct buf text = BUF(LIMIT_SHORT_BYTES);
	uint64_t before = link_https_stats(a->l)->http_up;
	int64_t began = clock_mono_ms();
	char path[128];
	struct link_call c = { .method = "PUT",
		.path = path,
		.type = BLOB_TYPE,
		.body = piece,
		.once = true,
		.sink = keep,
		.ctx = &text };
	err_t e;

	path_put(f, *held, path);
	e = call(a, &c, &text);
	a->s->bytes_up += link_https_stats(a->l)->http_up - before;
	if (e != NULL && (e->code != ERR_GAP || c.offset < 0))
		return (e);
	*held = c.offset < 0 ? *held + (int64_t)piece.n : c.offset;
	stands(a, *held);
	adapt(a, clock_mono_ms() - began);
	return (NULL);
}

static err_t
send(struct attaching *a, const struct file *f)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_BLOB_BODY_BYTES);
	int64_t held, was = -1;
	int idle = 0;

	TRY(ask_held(a, f, &held));
	while (held < f->bytes) {
		idle = held > was ? 0 : idle + 1;
		if (idle > TRIES)
			return (
			    err_new(ERR_BUSY, "the hub takes no more of it"));
		was = held;
		buf_clear(&b);
		TRY(blob_get_part(a->o->dir, f->name, held, a->piece, &b));
		TRY(send_piece(a, f, buf_all(&b), &held));
	}
	TRY(run(a->o, &attach_note, f->name));
	a->s->sent++;
	return (NULL);
}

/* ---- from the hub ------------------------------------------------------- */

struct coming {
	struct attaching *a;
	const struct file *f;
	const struct link_call *call;
	struct buf text; /* of a refusal */
	int64_t at;
	bool whole;
};

static void
coming_end(struct coming *c)
{
	buf_free(&c->text);
}

/* Kept as it comes: a cut loses none of it. A refusal has a body too. */
static err_t
come(void *ctx, struct span s)
{
	struct coming *c = ctx;

	if (c->call->status != 200)
		return (keep(&c->text, s));
	c->a->s->bytes_down += s.n;
	return (blob_piece(c->a->o->dir, c->f->name, HERE, c->at, c->f->bytes,
	    s, &c->at, &c->whole));
}

static err_t
fetch(struct attaching *a, const struct file *f)
{
	CLEAN(coming_end)
	struct coming g = { .a = a, .f = f, .text = BUF(LIMIT_SHORT_BYTES) };
	char path[128];
	struct link_call c = {
		.method = "GET", .path = path, .sink = come, .ctx = &g
	};

	g.call = &c;
	TRY(blob_held(a->o->dir, f->name, HERE, &g.at, &g.whole));
	stands(a, g.at);
	if (!g.whole) {
		path_put(f, g.at, path);
		TRY(call(a, &c, &g.text));
	}
	if (!g.whole)
		return (err_new(ERR_LINK, "the file did not come whole"));
	TRY(run(a->o, &attach_have, f->name));
	TRY(run(a->o, &attach_note, f->name));
	a->s->fetched++;
	return (NULL);
}

/* ---- all of them -------------------------------------------------------- */

/* About the road, or the hub as a whole: no other file fares better now. */
static bool
ends_all(const struct err *e)
{
	return (e->code == ERR_LINK || e->code == ERR_BUSY ||
		e->code == ERR_SLOW || e->code == ERR_REVOKED ||
		e->code == ERR_EXPIRED || e->code == ERR_STORE);
}

/* A road that is cut is taken again at once, as long as each stretch of it
 * brings something: a new exchange would cost more. */
static err_t
patiently(struct attaching *a, const struct file *f,
    err_t (*fn)(struct attaching *a, const struct file *f))
{
	err_t e;

	a->stood = -1;
	a->cuts = 0;
	do
		e = fn(a, f);
	while (e != NULL && e->code == ERR_LINK && ++a->cuts < CUTS);
	return (e);
}

static err_t
each(struct attaching *a, const struct file *f, size_t n,
    err_t (*fn)(struct attaching *a, const struct file *f))
{
	for (size_t i = 0; i < n; i++) {
		err_t e = patiently(a, &f[i], fn);

		if (e == NULL)
			continue;
		a->s->waiting += 1;
		if (ends_all(e)) {
			a->s->waiting += (uint32_t)(n - i - 1);
			return (e);
		}
		say_err("attach", e);
	}
	return (NULL);
}

/* SPEC 13.1: The file of a confidential document MUST NOT leave its
 * computer. */
static bool
leaves(const struct office *o, struct rows *r)
{
	int64_t class = rows_int(r, 2);

	return (class != CODE_classification_confidential &&
		blob_have(o->dir, rows_text(r, 0)));
}

static err_t
list(struct attaching *a, struct sql *s, bool out, struct arena *mem,
    struct file **f, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t room = 0;
	bool more;

	*f = NULL;
	*n = 0;
	TRY(db_query(&r, a->o->st.db, s));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (!blob_valid(rows_text(&r, 0)) || (out && !leaves(a->o, &r)))
			continue;
		arena_room(mem, f, &room, *n + 1, sizeof(**f));
		(void)snprintf((*f)[*n].name, sizeof((*f)[*n].name), "%s",
		    rows_text(&r, 0));
		(*f)[(*n)++].bytes = rows_int(&r, 1);
	}
}

err_t
attach_run(struct office *o, struct link_https *l, struct attach_stats *s)
{
	CLEAN(arena_free) struct arena mem = ARENA;
	struct attaching a = { .o = o, .l = l, .s = s, .piece = PIECE_FIRST };
	struct file *f;
	size_t n;

	*s = (struct attach_stats){ 0 };
	TRY(attach_tables(o->st.db));
	TRY(list(&a, &attach_wanted, false, &mem, &f, &n));
	TRY(each(&a, f, n, fetch));
	TRY(list(&a, &attach_unsent, true, &mem, &f, &n));
	return (each(&a, f, n, send));
}
