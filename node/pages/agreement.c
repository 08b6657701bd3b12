#include "node/pages/agreement_in.h"

SQL(agreement_minutes, "SELECT status FROM minutes WHERE session = ?1"
		       " AND life = 0");

/* SPEC of the domain, rule 5, is kept by the desk; the form only hides what it
 * would refuse. */
err_t
agreement_frozen(struct page *p, const struct record *r, bool *yes)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more;

	*yes = false;
	TRY(db_query(&q, p->o->st.db, &agreement_minutes,
	    A_INT(facts_int(r, FIELD_agreement_session, 0))));
	for (;;) {
		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		if (rows_int(&q, 0) >= CODE_minutes_status_approved)
			*yes = true;
	}
}

err_t
agreement_show(struct page *p, const struct record *r)
{
	struct agreement_view v = { .life = "", .voided_why = "" };

	v.live = r->life == LIFE_LIVE;
	v.life = v.live ? "" : cmd_life_label(&p->c, r->life);
	v.write = page_may(p, ROLES_WRITE);
	v.decide = page_may(p, ROLES_DECIDE);
	TRY(marks_own(p, r->root, &v.own));
	TRY(agreement_read(p, r, &v));
	TRY(agreement_forms(p, r, &v));
	page_begin(p, arena_fmt(p->a, "%s · %s", v.folio,
			  page_tr(p, "Acuerdo", "Agreement")));
	agreement_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
show(struct page *p)
{
	struct record r;

	TRY(page_record(p, page_rest(p), schema_entity(ENTITY_agreement), &r));
	return (agreement_show(p, &r));
}

const struct screen agreement_screens[] = {
	{ .method = "GET", .path = "/acuerdos/", .prefix = true, .run = show },
	{ .method = "POST",
	    .path = "/acuerdos/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = agreement_save },
	{ .method = NULL },
};
