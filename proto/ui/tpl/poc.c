#include "proto/ui/tpl/poc.h"

#include <stdlib.h>

#include "proto/base/text.h"
#include "proto/ui/tpl/tplc_in.h"

void
poc_free(struct poc *p)
{
	mem_free(p->v);
	arena_free(&p->a);
	*p = (struct poc){ 0 };
}

/* ---- reading ------------------------------------------------------------ */

struct reader {
	struct poc *p;
	const char *file;
	int line;
	struct poc_entry e; /* being read */
	char **to;          /* what more strings belong to; NULL: nothing */
};

static err_t
bad(const struct reader *r, const char *why)
{
	return (err_new(ERR_DATA, "%s:%d: %s", r->file, r->line, why));
}

static err_t
entry_ends(struct reader *r)
{
	struct poc *p = r->p;
	bool header = r->e.id != NULL && r->e.id[0] == '\0';

	if (r->e.id == NULL)
		return (NULL);
	if (r->e.str[0] == NULL ||
	    (r->e.plural != NULL) != (r->e.str[1] != NULL))
		return (bad(r, "msgstr is missing"));
	if (!header) {
		mem_room(&p->v, &p->cap, p->n + 1, sizeof(*p->v));
		p->v[p->n++] = r->e;
	}
	r->e = (struct poc_entry){ .file = r->file };
	r->to = NULL;
	return (NULL);
}

