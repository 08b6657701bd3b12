#include "proto/log/desk.h"
#include "proto/base/clock.h"
#include "proto/log/desk_parts.h"

err_t
act_begin(struct act *act, struct desk *d)
{
	memset(act, 0, offsetof(struct act, ops)); /* n says what is filled */
	act->d = d;
	act->not_personal = NULL;
	act->notes.a = &act->a;
	TRY(tx_begin(&act->tx, ledger_db(d->l)));
	return (ledger_refresh(d->l));
}

void
act_undo(struct act *act)
{
	if (act->d == NULL)
		return;
	if (act->tx.open) {
		tx_undo(&act->tx);
		fold_forget(act->d->f);
		ledger_forget(act->d->l);
		/* What was cached of the undone commit is dropped at the next
		 * begin. */
	}
	arena_free(&act->a);
	act->d = NULL;
}

/* The first change decides the space; the log is opened there. */
err_t
desk_enter(struct act *act, uint32_t space)
{
	struct desk *d = act->d;
	const struct log_info *mine;
	uint8_t node[KEY_LEN];

	if (act->space == space)
		return (NULL);
	if (!d->federal &&
	    strcmp(ledger_space_name(d->l, space), SPACE_NATIONAL) == 0)
		return (err_new(ERR_SCOPE,
		    "only the federal level writes"
		    " there; send it as a request to the federal office"));
	if (act->space != 0)
		return (err_new(ERR_USAGE,
		    "one action writes to one space: %s"
		    " or %s; save them one after the other",
		    ledger_space_name(d->l, act->space),
		    ledger_space_name(d->l, space)));
	act->space = space;
	mine = ledger_mine(d->l, space);
	if (mine != NULL && append_full(d->l, mine->no))
		TRY(append_close(d->l, mine->no, d->key,
		    clock_now() + d->offset, d->offset));
	key_public(d->key, node);
	return (append_begin(&act->ap, d->l, &act->a, space, node));
}

/* Space and roundtable of a record, of the state or of this action. */
static err_t
place_of(struct act *act, const struct entity *e, dot_t id, uint32_t *space,
    dot_t *root)
{
	struct record r;
	bool found;

	for (size_t i = 0; i < act->n; i++) {
		if (act->made[i] != 0 && act->made[i] == id) {
			*space = act->space;
			*root = act->root[i];
			return (NULL);
		}
	}
	TRY(state_get(act->d->l, e, id, &act->a, &r, &found));
	if (!found)
		return (err_new(ERR_MISSING, "that record is not here"));
	*space = r.space;
	*root = r.root;
	return (NULL);
}

static struct val
value_of(const struct fv *fv, size_t n, uint32_t field)
{
	for (size_t i = 0; i < n; i++) {
		if (fv[i].field == field)
			return (fv[i].v);
	}
	return (val_null());
}

/* A roundtable lives in its state's space; the federal ones in theirs. */
static err_t
roundtable_space(
    struct act *act, const struct fv *fv, size_t n, uint32_t *space)
{
	struct val geo = value_of(fv, n, FIELD_roundtable_cvegeo);
	char name[3] = { 0 };

	if (geo.kind != VAL_TEXT || geo.s.n < 2)
		return (ledger_space(act->d->l, SPACE_FEDERAL, true, space));
	memcpy(name, geo.s.p, 2);
	return (ledger_space(act->d->l, name, true, space));
}

static err_t
create_place(struct act *act, const struct entity *e, const struct fv *fv,
    size_t n, uint32_t *space, dot_t *root)
{
	struct desk *d = act->d;
	struct val up;
	const char *name;

	*root = 0;
	switch (e->space) {
	case IN_NATIONAL:
		if (d->federal)
			return (
			    ledger_space(d->l, SPACE_NATIONAL, true, space));
		if (e->no != ENTITY_institution)
			return (err_new(ERR_SCOPE,
			    "only the federal level"
			    " creates a record of %s",
			    e->name));
		return (ledger_space(d->l, d->home, true, space));
	case IN_HOME:
		return (ledger_space(d->l, d->home, true, space));
	case IN_SAME: /* its first field says of what */
		up = value_of(fv, n, 1);
		if (up.kind != VAL_INT)
			return (err_new(ERR_RULE, "%s: %s is missing", e->name,
			    e->fields[0].name));
		return (place_of(act, NULL, up.i, space, root));
	case IN_ROUNDTABLE:
		break;
	}
	if (e->no == ENTITY_roundtable)
		return (roundtable_space(act, fv, n, space));
	up = value_of(fv, n, e->parent);
	if (up.kind != VAL_INT)
		return (err_new(ERR_RULE, "%s: %s is missing", e->name,
		    e->fields[e->parent - 1].name));
	TRY(place_of(act, schema_entity(e->fields[e->parent - 1].target), up.i,
	    space, root));
	name = ledger_space_name(d->l, *space);
	if (strcmp(name, SPACE_NATIONAL) == 0 ||
	    strncmp(name, SPACE_HOME, strlen(SPACE_HOME)) == 0)
		return (err_new(ERR_RULE,
		    "%s: %s must be a record of a"
		    " roundtable",
		    e->name, e->fields[e->parent - 1].name));
	return (NULL);
}

