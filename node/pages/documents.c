#include "node/pages/documents.h"

#include "node/pages/documents_in.h"

#include <stdio.h>

#include "node/attach.h"
#include "proto/base/blob.h"
#include "proto/base/clock.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/ui/upload.h"

#define MB        1048576
#define ALL_SHOWN 200
#define BRING_MS  5000 /* for a file that comes at once */

SQL_SCAN(documents_newest,
    "SELECT id FROM document WHERE life = 0 ORDER BY id DESC LIMIT ?1");

static const char *
text(struct page *p, const struct record *r, int field)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_TEXT ? arena_dup(p->a, v.s) : "");
}

static int64_t
number(const struct record *r, int field)
{
	struct val v = r->v[field - 1];

	return (v.kind == VAL_INT ? v.i : 0);
}

/* ---- lists -------------------------------------------------------------- */

static const char *
size_words(struct page *p, int64_t bytes)
{
	if (bytes < 1024)
		return (arena_fmt(p->a, "%lld B", (long long)bytes));
	if (bytes < MB)
		return (arena_fmt(p->a, "%lld kB", (long long)bytes / 1024));
	return (arena_fmt(p->a, "%lld.%lld MB", (long long)(bytes / MB),
	    (long long)(bytes % MB * 10 / MB)));
}

static err_t
row(struct page *p, const struct record *r, bool of, struct document_row *w)
{
	const struct document_kind *k =
	    documents_kind(text(p, r, FIELD_document_media_type));
	int64_t class = number(r, FIELD_document_classification);
	struct record up;
	bool found;

	*w = (struct document_row){ .title = text(p, r, FIELD_document_title),
		.href = arena_fmt(p->a, "/documentos/%s", page_id(p, r->id)),
		.file = text(p, r, FIELD_document_name),
		.type = k == NULL ? "" : page_tr(p, k->es, k->en),
		.size = size_words(p, number(r, FIELD_document_bytes)),
		.class = page_code(p, "classification", class),
		.guarded = class != CODE_classification_public,
		.of = "",
		.here =
		    blob_have(p->o->dir, text(p, r, FIELD_document_sha256)) };
	if (w->title[0] == '\0')
		w->title = w->file;
	if (!w->here && class != CODE_classification_confidential)
		w->fetch = w->href;
	TRY(page_confirmed(p, r->id, &w->confirmed));
	if (!of)
		return (NULL);
	TRY(state_get(p->o->st.l, NULL, number(r, FIELD_document_object), p->a,
	    &up, &found));
	if (!found)
		return (NULL);
	w->of_href = arena_fmt(p->a, "/registro/%s", page_id(p, up.id));
	return (page_name_of(p, &up, &w->of));
}

struct rows_of {
	struct page *p;
	struct document_row *v;
	size_t n;
};

static err_t
add_row(void *ctx, const struct record *r)
{
	struct rows_of *x = ctx;

	return (x->n == ALL_SHOWN ? NULL : row(x->p, r, false, &x->v[x->n++]));
}

static err_t
rows_at(struct page *p, dot_t object, struct document_row **v, size_t *n)
{
	const struct entity *e = schema_entity(ENTITY_document);
	struct cond c = { schema_field(e, FIELD_document_object),
		val_int(object) };
	struct rows_of x = { .p = p,
		.v = arena_new(p->a, ALL_SHOWN * sizeof(*x.v)) };

	TRY(state_find(p->o->st.l, e, &c, 1, false, p->a, add_row, &x));
	*v = x.v;
	*n = x.n;
	return (NULL);
}

static err_t
rows_all(struct page *p, struct document_row **v, size_t *n)
{
	CLEAN(rows_done) struct rows q = { 0 };
	bool more, found;

	*v = arena_new(p->a, ALL_SHOWN * sizeof(**v));
	*n = 0;
	TRY(db_query(&q, p->o->st.db, &documents_newest, A_INT(ALL_SHOWN)));
	for (;;) {
		struct record r;

		TRY(rows_next(&q, &more));
		if (!more)
			return (NULL);
		TRY(state_get(p->o->st.l, schema_entity(ENTITY_document),
		    rows_int(&q, 0), p->a, &r, &found));
		if (found)
			TRY(row(p, &r, true, &(*v)[(*n)++]));
	}
}

