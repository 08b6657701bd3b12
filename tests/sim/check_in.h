/*
 * check_in -- a store as its log tells it, for the checks at the end.
 */
#ifndef TESTS_SIM_CHECK_IN_H
#define TESTS_SIM_CHECK_IN_H

#include "tests/sim/check.h"
#include "tests/sim/oracle_in.h"

struct said { /* one op of one commit, read back */
	dot_t dot, record;
	uint32_t commit; /* number */
	uint32_t space;  /* of the store */
	struct op op;
	const char *actor;
	int64_t at, receipt;
	bool held;
	int held_kind;
};

struct book { /* everything that a seat's log says */
	struct world *w;
	struct seat *s;
	struct ledger *l;
	struct arena a;
	struct said *v; /* by record, then dot */
	size_t n, cap;
	json_t **root;
	size_t roots, root_cap;
	struct dispute *dispute;
	size_t disputes;
	uint32_t *value; /* by commit: first registered value + 1 */
	uint32_t *next;  /* of a value: the next of that commit + 1 */
};

void book_open(struct book *b, struct world *w, struct seat *s);
void book_close(struct book *b);
/* Is x in the true past of y (same commit: the lower index)? */
bool
book_before(const struct book *b, const struct said *x, const struct said *y);
/* What was registered for this op and field; NULL: nothing. */
const struct oracle_value *
book_value(const struct book *b, const struct said *x, uint32_t field);
const struct dispute *
book_dispute(const struct book *b, dot_t record, uint32_t field);

/* check_merge.c, check_right.c, check_past.c */
void check_merges(struct book *b);
void check_lists(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r);
void check_texts(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r);
void check_lives(
    struct book *b, const struct said *v, size_t n, const struct record *r);
bool check_split(struct book *b, const struct said *v, size_t n,
    const struct field *f, const struct record *r);
void check_frozen(
    struct book *b, const struct said *v, size_t n, const struct record *r);
void check_readable(struct book *b);
void check_rights(struct book *b);
void check_folios(struct book *b);
void check_past(struct world *w, struct seat *s);
/* check_place.c */
void check_places(struct world *w, struct seat *s);
void check_gapless(struct world *w, struct seat *hub);
/* check_scope.c */
void check_scope(struct world *w, struct seat *s, bool now);
void check_scope_hub(struct world *w);

#endif