/* Copy values into the arena, checked against the schema. */
static err_t
checked(struct act *act, const struct entity *e, const struct fv *fv, size_t n,
    struct fv **out)
{
	*out = arena_new(&act->a, sizeof(**out) * (n + 1));
	for (size_t i = 0; i < n; i++) {
		const struct field *f = schema_field(e, fv[i].field);

		if (f == NULL)
			return (err_new(ERR_DATA, "%s has no field %u", e->name,
			    fv[i].field));
		if (fv[i].v.kind != VAL_NULL)
			TRY(schema_check(f, fv[i].v));
		if (fv[i].v.kind == VAL_NULL && f->required)
			return (rule_empty(e, f));
		(*out)[i] = fv[i];
		if (fv[i].v.kind == VAL_TEXT)
			(*out)[i].v.s =
			    span_of(arena_dup(&act->a, fv[i].v.s), fv[i].v.s.n);
	}
	return (NULL);
}

err_t
desk_add(struct act *act, const struct op *op, dot_t *dot, dot_t root)
{
	if (act->n >= LIMIT_OPS_COMMIT)
		return (err_new(ERR_LIMIT, "more than %d changes in one action",
		    LIMIT_OPS_COMMIT));
	TRY(append_op(&act->ap, op, dot));
	act->ops[act->n] = *op;
	act->made[act->n] = op->kind == OP_CREATE ? *dot : 0;
	act->root[act->n] = root;
	act->n++;
	return (NULL);
}

err_t
act_create(struct act *act, const struct entity *e, const struct fv *fv,
    size_t n, dot_t *id)
{
	struct op op = { .kind = OP_CREATE, .entity = e->no };
	uint32_t space;
	dot_t root;

	if (n + 1 > LIMIT_OPS_COMMIT)
		return (err_new(ERR_LIMIT, "too many values"));
	TRY(create_place(act, e, fv, n, &space, &root));
	TRY(desk_enter(act, space));
	TRY(checked(act, e, fv, n, &op.fv));
	op.n = n;
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];

		if (f->required && value_of(fv, n, f->no).kind == VAL_NULL)
			return (rule_empty(e, f));
	}
	if (e->folio != NULL)
		TRY(desk_folio(act, e, root, &op));
	TRY(desk_add(act, &op, id, root));
	if (e->no == ENTITY_roundtable)
		act->root[act->n - 1] = *id;
	return (NULL);
}

/* An op says what is new of one list. */
static err_t
add_lists(struct act *act, const struct op *all, dot_t root)
{
	dot_t dot;

	for (size_t i = 0, to; i < all->n; i = to) {
		struct op one = *all;

		for (to = i + 1;
		     to < all->n && all->fv[to].field == all->fv[i].field;)
			to++;
		one.fv = &all->fv[i];
		one.n = to - i;
		TRY(desk_add(act, &one, &dot, root));
	}
	return (NULL);
}

/* What an edit looks like depends on the field: texts may travel as a splice.
 */
