/* Rule 4: what corrects approved minutes. */
#include "proto/domain/rule_parts.h"

err_t
rule_amendment_before(const struct rule_ask *k, const struct rule_change *c)
{
	struct val in;
	bool differs;

	if ((c->kind != RULE_EDIT && c->kind != RULE_RESOLVE &&
		c->kind != RULE_VOID) ||
	    rule_fresh(k, ENTITY_amendment, c->id))
		return (NULL);
	TRY(RULE_GET(k, amendment, c->id, approved_in, &in));
	if (in.kind != VAL_INT)
		return (NULL);
	if (c->kind == RULE_VOID)
		return (rule_broken(k, 4,
		    "an approved %s cannot be voided; make another",
		    "%s: la aprobada no se anula; haga otra",
		    "amendment (fe de erratas)"));
	for (size_t i = 0; i < c->n; i++) {
		TRY(rule_differs(k, c, &c->fv[i], &differs));
		if (differs && c->fv[i].f != NULL)
			TRY(rule_broken(k, 4,
			    "%s of an approved amendment does not change; "
			    "make another",
			    "%s: una fe de erratas aprobada no cambia; haga "
			    "otra",
			    c->fv[i].f->name));
	}
	return (NULL);
}

static err_t
numbered(const struct rule_ask *k, int64_t id, int64_t minutes)
{
	struct val mine, v;
	int64_t *ids;
	size_t n;

	TRY(RULE_GET(k, amendment, id, number, &mine));
	if (mine.kind != VAL_INT)
		return (NULL); /* required: said elsewhere */
	TRY(RULE_FIND(k, amendment, minutes, minutes, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, amendment, ids[i], number, &v));
		if ((ids[i] != id && val_eq(v, mine)) || mine.i < 1)
			return (rule_broken(k, 4,
			    "number %lld is taken or not a number of an "
			    "amendment; the next free one is %zu or more",
			    "el número %lld está ocupado o no es de una fe de "
			    "erratas; el siguiente libre es %zu o mayor",
			    (long long)mine.i, n));
	}
	return (NULL);
}

err_t
rule_amendment_after(const struct rule_ask *k, int64_t id)
{
	struct val minutes, status, session, in;
	int64_t was, is;
	bool live, has_was, has_is;

	TRY(RULE_LIVE(k, amendment, id, &live));
	TRY(RULE_GET(k, amendment, id, minutes, &minutes));
	if (!live || minutes.kind != VAL_INT)
		return (NULL);
	TRY(RULE_GET(k, minutes, minutes.i, status, &status));
	if (!rule_minutes_sealed(status))
		TRY(rule_broken(k, 4,
		    "minutes that are not approved need no %s; edit their text",
		    "la minuta aún no está aprobada y no necesita %s; edite "
		    "su texto",
		    "amendment (fe de erratas)"));
	TRY(numbered(k, id, minutes.i));
	TRY(RULE_GET(k, amendment, id, approved_in, &in));
	TRY(RULE_GET(k, minutes, minutes.i, session, &session));
	if (in.kind != VAL_INT || session.kind != VAL_INT)
		return (NULL);
	TRY(rule_session_day(k, session.i, &was, &has_was));
	TRY(rule_session_day(k, in.i, &is, &has_is));
	if (in.i != session.i && (!has_was || !has_is || is >= was))
		return (NULL);
	return (rule_broken(k, 4,
	    "%s: an amendment is approved in a later session; choose one",
	    "%s: la fe de erratas se aprueba en una sesión posterior; elija "
	    "otra",
	    "approved_in"));
}