err_t
documents_at(
    struct page *p, const struct record *r, struct documents_at_view *v)
{
	*v = (struct documents_at_view){ .record = page_id(p, r->id),
		.more = page_may(p, ROLES_WRITE) && r->root != 0 &&
			r->life == LIFE_LIVE &&
			r->entity->no != ENTITY_document };
	return (rows_at(p, r->id, &v->rows, &v->rows_n));
}

/* ---- the page ----------------------------------------------------------- */

static void
classes(struct page *p, struct documents_view *v)
{
	const char *chosen = page_field(p, "clasificacion");
	int64_t no = CODE_classification_public;

	if (text_int(chosen, &no) != NULL)
		no = CODE_classification_public;
	v->classes = arena_new(p->a, 3 * sizeof(*v->classes));
	for (int64_t i = CODE_classification_public;
	     i <= CODE_classification_confidential; i++)
		v->classes[v->classes_n++] = (struct document_class){ i,
			page_code(p, "classification", i), i == no };
}

static err_t
show(struct page *p, const char *id)
{
	struct documents_view v = { .of = "",
		.record = "",
		.accept = DOCUMENTS_ACCEPT,
		.most_mb = LIMIT_DOCUMENT_BYTES / MB,
		.title = page_field(p, "titulo"),
		.kept = page_field(p, "guardado"),
		.name = page_field(p, "nombre") };
	struct record r;

	if (id == NULL || id[0] == '\0') {
		TRY(rows_all(p, &v.rows, &v.rows_n));
	} else {
		TRY(page_record(p, id, NULL, &r));
		v.record = page_id(p, r.id);
		v.of_href = arena_fmt(p->a, "/registro/%s", v.record);
		v.form = page_may(p, ROLES_WRITE) && r.root != 0;
		TRY(page_name_of(p, &r, &v.of));
		TRY(rows_at(p, r.id, &v.rows, &v.rows_n));
		classes(p, &v);
	}
	if (!blob_have(p->o->dir, v.kept))
		v.kept = "";
	page_begin(p, v.record[0] == '\0'
			  ? page_tr(p, "Documentos", "Documents")
			  : arena_fmt(p->a, "%s: %s",
				page_tr(p, "Documentos", "Documents"), v.of));
	documents_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
documents(struct page *p)
{
	return (show(p, page_ask(p, "de")));
}

/* ---- a file comes in ---------------------------------------------------- */

struct arriving {
	const char *name; /* of the file, no path */
	const struct document_kind *kind;
	char sha[BLOB_NAME + 1];
	int64_t bytes;
	struct span text; /* of one that is plain text; else empty */
};

static err_t
bad(const char *en, const char *es)
{
	return (err_new(ERR_RULE, "rule 0: %s / %s", en, es));
}

/* Past any folder, and short enough; its end is kept. */
static const char *
plain_name(struct page *p, const char *s)
{
	for (const char *c = s; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			s = c + 1;
	while (
	    strlen(s) > LIMIT_NAME_BYTES || ((unsigned char)*s & 0xc0) == 0x80)
		s++;
	return (arena_dup(p->a, span_str(s)));
}

static bool
begins(struct span s, const struct document_kind *k)
{
	size_t n = strlen(k->begins);

	if (n == 0) /* a text: no byte of a program */
		return (text_valid(s) || memchr(s.p, '\0', s.n) == NULL);
	return (s.n >= n && memcmp(s.p, k->begins, n) == 0);
}

static err_t
check(struct page *p, struct arriving *a, struct span s)
{
	a->bytes = (int64_t)s.n;
	if (s.n == 0)
		return (bad("The file is empty; choose another.",
		    "El archivo está vacío; elija otro."));
	if (s.n > LIMIT_DOCUMENT_BYTES)
		return (bad("The file is too large; make it smaller, or send "
			    "it in parts.",
		    "El archivo es demasiado grande; redúzcalo o divídalo."));
	if (a->kind == NULL)
		return (bad("Files of this kind are not kept. Save it as PDF "
			    "and choose it again.",
		    "No se guardan archivos de este tipo. Guárdelo como PDF y "
		    "elíjalo otra vez."));
	if (!begins(s, a->kind))
		return (bad("The file is not what its name says. Open it, "
			    "save it again and choose it.",
		    "El archivo no es lo que dice su nombre. Ábralo, guárdelo "
		    "de nuevo y elíjalo."));
	if (a->kind->begins[0] == '\0' && text_valid(s))
		a->text = span_of(arena_dup(p->a, s), s.n);
	return (NULL);
}

/* Kept at once, so that nobody has to choose it again after a refusal. */
static err_t
take(struct page *p, struct arriving *a)
{
	const struct upload_file *f = upload_get(p->q, "archivo");
	CLEAN(buf_free) struct buf b = BUF(LIMIT_DOCUMENT_BYTES);
	const char *kept = page_field(p, "guardado");

	if (f == NULL && blob_have(p->o->dir, kept)) {
		TRY(blob_get(p->o->dir, kept, &b));
		a->name = plain_name(p, page_field(p, "nombre"));
		a->kind = documents_kind_named(a->name);
		memcpy(a->sha, kept, sizeof(a->sha));
		return (check(p, a, buf_all(&b)));
	}
	if (f == NULL)
		return (bad("Choose the file.", "Elija el archivo."));
	a->name = plain_name(p, f->name);
	a->kind = documents_kind_named(a->name);
	TRY(check(p, a, f->bytes));
	TRY(blob_put(p->o->dir, f->bytes, a->sha));
	serve_form_set(p->q, "guardado", a->sha);
	serve_form_set(p->q, "nombre", a->name);
	return (NULL);
}

static err_t
attached(struct page *p, dot_t object, const char *sha, bool *yes)
{
	struct document_row *v;
	size_t n;

	*yes = false;
	TRY(rows_at(p, object, &v, &n));
	for (size_t i = 0; i < n && !*yes; i++) {
		struct record r;

		TRY(page_record(p, v[i].href + strlen("/documentos/"),
		    schema_entity(ENTITY_document), &r));
		*yes = strcmp(text(p, &r, FIELD_document_sha256), sha) == 0;
	}
	return (NULL);
}

static err_t
attach(struct page *p, const struct record *to)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct arriving a = { .name = "" };
	int64_t class;
	bool twice;
	dot_t id;

	TRY(take(p, &a));
	TRY(attached(p, to->id, a.sha, &twice));
	if (twice)
		return (bad("This very file is attached here already.",
		    "Este mismo archivo ya está aquí."));
	if (text_int(page_field(p, "clasificacion"), &class) != NULL)
		return (bad(
		    "Choose a classification.", "Elija una clasificación."));
	if (page_field(p, "titulo")[0] == '\0')
		return (bad("Write a title.", "Escriba un título."));
	{
		struct fv fv[] = {
			{ FIELD_document_object, val_int(to->id) },
			{ FIELD_document_sha256, val_str(a.sha) },
			{ FIELD_document_name, val_str(a.name) },
			{ FIELD_document_media_type, val_str(a.kind->type) },
			{ FIELD_document_bytes, val_int(a.bytes) },
			{ FIELD_document_title,
			    val_str(page_field(p, "titulo")) },
			{ FIELD_document_classification, val_int(class) },
		};

		TRY(page_act(p, &act));
		TRY(act_create(act, schema_entity(ENTITY_document), fv,
		    sizeof(fv) / sizeof(fv[0]), &id));
	}
	TRY(page_pii_file(p, act, id, a.text));
	return (page_save(p, act));
}

static err_t
add(struct page *p)
{
	const char *id = page_field(p, "de");
	struct record r;
	err_t e;

	TRY(page_record(p, id, NULL, &r));
	e = attach(p, &r);
	if (e != NULL && (e->code == ERR_RULE || e->code == ERR_DATA)) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (show(p, id));
	}
	TRY(e);
	page_say(p, "El documento quedó guardado.", "The document is saved.");
	return (page_go(p, "/documentos?de=%s", page_id(p, r.id)));
}

