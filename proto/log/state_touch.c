/*
 * state_touch -- which ops were written to a record, for its history.
 */
#include "proto/log/state.h"

SQL(state_touch_all, "SELECT dot FROM touch WHERE record = ?1 UNION"
		     " SELECT d.dot FROM held h JOIN decision d ON d.op = h.op"
		     " WHERE h.record = ?1");

err_t
state_touched(
    struct ledger *l, dot_t record, struct arena *a, dot_t **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 16;
	dot_t *v = arena_new(a, cap * sizeof(*v));
	bool more;

	v[0] = record;
	*n = 1;
	TRY(db_query(&r, ledger_db(l), &state_touch_all, A_INT(record)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			break;
		if (rows_int(&r, 0) == record)
			continue;
		if (*n == cap) {
			dot_t *w = arena_new(a, 2 * cap * sizeof(*w));

			memcpy(w, v, cap * sizeof(*w));
			v = w;
			cap *= 2;
		}
		v[(*n)++] = rows_int(&r, 0);
	}
	*out = v;
	return (NULL);
}
