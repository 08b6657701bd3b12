/*
 * Lines of entries and segments: only whole items come out, the same ones
 * whenever they are taken away, and put back they are the same lines.
 */
#include "proto/sync/parcel.h"
#include "tests/fuzz/fuzz.h"

static void
put(const struct parcel_item *it, struct buf *out)
{
	if (it->has_entry)
		must(message_entry_put(&it->entry, out) == NULL);
	for (size_t i = 0; i < it->n; i++)
		must(segment_put(&it->segs[i], out) == NULL);
}

static void
look(const struct parcel_item *it)
{
	uint32_t next = it->entry.seq;

	if (!it->has_entry) {
		must(it->n == 1);
		return;
	}
	must(it->entry.has_hash == (it->n == 0));
	for (size_t i = 0; i < it->n; i++) {
		must(it->segs[i].from <= next &&
		     it->segs[i].from + (it->segs[i].n - 1) >= next);
		next = it->segs[i].from + it->segs[i].n;
	}
	must(it->n == 0 || next - 1 >= it->entry.seq + (it->entry.n - 1));
}

static void
take_out(struct parcel *p, struct buf *out)
{
	for (size_t i = 0; i < p->n; i++) {
		look(&p->items[i]);
		put(&p->items[i], out);
	}
	parcel_clear(p);
	must(p->n == 0);
}

/* Everything that comes out, taken away after every so many items. */
static void
run(struct span text, size_t every, struct buf *out)
{
	struct parcel p;
	struct span line;

	parcel_open(&p);
	while (span_line(&text, &line)) {
		if (parcel_line(&p, line) != NULL)
			break;
		if (p.n >= every)
			take_out(&p, out);
	}
	take_out(&p, out);
	parcel_close(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf a = BUF(1 << 24), b = BUF(1 << 24);

	run(span_of(p, n), SIZE_MAX, &a);
	run(span_of(p, n), 1, &b);
	must(span_eq(buf_all(&a), buf_all(&b)));
	buf_clear(&b);
	run(buf_all(&a), 2, &b);
	must(span_eq(buf_all(&a), buf_all(&b)));
	return (0);
}
