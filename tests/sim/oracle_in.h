/*
 * oracle_in -- the sets that the files of the oracle share.
 */
#ifndef TESTS_SIM_ORACLE_IN_H
#define TESTS_SIM_ORACLE_IN_H

#include "tests/sim/oracle.h"

struct set { /* of commit numbers */
	uint64_t *w;
	size_t n; /* words */
};

struct log_view { /* a log of a store, as it was when looked at */
	uint32_t first, n, cap;
	uint32_t *c; /* commit numbers */
	bool here;   /* seen by this look */
};

struct spot {            /* a position */
	uint32_t commit; /* number + 1; 0 nobody told */
	int64_t receipt;
};

struct spots { /* of one space in one life of the hub */
	uint32_t space;
	uint8_t epoch[16];
	struct spot *v; /* v[n]: position n */
	size_t cap;
};

struct view { /* what a seat holds */
	struct set held;
	struct set forgot; /* what the hub held and lost since the last look */
	struct log_view *log; /* by local number */
	size_t logs;
	bool fresh;   /* the logs were forgotten: all is looked at again */
	bool blurred; /* a look failed: what is new next may be anything */
	bool suspect; /* its disk went back whole, or it has a twin */
	uint32_t twin;
	char ever[400];  /* spaces it was ever admitted to, ",07,20," */
	struct promise { /* saved, and not seen yet */
		uint8_t log[LOG_ID_LEN];
		uint32_t seq;
	} promise[8];
	size_t promises;
};

struct oracle {
	struct oracle_commit *c;
	size_t n, cap;
	uint32_t *by_hash, *by_dot; /* open addressing; number + 1 */
	size_t slots;
	struct view view[SEATS];
	struct set *mark;
	size_t marks, mark_cap;
	struct oracle_value *value;
	size_t values, value_cap;
	struct spots *spots;
	size_t spots_n, spots_cap;
	uint64_t asked; /* checks that are sampled */
	char space[64][LIMIT_SPACE_NAME + 1];
	uint32_t spaces;
	struct arena a;
	bool opening;
};

void oracle_set_put(struct set *s, uint32_t c);
void oracle_set_copy(struct set *to, const struct set *from);
static inline bool
oracle_set_has(const struct set *s, uint32_t c)
{
	return (c / 64 < s->n && (s->w[c / 64] >> (c % 64) & 1) != 0);
}

/* ORACLE_NONE when it is not known. */
uint32_t oracle_find(const struct oracle *o, const struct hash *h);
uint32_t
oracle_find_dot(const struct oracle *o, const uint8_t log[16], uint32_t seq);
/* One more; its past is the caller's to fill. */
uint32_t oracle_space_no(struct oracle *o, const char *name);
uint32_t oracle_new(struct oracle *o, const struct hash *h,
    const uint8_t log[LOG_ID_LEN], uint32_t seq, const char *space);
/* The spaces of its office are known to the seat. */
void oracle_spaces(struct world *w, const struct seat *s);
void oracle_forget_logs(struct view *v);

#endif
