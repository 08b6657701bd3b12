#include "node/pages/inputs.h"
#include "node/pages/proposals_in.h"

#define DECIDED 10 /* of those that were decided here */

static err_t
gather(struct page *p, struct proposals_view *v)
{
	dot_t own = p->o->desk.office;
	struct held *h;
	size_t n, k;

	TRY(proposals_held(p, &h, &n));
	v->inbox = arena_new(p->a, (n + 1) * sizeof(*v->inbox));
	v->sent = arena_new(p->a, (n + 1) * sizeof(*v->sent));
	v->decided = arena_new(p->a, (n + 1) * sizeof(*v->decided));
	for (size_t i = 0; i < n; i += k) {
		struct proposals_card *c = NULL;

		for (k = 1; i + k < n &&
			    dot_commit(h[i + k].op) == dot_commit(h[i].op);
		     k++)
			;
		if (own == 0 || h[i].kind == HELD_AMENDMENT)
			continue;
		if (h[i].owner_office == own)
			c = h[i].status == HELD_OPEN ? &v->inbox[v->inbox_n++]
			    : v->decided_n < DECIDED
				? &v->decided[v->decided_n++]
				: NULL;
		else if (h[i].author_office == own)
			c = &v->sent[v->sent_n++];
		if (c != NULL)
			TRY(proposals_card(p, &h[i], k, c));
	}
	return (NULL);
}

static err_t
list(struct page *p)
{
	struct proposals_view v = { .decide = page_may(p, ROLES_DECIDE) };

	TRY(gather(p, &v));
	/* The reason that was typed where a rule refused stands there again. */
	for (size_t i = 0; i < v.inbox_n; i++)
		v.inbox[i].reason =
		    strcmp(page_field(p, "propuesta"), v.inbox[i].id) == 0
			? page_field(p, "motivo")
			: "";
	page_begin(p, page_tr(p, "Propuestas", "Proposals"));
	proposals_tpl(&p->h, &v);
	return (page_end(p));
}

/* Everything that was saved at once is decided at once. */
static err_t
decide_all(struct page *p, struct act *act, bool accept)
{
	const char *reason = page_field(p, "motivo");
	bool any = false;
	struct held *h;
	size_t n;
	dot_t op;

	TRY(inputs_reason(p));
	if (ledger_id_take(p->o->st.l, page_field(p, "propuesta"), &op) != NULL)
		return (err_new(ERR_MISSING, "no such proposal"));
	TRY(proposals_held(p, &h, &n));
	for (size_t i = 0; i < n; i++) {
		if (dot_commit(h[i].op) != dot_commit(op) ||
		    h[i].status != HELD_OPEN || h[i].kind == HELD_AMENDMENT)
			continue;
		TRY(act_decide(act, h[i].op, accept, reason));
		any = true;
	}
	return (any ? NULL
		    : inputs_fault("Esa propuesta ya está decidida.",
			  "That proposal is decided already."));
}

static err_t
decide(struct page *p)
{
	bool accept = strcmp(page_field(p, "decision"), "aceptar") == 0;
	CLEAN(cmd_end) struct act *act = NULL;
	err_t e;

	TRY(page_act(p, &act));
	e = decide_all(p, act, accept);
	if (e == NULL)
		e = page_save(p, act);
	cmd_end(&act);
	if (e != NULL && (e->code == ERR_RULE || e->code == ERR_DATA)) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (list(p));
	}
	TRY(e);
	if (accept)
		page_say(p, "La propuesta quedó aceptada.",
		    "The proposal is accepted.");
	else
		page_say(p, "La propuesta quedó rechazada.",
		    "The proposal is rejected.");
	return (page_go(p, "/propuestas"));
}

const struct screen proposals_screens[] = {
	{ .method = "GET", .path = "/propuestas", .run = list },
	{ .method = "POST",
	    .path = "/propuestas",
	    .roles = ROLES_DECIDE,
	    .run = decide },
	{ .method = NULL },
};
