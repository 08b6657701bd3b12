#include "proto/sync/parcel.h"

/* Genesis, header, commits and their end, as text. */
#define SEGMENT_BYTES                                                          \
	(LIMIT_SEGMENT_TEXT + LIMIT_SEGMENT_OPS * (LIMIT_ERASED_BYTES + 1) +   \
	    2 * LIMIT_LINE_BYTES + 4096)

void
parcel_open(struct parcel *p)
{
	*p = (struct parcel){ .text = BUF(SEGMENT_BYTES) };
}

void
parcel_close(struct parcel *p)
{
	arena_free(&p->a);
	mem_free(p->items);
	buf_free(&p->text);
	*p = (struct parcel){ .n = 0 };
}

static void
done(struct parcel *p, const struct parcel_item *item)
{
	mem_room(&p->items, &p->cap, p->n + 1, sizeof(*p->items));
	p->items[p->n++] = *item;
}

static bool
begins(struct span line, const char *word)
{
	size_t n = strlen(word);

	return (line.n >= n && memcmp(line.p, word, n) == 0);
}

/* Does the segment go on where the entry's cover ends? */
static err_t
covers(const struct parcel_item *it, const struct segment *s)
{
	const struct segment *last;
	uint32_t next = it->entry.seq;

	if (it->n > 0) {
		last = &it->segs[it->n - 1];
		next = last->from + last->n;
		if (memcmp(last->log, s->log, LOG_ID_LEN) != 0)
			return (err_new(
			    ERR_FORMAT, "an entry with segments of two logs"));
	}
	/* SPEC 10.5: The segments after an entry MUST cover its commits in
	 * order and without a hole, and end with the one that holds its last.
	 */
	if (s->from > next || s->from + (s->n - 1) < next)
		return (err_new(ERR_FORMAT,
		    "segment %u does not cover commit %u of the entry", s->from,
		    next));
	return (NULL);
}

static err_t
add_segment(struct parcel *p, const struct segment *s)
{
	struct parcel_item *it = &p->open;
	struct segment *segs;
	uint32_t last;

	if (!p->opened) {
		struct parcel_item lone = { .n = 1 };

		lone.segs = arena_new(&p->a, sizeof(*s));
		lone.segs[0] = *s;
		done(p, &lone);
		return (NULL);
	}
	TRY(covers(it, s));
	segs = arena_new(&p->a, (it->n + 1) * sizeof(*s));
	if (it->n > 0)
		memcpy(segs, it->segs, it->n * sizeof(*s));
	segs[it->n++] = *s;
	it->segs = segs;
	last = it->entry.seq + (it->entry.n - 1);
	if (s->from + (s->n - 1) >= last) {
		done(p, it);
		p->opened = false;
	}
	return (NULL);
}

/* The lines of a segment are all there. */
static err_t
close_segment(struct parcel *p)
{
	struct span in =
	    span_of(arena_dup(&p->a, buf_all(&p->text)), p->text.n);
	struct segment s;

	p->bytes += p->text.n;
	buf_clear(&p->text);
	TRY(segment_take(&in, &p->a, &s));
	if (in.n != 0)
		return (err_new(ERR_FORMAT, "lines after a segment's end"));
	return (add_segment(p, &s));
}

err_t
parcel_line(struct parcel *p, struct span line)
{
	bool entry = message_entry_is(line);

	if (p->text.n == 0 && entry) {
		if (p->opened)
			return (err_new(
			    ERR_FORMAT, "an entry without its segments"));
		p->open = (struct parcel_item){ .has_entry = true };
		TRY(message_entry_take(line, &p->a, &p->open.entry));
		p->bytes += line.n + 1;
		if (p->open.entry.has_hash)
			done(p, &p->open);
		else
			p->opened = true;
		return (NULL);
	}
	if (p->text.n == 0 && !begins(line, "{\"log\":") &&
	    !begins(line, "{\"seg\":"))
		return (err_new(ERR_FORMAT, "a line that begins nothing"));
	TRY_FOR(buf_span(&p->text, line), "a segment");
	TRY_FOR(buf_byte(&p->text, '\n'), "a segment");
	return (begins(line, "{\"head\":") ? close_segment(p) : NULL);
}

bool
parcel_whole(const struct parcel *p)
{
	return (!p->opened && p->text.n == 0);
}

void
parcel_clear(struct parcel *p)
{
	struct arena fresh = ARENA;

	p->n = 0;
	p->bytes = 0;
	if (p->opened)
		return; /* its entry and segments live in the arena */
	arena_free(&p->a);
	p->a = fresh;
}
