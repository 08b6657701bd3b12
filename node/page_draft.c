/*
 * page_draft -- forms that are kept while somebody writes them.
 *
 * A form with {{draft "/address"}} in it carries its serial, where it goes and
 * where it stands, and is sent to /borrador after each pause.  To go on with
 * it, it is sent again to where it goes, with a page_save that saves nothing:
 * so every screen shows it as it shows a form that a rule refused, and has to
 * know nothing of drafts.
 */
#include "node/page.h"

#include "node/pages/draft.h"
#include "proto/base/clock.h"
#include "proto/base/say.h"
#include "proto/ui/form.h"

#define LATE_MS 1500 /* what was on its way when the form was saved */

/* Does its form change records, and nothing else? */
bool
page_draft_takes(const struct screen *s)
{
	return (s != NULL && strcmp(s->method, "POST") == 0 &&
		(s->flags & (SCREEN_OPEN | SCREEN_EARLY | SCREEN_QUIET)) == 0);
}

/* What it carries, or a new one. */
const char *
page_draft_serial(struct page *p)
{
	const char *s = page_field(p, DRAFT_FIELD);
	char made[DRAFT_SERIAL + 1];

	if (p->serial != NULL)
		return (p->serial);
	if (!draft_serial_valid(s)) {
		draft_serial_make(made);
		s = arena_dup(p->a, span_str(made));
	}
	p->serial = s;
	return (s);
}

/* Where the form goes: what it says, or where it went. */
static const char *
action(struct page *p)
{
	const char *s = page_field(p, DRAFT_FIELD "-de");

	return (s[0] == '/' ? s : serve_path(p->q));
}

/* Its fields; not the token, not what is the draft's own, and no file. */
static err_t
put_form(struct page *p, struct buf *b)
{
	const char *name, *value;

	for (size_t i = 0; serve_form_at(p->q, i, &name, &value); i++)
		if (strcmp(name, "csrf") != 0 &&
		    strncmp(name, DRAFT_FIELD, strlen(DRAFT_FIELD)) != 0 &&
		    strcmp(value, "[object File]") != 0)
			TRY(form_put(b, name, value));
	return (NULL);
}

err_t
page_draft_keep(struct page *p, const char *account)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_DRAFT_BYTES);
	const struct session *x = p->session;
	struct draft d = { .serial = page_draft_serial(p),
		.action = action(p),
		.page = page_field(p, DRAFT_FIELD "-en"),
		.title = page_field(p, DRAFT_FIELD "-titulo"),
		.at = p->now };
	size_t rest;

	if (!page_draft_takes(
		screen_find(p->web->screens, "POST", d.action, &rest)))
		return (err_new(ERR_MISSING, "no form goes there"));
	if (strcmp(x->saved, d.serial) == 0 &&
	    clock_mono_ms() - x->saved_ms < LATE_MS)
		return (NULL);
	TRY(put_form(p, &b));
	d.form = b.n == 0 ? "" : (const char *)b.p;
	return (draft_keep(p->o->st.db, account, &d));
}

/* A form without a serial: was the one that was asked about the same? */
static err_t
asked_done(struct page *p)
{
	struct session *x = p->session;
	struct draft d;
	bool found;

	if (x->asked[0] == '\0')
		return (NULL);
	TRY(draft_get(
	    p->o->st.db, p->who->account, x->asked, p->a, &d, &found));
	if (found && strcmp(d.action, serve_path(p->q)) != 0)
		return (NULL);
	TRY(draft_drop(p->o->st.db, p->who->account, x->asked));
	x->asked[0] = '\0';
	return (NULL);
}

err_t
page_draft_done(struct page *p)
{
	struct session *x = p->session;

	if (!draft_serial_valid(page_field(p, DRAFT_FIELD)))
		return (asked_done(p));
	memcpy(x->saved, page_draft_serial(p), sizeof(x->saved));
	x->saved_ms = clock_mono_ms();
	return (draft_drop(p->o->st.db, p->who->account, x->saved));
}

