/*
 * reports_words -- sentences of two languages, made of parts.
 */
#include "hub/reports_parts.h"

#include "proto/base/text.h"

static bool
english(const struct reports *m)
{
	return (strcmp(m->r->lang, "en") == 0);
}

/* Before a sound of i, "y" is "e". */
static const char *
spanish_and(const char *next)
{
	char word[8];
	size_t n = strlen(next);

	text_fold(span_of(next, n < 3 ? n : 3), word);
	if (word[0] == 'i' || (word[0] == 'h' && word[1] == 'i' &&
				  word[2] != 'e' && word[2] != 'a'))
		return ("e ");
	return ("y ");
}

/* A comma before the last one where an item has an "and" of its own. */
const char *
reports_list(struct reports *m, const char *const *v, size_t n)
{
	const char *all = n == 0 ? "" : v[0], *and;
	bool inner = false;

	for (size_t i = 0; i < n; i++)
		inner = inner || strstr(v[i], english(m) ? " and " : " y ");
	for (size_t i = 1; i < n; i++) {
		if (i + 1 < n) {
			all = arena_fmt(&m->r->a, "%s, %s", all, v[i]);
			continue;
		}
		and = english(m) ? "and " : spanish_and(v[i]);
		all = arena_fmt(&m->r->a, "%s%s %s%s", all,
		    inner && n > 2 ? "," : "", and, v[i]);
	}
	return (all);
}

const char *
reports_day(struct reports *m, int64_t day)
{
	static const char *const months[2][12] = {
		{ "enero", "febrero", "marzo", "abril", "mayo", "junio",
		    "julio", "agosto", "septiembre", "octubre", "noviembre",
		    "diciembre" },
		{ "January", "February", "March", "April", "May", "June",
		    "July", "August", "September", "October", "November",
		    "December" }
	};
	size_t month, d;
	char iso[11];

	text_day_put(day, iso);
	month = (size_t)((iso[5] - '0') * 10 + iso[6] - '0') - 1;
	d = (size_t)((iso[8] - '0') * 10 + iso[9] - '0');
	must(month < 12);
	if (english(m))
		return (arena_fmt(
		    &m->r->a, "%s %zu, %.4s", months[1][month], d, iso));
	return (
	    arena_fmt(&m->r->a, "%zu de %s de %.4s", d, months[0][month], iso));
}

const char *
reports_number(struct reports *m, int64_t n, bool feminine, bool capital)
{
	static const char *const words[2][11] = {
		{ "cero", "un", "dos", "tres", "cuatro", "cinco", "seis",
		    "siete", "ocho", "nueve", "diez" },
		{ "zero", "one", "two", "three", "four", "five", "six", "seven",
		    "eight", "nine", "ten" }
	};
	const char *s;

	if (n < 0 || n > 10)
		return (arena_fmt(&m->r->a, "%lld", (long long)n));
	s = words[english(m)][n];
	if (n == 1 && feminine && !english(m))
		s = "una";
	return (capital ? reports_capital(m, s) : s);
}

const char *
reports_lower(struct reports *m, const char *s)
{
	char *copy;

	if (s[0] < 'A' || s[0] > 'Z' || (s[1] >= 'A' && s[1] <= 'Z'))
		return (s);
	copy = arena_dup(&m->r->a, span_str(s));
	copy[0] = (char)(copy[0] - 'A' + 'a');
	return (copy);
}

const char *
reports_capital(struct reports *m, const char *s)
{
	char *copy;

	if (s[0] < 'a' || s[0] > 'z')
		return (s);
	copy = arena_dup(&m->r->a, span_str(s));
	copy[0] = (char)(copy[0] - 'a' + 'A');
	return (copy);
}

static bool
ends(const char *word, size_t n, const char *with)
{
	size_t k = strlen(with);

	return (n >= k && memcmp(word + n - k, with, k) == 0);
}

/* The first word of an institution's name decides, and a name that is none
 * (an acronym) has no article. */
const char *
reports_the(struct reports *m, const char *name)
{
	size_t n = strcspn(name, " ,.");
	char word[64];

	if (english(m))
		return (arena_fmt(&m->r->a, "the %s", name));
	if (n == 0 || n >= sizeof(word) || name[n] == '\0')
		return (name);
	text_fold(span_of(name, n), word);
	n = strlen(word);
	if (ends(word, n, "sistema") || ends(word, n, "programa"))
		return (arena_fmt(&m->r->a, "el %s", name));
	if (ends(word, n, "a") || ends(word, n, "ion") || ends(word, n, "dad"))
		return (arena_fmt(&m->r->a, "la %s", name));
	if (ends(word, n, "o") || ends(word, n, "al"))
		return (arena_fmt(&m->r->a, "el %s", name));
	return (name);
}

err_t
reports_code(struct reports *m, const char *vocab, int64_t no, const char **out)
{
	CLEAN(view_free) struct view v = VIEW;
	struct view_word w;
	const char *s;

	TRY(view_label(&v, &m->view, vocab, no, &w));
	s = reports_tr(m, w.es, w.en);
	*out = reports_lower(m, arena_dup(&m->r->a, span_str(s)));
	return (NULL);
}

const char *
reports_either(struct reports *m, struct rows *r, int es_col, int en_col)
{
	struct span es = rows_span(r, es_col), en = rows_span(r, en_col);
	struct span s =
	    english(m) ? (en.n > 0 ? en : es) : (es.n > 0 ? es : en);

	return (arena_dup(&m->r->a, s));
}
