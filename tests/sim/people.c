#include "tests/sim/people.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "tests/sim/people_in.h"

#define HOT 3 /* oldest records of an entity that everybody works on */

static const char *const actors[] = { "ana", "luis", "maria" };

/* ---- a deed ------------------------------------------------------------- */

err_t
deed_begin(struct deed *d)
{
	if (d->act != NULL)
		return (NULL);
	d->act = mem_new(sizeof(*d->act));
	return (act_begin(d->act, d->s->desk));
}

static void
deed_end(struct deed *d)
{
	if (d->act != NULL) {
		act_undo(d->act);
		mem_free(d->act);
		d->act = NULL;
	}
	arena_free(&d->a);
}

void
deed_says(struct deed *d, enum op_kind kind, uint32_t entity, dot_t record,
    struct fv fv, const char *mark)
{
	const struct field *f = schema_field(schema_entity(entity), fv.field);
	struct oracle_value *v;

	if (d->n == DEED_VALUES || f == NULL || f->type == TYPE_REF)
		return;
	v = &d->v[d->n];
	*v = (struct oracle_value){ .entity = entity,
		.field = fv.field,
		.kind = kind,
		.text = f->merge == MERGE_TEXT,
		.v = fv.v };
	if (mark != NULL)
		(void)snprintf(v->mark, sizeof(v->mark), "%s", mark);
	if (fv.v.kind == VAL_TEXT)
		v->v.s = span_of(arena_dup(&d->a, fv.v.s), fv.v.s.n);
	d->record[d->n++] = record;
}

err_t
deed_save(struct deed *d)
{
	const char *actor = actors[rng_below(d->r, 3)];
	uint32_t c;
	dot_t commit;

	TRY(act_save(d->act, actor, &commit));
	d->w->n.saved++;
	oracle_look(d->w, d->s, false);
	c = oracle_saved(d->w, d->s, commit);
	for (size_t i = 0; i < d->n; i++)
		oracle_value(d->w, d->s, c, d->record[i], &d->v[i]);
	return (NULL);
}

err_t
deed_create(
    struct deed *d, uint32_t entity, const struct fv *fv, size_t n, dot_t *id)
{
	TRY(deed_begin(d));
	TRY(act_create(d->act, schema_entity(entity), fv, n, id));
	for (size_t i = 0; i < n; i++)
		deed_says(d, OP_CREATE, entity, *id, fv[i], NULL);
	return (NULL);
}

err_t
deed_edit(
    struct deed *d, uint32_t entity, dot_t id, struct fv fv, const char *mark)
{
	TRY(deed_begin(d));
	TRY(act_edit(d->act, schema_entity(entity), id, &fv, 1));
	deed_says(d, OP_EDIT, entity, id, fv, mark);
	return (NULL);
}

/* ---- values ------------------------------------------------------------- */

const char *
deed_mark(struct deed *d)
{
	return (arena_fmt(
	    &d->a, "q%08lxz", (unsigned long)(rng_next(d->r) & 0xffffffffU)));
}

struct val
deed_words(struct deed *d, const char *words, const char **mark)
{
	*mark = deed_mark(d);
	return (val_str(arena_fmt(&d->a, "%s %s", words, *mark)));
}

struct val
deed_paragraphs(struct deed *d, const char **mark)
{
	*mark = deed_mark(d);
	return (val_str(arena_fmt(&d->a,
	    "La ventanilla pide un documento que no existe.\n"
	    "Se propone que %s lo revise.\n"
	    "Las personas regresan hasta tres veces.\n"
	    "El plazo es de treinta días.",
	    *mark)));
}

static size_t
paragraphs(struct span s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n' ? 1 : 0;
	return (n);
}

