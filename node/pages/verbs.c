#include "node/pages/verbs.h"

err_t
verbs_annul(struct page *p, struct act *act, const struct record *r)
{
	TRY(inputs_reason(p));
	return (act_void(
	    act, r->entity, r->id, LIFE_VOIDED, page_field(p, "motivo")));
}

err_t
verbs_restore(struct page *p, struct act *act, const struct record *r)
{
	return (act_void(act, r->entity, r->id, LIFE_LIVE,
	    page_tr(p, "Se deshizo la anulación", "The voiding was undone")));
}

err_t
verbs_edit(
    struct page *p, struct act *act, const struct record *r, const int *fields)
{
	struct inputs_change *c = arena_new(p->a, sizeof(*c));
	dot_t id = r->id;

	TRY(inputs_changes(p, r->entity, r, fields, c));
	if (c->n + c->add_n + c->remove_n == 0)
		return (
		    inputs_fault("No cambió nada.", "Nothing was changed."));
	return (inputs_write(act, r->entity, &id, c));
}

/* "ID/verb" */
static err_t
split(struct page *p, const struct verb *verbs, const char **id,
    const struct verb **verb)
{
	const char *rest = page_rest(p), *slash = strchr(rest, '/');

	for (; slash != NULL && verbs->name != NULL; verbs++) {
		if (strcmp(verbs->name, slash + 1) != 0)
			continue;
		*id = arena_dup(p->a, span_of(rest, (size_t)(slash - rest)));
		*verb = verbs;
		return (NULL);
	}
	return (err_new(ERR_MISSING, "nothing is done there"));
}

static err_t
done(struct page *p, const struct verb *verb, const struct record *r)
{
	CLEAN(cmd_end) struct act *act = NULL;

	TRY(page_act(p, &act));
	TRY(verb->run(p, act, r));
	TRY(page_save(p, act));
	if (!act->proposal)
		page_say(p, verb->es, verb->en);
	return (NULL);
}

err_t
verbs_run(struct page *p, const struct entity *e, const struct verb *verbs,
    err_t (*show)(struct page *p, const struct record *r))
{
	const struct verb *verb = NULL;
	const char *id = NULL;
	struct record r;
	err_t er;

	TRY(split(p, verbs, &id, &verb));
	TRY(page_record(p, id, e, &r));
	if (verb->roles != 0 && !page_may(p, verb->roles))
		er = err_new(ERR_RULE,
		    "rule 0: Only the technical secretariat decides this. / "
		    "Esto lo decide la secretaría técnica.");
	else
		er = done(p, verb, &r);
	if (er == NULL)
		return (page_go(p, "%s%s", p->screen->path, id));
	if (er->code != ERR_RULE && er->code != ERR_DATA &&
	    er->code != ERR_USAGE && er->code != ERR_LIMIT)
		return (er);
	p->fault = page_sentence(p, er);
	p->r->status = 422;
	return (show(p, &r));
}
