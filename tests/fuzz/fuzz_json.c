/*
 * Lines of JSON: what is parsed can be walked, and is put and parsed the same;
 * any text is a string.
 */
#include "proto/base/json.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "tests/fuzz/fuzz.h"

static void
walk(const json_t *j, int depth)
{
	must(depth >= 0);
	switch (json_kind(j)) {
	case JSON_IS_TEXT:
		must(text_valid(json_text(j)));
		must(json_text(j).p[json_text(j).n] == '\0');
		break;
	case JSON_IS_LIST:
		for (size_t i = 0; i < json_len(j); i++)
			walk(json_at(j, i), depth - 1);
		must(json_at(j, json_len(j)) == NULL);
		break;
	case JSON_IS_MAP:
		for (void *it = json_first(j); it != NULL;
		     it = json_next(j, it)) {
			must(text_valid(span_str(json_key(it))));
			must(json_get(j, json_key(it)) == json_value(it));
			walk(json_value(it), depth - 1);
		}
		break;
	case JSON_IS_NULL:
	case JSON_IS_BOOL:
	case JSON_IS_INT:
		break;
	case JSON_IS_NONE:
	default:
		must(!"a kind of value");
	}
}

static bool
once(struct span line, struct buf *out)
{
	JSON_CLEAN j = NULL;

	if (json_parse(line, LIMIT_LINE_BYTES, LIMIT_LINE_DEPTH, &j) != NULL) {
		must(j == NULL);
		return (false);
	}
	must(line.n <= LIMIT_LINE_BYTES);
	walk(j, LIMIT_LINE_DEPTH);
	must(json_put(out, j) == NULL);
	must(memchr(out->p, '\n', out->n) == NULL);
	must(text_valid(buf_all(out)));
	return (true);
}

/* As a string, and back. */
static void
quoted(struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	JSON_CLEAN j = NULL;

	if (!text_valid(s))
		return;
	must(json_put_text(&b, s) == NULL);
	must(json_parse(buf_all(&b), 1 << 20, 0, &j) == NULL);
	must(json_kind(j) == JSON_IS_TEXT && span_eq(json_text(j), s));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span rest = span_of(p, n), line;

	while (span_line(&rest, &line)) {
		(void)fuzz_round(line, once);
		quoted(line);
	}
	(void)fuzz_round(rest, once);
	quoted(rest);
	return (0);
}
