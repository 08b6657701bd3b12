#include "node/pages/minutes_in.h"

#include <stdlib.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/ui/fmt.h"

SQL(minutes_of_mesa,
    "SELECT m.id, m.status, s.folio, s.started_at, s.called_for,"
    " (SELECT x.folio FROM session x WHERE x.id = m.approved_in),"
    " (SELECT count(*) FROM amendment e WHERE e.minutes = m.id AND"
    " e.life = 0) FROM session s JOIN minutes m ON m.session = s.id"
    " WHERE s.roundtable = ?1 AND s.life = 0 AND m.life = 0"
    " ORDER BY ifnull(s.started_at, s.called_for) DESC, m.version DESC");
/* Where they could be approved: sessions after it that were, or are, held. */
SQL(minutes_later,
    "SELECT id, folio, ifnull(started_at, called_for) FROM session"
    " WHERE roundtable = ?1 AND life = 0 AND id <> ?2 AND status IN (3, 4)"
    " AND ifnull(started_at, called_for) >= ?3"
    " ORDER BY ifnull(started_at, called_for)");
struct val
minutes_val(const struct minuting *m, int field)
{
	return (m->r.v[field - 1]);
}

err_t
minutes_open(struct page *p, const char *id, struct minuting *m)
{
	struct page_mesa *all;
	struct val text;
	size_t n;

	memset(m, 0, sizeof(*m));
	m->p = p;
	TRY(page_record(p, id, schema_entity(ENTITY_minutes), &m->r));
	if (m->r.life != LIFE_LIVE)
		return (err_new(ERR_MISSING, "those minutes are voided"));
	m->id = page_id(p, m->r.id);
	m->status = minutes_val(m, FIELD_minutes_status).i;
	text = minutes_val(m, FIELD_minutes_text);
	if (text.kind == VAL_TEXT)
		m->text = text.s;
	TRY(session_open(
	    p, page_id(p, minutes_val(m, FIELD_minutes_session).i), &m->s));
	TRY(page_mesas(p, &all, &n));
	for (size_t i = 0; i < n; i++)
		m->own = m->own || all[i].id == m->s.mesa[0];
	return (NULL);
}

/* ---- the paper
 * -------------------------------------------------------------------- */

void
minutes_blocks(
    struct page *p, struct span text, struct minutes_block **out, size_t *n)
{
	const char *under = page_tr(p, "minuta", "minutes");
	struct minute_block *b;

	minute_read(p->a, text, &b, n);
	*out = arena_new(p->a, (*n + 1) * sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		struct minutes_block *o = &(*out)[i];

		if (b[i].kind == MINUTE_HEAD)
			under = b[i].text;
		*o = (struct minutes_block){ .head = b[i].kind == MINUTE_HEAD,
			.table = b[i].kind == MINUTE_TABLE,
			.text = b[i].text,
			.top = b[i].head,
			.rows = b[i].rows,
			.rows_n = b[i].rows_n };
		/* Of several tables below one heading each has its number. */
		o->label = arena_fmt(p->a, "%s %zu", under, i + 1);
		o->folios = o->table && o->top.cells_n > 0 &&
			    strcmp(o->top.cells[0], "Folio") == 0;
	}
}

/* The three lines that head it, when its text has them. */
static void
heading(struct minuting *m, struct minutes_paper *v)
{
	const char *lines[3] = { "", "", "" };
	char *s;

	if (v->blocks_n > 0 && !v->blocks[0].head && !v->blocks[0].table &&
	    strchr(v->blocks[0].text, '\n') != NULL) {
		s = arena_dup(m->p->a, span_str(v->blocks[0].text));
		for (size_t i = 0; i < 3 && s != NULL; i++) {
			char *end = strchr(s, '\n');

			if (end != NULL && i < 2)
				*end++ = '\0';
			lines[i] = s;
			s = i < 2 ? end : NULL;
		}
		v->blocks++;
		v->blocks_n--;
	}
	v->mesa = lines[0];
	v->title = lines[1];
	v->when = lines[2];
}