err_t
act_edit(struct act *act, const struct entity *e, dot_t id, const struct fv *fv,
    size_t n)
{
	struct op op = { .kind = OP_EDIT, .entity = e->no, .record = id };
	struct op add = { .kind = OP_ADD, .entity = e->no, .record = id };
	struct fv *v;
	uint32_t space;
	dot_t root, dot;

	TRY(place_of(act, e, id, &space, &root));
	TRY(desk_enter(act, space));
	TRY(checked(act, e, fv, n, &v));
	op.fv = arena_new(&act->a, sizeof(*v) * (n + 1));
	add.fv = arena_new(&act->a, sizeof(*v) * (n + 1));
	for (size_t i = 0; i < n; i++) {
		const struct field *f = schema_field(e, v[i].field);
		struct op cut = {
			.kind = OP_SPLICE, .entity = e->no, .record = id
		};
		bool shorter = false;

		if (f->merge == MERGE_ONCE)
			return (err_new(ERR_RULE, "%s.%s is written once",
			    e->name, f->name));
		if (f->merge == MERGE_COUNT)
			return (err_new(ERR_USAGE,
			    "%s.%s is counted: add to it", e->name, f->name));
		if (f->merge == MERGE_LIST && v[i].v.kind == VAL_NULL)
			return (err_new(ERR_USAGE,
			    "%s.%s is a list: remove what is in it", e->name,
			    f->name));
		if (f->merge == MERGE_LIST) {
			add.fv[add.n++] = v[i];
			continue;
		}
		if (f->merge == MERGE_TEXT)
			TRY(desk_splice(act, e, id, f, v[i].v, &cut, &shorter));
		if (shorter) {
			TRY(desk_add(act, &cut, &dot, root));
			act->whole[act->n - 1] = v[i].v;
		} else
			op.fv[op.n++] = v[i];
	}
	if (op.n > 0)
		TRY(desk_add(act, &op, &dot, root));
	return (add_lists(act, &add, root));
}

err_t
act_list(struct act *act, const struct entity *e, dot_t id, bool add,
    const struct fv *fv, size_t n)
{
	struct op op = { .kind = add ? OP_ADD : OP_REMOVE,
		.entity = e->no,
		.record = id,
		.n = n };
	uint32_t space;
	dot_t root;

	TRY(place_of(act, e, id, &space, &root));
	TRY(desk_enter(act, space));
	TRY(checked(act, e, fv, n, &op.fv));
	for (size_t i = 0; i < n; i++) {
		if (schema_field(e, fv[i].field)->merge != MERGE_LIST ||
		    fv[i].v.kind == VAL_NULL)
			return (err_new(ERR_USAGE, "%s.%s is not a list",
			    e->name, schema_field(e, fv[i].field)->name));
	}
	return (add_lists(act, &op, root));
}

err_t
act_count(struct act *act, const struct entity *e, dot_t id, uint32_t field,
    int64_t delta)
{
	const struct field *f = schema_field(e, field);
	struct fv fv = { field, val_int(delta) };
	struct op op = { .kind = OP_COUNT,
		.entity = e->no,
		.record = id,
		.n = 1,
		.fv = &fv };
	uint32_t space;
	dot_t root, dot;

	if (f == NULL || f->merge != MERGE_COUNT)
		return (err_new(
		    ERR_USAGE, "that field of %s is not counted", e->name));
	TRY(place_of(act, e, id, &space, &root));
	TRY(desk_enter(act, space));
	op.fv = arena_new(&act->a, sizeof(fv));
	*op.fv = fv;
	return (desk_add(act, &op, &dot, root));
}

static err_t
reasoned(struct act *act, const char *reason, struct span *out)
{
	if (reason == NULL || reason[0] == '\0')
		return (err_new(ERR_USAGE, "a reason is needed (--reason)"));
	if (strlen(reason) > LIMIT_REASON_BYTES)
		return (err_new(ERR_LIMIT, "the reason is longer than %d bytes",
		    LIMIT_REASON_BYTES));
	*out = span_of(arena_dup(&act->a, span_str(reason)), strlen(reason));
	return (NULL);
}

err_t
act_void(struct act *act, const struct entity *e, dot_t id, enum life to,
    const char *reason)
{
	struct op op = {
		.kind = OP_VOID, .entity = e->no, .record = id, .state = (int)to
	};
	uint32_t space;
	dot_t root, dot;

	must(to == LIFE_LIVE || to == LIFE_VOIDED);
	TRY(reasoned(act, reason, &op.reason));
	TRY(place_of(act, e, id, &space, &root));
	TRY(desk_enter(act, space));
	return (desk_add(act, &op, &dot, root));
}

err_t
act_resolve(struct act *act, const struct entity *e, dot_t id, uint32_t field,
    struct val v, const char *reason)
{
	struct fv fv = { field, v };
	struct op op = {
		.kind = OP_RESOLVE, .entity = e->no, .record = id, .n = 1
	};
	uint32_t space;
	dot_t root, dot;

	TRY(reasoned(act, reason, &op.reason));
	TRY(place_of(act, e, id, &space, &root));
	TRY(desk_enter(act, space));
	TRY(checked(act, e, &fv, 1, &op.fv));
	return (desk_add(act, &op, &dot, root));
}
