#include "node/pages/import.h"

#include "node/pages/import_in.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/ui/upload.h"

#define PIECE_MS  600           /* of work before a page is answered */
#define KEEP_S    (30 * 86400L) /* rows of finished imports */
#define FILE_NAME 120           /* bytes of a file's name that are kept */

const char *
import_kind(struct page *p, enum bring_kind kind)
{
	switch (kind) {
	case BRING_INSTITUTIONS:
		return (page_tr(p, "Instituciones", "Institutions"));
	case BRING_MEMBERS:
		return (page_tr(p, "Integrantes y sus representantes",
		    "Members and their representatives"));
	case BRING_AGREEMENTS:
		break;
	}
	return (page_tr(
	    p, "Acuerdos de años anteriores", "Agreements of past years"));
}

/* ---- the list, and a new one -------------------------------------------- */

static const char *
state_of(struct page *p, const struct bring *b, const char **mood)
{
	*mood = "info";
	switch (b->phase) {
	case BRING_MAP:
	case BRING_READY:
		return (page_tr(p, "Por guardar", "To be saved"));
	case BRING_CHECK:
	case BRING_SAVE:
	case BRING_UNDO:
		*mood = "warn";
		return (page_tr(p, "A medias", "Half done"));
	case BRING_SAVED:
		*mood = "ok";
		return (page_tr(p, "Guardada", "Saved"));
	case BRING_UNDONE:
		break;
	}
	*mood = "warn";
	return (page_tr(p, "Deshecha", "Taken back"));
}

static err_t
jobs(struct page *p, struct import_view *v)
{
	struct bring *b;

	TRY(bring_list(&p->c, p->a, &b, &v->jobs_n));
	v->jobs = arena_new(p->a, (v->jobs_n + 1) * sizeof(*v->jobs));
	for (size_t i = 0; i < v->jobs_n; i++) {
		struct import_job *j = &v->jobs[i];

		j->href = arena_fmt(p->a, "/importar/%lld", (long long)b[i].id);
		j->file = b[i].file;
		j->kind = import_kind(p, b[i].kind);
		j->who = b[i].account;
		j->at = b[i].at;
		j->rows = b[i].rows;
		j->state = state_of(p, &b[i], &j->mood);
	}
	return (NULL);
}

static err_t
start(struct page *p)
{
	struct import_view v = { .kinds_n = 0 };
	struct page_mesa *mesas;
	const char *kind = page_field(p, "tipo"), *mesa = page_field(p, "mesa");

	TRY(page_mesas(p, &mesas, &v.mesas_n));
	v.kinds = arena_new(p->a, 3 * sizeof(*v.kinds));
	v.mesas = arena_new(p->a, (v.mesas_n + 1) * sizeof(*v.mesas));
	for (int i = BRING_AGREEMENTS; i >= BRING_INSTITUTIONS; i--) {
		struct import_option *o = &v.kinds[v.kinds_n];
		char no[4] = { (char)('0' + i), '\0' };

		/* Nothing to bring into a roundtable that is not there. */
		if (i != BRING_INSTITUTIONS && v.mesas_n == 0)
			continue;
		*o = (struct import_option){ i,
			import_kind(p, (enum bring_kind)i),
			strcmp(kind, no) == 0 };
		v.kinds_n++;
	}
	for (size_t i = 0; i < v.mesas_n; i++)
		v.mesas[i] = (struct import_option){ (int64_t)i,
			arena_fmt(p->a, "%s %s", mesas[i].code, mesas[i].name),
			mesa[0] == '0' + (char)i && mesa[1] == '\0' };
	TRY(jobs(p, &v));
	page_begin(p, page_tr(p, "Importar", "Import"));
	import_tpl(&p->h, &v);
	return (page_end(p));
}

