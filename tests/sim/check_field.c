/* Lists, texts and lives, from the true past of their writes. */
#include "proto/domain/vocab.h"
#include "tests/sim/check_in.h"

static void
fail(struct book *b, const char *invariant, const struct record *r,
    const char *field, const char *what)
{
	char id[40];

	ledger_id_put(b->l, r->id, id);
	world_fail(b->w, invariant, "seat %u: %s %s, %s: %s", b->s->n,
	    r->entity->name, id, field, what);
}

/* ---- lists -------------------------------------------------------------- */

static bool
names(const struct said *x, const struct field *f, struct val v)
{
	for (size_t i = 0; i < x->op.n; i++)
		if (x->op.fv[i].field == f->no && val_eq(x->op.fv[i].v, v))
			return (true);
	return (false);
}

static bool
adds(const struct said *x)
{
	return (!x->held && (x->op.kind == OP_CREATE || x->op.kind == OP_ADD));
}

/* Is there an add that no remove has seen? */
static bool
there(struct book *b, const struct said *v, size_t n, const struct field *f,
    struct val e)
{
	for (size_t i = 0; i < n; i++) {
		bool gone = false;

		if (!adds(&v[i]) || !names(&v[i], f, e))
			continue;
		for (size_t k = 0; k < n && !gone; k++)
			gone = !v[k].held && v[k].op.kind == OP_REMOVE &&
			       names(&v[k], f, e) &&
			       book_before(b, &v[i], &v[k]);
		if (!gone)
			return (true);
	}
	return (false);
}

void
check_lists(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r)
{
	struct val *is;
	size_t k;

	world_must(b->w, "elements",
	    state_elements(b->l, r->id, f->no, &b->a, &is, &k));
	for (size_t i = 0; i < k; i++)
		if (!there(b, v, n, f, is[i]))
			fail(b, "merge", r, f->name,
			    "an element that was taken out is there");
	for (size_t i = 0; i < n; i++) {
		for (size_t m = 0; adds(&v[i]) && m < v[i].op.n; m++) {
			struct val e = v[i].op.fv[m].v;
			bool found = false;

			if (v[i].op.fv[m].field != f->no ||
			    e.kind == VAL_NULL || !there(b, v, n, f, e))
				continue;
			for (size_t j = 0; j < k; j++)
				found |= val_eq(is[j], e);
			if (!found)
				fail(b, "merge", r, f->name,
				    "an element that was put in is missing");
		}
	}
}

/* ---- texts -------------------------------------------------------------- */

static bool
writes_text(const struct said *x, const struct field *f)
{
	if (x->held)
		return (false);
	if (x->op.kind == OP_CREATE)
		return (true);
	if (x->op.kind != OP_EDIT && x->op.kind != OP_RESOLVE &&
	    x->op.kind != OP_SPLICE)
		return (false);
	for (size_t i = 0; i < x->op.n; i++)
		if (x->op.fv[i].field == f->no)
			return (true);
	return (false);
}

static bool
newest(struct book *b, const struct said *v, size_t n, const struct field *f,
    size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && writes_text(&v[k], f) &&
		    book_before(b, &v[i], &v[k]))
			return (false);
	return (true);
}

/* One side that all have seen is shown as it was written; of several, what
 * each put in is there. */
void
check_texts(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r)
{
	const struct oracle_value *k[64];
	struct span shown = r->v[f->no - 1].s;
	size_t sides = 0, known = 0;

	for (size_t i = 0; i < n && sides < 64; i++) {
		const struct oracle_value *one;

		if (!writes_text(&v[i], f) || !newest(b, v, n, f, i))
			continue;
		sides++;
		one = book_value(b, &v[i], f->no);
		if (one != NULL)
			k[known++] = one;
	}
	if (sides == 1 && known == 1) {
		if (!val_eq(r->v[f->no - 1], k[0]->v))
			fail(b, "merge", r, f->name,
			    "not the text that was written last");
		return;
	}
	for (size_t i = 0; i < known; i++)
		if (k[i]->mark[0] != '\0' &&
		    memmem(shown.p, shown.n, k[i]->mark, strlen(k[i]->mark)) ==
			NULL)
			fail(b, "merge", r, f->name,
			    "what one side wrote is not in the text");
}

/* ---- lives -------------------------------------------------------------- */

void
check_lives(
    struct book *b, const struct said *v, size_t n, const struct record *r)
{
	const struct said *last = NULL;
	size_t newest_n = 0;
	bool beside = false;

