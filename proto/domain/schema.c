/*
 * schema -- see schema.h.  The tables are schema.def, read three times.
 */
#include "proto/domain/schema.h"

#include "proto/base/text.h"
#include "proto/domain/geo.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

#define INT_MAX_JSON 9007199254740991LL /* what every JSON reader keeps */
#define DAY_FIRST    (-719162)          /* 0001-01-01 */
#define DAY_LAST     2932896            /* 9999-12-31 */
#define TIME_LAST    253402300799LL     /* 9999-12-31T23:59:59Z */
#define CODE_LAST    UINT16_MAX
#define PCT_LAST     100
#define SAID_MAX     80 /* of a refused value, in an error */

/* clang-format off */
/* The fields of each entity and its natural key. */
#define LIMIT_NO_BYTES 0
#define OF(vocab)      #vocab, 0
#define TO(entity)     NULL, ENTITY_##entity
#define TO_ANY         NULL, 0
#define NONE           NULL, 0
#define MUST           true
#define MAY            false
#define ENTITY(no, name, ...) static const struct field name##_fields[] = {
#define FIELD(entity, no, name, type, merge, show, writer, of, need, max,      \
    es, en, hxl)                                                               \
	{ no, #name, es, en, TYPE_##type, MERGE_##merge, SHOW_##show,          \
	    BY_##writer, of, need, LIMIT_##max##_BYTES, hxl },
#define KEYED(name, ...)                                                       \
	};                                                                     \
	static const uint8_t name##_natural[] = { __VA_ARGS__, 0 };
#define PLAIN(name) };
#include "proto/domain/schema.def"
#undef ENTITY
#undef FIELD
#undef KEYED
#undef PLAIN

/* The entities. */
#define EDIT   false
#define APPEND true
#define ENTITY(no, name, space, create, parent, append, folio, es, en)         \
	{ #name, es, en, IN_##space, BY_##create, no, parent, append, folio,
#define FIELD(...)
#define FIELDS(name) name##_fields, sizeof(name##_fields) / sizeof(name##_fields[0])
#define KEYED(name, ...) name##_natural, FIELDS(name) },
#define PLAIN(name)      NULL, FIELDS(name) },
const struct entity schema_entities[] = {
#include "proto/domain/schema.def"
};
/* clang-format on */

const int schema_version = SCHEMA_VERSION;
const size_t schema_count =
    sizeof(schema_entities) / sizeof(schema_entities[0]);

const struct entity *
schema_entity(uint64_t no)
{
	/* Numbers are dense from 1 (schema_test holds it). */
	if (no == 0 || no > schema_count)
		return (NULL);
	return (&schema_entities[no - 1]);
}

const struct entity *
schema_named(const char *name)
{
	for (size_t i = 0; i < schema_count; i++)
		if (strcmp(schema_entities[i].name, name) == 0)
			return (&schema_entities[i]);
	return (NULL);
}

const struct field *
schema_field(const struct entity *e, uint64_t no)
{
	return (no == 0 || no > e->n ? NULL : &e->fields[no - 1]);
}

const struct field *
schema_field_named(const struct entity *e, const char *name)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->fields[i].name, name) == 0)
			return (&e->fields[i]);
	return (NULL);
}

static const struct vocab *
vocab_of(const struct field *f)
{
	const struct vocab *v = vocab_named(f->vocab);

	must(v != NULL);
	return (v);
}

/* ---- checking -------------------------------------------------------- */

static err_t
check_text(const struct field *f, struct span s)
{
	if (s.n > f->max)
		return (err_new(ERR_DATA, "%s: %zu bytes, at most %u fit",
		    f->name, s.n, f->max));
	if (!text_valid(s))
		return (err_new(ERR_DATA, "%s: not UTF-8", f->name));
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		/* U+0080..U+009F are control characters too. */
		bool high = c == 0xc2 && s.p[i + 1] < 0xa0;

		if (f->type == TYPE_LONG && (c == '\n' || c == '\t'))
			continue;
		if (c < 0x20 || c == 0x7f || high)
			return (err_new(ERR_DATA,
			    "%s: control character at byte %zu", f->name, i));
	}
	return (NULL);
}

static err_t
check_geo(const struct field *f, struct span s)
{
	char code[6];

	if (s.n < sizeof(code) && s.n > 0) {
		memcpy(code, s.p, s.n);
		code[s.n] = '\0';
		if (strlen(code) == s.n && geo_valid(code))
			return (NULL);
	}
	return (err_new(ERR_DATA, "%s: not an INEGI code", f->name));
}

