/*
 * bring_value -- what people write in a cell, as a value of a field.
 */
#include "proto/out/bring_parts.h"

#include <stdio.h>

#include "proto/base/text.h"
#include "proto/domain/vocab.h"

#define SHOWN 80 /* bytes of a cell in a sentence */

/* The beginning of a text, in whole letters. */
static const char *
short_of(struct bring_work *w, const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && s[n] != '\n' && n < SHOWN)
		n++;
	while (n > 0 && (s[n] & 0xc0) == 0x80)
		n--;
	return (arena_fmt(&w->a, "%.*s%s", (int)n, s, s[n] == '\0' ? "" : "…"));
}

err_t
bring_wrong(struct bring_work *w, size_t target, const char *text,
    const char *es, const char *en)
{
	const char *label = bring_label(w->c, &w->a, w->b->kind, target);

	if (text == NULL || text[0] == '\0')
		w->why =
		    arena_fmt(&w->a, "%s: %s", label, bring_tr(w->c, es, en));
	else
		w->why = arena_fmt(&w->a, "%s: «%s» %s", label,
		    short_of(w, text), bring_tr(w->c, es, en));
	return (err_new(ERR_DATA, "row %lld", (long long)w->row->no));
}

const char *
bring_cell(struct bring_work *w, size_t target)
{
	int64_t at = w->b->map[target].column;
	const char *s = "";

	if (at >= 0 && (size_t)at < w->row->n)
		s = w->row->cell[at];
	return (s[0] != '\0' ? s : w->b->map[target].dflt);
}

/* ---- days --------------------------------------------------------------- */

/* "marzo", "mar", "march": 3; 0 none ("martes" is none). */
static int64_t
month_of(const char *s, size_t n)
{
	static const char *const names[][2] = { { "enero", "january" },
		{ "febrero", "february" }, { "marzo", "march" },
		{ "abril", "april" }, { "mayo", "may" }, { "junio", "june" },
		{ "julio", "july" }, { "agosto", "august" },
		{ "septiembre", "september" }, { "octubre", "october" },
		{ "noviembre", "november" }, { "diciembre", "december" } };

	for (size_t i = 0; n >= 3 && i < 12; i++) {
		if (strncmp(names[i][0], s, n) == 0 ||
		    strncmp(names[i][1], s, n) == 0)
			return ((int64_t)i + 1);
	}
	return (0);
}

/* "15 de marzo de 2021", "15-mar-2021", "2021-03-15 10:30", "15.3.2021" */
static bool
read_day(const char *folded, int64_t *day)
{
	int64_t part[3] = { 0 }, n = 0;
	char iso[48];

	for (const char *p = folded; *p != '\0' && n < 3;) {
		size_t digits = strspn(p, "0123456789");
		size_t letters = strspn(p, "abcdefghijklmnopqrstuvwxyz");

		if (digits > 4)
			return (false);
		if (digits > 0) {
			for (size_t i = 0; i < digits; i++)
				part[n] = part[n] * 10 + (p[i] - '0');
			n++;
			p += digits;
		} else if (letters > 0) {
			if (month_of(p, letters) != 0)
				part[n++] = month_of(p, letters);
			p += letters;
		} else {
			p++;
		}
	}
	if (n != 3)
		return (false);
	if (part[0] > 31) { /* the year first */
		int64_t year = part[0];

		part[0] = part[2];
		part[2] = year;
	}
	if (part[2] < 1900 || part[2] > 2200)
		return (false);
	(void)snprintf(iso, sizeof(iso), "%04lld-%02lld-%02lld",
	    (long long)part[2], (long long)part[1], (long long)part[0]);
	return (text_day(iso, day) == NULL);
}

/* ---- names -------------------------------------------------------------- */

