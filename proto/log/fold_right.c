/*
 * fold_right -- who may write what: judged per commit, by its earliest receipt.
 */
#include "proto/log/fold_parts.h"
#include "proto/base/clock.h"

SQL(fold_right_parent_held,
    "SELECT kind, owner FROM held WHERE op = ?1 AND record = ?1");

err_t
fold_context(struct fold *f, const struct stored *c, struct context *x)
{
	uint32_t log = dot_log(c->dot);
	const struct log_info *i = ledger_log(f->l, log);
	struct author *a;

	must(i != NULL);
	mem_room(&f->author, &f->author_cap, (size_t)log + 1, sizeof(*a));
	a = &f->author[log];
	if (!a->known) {
		err_t e = state_office(f->l, i->node, &a->office, &a->federal);

		if (e != NULL && e->code != ERR_MISSING)
			return (e);
		a->known = e == NULL;
		if (e != NULL)
			*a = (struct author){ 0 };
		if (f->has_federal)
			a->federal = memcmp(f->federal, i->node, KEY_LEN) == 0;
	}
	*x = (struct context){ .author = *a,
		.space = i->space,
		.at = c->at,
		.receipt = c->receipt,
		.nat_epoch = c->nat_epoch,
		.nat_number = c->receipt == 0 ? -1 : c->nat_number };
	x->day = clock_day(c->receipt != 0 ? c->receipt : c->at, NULL);
	return (NULL);
}

bool
fold_place(struct fold *f, const struct entity *e, uint32_t space)
{
	const char *name = ledger_space_name(f->l, space);
	bool home = strncmp(name, SPACE_HOME, strlen(SPACE_HOME)) == 0;
	bool national = strcmp(name, SPACE_NATIONAL) == 0;

	switch (e->space) {
	case IN_NATIONAL: /* an institution may be missing in the catalogue */
		return (national || (home && e->no == ENTITY_institution));
	case IN_HOME:
		return (home);
	case IN_SAME:
		return (true);
	case IN_ROUNDTABLE:
		break;
	}
	return (!national && !home);
}

/* The strictest writer among what an op touches. */
static enum field_writer
needs(const struct entity *e, const struct op *op)
{
	enum field_writer w = BY_ANY;

	if (op->kind == OP_CREATE)
		return (e->writer);
	if (op->kind == OP_VOID)
		return (e->writer == BY_FEDERAL ? BY_FEDERAL : BY_OWNER);
	for (size_t i = 0; i < op->n; i++) {
		const struct field *fl = schema_field(e, op->fv[i].field);

		if (fl == NULL || fl->writer == BY_OWNER)
			w = BY_OWNER;
		else if (fl->writer == BY_FEDERAL)
			return (BY_FEDERAL);
	}
	return (w);
}

static size_t
place(dot_t d)
{
	return ((size_t)(((uint64_t)d * 0x9e3779b97f4a7c15U) >> 40) &
		(FOLD_PLACES - 1));
}

void
fold_root_keep(struct fold *f, const struct entity *e, dot_t id, dot_t root)
{
	f->root[place(id)] = (struct root){ id, root, e->no };
}

void
fold_root_drop(struct fold *f, dot_t id)
{
	if (f->root[place(id)].id == id)
		f->root[place(id)].id = 0;
}

void
fold_owners_drop(struct fold *f)
{
	memset(f->owners.at, 0, sizeof(*f->owners.at) * FOLD_PLACES);
}

static err_t
owner_of(struct fold *f, const struct context *x, dot_t root, dot_t *office)
{
	struct owner *o = &f->owners.at[place(root)];

	if (f->owners.epoch != x->nat_epoch ||
	    f->owners.number != x->nat_number || f->owners.day != x->day) {
		fold_owners_drop(f);
		f->owners.epoch = x->nat_epoch;
		f->owners.number = x->nat_number;
		f->owners.day = x->day;
	}
	if (o->root != root) {
		TRY(state_owner(f->l, root, (uint32_t)x->nat_epoch,
		    x->nat_number, x->day, &o->office));
		o->root = root;
	}
	*office = o->office;
	return (NULL);
}

