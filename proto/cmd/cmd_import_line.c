#include "proto/cmd/cmd_import_parts.h"

#include "proto/base/clock.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/cmd/keys.h"
#include "proto/cmd/line.h"

/* One record of a line, on its way. */
struct item {
	const struct line *l;
	char key[LIMIT_KEY_BYTES + 16];
	dot_t id;
	bool fresh;
	struct cmd_edits ed;
};

struct carry { /* one line */
	struct import *im;
	struct act *act;
	struct arena a;
	json_t *root;
	dot_t parent;
	bool dirty;
};

static void
carry_end(struct carry *k)
{
	cmd_end(&k->act);
	json_free(&k->root);
	arena_free(&k->a);
}

/* ---- what differs ---------------------------------------------------- */

static err_t
value_of(struct carry *k, const struct field *f, const json_t *j, struct val *v)
{
	struct span s;

	*v = val_null();
	switch (json_kind(j)) {
	case JSON_IS_INT:
		*v = val_int(json_int(j));
		return (schema_check(f, *v));
	case JSON_IS_BOOL:
		*v = val_int(json_yes(j) ? 1 : 0);
		return (schema_check(f, *v));
	case JSON_IS_TEXT:
		s = json_text(j);
		if (f->type == TYPE_REF && s.n == 2 &&
		    memcmp(s.p, "@.", 2) == 0) {
			if (k->parent == 0)
				return (err_new(ERR_DATA,
				    "%s: @. is for"
				    " records inside \"with\"",
				    f->name));
			*v = val_int(k->parent);
			return (NULL);
		}
		return (cmd_value(k->im->c, f, (const char *)s.p, v));
	case JSON_IS_NULL:
	case JSON_IS_LIST:
	case JSON_IS_MAP:
	case JSON_IS_NONE:
		break;
	}
	return (NULL);
}

static err_t
list_of(
    struct carry *k, struct item *it, const struct field *f, const json_t *j)
{
	size_t n = json_kind(j) == JSON_IS_LIST ? json_len(j) : 0;
	bool one = json_kind(j) != JSON_IS_LIST && json_kind(j) != JSON_IS_NULL;
	struct val *want = arena_new(&k->a, (n + 1) * sizeof(*want));

	for (size_t i = 0; i < n; i++)
		TRY(value_of(k, f, json_at(j, i), &want[i]));
	if (one)
		TRY(value_of(k, f, j, &want[n++]));
	return (
	    cmd_list_to(k->im->c, &it->ed, f, it->fresh ? 0 : it->id, want, n));
}

/* The edits that make the record as the line wants it. */
static err_t
differences(struct carry *k, struct item *it, const struct record *r)
{
	const json_t *set = it->l->set;

	for (void *m = json_first(set); m != NULL; m = json_next(set, m)) {
		const struct field *f =
		    schema_field_named(it->l->e, json_key(m));
		struct val v, was = val_null();

		must(f != NULL && (it->fresh || r->v != NULL));
		if (f->merge == MERGE_LIST) {
			TRY(list_of(k, it, f, json_value(m)));
			continue;
		}
		TRY(value_of(k, f, json_value(m), &v));
		if (!it->fresh)
			was = r->v[f->no - 1];
		if (f->merge == MERGE_COUNT) {
			v = val_int((v.kind == VAL_INT ? v.i : 0) - was.i);
			if (v.i != 0)
				cmd_fv(&it->ed, &it->ed.count, f, v);
		} else if (!val_eq(v, was)) {
			cmd_fv(&it->ed, &it->ed.set, f, v);
		}
	}
	return (NULL);
}

/* ---- what was done, for undo ----------------------------------------- */

static err_t
note(struct carry *k, const struct item *it, enum keys_what what,
    const struct fv *fv, struct val was, struct val became)
{
	struct keys_step s = { .line = k->im->line,
		.record = it->id,
		.what = what,
		.entity = it->l->e->no,
		.field = fv == NULL ? 0 : fv->field,
		.was = was,
		.became = became };

	return (keys_step(k->im->c->st->db, k->im->batch, &s));
}

static err_t
note_all(struct carry *k, const struct item *it, const struct record *r)
{
	const struct cmd_edits *ed = &it->ed;

	if (it->fresh)
		return (
		    note(k, it, KEYS_CREATED, NULL, val_null(), val_null()));
	for (size_t i = 0; i < ed->set.n; i++)
		TRY(note(k, it, KEYS_SET, &ed->set.v[i],
		    r->v[ed->set.v[i].field - 1], ed->set.v[i].v));
	for (size_t i = 0; i < ed->add.n; i++)
		TRY(note(k, it, KEYS_ADDED, &ed->add.v[i], val_null(),
		    ed->add.v[i].v));
	for (size_t i = 0; i < ed->remove.n; i++)
		TRY(note(k, it, KEYS_REMOVED, &ed->remove.v[i],
		    ed->remove.v[i].v, val_null()));
	for (size_t i = 0; i < ed->count.n; i++)
		TRY(note(k, it, KEYS_COUNTED, &ed->count.v[i], val_null(),
		    ed->count.v[i].v));
	return (NULL);
}

