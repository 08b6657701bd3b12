/* CSV of anybody: what is read is text, and written it is read the same. */
#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/out/csv.h"
#include "tests/fuzz/fuzz.h"

/* The comma is the mark that the first row has most of: this one of ours
 * makes sure of it when the text is read again. */
#define FIRST 20

static bool
is_first(const struct csv *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->cell[i][0] != '\0')
			return (false);
	return (c->n == FIRST + 1);
}

static void
put_row(const struct csv *c, struct buf *out)
{
	must(c->n > 0 && c->n <= LIMIT_SHEET_COLUMNS);
	for (size_t i = 0; i < c->n; i++) {
		struct span s = span_str(c->cell[i]);

		must(text_valid(s) && s.n <= LIMIT_SHEET_CELL);
		must(i == 0 || buf_byte(out, ',') == NULL);
		must(csv_put(out, csv_bare(s), false) == NULL);
	}
	must(buf_str(out, CSV_END) == NULL);
}

static bool
once(struct span in, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct csv c;
	bool more;

	if (csv_open(&c, &a, in) != NULL)
		return (false);
	for (int i = 0; i < FIRST; i++)
		must(buf_byte(out, ',') == NULL);
	must(buf_str(out, CSV_END) == NULL);
	for (;;) {
		if (csv_next(&c, &more) != NULL)
			return (false);
		if (!more)
			return (true);
		if (!is_first(&c))
			put_row(&c, out);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	(void)fuzz_round(span_of(p, n), once);
	return (0);
}
