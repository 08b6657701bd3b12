/*
 * Bytes -> a life: a hub and two offices write, meet over roads that are cut
 * at byte k or change lines, and go back to old copies, noticed or not.  At the
 * end all meet in peace: equal digests, every store proves itself, and no
 * commit that anybody was told is safe is missing.
 */
#include "tests/fuzz/life.h"

#include "hub/epoch.h"

#define STEPS    40
#define RESTORES 3 /* each asks for rounds of its own at the end */
#define COMMITS  1024
#define ROUNDS   12 /* of meetings, at most, until nobody has news */

/* ---- what happens ------------------------------------------------------- */

static size_t
pick(struct lived *l, size_t n)
{
	return (n == 0 ? 0 : fuzz_byte(&l->tape) % n);
}

static dot_t
some_gap(struct lived *l, struct site *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct sql q = { .name = "some_gap",
		.once = true,
		.scan = 1,
		.text = "SELECT id FROM gap ORDER BY id" };
	dot_t v[64];
	size_t n = 0;
	bool more;

	ok(db_query_args(&r, s->st.db, &q, NULL, 0));
	for (;;) {
		ok(rows_next(&r, &more));
		if (!more || n == 64)
			break;
		v[n++] = rows_int(&r, 0);
	}
	return (n == 0 ? 0 : v[pick(l, n)]);
}

static const char *
words(struct lived *l, char out[80], const char *between)
{
	static const char *const word[] = { "uno", "dos", "tres", "a\xc3\xb1o",
		"cuatro", "cinco" };
	size_t n = 1 + pick(l, 5);

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		(void)snprintf(out + strlen(out), 80 - strlen(out), "%s%s",
		    i == 0 ? "" : between, word[pick(l, 6)]);
	return (out);
}

/* What a rule or a right forbids is refused; anything else must succeed. */
static bool
allowed(err_t e)
{
	if (e == NULL)
		return (true);
	if (e->code != ERR_RULE && e->code != ERR_SCOPE &&
	    e->code != ERR_DATA && e->code != ERR_MISSING)
		ok(e);
	return (false);
}

static err_t
one_change(struct lived *l, struct act *act, dot_t g)
{
	const struct entity *e = schema_entity(ENTITY_gap);
	struct fv fv = { FIELD_gap_title, val_null() };
	char text[80];

	switch (pick(l, 8)) {
	case 0:
		fv.v = val_str(words(l, text, " "));
		break;
	case 1:
		fv.field = FIELD_gap_severity;
		fv.v = val_int(1 + (int64_t)pick(l, 4));
		break;
	case 2:
	case 3:
		fv.field = FIELD_gap_population;
		fv.v = val_int(1 + (int64_t)pick(l, 4));
		return (act_list(act, e, g, pick(l, 3) > 0, &fv, 1));
	case 4:
		return (act_void(act, e, g,
		    pick(l, 3) > 0 ? LIFE_VOIDED : LIFE_LIVE, "duplicada"));
	default:
		fv.field = FIELD_gap_description;
		fv.v = val_str(words(l, text, "\n"));
		break;
	}
	return (act_edit(act, e, g, &fv, 1));
}

/* rt: the roundtable, in this site's numbers. */
static err_t
new_gap(struct lived *l, struct act *act, dot_t rt)
{
	char title[80];
	struct fv fv[] = { { FIELD_gap_roundtable, val_int(rt) },
		{ FIELD_gap_title, val_str(words(l, title, " ")) },
		{ FIELD_gap_severity, val_int(1) } };
	dot_t id;

	return (act_create(act, schema_entity(ENTITY_gap), fv, 3, &id));
}

/* One act of one change or more; one that is refused ends it. */
static void
write_at(struct lived *l, int k, bool fresh)
{
	CLEAN(act_undo) struct act act = { 0 };
	struct site *s = site(l, k);
	dot_t g = fresh ? 0 : some_gap(l, s), commit;
	dot_t rt = l->w.roundtable[pick(l, OFFICES)];

	rt = k == HUB ? rt : there(&l->w.hub, rt, s);
	if (g == 0 && rt == 0)
		return;
	ok(act_begin(&act, &s->desk));
	do
		if (!allowed(
			g == 0 ? new_gap(l, &act, rt) : one_change(l, &act, g)))
			return;
	while (pick(l, 4) == 3);
	(void)allowed(act_save(&act, "ana", &commit));
}

/* A dispute is closed with one of its values, or with another one. */
static void
resolve_at(struct lived *l, int k)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(act_undo) struct act act = { 0 };
	struct site *s = site(l, k);
	struct dispute *d;
	struct version *v;
	size_t n, m;
	dot_t commit;

	ok(ledger_refresh(s->st.l));
	ok(state_disputes(s->st.l, 0, &a, &d, &n));
	if (n == 0)
		return;
	d += pick(l, n);
	ok(state_siblings(s->st.l, d->record, d->field, &a, &v, &m));
	ok(act_begin(&act, &s->desk));
	if (d->field == FIELD_LIFE) {
		if (!allowed(act_void(&act, d->entity, d->record,
			pick(l, 2) == 0 ? LIFE_LIVE : LIFE_VOIDED, "acta")))
			return;
	} else if (!allowed(act_resolve(&act, d->entity, d->record, d->field,
		       m == 0 ? val_null() : v[pick(l, m)].v, "acta"))) {
		return;
	}
	(void)allowed(act_save(&act, "ana", &commit));
}

