#include "proto/out/report_parts.h"

#include <string.h>

#include "proto/limits.h"
#include "proto/out/odt.h"
#include "proto/ui/fmt.h"

void
report_free(struct report *r)
{
	arena_free(&r->a);
	*r = (struct report)REPORT;
}

const char *
report_pick(const struct report *r, const char *es, const char *en)
{
	return (strcmp(r->lang, "en") == 0 ? en : es);
}

/* ---- building ----------------------------------------------------------- */

static struct report_block *
block(struct report *r, enum report_what what)
{
	struct report_block *b;

	arena_room(&r->a, &r->block, &r->cap, r->n + 1, sizeof(*r->block));
	b = &r->block[r->n++];
	*b = (struct report_block){ .what = what, .text = "" };
	return (b);
}

void
report_front(struct report *r, const char *text)
{
	must(r->fronts < REPORT_NOTES);
	r->front[r->fronts++] = text;
}

void
report_section(struct report *r, int level, const char *title)
{
	struct report_block *b = block(r, REPORT_SECTION);

	b->level = level;
	b->text = title;
}

void
report_paragraph(struct report *r)
{
	(void)block(r, REPORT_PARAGRAPH);
}

void
report_item(struct report *r)
{
	(void)block(r, REPORT_ITEM);
}

void
report_note(struct report *r, const char *text)
{
	block(r, REPORT_NOTE)->text = text;
}

void
report_say(struct report *r, const struct report_refs *refs, const char *text)
{
	struct report_block *b = &r->block[r->n - 1];
	struct report_said *s;

	must(r->n > 0 &&
	     (b->what == REPORT_PARAGRAPH || b->what == REPORT_ITEM));
	arena_room(&r->a, &b->said, &b->cap, b->n + 1, sizeof(*b->said));
	s = &b->said[b->n++];
	*s = (struct report_said){ .text = text };
	if (refs != NULL)
		s->refs = *refs;
	if (s->refs.n > 0)
		s->no = ++r->sentences;
}

struct report_table *
report_table(struct report *r, const char *name, const char *title,
    const struct report_column *col, size_t cols)
{
	struct report_table *t = arena_new(&r->a, sizeof(*t));

	must(cols > 0);
	*t = (struct report_table){
		.name = name, .title = title, .col = col, .cols = cols
	};
	block(r, REPORT_TABLE)->table = t;
	return (t);
}

struct sheet_cell *
report_row(struct report *r, struct report_table *t, const char *id)
{
	struct report_row *row;

	arena_room(&r->a, &t->row, &t->cap, t->rows + 1, sizeof(*t->row));
	row = &t->row[t->rows++];
	row->id = id;
	row->cell = arena_new(&r->a, t->cols * sizeof(*row->cell));
	return (row->cell);
}

void
report_table_note(struct report_table *t, const char *text)
{
	must(t->notes < REPORT_NOTES);
	t->note[t->notes++] = text;
}

void
report_ref(struct report *r, struct report_refs *refs, const char *id,
    const char *entity, const char *name)
{
	for (size_t i = 0; i < refs->n; i++)
		if (strcmp(refs->v[i].id, id) == 0)
			return;
	arena_room(&r->a, &refs->v, &refs->cap, refs->n + 1, sizeof(*refs->v));
	refs->v[refs->n++] = (struct report_ref){ id, entity, name };
}

/* ---- what the printers share -------------------------------------------- */

err_t
report_cell(const struct report *r, const struct sheet_cell *c, struct buf *b)
{
	char s[FMT_MAX];

	buf_clear(b);
	switch (c->kind) {
	case SHEET_TEXT:
		return (buf_str(b, c->text));
	case SHEET_INT:
		fmt_int(c->i, s);
		return (buf_str(b, s));
	case SHEET_DAY:
		fmt_day(c->i, r->lang, s);
		return (buf_str(b, s));
	case SHEET_EMPTY:
		break;
	}
	return (NULL);
}

size_t
report_shown(const struct report_table *t)
{
	return (t->shown == 0 || t->shown > t->rows ? t->rows : t->shown);
}

err_t
report_sources(const struct report_said *s, struct buf *b)
{
	buf_clear(b);
	for (size_t i = 0; i < s->refs.n; i++) {
		const struct report_ref *x = &s->refs.v[i];

		TRY(buf_fmt(b, "%s%s %s [%s]", i == 0 ? "" : "; ", x->entity,
		    x->name, x->id));
	}
	return (NULL);
}

static const struct {
	const char *ending, *type;
	err_t (*put)(const struct report *r, struct buf *out);
} printers[] = {
	[REPORT_HTML] = { "html", "text/html; charset=utf-8", report_html },
	[REPORT_ODT] = { "odt", ODT_TYPE, report_odt },
	[REPORT_JSON] = { "json", "application/json", report_json },
	[REPORT_XLSX] = { "xlsx",
	    "application/"
	    "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	    report_xlsx },
};

const char *
report_ending(enum report_as as)
{
	return (printers[as].ending);
}

bool
report_named(const char *ending, enum report_as *as)
{
	for (size_t i = 0; i < sizeof(printers) / sizeof(printers[0]); i++) {
		if (strcmp(printers[i].ending, ending) == 0) {
			*as = (enum report_as)i;
			return (true);
		}
	}
	return (false);
}

const char *
report_type(enum report_as as)
{
	return (printers[as].type);
}

err_t
report_put(const struct report *r, enum report_as as, struct buf *out)
{
	must(r->kind != NULL && r->lang != NULL && r->title != NULL);
	return (printers[as].put(r, out));
}
