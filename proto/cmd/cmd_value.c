#include "proto/cmd/cmd.h"

#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"

err_t
cmd_value(struct cmd *c, const struct field *f, const char *s, struct val *v)
{
	const struct entity *e =
	    f->target == 0 ? NULL : schema_entity(f->target);
	dot_t id;

	if (f->type != TYPE_REF)
		return (schema_parse(f, s, v));
	*v = val_null();
	if (s[0] == '\0')
		return (NULL);
	TRY_FOR(cmd_find_record(c, s, e, &id), "%s", f->name);
	*v = val_int(id);
	return (schema_check(f, *v));
}

err_t
cmd_put_value(struct cmd *c, struct buf *b, const struct field *f, struct val v)
{
	CLEAN(buf_free) struct buf s = BUF(LIMIT_TEXT_BYTES + 64);
	char id[ID_TEXT];

	if (v.kind == VAL_NULL)
		return (buf_str(b, "null"));
	if (v.kind == VAL_INT && f->type == TYPE_BOOL)
		return (buf_str(b, v.i != 0 ? "true" : "false"));
	if (v.kind == VAL_INT && f->type == TYPE_INT)
		return (json_put_int(b, v.i));
	if (v.kind == VAL_INT && f->type == TYPE_REF) {
		ledger_id_put(c->st->l, v.i, id);
		return (json_put_text(b, span_str(id)));
	}
	if (v.kind == VAL_TEXT && v.s.n > LIMIT_TEXT_BYTES)
		return (json_put_text(b, v.s)); /* merged: longer than one */
	TRY(schema_put(f, v, &s));
	return (json_put_text(b, buf_all(&s)));
}

err_t
cmd_say_text(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool control =
		    (s.p[i] < 0x20 && s.p[i] != '\n') || s.p[i] == 0x7f ||
		    (s.p[i] == 0xc2 && i + 1 < s.n && s.p[i + 1] < 0xa0);

		if (control && s.p[i] == 0xc2)
			i++; /* C1 */
		TRY(buf_byte(b, control ? ' ' : s.p[i]));
	}
	return (NULL);
}

err_t
cmd_say_value(struct cmd *c, struct buf *b, const struct field *f, struct val v)
{
	const struct entity *e =
	    f->target == 0 ? NULL : schema_entity(f->target);

	if (v.kind == VAL_NULL)
		return (buf_str(b, "-"));
	if (f->type == TYPE_REF && v.kind == VAL_INT)
		return (cmd_name(c, b, e, v.i));
	if (v.kind == VAL_TEXT && f->type != TYPE_GEO)
		return (cmd_say_text(b, v.s));
	return (schema_say(f, v, cmd_es(c) ? "es" : "en", b));
}

/* ---- edits ----------------------------------------------------------- */

void
cmd_fv(struct cmd_edits *ed, struct cmd_fvs *to, const struct field *f,
    struct val v)
{
	arena_room(ed->a, &to->v, &to->cap, to->n + 1, sizeof(*to->v));
	to->v[to->n++] = (struct fv){ f->no, v };
}

bool
cmd_empty(const struct cmd_edits *ed)
{
	return (ed->set.n + ed->add.n + ed->remove.n + ed->count.n == 0);
}

static bool
among(struct val v, const struct val *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (val_eq(v, list[i]))
			return (true);
	}
	return (false);
}

err_t
cmd_list_to(struct cmd *c, struct cmd_edits *ed, const struct field *f,
    dot_t id, const struct val *want, size_t n)
{
	struct val *have = NULL;
	size_t have_n = 0;

	if (id != 0)
		TRY(state_elements(c->st->l, id, f->no, ed->a, &have, &have_n));
	for (size_t i = 0; i < n; i++) {
		if (want[i].kind != VAL_NULL && !among(want[i], want, i) &&
		    !among(want[i], have, have_n))
			cmd_fv(ed, &ed->add, f, want[i]);
	}
	for (size_t i = 0; i < have_n; i++) {
		if (!among(have[i], want, n))
			cmd_fv(ed, &ed->remove, f, have[i]);
	}
	return (NULL);
}

/* A creation: registers and elements together. */
static err_t
create(struct act *act, const struct entity *e, dot_t *id,
    const struct cmd_edits *ed)
{
	struct cmd_edits all = { .a = ed->a };

	if (ed->remove.n > 0)
		return (err_new(ERR_USAGE,
		    "%s: a new record has nothing to"
		    " remove; -= needs an ID",
		    e->name));
	for (size_t i = 0; i < ed->set.n; i++) {
		if (ed->set.v[i].v.kind != VAL_NULL)
			cmd_fv(&all, &all.set,
			    schema_field(e, ed->set.v[i].field),
			    ed->set.v[i].v);
	}
	for (size_t i = 0; i < ed->add.n; i++)
		cmd_fv(&all, &all.set, schema_field(e, ed->add.v[i].field),
		    ed->add.v[i].v);
	return (act_create(act, e, all.set.v, all.set.n, id));
}

err_t
cmd_apply(struct act *act, const struct entity *e, dot_t *id,
    const struct cmd_edits *ed)
{
	if (*id == 0) {
		TRY(create(act, e, id, ed));
	} else {
		if (ed->set.n > 0)
			TRY(act_edit(act, e, *id, ed->set.v, ed->set.n));
		if (ed->add.n > 0)
			TRY(act_list(act, e, *id, true, ed->add.v, ed->add.n));
		if (ed->remove.n > 0)
			TRY(act_list(
			    act, e, *id, false, ed->remove.v, ed->remove.n));
	}
	for (size_t i = 0; i < ed->count.n; i++)
		TRY(act_count(
		    act, e, *id, ed->count.v[i].field, ed->count.v[i].v.i));
	return (NULL);
}

/* ---- records --------------------------------------------------------- */

static err_t
put_field(struct cmd *c, struct buf *b, const struct record *r,
    const struct field *f, struct arena *a)
{
	struct val *v;
	size_t n;

	if (f->merge != MERGE_LIST) {
		if (r->v[f->no - 1].kind == VAL_NULL)
			return (NULL);
		TRY(cmd_key(b, f->name));
		return (cmd_put_value(c, b, f, r->v[f->no - 1]));
	}
	TRY(state_elements(c->st->l, r->id, f->no, a, &v, &n));
	if (n == 0)
		return (NULL);
	TRY(cmd_key(b, f->name));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < n; i++) {
		TRY(cmd_comma(b));
		TRY(cmd_put_value(c, b, f, v[i]));
	}
	return (buf_byte(b, ']'));
}

err_t
cmd_put_record(struct cmd *c, struct buf *b, const struct record *r)
{
	const char *space = ledger_space_name(c->st->l, r->space);
	CLEAN(arena_free) struct arena a = ARENA;

	TRY(cmd_put_id(c, b, "id", r->id));
	TRY(cmd_put_str(b, "entity", r->entity->name));
	TRY(cmd_put_str(b, "space", space));
	TRY(cmd_put_str(b, "state", cmd_life_name(r->life)));
	TRY(cmd_key(b, "fields"));
	TRY(buf_byte(b, '{'));
	for (size_t i = 0; i < r->entity->n; i++)
		TRY(put_field(c, b, r, &r->entity->fields[i], &a));
	return (buf_byte(b, '}'));
}
