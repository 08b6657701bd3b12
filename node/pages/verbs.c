#include "node/pages/verbs.h"

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
