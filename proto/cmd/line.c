#include "proto/cmd/line.h"

#include "proto/limits.h"

#define DEPTH 6 /* line, with, child, set, list */

static err_t
take_text(const json_t *j, const char *name, size_t most, const char **out)
{
	struct span s;

	if (json_kind(j) != JSON_IS_TEXT)
		return (err_new(ERR_DATA, "\"%s\" must be a text", name));
	s = json_text(j);
	if (s.n == 0 || s.n > most)
		return (err_new(
		    ERR_DATA, "\"%s\" must have 1 to %zu bytes", name, most));
	*out = (const char *)s.p;
	return (NULL);
}

/* A text, number or boolean that may become one value of f. */
static err_t
check_one(const struct field *f, const json_t *j)
{
	switch (json_kind(j)) {
	case JSON_IS_TEXT:
		return (NULL);
	case JSON_IS_INT:
		if (f->type == TYPE_INT || f->type == TYPE_BOOL)
			return (NULL);
		break;
	case JSON_IS_BOOL:
		if (f->type == TYPE_BOOL)
			return (NULL);
		break;
	case JSON_IS_NULL:
	case JSON_IS_LIST:
	case JSON_IS_MAP:
	case JSON_IS_NONE:
		break;
	}
	return (err_new(ERR_DATA, "%s: write the value as a text", f->name));
}

static err_t
check_set(const struct entity *e, const json_t *set)
{
	if (json_kind(set) != JSON_IS_MAP)
		return (err_new(ERR_DATA, "\"set\" must be {\"field\":value}"));
	for (void *it = json_first(set); it != NULL; it = json_next(set, it)) {
		const struct field *f = schema_field_named(e, json_key(it));
		const json_t *v = json_value(it);

		if (f == NULL)
			return (err_new(ERR_DATA, "%s has no field \"%.60s\"",
			    e->name, json_key(it)));
		if (json_kind(v) == JSON_IS_NULL)
			continue;
		if (json_kind(v) != JSON_IS_LIST) {
			TRY(check_one(f, v));
			continue;
		}
		if (f->merge != MERGE_LIST)
			return (err_new(ERR_DATA,
			    "%s takes one value, not a list", f->name));
		for (size_t i = 0; i < json_len(v); i++)
			TRY(check_one(f, json_at(v, i)));
	}
	return (NULL);
}

/* The members of a line or of one of its children (depth 1). */
static err_t
take_members(const json_t *j, int depth, struct line *out, const json_t **with)
{
	const char *name = NULL;

	if (json_kind(j) != JSON_IS_MAP)
		return (err_new(ERR_DATA, "a line is {\"entity\":...}"));
	for (void *it = json_first(j); it != NULL; it = json_next(j, it)) {
		const char *k = json_key(it);
		const json_t *v = json_value(it);

		if (strcmp(k, "entity") == 0)
			TRY(take_text(v, k, LIMIT_CODE_BYTES, &name));
		else if (strcmp(k, "key") == 0)
			TRY(take_text(v, k, LIMIT_KEY_BYTES, &out->key));
		else if (strcmp(k, "id") == 0)
			TRY(take_text(v, k, LIMIT_NAME_BYTES, &out->id));
		else if (strcmp(k, "void") == 0)
			TRY(take_text(v, k, LIMIT_REASON_BYTES, &out->reason));
		else if (strcmp(k, "set") == 0)
			out->set = v;
		else if (strcmp(k, "with") == 0 && depth == 0)
			*with = v;
		else
			return (err_new(ERR_DATA,
			    "\"%.60s\" is not known; a"
			    " line has entity, key or id, set, void, with",
			    k));
	}
	if (name == NULL)
		return (err_new(ERR_DATA, "\"entity\" is missing"));
	out->e = schema_named(name);
	if (out->e == NULL)
		return (
		    err_new(ERR_DATA, "there is no entity \"%.60s\"", name));
	if (out->key != NULL && out->id != NULL)
		return (err_new(ERR_DATA, "\"key\" or \"id\", not both"));
	if (out->set != NULL)
		TRY(check_set(out->e, out->set));
	if (out->set == NULL && out->reason == NULL)
		return (err_new(ERR_DATA, "\"set\" is missing"));
	return (NULL);
}

err_t
line_take(struct span s, struct arena *a, json_t **root, struct line *out)
{
	const json_t *with = NULL;
	struct line *child;
	size_t n;

	*out = (struct line){ 0 };
	*root = NULL;
	TRY(json_parse(s, LIMIT_IMPORT_LINE, DEPTH, root));
	TRY(take_members(*root, 0, out, &with));
	if (out->key == NULL && out->id == NULL)
		return (err_new(ERR_DATA,
		    "\"key\" is missing: any text that"
		    " stays the same when the line is imported again"));
	if (with == NULL)
		return (NULL);
	n = json_len(with);
	if (json_kind(with) != JSON_IS_LIST || n > LIMIT_IMPORT_WITH)
		return (err_new(ERR_DATA,
		    "\"with\" is a list of at most %d"
		    " records",
		    LIMIT_IMPORT_WITH));
	child = arena_new(a, (n + 1) * sizeof(*child));
	for (size_t i = 0; i < n; i++) {
		const json_t *none = NULL;

		TRY_FOR(take_members(json_at(with, i), 1, &child[i], &none),
		    "with[%zu]", i);
	}
	out->with = child;
	out->with_n = n;
	return (NULL);
}
