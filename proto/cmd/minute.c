#include "proto/cmd/minute.h"

#include <stdio.h>

#include "proto/base/crypt.h"
#include "proto/cmd/minute_in.h"

SQL(minute_version, "SELECT max(version) FROM minutes WHERE session = ?1");
SQL(minute_included, "SELECT id FROM agreement WHERE session = ?1"
		     " AND life = 0 ORDER BY id");

/* ---- reading
 * ------------------------------------------------------------------ */

struct reading {
	struct arena *a;
	struct minute_block *v;
	size_t n, cap, rows_cap;
};

static struct minute_block *
add(struct reading *r, enum minute_kind kind)
{
	arena_room(r->a, &r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n].kind = kind;
	r->v[r->n].text = "";
	return (&r->v[r->n++]);
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = span_of(s.p + 1, s.n - 1);
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return (s);
}

/* "| a | b |" */
static struct minute_row
cells(struct reading *r, struct span line)
{
	struct minute_row row = { NULL, 0 };
	size_t bars = 0;

	line = trim(span_of(line.p + 1, line.n - 1));
	if (line.n > 0 && line.p[line.n - 1] == '|')
		line.n--;
	for (size_t i = 0; i < line.n; i++)
		bars += line.p[i] == '|';
	row.cells = arena_new(r->a, (bars + 1) * sizeof(*row.cells));
	for (;;) {
		const uint8_t *bar =
		    line.n == 0 ? NULL : memchr(line.p, '|', line.n);
		size_t n = bar == NULL ? line.n : (size_t)(bar - line.p);

		row.cells[row.cells_n++] =
		    arena_dup(r->a, trim(span_of(line.p, n)));
		if (bar == NULL)
			return (row);
		line = span_of(bar + 1, line.n - n - 1);
	}
}

static void
table_line(struct reading *r, struct span line, bool goes_on)
{
	struct minute_block *b;

	if (!goes_on) {
		b = add(r, MINUTE_TABLE);
		b->head = cells(r, line);
		b->rows = NULL;
		b->rows_n = r->rows_cap = 0;
		return;
	}
	b = &r->v[r->n - 1];
	arena_room(
	    r->a, &b->rows, &r->rows_cap, b->rows_n + 1, sizeof(*b->rows));
	b->rows[b->rows_n++] = cells(r, line);
}

/* Lines of one paragraph stay together, with their ends. */
static void
text_line(struct reading *r, struct span line, bool goes_on)
{
	struct minute_block *b =
	    goes_on ? &r->v[r->n - 1] : add(r, MINUTE_TEXT);

	b->text = arena_fmt(r->a, "%s%s%.*s", b->text, goes_on ? "\n" : "",
	    (int)line.n, (const char *)line.p);
}

void
minute_read(
    struct arena *a, struct span text, struct minute_block **out, size_t *n)
{
	struct reading r = { .a = a };
	enum minute_kind last = MINUTE_HEAD;

	while (text.n > 0) {
		struct span line;

		if (!span_line(&text, &line)) {
			line = text;
			text = span_of(text.p + text.n, 0);
		}
		line = trim(line);
		if (line.n == 0) {
			last = MINUTE_HEAD; /* nothing goes on */
		} else if (line.n > 3 && memcmp(line.p, "## ", 3) == 0) {
			add(&r, MINUTE_HEAD)->text =
			    arena_dup(a, span_of(line.p + 3, line.n - 3));
			last = MINUTE_HEAD;
		} else if (line.p[0] == '|') {
			table_line(&r, line, last == MINUTE_TABLE);
			last = MINUTE_TABLE;
		} else {
			text_line(&r, line, last == MINUTE_TEXT);
			last = MINUTE_TEXT;
		}
	}
	*out = r.v;
	*n = r.n;
}

/* ---- the draft anew
 * ------------------------------------------------------------- */

/* The section that begins here: up to the next heading. */
static struct span
section(const char *s)
{
	const char *next = strstr(s + 1, "\n## ");

	return (
	    next == NULL ? span_str(s) : span_of(s, (size_t)(next + 1 - s)));
}

static bool
has_table(struct span s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '\n' && s.p[i + 1] == '|')
			return (true);
	return (false);
}

/* Where the section with the same heading begins, or NULL. */
static const char *
same_section(const char *text, struct span of)
{
	const uint8_t *end = memchr(of.p, '\n', of.n);
	size_t head = end == NULL ? of.n : (size_t)(end - of.p);
	const char *s = text;

	while (s != NULL && *s != '\0') {
		struct span x = section(s);

		if (x.n >= head && memcmp(s, of.p, head) == 0 &&
		    (s[head] == '\n' || s[head] == '\0'))
			return (s);
		s += x.n;
	}
	return (NULL);
}

const char *
minute_refresh(struct arena *a, const char *was, const char *fresh)
{
	const char *out = "";

	for (const char *s = fresh; *s != '\0';) {
		struct span now = section(s), take = now;
		const char *old = same_section(was, now);

		/* What heads it has no heading, and is always fresh. */
		if (old != NULL && !has_table(now) && *s == '#')
			take = section(old);
		out = arena_fmt(
		    a, "%s%.*s", out, (int)take.n, (const char *)take.p);
		if (take.n > 0 && take.p[take.n - 1] != '\n')
			out = arena_fmt(a, "%s\n\n", out);
		s += now.n;
	}
	/* What a person added keeps its place at the end. */
	for (const char *s = was; *s != '\0';) {
		struct span old = section(s);

		if (*s == '#' && same_section(fresh, old) == NULL)
			out = arena_fmt(
			    a, "%s%.*s", out, (int)old.n, (const char *)s);
		s += old.n;
	}
	return (out);
}

void
minute_hash(struct span text, char out[MINUTE_HASH])
{
	struct hasher h;
	struct hash sum;

	hash_start(&h, "");
	hash_add(&h, text.p, text.n);
	hash_end(&h, &sum);
	for (size_t i = 0; i < HASH_LEN; i++)
		(void)snprintf(out + i * 2, 3, "%02x", sum.b[i]);
}

/* ---- minutes of a session
 * --------------------------------------------------------- */

err_t
minute_create(struct cmd *c, struct act *act, dot_t session, dot_t *id)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const struct entity *e = schema_entity(ENTITY_minutes);
	const char *text;
	int64_t version;
	struct fv fv[4];
	bool more;

	TRY(minute_draft(c, session, &act->a, &text));
	TRY(db_int(c->st->db, &minute_version, 0, &version, A_INT(session)));
	fv[0] = (struct fv){ FIELD_minutes_session, val_int(session) };
	fv[1] = (struct fv){ FIELD_minutes_version, val_int(version + 1) };
	fv[2] = (struct fv){ FIELD_minutes_status,
		val_int(CODE_minutes_status_draft) };
	fv[3] = (struct fv){ FIELD_minutes_text, val_str(text) };
	TRY(act_create(act, e, fv, 4, id));
	TRY(db_query(&r, c->st->db, &minute_included, A_INT(session)));
	for (;;) {
		struct fv add_fv = { FIELD_minutes_agreements, val_null() };

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		add_fv.v = val_int(rows_int(&r, 0));
		TRY(act_list(act, e, *id, true, &add_fv, 1));
	}
}
