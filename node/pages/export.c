#include "node/pages/export.h"

#include "node/page.h"
#include "proto/base/text.h"
#include "proto/out/calendar.h"
#include "proto/out/paper.h"
#include "proto/out/records.h"

#define CONDS         16
#define CALENDAR_DAYS 365 /* what is over stays so long in the calendar */

/* ---- what all downloads do ---------------------------------------------- */

/* "Punto del orden del día" as part of a file's name. */
static const char *
file_word(struct page *p, const char *label)
{
	char *s = arena_new(p->a, strlen(label) + 1);

	text_fold(span_str(label), s);
	for (char *q = s; *q != '\0'; q++)
		if ((*q < 'a' || *q > 'z') && (*q < '0' || *q > '9'))
			*q = '-';
	return (s);
}

static const char *
dated(struct page *p, const char *word, const char *ending)
{
	char day[11];

	text_day_put(p->today, day);
	return (arena_fmt(p->a, "%s-%s.%s", word, day, ending));
}

static err_t
note(struct page *p, const char *what, size_t rows)
{
	return (people_note(p->o->st.db, p->who->account, VISIT_EXPORT,
	    arena_fmt(p->a, "%s (%zu)", what, rows), p->now));
}

/* NAME and ENDING of "NAME.ENDING"; false when there is no dot. */
static bool
split(struct page *p, const char *rest, const char **name, const char **ending)
{
	const char *dot = strrchr(rest, '.');

	if (dot == NULL)
		return (false);
	*name = arena_dup(p->a, span_of(rest, (size_t)(dot - rest)));
	*ending = dot + 1;
	return (true);
}

/* ---- lists -------------------------------------------------------------- */

/* The filters of the address: fields by their wire name. */
static err_t
conditions(
    struct page *p, const struct entity *e, struct cond *conds, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < e->n && *n < CONDS; i++) {
		const struct field *f = &e->fields[i];
		const char *s = page_ask(p, f->name);

		if (s == NULL && strcmp(f->name, "theme") == 0)
			s = page_ask(p, "tema");
		if (s == NULL || s[0] == '\0')
			continue;
		conds[*n].f = f;
		TRY(cmd_value(&p->c, f, s, &conds[*n].v));
		(*n)++;
	}
	return (NULL);
}

static err_t
named(struct page *p, const char *key, uint32_t entity, dot_t *id)
{
	const char *s = page_ask(p, key);

	*id = 0;
	if (s == NULL || s[0] == '\0')
		return (NULL);
	return (cmd_find_record(&p->c, s, schema_entity(entity), id));
}

#define SHOWN(code) (1u << CODE_agreement_shown_##code)
/* What the lists of screens call their states, as filters of ours. */
static const struct {
	const char *state;
	unsigned shown;
	bool live, month;
} states[] = { { "abiertos", 0, true, false }, { "abiertas", 0, true, false },
	{ "vencidos", SHOWN(overdue), false, false }, { "mes", 0, true, true },
	{ "disputa", SHOWN(in_dispute), false, false },
	{ "sin-reporte", SHOWN(no_report), false, false },
	{ "cumplidos", SHOWN(done_on_time) | SHOWN(done_late), false, false },
	{ "cancelados", SHOWN(cancelled), false, false },
	{ "todos", 0, false, false } };

static err_t
state_of(struct page *p, struct records_ask *ask)
{
	const char *shown = page_ask(p, "situacion");
	const char *state = page_ask(p, "estado");
	const size_t n = sizeof(states) / sizeof(*states);
	const struct code *c;
	size_t i = 0;

	if (state != NULL && state[0] != '\0') {
		while (i < n && strcmp(states[i].state, state) != 0)
			i++;
		if (i == n)
			return (err_new(ERR_DATA, "estado: %.60s", state));
		ask->live = states[i].live;
		ask->month = states[i].month;
		ask->shown = states[i].shown;
	}
	if (shown == NULL || shown[0] == '\0')
		return (NULL);
	c = vocab_find(vocab_named("agreement_shown"), shown);
	if (c == NULL)
		return (err_new(ERR_DATA, "situacion: %.60s", shown));
	ask->shown = 1u << c->no;
	return (NULL);
}

