/*
 * world_hostile -- a node whose program does what it likes.
 *
 * It has a certificate and its key, and the messages that an honest program
 * sent from there.  It sends them changed: bytes, lines, numbers, names.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/sync/frame.h"
#include "tests/sim/world_in.h"

#define TEXT_MAX (1 << 20)

static err_t
keep_line(void *ctx, struct span line)
{
	TRY(buf_span(ctx, line));
	return (buf_byte(ctx, '\n'));
}

static err_t
keep(void *ctx, struct span s)
{
	return (buf_span(ctx, s));
}

static err_t
unpack(struct span body, struct buf *text)
{
	struct frame_in *f;
	err_t e;

	frame_in_open(&f, TEXT_MAX, TEXT_MAX);
	e = frame_in_feed(f, body, keep_line, text);
	frame_in_close(&f);
	return (e);
}

static err_t
pack(struct span text, struct buf *body)
{
	struct sink sink = { body, keep };
	struct frame_out *f = NULL;
	err_t e = frame_out_open(&f, 3, &sink);

	if (e == NULL)
		e = frame_out_put(f, text);
	if (e == NULL)
		e = frame_out_end(f);
	frame_out_close(&f);
	return (e);
}

/* ---- changes ------------------------------------------------------------ */

/* Where a line begins, and its length with the end. */
static struct span
line_at(struct span text, uint64_t k)
{
	size_t from = 0, to;

	for (;;) {
		for (to = from; to < text.n && text.p[to] != '\n'; to++)
			;
		to += to < text.n;
		if (k == 0 || to >= text.n)
			return (span_of(text.p + from, to - from));
		k--;
		from = to;
	}
}

static uint64_t
lines(struct span text)
{
	uint64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return (n);
}

/* A line twice, gone, or in another place. */
static err_t
shuffle(struct rng *r, struct span text, struct buf *out)
{
	uint64_t n = lines(text), a = rng_below(r, n), b = rng_below(r, n);
	uint64_t how = rng_below(r, 3);

	for (uint64_t i = 0; i < n; i++) {
		if (i == a && how == 0)
			continue;
		if (i == b && how == 2)
			TRY(buf_span(out, line_at(text, a)));
		TRY(buf_span(out, line_at(text, i)));
		if (i == a && how == 1)
			TRY(buf_span(out, line_at(text, i)));
	}
	return (NULL);
}

/* Digits become others, letters too. */
static void
scribble(struct rng *r, struct buf *text)
{
	uint64_t n = 1 + rng_below(r, 3);

	for (uint64_t tries = 0; n > 0 && tries < 400 && text->n > 0; tries++) {
		uint8_t *c = &text->p[rng_below(r, text->n)];

		if (*c >= '0' && *c <= '9')
			*c = (uint8_t)('0' + rng_below(r, 10));
		else if (*c >= 'a' && *c <= 'z' && rng_chance(r, 300))
			*c = (uint8_t)('a' + rng_below(r, 26));
		else
			continue;
		n--;
	}
}

static err_t
change(struct rng *r, struct span body, struct buf *out)
{
	CLEAN(buf_free) struct buf text = BUF(TEXT_MAX);
	CLEAN(buf_free) struct buf other = BUF(2 * TEXT_MAX);

	if (rng_chance(r, 200) || unpack(body, &text) != NULL || text.n == 0) {
		TRY(buf_span(out, body));
		scribble(r, out);
		return (NULL);
	}
	if (rng_chance(r, 500)) {
		TRY(shuffle(r, buf_all(&text), &other));
	} else {
		TRY(buf_span(&other, buf_all(&text)));
		scribble(r, &other);
	}
	return (pack(buf_all(&other), out));
}

bool
right_hostile(struct world *w, struct seat *s, struct event *e)
{
	const struct message *last = net_last(w, s->n);
	uint64_t n = 1 + rng_below(&w->chance, 4);
	int status = 0;

	if (s->hub || last == NULL)
		return (false);
	s->hostile = true;
	for (uint64_t i = 0; i < n; i++) {
		CLEAN(buf_free) struct buf body = BUF(4 * TEXT_MAX);
		struct message *m;

		last = net_last(w, s->n);
		world_must(w, "a changed message",
		    change(&w->chance, buf_all(&last->body), &body));
		m = net_message(s->n, &last->peer, last->method, last->path,
		    buf_all(&body));
		status = net_send(w, m);
		world_say(
		    w, "m%u sends what it likes: %d", (unsigned)s->n, status);
		net_drop(&m);
		w->n.fault[FAULT_hostile]++;
	}
	world_sweep(w);
	if (world_hub(w)->state == SEAT_UP) {
		struct seat *was = world_enter(w, world_hub(w));

		oracle_look(w, world_hub(w), false);
		(void)world_enter(w, was);
	}
	world_tell(e, "m%u sends %llu changed messages", (unsigned)s->n,
	    (unsigned long long)n);
	return (true);
}