/* The table of signatures becomes lines to sign on. */
static void
signatures(struct minutes_paper *v)
{
	const char *who[2][2] = { { "", "" }, { "", "" } };
	size_t n = v->blocks_n;

	if (n >= 2 && v->blocks[n - 1].table && v->blocks[n - 2].head &&
	    strcmp(v->blocks[n - 2].text, "Firmas") == 0) {
		const struct minutes_block *b = &v->blocks[n - 1];

		for (size_t i = 0; i < b->rows_n && i < 2; i++)
			for (size_t k = 0; k < b->rows[i].cells_n && k < 2; k++)
				who[i][k] = b->rows[i].cells[k];
		v->blocks_n -= 2;
	}
	v->chair = who[0][0];
	v->chair_of = who[0][1];
	v->secretary = who[1][0];
	v->secretary_of = who[1][1];
}

/* On the paper, which is Spanish. */
static const char *
status_es(int64_t status)
{
	const struct vocab *v = vocab_named("minutes_status");
	const struct code *c;

	must(v != NULL);
	c = vocab_code(v, status);
	return (c == NULL ? "" : c->es);
}

err_t
minutes_paper(struct minuting *m, struct minutes_paper *v)
{
	struct page *p = m->p;
	const char *sha = session_text(p, minutes_val(m, FIELD_minutes_sha256));

	minutes_blocks(p, m->text, &v->blocks, &v->blocks_n);
	heading(m, v);
	signatures(v);
	if (v->title[0] == '\0')
		v->title = arena_fmt(p->a, "%s %s",
		    page_tr(p, "Minuta de la sesión", "Minutes of session"),
		    session_text(p, session_val(&m->s, FIELD_session_folio)));
	v->hash = sha[0] == '\0' ? "" : arena_fmt(p->a, "%.16s", sha);
	v->foot = arena_fmt(p->a, "%s · %s %lld · %s",
	    session_text(p, session_val(&m->s, FIELD_session_folio)), "versión",
	    (long long)minutes_val(m, FIELD_minutes_version).i,
	    status_es(m->status));
	return (NULL);
}

/* ---- one
 * -------------------------------------------------------------------------- */

static bool
follows(const struct minuting *m, int64_t to)
{
	return (rule_may_follow(
	    ENTITY_minutes, FIELD_minutes_status, m->status, to));
}

static void
may(const struct minuting *m, struct minutes_view *v)
{
	v->may_circulate = follows(m, CODE_minutes_status_circulated);
	v->may_withdraw = follows(m, CODE_minutes_status_draft);
	v->may_approve = follows(m, CODE_minutes_status_approved);
	v->may_sign = follows(m, CODE_minutes_status_signed);
	v->may_publish = follows(m, CODE_minutes_status_published);
	v->sealed = !v->may_approve;
	v->draft = !v->sealed;
	v->mood = v->sealed                                     ? "ok"
		  : m->status == CODE_minutes_status_circulated ? "info"
								: "warn";
}

static err_t
later(struct minuting *m, struct minutes_view *v)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = m->p;
	struct val at = session_val(&m->s, FIELD_session_started_at);
	size_t cap = 64;
	bool more;

	if (at.kind != VAL_INT)
		at = session_val(&m->s, FIELD_session_called_for);
	v->sessions = arena_new(p->a, cap * sizeof(*v->sessions));
	TRY(db_query(&r, p->o->st.db, &minutes_later, A_INT(m->s.mesa[0]),
	    A_INT(m->s.r.id), A_INT(at.i)));
	for (;;) {
		char day[FMT_MAX];

		TRY(rows_next(&r, &more));
		if (!more || v->sessions_n == cap)
			return (NULL);
		fmt_day(clock_day(rows_int(&r, 2), m->s.zone), p->lang, day);
		v->sessions[v->sessions_n++] =
		    (struct session_option){ page_id(p, rows_int(&r, 0)),
			    arena_fmt(p->a, "%s · %s", rows_text(&r, 1), day),
			    false };
	}
}

