/*
 * save_bench [saves] -- durable saves at a desk, rules and all, beside plain
 * inserts of one row with a commit each; by turns, in blocks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/raw.h"
#include "tests/bench/stage.h"

#define BLOCK 50

/* A gap as a person records it, with the texts of row i. */
static void
save(struct stage_site *s, struct work *w, size_t i, dot_t roundtable)
{
	CLEAN(act_undo) struct act act = { 0 };
	const struct work_row *r = &w->row[i];
	struct fv fv[8] = { { FIELD_gap_roundtable, val_int(roundtable) },
		{ FIELD_gap_title, val_str(r->v[0].text) },
		{ FIELD_gap_theme, val_int(r->theme + 1) },
		{ FIELD_gap_severity, val_int(2) },
		{ FIELD_gap_description, val_str(r->v[4].text) },
		{ FIELD_gap_reach_to, val_int(r->v[3].number) } };
	dot_t id, commit;

	stage_ok(act_begin(&act, &s->desk));
	stage_ok(act_create(&act, schema_entity(ENTITY_gap), fv, 6, &id));
	stage_ok(act_save(&act, "ana", &commit));
}

static dot_t
find_roundtable(const struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->row[i].type == WORK_ROUNDTABLE)
			return (w->row[i].dot);
	}
	must(false);
	return (0);
}

/* The rows that are gaps come first. */
static size_t
gaps_first(struct work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct work_row r = w->row[i];

		if (r.type != WORK_GAP)
			continue;
		w->row[i] = w->row[n];
		w->row[n++] = r;
	}
	return (n);
}

int
main(int argc, char **argv)
{
	size_t saves = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000, n;
	size_t blocks = saves / BLOCK;
	double *ratio = mem_new(sizeof(*ratio) * (blocks + 1)), all = 0;
	struct stage g;
	struct work w;
	struct raw *raw;
	char path[160];
	dot_t roundtable;

	work_make(&w, saves * 8, 1, 11);
	stage_open(&g, 1, 1);
	stage_found(&g, &w);
	roundtable = find_roundtable(&w);
	(void)snprintf(path, sizeof(path), "%s/raw.db", g.dir);
	raw = raw_open(path);
	n = gaps_first(&w);
	must(n >= saves && blocks > 0);
	for (size_t b = 0; b < blocks; b++) {
		double t = stage_time(), u;

		(void)raw_insert(raw, &w, b * BLOCK, (b + 1) * BLOCK, 1, false);
		u = stage_time();
		for (size_t i = b * BLOCK; i < (b + 1) * BLOCK; i++)
			save(&g.site[0], &w, i, roundtable);
		all += stage_time() - u;
		ratio[b] = (u - t) / (stage_time() - u);
	}
	raw_close(raw);
	(void)unlink(path);
	(void)printf("# %zu saves, %.0f a second\n", blocks * BLOCK,
	    (double)(blocks * BLOCK) / all);
	stage_line("durable save at the desk", stage_median(ratio, blocks),
	    "x raw", '>', 0.7);
	mem_free(ratio);
	stage_close(&g);
	work_free(&w);
	return (stage_missed());
}
