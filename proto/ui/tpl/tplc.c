#include "proto/ui/tpl/tplc.h"

#include <stdio.h>

#include "proto/base/text.h"
#include "proto/ui/tpl/tplc_in.h"

err_t
tplc_bad(const struct tpl *t, const char *why)
{
	return (err_new(ERR_DATA, "%s:%d: %s", t->file, t->line, why));
}

/* ---- words -------------------------------------------------------------- */

static bool
blank(uint8_t c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

void
tplc_skip(struct tpl *t)
{
	while (t->word.n > 0 && blank(*t->word.p)) {
		t->word.p++;
		t->word.n--;
	}
}

bool
tplc_word(struct tpl *t, char *out, size_t max)
{
	size_t n = 0;

	tplc_skip(t);
	while (n < t->word.n && !blank(t->word.p[n]) && t->word.p[n] != '"')
		n++;
	/* One that is too long, or no word, comes out as no word of ours. */
	(void)snprintf(out, max, "%.*s", (int)(n < max ? n : 0),
	    n == 0 ? "" : (const char *)t->word.p);
	t->word.p += n;
	t->word.n -= n;
	return (n > 0);
}

err_t
tplc_end(struct tpl *t)
{
	tplc_skip(t);
	return (t->word.n == 0 ? NULL : tplc_bad(t, "too many words"));
}

err_t
tplc_string(struct tpl *t, char out[TPLC_SAY])
{
	size_t n = 0, i = 1;

	tplc_skip(t);
	if (t->word.n == 0 || *t->word.p != '"')
		return (tplc_bad(t, "a text in quotes is missing"));
	for (; i < t->word.n && t->word.p[i] != '"'; i++) {
		if (t->word.p[i] == '\\' && ++i == t->word.n)
			break;
		if (n + 1 == TPLC_SAY)
			return (tplc_bad(t, "this text is too long"));
		out[n++] = (char)t->word.p[i];
	}
	if (i >= t->word.n)
		return (tplc_bad(t, "the quotes are not closed"));
	out[n] = '\0';
	t->word.p += i + 1;
	t->word.n -= i + 1;
	return (n == 0 ? tplc_bad(t, "this text is empty") : NULL);
}

/* A small name; its end, or NULL. */
const char *
tplc_name_end(const char *s)
{
	const char *p = s;

	if (!(*p >= 'a' && *p <= 'z'))
		return (NULL);
	while (
	    (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_')
		p++;
	return (p - s < TPLC_NAME ? p : NULL);
}

bool
tplc_known(const struct tpl *t, const char *s, size_t n)
{
	if (n == 1 && *s == 'v')
		return (true);
	for (size_t i = 0; i < t->depth; i++)
		if (t->frame[i].each && !t->frame[i].other &&
		    strlen(t->frame[i].var) == n &&
		    strncmp(t->frame[i].var, s, n) == 0)
			return (true);
	return (false);
}

err_t
tplc_path(struct tpl *t, const char *path, bool deref, char out[TPLC_WORD + 8])
{
	const char *p = tplc_name_end(path), *e;

	if (p == NULL || !tplc_known(t, path, (size_t)(p - path)))
		return (tplc_bad(
		    t, "a path begins with v or the variable of an each"));
	for (e = p; *e != '\0';) {
		e += *e == '.' ? 1 : strncmp(e, "->", 2) == 0 ? 2 : 0;
		e = tplc_name_end(e);
		if (e == NULL)
			return (
			    tplc_bad(t, "a path is v.name or v.name->name"));
	}
	if (*p == '\0')
		(void)snprintf(
		    out, TPLC_WORD + 8, deref ? "(*%s)" : "%s", path);
	else
		(void)snprintf(out, TPLC_WORD + 8, "%.*s->%s", (int)(p - path),
		    path, p + (*p == '.' ? 1 : 2));
	return (NULL);
}

/* ---- the whole ---------------------------------------------------------- */

/* Eat up to and with "}}"; quoted braces do not count. */
static err_t
take_directive(struct tpl *t)
{
	bool quoted = false, first = !t->viewed;
	size_t i = 2;

	for (; i + 1 < t->in.n; i++) {
		if (t->in.p[i] == '\\' && quoted)
			i++;
		else if (t->in.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && t->in.p[i] == '}' && t->in.p[i + 1] == '}')
			break;
	}
	if (i + 1 >= t->in.n)
		return (tplc_bad(t, "{{ is not closed"));
	t->word = span_of(t->in.p + 2, i - 2);
	TRY(tplc_do(t));
	for (size_t k = 0; k < i; k++)
		t->line += t->in.p[k] == '\n';
	t->in.p += i + 2;
	t->in.n -= i + 2;
	/* The first line is no line of the page. */
	if (first && t->viewed && t->in.n > 0 && *t->in.p == '\n') {
		t->in.p++;
		t->in.n--;
		t->line++;
		t->tabs = true;
	}
	return (NULL);
}

/* Set in by tabs for us, not for the reader of the page. */
static err_t
take_byte(struct tpl *t)
{
	uint8_t c = *t->in.p;
	const char *why;

	t->in.p++;
	t->in.n--;
	if (!t->viewed) {
		t->line += c == '\n';
		return (blank(c) ? NULL
				 : tplc_bad(t, "the first line is "
					       "{{view struct ...}}"));
	}
	if (c == '\t' && t->tabs)
		return (NULL);
	t->tabs = c == '\n' || (t->tabs && c == '\t');
	why = place_byte(&t->place, (char)c);
	if (why != NULL)
		return (tplc_bad(t, why));
	t->line += c == '\n';
	TRY(buf_byte(&t->lit, c));
	/* A compiler need not take longer strings. */
	return (t->lit.n < TPLC_STRING ? NULL : tplc_flush(t));
}

static err_t
run(struct tpl *t)
{
	if (t->in.n > TPLC_TEXT_MAX)
		return (tplc_bad(t, "the template is too large"));
	if (!text_valid(t->in))
		return (tplc_bad(t, "the template is not UTF-8"));
	while (t->in.n > 0) {
		if (t->in.n >= 2 && t->in.p[0] == '{' && t->in.p[1] == '{') {
			t->tabs = false;
			TRY(take_directive(t));
		} else
			TRY(take_byte(t));
	}
	if (!t->viewed)
		return (tplc_bad(t, "the first line is {{view struct ...}}"));
	if (t->depth > 0) {
		t->line = t->frame[t->depth - 1].line;
		return (tplc_bad(t, "this if or each is not ended"));
	}
	if (t->place.state != PLACE_TEXT)
		return (tplc_bad(t, "the template ends inside a tag"));
	TRY(tplc_flush(t));
	return (t->messages ? NULL : buf_str(t->out, "}\n"));
}

static void
tpl_free(struct tpl *t)
{
	buf_free(&t->lit);
}

err_t
tplc_compile(
    const char *file, const char *name, struct span text, struct buf *out)
{
	CLEAN(tpl_free)
	struct tpl t = { .file = file,
		.name = name,
		.in = text,
		.line = 1,
		.out = out,
		.lit = BUF(TPLC_TEXT_MAX) };

	return (run(&t));
}

err_t
tplc_messages(const char *file, struct span text, struct buf *out)
{
	CLEAN(tpl_free)
	struct tpl t = { .file = file,
		.name = "",
		.in = text,
		.line = 1,
		.messages = true,
		.out = out,
		.lit = BUF(TPLC_TEXT_MAX) };

	return (run(&t));
}
