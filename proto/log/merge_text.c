/*
 * merge_text -- three-way merge by paragraph, pinned.
 *
 * Every store must give the same bytes, so this is the whole algorithm:
 *
 * 1. Paragraphs.  A text is cut at every '\n'; "a\nb" is [a, b], "a\n" is
 *    [a, ""], and the empty text is the empty list.  Writing is joining with
 *    '\n'.  Paragraphs are equal when their bytes are.
 *
 * 2. Hunks of a text against the base.  Equal paragraphs at the front are
 *    matched, then equal ones at the back of what is left.  Of the two middles
 *    (n and m paragraphs) nothing is matched when n * m > LIMIT_DIFF_CELLS.
 *    Otherwise let L(i, j) be the length of the longest common subsequence of
 *    base middle from i and text middle from j; walk from i = j = 0: when the
 *    paragraphs are equal match them and step both; else step i when
 *    L(i + 1, j) >= L(i, j + 1), and j when not.  A hunk is a longest run of
 *    unmatched paragraphs: base [from, to) became text [t_from, t_to); one of
 *    the two ranges may be empty.
 *
 * 3. Two texts.  The hunks of both are taken by `from`; at the same place an
 *    insertion (from = to) comes first; of two of one kind, A's.  The one
 *    taken opens a region [lo, hi) = [from, to).  As long as the next hunk of
 *    A, then of B, touches the region, it is absorbed and hi becomes the
 *    larger end.  An empty region is touched by an insertion at its place; a
 *    region that is not empty by a hunk with from < hi.  So edits of
 *    neighbouring paragraphs do not touch.
 *    Base paragraphs between regions are copied.  A region with hunks of one
 *    side only takes that side.  With both, each side's paragraphs are those
 *    from the place that answers to lo to the one that answers to hi; equal
 *    sides are written once, others between marker paragraphs: MARK_A, A's,
 *    MARK_B, B's, MARK_END.  That is an overlap.
 *
 * 4. Several texts.  A text equal to an earlier one is left out.  The first
 *    is the result; every next one is merged with it as B with the result as
 *    A, always on the same base.
 */
#include "proto/log/merge.h"

#include "proto/limits.h"

#define MARK_A                                                                 \
	"\xe2\x9f\xa6"                                                         \
	"A"                                                                    \
	"\xe2\x9f\xa7" /* U+27E6 A U+27E7 */
#define MARK_B                                                                 \
	"\xe2\x9f\xa6"                                                         \
	"B"                                                                    \
	"\xe2\x9f\xa7"
#define MARK_END                                                               \
	"\xe2\x9f\xa6"                                                         \
	"/"                                                                    \
	"\xe2\x9f\xa7"

struct paras {
	struct span *p;
	size_t n;
};

struct hunk {
	size_t from, to;     /* of the base */
	size_t t_from, t_to; /* of the text */
};

struct hunks {
	struct hunk *h;
	size_t n;
};

static struct paras
cut(struct span s, struct arena *a)
{
	struct paras out = { NULL, 0 };
	size_t n = 1;
	struct span line;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	out.p = arena_new(a, n * sizeof(*out.p));
	if (s.n == 0)
		return (out);
	while (span_line(&s, &line))
		out.p[out.n++] = line;
	out.p[out.n++] = s;
	must(out.n == n);
	return (out);
}

static struct span
join(struct paras t, struct arena *a)
{
	size_t n = 0;
	uint8_t *p, *at;

	for (size_t i = 0; i < t.n; i++)
		n += t.p[i].n + (i > 0);
	p = at = arena_new(a, n + 1);
	for (size_t i = 0; i < t.n; i++) {
		if (i > 0)
			*at++ = '\n';
		if (t.p[i].n > 0)
			memcpy(at, t.p[i].p, t.p[i].n);
		at += t.p[i].n;
	}
	return (span_of(p, n));
}