/* What is wrong with a file, for a person. */
static const char *
not_read(struct page *p, err_t e)
{
	if (e->code == ERR_RULE)
		return (page_sentence(p, e));
	if (e->code == ERR_LIMIT)
		return (page_tr(p,
		    "La hoja es más grande de lo que se admite: hasta 20,000 "
		    "renglones y 256 columnas. Divídala en varias.",
		    "The sheet is larger than allowed: up to 20,000 rows and "
		    "256 columns. Split it."));
	if (strstr(e->text, ".xls file") != NULL)
		return (page_tr(p,
		    "Es un archivo .xls o tiene contraseña. Ábralo en Excel y "
		    "guárdelo como .xlsx, sin contraseña.",
		    "It is an .xls file or has a password. Open it in Excel "
		    "and save it as .xlsx, without a password."));
	return (arena_fmt(p->a, "%s (%s)",
	    page_tr(p,
		"No se pudo leer: no es una hoja .xlsx ni un CSV, o está "
		"dañada. Guárdela de nuevo y tráigala otra vez.",
		"It could not be read: it is neither an .xlsx sheet nor a CSV, "
		"or it is damaged. Save it again and bring it once more."),
	    e->text));
}

static err_t
again(struct page *p, const char *fault)
{
	p->fault = fault;
	p->r->status = 422;
	return (start(p));
}

/* The file's name as data: its end, in whole letters. */
static const char *
name_of(struct page *p, const char *s)
{
	size_t n = strlen(s);

	if (n > FILE_NAME) {
		s += n - FILE_NAME;
		while ((*s & 0xc0) == 0x80)
			s++;
	}
	return (s[0] == '\0' ? page_tr(p, "(sin nombre)", "(no name)")
			     : arena_dup(p->a, span_str(s)));
}

static err_t
mesa_of(struct page *p, struct bring *b, bool *found)
{
	struct page_mesa *mesas;
	const char *s = page_field(p, "mesa");
	int64_t i;
	size_t n;

	*found = b->kind == BRING_INSTITUTIONS;
	if (*found)
		return (NULL);
	TRY(page_mesas(p, &mesas, &n));
	if (text_int(s, &i) != NULL || i < 0 || (size_t)i >= n)
		return (NULL);
	b->mesa = mesas[i].id;
	*found = true;
	return (NULL);
}

static err_t
bring(struct page *p)
{
	const struct upload_file *f = upload_get(p->q, "archivo");
	struct bring b = { .account = p->who->account, .at = p->now };
	int64_t kind;
	bool found;
	err_t e;

	if (f == NULL || f->bytes.n == 0)
		return (again(
		    p, page_tr(p, "Elija el archivo.", "Choose the file.")));
	if (text_int(page_field(p, "tipo"), &kind) != NULL ||
	    kind < BRING_INSTITUTIONS || kind > BRING_AGREEMENTS)
		return (err_new(ERR_DATA, "tipo"));
	b.kind = (enum bring_kind)kind;
	b.file = name_of(p, f->name);
	TRY(mesa_of(p, &b, &found));
	if (!found)
		return (again(
		    p, page_tr(p, "Elija la mesa.", "Choose the roundtable.")));
	TRY(bring_sweep(&p->c, p->now - KEEP_S));
	e = bring_new(&p->c, &b, f->bytes);
	if (e != NULL && (e->code == ERR_FORMAT || e->code == ERR_LIMIT ||
			     e->code == ERR_RULE))
		return (again(p, not_read(p, e)));
	TRY(e);
	return (page_go(p, "/importar/%lld", (long long)b.id));
}

/* ---- one import --------------------------------------------------------- */

/* "12" or "12/guardar": the import, and what follows ("" nothing). */
static err_t
find(struct page *p, struct bring *b, const char **what)
{
	char *id = arena_dup(p->a, span_str(page_rest(p)));
	char *slash = strchr(id, '/');
	int64_t no;

	*what = "";
	if (slash != NULL) {
		*slash = '\0';
		*what = slash + 1;
	}
	if (text_int(id, &no) != NULL)
		return (err_new(ERR_MISSING, "no such import"));
	return (bring_get(&p->c, no, p->a, b));
}

static err_t
wrong_file(struct page *p, const struct bring *b, const char *what)
{
	enum sheet_as as =
	    strcmp(what, "por-corregir.csv") == 0 ? SHEET_CSV : SHEET_XLSX;

	if (as == SHEET_XLSX && strcmp(what, "por-corregir.xlsx") != 0)
		return (err_new(ERR_MISSING, "no such page"));
	TRY(bring_bad(&p->c, b, as, p->now, &p->r->body));
	page_file(p, sheet_type(as),
	    arena_fmt(p->a, "por-corregir.%s", sheet_ending(as)));
	return (NULL);
}

