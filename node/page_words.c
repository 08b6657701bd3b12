/*
 * page_words -- records and values as a screen says them; acts.
 */
#include "node/page.h"

#include "proto/ui/fmt.h"

#define NAME_MAX_BYTES 4096

static const char *
kept(struct page *p, const struct buf *b)
{
	return (b->n == 0 ? "" : arena_dup(p->a, buf_all(b)));
}

err_t
page_record(
    struct page *p, const char *id, const struct entity *e, struct record *r)
{
	bool found;
	dot_t d;

	if (ledger_id_take(p->o->st.l, id, &d) != NULL)
		return (err_new(ERR_MISSING, "no record is called so"));
	TRY(state_get(p->o->st.l, e, d, p->a, r, &found));
	return (found ? NULL : err_new(ERR_MISSING, "no such record here"));
}

const char *
page_id(struct page *p, dot_t id)
{
	char s[40];

	ledger_id_put(p->o->st.l, id, s);
	return (arena_dup(p->a, span_str(s)));
}

err_t
page_name(struct page *p, const struct entity *e, dot_t id, const char **out)
{
	CLEAN(buf_free) struct buf b = BUF(NAME_MAX_BYTES);

	TRY(cmd_name(&p->c, &b, e, id));
	*out = kept(p, &b);
	return (NULL);
}

err_t
page_name_of(struct page *p, const struct record *r, const char **out)
{
	CLEAN(buf_free) struct buf b = BUF(NAME_MAX_BYTES);

	TRY(cmd_name_of(&p->c, &b, r));
	*out = kept(p, &b);
	return (NULL);
}

err_t
page_value(
    struct page *p, const struct field *f, struct val v, const char **out)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_MERGE_BYTES);
	char day[FMT_MAX];

	*out = "";
	if (v.kind == VAL_NULL)
		return (NULL);
	if (f->type == TYPE_DATE && v.kind == VAL_INT) {
		fmt_day(v.i, p->lang, day);
		*out = arena_dup(p->a, span_str(day));
		return (NULL);
	}
	TRY(cmd_say_value(&p->c, &b, f, v));
	*out = kept(p, &b);
	return (NULL);
}

const char *
page_label(struct page *p, const struct field *f)
{
	return (cmd_label(&p->c, f));
}

const char *
page_code(struct page *p, const char *vocab, int64_t no)
{
	return (vocab_say(vocab, no, p->lang));
}

err_t
page_confirmed(struct page *p, dot_t id, bool *yes)
{
	return (cmd_confirmed(&p->c, id, p->a, yes));
}

/* ---- where they are shown ------------------------------------------------ */

static const struct {
	const char *path;
	uint16_t entity;
	bool part; /* shown with its roundtable */
} shown[] = {
	{ "/mesas/", ENTITY_roundtable, false },
	{ "/mesas/", ENTITY_membership, true },
	{ "/mesas/", ENTITY_designation, true },
	{ "/mesas/", ENTITY_representative, true },
	{ "/mesas/", ENTITY_roundtable_theme, true },
	{ "/instituciones/", ENTITY_institution, false },
	{ "/compromisos/", ENTITY_commitment, false },
	{ "/resultados/", ENTITY_result, false },
	{ "/sesiones/", ENTITY_session, false },
	{ "/minutas/", ENTITY_minutes, false },
	{ "/acuerdos/", ENTITY_agreement, false },
	{ "/brechas/", ENTITY_gap, false },
};

static bool
has_screen(const struct page *p, const char *path)
{
	for (size_t i = 0; p->web->screens[i] != NULL; i++)
		for (const struct screen *s = p->web->screens[i];
		     s->method != NULL; s++)
			if (s->prefix && strcmp(s->method, "GET") == 0 &&
			    strcmp(s->path, path) == 0)
				return (true);
	return (false);
}

const char *
page_address(struct page *p, const struct record *r)
{
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (shown[i].entity == r->entity->no &&
		    has_screen(p, shown[i].path) &&
		    (!shown[i].part || r->root != 0))
			return (arena_fmt(p->a, "%s%s", shown[i].path,
			    page_id(p, shown[i].part ? r->root : r->id)));
	return (arena_fmt(p->a, "/registro/%s", page_id(p, r->id)));
}

const char *
page_address_kind(struct page *p, int entity, dot_t id)
{
	struct record r = { .id = id,
		.entity = schema_entity((uint64_t)entity) };

	must(r.entity != NULL);
	return (page_address(p, &r));
}

err_t
page_address_of(
    struct page *p, const struct entity *e, dot_t id, const char **out)
{
	struct record r;
	bool found;

	*out = "";
	TRY(state_get(p->o->st.l, e, id, p->a, &r, &found));
	if (found && r.life != LIFE_ABSENT)
		*out = page_address(p, &r);
	return (NULL);
}

err_t
page_zone(struct page *p, const struct record *r)
{
	struct record mesa;
	struct val zone;
	bool found;

	if (r->root == 0)
		return (NULL);
	TRY(state_get(p->o->st.l, schema_entity(ENTITY_roundtable), r->root,
	    p->a, &mesa, &found));
	if (!found)
		return (NULL);
	zone = mesa.v[FIELD_roundtable_time_zone - 1];
	if (zone.kind == VAL_TEXT && zone.s.n > 0)
		p->h.zone = arena_dup(p->a, zone.s);
	return (NULL);
}

/* ---- acts --------------------------------------------------------------- */

err_t
page_act(struct page *p, struct act **act)
{
	must(p->who != NULL);
	if (!p->o->enrolled)
		return (
		    err_new(ERR_CONFIG, "this computer is not enrolled yet"));
	return (cmd_begin(&p->c, act));
}

err_t
page_save(struct page *p, struct act *act)
{
	dot_t commit;

	TRY(page_pii_look(p, act));
	if (p->how == PAGE_SHOW) {
		p->shown = true;
		return (err_new(ERR_RULE,
		    "rule 0: Not saved yet. / Todavía no se guarda."));
	}
	TRY(act_save(act, p->who->account, &commit));
	page_pii_saved(p);
	TRY(page_draft_done(p));
	for (size_t i = 0; i < act->notes.n; i++)
		page_say(p, act->notes.v[i].es, act->notes.v[i].en);
	if (act->proposal)
		page_say(p,
		    "El registro es de otra oficina: se le envió como "
		    "propuesta.",
		    "The record belongs to another office: this was sent to "
		    "it as a proposal.");
	autosync_soon(p->web->sync);
	return (NULL);
}
