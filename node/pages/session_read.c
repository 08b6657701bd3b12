/*
 * session_read -- a session and its institutions, and what was typed of them.
 */
#include "node/pages/session_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

#include <stdio.h>
#include <stdlib.h>

SQL_SCAN(session_institutions_all,
    "SELECT id, ifnull(acronym, ''), ifnull(official_name, ''),"
    " ifnull(government_level, 0) FROM institution WHERE life = 0"
    " ORDER BY official_name, id");
SQL(session_joint_of, "SELECT value FROM element WHERE record = ?1 AND"
		      " field = ?2 AND removed = 0");

struct val
session_val(const struct sitting *s, int field)
{
	return (s->r.v[field - 1]);
}

const char *
session_text(struct page *p, struct val v)
{
	return (v.kind == VAL_TEXT ? arena_dup(p->a, v.s) : "");
}

struct val
session_opt(const char *s)
{
	return (s[0] == '\0' ? val_null() : val_str(s));
}

const char *
session_number(struct page *p, struct val v)
{
	return (
	    v.kind == VAL_INT ? arena_fmt(p->a, "%lld", (long long)v.i) : "");
}

static err_t
joint(struct sitting *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	s->mesa[s->mesa_n++] = REC_INT(&s->r, session, roundtable);
	TRY(db_query(&r, s->p->o->st.db, &session_joint_of, A_INT(s->r.id),
	    A_INT(FIELD_session_joint_with)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more || s->mesa_n == LIMIT_PEER_SPACES)
			return (NULL);
		if (rows_int(&r, 0) != s->mesa[0])
			s->mesa[s->mesa_n++] = rows_int(&r, 0);
	}
}

err_t
session_open(struct page *p, const char *id, struct sitting *s)
{
	struct record mesa;
	struct val at;
	bool found;

	s->p = p;
	s->mesa_n = s->inst_n = 0;
	s->inst = NULL;
	TRY(page_record(p, id, schema_entity(ENTITY_session), &s->r));
	if (s->r.life != LIFE_LIVE)
		return (err_new(ERR_MISSING, "that session is voided"));
	s->id = page_id(p, s->r.id);
	TRY(joint(s));
	TRY(state_get(p->o->st.l, schema_entity(ENTITY_roundtable), s->mesa[0],
	    p->a, &mesa, &found));
	s->zone = "";
	if (found)
		s->zone =
		    session_text(p, mesa.v[FIELD_roundtable_time_zone - 1]);
	if (s->zone[0] == '\0')
		s->zone = NULL;
	at = session_val(s, FIELD_session_started_at);
	if (at.kind != VAL_INT)
		at = session_val(s, FIELD_session_called_for);
	s->day = at.kind == VAL_INT ? clock_day(at.i, s->zone) : p->today;
	s->fs = (struct facts_state){ .l = p->o->st.l, .a = p->a };
	s->facts = facts_of(&s->fs);
	return (session_institutions(s));
}

/* ---- institutions ------------------------------------------------------- */

err_t
session_institutions(struct sitting *s)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct arena *a = s->p->a;
	size_t cap = 0;
	bool more;

	TRY(db_query(&r, s->p->o->st.db, &session_institutions_all));
	for (;;) {
		struct session_inst *i;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		arena_room(a, &s->inst, &cap, s->inst_n + 1, sizeof(*s->inst));
		i = &s->inst[s->inst_n++];
		i->id = rows_int(&r, 0);
		i->acronym = arena_dup(a, rows_span(&r, 1));
		i->name = arena_dup(a, rows_span(&r, 2));
		i->level = rows_int(&r, 3);
		i->label = i->acronym[0] == '\0'
			       ? i->name
			       : arena_fmt(a, "%s · %s", i->acronym, i->name);
	}
}

const struct session_inst *
session_inst_of(const struct sitting *s, dot_t id)
{
	for (size_t i = 0; i < s->inst_n; i++)
		if (s->inst[i].id == id)
			return (&s->inst[i]);
	return (NULL);
}

static bool
alike(struct page *p, const char *a, const char *folded)
{
	struct span s = span_str(a);
	char *x;

	if (s.n == 0)
		return (false);
	x = arena_new(p->a, s.n + 1);
	text_fold(s, x);
	return (strcmp(x, folded) == 0);
}

const struct session_inst *
session_find(const struct sitting *s, const char *text)
{
	struct span t = span_str(text);
	char *folded = arena_new(s->p->a, t.n + 1);

	text_fold(t, folded);
	for (size_t i = 0; i < s->inst_n; i++) {
		const struct session_inst *x = &s->inst[i];

		if (alike(s->p, x->label, folded) ||
		    alike(s->p, x->acronym, folded) ||
		    alike(s->p, x->name, folded))
			return (x);
	}
	return (NULL);
}

