/*
 * json_read -- lists of plain values, which is what the lines of the log are.
 */
#include "proto/base/json_in.h"

#include "proto/base/text.h"

static bool
digit(uint8_t c)
{
	return (c >= '0' && c <= '9');
}

/* Where the reader is; the tree has room for all there can be. */
struct reader {
	const uint8_t *p, *end, *start;
	struct json_tree *t;
};

static err_t
unfit(const struct reader *r, const char *why)
{
	return (err_new(ERR_FORMAT, "json: %s at byte %zu", why,
	    (size_t)(r->p - r->start)));
}

static void
skip_space(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' ||
				    *r->p == '\t' || *r->p == '\r'))
		r->p++;
}

static err_t read_value(struct reader *r, struct json_node *j);

static err_t
read_int(struct reader *r, struct json_node *j)
{
	bool minus = *r->p == '-';
	uint64_t x = 0, most = minus ? (uint64_t)1 << 63 : INT64_MAX;

	r->p += minus ? 1 : 0;
	if (r->p == r->end || !digit(*r->p) ||
	    (*r->p == '0' && r->p + 1 < r->end && digit(r->p[1])))
		return (unfit(r, "not a number"));
	for (; r->p < r->end && digit(*r->p); r->p++) {
		if (x > (most - (uint64_t)(*r->p - '0')) / 10)
			return (unfit(r, "too large a number"));
		x = 10 * x + (uint64_t)(*r->p - '0');
	}
	j->kind = JSON_IS_INT;
	j->i = (int64_t)(minus ? 0 - x : x);
	return (NULL);
}

/* Four hex digits after the 'u' at r->p. */
static err_t
read_hex(struct reader *r, uint32_t *v)
{
	*v = 0;
	if (r->end - r->p < 5)
		return (unfit(r, "an escape is cut"));
	for (int i = 1; i <= 4; i++) {
		uint8_t c = r->p[i], low = c | 0x20;

		if (!digit(c) && (low < 'a' || low > 'f'))
			return (unfit(r, "not an escape"));
		*v = *v << 4 | (uint32_t)(digit(c) ? c - '0' : low - 'a' + 10);
	}
	r->p += 5;
	return (NULL);
}

/* \uXXXX, or two of them for one character. */
static err_t
read_unicode(struct reader *r)
{
	uint32_t v, low;
	int more, shift;

	TRY(read_hex(r, &v));
	if (v >= 0xd800 && v < 0xdc00) {
		if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
			return (unfit(r, "half a character"));
		r->p++;
		TRY(read_hex(r, &low));
		if (low < 0xdc00 || low > 0xdfff)
			return (unfit(r, "half a character"));
		v = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
	} else if (v == 0 || (v >= 0xdc00 && v <= 0xdfff)) {
		return (unfit(r, "not a character"));
	}
	if (v < 0x80) {
		*r->t->text++ = (uint8_t)v;
		return (NULL);
	}
	more = v < 0x800 ? 1 : v < 0x10000 ? 2 : 3;
	shift = 6 * more;
	*r->t->text++ = (uint8_t)((0xff00 >> (more + 1) & 0xff) | v >> shift);
	while (shift > 0) {
		shift -= 6;
		*r->t->text++ = (uint8_t)(0x80 | (v >> shift & 0x3f));
	}
	return (NULL);
}

/* After a backslash. */
static err_t
read_escape(struct reader *r)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (r->p == r->end)
		return (unfit(r, "an escape is cut"));
	if (*r->p == 'u')
		return (read_unicode(r));
	at = memchr(from, *r->p, sizeof(from) - 1);
	if (at == NULL)
		return (unfit(r, "not an escape"));
	*r->t->text++ = (uint8_t)to[at - from];
	r->p++;
	return (NULL);
}

