#include "proto/domain/rule_parts.h"

#include <stdarg.h>
#include <stdio.h>

#include "proto/base/text.h"

#define RULE_SENTENCE_MAX 1024

/* Cut in the middle of a letter? Cut before it. */
static void
whole(char *s, size_t n)
{
	while (n > 0 && !text_valid(span_of(s, n)))
		n--;
	s[n] = '\0';
}

err_t
rule_refuse(const struct rule_ask *k, int rule, const char *en, const char *es)
{
	if (k->mark) {
		notes_add(k->notes, rule, es, en);
		return (NULL);
	}
	return (err_new(ERR_RULE, "rule %d: %s / %s", rule, en, es));
}

err_t
rule_broken(
    const struct rule_ask *k, int rule, const char *en, const char *es, ...)
{
	char a[RULE_SENTENCE_MAX], b[RULE_SENTENCE_MAX];
	va_list ap;

	va_start(ap, es);
	(void)vsnprintf(a, sizeof(a), en, ap);
	va_end(ap);
	va_start(ap, es);
	(void)vsnprintf(b, sizeof(b), es, ap);
	va_end(ap);
	whole(a, strlen(a));
	whole(b, strlen(b));
	return (rule_refuse(k, rule, a, b));
}

err_t
rule_at(err_t e, int entity, int field)
{
	const struct entity *of = schema_entity((uint64_t)entity);
	const struct field *f;
	char text[ERR_TEXT_MAX];
	const char *colon;

	if (e == NULL)
		return (NULL);
	must(of != NULL);
	f = schema_field(of, (uint64_t)field);
	colon = strstr(e->text, ": ");
	must(f != NULL && colon != NULL);
	memcpy(text, e->text, sizeof(text));
	return (err_new(e->code, "%.*s (%s.%s)%s", (int)(colon - e->text), text,
	    of->name, f->name, text + (colon - e->text)));
}

#define NAME_PART 48

const struct field *
rule_field(const struct err *e, const struct entity **of)
{
	const char *rule = strstr(e->text, "rule "), *open, *dot, *close;
	char entity[NAME_PART] = "", field[NAME_PART] = "";

	*of = NULL;
	if (e->code != ERR_RULE || rule == NULL)
		return (NULL);
	open = rule + 5 + strspn(rule + 5, "0123456789");
	dot = strncmp(open, " (", 2) == 0 ? strchr(open, '.') : NULL;
	close = dot == NULL ? NULL : strchr(dot, ')');
	if (close == NULL || dot - open - 2 >= NAME_PART ||
	    close - dot - 1 >= NAME_PART)
		return (NULL);
	memcpy(entity, open + 2, (size_t)(dot - open - 2));
	memcpy(field, dot + 1, (size_t)(close - dot - 1));
	*of = schema_named(entity);
	return (*of == NULL ? NULL : schema_field_named(*of, field));
}

void
rule_note(
    const struct rule_ask *k, int rule, const char *en, const char *es, ...)
{
	char a[RULE_SENTENCE_MAX], b[RULE_SENTENCE_MAX];
	va_list ap;

	va_start(ap, es);
	(void)vsnprintf(a, sizeof(a), en, ap);
	va_end(ap);
	va_start(ap, es);
	(void)vsnprintf(b, sizeof(b), es, ap);
	va_end(ap);
	whole(a, strlen(a));
	whole(b, strlen(b));
	notes_add(k->notes, rule, b, a);
}

static const struct entity *
entity_of(int no)
{
	const struct entity *e = schema_entity((uint64_t)no);

	must(e != NULL);
	return (e);
}

static const struct field *
field_of(const struct entity *e, int no)
{
	const struct field *f = schema_field(e, (uint64_t)no);

	must(f != NULL);
	return (f);
}

err_t
rule_get(
    const struct rule_ask *k, int entity, int64_t id, int field, struct val *v)
{
	const struct entity *e = entity_of(entity);
	bool found = false;

	*v = val_null();
	return (k->in->facts.get(
	    k->in->facts.ctx, e, id, field_of(e, field), v, &found));
}

err_t
rule_live(const struct rule_ask *k, int entity, int64_t id, bool *live)
{
	const struct entity *e = entity_of(entity);
	struct val v = val_null();

	*live = false;
	return (k->in->facts.get(
	    k->in->facts.ctx, e, id, field_of(e, 1), &v, live));
}

err_t
rule_find(const struct rule_ask *k, int entity, int field, int64_t ref,
    int64_t **ids, size_t *n)
{
	const struct entity *e = entity_of(entity);

	*ids = NULL;
	*n = 0;
	return (k->in->facts.find(
	    k->in->facts.ctx, e, field_of(e, field), val_int(ref), ids, n));
}

err_t
rule_list(const struct rule_ask *k, int entity, int64_t id, int field,
    struct val **v, size_t *n)
{
	*v = NULL;
	*n = 0;
	return (k->in->facts.list(
	    k->in->facts.ctx, id, field_of(entity_of(entity), field), v, n));
}

bool
rule_is(struct val v, int code)
{
	return (v.kind == VAL_INT && v.i == code);
}

bool
rule_blank(struct val v)
{
	if (v.kind == VAL_NULL)
		return (true);
	if (v.kind != VAL_TEXT)
		return (false);
	for (size_t i = 0; i < v.s.n; i++)
		if (v.s.p[i] > ' ')
			return (false);
	return (true);
}

bool
rule_covers(struct val since, struct val until, int64_t day)
{
	return ((since.kind != VAL_INT || since.i <= day) &&
		(until.kind != VAL_INT || day <= until.i));
}

void
rule_cut(struct val text, char out[RULE_NAME_MAX])
{
	size_t n = 0;

	if (text.kind == VAL_TEXT)
		n = text.s.n < RULE_NAME_MAX ? text.s.n : RULE_NAME_MAX - 1;
	if (n > 0)
		memcpy(out, text.s.p, n);
	whole(out, n);
}

err_t
rule_name(
    const struct rule_ask *k, int entity, int64_t id, char out[RULE_NAME_MAX])
{
	const struct entity *e = entity_of(entity);
	const struct field *f = schema_field_named(e, "folio");
	struct val v = val_null();

	if (f != NULL)
		TRY(rule_get(k, entity, id, f->no, &v));
	rule_cut(rule_blank(v) ? val_str(e->name) : v, out);
	return (NULL);
}

void
rule_date(struct val day, char out[11])
{
	if (day.kind == VAL_INT)
		text_day_put(day.i, out);
	else
		memcpy(out, "(-)", sizeof("(-)"));
}

const struct val *
rule_given(const struct rule_change *c, int field)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->fv[i].f != NULL && c->fv[i].f->no == field)
			return (&c->fv[i].v);
	return (NULL);
}

bool
rule_fresh(const struct rule_ask *k, int entity, int64_t id)
{
	for (size_t i = 0; i < k->in->n; i++) {
		const struct rule_change *c = &k->in->changes[i];

		if (c->kind == RULE_CREATE && c->e->no == entity && c->id == id)
			return (true);
	}
	return (false);
}

err_t
rule_differs(const struct rule_ask *k, const struct rule_change *c,
    const struct rule_fv *fv, bool *differs)
{
	struct val was;

	*differs = true;
	if (fv->f == NULL || fv->f->merge == MERGE_LIST)
		return (NULL);
	TRY(rule_get(k, c->e->no, c->id, fv->f->no, &was));
	*differs = !val_eq(was, fv->v);
	return (NULL);
}