err_t
session_find_all(const struct sitting *s, const char *text, dot_t *ids,
    size_t cap, size_t *n, const char **bad)
{
	*n = 0;
	*bad = NULL;
	while (*text != '\0') {
		size_t len = strcspn(text, ";");
		struct span one = span_of(text, len);
		const struct session_inst *x;
		char *name;

		text += len + (text[len] == ';');
		while (one.n > 0 && one.p[0] == ' ')
			one = span_of(one.p + 1, one.n - 1);
		while (one.n > 0 && one.p[one.n - 1] == ' ')
			one.n--;
		if (one.n == 0)
			continue;
		name = arena_dup(s->p->a, one);
		x = session_find(s, name);
		if (x == NULL) {
			*bad = name;
			return (NULL);
		}
		if (*n == cap)
			return (err_new(ERR_RULE,
			    "rule 0: More than %zu institutions in one line."
			    " / Son más de %zu instituciones en una línea.",
			    cap, cap));
		ids[(*n)++] = x->id;
	}
	return (NULL);
}

/* ---- what was typed ------------------------------------------------------ */

const char *
session_field(struct page *p, const char *prefix, const char *key)
{
	return (page_field_at(p, arena_fmt(p->a, "%s-%s", prefix, key), 0));
}

const char *
session_typed(
    struct page *p, const char *prefix, const char *key, const char *stored)
{
	const char *s = session_field(p, prefix, key);

	return (s == NULL ? stored : s);
}

/* Texts as a browser gives them back: no blanks around, line ends alike. */
static uint32_t
mark_of(const char *s)
{
	uint32_t h = 2166136261U;
	size_t n;

	s += strspn(s, " \t\n");
	n = strlen(s);
	while (n > 0 && strchr(" \t\n", s[n - 1]) != NULL)
		n--;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)s[i]) * 16777619U;
	return (h);
}

const char *
session_mark(struct page *p, const char *const *shown, size_t n)
{
	char *out = arena_new(p->a, n * 8 + 1);

	for (size_t i = 0; i < n; i++)
		(void)snprintf(out + i * 8, 9, "%08x", mark_of(shown[i]));
	return (out);
}

bool
session_changed(struct page *p, const char *prefix, const char *key, size_t i,
    const char *stored, const char **typed)
{
	const char *mark = session_field(p, "w", key);
	char mine[9];

	*typed = session_field(p, prefix, key);
	if (*typed == NULL || mark_of(*typed) == mark_of(stored))
		return (false);
	if (mark == NULL || strlen(mark) < (i + 1) * 8)
		return (true);
	(void)snprintf(mine, sizeof(mine), "%08x", mark_of(*typed));
	return (strncmp(mark + i * 8, mine, 8) != 0);
}

/* ---- choices and hours ----------------------------------------------------
 */

void
session_codes(struct page *p, const char *vocab, const char *selected,
    const char *none, struct session_option **out, size_t *n)
{
	const struct vocab *v = vocab_named(vocab);
	struct session_option *o;

	must(v != NULL);
	o = *out = arena_new(p->a, (v->n + 1) * sizeof(*o));
	if (none != NULL)
		*o++ = (struct session_option){ "", none, selected[0] == '\0' };
	for (size_t i = 0; i < v->n; i++) {
		o->value = arena_fmt(p->a, "%u", v->codes[i].no);
		o->label = page_tr(p, v->codes[i].es, v->codes[i].en);
		o->selected = strcmp(o->value, selected) == 0;
		o++;
	}
	*n = (size_t)(o - *out);
}

const char *
session_hour(const struct sitting *s, struct val at)
{
	int64_t local;

	if (at.kind != VAL_INT)
		return ("");
	local = clock_local(at.i, s->zone);
	local = ((local % 86400) + 86400) % 86400;
	return (arena_fmt(s->p->a, "%02d:%02d", (int)(local / 3600),
	    (int)(local % 3600 / 60)));
}

bool
session_instant(
    const struct sitting *s, int64_t day, const char *hour, int64_t *at)
{
	size_t n = strlen(hour);
	long h, m;

	if (n < 4 || n > 8 || strspn(hour, "0123456789:") != n)
		return (false);
	h = strtol(hour, NULL, 10);
	hour = strchr(hour, ':');
	m = hour == NULL ? -1 : strtol(hour + 1, NULL, 10);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return (false);
	*at = clock_instant(day * 86400 + h * 3600 + m * 60, s->zone);
	return (true);
}

/* ---- fields that must be filled --------------------------------------------
 */

err_t
session_lacking(const struct entity *e, const struct fv *fv, size_t n)
{
	char es[400] = "", en[400] = "";

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		bool filled = !f->required;

		for (size_t k = 0; k < n; k++)
			if (fv[k].field == f->no)
				filled = filled || fv[k].v.kind == VAL_INT ||
					 fv[k].v.s.n > 0;
		if (filled)
			continue;
		(void)snprintf(es + strlen(es), sizeof(es) - strlen(es), "%s%s",
		    es[0] == '\0' ? "" : ", ", f->es);
		(void)snprintf(en + strlen(en), sizeof(en) - strlen(en), "%s%s",
		    en[0] == '\0' ? "" : ", ", f->en);
	}
	if (es[0] == '\0')
		return (NULL);
	return (err_new(ERR_RULE, "rule 1: missing: %s / falta: %s", en, es));
}