static void
decide_at(struct lived *l, int k)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(act_undo) struct act act = { 0 };
	struct site *s = site(l, k);
	struct held *h;
	size_t n;
	dot_t commit;

	ok(ledger_refresh(s->st.l));
	ok(state_held(s->st.l, 0, true, &a, &h, &n));
	if (n == 0)
		return;
	ok(act_begin(&act, &s->desk));
	if (allowed(
		act_decide(&act, h[pick(l, n)].op, pick(l, 2) == 0, "acta")))
		(void)allowed(act_save(&act, "ana", &commit));
}

static void
meet(struct lived *l, int k, size_t how)
{
	struct office *o = &l->w.o[k];
	size_t at = pick(l, 256) << 4 | pick(l, 16);

	l->w.now++;
	fixed_later(1);
	o->cut_post = (uint32_t)pick(l, 3);
	switch (how) {
	case 0:
		o->cut_up = at;
		break;
	case 1:
		o->cut_down = at;
		break;
	case 2:
		l->turn[k] = at % 2 == 0 ? TURN_UP : TURN_DOWN;
		break;
	default:
		break;
	}
	(void)go(o);
	o->cut_up = o->cut_down = WHOLE;
	l->turn[k] = TURN_NOT;
}

static void
new_logs(struct lived *l, int k)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct site *s = site(l, k);

	ok(tx_begin(&tx, s->st.db));
	ok(k == HUB ? epoch_new(&s->st) : append_epoch(s->st.l, 0));
	ok(tx_commit(&tx));
}

static void
go_back_or_copy(struct lived *l, int k)
{
	char path[160];
	bool noticed = pick(l, 2) == 0;

	copy_path(l, k, path);
	if (!l->copied[k] || pick(l, 3) == 0) {
		site_save(site(l, k), path);
		l->copied[k] = true;
		return;
	}
	if (l->restores++ >= RESTORES)
		return;
	site_restore(site(l, k), path, k == HUB ? NULL : first.hub.pub);
	if (k == HUB || noticed)
		new_logs(l, k);
}

static void
step(struct lived *l)
{
	uint8_t what = fuzz_byte(&l->tape);
	int k = what % (OFFICES + 1), office = what % OFFICES;

	switch (what / 4 % 16) {
	case 0:
	case 1:
		write_at(l, k, true);
		break;
	case 2:
	case 3:
	case 4:
	case 5:
		write_at(l, k, false);
		break;
	case 6:
		resolve_at(l, k);
		break;
	case 7:
		decide_at(l, k);
		break;
	case 8:
		go_back_or_copy(l, k);
		break;
	case 9:
		meet(l, office, 0);
		break;
	case 10:
		meet(l, office, 1);
		break;
	case 11:
		meet(l, office, 2);
		break;
	default:
		meet(l, office, 3);
		break;
	}
}

/* ---- peace -------------------------------------------------------------- */

struct all {
	struct hash h[COMMITS];
	size_t n;
};

static bool
has(const struct all *a, const struct hash *h)
{
	for (size_t i = 0; i < a->n; i++)
		if (memcmp(&a->h[i], h, sizeof(*h)) == 0)
			return (true);
	return (false);
}

/* Every commit of "07" that a site holds. */
static void
gather(struct site *s, struct all *to)
{
	uint32_t space;

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
			must(to->n < COMMITS);
			if (!has(to, &h[k]))
				to->h[to->n++] = h[k];
		}
	}
}

/* All meet; had nobody anything to tell? */
static bool
quiet(struct lived *l)
{
	bool calm = true;

	for (int k = 0; k < OFFICES; k++) {
		const struct sync_stats *st = &l->w.o[k].stats;

		l->w.now++;
		calm = go(&l->w.o[k]) == NULL && st->commits_sent == 0 &&
		       st->commits_received == 0 && st->positions == 0 &&
		       !st->new_epoch && !st->handed_back &&
		       st->refused.code == ERR_NONE && calm;
	}
	return (calm);
}

static void
peace(struct lived *l)
{
	struct all *before = mem_new(sizeof(*before));

	for (int k = 0; k <= HUB; k++)
		gather(site(l, k), before);
	for (int i = 0, calm = 0; i < ROUNDS && calm < 2; i++)
		calm = quiet(l) ? calm + 1 : 0;
	for (int k = 0; k < OFFICES; k++)
		ok(go(&l->w.o[k]));
	for (int k = 0; k <= HUB; k++) {
		struct all *after = mem_new(sizeof(*after));

		gather(site(l, k), after);
		for (size_t i = 0; i < before->n; i++)
			must(has(after, &before->h[i]));
		mem_free(after);
		proves(site(l, k));
		if (k < HUB) {
			same(&l->w.o[k].s, &l->w.hub, "national");
			same(&l->w.o[k].s, &l->w.hub, "07");
		}
	}
	mem_free(before);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lived *l = mem_new(sizeof(*l));

	found();
	fixed_begin(1);
	begin_life(l, span_of(p, n));
	for (int i = 0; i < STEPS && l->tape.n > 0; i++)
		step(l);
	peace(l);
	end_life(l);
	mem_free(l);
	return (0);
}
