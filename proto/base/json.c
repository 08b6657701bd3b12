#include "proto/base/json.h"

#include <errno.h>
#include <jansson.h>

#include "proto/base/mem.h"
#include "proto/base/text.h"

static bool
digit(uint8_t c)
{
	return (c >= '0' && c <= '9');
}

/*
 * Before the parser: no deeper than allowed, no NUL, no real numbers.  Outside
 * of strings a '.', an 'E', or an 'e' after a digit can only be a real number
 * (or is no JSON at all).
 */
static err_t
scan(struct span s, int depth)
{
	bool in = false;
	int open = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c == 0) /* which jansson takes for the end */
			return (
			    err_new(ERR_FORMAT, "json: NUL at byte %zu", i));
		if (in) {
			if (c == '\\' && i + 1 < s.n && s.p[i + 1] != 0)
				i++;
			else if (c == '"')
				in = false;
		} else if (c == '"') {
			in = true;
		} else if (c == '[' || c == '{') {
			if (++open > depth)
				return (err_new(ERR_LIMIT,
				    "json: nested deeper than %d", depth));
		} else if (c == ']' || c == '}') {
			open--;
		} else if (c == '.' || c == 'E' ||
			   (c == 'e' && i > 0 && digit(s.p[i - 1]))) {
			return (err_new(ERR_FORMAT,
			    "json: not a whole number"
			    " at byte %zu",
			    i));
		}
	}
	return (NULL);
}

err_t
json_parse(struct span s, size_t max, int depth, json_t **out)
{
	json_error_t why;
	json_t *j;

	if (s.n > max)
		return (err_new(
		    ERR_LIMIT, "json: %zu bytes, more than %zu", s.n, max));
	if (s.n == 0)
		return (err_new(ERR_FORMAT, "json: nothing"));
	TRY(scan(s, depth));
	errno = 0;
	j = json_loadb((const char *)s.p, s.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (j == NULL) {
		/* Which says nothing of what was sent. */
		if (errno == ENOMEM)
			return (err_new(ERR_SYSTEM, "json: out of memory"));
		if (!text_valid(span_str(why.text)))
			return (err_new(ERR_FORMAT, "json: invalid at byte %d",
			    why.position));
		return (err_new(
		    ERR_FORMAT, "json: %s at byte %d", why.text, why.position));
	}
	*out = j;
	return (NULL);
}

void
json_free(json_t **j)
{
	json_decref(*j);
	*j = NULL;
}

/* jansson's iterators do not say const, but do not write either. */
static json_t *
plain(const json_t *j)
{
	json_t *p;

	memcpy(&p, &j, sizeof(void *));
	return (p);
}

enum json_kind
json_kind(const json_t *j)
{
	if (j == NULL)
		return (JSON_IS_NONE);
	switch (json_typeof(j)) {
	case JSON_OBJECT:
		return (JSON_IS_MAP);
	case JSON_ARRAY:
		return (JSON_IS_LIST);
	case JSON_STRING:
		return (JSON_IS_TEXT);
	case JSON_INTEGER:
		return (JSON_IS_INT);
	case JSON_TRUE:
	case JSON_FALSE:
		return (JSON_IS_BOOL);
	case JSON_NULL:
		return (JSON_IS_NULL);
	case JSON_REAL:
	default:
		break;
	}
	must(!json_is_real(j)); /* scan() lets none in */
	return (JSON_IS_NONE);
}

int64_t
json_int(const json_t *j)
{
	must(json_is_integer(j));
	return (json_integer_value(j));
}

bool
json_yes(const json_t *j)
{
	return (json_is_true(j));
}

struct span
json_text(const json_t *j)
{
	must(json_is_string(j));
	return (span_of(json_string_value(j), json_string_length(j)));
}

size_t
json_len(const json_t *list)
{
	return (json_array_size(list));
}

const json_t *
json_at(const json_t *list, size_t i)
{
	return (json_array_get(list, i));
}

const json_t *
json_get(const json_t *map, const char *key)
{
	return (json_object_get(map, key));
}

void *
json_first(const json_t *map)
{
	return (json_object_iter(plain(map)));
}

void *
json_next(const json_t *map, void *it)
{
	return (json_object_iter_next(plain(map), it));
}

const char *
json_key(void *it)
{
	return (json_object_iter_key(it));
}

const json_t *
json_value(void *it)
{
	return (json_object_iter_value(it));
}

err_t
json_need_int(
    const json_t *map, const char *key, int64_t lo, int64_t hi, int64_t *v)
{
	const json_t *j = json_get(map, key);

	if (json_kind(j) != JSON_IS_INT)
		return (
		    err_new(ERR_FORMAT, "%s: a whole number is needed", key));
	if (json_int(j) < lo || json_int(j) > hi)
		return (err_new(ERR_FORMAT, "%s: out of range", key));
	*v = json_int(j);
	return (NULL);
}

err_t
json_need_text(const json_t *map, const char *key, struct span *v)
{
	const json_t *j = json_get(map, key);

	if (json_kind(j) != JSON_IS_TEXT)
		return (err_new(ERR_FORMAT, "%s: a text is needed", key));
	*v = json_text(j);
	return (NULL);
}

err_t
json_need_b64(const json_t *map, const char *key, uint8_t *out, size_t len)
{
	struct span s;

	TRY(json_need_text(map, key, &s));
	TRY_FOR(span_b64(s, out, len), "%s", key);
	return (NULL);
}

static err_t
put_escape(struct buf *b, uint8_t c)
{
	if (c == '"')
		return (buf_str(b, "\\\""));
	if (c == '\\')
		return (buf_str(b, "\\\\"));
	if (c == '\n')
		return (buf_str(b, "\\n"));
	return (buf_fmt(b, "\\u00%02x", c));
}

err_t
json_put_text(struct buf *b, struct span s)
{
	size_t from = 0;

	if (!text_valid(s))
		return (err_new(ERR_DATA, "json: text is not valid UTF-8"));
	TRY(buf_byte(b, '"'));
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		TRY(buf_put(b, s.p + from, i - from));
		TRY(put_escape(b, c));
		from = i + 1;
	}
	if (s.n > from)
		TRY(buf_put(b, s.p + from, s.n - from));
	return (buf_byte(b, '"'));
}

