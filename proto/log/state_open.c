/*
 * state_open -- what waits for a person: disputes, their values, held ops;
 * and whose a roundtable is.
 */
#include "proto/log/state_parts.h"
#include "proto/domain/vocab.h"

#include <stdio.h>
#include <stdlib.h>

SQL(state_siblings_get,
    "SELECT dot, rank, value FROM sibling WHERE record = ?1 AND field = ?2");
SQL_SCAN(
    state_reviews_all, "SELECT record, field, kind, entity, space FROM review");
SQL_SCAN(state_held_all,
    "SELECT op, record, entity, space, kind, author, owner FROM held"
    " ORDER BY op");
SQL(state_decision_get,
    "SELECT verdict, reason, dot FROM decision WHERE op = ?1"
    " ORDER BY verdict DESC, dot");
SQL(state_owner_acts, "SELECT id, office, since FROM secretariat"
		      " WHERE roundtable = ?1 AND life >= 0");
SQL(state_position_of,
    "SELECT receipt, number + ?2 - first FROM position"
    " WHERE log = ?1 AND first BETWEEN ?3 AND ?2 AND first + count > ?2");
SQL(state_stamp_time,
    "SELECT receipt FROM position WHERE space = ?1 AND epoch = ?2"
    " AND number <= ?3 ORDER BY number DESC LIMIT 1");
SQL(state_office_of,
    "SELECT office FROM node WHERE fingerprint = ?1 AND life >= 0 LIMIT 1");
SQL_SCAN(state_office_central,
    "SELECT id FROM office WHERE kind = ?1 AND life >= 0 ORDER BY id LIMIT 1");

static int
by_record(const void *x, const void *y, void *l)
{
	const struct dispute *a = x, *b = y;
	int c = ledger_order(l, a->record, b->record);

	return (c != 0 ? c : a->field < b->field ? -1 : a->field > b->field);
}

static int
by_dot(const void *x, const void *y, void *l)
{
	const struct version *a = x, *b = y;

	return (ledger_order(l, a->dot, b->dot));
}

/* Room for one more in an arena array. */
static void
room(struct arena *a, void *pp, size_t n, size_t each)
{
	void *was, *now;

	if (n != 0 && (n < 8 || (n & (n - 1)) != 0))
		return;
	memcpy(&was, pp, sizeof(was));
	now = arena_new(a, each * (n < 8 ? 8 : n * 2));
	if (n > 0)
		memcpy(now, was, each * n);
	memcpy(pp, &now, sizeof(now));
}

err_t
state_disputes(struct ledger *l, uint32_t space, struct arena *a,
    struct dispute **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_query(&r, ledger_db(l), &state_reviews_all));
	for (;;) {
		struct dispute d;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		d.record = rows_int(&r, 0);
		d.field = (uint32_t)rows_int(&r, 1);
		d.kind = (enum review)rows_int(&r, 2);
		d.entity = schema_entity((uint64_t)rows_int(&r, 3));
		d.space = (uint32_t)rows_int(&r, 4);
		if (space != 0 && d.space != space)
			continue;
		room(a, out, *n, sizeof(d));
		(*out)[(*n)++] = d;
	}
	if (*n > 1)
		qsort_r(*out, *n, sizeof(**out), by_record, l);
	return (NULL);
}

err_t
state_siblings(struct ledger *l, dot_t record, uint32_t field, struct arena *a,
    struct version **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_query(&r, ledger_db(l), &state_siblings_get, A_INT(record),
	    A_INT(field)));
	for (;;) {
		struct version v;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		v.dot = rows_int(&r, 0);
		v.rank = rows_int(&r, 1);
		v.v = rows_val(&r, 2);
		if (v.v.kind == VAL_TEXT || v.v.kind == VAL_BLOB)
			v.v.s = span_of(arena_dup(a, v.v.s), v.v.s.n);
		room(a, out, *n, sizeof(v));
		(*out)[(*n)++] = v;
	}
	if (*n > 1)
		qsort_r(*out, *n, sizeof(**out), by_dot, l);
	return (NULL);
}

/* The decision of the owner's office; others' do not count. Accepting wins
 * over a concurrent rejection, so that nothing asked for is lost. */
static err_t
fill_decision(struct ledger *l, struct arena *a, struct held *h)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	h->status = HELD_OPEN;
	h->reason = "";
	TRY(db_query(&r, ledger_db(l), &state_decision_get, A_INT(h->op)));
	for (;;) {
		const struct log_info *i;
		dot_t office = 0;
		bool federal = false;
		err_t e;

		TRY(rows_next(&r, &more));
		if (!more || h->status == HELD_ACCEPTED)
			return (NULL);
		i = ledger_log(l, dot_log(rows_int(&r, 2)));
		if (i == NULL)
			continue;
		e = state_office(l, i->node, &office, &federal);
		if (e != NULL && e->code != ERR_MISSING)
			return (e);
		if (h->owner_office == 0 ? !federal : office != h->owner_office)
			continue;
		h->status =
		    rows_int(&r, 0) != 0 ? HELD_ACCEPTED : HELD_REJECTED;
		h->reason = arena_dup(a, span_str(rows_text(&r, 1)));
	}
}