/* SPEC 9.6: A change that is not the owner's is kept and not applied: it is
 * a proposal to the owner. */
err_t
fold_judge(struct fold *f, const struct context *x, const struct entity *e,
    dot_t root, const struct op *op, struct verdict *v)
{
	enum field_writer w = needs(e, op);
	bool was;

	*v = (struct verdict){ 0 };
	if (w == BY_ANY)
		return (NULL);
	if (w == BY_FEDERAL || e->space == IN_NATIONAL) {
		const char *name = ledger_space_name(f->l, x->space);
		bool theirs = strcmp(name, SPACE_NATIONAL) == 0 ||
			      (w == BY_FEDERAL && e->space == IN_ROUNDTABLE);

		if (theirs && !x->author.federal)
			v->held = HELD_PROPOSAL;
		return (NULL);
	}
	if (e->space == IN_HOME || root == 0)
		return (NULL);
	TRY(owner_of(f, x, root, &v->owner));
	if (v->owner == 0 ? x->author.federal : x->author.office == v->owner)
		return (NULL);
	v->held = HELD_PROPOSAL;
	TRY(state_owned(f->l, root, x->author.office, (uint32_t)x->nat_epoch,
	    x->nat_number, x->day, &was));
	if (was && x->author.office != 0)
		v->held = HELD_LATE;
	return (NULL);
}

err_t
fold_parent_held(struct fold *f, dot_t parent, struct verdict *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool found;

	TRY(db_one(&r, ledger_db(f->l), &fold_right_parent_held, &found,
	    A_INT(parent)));
	if (found) {
		v->held = (enum held_kind)rows_int(&r, 0);
		v->owner = rows_int(&r, 1);
	}
	return (NULL);
}

/* Root of a record of which only the id is known. */
static err_t
root_of(struct fold *f, const struct entity *target, dot_t id, dot_t *root,
    bool *found)
{
	*found = false;
	for (size_t i = 0; i < schema_count && !*found; i++) {
		const struct entity *t = &schema_entities[i];
		CLEAN(rows_done) struct rows r = { 0 };

		if (target != NULL && t != target)
			continue;
		TRY(db_one(&r, ledger_db(f->l), &state_table(f->l, t)->get,
		    found, A_INT(id)));
		if (*found)
			*root = rows_int(&r, 2);
	}
	return (NULL);
}

err_t
fold_root(struct fold *f, const struct entity *e, const struct op *op,
    dot_t self, dot_t *root, dot_t *missing)
{
	const struct log_info *self_log;
	const struct field *fl;
	dot_t up = 0;
	bool found;

	*root = *missing = 0;
	if (e->no == ENTITY_roundtable)
		*root = self;
	if (e->space != IN_ROUNDTABLE || e->parent == 0)
		return (NULL);
	for (size_t i = 0; i < op->n; i++) {
		if (op->fv[i].field == e->parent && op->fv[i].v.kind == VAL_INT)
			up = op->fv[i].v.i;
	}
	if (up == 0)
		return (NULL);
	self_log = ledger_log(f->l, dot_log(self));
	must(self_log != NULL);
	if (!fold_same_space(f, up, self_log->space)) {
		*missing = up; /* a parent of another space is none */
		return (NULL);
	}
	fl = schema_field(e, e->parent);
	if (f->root[place(up)].id == up &&
	    (fl->target == 0 || fl->target == f->root[place(up)].entity)) {
		*root = f->root[place(up)].root;
		return (NULL);
	}
	TRY(root_of(f, schema_entity(fl->target), up, root, &found));
	if (!found || *root == 0)
		*missing = up;
	if (found && *root != 0 && fl->target != 0)
		fold_root_keep(f, schema_entity(fl->target), up, *root);
	return (NULL);
}
