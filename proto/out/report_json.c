/*
 * report_json -- the tree as one object, for programs.
 */
#include "proto/out/report_parts.h"

#include <string.h>

#include "proto/base/json.h"
#include "proto/base/text.h"

static err_t
key(struct buf *b, const char *name)
{
	TRY(json_put_text(b, span_str(name)));
	return (buf_byte(b, ':'));
}

static err_t
pair(struct buf *b, const char *name, const char *s)
{
	TRY(key(b, name));
	return (json_put_text(b, span_str(s == NULL ? "" : s)));
}

static err_t
comma(struct buf *b, size_t i)
{
	return (i == 0 ? NULL : buf_byte(b, ','));
}

static err_t
texts(struct buf *b, const char *name, const char *const *s, size_t n)
{
	TRY(key(b, name));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < n; i++) {
		TRY(comma(b, i));
		TRY(json_put_text(b, span_str(s[i])));
	}
	return (buf_byte(b, ']'));
}

static err_t
said(struct buf *b, const struct report_said *s)
{
	TRY(buf_byte(b, '{'));
	TRY(pair(b, "text", s->text));
	if (s->no > 0)
		TRY(buf_fmt(b, ",\"number\":%zu", s->no));
	TRY(buf_str(b, ",\"records\":["));
	for (size_t i = 0; i < s->refs.n; i++) {
		TRY(comma(b, i));
		TRY(json_put_text(b, span_str(s->refs.v[i].id)));
	}
	return (buf_str(b, "]}"));
}

static err_t
cell(struct buf *b, const struct sheet_cell *c)
{
	char day[11];

	switch (c->kind) {
	case SHEET_TEXT:
		return (json_put_text(b, span_str(c->text)));
	case SHEET_INT:
		return (json_put_int(b, c->i));
	case SHEET_DAY:
		text_day_put(c->i, day);
		return (json_put_text(b, span_str(day)));
	case SHEET_EMPTY:
		break;
	}
	return (buf_str(b, "null"));
}

static err_t
row(struct buf *b, const struct report_table *t, const struct report_row *x)
{
	TRY(buf_byte(b, '{'));
	for (size_t i = 0; i < t->cols; i++) {
		TRY(comma(b, i));
		TRY(key(b, t->col[i].name));
		TRY(cell(b, &x->cell[i]));
	}
	if (x->id != NULL) {
		TRY(buf_byte(b, ','));
		TRY(pair(b, "record", x->id));
	}
	return (buf_byte(b, '}'));
}

static err_t
table(struct buf *b, const struct report_table *t)
{
	TRY(buf_str(b, "{\"table\":{"));
	TRY(pair(b, "name", t->name));
	TRY(buf_byte(b, ','));
	TRY(pair(b, "title", t->title));
	TRY(buf_str(b, ",\"columns\":["));
	for (size_t i = 0; i < t->cols; i++) {
		TRY(comma(b, i));
		TRY(buf_byte(b, '{'));
		TRY(pair(b, "name", t->col[i].name));
		TRY(buf_byte(b, ','));
		TRY(pair(b, "label", t->col[i].label));
		TRY(buf_byte(b, ','));
		TRY(pair(b, "hxl", t->col[i].hxl));
		TRY(buf_byte(b, '}'));
	}
	TRY(buf_str(b, "],\"rows\":["));
	for (size_t i = 0; i < t->rows; i++) {
		TRY(comma(b, i));
		TRY(row(b, t, &t->row[i]));
	}
	TRY(buf_str(b, "],"));
	TRY(texts(b, "notes", t->note, t->notes));
	return (buf_str(b, "}}"));
}

static err_t
part(struct buf *b, const struct report_block *x)
{
	if (x->what == REPORT_TABLE)
		return (table(b, x->table));
	if (x->what == REPORT_NOTE) {
		TRY(buf_byte(b, '{'));
		TRY(pair(b, "note", x->text));
		return (buf_byte(b, '}'));
	}
	TRY(buf_str(
	    b, x->what == REPORT_ITEM ? "{\"item\":[" : "{\"paragraph\":["));
	for (size_t i = 0; i < x->n; i++) {
		TRY(comma(b, i));
		TRY(said(b, &x->said[i]));
	}
	return (buf_str(b, "]}"));
}

/* What stands between this section and the next of its level or above. */
static err_t
section( // NOLINT(misc-no-recursion): as deep as levels of headings
    struct buf *b, const struct report *r, size_t *at, int level)
{
	size_t n = 0;

	TRY(buf_str(b, "\"parts\":["));
	for (; *at < r->n && r->block[*at].what != REPORT_SECTION; (*at)++) {
		TRY(comma(b, n++));
		TRY(part(b, &r->block[*at]));
	}
	TRY(buf_str(b, "],\"sections\":["));
	for (n = 0; *at < r->n && r->block[*at].level > level; n++) {
		const struct report_block *x = &r->block[(*at)++];

		TRY(comma(b, n));
		TRY(buf_byte(b, '{'));
		TRY(pair(b, "title", x->text));
		TRY(buf_byte(b, ','));
		TRY(section(b, r, at, x->level));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

/* Each record once, with what people call it. */
static err_t
records(struct buf *b, const struct report *r)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct report_ref *v = NULL;
	size_t n = 0, cap = 0;

	TRY(buf_str(b, ",\"records\":["));
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->block[i].n; k++) {
			const struct report_refs *x = &r->block[i].said[k].refs;

			for (size_t j = 0; j < x->n; j++) {
				size_t at = 0;

				while (
				    at < n && strcmp(v[at].id, x->v[j].id) != 0)
					at++;
				if (at < n)
					continue;
				arena_room(&a, &v, &cap, n + 1, sizeof(*v));
				v[n++] = x->v[j];
			}
		}
	for (size_t i = 0; i < n; i++) {
		TRY(buf_str(b, i == 0 ? "{" : ",{"));
		TRY(pair(b, "id", v[i].id));
		TRY(buf_byte(b, ','));
		TRY(pair(b, "what", v[i].entity));
		TRY(buf_byte(b, ','));
		TRY(pair(b, "name", v[i].name));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

err_t
report_json(const struct report *r, struct buf *out)
{
	const char *const head[][2] = { { "report", r->kind },
		{ "lang", r->lang }, { "title", r->title },
		{ "subject", r->subject }, { "on", r->on }, { "at", r->at } };
	size_t at = 0;

	TRY(buf_byte(out, '{'));
	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++) {
		TRY(pair(out, head[i][0], head[i][1]));
		TRY(buf_byte(out, ','));
	}
	TRY(texts(out, "front", r->front, r->fronts));
	TRY(buf_byte(out, ','));
	TRY(section(out, r, &at, 0));
	must(at == r->n);
	TRY(records(out, r));
	return (buf_str(out, "}\n"));
}
