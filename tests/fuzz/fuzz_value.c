/*
 * What a person types for a field: taken, it is a possible value, put as text
 * it means the same, and it can be said.
 */
#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/domain/geo.h"
#include "proto/domain/schema.h"
#include "tests/fuzz/fuzz.h"

static void
value(const struct field *f, const char *s)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20), said = BUF(1 << 20);
	struct val v, again;

	if (schema_parse(f, s, &v) != NULL)
		return;
	if (v.kind == VAL_NULL) {
		must(s[strspn(s, " \t\r\n\v\f")] == '\0');
		return;
	}
	must(schema_check(f, v) == NULL);
	must(schema_put(f, v, &b) == NULL);
	must(schema_parse(f, (const char *)b.p, &again) == NULL);
	must(val_eq(v, again));
	must(schema_say(f, v, "es", &said) == NULL && said.n > 0);
	must(text_valid(buf_all(&said)));
	buf_clear(&said);
	must(schema_say(f, v, "en", &said) == NULL && said.n > 0);
}

/* The same text without the blanks at its ends? */
static bool
trimmed(struct val v, struct val t)
{
	struct span s = v.s;

	if (v.kind != VAL_TEXT || t.kind != VAL_TEXT || t.s.n == 0)
		return (false);
	while (s.n > 0 && strchr(" \t\r\n\v\f", s.p[0]) != NULL)
		(void)fuzz_byte(&s);
	while (s.n > 0 && strchr(" \t\r\n\v\f", s.p[s.n - 1]) != NULL)
		s.n--;
	return (span_eq(s, t.s));
}

/* A value of whatever kind, as a log might hold it. */
static void
foreign(const struct field *f, struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct val v = val_text(s), again;
	struct span in = s;

	if (s.n == 0)
		return;
	if (fuzz_byte(&in) % 4 == 0 && in.n >= sizeof(v.i)) {
		memcpy(&v.i, in.p, sizeof(v.i));
		v = val_int(v.i);
	}
	if (schema_check(f, v) != NULL || f->type == TYPE_REF)
		return;
	must(schema_put(f, v, &b) == NULL);
	must(schema_parse(f, (const char *)b.p, &again) == NULL);
	/* People do not mean the blanks at the ends. */
	must(val_eq(v, again) || again.kind == VAL_NULL || trimmed(v, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct span in = span_of(p, n);
	const struct entity *e =
	    &schema_entities[fuzz_byte(&in) % schema_count];
	const struct field *f = &e->fields[fuzz_byte(&in) % e->n];
	const char *s;

	must(schema_named(e->name) == e && schema_entity(e->no) == e);
	must(schema_field_named(e, f->name) == f);
	foreign(f, in);
	if (memchr(in.n == 0 ? (const uint8_t *)"" : in.p, '\0', in.n) !=
		NULL ||
	    !text_valid(in))
		return (0);
	s = arena_dup(&a, in);
	if (f->type != TYPE_REF)
		value(f, s);
	if (geo_valid(s))
		must(geo_state(s) != NULL && geo_inside(s, s));
	return (0);
}