err_t
state_held(struct ledger *l, uint32_t space, bool open_only, struct arena *a,
    struct held **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	*out = NULL;
	*n = 0;
	TRY(db_query(&r, ledger_db(l), &state_held_all));
	for (;;) {
		struct held h;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		h.op = rows_int(&r, 0);
		h.record = rows_int(&r, 1);
		h.entity = schema_entity((uint64_t)rows_int(&r, 2));
		h.space = (uint32_t)rows_int(&r, 3);
		h.kind = (enum held_kind)rows_int(&r, 4);
		h.author_office = rows_int(&r, 5);
		h.owner_office = rows_int(&r, 6);
		if (space != 0 && h.space != space)
			continue;
		TRY(fill_decision(l, a, &h));
		if (open_only && h.status != HELD_OPEN)
			continue;
		room(a, out, *n, sizeof(h));
		(*out)[(*n)++] = h;
	}
}

/* The hub's clock when `national` stood at (epoch, number); INT64_MAX when
 * nobody remembers. */
static err_t
stamp_time(struct ledger *l, uint32_t epoch, int64_t number, int64_t *at)
{
	uint32_t national;
	err_t e = ledger_space(l, SPACE_NATIONAL, false, &national);

	*at = INT64_MAX;
	if (e != NULL)
		return (e->code == ERR_MISSING ? NULL : e);
	return (db_int(ledger_db(l), &state_stamp_time, INT64_MAX, at,
	    A_INT(national), A_INT(epoch), A_INT(number)));
}

/*
 * Numbers are drawn again after a restore of the hub, its clock only goes on:
 * the receipt decides, the number only within one second.
 */
static bool
stood(int64_t receipt, int64_t at, int64_t stamp, int64_t number)
{
	if (stamp == INT64_MAX)
		return (at <= number);
	return (receipt < stamp || (receipt == stamp && at <= number));
}

/* Did an act stand in `national` at or before a stamp? */
static err_t
known_at(struct ledger *l, dot_t d, int64_t stamp, int64_t number, bool *yes)
{
	CLEAN(rows_done) struct rows r = { 0 };
	int64_t seq = dot_seq(d);
	bool more;

	*yes = false;
	TRY(db_query(&r, ledger_db(l), &state_position_of, A_INT(dot_log(d)),
	    A_INT(seq), A_INT(seq - LIMIT_SEGMENT_COMMITS)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		if (stood(rows_int(&r, 0), rows_int(&r, 1), stamp, number))
			*yes = true;
	}
}

/* The acts of a roundtable that were known at a stamp and in force by a day. */
struct acts {
	struct ledger *l;
	int64_t number, stamp, day;
	dot_t best, office, asked;
	int64_t since;
	bool owned;
};

static err_t
weigh_act(struct acts *a, dot_t act, dot_t office, int64_t since)
{
	bool known = true;

	if (a->number >= 0)
		TRY(known_at(a->l, act, a->stamp, a->number, &known));
	if (!known || since > a->day)
		return (NULL);
	a->owned = a->owned || office == a->asked;
	if (a->best != 0 &&
	    (since < a->since ||
		(since == a->since && ledger_order(a->l, act, a->best) < 0)))
		return (NULL);
	a->best = act;
	a->since = since;
	a->office = office;
	return (NULL);
}

/* SPEC 9.6: The owner of a roundtable is the office of the secretariat act
 * with the latest date not after the day, among the acts that were known. */
static err_t
weigh_acts(struct acts *a, dot_t roundtable, uint32_t nat_epoch)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	a->stamp = INT64_MAX;
	if (a->number >= 0)
		TRY(stamp_time(a->l, nat_epoch, a->number, &a->stamp));
	TRY(db_query(
	    &r, ledger_db(a->l), &state_owner_acts, A_INT(roundtable)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(weigh_act(
		    a, rows_int(&r, 0), rows_int(&r, 1), rows_int(&r, 2)));
	}
}

err_t
state_owner(struct ledger *l, dot_t roundtable, uint32_t nat_epoch,
    int64_t nat_number, int64_t day, dot_t *office)
{
	struct acts a = { .l = l, .number = nat_number, .day = day };

	TRY(weigh_acts(&a, roundtable, nat_epoch));
	*office = a.office;
	return (NULL);
}

err_t
state_owned( // NOLINT(readability-function-size)
    struct ledger *l, dot_t roundtable, dot_t office, uint32_t nat_epoch,
    int64_t nat_number, int64_t day, bool *yes)
{
	struct acts a = {
		.l = l, .number = nat_number, .day = day, .asked = office
	};

	TRY(weigh_acts(&a, roundtable, nat_epoch));
	*yes = a.owned;
	return (NULL);
}

err_t
state_office(
    struct ledger *l, const uint8_t node[KEY_LEN], dot_t *office, bool *federal)
{
	CLEAN(buf_free) struct buf b = BUF(64);
	CLEAN(rows_done) struct rows r = { 0 };
	CLEAN(rows_done) struct rows c = { 0 };
	bool found, central;

	TRY(buf_b64(&b, span_of(node, KEY_LEN)));
	TRY(db_one(
	    &r, ledger_db(l), &state_office_of, &found, val_text(buf_all(&b))));
	if (!found)
		return (err_new(
		    ERR_MISSING, "no node with key %s", (const char *)b.p));
	*office = rows_int(&r, 0);
	TRY(db_one(&c, ledger_db(l), &state_office_central, &central,
	    A_INT(CODE_office_kind_central)));
	*federal = central && rows_int(&c, 0) == *office;
	return (NULL);
}