/* ---- a file goes out ---------------------------------------------------- */

/* Always a file to keep, never a page: whatever is in it, nothing runs. */
static err_t
send(struct page *p, const struct record *r)
{
	CLEAN(buf_free) struct buf name = BUF((size_t)4 * LIMIT_NAME_BYTES);
	const char *file = text(p, r, FIELD_document_name);
	const struct document_kind *k =
	    documents_kind(text(p, r, FIELD_document_media_type));

	buf_clear(&p->r->body);
	TRY(blob_get(
	    p->o->dir, text(p, r, FIELD_document_sha256), &p->r->body));
	for (const char *c = file; *c != '\0'; c++) {
		if (text_ascii(span_of(c, 1)) &&
		    strchr("\"%'*;\\ ", *c) == NULL)
			TRY(buf_byte(&name, (uint8_t)*c));
		else
			TRY(buf_fmt(&name, "%%%02X", (unsigned)(uint8_t)*c));
	}
	p->r->type = k == NULL ? "application/octet-stream" : k->type;
	response_header(p->r, "Content-Disposition",
	    "attachment; filename=\"documento%s\"; filename*=UTF-8''%s",
	    k == NULL ? "" : k->end, (const char *)name.p);
	return (NULL);
}

static err_t
download(struct page *p)
{
	struct record r;
	int64_t class;
	err_t e;

	TRY(page_record(p, page_rest(p), schema_entity(ENTITY_document), &r));
	class = number(&r, FIELD_document_classification);
	if (class == CODE_classification_confidential &&
	    !page_may(p, ROLES_DECIDE))
		return (bad("Confidential documents are for the technical "
			    "secretariat.",
		    "Los documentos confidenciales son de la secretaría "
		    "técnica."));
	if (class != CODE_classification_public)
		TRY(people_note(p->o->st.db, p->who->account, VISIT_READ,
		    page_id(p, r.id), clock_now()));
	e = send(p, &r);
	if (e == NULL || e->code != ERR_MISSING)
		return (e);
	return (err_new(ERR_MISSING, "the document is on another computer"));
}