	for (size_t i = 0; i < n; i++) {
		bool seen = false;

		if (v[i].held || v[i].op.kind != OP_VOID)
			continue;
		for (size_t k = 0; k < n && !seen; k++)
			seen = k != i && !v[k].held &&
			       v[k].op.kind == OP_VOID &&
			       book_before(b, &v[i], &v[k]);
		if (!seen) {
			last = &v[i];
			newest_n++;
		}
	}
	if (newest_n > 1)
		return;
	for (size_t i = 0; last != NULL && i < n; i++)
		beside |= !v[i].held && &v[i] != last &&
			  v[i].op.kind != OP_VOID &&
			  !book_before(b, &v[i], last) &&
			  !book_before(b, last, &v[i]);
	if (last == NULL || last->op.state == LIFE_LIVE || beside) {
		if (r->life != LIFE_LIVE)
			fail(b, "merge", r, "life", "voided without a cause");
	} else if (r->life != LIFE_VOIDED) {
		fail(b, "merge", r, "life", "was voided and is not");
	}
	if (last != NULL && last->op.state != LIFE_LIVE && beside &&
	    book_dispute(b, r->id, FIELD_LIFE) == NULL)
		fail(b, "dispute", r, "life",
		    "voided beside a write, and nobody is asked");
}

/* ---- minutes ------------------------------------------------------------ */

static bool
approves(const struct said *x)
{
	if (x->held || (x->op.kind != OP_EDIT && x->op.kind != OP_CREATE &&
			   x->op.kind != OP_RESOLVE))
		return (false);
	for (size_t i = 0; i < x->op.n; i++)
		if (x->op.fv[i].field == FIELD_minutes_status &&
		    x->op.fv[i].v.kind == VAL_INT &&
		    x->op.fv[i].v.i >= CODE_minutes_status_approved)
			return (true);
	return (false);
}

#define FIRSTS 8

/* The approvals that have seen no other. */
static size_t
first_approvals(struct book *b, const struct said *v, size_t n,
    const struct said *out[FIRSTS])
{
	size_t k = 0;

	for (size_t i = 0; i < n && k < FIRSTS; i++) {
		bool later = !approves(&v[i]);

		for (size_t j = 0; j < n && !later; j++)
			later = j != i && approves(&v[j]) &&
				book_before(b, &v[j], &v[i]);
		if (!later)
			out[k++] = &v[i];
	}
	return (k);
}

static bool
content(uint32_t field)
{
	return (field != FIELD_minutes_status &&
		field != FIELD_minutes_approved_in &&
		field != FIELD_minutes_approved_on &&
		field != FIELD_minutes_signatures);
}

static bool
writes_content(const struct said *x)
{
	for (size_t i = 0; i < x->op.n; i++)
		if (content(x->op.fv[i].field))
			return (!x->held);
	return (false);
}

/* Of several approvals each stands with its own content, and one is shown. */
bool
check_split(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r)
{
	const struct said *first[FIRSTS];

	return (r->entity->no == ENTITY_minutes && content(f->no) &&
		first_approvals(b, v, n, first) > 1);
}

static bool
approved_with(
    const struct book *b, const struct said *x, const struct said *approval)
{
	return (x->commit == approval->commit || book_before(b, x, approval));
}

/* Approvals of one and the same content are no dispute; when one of two has
 * a text put in that the other has not, there is one. */
static void
check_approvals(struct book *b, const struct said *v, size_t n,
    const struct said *const first[], size_t k, const struct record *r)
{
	const struct dispute *d = book_dispute(b, r->id, FIELD_minutes_status);
	bool asked = d != NULL && d->kind == REVIEW_APPROVAL;
	size_t apart = 0, put_in = 0;

	for (size_t i = 0; i < n; i++) {
		size_t with = 0;

		if (v[i].op.kind == OP_RESOLVE)
			return; /* a person chose, or chose in part */
		for (size_t j = 0; j < k && writes_content(&v[i]); j++)
			with += approved_with(b, &v[i], first[j]) ? 1 : 0;
		if (with == 0 || with == k)
			continue;
		apart++;
		put_in += v[i].op.kind == OP_SPLICE && v[i].op.del == 0 &&
				  v[i].op.fv[0].v.s.n > 0
			      ? 1
			      : 0;
	}
	if (asked && apart == 0)
		fail(b, "dispute", r, "status",
		    "approvals of one content, in dispute");
	if (!asked && apart == 1 && put_in == 1)
		fail(b, "dispute", r, "status",
		    "approvals of two texts, and nobody is asked");
}

/* What the first approval had not seen is an amendment. */
void
check_frozen(
    struct book *b, const struct said *v, size_t n, const struct record *r)
{
	const struct field *f = schema_field(r->entity, FIELD_minutes_text);
	const struct said *first[FIRSTS];
	size_t firsts = first_approvals(b, v, n, first);

	if (firsts > 1)
		check_approvals(b, v, n, first, firsts, r);
	for (size_t k = 0; firsts == 1 && k < n; k++)
		if (writes_text(&v[k], f) && !approved_with(b, &v[k], first[0]))
			fail(b, "merge", r, f->name,
			    "approved minutes were changed");
}
