/*
 * path_random -- random worlds against an oracle of full ancestor sets.
 *
 * Offices (two computers of one, one of another) and the hub write, sync over
 * roads that break, are restored from old backups, noticed or not.  Every
 * commit's true past is kept aside; at the end ledger_past must agree with it
 * for every pair, all digests be equal, and nothing that anybody holds be
 * missing.  N worlds from SEED (both in the environment).
 */
#include "path_world.h"
#include "hub/epoch.h"
#include "proto/base/text.h"

#define COMMITS 1200
#define WORDS   ((COMMITS + 63) / 64)
#define STEPS   70

struct seen {
	struct hash h;
	uint64_t past[WORDS];
};

struct oracle {
	struct seen c[COMMITS];
	size_t n;
	uint64_t held[SITES + 1][WORDS]; /* hub last */
	uint64_t rng;
	uint64_t seed;
	int restores, hub_restores, cuts, unnoticed;
	size_t pairs;
};

static uint64_t
draw(struct oracle *o, uint64_t n)
{
	o->rng ^= o->rng << 13;
	o->rng ^= o->rng >> 7;
	o->rng ^= o->rng << 17;
	return (o->rng % n);
}

static size_t
number(struct oracle *o, const struct hash *h)
{
	for (size_t i = o->n; i > 0; i--) {
		if (memcmp(&o->c[i - 1].h, h, sizeof(*h)) == 0)
			return (i - 1);
	}
	assert_true(o->n < COMMITS);
	o->c[o->n].h = *h;
	return (o->n++);
}

/* What a site holds of "07" now, as a set. */
static void
look(struct oracle *o, struct site *s, uint64_t set[WORDS])
{
	uint32_t space;

	memset(set, 0, sizeof(uint64_t) * WORDS);
	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, "07", false, &space));
	for (uint32_t no = 1; no <= ledger_logs(s->st.l); no++) {
		CLEAN(arena_free) struct arena a = ARENA;
		const struct log_info *i = ledger_log(s->st.l, no);
		struct hash *h;

		if (i == NULL || i->space != space || i->seq < i->first)
			continue;
		ok(accept_hashes(
		    s->st.l, no, i->first, i->seq - i->first + 1, &a, &h));
		for (uint32_t k = 0; k <= i->seq - i->first; k++) {
			size_t c = number(o, &h[k]);

			set[c / 64] |= 1ULL << (c % 64);
		}
	}
}

/* After a save: the new commit's past is everything held before it. */
static void
wrote(struct oracle *o, struct site *s, uint64_t before[WORDS])
{
	uint64_t now[WORDS];

	look(o, s, now);
	for (size_t c = 0; c < o->n; c++) {
		if ((now[c / 64] >> (c % 64) & 1) != 0 &&
		    (before[c / 64] >> (c % 64) & 1) == 0)
			memcpy(o->c[c].past, before, sizeof(o->c[c].past));
	}
}

static dot_t
any_gap(struct oracle *o, struct site *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct sql q = { .name = "any_gap",
		.once = true,
		.scan = 1,
		.text = "SELECT id FROM gap WHERE life = 0 ORDER BY id" };
	dot_t v[400];
	size_t n = 0;
	bool more;

	ok(db_query_args(&r, s->st.db, &q, NULL, 0));
	for (;;) {
		ok(rows_next(&r, &more));
		if (!more || n == 400)
			break;
		v[n++] = rows_int(&r, 0);
	}
	return (n == 0 ? 0 : v[draw(o, n)]);
}

static void
edit_something(struct oracle *o, struct site *s)
{
	CLEAN(act_undo) struct act act = { 0 };
	static const uint32_t fields[] = { FIELD_gap_title, FIELD_gap_severity,
		FIELD_gap_description, FIELD_gap_population };
	dot_t g = any_gap(o, s), commit;
	uint32_t f = fields[draw(o, 4)];
	char text[80];
	struct fv fv = { f, val_int((int64_t)draw(o, 4) + 1) };
	err_t e;

	if (g == 0)
		return;
	(void)snprintf(text, sizeof(text), "uno\n%llu\ntres",
	    (unsigned long long)draw(o, 50));
	if (f == FIELD_gap_title) {
		for (char *p = text; *p != '\0'; p++)
			*p = *p == '\n' ? ' ' : *p;
		fv.v = val_str(text);
	} else if (f == FIELD_gap_description) {
		fv.v = val_str(text);
	}
	ok(act_begin(&act, &s->desk));
	if (draw(o, 12) == 0)
		e = act_void(&act, schema_entity(ENTITY_gap), g, LIFE_VOIDED,
		    "duplicada");
	else if (f == FIELD_gap_population)
		e = act_list(&act, schema_entity(ENTITY_gap), g,
		    draw(o, 3) != 0, &fv, 1);
	else
		e = act_edit(&act, schema_entity(ENTITY_gap), g, &fv, 1);
	ok(e);
	e = act_save(&act, "ana", &commit);
	if (e != NULL && e->code != ERR_RULE)
		ok(e);
}