/* Whoever is designated may sign; who did is ticked. */
static err_t
signers(struct minuting *m, struct minutes_view *v)
{
	struct session_person *all;
	struct val *done;
	size_t n, done_n;

	TRY(session_people(&m->s, &all, &n));
	TRY(state_elements(m->p->o->st.l, m->r.id, FIELD_minutes_signatures,
	    m->p->a, &done, &done_n));
	v->signers = arena_new(m->p->a, (n + 1) * sizeof(*v->signers));
	for (size_t i = 0; i < n; i++) {
		struct session_option *o = &v->signers[v->signers_n++];

		o->value = page_id(m->p, all[i].designation);
		o->label = all[i].position[0] == '\0'
			       ? all[i].name
			       : arena_fmt(m->p->a, "%s, %s", all[i].name,
				     all[i].position);
		for (size_t k = 0; k < done_n; k++)
			o->selected =
			    o->selected || done[k].i == all[i].designation;
	}
	return (NULL);
}

/* Does what was recorded say something else than the draft by now? */
static err_t
stale(struct minuting *m, struct minutes_view *v)
{
	const char *was = arena_dup(m->p->a, m->text), *fresh;

	v->notice = "";
	if (!v->draft || !v->write)
		return (NULL);
	TRY(minute_draft(&m->p->c, m->s.r.id, m->p->a, &fresh));
	if (strcmp(minute_refresh(m->p->a, was, fresh), was) != 0)
		v->notice = page_tr(m->p,
		    "Lo registrado en la sesión cambió después de este "
		    "borrador.",
		    "What was recorded changed after this draft.");
	return (NULL);
}

static err_t
frozen(struct minuting *m, struct minutes_view *v)
{
	struct val on = minutes_val(m, FIELD_minutes_approved_on);
	struct val in = minutes_val(m, FIELD_minutes_approved_in);
	char hash[MINUTE_HASH], day[FMT_MAX];

	minute_hash(m->text, hash);
	v->same = strcmp(hash, session_text(m->p,
				   minutes_val(m, FIELD_minutes_sha256))) == 0;
	v->approved_on = v->approved_in = "";
	if (on.kind == VAL_INT) {
		fmt_day(on.i, m->p->lang, day);
		v->approved_on = arena_dup(m->p->a, span_str(day));
	}
	if (in.kind == VAL_INT)
		TRY(page_name(m->p, schema_entity(ENTITY_session), in.i,
		    &v->approved_in));
	return (NULL);
}

err_t
minutes_show(struct minuting *m)
{
	struct page *p = m->p;
	struct minutes_view v = { .id = m->id,
		.action = arena_fmt(p->a, "/minutas/%s", m->id),
		.write = m->own && page_may(p, ROLES_WRITE),
		.decide = m->own && page_may(p, ROLES_DECIDE),
		.status = page_code(p, "minutes_status", m->status),
		.odt = arena_fmt(p->a, "/odt/minuta/%s.odt", m->s.id),
		.session_href = arena_fmt(p->a, "/sesiones/%s", m->s.id),
		.text = page_field(p, "texto"),
		.reason = page_field(p, "motivo") };
	char iso[11];

	text_day_put(p->today, iso);
	v.today = page_field(p, "fecha")[0] != '\0'
		      ? page_field(p, "fecha")
		      : arena_dup(p->a, span_str(iso));
	v.session = session_text(p, session_val(&m->s, FIELD_session_folio));
	v.title = arena_fmt(
	    p->a, "%s %s", page_tr(p, "Minuta", "Minutes"), v.session);
	may(m, &v);
	TRY(page_confirmed(p, m->r.id, &v.confirmed));
	TRY(minutes_paper(m, &v.paper));
	TRY(later(m, &v));
	TRY(signers(m, &v));
	TRY(stale(m, &v));
	TRY(frozen(m, &v));
	TRY(minutes_amendments(m, &v));
	page_begin(p, v.title);
	minutes_tpl(&p->h, &v);
	return (page_end(p));
}

/* "ID" or "ID/word" after the prefix. */
static err_t
split(struct page *p, struct minuting *m, const char **word)
{
	char *path = arena_dup(p->a, span_str(page_rest(p))), *slash;

	slash = strchr(path, '/');
	*word = slash == NULL ? "" : slash + 1;
	if (slash != NULL)
		*slash = '\0';
	return (minutes_open(p, path, m));
}