static struct paras
part(struct paras t, size_t from, size_t to)
{
	return ((struct paras){ t.p + from, to - from });
}

/* Add an unmatched pair of ranges; touching ones are one hunk. */
static void
hunk_add(struct hunks *hs, struct hunk h)
{
	struct hunk *last = hs->n == 0 ? NULL : &hs->h[hs->n - 1];

	if (h.from == h.to && h.t_from == h.t_to)
		return;
	/* What is alike moves both on: ranges that touch in the base touch in
	 * the text. */
	if (last != NULL && last->to == h.from) {
		must(last->t_to == h.t_from);
		last->to = h.to;
		last->t_to = h.t_to;
	} else {
		hs->h[hs->n++] = h;
	}
}

/* The middles b and t, which start `skip` paragraphs in. */
static void
diff_middle(struct paras b, struct paras t, size_t skip, struct hunks *hs)
{
	CLEAN(arena_free) struct arena s = ARENA;
	size_t w = t.n + 1, i = 0, j = 0;
	uint16_t *len;

	if (b.n == 0 || t.n == 0 || b.n > LIMIT_DIFF_CELLS / t.n) {
		hunk_add(
		    hs, (struct hunk){ skip, skip + b.n, skip, skip + t.n });
		return;
	}
	len = arena_new(&s, (b.n + 1) * w * sizeof(*len));
	for (i = b.n; i-- > 0;)
		for (j = t.n; j-- > 0;) {
			uint16_t down = len[(i + 1) * w + j];
			uint16_t right = len[i * w + j + 1];

			if (span_eq(b.p[i], t.p[j]))
				len[i * w + j] =
				    (uint16_t)(len[(i + 1) * w + j + 1] + 1);
			else
				len[i * w + j] = down > right ? down : right;
		}
	for (i = j = 0; i < b.n && j < t.n;) {
		size_t x = skip + i, y = skip + j;

		if (span_eq(b.p[i], t.p[j])) {
			i++;
			j++;
		} else if (len[(i + 1) * w + j] >= len[i * w + j + 1]) {
			hunk_add(hs, (struct hunk){ x, x + 1, y, y });
			i++;
		} else {
			hunk_add(hs, (struct hunk){ x, x, y, y + 1 });
			j++;
		}
	}
	hunk_add(
	    hs, (struct hunk){ skip + i, skip + b.n, skip + j, skip + t.n });
}

static struct hunks
diff(struct paras b, struct paras t, struct arena *a)
{
	struct hunks hs = { NULL, 0 };
	size_t front = 0, back = 0;

	hs.h = arena_new(a, (b.n + t.n + 1) * sizeof(*hs.h));
	while (front < b.n && front < t.n && span_eq(b.p[front], t.p[front]))
		front++;
	while (front + back < b.n && front + back < t.n &&
	       span_eq(b.p[b.n - 1 - back], t.p[t.n - 1 - back]))
		back++;
	diff_middle(
	    part(b, front, b.n - back), part(t, front, t.n - back), front, &hs);
	return (hs);
}

struct out {
	struct paras t;
	bool overlap;
};

static void
put(struct out *o, struct paras t)
{
	for (size_t i = 0; i < t.n; i++)
		o->t.p[o->t.n++] = t.p[i];
}

static void
put_mark(struct out *o, const char *mark)
{
	o->t.p[o->t.n++] = span_str(mark);
}

/* One side of the merge: its hunks, and those the open region has. */
struct side {
	struct paras t;
	struct hunks hs;
	size_t first, next; /* hunks first..next-1 are in the region */
};

static const struct hunk *
ahead(const struct side *s)
{
	return (s->next < s->hs.n ? &s->hs.h[s->next] : NULL);
}

static bool
comes_before(const struct hunk *a, const struct hunk *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL);
	if (a->from != b->from)
		return (a->from < b->from);
	return (a->from == a->to || b->from != b->to);
}