static void
write_at(struct oracle *o, struct world *w, int k)
{
	struct site *s = k == SITES ? &w->hub : &w->o[k].s;
	uint64_t before[WORDS];
	dot_t rt = w->roundtable[draw(o, 2)];
	char title[40];

	look(o, s, before);
	(void)snprintf(title, sizeof(title), "Brecha %llu",
	    (unsigned long long)draw(o, 1000));
	if (draw(o, 3) == 0)
		(void)gap(s, k == SITES ? rt : there(&w->hub, rt, s), title);
	else
		edit_something(o, s);
	wrote(o, s, before);
}

static void
meet(struct oracle *o, struct world *w, int k, bool whole)
{
	struct office *f = &w->o[k];

	w->now++;
	if (!whole && draw(o, 4) == 0) {
		o->cuts++;
		if (draw(o, 2) == 0)
			f->cut_up = draw(o, 3000);
		else
			f->cut_down = draw(o, 3000);
	}
	(void)go(f);
	f->cut_up = f->cut_down = WHOLE;
	if (getenv("SHOW") != NULL && f->stats.refused.code != ERR_NONE)
		printf("refused: %s\n", f->stats.refused.text);
}

static void
restore(struct oracle *o, struct world *w, int k)
{
	struct site *s = k == SITES ? &w->hub : &w->o[k].s;
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/backup%d.db", w->dir, k);
	if (!file_exists(path) || draw(o, 2) == 0) {
		site_save(s, path);
		return;
	}
	site_restore(s, path, k == SITES ? NULL : w->hub.pub);
	if (k == SITES) {
		CLEAN(tx_undo) struct tx tx = { 0 };

		o->hub_restores++;
		ok(tx_begin(&tx, s->st.db));
		ok(epoch_new(&s->st));
		ok(tx_commit(&tx));
		return;
	}
	o->restores++;
	if (draw(o, 2) == 0) { /* the instance file noticed */
		CLEAN(tx_undo) struct tx tx = { 0 };

		ok(tx_begin(&tx, s->st.db));
		ok(append_epoch(s->st.l, 0));
		ok(tx_commit(&tx));
	} else {
		o->unnoticed++;
	}
}

static void
settle_all(struct world *w)
{
	for (int round = 0; round < 12; round++) {
		for (int k = 0; k < SITES; k++) {
			w->now++;
			if (round == 11)
				ok(go(&w->o[k]));
			else
				(void)go(&w->o[k]);
		}
	}
}

static void
agrees(struct oracle *o, struct site *s)
{
	CLEAN(arena_free) struct arena a = ARENA;
	dot_t *dot = arena_new(&a, sizeof(dot_t) * COMMITS);
	uint32_t space;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, "07", false, &space));
	for (uint32_t no = 1; no <= ledger_logs(s->st.l); no++) {
		const struct log_info *i = ledger_log(s->st.l, no);
		struct hash *h;

		if (i == NULL || i->space != space || i->seq < i->first)
			continue;
		ok(accept_hashes(
		    s->st.l, no, i->first, i->seq - i->first + 1, &a, &h));
		for (uint32_t k = 0; k <= i->seq - i->first; k++)
			dot[number(o, &h[k])] = dot_pack(no, i->first + k, 0);
	}
	for (size_t x = 0; x < o->n; x++) {
		for (size_t y = 0; y < o->n; y++) {
			bool truth =
			    (o->c[y].past[x / 64] >> (x % 64) & 1) != 0;
			bool says;

			if (x == y || dot[x] == 0 || dot[y] == 0)
				continue;
			says = ledger_past(s->st.l, dot[x], dot[y]);
			o->pairs++;
			if (says != truth)
				fail_msg("seed %llu: %zu %s %zu, the ledger"
					 " says otherwise",
				    (unsigned long long)o->seed, x,
				    truth ? "was seen by" : "was not seen by",
				    y);
		}
	}
}

