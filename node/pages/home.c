#include "node/pages/home_in.h"

static void
themes(struct page *p, struct home_view *v)
{
	static const struct {
		const char *code, *icon;
		int64_t no;
	} all[HOME_THEMES] = {
		{ "labor", "briefcase", CODE_theme_labor },
		{ "education", "graduation-cap", CODE_theme_education },
		{ "identity", "id-card", CODE_theme_identity },
		{ "health", "heart-pulse", CODE_theme_health },
	};

	v->themes_n = HOME_THEMES;
	for (size_t i = 0; i < HOME_THEMES; i++) {
		struct home_theme *t = &v->themes[i];

		t->code = all[i].code;
		t->icon = all[i].icon;
		t->name = page_code(p, "theme", all[i].no);
		if (t->all > 0) {
			t->done_w = 100 * t->done / t->all;
			t->late_x = t->done_w;
			t->late_w = 100 * t->late / t->all;
		}
		t->label = arena_fmt(p->a,
		    strcmp(p->lang, "en") == 0
			? "%s: %lld done, %lld open, %lld overdue"
			: "%s: %lld cumplidos, %lld en curso, %lld vencidos",
		    t->name, (long long)t->done, (long long)t->open,
		    (long long)t->late);
	}
}

static void
head(struct page *p, const struct page_mesa *m, size_t n, struct home_view *v)
{
	v->title = n == 1 ? m[0].name
			  : page_tr(p, "Las mesas de su oficina",
				"The roundtables of your office");
	v->subtitle = "";
	for (size_t i = 0; n > 1 && i < n; i++)
		v->subtitle = arena_fmt(p->a, "%s%s%s", v->subtitle,
		    i == 0 ? "" : " · ", m[i].name);
}

static err_t
unfinished(struct page *p, struct home_view *v)
{
	struct draft *d;
	size_t n;

	TRY(draft_list(p->o->st.db, p->who->account, NULL, p->a, &d, &n));
	v->drafts = arena_new(p->a, (n + 1) * sizeof(*v->drafts));
	for (size_t i = 0; i < n && i < HOME_DRAFTS; i++)
		v->drafts[v->drafts_n++] = (struct draft_row){ d[i].serial,
			d[i].title[0] == '\0' ? page_tr(p, "Formulario", "Form")
					      : d[i].title,
			d[i].at };
	return (NULL);
}

static err_t
home(struct page *p)
{
	struct home_view v = { .enrolled = p->o->enrolled };
	struct page_mesa *m;
	int64_t at = 0;
	size_t n;

	TRY(page_mesas(p, &m, &n));
	v.mine = n > 0;
	head(p, m, n, &v);
	TRY(strip_fill(p, &v.strip));
	TRY(home_reviews(p, &v));
	for (size_t i = 0; i < n; i++) {
		TRY(home_agreements(p, m[i].id, &v));
		TRY(home_session(p, &m[i], &v, &at));
		TRY(home_gaps(p, m[i].id, &v));
	}
	themes(p, &v);
	TRY(unfinished(p, &v));
	TRY(home_moves(p, &v));
	page_begin(p, page_tr(p, "Inicio", "Home"));
	home_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen home_screens[] = {
	{ .method = "GET", .path = "/", .run = home },
	{ .method = NULL },
};
