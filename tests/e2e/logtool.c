/*
 * logtool -- what no program of ours would do to a log, for the scenarios.
 *
 *   write DIR SPACE SIGNER LINE...  one commit with these op lines as they
 *       are, in the office's folder DIR, by the key of the folder SIGNER
 *   lines DB                        every head and op line in a closed segment
 *   push DIR DB                     send every own log of the store DB to the
 * hub as the computer DIR, whoever wrote it; print what the hub says tamper DB
 * PINNED SEED N         N times: change one byte of a stored segment, seal or
 * receipt, see that verify finds it, put it back
 */
#include <stdio.h>
#include <stdlib.h>

#include "node/office.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/log/accept.h"
#include "proto/log/append.h"
#include "proto/sync/frame.h"
#include "proto/sync/message.h"

static err_t
usage(void)
{
	return (err_new(ERR_USAGE, "write DIR SPACE SIGNER LINE... | lines DB"
				   " | push DIR DB"
				   " | tamper DB PINNED SEED N"));
}

/* ---- write --------------------------------------------------------------- */

static err_t
write_commit(
    struct office *o, const char *space, const struct key *k, char **line)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	CLEAN(arena_free) struct arena a = ARENA;
	struct append ap;
	uint8_t node[KEY_LEN];
	uint32_t no;

	TRY(tx_begin(&tx, o->st.db));
	TRY(ledger_refresh(o->st.l));
	TRY(ledger_space(o->st.l, space, true, &no));
	key_public(k, node);
	TRY(append_begin(&ap, o->st.l, &a, no, node));
	for (; *line != NULL; line++) {
		if (ap.n == LIMIT_OPS_COMMIT)
			return (usage());
		ap.ops[ap.n] = span_str(*line);
		ap.bytes += ap.ops[ap.n].n + 1;
		ap.n++;
	}
	TRY(append_end(&ap, clock_now(), "futuro"));
	TRY(fold_commits(o->st.f, ap.log, ap.seq, ap.seq));
	TRY(append_close(o->st.l, ap.log, k, clock_now(), 0));
	return (tx_commit(&tx));
}

static err_t
run_write(char **word)
{
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(key_free) struct key *k = NULL;
	char *path;
	err_t e;

	if (word[0] == NULL || word[1] == NULL || word[2] == NULL ||
	    word[3] == NULL)
		return (usage());
	TRY(office_open(&o, word[0], OFFICE_SHARED));
	path = office_path(word[2], OFFICE_KEY);
	e = key_read(path, &k);
	mem_free(path);
	TRY(e);
	return (write_commit(&o, word[1], k, word + 3));
}

/* ---- lines --------------------------------------------------------------- */

static err_t
print_lines(void *ctx, const struct segment *s)
{
	struct span body = s->body, line;

	(void)ctx;
	while (span_line(&body, &line))
		(void)printf("%.*s\n", (int)line.n, (const char *)line.p);
	return (NULL);
}

static err_t
run_lines(const char *db)
{
	CLEAN(store_close) struct store st = { 0 };

	TRY(store_open(&st, db, DB_WRITE));
	for (uint32_t no = 1; no <= ledger_logs(st.l); no++) {
		CLEAN(arena_free) struct arena a = ARENA;
		const struct log_info *i = ledger_log(st.l, no);

		if (i == NULL || i->seq < i->first)
			continue;
		TRY(accept_segments(
		    st.l, no, i->first, i->seq, &a, print_lines, NULL));
	}
	return (NULL);
}

/* ---- push ---------------------------------------------------------------- */

static err_t
keep(void *ctx, struct span s)
{
	return (buf_span(ctx, s));
}

static err_t
put_segment(void *ctx, const struct segment *s)
{
	CLEAN(buf_free) struct buf text = BUF(4 * LIMIT_SEGMENT_TEXT);

	TRY(segment_put(s, &text));
	return (frame_out_put(ctx, buf_all(&text)));
}

static err_t
put_all(struct frame_out *f, const struct office *o, struct store *st)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_MESSAGE_BYTES);
	struct hello h = { .sw = "logtool", .schema = SCHEMA_VERSION };

	memcpy(h.inst, o->inst.id, INST_LEN);
	h.clock = clock_now();
	h.max = LIMIT_PULL_BYTES;
	TRY(message_hello_put(&h, &line));
	TRY(frame_out_put(f, buf_all(&line)));
	for (uint32_t no = 1; no <= ledger_logs(st->l); no++) {
		CLEAN(arena_free) struct arena a = ARENA;
		const struct log_info *i = ledger_log(st->l, no);

		if (i == NULL || i->mine == 0 || i->sealed < i->first)
			continue;
		TRY(accept_segments(
		    st->l, no, i->first, i->sealed, &a, put_segment, f));
	}
	return (frame_out_end(f));
}