/* One roundtable, all, or, in the address of a list, the office's own. */
static err_t
roots_of(struct page *p, struct records_ask *ask)
{
	const char *mesa = page_ask(p, "mesa");
	struct page_mesa *mesas;
	dot_t *root;

	if (mesa != NULL && strcmp(mesa, "todas") == 0)
		return (NULL);
	if (mesa == NULL && page_ask(p, "estado") == NULL)
		return (NULL);
	TRY(page_mesas(p, &mesas, &ask->roots));
	root = arena_new(p->a, (ask->roots + 1) * sizeof(*root));
	for (size_t i = 0; i < ask->roots; i++)
		root[i] = mesas[i].id;
	ask->root = root;
	if (mesa == NULL || mesa[0] == '\0')
		return (NULL);
	ask->roots = 1;
	return (named(p, "mesa", ENTITY_roundtable, &root[0]));
}

static err_t
asked(struct page *p, struct records_ask *ask)
{
	ask->text = page_ask(p, "texto");
	ask->voided = page_ask(p, "anulados") != NULL;
	ask->today = p->today;
	ask->now = p->now;
	/* Confidential ones are for those who decide (DOMAIN 3.2). */
	ask->open_only = !page_may(p, ROLES_DECIDE);
	TRY(roots_of(p, ask));
	TRY(named(p,
	    page_ask(p, "institucion") != NULL ? "institucion" : "responsable",
	    ENTITY_institution, &ask->responsible));
	return (state_of(p, ask));
}

static err_t
list(struct page *p)
{
	struct cond conds[CONDS];
	struct records_ask ask = { .conds = conds };
	const char *name, *ending;
	enum sheet_as as;
	size_t rows;

	if (!split(p, page_rest(p), &name, &ending))
		return (err_new(ERR_MISSING, "no such list"));
	ask.e = schema_named(name);
	as = strcmp(ending, "csv") == 0 ? SHEET_CSV : SHEET_XLSX;
	if (ask.e == NULL || strcmp(ending, sheet_ending(as)) != 0)
		return (err_new(ERR_MISSING, "no such list"));
	TRY(conditions(p, ask.e, conds, &ask.n));
	TRY(asked(p, &ask));
	TRY(records_put(&p->c, &ask, as, &p->r->body, &rows));
	TRY(note(p, page_rest(p), rows));
	page_file(p, sheet_type(as),
	    dated(p, file_word(p, page_tr(p, ask.e->es, ask.e->en)), ending));
	return (NULL);
}

static err_t
count(struct page *p, const struct entity *e, int64_t *n)
{
	struct sql s = { .name = "export",
		.text = arena_fmt(p->a,
		    "SELECT count(*) FROM \"%s\" WHERE life = 0", e->name),
		.scan = 1,
		.once = true };

	return (db_int(p->o->st.db, &s, 0, n));
}

