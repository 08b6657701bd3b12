/* Rule 4: approved minutes stay as they are. */
#include "proto/domain/rule_parts.h"

bool
rule_minutes_sealed(struct val status)
{
	return (rule_is(status, CODE_minutes_status_approved) ||
		rule_is(status, CODE_minutes_status_signed) ||
		rule_is(status, CODE_minutes_status_published) ||
		rule_is(status, CODE_minutes_status_amended));
}

err_t
rule_minutes_approved(const struct rule_ask *k, int64_t session, bool *yes)
{
	struct val status;
	int64_t *ids;
	size_t n;

	*yes = false;
	TRY(RULE_FIND(k, minutes, session, session, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, minutes, ids[i], status, &status));
		if (rule_minutes_sealed(status))
			*yes = true;
	}
	return (NULL);
}

static err_t
sealed(const struct rule_ask *k, const char *what)
{
	return (rule_broken(k, 4,
	    "%s of approved minutes does not change; make an amendment",
	    "%s: una minuta aprobada no cambia; haga una fe de erratas", what));
}

/* May a field of approved minutes still be written? */
static err_t
writable(const struct rule_ask *k, const struct rule_change *c,
    const struct field *f, bool *yes)
{
	struct val was;

	*yes = true;
	switch (f->no) {
	case FIELD_minutes_status:
		return (NULL); /* its moves are judged apart */
	case FIELD_minutes_signatures:
		*yes = c->kind == RULE_ADD || c->kind == RULE_EDIT;
		return (NULL);
	case FIELD_minutes_sha256:
	case FIELD_minutes_approved_in:
	case FIELD_minutes_approved_on:
		/* What was left out at the approval is completed once. */
		TRY(rule_get(k, ENTITY_minutes, c->id, f->no, &was));
		*yes = rule_blank(was);
		return (NULL);
	default:
		*yes = false;
		return (NULL);
	}
}

err_t
rule_minutes_before(const struct rule_ask *k, const struct rule_change *c)
{
	struct val status;
	bool differs, yes;

	if (c->kind == RULE_CREATE || c->kind == RULE_UNVOID ||
	    c->kind == RULE_DECIDE || rule_fresh(k, ENTITY_minutes, c->id))
		return (NULL);
	TRY(RULE_GET(k, minutes, c->id, status, &status));
	if (!rule_minutes_sealed(status))
		return (NULL);
	if (c->kind == RULE_VOID)
		return (
		    rule_broken(k, 4, "%s cannot be voided; make an amendment",
			"%s: no se anula; haga una fe de erratas",
			"minuta aprobada (approved minutes)"));
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fv[i].f;

		TRY(rule_differs(k, c, &c->fv[i], &differs));
		if (f == NULL || !differs)
			continue;
		TRY(writable(k, c, f, &yes));
		if (!yes)
			TRY(sealed(k, f->name));
	}
	return (NULL);
}

/* They are read and approved when the roundtable meets again. */
static err_t
later_session(const struct rule_ask *k, int64_t id)
{
	struct val session, in;
	int64_t was, is;
	bool has_was, has_is;

	TRY(RULE_GET(k, minutes, id, approved_in, &in));
	TRY(RULE_GET(k, minutes, id, session, &session));
	if (in.kind != VAL_INT || session.kind != VAL_INT)
		return (NULL);
	TRY(rule_session_day(k, session.i, &was, &has_was));
	TRY(rule_session_day(k, in.i, &is, &has_is));
	if (in.i != session.i && (!has_was || !has_is || is >= was))
		return (NULL);
	return (rule_broken(k, 4,
	    "%s: minutes are approved in a later session; choose one",
	    "%s: la minuta se aprueba en una sesión posterior; elija otra",
	    "approved_in"));
}

err_t
rule_minutes_after(const struct rule_ask *k, int64_t id)
{
	struct val status, text, on, sha;
	int64_t *ids;
	size_t n;
	bool live;

	TRY(RULE_LIVE(k, minutes, id, &live));
	TRY(RULE_GET(k, minutes, id, status, &status));
	if (!live || !rule_minutes_sealed(status))
		return (NULL);
	TRY(RULE_GET(k, minutes, id, text, &text));
	TRY(RULE_GET(k, minutes, id, approved_on, &on));
	TRY(RULE_GET(k, minutes, id, sha256, &sha));
	if (rule_blank(text) || rule_blank(on))
		TRY(rule_broken(k, 4,
		    "minutes are approved but %s is empty; fill it in first",
		    "la minuta está aprobada pero %s está vacío; complételo "
		    "antes",
		    rule_blank(text) ? "text (texto)"
				     : "approved_on (fecha de aprobación)"));
	if (rule_blank(sha))
		rule_note(k, 4, "%s is empty: the approved text has no hash",
		    "%s está vacío: el texto aprobado no tiene huella",
		    "sha256");
	TRY(later_session(k, id));
	TRY(RULE_FIND(k, amendment, minutes, id, &ids, &n));
	if (rule_is(status, CODE_minutes_status_amended) && n == 0)
		TRY(rule_broken(k, 4,
		    "minutes are %s but have no amendment; add it",
		    "la minuta está en estado \"%s\" pero no tiene fe de "
		    "erratas; agréguela",
		    "amended"));
	return (NULL);
}