static err_t
print_line(void *ctx, struct span line)
{
	(void)ctx;
	(void)printf("%.*s\n", (int)line.n, (const char *)line.p);
	return (NULL);
}

/* The hub speaks in a frame, or refuses in plain JSON. */
static err_t
print_answer(const struct buf *b)
{
	struct frame_in *in = NULL;
	err_t e;

	if (b->n == 0 || b->p[0] == '{')
		return (print_line(NULL, buf_all(b)));
	frame_in_open(&in, LIMIT_SYNC_BODY_BYTES, LIMIT_FRAME_TEXT);
	e = frame_in_feed(in, buf_all(b), print_line, NULL);
	frame_in_close(&in);
	return (e);
}

static err_t
run_push(const char *dir, const char *db)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_SYNC_BODY_BYTES);
	CLEAN(buf_free) struct buf answer = BUF(LIMIT_SYNC_BODY_BYTES);
	CLEAN(link_https_close) struct link_https *l = NULL;
	CLEAN(frame_out_close) struct frame_out *f = NULL;
	CLEAN(office_close) struct office o = { 0 };
	CLEAN(store_close) struct store st = { 0 };
	struct sink sink = { &body, keep };
	int64_t retry;
	int status;

	TRY(office_open(&o, dir, OFFICE_SHARED));
	TRY(store_open(&st, db, DB_WRITE));
	TRY(frame_out_open(&f, 3, &sink));
	TRY(put_all(f, &o, &st));
	TRY(office_link(&o, &l));
	TRY(link_https_post(l, "/v1/sync", FRAME_TYPE, buf_all(&body), keep,
	    &answer, &status, &retry));
	(void)printf("%d\n", status);
	return (print_answer(&answer));
}

/* ---- tamper -------------------------------------------------------------- */

static const struct {
	const char *table, *column;
} places[] = {
	{ "segment", "body" },
	{ "segment", "body" },
	{ "segment", "body" },
	{ "segment", "prev" },
	{ "segment", "head" },
	{ "segment", "seed" },
	{ "segment", "sig" },
	{ "segment", "time" },
	{ "segment", "off" },
	{ "segment", "last" },
	{ "position", "receipt" },
	{ "position", "nat_number" },
	{ "position", "h" },
	{ "position", "first" },
};

struct tamper {
	struct db *db; /* a connection of its own: the store sees a stranger */
	struct store st;
	uint64_t seed;
	char told[256]; /* what was changed */
};

/* xorshift64*: the same seed, the same thousand changes. */
static uint64_t
below(struct tamper *t, uint64_t n)
{
	t->seed ^= t->seed >> 12;
	t->seed ^= t->seed << 25;
	t->seed ^= t->seed >> 27;
	return ((t->seed * 0x2545f4914f6cdd1dULL >> 16) % n);
}

/* A statement from its pieces, NULL-ended. */
static err_t
sql(struct buf *text, struct sql *s, const char *const *piece)
{
	buf_clear(text);
	for (; *piece != NULL; piece++)
		TRY(buf_str(text, *piece));
	*s = (struct sql){ "logtool", (const char *)text->p, 1, true };
	return (NULL);
}
#define SQL_OF(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The row and the value; for a table without rowid `key` is its number. */
static err_t
choose(struct tamper *t, size_t p, int64_t *key, int64_t *space, struct val *v,
    struct arena *a)
{
	CLEAN(buf_free) struct buf text = BUF(512);
	CLEAN(rows_done) struct rows r = { 0 };
	bool pos = strcmp(places[p].table, "position") == 0;
	struct val args[2] = { { 0 }, { 0 } };
	struct sql s;
	int64_t n;
	bool found;

