/*
 * view_guard -- rule 14 at the hub: what an office's text has of what looks
 * like personal data is not published until somebody decided that it is none.
 *
 * The office's computer refuses it, but an older program or a hand may have
 * let it in.  Nothing is changed or lost: the records stay as they were
 * written, and what is shown of them leaves that out and says how often.
 */
#include "hub/view_parts.h"

#include "proto/domain/pii.h"

#define HELD_ES "[por revisar]"
#define HELD_EN "[to be reviewed]"

SQL_SCAN(view_guard_decided,
    "SELECT 1 FROM pii_decision WHERE hash = ?1 AND verdict = ?2 AND life = 0"
    " LIMIT 1");

struct guard {
	struct db *db;
	struct arena *a;
	int64_t held;
};

static err_t
decided(struct guard *g, struct span found, bool *yes)
{
	CLEAN(buf_free) struct buf b = BUF(64);
	struct hash hash;
	int64_t n;

	pii_hash(found, &hash);
	TRY(buf_b64(&b, span_of(hash.b, sizeof(hash.b))));
	TRY(db_int(g->db, &view_guard_decided, 0, &n, val_text(buf_all(&b)),
	    A_INT(CODE_pii_verdict_not_personal)));
	*yes = n != 0;
	return (NULL);
}

/* The text without what is held; *changed false: it is as it was. */
static err_t
without(struct guard *g, struct span s, const char *instead, struct span *out,
    bool *changed)
{
	CLEAN(buf_free) struct buf b = BUF(2 * VIEW_SAY_BYTES);
	size_t from = 0;
	struct pii x;
	bool yes;

	*changed = false;
	for (size_t at = 0; pii_next(s, at, &x); at = x.at + x.n) {
		TRY(decided(g, span_of(s.p + x.at, x.n), &yes));
		if (yes)
			continue;
		TRY(buf_put(&b, s.p + from, x.at - from));
		TRY(buf_str(&b, instead));
		from = x.at + x.n;
		*changed = true;
	}
	if (!*changed)
		return (NULL);
	TRY(buf_put(&b, s.p + from, s.n - from));
	*out = span_of(arena_dup(g->a, buf_all(&b)), b.n);
	return (NULL);
}

static err_t
words(struct guard *g, const char **s, const char *instead)
{
	struct span out;
	bool changed;

	if (*s == NULL)
		return (NULL);
	TRY(without(g, span_str(*s), instead, &out, &changed));
	if (changed)
		*s = (const char *)out.p;
	return (NULL);
}

static err_t
cell(struct guard *g, struct view_cell *c)
{
	struct span out;
	bool changed;

	if (c->v.kind == VAL_TEXT) {
		TRY(without(g, c->v.s, HELD_ES, &out, &changed));
		if (changed) {
			if (c->es == NULL)
				c->es = (const char *)out.p;
			c->v = val_text(out);
			g->held++;
		}
	}
	TRY(words(g, &c->es, HELD_ES));
	return (words(g, &c->en, HELD_EN));
}

err_t
view_guard(struct view *v, const struct view_ask *ask)
{
	struct guard g = { .db = ledger_db(ask->l), .a = &v->a };
	long long n;

	for (size_t i = 0; i < v->cells; i++)
		TRY(cell(&g, &v->cell[i]));
	n = g.held;
	if (n > 0 && v->lines < VIEW_LINES)
		view_line(v, "personal_data",
		    arena_fmt(&v->a,
			"%lld textos tienen lo que parece un dato personal: "
			"no se muestra hasta que alguien decida",
			n),
		    arena_fmt(&v->a,
			"%lld texts have what looks like personal data: it is "
			"not shown until somebody decides",
			n));
	return (NULL);
}

err_t
view_guard_text(struct db *db, struct arena *a, const char **s,
    const char *lang, bool *changed)
{
	struct guard g = { .db = db, .a = a };
	struct span out;

	*changed = false;
	if (*s == NULL)
		return (NULL);
	TRY(without(&g, span_str(*s),
	    strcmp(lang, "en") == 0 ? HELD_EN : HELD_ES, &out, changed));
	if (*changed)
		*s = (const char *)out.p;
	return (NULL);
}