static bool
absorb(struct side *s, size_t lo, size_t *hi)
{
	const struct hunk *h = ahead(s);
	bool touches;

	if (h == NULL)
		return (false);
	if (lo == *hi)
		touches = h->from == lo && h->to == lo;
	else
		touches = h->from < *hi;
	if (!touches)
		return (false);
	if (h->to > *hi)
		*hi = h->to;
	s->next++;
	return (true);
}

/* The paragraphs that answer to base [lo, hi); the side has hunks in it. */
static struct paras
range(const struct side *s, size_t lo, size_t hi)
{
	const struct hunk *f = &s->hs.h[s->first];
	const struct hunk *l = &s->hs.h[s->next - 1];

	return (part(s->t, f->t_from - (f->from - lo), l->t_to + (hi - l->to)));
}

static bool
paras_eq(struct paras a, struct paras b)
{
	bool eq = a.n == b.n;

	for (size_t i = 0; eq && i < a.n; i++)
		eq = span_eq(a.p[i], b.p[i]);
	return (eq);
}

static void
put_region(struct out *o, const struct side *a, const struct side *b, size_t lo,
    size_t hi)
{
	bool in_a = a->next > a->first, in_b = b->next > b->first;

	if (!in_b || (in_a && paras_eq(range(a, lo, hi), range(b, lo, hi)))) {
		put(o, range(a, lo, hi));
	} else if (!in_a) {
		put(o, range(b, lo, hi));
	} else {
		put_mark(o, MARK_A);
		put(o, range(a, lo, hi));
		put_mark(o, MARK_B);
		put(o, range(b, lo, hi));
		put_mark(o, MARK_END);
		o->overlap = true;
	}
}

static struct paras
merge_two(struct paras base, struct paras ta, struct paras tb,
    struct arena *keep, bool *overlap)
{
	CLEAN(arena_free) struct arena own = ARENA;
	struct arena *s = &own;
	struct side a = { ta, diff(base, ta, s), 0, 0 };
	struct side b = { tb, diff(base, tb, s), 0, 0 };
	struct out o = { { NULL, 0 }, false };
	size_t done = 0, lo, hi;

	/* Every paragraph comes at most once from each text; the three marks
	 * go with an overlap, which has a paragraph at least. */
	o.t.p = arena_new(s, (base.n + 4 * (ta.n + tb.n) + 1) * sizeof(*o.t.p));
	while (ahead(&a) != NULL || ahead(&b) != NULL) {
		bool by_a = comes_before(ahead(&a), ahead(&b));
		struct side *x = by_a ? &a : &b;

		a.first = a.next;
		b.first = b.next;
		lo = x->hs.h[x->next].from;
		hi = x->hs.h[x->next].to;
		x->next++;
		while (absorb(&a, lo, &hi) || absorb(&b, lo, &hi))
			continue;
		put(&o, part(base, done, lo));
		put_region(&o, &a, &b, lo, hi);
		done = hi;
	}
	put(&o, part(base, done, base.n));
	*overlap = *overlap || o.overlap;
	ta.p = arena_new(keep, (o.t.n + 1) * sizeof(*ta.p));
	ta.n = o.t.n;
	if (o.t.n > 0)
		memcpy(ta.p, o.t.p, o.t.n * sizeof(*ta.p));
	return (ta);
}

err_t
merge_text(struct span base, const struct span *texts, size_t n,
    struct arena *a, struct span *out, bool *overlap)
{
	CLEAN(arena_free) struct arena s = ARENA;
	struct paras b = cut(base, &s), acc;

	*overlap = false;
	acc = n == 0 ? b : cut(texts[0], &s);
	for (size_t i = 1; i < n; i++) {
		bool known = false;

		for (size_t j = 0; j < i && !known; j++)
			known = span_eq(texts[j], texts[i]);
		if (!known)
			acc = merge_two(b, acc, cut(texts[i], &s), &s, overlap);
	}
	*out = join(acc, a);
	return (NULL);
}
