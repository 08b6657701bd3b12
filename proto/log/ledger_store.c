/*
 * ledger_store -- a closed segment as one row, with a check over the row
 * itself: the seal covers what was signed, the check what is kept beside it.
 */
#include "proto/log/ledger_parts.h"
#include "proto/base/pack.h"

#define STORE_LEVEL 1 /* zstd, for segments at rest: 3 is 2 % smaller */

SQL(ledger_store_add,
    "INSERT INTO segment (no, last, at, prev, head, erased, seed, time, off,"
    " sig, size, body, sum)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT (no) DO UPDATE SET last = excluded.last,"
    " at = excluded.at, prev = excluded.prev, head = excluded.head,"
    " erased = excluded.erased, seed = excluded.seed, time = excluded.time,"
    " off = excluded.off, sig = excluded.sig, size = excluded.size,"
    " body = excluded.body, sum = excluded.sum");

void
ledger_sum(const struct val *row, size_t n, struct hash *out)
{
	struct hasher h;

	hash_start(&h, "row");
	for (size_t i = 0; i < n; i++) {
		hash_u64(&h, row[i].kind);
		hash_u64(&h, (uint64_t)row[i].i);
		hash_u64(&h, row[i].s.n);
		if (row[i].s.n > 0)
			hash_add(&h, row[i].s.p, row[i].s.n);
	}
	hash_end(&h, out);
}

err_t
ledger_put_segment(
    struct ledger *l, uint32_t log, const struct segment *s, int64_t at)
{
	CLEAN(buf_free) struct buf packed = BUF((size_t)2 * LIMIT_SEGMENT_BODY);
	struct val row[14];
	struct hash sum;

	l->dirty = true;
	TRY(pack_squeeze(s->body, STORE_LEVEL, &packed));
	row[0] = val_null(); /* the filler of DB_ARGS */
	row[1] = val_int(ledger_key(log, s->from));
	row[2] = val_int((int64_t)s->from + s->n - 1);
	row[3] = val_int(at);
	row[4] = val_blob(s->prev.b, HASH_LEN);
	row[5] = val_blob(s->head.b, HASH_LEN);
	row[6] = val_int(s->erased ? 1 : 0);
	row[7] = s->erased ? val_blob(s->salts.p, s->salts.n)
			   : val_blob(s->seed, SEED_LEN);
	row[8] = val_int(s->time);
	row[9] = val_int(s->offset);
	row[10] = val_blob(s->sig, SIG_LEN);
	row[11] = val_int((int64_t)s->body.n);
	row[12] = val_blob(packed.p, packed.n);
	ledger_sum(row + 1, 12, &sum);
	row[13] = val_blob(sum.b, HASH_LEN);
	return (db_run_args(l->db, &ledger_store_add, row, 13));
}