struct val
deed_rewrite(struct deed *d, struct span was, const char **mark)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_TEXT_BYTES);
	size_t n = paragraphs(was), at = (size_t)rng_below(d->r, n), k = 0;
	uint64_t how = rng_below(d->r, 3);
	struct span rest = was;

	*mark = deed_mark(d);
	if (was.n > PEOPLE_TEXT)
		how = 0;
	for (; k < n; k++) {
		const uint8_t *end =
		    rest.n == 0 ? NULL : memchr(rest.p, '\n', rest.n);
		struct span one = span_of(
		    rest.p, end == NULL ? rest.n : (size_t)(end - rest.p));
		err_t e = NULL;

		if (was.n > PEOPLE_TEXT && k == (at + 1) % n && n > 2) {
			/* taken out */
		} else if (k != at) {
			e = buf_fmt(&b, "%s%.*s", b.n > 0 ? "\n" : "",
			    (int)one.n, (const char *)one.p);
		} else if (how == 0) {
			e = buf_fmt(
			    &b, "%sCambia a %s.", b.n > 0 ? "\n" : "", *mark);
		} else if (how == 1) {
			e = buf_fmt(&b, "%s%.*s %s", b.n > 0 ? "\n" : "",
			    (int)one.n, (const char *)one.p, *mark);
		} else {
			e = buf_fmt(&b, "%s%.*s\nSe agrega %s.",
			    b.n > 0 ? "\n" : "", (int)one.n,
			    (const char *)one.p, *mark);
		}
		must(e == NULL);
		if (end != NULL)
			rest = span_of(
			    end + 1, rest.n - (size_t)(end + 1 - rest.p));
		else
			rest = span_of(NULL, 0);
	}
	return (val_text(span_of(arena_dup(&d->a, buf_all(&b)), b.n)));
}

int64_t
deed_today(struct deed *d)
{
	return (clock_day(clock_now() + d->s->desk->offset, NULL));
}

/* ---- records ------------------------------------------------------------ */

struct listed {
	dot_t id, root;
};

/* Live records of an entity, oldest first. */
static err_t
list(struct deed *d, uint32_t entity, uint32_t space, struct listed **out,
    size_t *n)
{
	CLEAN(rows_done) struct rows rows = { 0 };
	const struct entity *e = schema_entity(entity);
	struct sql q = { .name = "people_lists", .scan = 1, .once = true };
	struct val args[] = { DB_FILLER, A_INT(space) };
	size_t cap = 0;
	bool more;

	*out = NULL;
	*n = 0;
	q.text = arena_fmt(&d->a,
	    "SELECT id, root FROM \"%s\" WHERE life = 0 AND (?1 = 0 OR"
	    " space = ?1) ORDER BY id",
	    e->name);
	TRY(db_query_args(&rows, d->s->st->db, &q, args, 1));
	for (;;) {
		TRY(rows_next(&rows, &more));
		if (!more)
			break;
		if (*n == cap) {
			struct listed *v;

			cap = cap == 0 ? 32 : cap * 2;
			v = arena_new(&d->a, cap * sizeof(*v));
			if (*n > 0)
				memcpy(v, *out, *n * sizeof(*v));
			*out = v;
		}
		(*out)[(*n)++] =
		    (struct listed){ rows_int(&rows, 0), rows_int(&rows, 1) };
	}
	return (NULL);
}

static err_t
is_own(struct deed *d, dot_t root, bool *yes)
{
	struct desk *k = d->s->desk;
	dot_t owner;

	*yes = true;
	if (root == 0)
		return (NULL);
	TRY(state_owner(d->s->st->l, root, 0, -1, deed_today(d), &owner));
	*yes = owner == 0 ? k->federal : owner == k->office;
	return (NULL);
}

