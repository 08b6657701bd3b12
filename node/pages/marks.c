#include "node/pages/marks.h"

#include "proto/ui/fmt.h"

static const struct {
	int64_t no;
	const char *code, *icon;
} themes[] = {
	{ CODE_theme_labor, "labor", "briefcase" },
	{ CODE_theme_education, "education", "graduation-cap" },
	{ CODE_theme_identity, "identity", "id-card" },
	{ CODE_theme_health, "health", "heart-pulse" },
};

struct theme_mark
marks_theme(struct page *p, int64_t theme)
{
	struct theme_mark m = { "muted", "layers",
		page_code(p, "theme", theme) };

	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
		if (themes[i].no == theme) {
			m.code = themes[i].code;
			m.icon = themes[i].icon;
		}
	}
	return (m);
}

const char *
marks_days(struct page *p, int64_t days)
{
	char n[FMT_MAX];

	fmt_int(days, n);
	return (arena_fmt(p->a, "%s %s", n,
	    days == 1 || days == -1 ? page_tr(p, "día", "day")
				    : page_tr(p, "días", "days")));
}

const char *
marks_day(struct page *p, int64_t day)
{
	char s[FMT_MAX];

	fmt_day(day, p->lang, s);
	return (arena_dup(p->a, span_str(s)));
}

/* ---- states ------------------------------------------------------------- */

static const char *
due_words(struct page *p, int64_t left)
{
	if (left == 0)
		return (page_tr(p, "Vence hoy", "Due today"));
	if (left == 1)
		return (page_tr(p, "Vence mañana", "Due tomorrow"));
	return (arena_fmt(p->a, "%s %s", page_tr(p, "Vence en", "Due in"),
	    marks_days(p, left)));
}

struct mark
marks_agreement(struct page *p, int shown, bool has_due, int64_t due)
{
	const char *label = page_code(p, "agreement_shown", shown);
	struct chips_look k = chips_agreement(shown);

	if (shown == CODE_agreement_shown_overdue)
		label = arena_fmt(
		    p->a, "%s %s", label, marks_days(p, p->today - due));
	else if (shown == CODE_agreement_shown_due_soon && has_due)
		label = due_words(p, due - p->today);
	return ((struct mark){ k.mood, k.icon, label });
}

struct mark
marks_gap(struct page *p, int64_t status)
{
	struct mark m = { "", "flag", page_code(p, "gap_status", status) };

	if (status == CODE_gap_status_resolved)
		m = (struct mark){ "ok", "circle-check", m.text };
	else if (status == CODE_gap_status_addressed)
		m = (struct mark){ "info", "handshake", m.text };
	else if (status == CODE_gap_status_escalated)
		m = (struct mark){ "warn", "arrow-right", m.text };
	else if (status == CODE_gap_status_not_pursued ||
		 status == CODE_gap_status_duplicate)
		m = (struct mark){ "", "x", m.text };
	else if (status == CODE_gap_status_reopened)
		m = (struct mark){ "warn", "rotate-ccw", m.text };
	return (m);
}

struct mark
marks_escalation(struct page *p, int shown)
{
	struct mark m = { "", "clock",
		page_code(p, "escalation_status", shown) };

	if (shown == CODE_escalation_status_answered)
		m = (struct mark){ "ok", "circle-check", m.text };
	else if (shown == CODE_escalation_status_unanswered)
		m = (struct mark){ "bad", "circle-alert", m.text };
	else if (shown == CODE_escalation_status_returned)
		m = (struct mark){ "warn", "undo-2", m.text };
	return (m);
}

/* ---- filters ------------------------------------------------------------ */

struct chip *
marks_theme_chip(
    struct chips *c, struct theme_mark m, const char *href, int64_t n, bool on)
{
	struct chip *x = chips_add(c, m.text, href, n, on);

	x->icon = m.icon;
	x->mood = on ? "" : m.code;
	return (x);
}

/* ---- people, texts, places ---------------------------------------------- */

const char *
marks_person(struct page *p, const char *account)
{
	struct person who;
	bool found = false;
	err_t e;

	if (account[0] == '\0')
		return (page_tr(p, "Sin nombre", "No name"));
	e = people_get(p->o->st.db, account, &who, &found);
	if (e != NULL || !found || who.name[0] == '\0')
		return (arena_dup(p->a, span_str(account)));
	return (arena_dup(p->a, span_str(who.name)));
}

const char *
marks_who(struct page *p, const struct cmd_who *w)
{
	char when[FMT_MAX];

	fmt_time(w->at, NULL, p->lang, when);
	return (arena_fmt(p->a, "%s · %s%s%s · %s", marks_person(p, w->actor),
	    w->office, w->office[0] == '\0' ? "" : ", ", w->pc, when));
}

static const struct {
	unsigned entity;
	const char *path;
} screens[] = {
	{ ENTITY_agreement, "/acuerdos" },
	{ ENTITY_gap, "/brechas" },
	{ ENTITY_session, "/sesiones" },
	{ ENTITY_minutes, "/minutas" },
	{ ENTITY_roundtable, "/mesas" },
	{ ENTITY_institution, "/instituciones" },
	{ ENTITY_commitment, "/compromisos" },
	{ ENTITY_document, "/documentos" },
	{ ENTITY_escalation, "/brechas/escalamientos" },
};

const char *
marks_href(struct page *p, const struct entity *e, dot_t id)
{
	const char *path = "/registro";

	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++)
		if (e != NULL && screens[i].entity == e->no)
			path = screens[i].path;
	return (arena_fmt(p->a, "%s/%s", path, page_id(p, id)));
}

err_t
marks_own(struct page *p, dot_t root, bool *own)
{
	dot_t office = 0;

	*own = false;
	if (root == 0 || p->o->desk.office == 0)
		return (NULL);
	TRY(state_owner(p->o->st.l, root, 0, -1, p->today, &office));
	*own = office == p->o->desk.office;
	return (NULL);
}