static err_t
lists(struct page *p)
{
	struct export_view v = { .lists_n = 0 };
	struct page_mesa *mesas;
	size_t n;

	v.lists = arena_new(p->a, schema_count * sizeof(*v.lists));
	for (size_t i = 0; i < schema_count; i++) {
		const struct entity *e = &schema_entities[i];
		struct export_list *l = &v.lists[v.lists_n];

		TRY(count(p, e, &l->count));
		if (l->count == 0)
			continue;
		l->label = page_tr(p, e->es, e->en);
		l->csv = arena_fmt(p->a, "/exportar/%s.csv", e->name);
		l->xlsx = arena_fmt(p->a, "/exportar/%s.xlsx", e->name);
		v.lists_n++;
	}
	TRY(page_mesas(p, &mesas, &n));
	v.mine = n > 0;
	page_begin(p, page_tr(p, "Exportar", "Export"));
	export_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- calendars ---------------------------------------------------------- */

static err_t
send_calendar(struct page *p, const struct calendar_ask *ask, const char *name)
{
	size_t n;

	TRY(calendar_put(&p->c, ask, &p->r->body, &n));
	TRY(note(p, serve_path(p->q), n));
	page_file(p, "text/calendar; charset=utf-8", name);
	return (NULL);
}

static err_t
calendar_of(struct page *p, bool sessions, bool agreements)
{
	struct page_mesa *mesas;
	struct calendar_ask ask = { .sessions = sessions,
		.agreements = agreements,
		.since = p->today - CALENDAR_DAYS };
	dot_t *root;

	TRY(page_mesas(p, &mesas, &ask.roots));
	root = arena_new(p->a, (ask.roots + 1) * sizeof(*root));
	for (size_t i = 0; i < ask.roots; i++)
		root[i] = mesas[i].id;
	ask.root = root;
	return (send_calendar(p, &ask, "mesas.ics"));
}

static err_t
calendar(struct page *p)
{
	return (calendar_of(p, true, true));
}

/* "sesiones.ics", "acuerdos.ics", "ID.ics" */
static err_t
calendar_piece(struct page *p)
{
	struct calendar_ask ask = { .record = 0 };
	const char *name, *ending, *called;
	struct record r;

	if (!split(p, page_rest(p), &name, &ending) ||
	    strcmp(ending, "ics") != 0)
		return (err_new(ERR_MISSING, "no such calendar"));
	if (strcmp(name, "sesiones") == 0)
		return (calendar_of(p, true, false));
	if (strcmp(name, "acuerdos") == 0)
		return (calendar_of(p, false, true));
	TRY(page_record(p, name, NULL, &r));
	TRY(page_name_of(p, &r, &called));
	ask.record = r.id;
	return (send_calendar(
	    p, &ask, arena_fmt(p->a, "%s.ics", file_word(p, called))));
}

/* ---- papers ------------------------------------------------------------- */

/* "minuta/ID.odt" */
static err_t
paper(struct page *p)
{
	const char *name, *ending, *slash, *called;
	enum paper_kind kind;
	struct record r;

	if (!split(p, page_rest(p), &name, &ending) ||
	    strcmp(ending, "odt") != 0 || (slash = strchr(name, '/')) == NULL ||
	    !paper_named(
		arena_dup(p->a, span_of(name, (size_t)(slash - name))), &kind))
		return (err_new(ERR_MISSING, "no such paper"));
	TRY(page_record(p, slash + 1, schema_entity(ENTITY_session), &r));
	TRY(page_name_of(p, &r, &called));
	TRY(paper_put(&p->c, kind, r.id, p->today, &p->r->body));
	TRY(note(p, serve_path(p->q), 1));
	page_file(p, "application/vnd.oasis.opendocument.text",
	    arena_fmt(
		p->a, "%s-%s.odt", paper_name(kind), file_word(p, called)));
	return (NULL);
}

/* A download is noted, so its GET writes. */
const struct screen export_screens[] = {
	{ .method = "GET", .path = "/exportar", .run = lists },
	{ .method = "GET",
	    .path = "/exportar/",
	    .prefix = true,
	    .flags = SCREEN_WRITES,
	    .run = list },
	{ .method = "GET",
	    .path = "/calendario.ics",
	    .flags = SCREEN_WRITES,
	    .run = calendar },
	{ .method = "GET",
	    .path = "/calendario/",
	    .prefix = true,
	    .flags = SCREEN_WRITES,
	    .run = calendar_piece },
	{ .method = "GET",
	    .path = "/odt/",
	    .prefix = true,
	    .flags = SCREEN_WRITES,
	    .run = paper },
	{ .method = NULL },
};