static err_t
check_int(const struct field *f, int64_t i)
{
	int64_t least = 0, most = 0;

	switch (f->type) {
	case TYPE_INT:
		least = f->show == SHOW_LOWEST ? 0 : -INT_MAX_JSON;
		most = f->show == SHOW_LOWEST ? PCT_LAST : INT_MAX_JSON;
		break;
	case TYPE_BOOL:
		most = 1;
		break;
	case TYPE_DATE:
		least = DAY_FIRST;
		most = DAY_LAST;
		break;
	case TYPE_TIME:
		most = TIME_LAST;
		break;
	case TYPE_REF:
		least = 1;
		most = INT64_MAX;
		break;
	case TYPE_CODE:
		if (vocab_code(vocab_of(f), i) != NULL)
			return (NULL);
		least = vocab_of(f)->open ? VOCAB_EXTRA : 1;
		most = vocab_of(f)->open ? CODE_LAST : 0;
		break;
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		must(false);
	}
	if (i < least || i > most)
		return (err_new(ERR_DATA, "%s: %lld is not a possible value",
		    f->name, (long long)i));
	return (NULL);
}

err_t
schema_check(const struct field *f, struct val v)
{
	bool text =
	    f->type == TYPE_TEXT || f->type == TYPE_LONG || f->type == TYPE_GEO;

	/* A register may be emptied; an element or a folio is something. */
	if (v.kind == VAL_NULL && f->merge != MERGE_LIST &&
	    f->merge != MERGE_COUNT && f->merge != MERGE_ONCE)
		return (NULL);
	if (v.kind != (text ? VAL_TEXT : VAL_INT))
		return (err_new(ERR_DATA, "%s: not a%s", f->name,
		    text ? " text" : "n integer"));
	if (f->type == TYPE_GEO)
		return (check_geo(f, v.s));
	return (text ? check_text(f, v.s) : check_int(f, v.i));
}

/* ---- from people ----------------------------------------------------- */

static struct span
trim(const char *s)
{
	struct span t = span_str(s);

	while (t.n > 0 && strchr(" \t\n", t.p[0]) != NULL) {
		t.p++;
		t.n--;
	}
	while (t.n > 0 && strchr(" \t\n", t.p[t.n - 1]) != NULL)
		t.n--;
	return (t);
}

/* "31/03/2026" or "1/3/2026" -> "2026-03-31". False when it is neither. */
static bool
turn_date(const char *s, char iso[11])
{
	char part[3][5];
	static const size_t most[3] = { 2, 2, 4 };

	for (size_t i = 0; i < 3; i++) {
		size_t n = strspn(s, "0123456789");

		if (n == 0 || n > most[i] || (i == 2 && n != 4) ||
		    s[n] != (i == 2 ? '\0' : '/'))
			return (false);
		memset(part[i], '0', most[i]);
		memcpy(part[i] + (most[i] - n), s, n);
		s += n + (i < 2);
	}
	memcpy(iso, part[2], 4);
	iso[4] = iso[7] = '-';
	memcpy(iso + 5, part[1], 2);
	memcpy(iso + 8, part[0], 2);
	iso[10] = '\0';
	return (true);
}

static err_t
parse_date(const char *s, int64_t *day)
{
	char iso[11];

	return (text_day(turn_date(s, iso) ? iso : s, day));
}

static err_t
parse_bool(const char *s, int64_t *v)
{
	static const char *const yes[] = { "si", "yes", "true", "verdadero",
		"1" };
	static const char *const no[] = { "no", "false", "falso", "0" };
	char b[SAID_MAX + 1];

	text_fold(span_str(s), b);
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(b, yes[i]) == 0) {
			*v = 1;
			return (NULL);
		}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (strcmp(b, no[i]) == 0) {
			*v = 0;
			return (NULL);
		}
	return (err_new(ERR_DATA, "neither yes nor no"));
}

/* A code by name or label; the number stands for one added later. */
static err_t
parse_code(const struct field *f, const char *s, int64_t *v)
{
	const struct code *c = vocab_find(vocab_of(f), s);

	if (c == NULL) {
		if (!vocab_of(f)->open)
			return (err_new(ERR_DATA, "not in %s", f->vocab));
		TRY(text_int(s, v));
		return (*v >= VOCAB_EXTRA
			    ? NULL
			    : err_new(ERR_DATA, "not in %s", f->vocab));
	}
	*v = c->no;
	return (NULL);
}