/* "..." joined to what *r->to has. */
static err_t
string(struct reader *r, struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(POC_TEXT_MAX);

	if (r->to == NULL || s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return (bad(r, "a string in quotes belongs here"));
	TRY(buf_str(&b, *r->to == NULL ? "" : *r->to));
	for (size_t i = 1; i < s.n - 1; i++) {
		uint8_t c = s.p[i];

		if (c == '"' || (c == '\\' && i + 2 >= s.n))
			return (bad(r, "a quote inside the string"));
		if (c == '\\') {
			c = s.p[++i];
			if (c == 'n')
				c = '\n';
			else if (c != '"' && c != '\\')
				return (bad(r, "\\n, \\\" and \\\\ only"));
		}
		TRY(buf_byte(&b, c));
	}
	*r->to = arena_dup(&r->p->a, buf_all(&b));
	return (NULL);
}

static bool
eat(struct span *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return (false);
	s->p += n;
	s->n -= n;
	return (true);
}

static err_t
line(struct reader *r, struct span s)
{
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r'))
		s.n--;
	if (s.n == 0)
		return (entry_ends(r));
	if (s.p[0] == '"')
		return (string(r, s));
	if (eat(&s, "#: ")) {
		TRY(entry_ends(r));
		r->e.said = arena_dup(&r->p->a, s);
		return (NULL);
	}
	if (s.p[0] == '#')
		return (NULL);
	if (eat(&s, "msgid_plural "))
		r->to = &r->e.plural;
	else if (eat(&s, "msgid ")) {
		if (r->e.id != NULL)
			TRY(entry_ends(r));
		r->e.line = r->line;
		r->to = &r->e.id;
	} else if (eat(&s, "msgstr ") || eat(&s, "msgstr[0] "))
		r->to = &r->e.str[0];
	else if (eat(&s, "msgstr[1] "))
		r->to = &r->e.str[1];
	else
		return (bad(r, "no such word in a PO file here"));
	if (*r->to != NULL || (r->to != &r->e.id && r->e.id == NULL))
		return (bad(r, "this word stands in the wrong place"));
	return (string(r, s));
}

err_t
poc_take(struct poc *p, const char *file, struct span text)
{
	struct reader r = { .p = p, .file = file, .e = { .file = file } };
	struct span s;

	if (text.n > POC_TEXT_MAX || !text_valid(text)) {
		r.line = 1;
		return (bad(&r, "too large, or not UTF-8"));
	}
	while (text.n > 0) {
		r.line++;
		if (!span_line(&text, &s)) {
			s = text;
			text.n = 0;
		}
		TRY(line(&r, s));
	}
	return (entry_ends(&r));
}

static int
compare(const void *x, const void *y)
{
	const struct poc_entry *a = x, *b = y;

	return (strcmp(a->id, b->id));
}

static bool
equal(const char *a, const char *b)
{
	return (a == b || (a != NULL && b != NULL && strcmp(a, b) == 0));
}

err_t
poc_sort(struct poc *p)
{
	size_t n = 0;

	if (p->n > 0)
		qsort(p->v, p->n, sizeof(*p->v), compare);
	for (size_t i = 0; i < p->n; i++) {
		struct poc_entry *a = n == 0 ? NULL : &p->v[n - 1],
				 *b = &p->v[i];

		if (a == NULL || strcmp(a->id, b->id) != 0) {
			p->v[n++] = *b;
			continue;
		}
		if (!equal(a->plural, b->plural) ||
		    !equal(a->str[0], b->str[0]) ||
		    !equal(a->str[1], b->str[1]))
			return (err_new(ERR_DATA, "%s:%d: not as in %s:%d",
			    b->file, b->line, a->file, a->line));
	}
	p->n = n;
	return (NULL);
}

/* ---- writing ------------------------------------------------------------ */

err_t
poc_table(const struct poc *p, struct buf *out)
{
	TRY(buf_str(out, "/* Made by poc. */\n#include \"proto/ui/po.h\"\n\n"
			 "const struct po po_table[] = {\n"));
	for (size_t i = 0; i < p->n; i++) {
		const struct poc_entry *e = &p->v[i];

		TRY(buf_str(out, "\t{ "));
		TRY(tplc_c_string(out, span_str(e->id)));
		TRY(buf_str(out, ",\n\t    "));
		TRY(tplc_c_string(out, span_str(e->str[0])));
		TRY(buf_str(out, ",\n\t    "));
		if (e->str[1] == NULL)
			TRY(buf_str(out, "NULL"));
		else
			TRY(tplc_c_string(out, span_str(e->str[1])));
		TRY(buf_str(out, " },\n"));
	}
	return (buf_fmt(out,
	    "\t{ NULL, NULL, NULL },\n};\nconst size_t po_count = %zu;\n",
	    p->n));
}

/* How often each value is said: 1$, 2$, ... as a number. */
static int
values(const char *s)
{
	int n = 0, next = 0;

	for (; *s != '\0'; s++) {
		if (*s != '%')
			continue;
		s++;
		if (*s == 's')
			n |= 1 << next++ % 16;
		else if (*s >= '1' && *s <= '9')
			n |= 1 << (*s - '1');
		if (*s == '\0')
			return (-1);
	}
	return (n);
}

static err_t
check_one(const struct poc_entry *w, const struct poc_entry *h, struct buf *out)
{
	bool empty =
	    h->str[0][0] == '\0' || (h->str[1] != NULL && h->str[1][0] == '\0');
	const char *many = w->plural == NULL ? w->id : w->plural;

	if (!equal(w->plural, h->plural))
		return (buf_fmt(out, "%s:%d: its plural is not that of %s\n",
		    h->file, h->line, w->said == NULL ? w->file : w->said));
	if (empty)
		return (buf_fmt(out, "%s:%d: no translation of \"%s\"\n",
		    h->file, h->line, h->id));
	if ((h->str[1] == NULL && values(h->str[0]) != values(w->id)) ||
	    (h->str[1] != NULL && values(h->str[1]) != values(many)))
		return (buf_fmt(out, "%s:%d: not the same values in \"%s\"\n",
		    h->file, h->line, h->id));
	return (NULL);
}

err_t
poc_check(const struct poc *want, const struct poc *have, struct buf *out)
{
	size_t i = 0, k = 0;

	while (i < want->n || k < have->n) {
		const struct poc_entry *w = &want->v[i], *h = &have->v[k];
		int c = i == want->n   ? 1
			: k == have->n ? -1
				       : strcmp(w->id, h->id);

		if (c < 0)
			TRY(buf_fmt(out, "%s: no translation of \"%s\"\n",
			    w->said == NULL ? w->file : w->said, w->id));
		else if (c > 0)
			TRY(buf_fmt(out, "%s:%d: nobody says \"%s\"\n", h->file,
			    h->line, h->id));
		else
			TRY(check_one(w, h, out));
		i += c <= 0;
		k += c >= 0;
	}
	return (NULL);
}