/* The page itself goes on with the work. */
static err_t
one(struct page *p)
{
	const char *what;
	struct bring b;
	enum bring_phase was;

	TRY(find(p, &b, &what));
	if (what[0] != '\0')
		return (wrong_file(p, &b, what));
	was = b.phase;
	if (was == BRING_CHECK || was == BRING_SAVE || was == BRING_UNDO) {
		TRY(bring_some(&p->c, &b, clock_mono_ms() + PIECE_MS));
		if (was != BRING_CHECK)
			autosync_soon(p->web->sync);
		TRY(bring_get(&p->c, b.id, p->a, &b));
	}
	return (import_show(p, &b));
}

/* ---- what is decided ---------------------------------------------------- */

/* What separates in the store is no letter. */
static const char *
one_line(struct page *p, const char *s)
{
	char *out = arena_dup(p->a, span_str(s));

	for (char *q = out; *q != '\0'; q++)
		if ((unsigned char)*q < 0x20)
			*q = ' ';
	return (out);
}

static err_t
columns(struct page *p, struct bring *b)
{
	size_t n;
	struct bring_row head;

	(void)bring_targets(b->kind, &n);
	TRY(bring_head(&p->c, b, p->a, &head));
	for (size_t i = 0; i < n; i++) {
		const char *c = page_field(p, arena_fmt(p->a, "c%zu", i));
		const char *d = page_field(p, arena_fmt(p->a, "d%zu", i));

		if (text_int(c, &b->map[i].column) != NULL ||
		    b->map[i].column < 0 || (size_t)b->map[i].column >= head.n)
			b->map[i].column = -1;
		if (strlen(d) > LIMIT_SHORT_BYTES)
			return (err_new(ERR_DATA, "%.60s...", d));
		b->map[i].dflt = one_line(p, d);
	}
	return (bring_mapped(&p->c, b));
}

static err_t
save(struct page *p, struct bring *b)
{
	if (b->phase != BRING_READY)
		return (NULL); /* pressed twice */
	return (bring_go(&p->c, b, BRING_SAVE));
}

static err_t
undo(struct page *p, struct bring *b)
{
	const char *reason = page_field(p, "motivo");

	if (b->phase != BRING_SAVED)
		return (NULL);
	if (reason[0] == '\0' || strlen(reason) > LIMIT_SHORT_BYTES)
		return (err_new(ERR_RULE,
		    "rule 0: Say why it is taken back. / Escriba por qué se "
		    "deshace."));
	b->reason = reason;
	return (bring_go(&p->c, b, BRING_UNDO));
}

static err_t
forget(struct page *p, struct bring *b)
{
	TRY(bring_forget(&p->c, b));
	page_say(p, "Los renglones de la hoja ya no están en esta computadora.",
	    "The rows of the sheet are no longer on this computer.");
	return (page_go(p, "/importar"));
}

static err_t
change(struct page *p)
{
	const char *what;
	struct bring b;
	err_t e = NULL;

	TRY(find(p, &b, &what));
	if (strcmp(what, "olvidar") == 0)
		return (forget(p, &b));
	if (strcmp(what, "columnas") == 0 && b.phase <= BRING_READY)
		e = columns(p, &b);
	else if (strcmp(what, "cambiar") == 0 && b.phase <= BRING_READY)
		e = bring_go(&p->c, &b, BRING_MAP);
	else if (strcmp(what, "guardar") == 0)
		e = save(p, &b);
	else if (strcmp(what, "deshacer") == 0)
		e = undo(p, &b);
	else
		return (err_new(ERR_MISSING, "no such page"));
	if (e != NULL && e->code == ERR_RULE) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (import_show(p, &b));
	}
	TRY(e);
	return (page_go(p, "/importar/%lld", (long long)b.id));
}

const struct screen import_screens[] = {
	{ .method = "GET",
	    .path = "/importar",
	    .roles = ROLES_WRITE,
	    .run = start },
	{ .method = "POST",
	    .path = "/importar",
	    .roles = ROLES_WRITE,
	    .flags = SCREEN_FILES,
	    .run = bring },
	{ .method = "GET",
	    .path = "/importar/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .flags = SCREEN_WRITES,
	    .run = one },
	{ .method = "POST",
	    .path = "/importar/",
	    .prefix = true,
	    .roles = ROLES_WRITE,
	    .run = change },
	{ .method = NULL },
};