/* A file of another computer comes with the next exchange. */
static err_t
bring(struct page *p)
{
	struct record r;
	const char *sha;

	TRY(page_record(p, page_rest(p), schema_entity(ENTITY_document), &r));
	sha = text(p, &r, FIELD_document_sha256);
	if (!blob_valid(sha))
		return (bad("This document has no file.",
		    "Este documento no tiene archivo."));
	TRY(attach_want(p->o, sha));
	autosync_now(p->web->sync);
	autosync_wait(p->web->sync, BRING_MS);
	if (blob_have(p->o->dir, sha))
		page_say(p, "El archivo ya está aquí.", "The file is here.");
	else
		page_say(p,
		    "El archivo se pidió: llegará cuando haya conexión y el "
		    "nodo central lo tenga.",
		    "The file was asked for: it comes when there is a "
		    "connection and the hub has it.");
	return (page_go(p, "/documentos?de=%s",
	    page_id(p, r.v[FIELD_document_object - 1].i)));
}

const struct screen documents_screens[] = {
	{ .method = "GET", .path = "/documentos", .run = documents },
	{ .method = "GET",
	    .path = "/documentos/",
	    .prefix = true,
	    .flags = SCREEN_WRITES,
	    .run = download },
	{ .method = "POST",
	    .path = "/documentos/",
	    .prefix = true,
	    .run = bring },
	{ .method = "POST",
	    .path = "/documentos",
	    .roles = ROLES_WRITE,
	    .flags = SCREEN_FILES,
	    .run = add },
	{ .method = NULL },
};