static err_t
read_text(struct reader *r, struct json_node *j)
{
	uint8_t *text = r->t->text;

	r->p++;
	for (;;) {
		const uint8_t *from = r->p;

		while (r->p < r->end && *r->p != '"' && *r->p != '\\' &&
		       *r->p >= 0x20)
			r->p++;
		memcpy(r->t->text, from, (size_t)(r->p - from));
		r->t->text += r->p - from;
		if (r->p == r->end)
			return (unfit(r, "a text without an end"));
		if (*r->p == '"')
			break;
		if (*r->p != '\\')
			return (unfit(r, "a control character"));
		r->p++;
		TRY(read_escape(r));
	}
	j->kind = JSON_IS_TEXT;
	j->s = (const char *)text;
	j->n = (uint32_t)(r->t->text - text);
	*r->t->text++ = '\0';
	if (!text_valid(span_of(text, j->n)))
		return (unfit(r, "not UTF-8"));
	r->p++;
	return (NULL);
}

static err_t
read_word(struct reader *r, struct json_node *j)
{
	static const struct {
		const char *word;
		enum json_kind kind;
		bool yes;
	} words[] = { { "null", JSON_IS_NULL, false },
		{ "true", JSON_IS_BOOL, true },
		{ "false", JSON_IS_BOOL, false } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if ((size_t)(r->end - r->p) < n ||
		    memcmp(r->p, words[i].word, n) != 0)
			continue;
		j->kind = (uint8_t)words[i].kind;
		j->yes = words[i].yes;
		r->p += n;
		return (NULL);
	}
	return (unfit(r, "not a value"));
}

/* The members of a list, after its '['. */
static err_t
read_list(struct reader *r, struct json_node *j) // NOLINT(misc-no-recursion)
{
	struct json_node *mark = r->t->stack;
	bool more;

	skip_space(r);
	for (more = r->p == r->end || *r->p != ']'; more;) {
		struct json_node member;

		TRY(read_value(r, &member));
		*r->t->stack++ = member;
		skip_space(r);
		more = r->p < r->end && *r->p == ',';
		r->p += more ? 1 : 0;
	}
	if (r->p == r->end || *r->p != ']')
		return (unfit(r, "a list without an end"));
	r->p++;
	j->kind = JSON_IS_LIST;
	json_read_members(r->t, mark, j);
	return (NULL);
}

static err_t
read_value(struct reader *r, struct json_node *j) // NOLINT(misc-no-recursion)
{
	skip_space(r);
	if (r->p == r->end)
		return (unfit(r, "a value is missing"));
	*j = (struct json_node){ .kind = JSON_IS_NULL };
	if (*r->p == '"')
		return (read_text(r, j));
	if (*r->p == '-' || digit(*r->p))
		return (read_int(r, j));
	if (*r->p != '[')
		return (read_word(r, j));
	r->p++;
	return (read_list(r, j));
}

void
json_read_room(struct json_tree *t, size_t nodes, size_t bytes)
{
	t->root = mem_grow(NULL, 2 * nodes * sizeof(*t->root) + bytes + 1);
	t->node = t->root + 1;
	t->stack = t->root + nodes;
	t->text = (uint8_t *)(t->root + 2 * nodes);
}

void
json_read_members(
    struct json_tree *t, struct json_node *mark, struct json_node *j)
{
	j->at = t->node;
	j->n = (uint32_t)(t->stack - mark);
	if (j->n > 0)
		memcpy(t->node, mark, j->n * sizeof(*mark));
	t->node += j->n;
	t->stack = mark;
}

err_t
json_read_plain(struct span s, size_t nodes, struct json_tree *t)
{
	struct reader r = { s.p, s.p + s.n, s.p, t };
	err_t e;

	json_read_room(t, nodes, s.n);
	e = read_value(&r, t->root);
	skip_space(&r);
	if (e == NULL && r.p != r.end)
		e = unfit(&r, "more after the value");
	if (e != NULL) {
		mem_free(t->root);
		t->root = NULL;
	}
	return (e);
}