static err_t
find_institution(struct bring_work *w, size_t target, const char *s, dot_t *id)
{
	const char *folded = bring_folded(&w->a, s);

	*id = 0;
	for (size_t i = 0; i < w->institutions.n; i++) {
		const struct bring_name *n = &w->institutions.v[i];

		if (strcmp(n->text, folded) != 0 || n->id == *id)
			continue;
		if (*id != 0)
			return (bring_wrong(w, target, s,
			    "es el nombre de más de una institución; escriba "
			    "sus siglas",
			    "names more than one institution; write its "
			    "acronym"));
		*id = n->id;
	}
	if (*id == 0)
		return (bring_wrong(w, target, s,
		    "no está entre las instituciones; agréguela primero",
		    "is not among the institutions; add it first"));
	return (NULL);
}

static bool
is_session(const struct bring_session *s, const char *folded, bool has_day,
    int64_t day, const int64_t *number)
{
	if (strcmp(s->folio, folded) == 0)
		return (true);
	if (has_day)
		return (s->has_day && s->day == day);
	return (number != NULL && s->has_number && s->number == *number);
}

/* By folio, by day, or by number. */
static err_t
find_session(struct bring_work *w, size_t target, const char *s, dot_t *id)
{
	const char *folded = bring_folded(&w->a, s);
	int64_t day = 0, number;
	bool has_day = read_day(folded, &day);
	bool has_number = text_int(folded, &number) == NULL;

	*id = 0;
	for (size_t i = 0; i < w->sessions; i++) {
		const struct bring_session *x = &w->session[i];

		if (!is_session(
			x, folded, has_day, day, has_number ? &number : NULL))
			continue;
		if (*id != 0)
			return (bring_wrong(w, target, s,
			    "es más de una sesión; escriba su folio",
			    "is more than one session; write its folio"));
		*id = x->id;
	}
	if (*id == 0)
		return (bring_wrong(w, target, s,
		    "no es una sesión de esta mesa; use su folio, su fecha o "
		    "su número",
		    "is no session of this roundtable; use its folio, its day "
		    "or its number"));
	return (NULL);
}

/* ---- codes -------------------------------------------------------------- */

/* A label that begins with it or has it as a word, when it is the only one:
 * "Salud" is "Acceso a servicios de salud". */
static const struct code *
near(struct bring_work *w, const struct vocab *v, const char *s)
{
	const char *folded = bring_folded(&w->a, s);
	const struct code *found = NULL;
	size_t n = strlen(folded);

	if (n < 4)
		return (NULL);
	for (size_t i = 0; i < v->n; i++) {
		const char *label = bring_folded(&w->a, v->codes[i].es);
		const char *p = strstr(label, folded);

		if (p == NULL || (p > label && p[-1] != ' '))
			continue;
		if (found != NULL)
			return (NULL);
		found = &v->codes[i];
	}
	return (found);
}

static err_t
code_value(struct bring_work *w, size_t target, const struct field *f,
    const char *s, struct val *v)
{
	const struct vocab *o = vocab_named(f->vocab);
	const struct code *c;
	const char *list = "";

	if (schema_parse(f, s, v) == NULL)
		return (NULL);
	must(o != NULL);
	c = near(w, o, s);
	if (c != NULL) {
		*v = val_int(c->no);
		return (NULL);
	}
	for (size_t i = 0; i < o->n; i++)
		list = arena_fmt(&w->a, "%s%s%s", list, i == 0 ? "" : ", ",
		    bring_tr(w->c, o->codes[i].es, o->codes[i].en));
	return (bring_wrong(w, target, s,
	    arena_fmt(&w->a, "no es uno de: %s", list),
	    arena_fmt(&w->a, "is none of: %s", list)));
}

/* ---- the rest ----------------------------------------------------------- */

static const char *
without_percent(struct bring_work *w, const char *s)
{
	size_t n = strlen(s);

	while (n > 0 && (s[n - 1] == '%' || s[n - 1] == ' '))
		n--;
	return (arena_dup(&w->a, span_of(s, n)));
}

/* Spreadsheets eat the zero in front: "7089" is "07089". */
static const char *
with_zero(struct bring_work *w, const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (s[n] != '\0' || (n != 1 && n != 4))
		return (s);
	return (arena_fmt(&w->a, "0%s", s));
}

