#include "node/pages/search.h"

#include "node/page.h"
#include "node/search.h"
#include "proto/ui/form.h"

#define SHOWN 8 /* of each kind, until one is asked for */

/* The piece as plain and found parts. */
static void
split(struct page *p, const char *s, struct search_row *r)
{
	size_t n = 1;

	for (const char *c = s; *c != '\0'; c++)
		n += *c == SEARCH_ON || *c == SEARCH_OFF;
	r->parts = arena_new(p->a, n * sizeof(*r->parts));
	for (bool found = false;; found = !found) {
		size_t k = strcspn(s, "\x02\x03");

		if (k > 0)
			r->parts[r->parts_n++] = (struct search_part){
				arena_dup(p->a, span_of(s, k)), found
			};
		if (s[k] == '\0')
			return;
		s += k + 1;
	}
}

static err_t
row(struct page *p, const struct entity *e, dot_t id, struct search_row *r)
{
	TRY(page_name(p, e, id, &r->name));
	r->href = page_address_kind(p, e->no, id);
	return (NULL);
}

/* What people call by just these letters: a folio, a code. */
static err_t
exact(struct page *p, struct search_view *v)
{
	struct record r;
	bool found;
	dot_t id;
	err_t e;

	v->exact = arena_new(p->a, sizeof(*v->exact));
	e = cmd_find_record(&p->c, v->q, NULL, &id);
	if (e != NULL)
		return (
		    e->code == ERR_STORE || e->code == ERR_DAMAGED ? e : NULL);
	TRY(state_get(p->o->st.l, NULL, id, p->a, &r, &found));
	if (!found || r.life != LIFE_LIVE)
		return (NULL);
	v->exact_n = 1;
	return (row(p, r.entity, id, v->exact));
}

static const char *
address(struct page *p, const char *q, const struct entity *e)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_HTTP_PATH);

	if (form_put(&b, "q", q) != NULL ||
	    form_put(&b, "tipo", e->name) != NULL)
		return ("");
	return (arena_fmt(p->a, "/buscar?%s", (const char *)b.p));
}

static err_t
group(struct page *p, const struct search_view *v,
    const struct search_kind *kind, size_t most, struct search_group *g)
{
	struct search_hit *h = arena_new(p->a, most * sizeof(*h));
	size_t n;

	TRY(search_find(p->o->st.db, v->q, kind->e, most, p->a, h, &n));
	*g = (struct search_group){ .label =
					page_tr(p, kind->e->es, kind->e->en),
		.count = kind->n,
		.more = kind->n > (int64_t)n && most == SHOWN
			    ? address(p, v->q, kind->e)
			    : "",
		.rows = arena_new(p->a, (n + 1) * sizeof(*g->rows)),
		.rows_n = n };
	for (size_t i = 0; i < n; i++) {
		TRY(row(p, kind->e, h[i].id, &g->rows[i]));
		split(p, h[i].text, &g->rows[i]);
	}
	return (NULL);
}

static err_t
ask(struct page *p, const struct entity *only, struct search_view *v)
{
	struct search_kind *kinds;
	size_t n;

	TRY(search_refresh(p->o->st.l, p->now));
	TRY(exact(p, v));
	TRY(search_count(p->o->st.db, v->q, p->a, &kinds, &n));
	v->groups = arena_new(p->a, (n + 1) * sizeof(*v->groups));
	for (size_t i = 0; i < n; i++) {
		if (only != NULL && kinds[i].e != only)
			continue;
		v->count += kinds[i].n;
		TRY(group(p, v, &kinds[i], only == NULL ? SHOWN : SEARCH_MOST,
		    &v->groups[v->groups_n++]));
	}
	return (NULL);
}

static err_t
find(struct page *p)
{
	const char *q = page_ask(p, "q"), *kind = page_ask(p, "tipo");
	const struct entity *only = kind == NULL ? NULL : schema_named(kind);
	struct search_view v = { .q = q == NULL ? "" : q, .kind = "" };

	v.asked = v.q[strspn(v.q, " \t\n")] != '\0';
	if (only != NULL)
		v.kind = page_tr(p, only->es, only->en);
	if (v.asked)
		TRY(ask(p, only, &v));
	page_begin(p, page_tr(p, "Buscar", "Search"));
	search_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen search_screens[] = {
	{ .method = "GET",
	    .path = "/buscar",
	    .flags = SCREEN_WRITES,
	    .run = find },
	{ .method = NULL },
};