static err_t
get(struct page *p)
{
	struct minuting m;
	const char *word;

	TRY(split(p, &m, &word));
	if (word[0] == '\0')
		return (minutes_show(&m));
	if (strcmp(word, "editar") == 0)
		return (minutes_edit(&m));
	return (err_new(ERR_MISSING, "no such page"));
}

static err_t
post(struct page *p)
{
	struct minuting m;
	const char *word;

	TRY(split(p, &m, &word));
	if (strcmp(word, "editar") == 0)
		return (minutes_write(&m));
	if (strncmp(word, "erratas", strlen("erratas")) == 0)
		return (minutes_amend(&m, word));
	return (minutes_do(&m, word));
}

/* ---- all of them
 * -------------------------------------------------------------------- */

struct listing {
	struct page *p;
	const char *state;
	struct minutes_list_view *v;
	size_t cap;
};

static struct minutes_row *
room(struct listing *l)
{
	arena_room(l->p->a, &l->v->rows, &l->cap, l->v->rows_n + 1,
	    sizeof(*l->v->rows));
	return (&l->v->rows[l->v->rows_n++]);
}

static err_t
of_mesa(struct listing *l, const struct page_mesa *m)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = l->p;
	bool more;

	TRY(db_query(&r, p->o->st.db, &minutes_of_mesa, A_INT(m->id)));
	for (;;) {
		struct minutes_row *w;
		int64_t status;
		struct val at;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		status = rows_int(&r, 1);
		if (l->state[0] != '\0' &&
		    strcmp(l->state,
			arena_fmt(p->a, "%lld", (long long)status)) != 0)
			continue;
		at = rows_val(&r, 3);
		if (at.kind != VAL_INT)
			at = rows_val(&r, 4);
		w = room(l);
		*w = (struct minutes_row){ .href =
					       arena_fmt(p->a, "/minutas/%s",
						   page_id(p, rows_int(&r, 0))),
			.session = arena_dup(p->a, rows_span(&r, 2)),
			.mesa = m->name,
			.status = page_code(p, "minutes_status", status),
			.mood = status >= CODE_minutes_status_approved ? "ok"
				: status == CODE_minutes_status_circulated
				    ? "info"
				    : "warn",
			.approved_in = arena_dup(p->a, rows_span(&r, 5)),
			.dated = at.kind == VAL_INT,
			.day = clock_day(
			    at.i, m->zone[0] == '\0' ? NULL : m->zone),
			.amendments = rows_int(&r, 6) };
	}
}

static err_t
list(struct page *p)
{
	const struct vocab *states = vocab_named("minutes_status");
	const char *state = page_ask(p, "estado");
	struct minutes_list_view v = { .rows_n = 0 };
	struct listing l = { p, state == NULL ? "" : state, &v, 0 };
	struct page_mesa *m;
	size_t n;

	must(states != NULL);
	TRY(page_mesas(p, &m, &n));
	v.mesas = n > 1;
	for (size_t i = 0; i < n; i++)
		TRY(of_mesa(&l, &m[i]));
	v.states = arena_new(p->a, (states->n + 1) * sizeof(*v.states));
	v.states_n = states->n + 1;
	v.states[0] = (struct session_link){ "/minutas",
		page_tr(p, "Todas", "All"), l.state[0] == '\0' };
	for (size_t i = 0; i < states->n; i++) {
		const char *no = arena_fmt(p->a, "%u", states->codes[i].no);

		v.states[i + 1] = (struct session_link){
			arena_fmt(p->a, "/minutas?estado=%s", no),
			page_tr(p, states->codes[i].es, states->codes[i].en),
			strcmp(no, l.state) == 0
		};
	}
	page_begin(p, page_tr(p, "Minutas", "Minutes"));
	minutes_list_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen minutes_screens[] = {
	{ .method = "GET", .path = "/minutas", .run = list },
	{ .method = "GET", .path = "/minutas/", .prefix = true, .run = get },
	{ .method = "POST",
	    .path = "/minutas/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = post },
	{ .method = NULL },
};