/* ---- one line -------------------------------------------------------- */

static err_t
start(struct carry *k)
{
	struct import *im = k->im;

	k->dirty = true;
	if (im->batch != 0)
		return (NULL);
	return (keys_batch(im->c->st->db, im->file, clock_now(), &im->batch));
}

/* The record that a key or id already means; it->id 0: none yet. */
static err_t
known(struct carry *k, struct item *it, struct record *r)
{
	struct cmd *c = k->im->c;
	bool found;

	it->fresh = true;
	if (it->l->id != NULL)
		TRY(cmd_find_record(c, it->l->id, it->l->e, &it->id));
	else
		TRY(keys_get(c->st->db, it->key, &it->id));
	if (it->id == 0)
		return (NULL);
	it->fresh = false;
	TRY(state_get(c->st->l, NULL, it->id, &k->a, r, &found));
	if (!found)
		return (err_new(ERR_MISSING,
		    "the record of \"%.80s\" is not"
		    " here (it may be a proposal that waits)",
		    it->key));
	if (r->entity != it->l->e)
		return (err_new(ERR_DATA, "\"%.80s\" is a %s, not a %s",
		    it->key, r->entity->name, it->l->e->name));
	return (NULL);
}

static err_t
carry_item(struct carry *k, struct item *it)
{
	struct record r = { 0 };

	it->ed.a = &k->a;
	TRY(known(k, it, &r));
	if (it->l->reason != NULL) {
		if (it->fresh)
			return (err_new(ERR_MISSING,
			    "nothing was imported"
			    " with this key: nothing to void"));
		if (r.life == LIFE_VOIDED)
			return (NULL);
		TRY(start(k));
		return (act_void(
		    k->act, it->l->e, it->id, LIFE_VOIDED, it->l->reason));
	}
	TRY(differences(k, it, &r));
	if (!it->fresh && cmd_empty(&it->ed))
		return (NULL);
	TRY(start(k));
	TRY(cmd_apply(k->act, it->l->e, &it->id, &it->ed));
	TRY(note_all(k, it, &r));
	if (it->fresh)
		TRY(keys_set(k->im->c->st->db, it->key, it->id, k->im->batch));
	return (NULL);
}

static void
count(struct import *im, const struct item *it)
{
	if (it->fresh)
		im->created++;
	else if (cmd_empty(&it->ed) && it->l->reason == NULL)
		im->unchanged++;
	else
		im->edited++;
}

/* The line and what belongs to it, in one commit. */
static err_t
carry_line(struct carry *k, const struct line *l)
{
	struct item *it = arena_new(&k->a, (l->with_n + 1) * sizeof(*it));
	struct import *im = k->im;
	int64_t batch = im->batch;
	dot_t commit;
	err_t e;

	TRY(cmd_begin(im->c, &k->act));
	k->act->not_personal = im->not_personal;
	for (size_t i = 0; i <= l->with_n; i++) {
		it[i].l = i == 0 ? l : &l->with[i - 1];
		if (it[i].l->key != NULL)
			(void)snprintf(
			    it[i].key, sizeof(it[i].key), "%s", it[i].l->key);
		else
			(void)snprintf(it[i].key, sizeof(it[i].key), "%s/%zu",
			    l->key != NULL ? l->key : l->id, i);
		e = carry_item(k, &it[i]);
		if (e != NULL && i > 0)
			err_context("with[%zu]", i - 1);
		if (e != NULL) {
			im->batch = batch; /* its row goes with the act */
			return (e);
		}
		k->parent = it[0].id;
	}
	if (k->dirty) {
		e = act_save(
		    k->act, im->c->actor == NULL ? "" : im->c->actor, &commit);
		if (e != NULL) {
			im->batch = batch;
			return (e);
		}
		im->notes += (int64_t)k->act->notes.n;
	}
	for (size_t i = 0; i <= l->with_n; i++)
		count(im, &it[i]);
	return (NULL);
}

err_t
cmd_import_line(struct import *im, struct span text)
{
	CLEAN(carry_end) struct carry k = { .im = im };
	struct line l;

	TRY(line_take(text, &k.a, &k.root, &l));
	return (carry_line(&k, &l));
}
