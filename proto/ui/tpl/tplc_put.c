/*
 * tplc_put -- the C that a template becomes, and its sentences.
 */
#include "proto/ui/tpl/tplc_in.h"

#include <stdarg.h>
#include <stdio.h>

err_t
tplc_c_string(struct buf *out, struct span s)
{
	TRY(buf_byte(out, '"'));
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c == '"' || c == '\\')
			TRY(buf_fmt(out, "\\%c", c));
		else if (c == '\n' && i + 1 < s.n)
			TRY(buf_str(out, "\\n\"\n\t    \""));
		else if (c < ' ' || c >= 0x7f || c == '?')
			TRY(buf_fmt(out, "\\%03o", (unsigned)c));
		else
			TRY(buf_byte(out, c));
	}
	return (buf_byte(out, '"'));
}

err_t
tplc_flush(struct tpl *t)
{
	if (t->lit.n == 0 || t->messages) {
		buf_clear(&t->lit);
		return (NULL);
	}
	TRY(buf_str(t->out, "\ttpl_markup(h, "));
	TRY(tplc_c_string(t->out, buf_all(&t->lit)));
	TRY(buf_fmt(t->out, ", %zu);\n", t->lit.n));
	buf_clear(&t->lit);
	return (NULL);
}

err_t
tplc_code(struct tpl *t, const char *fmt, ...)
{
	char line[4 * TPLC_WORD];
	va_list ap;
	int n;

	TRY(tplc_flush(t));
	if (t->messages)
		return (NULL);
	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(line))
		return (tplc_bad(t, "this is too long"));
	TRY(buf_fmt(t->out, "#line %d ", t->line));
	TRY(tplc_c_string(t->out, span_str(t->file)));
	return (buf_fmt(t->out, "\n\t%s\n", line));
}

/* ---- sentences ---------------------------------------------------------- */

err_t
tplc_po_string(struct buf *out, const char *key, const char *s)
{
	TRY(buf_fmt(out, "%s \"", key));
	for (; *s != '\0'; s++) {
		if (*s == '\n') {
			TRY(buf_str(out, "\\n"));
			continue;
		}
		if (*s == '"' || *s == '\\')
			TRY(buf_byte(out, '\\'));
		TRY(buf_byte(out, (uint8_t)*s));
	}
	return (buf_str(out, "\"\n"));
}

static err_t
message(struct tpl *t, const char *one, const char *many)
{
	TRY(buf_fmt(t->out, "#: %s:%d\n", t->file, t->line));
	TRY(tplc_po_string(t->out, "msgid", one));
	if (many == NULL)
		return (buf_str(t->out, "msgstr \"\"\n\n"));
	TRY(tplc_po_string(t->out, "msgid_plural", many));
	return (buf_str(t->out, "msgstr[0] \"\"\nmsgstr[1] \"\"\n\n"));
}

/* How many values a sentence wants: %s in order, or %1$s; -1: it is wrong. */
static int
wants(const char *s)
{
	int next = 0, most = 0;

	for (; *s != '\0'; s++) {
		int n;

		if (*s != '%')
			continue;
		s++;
		if (*s == '%')
			continue;
		if (*s >= '1' && *s <= '9' && s[1] == '$') {
			n = *s - '0';
			s += 2;
		} else
			n = ++next;
		if (*s != 's')
			return (-1);
		most = n > most ? n : most;
	}
	return (most);
}

static err_t
args(struct tpl *t, struct buf *list, int *n)
{
	char w[TPLC_WORD], c[TPLC_WORD + 8];

	for (*n = 0; tplc_word(t, w, sizeof(w)); (*n)++) {
		if (*n == TPLC_ARGS)
			return (tplc_bad(t, "too many values"));
		TRY(tplc_path(t, w, true, c));
		TRY(buf_fmt(list, "%stpl_arg(%s)", *n == 0 ? "" : ", ", c));
	}
	return (NULL);
}

static err_t
call(struct tpl *t, const char *one, const char *many, const char *list, int n)
{
	TRY(tplc_flush(t));
	TRY(buf_fmt(t->out, "#line %d ", t->line));
	TRY(tplc_c_string(t->out, span_str(t->file)));
	TRY(buf_str(
	    t->out, many == NULL ? "\n\ttpl_say(h, " : "\n\ttpl_many(h, "));
	TRY(tplc_c_string(t->out, span_str(one)));
	if (many != NULL) {
		TRY(buf_str(t->out, ", "));
		TRY(tplc_c_string(t->out, span_str(many)));
	}
	if (n == 0)
		return (buf_str(t->out, ", 0, NULL);\n"));
	return (buf_fmt(
	    t->out, ", %d, (const struct tpl_arg[]){ %s });\n", n, list));
}

err_t
tplc_say(struct tpl *t, bool plural)
{
	CLEAN(buf_free) struct buf list = BUF(TPLC_SAY);
	char one[TPLC_SAY], many[TPLC_SAY];
	int n;

	TRY(tplc_string(t, one));
	if (plural)
		TRY(tplc_string(t, many));
	TRY(buf_str(&list, ""));
	TRY(args(t, &list, &n));
	if (wants(one) < 0 || (plural && wants(many) < 0))
		return (tplc_bad(t, "a sentence takes %s, %1$s and %%"));
	if (plural && n == 0)
		return (tplc_bad(t, "tn wants the number"));
	if ((!plural && wants(one) != n) || (plural && wants(many) > n) ||
	    wants(one) > n)
		return (tplc_bad(t, "as many values as the sentence has %s"));
	if (t->messages)
		return (message(t, one, plural ? many : NULL));
	return (call(t, one, plural ? many : NULL,
	    n == 0 ? "" : (const char *)list.p, n));
}