static err_t
parse_int(const struct field *f, const char *s, int64_t *v)
{
	switch (f->type) {
	case TYPE_DATE:
		return (parse_date(s, v));
	case TYPE_TIME:
		return (text_time(s, v));
	case TYPE_BOOL:
		return (parse_bool(s, v));
	case TYPE_CODE:
		return (parse_code(f, s, v));
	case TYPE_INT:
	case TYPE_REF:
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		break;
	}
	return (text_int(s, v));
}

err_t
schema_parse(const struct field *f, const char *s, struct val *v)
{
	struct span t = trim(s);
	char b[LIMIT_NAME_BYTES + 1];
	int64_t i;

	must(f->type != TYPE_REF);
	*v = val_null();
	if (t.n == 0)
		return (NULL);
	if (f->type == TYPE_TEXT || f->type == TYPE_LONG ||
	    f->type == TYPE_GEO) {
		TRY(schema_check(f, val_text(t)));
		*v = val_text(t);
		return (NULL);
	}
	if (t.n > (f->type == TYPE_CODE ? LIMIT_NAME_BYTES : SAID_MAX) ||
	    !text_valid(t))
		return (err_new(ERR_DATA, "%s: too long", f->name));
	memcpy(b, t.p, t.n);
	b[t.n] = '\0';
	if (parse_int(f, b, &i) != NULL)
		return (err_new(ERR_DATA, "%s: \"%.*s\" is not understood",
		    f->name, SAID_MAX, b));
	TRY(schema_check(f, val_int(i)));
	*v = val_int(i);
	return (NULL);
}

/* ---- to machines and people ------------------------------------------ */

static err_t
put_code(const struct field *f, int64_t no, const char *lang, struct buf *out)
{
	const struct code *c = vocab_code(vocab_of(f), no);

	if (c ==
	    NULL) /* added by the federal level: the caller has the label */
		return (buf_fmt(out, "%lld", (long long)no));
	if (lang == NULL)
		return (buf_str(out, c->name));
	return (buf_str(out, strcmp(lang, "en") == 0 ? c->en : c->es));
}

/* lang NULL: for machines. */
static err_t
put_int(const struct field *f, int64_t i, const char *lang, struct buf *out)
{
	bool es = lang != NULL && strcmp(lang, "en") != 0;
	char b[21];

	switch (f->type) {
	case TYPE_CODE:
		return (put_code(f, i, lang, out));
	case TYPE_DATE:
		text_day_put(i, b);
		return (es ? buf_fmt(out, "%.2s/%.2s/%.4s", b + 8, b + 5, b)
			   : buf_str(out, b));
	case TYPE_TIME:
		text_time_put(i, b);
		if (lang == NULL)
			return (buf_str(out, b));
		return (es ? buf_fmt(out, "%.2s/%.2s/%.4s %.5s UTC", b + 8,
				 b + 5, b, b + 11)
			   : buf_fmt(out, "%.10s %.5s UTC", b, b + 11));
	case TYPE_BOOL:
		if (lang != NULL)
			return (buf_str(out, es ? (i != 0 ? "Sí" : "No")
						: (i != 0 ? "Yes" : "No")));
		return (buf_str(out, i != 0 ? "true" : "false"));
	case TYPE_INT:
	case TYPE_REF:
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_GEO:
		break;
	}
	return (buf_fmt(out, "%lld", (long long)i));
}

err_t
schema_put(const struct field *f, struct val v, struct buf *out)
{
	if (v.kind == VAL_NULL)
		return (NULL);
	TRY(schema_check(f, v));
	if (v.kind == VAL_INT)
		return (put_int(f, v.i, NULL, out));
	return (buf_span(out, v.s));
}

err_t
schema_say(
    const struct field *f, struct val v, const char *lang, struct buf *out)
{
	char code[6];

	if (v.kind == VAL_NULL)
		return (NULL);
	TRY(schema_check(f, v));
	if (v.kind == VAL_INT)
		return (put_int(f, v.i, lang, out));
	if (f->type != TYPE_GEO)
		return (buf_span(out, v.s));
	memcpy(code, v.s.p, v.s.n);
	code[v.s.n] = '\0';
	return (buf_str(out, geo_name(code) != NULL ? geo_name(code) : code));
}

int
schema_advance(const struct field *f, int64_t code, bool *terminal)
{
	const struct code *c = vocab_code(vocab_of(f), code);

	*terminal = c != NULL && c->terminal;
	return (c == NULL ? 0 : c->advance);
}
