/*
 * ingest_bench [rows [rounds]] -- the hub takes what ten offices send, all
 * checks and the merge on, beside plain inserts of the same rows; then what
 * both weigh on disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/base/file.h"
#include "tests/bench/raw.h"
#include "tests/bench/stage.h"

#define ROUNDS_MAX 15

struct spent { /* seconds */
	double wall, cpu;
};

struct run {
	struct stage g;
	struct work w;
	size_t rows; /* that the offices send */
	char raw[160], hub[160], base[160];
};

/* The offices write everything, the hub takes it once; requests are kept. */
static void
prepare(struct run *r, size_t n)
{
	work_make(&r->w, n, STAGE_OFFICES, 7);
	stage_open(&r->g, STAGE_OFFICES, 1);
	(void)snprintf(r->raw, sizeof(r->raw), "%s/raw.db", r->g.dir);
	(void)snprintf(r->hub, sizeof(r->hub), "%s/copy.db", r->g.dir);
	(void)snprintf(r->base, sizeof(r->base), "%s/base.db", r->g.dir);
	stage_found(&r->g, &r->w);
	stage_ok(db_backup(r->g.hub.db, r->base));
	for (size_t o = 0; o < STAGE_OFFICES; o++) {
		CLEAN(tx_undo) struct tx tx = { 0 };

		stage_ok(tx_begin(&tx, r->g.site[o].st.db));
		for (size_t i = 0; i < n; i++) {
			if (r->w.row[i].office != o ||
			    r->w.row[i].type == WORK_ROUNDTABLE)
				continue;
			stage_write(&r->g.site[o], &r->w, i);
			r->rows++;
		}
		stage_ok(tx_commit(&tx));
	}
	r->g.keep = true;
	for (size_t o = 0; o < STAGE_OFFICES; o++)
		stage_sync(&r->g.site[o]);
	r->g.keep = false;
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

static struct spent
raw(struct run *r)
{
	struct raw *d;
	struct spent t;

	drop(r->raw);
	d = raw_open(r->raw);
	t = (struct spent){ stage_time(), stage_cpu() };
	must(raw_insert(d, &r->w, 0, r->w.n, 0, false) == r->rows);
	t = (struct spent){ stage_time() - t.wall, stage_cpu() - t.cpu };
	raw_close(d);
	return (t);
}

/* Requests that wait, as the writer takes them: a group is one commit. */
struct group {
	struct store *st;
	struct tx tx;
	size_t n, bytes;
};

/* One request, as the front and the writer treat it. */
static void
take(struct run *r, struct group *g, const struct stage_body *b, uint64_t *ops)
{
	struct intake *in;

	intake_open(&in, &r->g.site[b->site].peer);
	stage_ok(intake_feed(in, b->bytes));
	intake_end(in, true);
	if (!g->tx.open)
		stage_ok(tx_begin(&g->tx, g->st->db));
	{
		CLEAN(tx_undo) struct tx save = { 0 };

		stage_ok(tx_save(&save, g->st->db));
		stage_ok(intake_apply(in, g->st, r->g.key, b->now));
		stage_ok(tx_commit(&save));
	}
	if (intake_result(in)->err.code != ERR_NONE)
		(void)fprintf(
		    stderr, "refused: %s\n", intake_result(in)->err.text);
	*ops += intake_result(in)->ops;
	intake_close(&in);
	g->bytes += b->bytes.n;
	if (++g->n % LIMIT_GROUP_JOBS == 0 || g->bytes >= LIMIT_GROUP_BODIES) {
		stage_ok(tx_commit(&g->tx));
		g->bytes = 0;
	}
}

static struct spent
hub(struct run *r)
{
	CLEAN(buf_free) struct buf b = BUF(256 << 20);
	struct store st;
	struct group g = { .st = &st };
	uint64_t ops = 0;
	struct spent t;

	drop(r->hub);
	stage_ok(file_read(r->base, &b));
	stage_ok(file_replace(r->hub, buf_all(&b), 0600));
	stage_open_store(&r->g, &st, r->hub);
	t = (struct spent){ stage_time(), stage_cpu() };
	for (size_t i = 0; i < r->g.bodies; i++)
		take(r, &g, &r->g.body[i], &ops);
	if (g.tx.open)
		stage_ok(tx_commit(&g.tx));
	t = (struct spent){ stage_time() - t.wall, stage_cpu() - t.cpu };
	if (getenv("CHECK") != NULL) {
		CLEAN(buf_free) struct buf report = BUF(1 << 16);

		stage_ok(store_verify(&st, &report));
	}
	stage_ok(db_checkpoint(st.db));
	store_close(&st);
	if (ops < r->rows) {
		(void)fprintf(stderr, "bench: %llu ops of %zu rows\n",
		    (unsigned long long)ops, r->rows);
		exit(70);
	}
	return (t);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 3;
	double wall[ROUNDS_MAX], cpu[ROUNDS_MAX], fast = 0;
	struct run r = { .rows = 0 };

	must(n > 0 && rounds > 0 && rounds <= ROUNDS_MAX);
	prepare(&r, n);
	(void)printf("# %zu rows of %zu B of JSON, %zu requests\n", r.rows,
	    work_json(&r.w), r.g.bodies);
	for (size_t i = 0; i < rounds; i++) {
		struct spent a = raw(&r), b = hub(&r);

		wall[i] = a.wall / b.wall;
		cpu[i] = a.cpu / b.cpu;
		if ((double)r.rows / b.wall > fast)
			fast = (double)r.rows / b.wall;
	}
	(void)printf("# by processor time %.2f x raw; best %.0f rows/s\n",
	    stage_median(cpu, rounds), fast);
	stage_line("hub ingest, all checks and merge",
	    stage_median(wall, rounds), "x raw", '>', 0.8);
	stage_line("disk: state and signed log",
	    (double)stage_size(r.hub) / (double)stage_size(r.raw), "x raw", '<',
	    1.1);
	drop(r.raw);
	drop(r.hub);
	drop(r.base);
	stage_close(&r.g);
	work_free(&r.w);
	return (stage_missed());
}