err_t
deed_pick(struct deed *d, uint32_t entity, dot_t *id, dot_t *root)
{
	struct listed *v;
	bool own = false;
	size_t n;

	*id = 0;
	TRY(ledger_refresh(d->s->st->l));
	TRY(list(d, entity, 0, &v, &n));
	for (int i = 0; n > 0 && i < 4 && !own; i++) {
		size_t most = rng_chance(d->r, 400) && n > HOT ? HOT : n;
		struct listed *one = &v[rng_below(d->r, most)];

		*id = one->id;
		if (root != NULL)
			*root = one->root;
		TRY(is_own(d, one->root, &own));
		if (rng_chance(d->r, 150))
			own = true; /* somebody else's is proposed to */
	}
	return (NULL);
}

err_t
deed_institution(struct deed *d, size_t k, dot_t *id)
{
	struct listed *v;
	uint32_t space;
	size_t n;

	*id = 0;
	TRY(ledger_space(d->s->st->l, SPACE_NATIONAL, false, &space));
	TRY(list(d, ENTITY_institution, space, &v, &n));
	if (n > 0)
		*id = v[k % n].id;
	return (NULL);
}

err_t
deed_get(struct deed *d, uint32_t entity, dot_t id, struct record *r)
{
	bool found;

	TRY(state_get(
	    d->s->st->l, schema_entity(entity), id, &d->a, r, &found));
	if (!found)
		return (err_new(ERR_MISSING, "not here"));
	return (NULL);
}

/* ---- what is done ------------------------------------------------------- */

static const struct {
	deed_fn *fn;
	uint32_t office, hub; /* weights */
} deeds[] = {
	{ people_scalar, 24, 8 },
	{ people_text, 14, 4 },
	{ people_lists, 9, 3 },
	{ people_status, 9, 2 },
	{ people_gap, 8, 2 },
	{ people_session, 4, 1 },
	{ people_agreement, 5, 1 },
	{ people_followup, 4, 0 },
	{ people_due, 3, 0 },
	{ people_minutes, 3, 0 },
	{ people_approve, 3, 0 },
	{ people_counts, 3, 1 },
	{ people_void, 4, 2 },
	{ people_resolve, 9, 3 },
	{ people_decide, 5, 3 },
	{ people_home, 3, 0 },
	{ people_result, 2, 2 },
	{ people_catalogue, 0, 8 },
	{ people_import, 2, 0 },
	{ people_undo, 1, 0 },
};

#define DEEDS (sizeof(deeds) / sizeof(deeds[0]))

static deed_fn *
draw(const struct seat *s, struct rng *r)
{
	uint64_t all = 0, x;

	for (size_t i = 0; i < DEEDS; i++)
		all += s->hub ? deeds[i].hub : deeds[i].office;
	x = rng_below(r, all);
	for (size_t i = 0; i < DEEDS; i++) {
		uint32_t weight = s->hub ? deeds[i].hub : deeds[i].office;

		if (x < weight)
			return (deeds[i].fn);
		x -= weight;
	}
	return (people_scalar);
}

/* What a person is told and goes on after. */
static bool
normal(enum err_code code)
{
	return (code == ERR_RULE || code == ERR_SCOPE || code == ERR_DATA ||
		code == ERR_USAGE || code == ERR_EXISTS ||
		code == ERR_MISSING || code == ERR_LIMIT ||
		code == ERR_PROTOCOL);
}

err_t
people_act(struct world *w, struct seat *s, struct rng *r)
{
	CLEAN(deed_end) struct deed d = { .w = w, .s = s, .r = r };
	uint64_t saved = w->n.saved;
	uint32_t before;
	err_t e;

	oracle_look(w, s, false);
	before = oracle_count(w);
	e = draw(s, r)(&d);
	if (e == NULL)
		return (NULL);
	if (!normal(e->code))
		return (e);
	world_say(w, "seat %u is told %s", s->n, e->text);
	if (d.act != NULL)
		act_undo(d.act);
	oracle_look(w, s, false);
	if (oracle_count(w) != before && w->n.saved == saved)
		world_fail(w, "refused",
		    "seat %u: what was refused is there all the same", s->n);
	return (NULL);
}
