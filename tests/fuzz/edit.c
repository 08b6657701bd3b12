/* A body whose lines somebody changed on the way. */
#include "proto/base/mem.h"
#include "proto/limits.h"
#include "proto/sync/frame.h"
#include "tests/fuzz/edit.h"

#define LINES 512
#define BODY  (64 << 20)

struct lines {
	struct span at[LINES];
	size_t n;
};

static size_t
which(struct span *tape, size_t n)
{
	return (n == 0 ? 0 : fuzz_byte(tape) % n);
}

/* A copy of the line with one byte another one. */
static void
change(struct lines *l, size_t i, struct span *tape, struct arena *a)
{
	static const char bytes[] = "0123456789-\",[]{}AZaz_ e\\";
	struct span s = l->at[i];
	char *p = arena_dup(a, s);
	size_t at = (size_t)fuzz_byte(tape) << 4 | fuzz_byte(tape);

	if (s.n == 0)
		return;
	p[at % s.n] = bytes[which(tape, sizeof(bytes) - 1)];
	l->at[i] = span_of(p, s.n);
}

static void
edit(struct lines *l, struct span *tape, struct arena *a)
{
	uint8_t how = fuzz_byte(tape);
	size_t i = which(tape, l->n), k = which(tape, l->n);
	struct span one = l->at[i];

	switch (how % 6) {
	case 0: /* it is not there */
		memmove(
		    &l->at[i], &l->at[i + 1], (l->n - i - 1) * sizeof(*l->at));
		l->n--;
		break;
	case 1: /* it is there twice */
		if (l->n == LINES)
			break;
		memmove(&l->at[k + 1], &l->at[k], (l->n - k) * sizeof(*l->at));
		l->at[k] = one;
		l->n++;
		break;
	case 2:
		l->at[i] = l->at[k];
		l->at[k] = one;
		break;
	case 3: /* nothing comes after it */
		l->n = i + 1;
		break;
	default:
		change(l, i, tape, a);
		break;
	}
}

static err_t
collect(void *ctx, struct span bytes)
{
	return (buf_span(ctx, bytes));
}

static err_t
keep(void *ctx, struct span line)
{
	TRY(buf_span(ctx, line));
	return (buf_byte(ctx, '\n'));
}

static void
write_all(const struct lines *l, struct buf *out)
{
	struct sink sink = { out, collect };
	struct frame_out *f;

	must(frame_out_open(&f, 3, &sink) == NULL);
	for (size_t i = 0; i < l->n; i++) {
		CLEAN(buf_free) struct buf b = BUF(BODY);

		must(keep(&b, l->at[i]) == NULL);
		must(frame_out_put(f, buf_all(&b)) == NULL);
	}
	must(frame_out_end(f) == NULL);
	frame_out_close(&f);
}

void
edit_body(struct span body, struct span *tape, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf text = BUF(BODY);
	struct lines l = { .n = 0 };
	struct span rest;
	struct frame_in *f;
	size_t edits = 1 + which(tape, 3);

	frame_in_open(&f, BODY, BODY);
	if (frame_in_feed(f, body, keep, &text) == NULL) {
		rest = buf_all(&text);
		while (l.n < LINES && span_line(&rest, &l.at[l.n]))
			l.n++;
	}
	frame_in_close(&f);
	for (size_t i = 0; i < edits && l.n > 0; i++)
		edit(&l, tape, &a);
	if (l.n > 0)
		write_all(&l, out);
	else
		must(buf_span(out, body) == NULL);
}
