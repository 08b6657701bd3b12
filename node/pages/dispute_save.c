/*
 * dispute_save -- a decision, and its undoing.
 */
#include "node/pages/dispute_in.h"
#include "node/pages/verbs.h"

struct choice {
	bool made, life;
	enum life to;
	struct val v;
};

static err_t
other(struct page *p, const struct record *r, const struct field *f,
    struct val *v)
{
	const char *s = page_field(p, arena_fmt(p->a, "%s-otro", f->name));

	TRY(inputs_take_text(p, f, s, v));
	if (v->kind != VAL_NULL)
		return (NULL);
	(void)r;
	return (err_new(ERR_RULE,
	    "rule 0: %s: write the other value / %s: escriba el otro valor",
	    f->en, f->es));
}

/* What the person chose for one field. */
static err_t
choose(struct page *p, const struct record *r, const struct cmd_review *c,
    struct choice *out)
{
	const struct field *f = schema_field(r->entity, c->field);
	const char *code = page_field(p, dispute_name(r, c->field));

	*out = (struct choice){ .made = code[0] != '\0' };
	if (!out->made)
		return (NULL);
	out->life = f == NULL || c->kind == REVIEW_VOID;
	if (out->life) {
		out->to =
		    strcmp(code, "anulado") == 0 ? LIFE_VOIDED : LIFE_LIVE;
		return (NULL);
	}
	if (strcmp(code, "base") == 0) {
		out->v = c->base;
		return (NULL);
	}
	if (strcmp(code, "otro") == 0)
		return (other(p, r, f, &out->v));
	if (strlen(code) == 1 && code[0] >= 'a' &&
	    (size_t)(code[0] - 'a') < c->n) {
		out->v = c->v[code[0] - 'a'].v;
		return (NULL);
	}
	return (err_new(ERR_DATA, "no such value of %s", f->name));
}

static err_t
decide(struct page *p, struct act *act, const struct record *r)
{
	const char *reason = page_field(p, "motivo");
	struct cmd_review *v;
	bool made = false;
	size_t n;

	TRY(cmd_reviews(&p->c, r, p->a, &v, &n));
	for (size_t i = 0; i < n; i++)
		made = made ||
		       page_field(p, dispute_name(r, v[i].field))[0] != '\0';
	if (!made)
		return (inputs_fault("Elija un valor, o decida después.",
		    "Choose a value, or decide later."));
	TRY(inputs_reason(p));
	for (size_t i = 0; i < n; i++) {
		struct choice c;

		TRY(choose(p, r, &v[i], &c));
		if (c.made && c.life)
			TRY(act_void(act, r->entity, r->id, c.to, reason));
		else if (c.made)
			TRY(act_resolve(
			    act, r->entity, r->id, v[i].field, c.v, reason));
	}
	return (NULL);
}

/* It shows again what it showed while it was in dispute. */
static err_t
undo(struct page *p, struct act *act, const struct record *r)
{
	const char *field = page_field(p, "campo");
	struct cmd_review *v;
	size_t n;

	TRY(cmd_reviews(&p->c, r, p->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].kind != REVIEW_NONE || v[i].since ||
		    strcmp(dispute_name(r, v[i].field), field) != 0)
			continue;
		return (
		    act_resolve(act, r->entity, r->id, v[i].field, v[i].shown,
			page_tr(p, "Se deshizo la decisión anterior",
			    "The decision before was undone")));
	}
	return (inputs_fault(
	    "Esa decisión ya no puede deshacerse: el dato cambió después.",
	    "That decision cannot be undone any more: the value has changed "
	    "since."));
}

static const struct verb verbs[] = {
	{ "decidir", 0, decide,
	    "La decisión quedó guardada. Puede deshacerla en Por revisar.",
	    "The decision is saved. You can undo it under To review." },
	{ "deshacer", 0, undo,
	    "La decisión se deshizo: se muestra otra vez lo de antes. Puede "
	    "decidir de nuevo.",
	    "The decision was undone: what was shown before is back. You can "
	    "decide again." },
	{ .name = NULL },
};

err_t
dispute_save(struct page *p)
{
	return (verbs_run(p, NULL, verbs, dispute_show));
}
