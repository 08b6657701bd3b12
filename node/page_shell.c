/*
 * page_shell -- the beginning and the end of every whole page.
 */
#include "node/attempts.h"
#include "node/page.h"

#include <stdio.h>

#include "node/pages/shell.h"
#include "proto/base/say.h"

enum counted { COUNT_NONE, COUNT_PENDING, COUNT_DISPUTES, COUNT_PROPOSALS };

static const struct {
	const char *path, *icon, *es, *en;
	enum counted count;
} items[] = {
#define NAV(path, icon, es, en, count) { path, icon, es, en, COUNT_##count },
#include "node/pages/nav.def"
#undef NAV
};

#define ITEMS (sizeof(items) / sizeof(items[0]))

static void
count(struct page *p, const struct status *s, enum counted what,
    struct shell_item *item)
{
	const char *es = "", *en = "";

	switch (what) {
	case COUNT_PENDING:
		item->count = s->pending;
		es = "por enviar";
		en = "to be sent";
		break;
	case COUNT_DISPUTES:
		item->count = (int64_t)s->disputes;
		es = "por revisar";
		en = "to review";
		break;
	case COUNT_PROPOSALS:
		item->count = (int64_t)s->proposals;
		es = "por decidir";
		en = "to decide";
		break;
	case COUNT_NONE:
	default:
		break;
	}
	item->count_text = arena_fmt(
	    p->a, "%lld %s", (long long)item->count, page_tr(p, es, en));
}

static void
fill_nav(struct page *p, const struct status *s, struct shell_view *v)
{
	struct shell_side *side = &v->side;
	size_t at;

	side->nav = arena_new(p->a, ITEMS * sizeof(*side->nav));
	for (size_t i = 0; i < ITEMS; i++) {
		side->nav[i].path = items[i].path;
		side->nav[i].icon = items[i].icon;
		side->nav[i].text = page_tr(p, items[i].es, items[i].en);
		count(p, s, items[i].count, &side->nav[i]);
	}
	side->nav_n = ITEMS;
	at = shell_current(side->nav, ITEMS, serve_path(p->q));
	if (at < ITEMS)
		side->nav[at].current = true;
}

static err_t
fill_strip(struct page *p, const struct status *s, struct shell_view *v)
{
	const char *why = "";
	enum err_code last;
	bool away;

	TRY(attempts_last(p->o->st.db, &last));
	v->strip = true;
	if (!p->o->enrolled) {
		v->strip_icon = "cloud-off";
		v->strip_text = page_tr(p, "Sin inscribir", "Not enrolled");
		return (NULL);
	}
	away = last != ERR_NONE;
	if (away)
		why = last == ERR_LINK
			  ? page_tr(p, "Sin conexión", "Offline")
			  : page_tr(p, "No se pudo enviar", "Not sent");
	v->strip_ok = s->pending == 0 && !away;
	v->strip_icon = away             ? "cloud-off"
			: s->pending > 0 ? "cloud-upload"
					 : "cloud-check";
	if (s->pending > 0)
		v->strip_text = arena_fmt(p->a, "%s%s%lld %s", why,
		    away ? " · " : "", (long long)s->pending,
		    page_tr(p, "por enviar", "to be sent"));
	else
		v->strip_text =
		    away
			? arena_fmt(p->a, "%s · %s", why,
			      page_tr(p, "nada por enviar", "nothing to send"))
			: page_tr(p, "Todo confirmado", "Everything confirmed");
	return (NULL);
}

static const char *
role_of(struct page *p)
{
	for (int64_t i = 1; i <= 8; i++)
		if ((p->who->roles & 1U << i) != 0)
			return (page_code(p, "role", i));
	return ("");
}

/* What was left unfinished at this very page. */
static err_t
drafts_here(struct page *p, struct shell_view *v)
{
	struct draft *d;
	size_t n;

	if (strcmp(serve_method(p->q), "POST") == 0)
		return (NULL);
	TRY(draft_list(
	    p->o->st.db, p->who->account, serve_path(p->q), p->a, &d, &n));
	v->drafts = arena_new(p->a, (n + 1) * sizeof(*v->drafts));
	for (size_t i = 0; i < n; i++)
		v->drafts[v->drafts_n++] =
		    (struct draft_row){ d[i].serial, d[i].title, d[i].at };
	return (NULL);
}

static const struct page_verdict *
answer_to(const struct page *p, const char *hash)
{
	for (size_t i = 0; i < p->verdicts; i++)
		if (strcmp(p->verdict[i].hash, hash) == 0)
			return (&p->verdict[i]);
	return (NULL);
}