err_t
json_put_int(struct buf *b, int64_t v)
{
	char out[24];
	size_t i = sizeof(out);
	uint64_t x = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		out[--i] = (char)('0' + x % 10);
		x /= 10;
	} while (x != 0);
	if (v < 0)
		out[--i] = '-';
	return (buf_put(b, out + i, sizeof(out) - i));
}

err_t
json_put_b64(struct buf *b, struct span raw)
{
	TRY(buf_byte(b, '"'));
	TRY(buf_b64(b, raw));
	return (buf_byte(b, '"'));
}

static err_t
put_list(struct buf *b, const json_t *j) // NOLINT(misc-no-recursion)
{
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < json_len(j); i++) {
		if (i > 0)
			TRY(buf_byte(b, ','));
		TRY(json_put(b, json_at(j, i)));
	}
	return (buf_byte(b, ']'));
}

static err_t
put_map(struct buf *b, const json_t *j) // NOLINT(misc-no-recursion)
{
	bool first = true;

	TRY(buf_byte(b, '{'));
	for (void *it = json_first(j); it != NULL; it = json_next(j, it)) {
		if (!first)
			TRY(buf_byte(b, ','));
		first = false;
		TRY(json_put_text(b, span_str(json_key(it))));
		TRY(buf_byte(b, ':'));
		TRY(json_put(b, json_value(it)));
	}
	return (buf_byte(b, '}'));
}

/* As deep as the parser let it be, no deeper. */
err_t
json_put(struct buf *b, const json_t *j) // NOLINT(misc-no-recursion)
{
	switch (json_kind(j)) {
	case JSON_IS_NULL:
		return (buf_str(b, "null"));
	case JSON_IS_BOOL:
		return (buf_str(b, json_yes(j) ? "true" : "false"));
	case JSON_IS_INT:
		return (json_put_int(b, json_int(j)));
	case JSON_IS_TEXT:
		return (json_put_text(b, json_text(j)));
	case JSON_IS_LIST:
		return (put_list(b, j));
	case JSON_IS_MAP:
		return (put_map(b, j));
	case JSON_IS_NONE:
	default:
		break;
	}
	must(json_kind(j) != JSON_IS_NONE);
	return (NULL);
}