static err_t
put_again(const struct draft *d, struct buf *b)
{
	TRY(buf_str(b, d->form));
	TRY(form_put(b, DRAFT_FIELD, d->serial));
	TRY(form_put(b, DRAFT_FIELD "-de", d->action));
	TRY(form_put(b, DRAFT_FIELD "-en", d->page));
	return (form_put(b, DRAFT_FIELD "-titulo", d->title));
}

err_t
page_draft_run(struct page *p, const struct draft *d, enum page_how how)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)2 * LIMIT_DRAFT_BYTES);
	size_t rest;
	const struct screen *s =
	    screen_find(p->web->screens, "POST", d->action, &rest);

	if (!page_draft_takes(s))
		return (err_new(ERR_MISSING, "no form goes there"));
	if (s->roles != 0 && !page_may(p, s->roles))
		return (err_new(ERR_RULE,
		    "rule 0: Your role does not allow this. / Su función no lo "
		    "permite."));
	TRY(put_again(d, &b));
	TRY(serve_replay(p->q, "POST", d->action, buf_all(&b)));
	p->screen = s;
	p->rest = rest;
	p->how = how;
	p->was = d;
	p->shown = false;
	p->serial = d->serial;
	p->piece = false;
	TRY(s->run(p));
	if (how == PAGE_SHOW && (p->shown || p->pii_n > 0) &&
	    p->r->status == 422)
		p->r->status = 200;
	return (NULL);
}

void
page_draft_form(struct html *h, const char *to)
{
	struct page *p = h->draft_ctx;
	struct draft_view v = {
		.action = to, .title = p->title, .page = serve_path(p->q)
	};
	char made[DRAFT_SERIAL + 1];

	if (p->who == NULL)
		return;
	if (strcmp(serve_method(p->q), "POST") == 0) {
		/* It came back: the same form, which stands nowhere else. */
		v.page = page_field(p, DRAFT_FIELD "-en");
		if (strcmp(action(p), to) == 0)
			v.serial = page_draft_serial(p);
	}
	if (v.serial == NULL) {
		draft_serial_make(made);
		v.serial = made;
	}
	draft_tpl(h, &v);
}

/* What a rule refused is kept, so that it is not typed twice. */
static err_t
keep_refused(struct page *p)
{
	struct session *x = p->session;

	/* Sent again, it is kept already, as it was typed. */
	if (p->was != NULL ||
	    (!draft_serial_valid(page_field(p, DRAFT_FIELD)) && p->pii_n == 0))
		return (NULL);
	x->saved[0] = '\0'; /* part of it may have been saved */
	TRY(page_draft_keep(p, p->who->account));
	if (!draft_serial_valid(page_field(p, DRAFT_FIELD)))
		memcpy(x->asked, p->serial, sizeof(x->asked));
	if (!p->piece || p->pii_n == 0)
		return (NULL);
	/* A piece has no room to ask: the whole page does. */
	buf_clear(&p->r->body);
	p->r->status = 204;
	response_header(p->r, "HX-Redirect", "/borrador/%s", p->serial);
	return (NULL);
}

err_t
page_draft_screen(struct page *p)
{
	const struct screen *s = p->screen;
	struct err was = { .code = ERR_NONE };
	err_t e = s->run(p);

	if (!page_draft_takes(s) || p->who == NULL || p->how != PAGE_DO ||
	    (e == NULL && p->r->status < 400 && p->pii_n == 0) ||
	    (e != NULL && (e->code == ERR_STORE || e->code == ERR_DAMAGED)))
		return (e);
	if (e != NULL)
		was = *e;
	e = keep_refused(p);
	if (e != NULL)
		say_err("page", e);
	return (
	    was.code == ERR_NONE ? NULL : err_new(was.code, "%s", was.text));
}