static bool
is_asked(const struct page *p, const char *hash)
{
	for (size_t i = 0; i < p->pii_n; i++)
		if (strcmp(p->pii[i].hash, hash) == 0)
			return (true);
	return (false);
}

/* What is asked, and what was answered before: all are sent together. */
static void
ask_pii(struct page *p, struct shell_view *v)
{
	struct pii_view *w = &v->pii;

	if (p->pii_n == 0)
		return;
	v->asks = true;
	w->serial = page_draft_serial(p);
	w->rows = arena_new(p->a, (p->pii_n + p->verdicts) * sizeof(*w->rows));
	for (size_t i = 0; i < p->pii_n; i++) {
		const struct page_pii *x = &p->pii[i];
		const struct page_verdict *d = answer_to(p, x->hash);

		w->rows[w->rows_n] = (struct pii_row){ w->rows_n, x->hash,
			x->kind, x->field, x->before, x->text, x->after,
			d == NULL ? "" : d->reason, d != NULL && !d->removed,
			false };
		w->rows_n++;
	}
	for (size_t i = 0; i < p->verdicts; i++) {
		const struct page_verdict *d = &p->verdict[i];

		if (is_asked(p, d->hash))
			continue;
		w->rows[w->rows_n] = (struct pii_row){ .no = w->rows_n,
			.hash = d->hash,
			.reason = d->reason,
			.none = !d->removed,
			.answered = true };
		w->rows_n++;
	}
}

static void
fill(struct page *p, const char *title, struct shell_view *v)
{
	const char *office = p->o->conf[OFFICE_ITEM_OFFICE].value;
	struct status s;
	err_t e;

	*v = (struct shell_view){ .lang = page_tr(p, "es-MX", "en"),
		.title = title,
		.side = { .under = office == NULL
				       ? ""
				       : arena_fmt(p->a, "%s %s",
					     page_tr(p, "Oficina", "Office"),
					     office),
		    .english = strcmp(p->lang, "en") == 0,
		    .here = strcmp(serve_method(p->q), "POST") == 0
				? "/"
				: serve_path(p->q) },
		.q = strcmp(serve_path(p->q), "/buscar") == 0 ? page_ask(p, "q")
							      : NULL,
		.fault = p->shown ? NULL : p->fault,
		.kept =
		    p->was != NULL && p->how == PAGE_SHOW && p->pii_n == 0 };
	ask_pii(p, v);
	if (p->session != NULL && p->session->said[0] != '\0') {
		v->said = arena_dup(p->a, span_str(p->session->said));
		v->said_bad = p->session->said_bad;
		p->session->said[0] = '\0';
		p->session->said_bad = false;
	}
	if (p->who == NULL)
		return;
	v->side.entered = true;
	v->side.name = p->who->name;
	v->side.role = role_of(p);
	if ((e = status_read(p->o, p->a, &s)) != NULL) {
		say_err("page", e);
		return;
	}
	fill_nav(p, &s, v);
	if ((e = fill_strip(p, &s, v)) != NULL)
		say_err("page", e);
	if ((e = drafts_here(p, v)) != NULL)
		say_err("page", e);
}

void
page_begin(struct page *p, const char *title)
{
	struct shell_view v;

	p->title = title;
	fill(p, title, &v);
	p->r->type = "text/html; charset=utf-8";
	shell_top_tpl(&p->h, &v);
}

err_t
page_end(struct page *p)
{
	struct shell_view v = { .lang = p->lang };

	shell_end_tpl(&p->h, &v);
	return (html_end(&p->h));
}

/* ---- trouble ------------------------------------------------------------ */

static void
plain_trouble(struct page *p, const char *sentence)
{
	buf_clear(&p->r->body);
	p->r->type = "text/plain; charset=utf-8";
	if (buf_fmt(&p->r->body, "%s\n", sentence) != NULL)
		p->r->type = NULL;
}

void
page_trouble(struct page *p, err_t e)
{
	const char *sentence = page_sentence(p, e);
	const char *title = page_tr(p, "No se pudo", "This did not work");
	const char *home = page_tr(p, "Ir al inicio", "Go to the home page");
	int status = err_http(e->code);

	if (status == 0 || status >= 500)
		say_err("page", e);
	buf_clear(&p->r->body);
	p->r->status = status == 0 ? 503 : status;
	p->h = html_begin(&p->r->body, p->lang);
	p->h.nonce = p->nonce;
	p->h.token = p->token;
	p->shown = false;
	p->fault = sentence;
	page_begin(p, title);
	html_put(&p->h,
	    "<div class=\"head\"><h1>%s</h1></div>"
	    "<p><a class=\"btn\" href=\"/\">%s</a></p>",
	    title, home);
	if (page_end(p) != NULL)
		plain_trouble(p, sentence);
}
