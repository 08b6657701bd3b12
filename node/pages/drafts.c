#include "node/pages/draft.h"

#include "node/page.h"
#include "proto/base/say.h"

/* Whose drafts: of who is here, or was until the page locked itself. */
static const char *
account(const struct page *p)
{
	return (p->session->in ? p->session->who.account : NULL);
}

static enum draft_fate
keep(struct page *p)
{
	err_t e;

	if (account(p) == NULL)
		return (DRAFT_OUT);
	e = page_draft_keep(p, account(p));
	if (e != NULL && e->code == ERR_LIMIT)
		return (DRAFT_LONG);
	if (e != NULL) {
		say_err("draft", e);
		return (DRAFT_NOT);
	}
	return (p->session->locked ? DRAFT_LOCKED : DRAFT_KEPT);
}

/* After a pause, or by the button where there is no JavaScript. */
static err_t
store(struct page *p)
{
	struct draft_said_view v = { .fate = keep(p), .at = p->now };

	if (p->piece) {
		draft_said_tpl(&p->h, &v);
		return (NULL);
	}
	if (v.fate == DRAFT_LONG || v.fate == DRAFT_NOT) {
		p->fault = page_tr(p,
		    "El borrador no se pudo guardar. Vuelva atrás y guarde lo "
		    "que escribió.",
		    "The draft could not be kept. Go back and save what you "
		    "wrote.");
		p->r->status = 413;
		page_begin(p, page_tr(p, "Borrador", "Draft"));
		return (page_end(p));
	}
	if (v.fate != DRAFT_KEPT)
		return (page_go(p, "/cuenta/entrar"));
	page_say(p, "El borrador quedó guardado. Puede seguir ahora o después.",
	    "The draft is kept. Go on now or later.");
	return (page_go(p, "/borrador/%s", p->serial));
}

static err_t
resume(struct page *p)
{
	struct draft *d = arena_new(p->a, sizeof(*d));
	bool found = false;

	if (draft_serial_valid(page_rest(p)))
		TRY(draft_get(p->o->st.db, p->who->account, page_rest(p), p->a,
		    d, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no such draft"));
	return (page_draft_run(p, d, PAGE_SHOW));
}

static err_t
drop(struct page *p)
{
	const char *serial = page_field(p, "serie");

	if (draft_serial_valid(serial))
		TRY(draft_drop(p->o->st.db, p->who->account, serial));
	page_say(p, "El borrador se descartó.", "The draft is gone.");
	return (page_go(p, "/"));
}

/* ---- rule 14 ------------------------------------------------------------ */

static void
take_verdicts(struct page *p)
{
	const char *hash;

	p->verdict = arena_new(p->a, PII_MOST * sizeof(*p->verdict));
	while (p->verdicts < PII_MOST &&
	       (hash = page_field_at(p, "huella", p->verdicts)) != NULL) {
		struct page_verdict *v = &p->verdict[p->verdicts];
		const char *how =
		    page_field(p, arena_fmt(p->a, "decision-%zu", p->verdicts));

		v->hash = hash;
		v->reason = page_field_at(p, "motivo", p->verdicts);
		v->removed = strcmp(how, "no") != 0;
		p->verdicts++;
	}
}

/* What was decided, and the form it was about once more. */
static err_t
decide(struct page *p)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_DRAFT_BYTES);
	const char *serial = page_field(p, DRAFT_FIELD);
	struct draft *d = arena_new(p->a, sizeof(*d));
	bool found = false;

	if (draft_serial_valid(serial))
		TRY(draft_get(
		    p->o->st.db, p->who->account, serial, p->a, d, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no such draft"));
	take_verdicts(p);
	TRY(page_pii_without(p, d->form, &b));
	d->form = arena_dup(p->a, buf_all(&b));
	return (page_draft_run(p, d, PAGE_DO));
}

const struct screen drafts_screens[] = {
	{ .method = "POST",
	    .path = "/datos-personales",
	    .roles = ROLES_WRITE,
	    .run = decide },
	{ .method = "POST",
	    .path = "/borrador",
	    .flags = SCREEN_OPEN,
	    .run = store },
	{ .method = "GET",
	    .path = "/borrador/",
	    .prefix = true,
	    .flags = SCREEN_WRITES,
	    .run = resume },
	{ .method = "POST",
	    .path = "/borrador/descartar",
	    .flags = SCREEN_EARLY,
	    .run = drop },
	{ .method = NULL },
};
