/*
 * oracle -- what is true in a world, kept outside of the product.
 *
 * Every commit that was ever seen on a seat, by its hash: who wrote it, what
 * its author's disk held at that moment (its true past, as a full set), and
 * what each seat holds now.  A commit found for the first time was written
 * just now by the seat where it is found, because every seat is looked at
 * after everything that happens there.  A set may shrink only when the world
 * says why; what then is on no living disk is written off.
 */
#ifndef TESTS_SIM_ORACLE_H
#define TESTS_SIM_ORACLE_H

#include "tests/sim/world.h"

#define ORACLE_NONE  UINT32_MAX
#define ORACLE_FOUND UINT32_MAX /* written before the world began */
#define ORACLE_MARK  16         /* bytes of a marker, with its end */

/* A value that somebody wrote, so that it can be looked for. */
struct oracle_value {
	uint32_t commit; /* number */
	uint32_t entity, field;
	uint32_t made;  /* the record: its creating commit, */
	uint32_t index; /* and op */
	enum op_kind kind;
	bool text;              /* a MERGE_TEXT field */
	char mark[ORACLE_MARK]; /* stands in the text; "" none */
	struct val v;           /* text is the oracle's own */
};

struct oracle_commit {
	struct hash h;
	uint32_t seat;  /* author; ORACLE_FOUND */
	uint32_t space; /* oracle_space_name */
	uint32_t seq;
	uint8_t log[LOG_ID_LEN]; /* as its author called it */
	bool wild;               /* of a hostile node: its past is not known */
	bool off;                /* on no living disk */
	bool received;           /* the hub has held it */
	int64_t made;            /* true time, ms */
	uint64_t *past;
};

void oracle_open(struct world *w);
/* This seat has no part in the world that begins. */
void oracle_absent(struct world *w, struct seat *s);
/* See world.h. */
void oracle_look(struct world *w, struct seat *s, bool may_lose);
void oracle_gone(struct world *w, struct seat *s);
void oracle_copied(struct world *w, struct seat *from, struct seat *to);
uint32_t oracle_mark(struct world *w, struct seat *s);
void oracle_back(struct world *w, struct seat *s, uint32_t mark);
/* A sync of s went through: a log that went back would have been noticed. */
void oracle_met(struct world *w, struct seat *s, bool new_epoch);

/* ---- questions ---------------------------------------------------------- */

uint32_t oracle_count(const struct world *w);
const struct oracle_commit *oracle_commit(const struct world *w, uint32_t c);
const char *oracle_space_name(const struct world *w, uint32_t space);
/* Had the author of b seen a? */
bool oracle_past(const struct world *w, uint32_t a, uint32_t b);
bool oracle_holds(const struct world *w, const struct seat *s, uint32_t c);
uint32_t
oracle_held(const struct world *w, const struct seat *s); /* how many */
/* The commit of a dot of a seat's store, and back; as of the last look. */
uint32_t oracle_of(const struct world *w, const struct seat *s, dot_t d);
dot_t oracle_dot(const struct world *w, const struct seat *s, uint32_t c);

/* ---- values ------------------------------------------------------------- */

/* act_save said that this commit is saved: it must be there. Its number. */
uint32_t oracle_saved(struct world *w, struct seat *s, dot_t commit);
/* v->commit, made and index are filled in; the text is copied. */
void oracle_value(struct world *w, const struct seat *s, uint32_t commit,
    dot_t record, const struct oracle_value *v);
const struct oracle_value *oracle_values(const struct world *w, size_t *n);

#endif
