#include "proto/ui/words.h"

struct tokens {
	struct span *v;
	size_t n;
};

/* A stretch of tokens that differ: was [a, b) became now [c, d). */
struct change {
	size_t a, b, c, d;
};

enum kind { KIND_WORD, KIND_BLANK, KIND_MARK };

/* A letter outside of ASCII belongs to a word. */
static enum kind
kind_of(uint8_t c)
{
	if (c == ' ' || c == '\t' || c == '\n')
		return (KIND_BLANK);
	if (c >= 0x80 || (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
		return (KIND_WORD);
	return (KIND_MARK);
}

static struct tokens
cut(struct span s, struct arena *a)
{
	struct tokens t = { arena_new(a, (s.n + 1) * sizeof(struct span)), 0 };

	for (size_t i = 0; i < s.n;) {
		enum kind k = kind_of(s.p[i]);
		size_t from = i++;

		while (k != KIND_MARK && i < s.n && kind_of(s.p[i]) == k)
			i++;
		t.v[t.n++] = span_of(s.p + from, i - from);
	}
	return (t);
}

/* L[i][j]: the longest common sequence of was from i and now from j. */
static void
measure(const struct tokens *was, const struct tokens *now,
    const struct change *mid, uint16_t *len)
{
	size_t n = mid->b - mid->a, m = mid->d - mid->c, w = m + 1;

	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			uint16_t down = len[(i + 1) * w + j];
			uint16_t right = len[i * w + j + 1];

			if (span_eq(was->v[mid->a + i], now->v[mid->c + j]))
				len[i * w + j] =
				    (uint16_t)(len[(i + 1) * w + j + 1] + 1);
			else
				len[i * w + j] = down >= right ? down : right;
		}
	}
}

static void
grow(struct change *v, size_t *n, size_t a, size_t b, size_t c, size_t d)
{
	if (*n > 0 && v[*n - 1].b == a && v[*n - 1].d == c) {
		v[*n - 1].b = b;
		v[*n - 1].d = d;
		return;
	}
	v[(*n)++] = (struct change){ a, b, c, d };
}

/* The changes between the equal beginning and the equal end. */
static size_t
compare(const struct tokens *was, const struct tokens *now,
    const struct change *mid, struct arena *a, struct change *out)
{
	size_t n = mid->b - mid->a, m = mid->d - mid->c, i = 0, j = 0, k = 0;
	uint16_t *len;

	if (n == 0 || m == 0 || n > WORDS_CELLS / m) {
		if (n + m > 0)
			out[k++] = *mid;
		return (k);
	}
	len = arena_new(a, (n + 1) * (m + 1) * sizeof(*len));
	measure(was, now, mid, len);
	while (i < n || j < m) {
		size_t x = mid->a + i, y = mid->c + j, w = m + 1;

		if (i < n && j < m && span_eq(was->v[x], now->v[y])) {
			i++;
			j++;
		} else if (j == m || (i < n && len[(i + 1) * w + j] >=
						   len[i * w + j + 1])) {
			grow(out, &k, x, x + 1, y, y);
			i++;
		} else {
			grow(out, &k, x, x, y, y + 1);
			j++;
		}
	}
	return (k);
}

static bool
blank(const struct tokens *t, size_t from, size_t to)
{
	return (to == from + 1 && kind_of(t->v[from].p[0]) == KIND_BLANK);
}

/* Two changes with a blank between them read better as one. */
static size_t
join(const struct tokens *was, struct change *v, size_t n)
{
	size_t k = 0;

	for (size_t i = 1; i < n; i++) {
		if (blank(was, v[k].b, v[i].a)) {
			v[k].b = v[i].b;
			v[k].d = v[i].d;
		} else
			v[++k] = v[i];
	}
	return (n == 0 ? 0 : k + 1);
}

static void
put(struct words_piece *out, size_t *n, enum words_kind kind,
    const struct tokens *t, size_t from, size_t to)
{
	const uint8_t *p;

	if (from == to)
		return;
	p = t->v[from].p;
	out[(*n)++] = (struct words_piece){ kind,
		span_of(p, (size_t)(t->v[to - 1].p + t->v[to - 1].n - p)) };
}

void
words_diff(struct span was, struct span now, struct arena *a,
    struct words_piece **out, size_t *n)
{
	struct arena s = ARENA;
	struct tokens w = cut(was, &s), x = cut(now, &s);
	struct change mid = { 0, w.n, 0, x.n }, *v;
	size_t k, at = 0;

	while (mid.a < w.n && mid.c < x.n && span_eq(w.v[mid.a], x.v[mid.c])) {
		mid.a++;
		mid.c++;
	}
	while (mid.b > mid.a && mid.d > mid.c &&
	       span_eq(w.v[mid.b - 1], x.v[mid.d - 1])) {
		mid.b--;
		mid.d--;
	}
	v = arena_new(&s, (w.n + x.n + 1) * sizeof(*v));
	k = join(&w, v, compare(&w, &x, &mid, &s, v));
	*out = arena_new(a, (3 * k + 1) * sizeof(**out));
	*n = 0;
	for (size_t i = 0; i < k; i++) {
		put(*out, n, WORDS_SAME, &w, at, v[i].a);
		put(*out, n, WORDS_GONE, &w, v[i].a, v[i].b);
		put(*out, n, WORDS_NEW, &x, v[i].c, v[i].d);
		at = v[i].b;
	}
	put(*out, n, WORDS_SAME, &w, at, w.n);
	arena_free(&s);
}