	TRY(sql(&text, &s, SQL_OF("SELECT count(*) FROM ", places[p].table)));
	TRY(db_int_args(t->db, &s, args, 0, 0, &n));
	if (n == 0)
		return (err_new(ERR_MISSING, "%s is empty", places[p].table));
	TRY(sql(&text, &s,
	    SQL_OF(pos ? "SELECT number, space, " : "SELECT no, 0, ",
		places[p].column, " FROM ", places[p].table,
		pos ? " ORDER BY space, number" : " ORDER BY no",
		" LIMIT 1 OFFSET ?1")));
	args[1] = A_INT(below(t, (uint64_t)n));
	TRY(db_one_args(&r, t->db, &s, args, 1, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no row"));
	*key = rows_int(&r, 0);
	*space = rows_int(&r, 1);
	*v = rows_val(&r, 2);
	if (v->kind != VAL_INT)
		v->s = span_of(arena_dup(a, v->s), v->s.n);
	return (NULL);
}

static err_t
put(struct tamper *t, size_t p, int64_t key, int64_t space, struct val v)
{
	CLEAN(buf_free) struct buf text = BUF(512);
	bool pos = strcmp(places[p].table, "position") == 0;
	struct val args[4] = { { 0 }, v, A_INT(key), A_INT(space) };
	struct sql s;

	TRY(sql(&text, &s,
	    SQL_OF("UPDATE ", places[p].table, " SET ", places[p].column,
		pos ? " = ?1 WHERE number = ?2 AND space = ?3"
		    : " = ?1 WHERE no = ?2 AND ?3 = 0")));
	TRY(db_run_args(t->db, &s, args, 3));
	if (db_changes(t->db) != 1)
		return (err_new(ERR_MISSING, "the row went away"));
	return (NULL);
}

static err_t
flip(struct tamper *t, size_t p, struct val v, struct arena *a, struct val *out)
{
	unsigned bit = (unsigned)below(t, 8);
	uint8_t *b;
	size_t at;

	*out = v;
	if (v.kind == VAL_INT) {
		out->i = v.i ^ (1LL << below(t, 16));
		return (NULL);
	}
	if (v.s.n == 0)
		return (err_new(ERR_MISSING, "nothing to change"));
	at = below(t, v.s.n);
	b = arena_new(a, v.s.n);
	memcpy(b, v.s.p, v.s.n);
	b[at] ^= (uint8_t)(1u << bit);
	out->s = span_of(b, v.s.n);
	(void)snprintf(t->told, sizeof(t->told), "%s.%s, byte %zu bit %u",
	    places[p].table, places[p].column, at, bit);
	return (NULL);
}

static err_t
found(struct tamper *t, bool *yes)
{
	CLEAN(buf_free) struct buf report = BUF(1 << 20);
	err_t e = store_verify(&t->st, &report);

	*yes = e != NULL;
	return (NULL);
}

static err_t
tamper_once(struct tamper *t)
{
	CLEAN(arena_free) struct arena a = ARENA;
	size_t p = below(t, sizeof(places) / sizeof(places[0]));
	struct val v, other;
	int64_t key, space;
	bool yes;

	TRY(choose(t, p, &key, &space, &v, &a));
	(void)snprintf(t->told, sizeof(t->told), "%s.%s of %lld",
	    places[p].table, places[p].column, (long long)key);
	TRY(flip(t, p, v, &a, &other));
	TRY_FOR(put(t, p, key, space, other), "%s", t->told);
	TRY(found(t, &yes));
	TRY(put(t, p, key, space, v));
	if (!yes)
		return (err_new(ERR_DAMAGED, "verify did not see %s (row %lld)",
		    t->told, (long long)key));
	return (NULL);
}

static void
tamper_end(struct tamper *t)
{
	store_close(&t->st);
	db_close(&t->db);
}

/* The hub's key as an office has pinned it: what is federal. */
static err_t
pinned(const char *path, uint8_t hub[KEY_LEN])
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHORT_BYTES);
	struct span text, line;

	TRY(file_read(path, &b));
	text = buf_all(&b);
	if (!span_line(&text, &line))
		return (err_new(ERR_DATA, "%s is not a pinned key", path));
	return (span_b64(line, hub, KEY_LEN));
}

static err_t
run_tamper(char **word)
{
	CLEAN(tamper_end)
	struct tamper t = { .seed = strtoull(word[2], NULL, 10) };
	const char *db = word[0], *key = word[1], *seed = word[2];
	long n = strtol(word[3], NULL, 10);
	uint8_t hub[KEY_LEN];
	bool yes;

	t.seed = t.seed * 2 + 1;
	TRY(pinned(key, hub));
	TRY(store_open(&t.st, db, DB_WRITE));
	fold_federal(t.st.f, hub);
	TRY(db_open(&t.db, db, DB_WRITE));
	TRY(found(&t, &yes));
	if (yes)
		return (err_new(ERR_DAMAGED, "it is damaged already"));
	for (long i = 0; i < n; i++)
		TRY_FOR(tamper_once(&t), "seed %s, change %ld", seed, i);
	TRY(found(&t, &yes));
	if (yes)
		return (err_new(ERR_DAMAGED, "what was put back is damaged"));
	(void)printf("%ld changes, all found\n", n);
	return (NULL);
}

/* -------------------------------------------------------------------------- */

int
main(int argc, char **argv)
{
	err_t e = usage();

	if (argc > 2 && strcmp(argv[1], "write") == 0)
		e = run_write(argv + 2);
	else if (argc == 3 && strcmp(argv[1], "lines") == 0)
		e = run_lines(argv[2]);
	else if (argc == 4 && strcmp(argv[1], "push") == 0)
		e = run_push(argv[2], argv[3]);
	else if (argc == 6 && strcmp(argv[1], "tamper") == 0)
		e = run_tamper(argv + 2);
	if (e == NULL)
		return (0);
	(void)fprintf(stderr, "logtool: %s\n", e->text);
	return (err_exit(e->code));
}