static err_t
plain_value(struct bring_work *w, size_t target, const struct field *f,
    const char *s, struct val *v)
{
	const char *folded = bring_folded(&w->a, s);

	if (f->type == TYPE_INT)
		s = without_percent(w, s);
	else if (f->type == TYPE_GEO)
		s = with_zero(w, s);
	else if (f->type == TYPE_BOOL &&
		 (strcmp(folded, "x") == 0 || strcmp(folded, "s") == 0))
		s = "1";
	if (schema_parse(f, s, v) == NULL)
		return (NULL);
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG:
		return (bring_wrong(
		    w, target, s, "es demasiado largo", "is too long"));
	case TYPE_INT:
		return (
		    bring_wrong(w, target, s, "no es un número entero posible",
			"is not a possible whole number"));
	case TYPE_BOOL:
		return (bring_wrong(
		    w, target, s, "no es sí ni no", "is neither yes nor no"));
	case TYPE_GEO:
		return (bring_wrong(w, target, s,
		    "no es una clave del INEGI, como 07 o 07065",
		    "is no INEGI code, such as 07 or 07065"));
	case TYPE_DATE:
	case TYPE_TIME:
	case TYPE_CODE:
	case TYPE_REF:
		break;
	}
	return (
	    bring_wrong(w, target, s, "no se entiende", "is not understood"));
}

err_t
bring_value(struct bring_work *w, size_t target, struct val *v)
{
	size_t n;
	const struct bring_target *t = &bring_targets(w->b->kind, &n)[target];
	const struct field *f =
	    schema_field(schema_entity(t->entity), t->field);
	const char *s = bring_cell(w, target);
	int64_t day;
	dot_t id;

	must(target < n && f != NULL);
	*v = val_null();
	if (s[0] == '\0' && t->needed)
		return (bring_wrong(w, target, NULL,
		    "está vacío; llénelo en la hoja o escriba un valor para "
		    "las celdas vacías",
		    "is empty; fill it in the sheet or give a value for empty "
		    "cells"));
	if (s[0] == '\0')
		return (NULL);
	if (f->type == TYPE_REF) {
		TRY(f->target == ENTITY_session
			? find_session(w, target, s, &id)
			: find_institution(w, target, s, &id));
		*v = val_int(id);
		return (NULL);
	}
	if (f->type == TYPE_CODE)
		return (code_value(w, target, f, s, v));
	if (f->type != TYPE_DATE)
		return (plain_value(w, target, f, s, v));
	if (!read_day(bring_folded(&w->a, s), &day))
		return (bring_wrong(w, target, s,
		    "no es una fecha; escríbala como 31/03/2026",
		    "is no day; write it as 31/03/2026"));
	*v = val_int(day);
	return (NULL);
}

/* The pieces between any of these marks. */
static err_t
split(struct bring_work *w, size_t target, const char *s, const char *marks,
    dot_t **out, size_t *n)
{
	*n = 0;
	*out = arena_new(&w->a, (strlen(s) + 1) * sizeof(**out));
	while (*s != '\0') {
		size_t len = strcspn(s, marks);
		const char *one = arena_dup(&w->a, span_of(s, len));
		bool twice = false;
		dot_t id;

		s += len + (s[len] != '\0');
		if (bring_folded(&w->a, one)[0] == '\0')
			continue;
		TRY(find_institution(w, target, one, &id));
		for (size_t i = 0; i < *n; i++)
			twice = twice || (*out)[i] == id;
		if (!twice)
			(*out)[(*n)++] = id;
	}
	return (NULL);
}

/* The whole cell is one name, or its parts are. */
err_t
bring_institutions(struct bring_work *w, size_t target, dot_t **out, size_t *n)
{
	const char *s = bring_cell(w, target);

	*n = 0;
	if (s[0] == '\0') {
		struct val none;

		return (bring_value(w, target, &none));
	}
	*out = NULL;
	if (split(w, target, s, "", out, n) == NULL)
		return (NULL);
	if (s[strcspn(s, ";\n")] == '\0' && s[strcspn(s, ",/")] != '\0' &&
	    split(w, target, s, ",/", out, n) == NULL) {
		w->why = NULL;
		return (NULL);
	}
	w->why = NULL;
	return (split(w, target, s, ";\n", out, n));
}