static int
open_world(void **state)
{
	static const char *const names[SITES] = { "tapachula", "palenque",
		"tapachula2" };
	struct world *w = calloc(1, sizeof(*w));
	CLEAN(buf_free) struct buf print = BUF(64);
	struct fv node[] = { { FIELD_node_office, val_null() },
		{ FIELD_node_fingerprint, val_null() } };

	(void)snprintf(w->dir, sizeof(w->dir), "/tmp/mesas-rand-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	w->now = clock_now();
	(void)snprintf(w->hub.path, sizeof(w->hub.path), "%s/hub.db", w->dir);
	ok(key_make(&w->hub.key));
	w->hub.desk.federal = true;
	w->hub.desk.home = "home-FED";
	site_open(&w->hub, NULL);
	for (int i = 0; i < SITES; i++)
		open_office(w, i, names[i]);
	found_office(w, 0, names[0], "07089");
	found_office(w, 1, names[1], "07065");
	ok(buf_b64(&print, span_of(w->o[2].s.pub, KEY_LEN)));
	w->office[2] = w->office[0];
	w->roundtable[2] = w->roundtable[0];
	node[0].v = val_int(w->office[2]);
	node[1].v = val_text(buf_all(&print));
	(void)make(&w->hub, ENTITY_node, node, 2);
	w->o[2].s.desk.letter = 'b';
	for (int i = 0; i < SITES; i++)
		settle(w, i);
	*state = w;
	return (0);
}

static void
one_world(struct oracle *o, struct world *w)
{
	/* What founding the world wrote is known to all. */
	for (int k = 0; k <= SITES; k++)
		look(o, k == SITES ? &w->hub : &w->o[k].s, o->held[k]);
	for (size_t c = 0; c < o->n; c++)
		for (size_t b = 0; b < c; b++)
			o->c[c].past[b / 64] |= 1ULL << (b % 64);
	for (int step = 0; step < STEPS; step++) {
		uint64_t x = draw(o, 100);

		if (x < 55)
			write_at(o, w, (int)draw(o, SITES + 1));
		else if (x < 92)
			meet(o, w, (int)draw(o, SITES), false);
		else
			restore(o, w, (int)draw(o, SITES + 1));
	}
	settle_all(w);
	agrees(o, &w->hub);
	for (int k = 0; k < SITES; k++) {
		uint64_t mine[WORDS], hub[WORDS];

		look(o, &w->hub, hub);
		look(o, &w->o[k].s, mine);
		assert_memory_equal(mine, hub, sizeof(mine));
		same(&w->o[k].s, &w->hub, "national");
		same(&w->o[k].s, &w->hub, "07");
		agrees(o, &w->o[k].s);
		proves(&w->o[k].s);
	}
	proves(&w->hub);
}

static void
drop_backups(struct world *w)
{
	char path[160];

	for (int k = 0; k <= SITES; k++) {
		(void)snprintf(path, sizeof(path), "%s/backup%d.db", w->dir, k);
		site_drop(path);
	}
}

static void
test_random_worlds_agree_with_full_ancestor_sets(void **state)
{
	const char *n = getenv("N"), *s = getenv("SEED");
	int64_t worlds = 12, seed = 1;
	struct oracle *o = calloc(1, sizeof(*o));
	size_t pairs = 0, commits = 0;
	int restores = 0, hub = 0, cuts = 0, unnoticed = 0;

	(void)state;
	if (n != NULL)
		ok(text_int(n, &worlds));
	if (s != NULL)
		ok(text_int(s, &seed));
	for (int64_t i = 0; i < worlds; i++) {
		void *w;

		memset(o, 0, sizeof(*o));
		o->seed = (uint64_t)(seed + i);
		o->rng = o->seed * 0x9e3779b97f4a7c15ULL + 1;
		printf("seed %llu\n", (unsigned long long)o->seed);
		(void)open_world(&w);
		one_world(o, w);
		drop_backups(w);
		(void)world_close(&w);
		pairs += o->pairs;
		commits += o->n;
		restores += o->restores;
		hub += o->hub_restores;
		cuts += o->cuts;
		unnoticed += o->unnoticed;
	}
	printf("%lld worlds, %zu commits, %zu pairs, %d cuts, %d restores"
	       " (%d unnoticed), %d of the hub\n",
	    (long long)worlds, commits, pairs, cuts, restores, unnoticed, hub);
	free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_random_worlds_agree_with_full_ancestor_sets),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
