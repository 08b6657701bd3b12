/*
 * ledger_parts -- what the files of the ledger share among themselves.
 *
 * ledger.c keeps spaces, logs and their names; ledger_load.c finds commits
 * in segments and tail; ledger_past.c answers causality; append.c and
 * accept.c write.  Nobody else includes this.
 */
#ifndef PROTO_LOG_LEDGER_PARTS_H
#define PROTO_LOG_LEDGER_PARTS_H

#include "proto/log/ledger.h"

struct basis_row {
	uint32_t seq, epoch;
	int64_t number;
};

struct alias {                  /* what this log calls another */
	uint32_t log;           /* local number */
	uint8_t id[LOG_ID_LEN]; /* as it was declared */
};

struct canon { /* what commits from `first` on are called everywhere */
	uint32_t first;
	uint8_t id[LOG_ID_LEN];
};

/* A run of positions whose commits stand nowhere else. */
struct run {
	uint32_t first, last, epoch;
	int64_t number;
	int64_t receipt, nat_epoch, nat_number;
	bool valid;
};

struct log_entry {
	struct log_info i;
	uint32_t branch;     /* the log this is a branch of, 0 none */
	bool loaded;         /* the lists below are read */
	struct alias *alias; /* alias n is alias[n - 1] */
	size_t aliases, alias_cap;
	char **actor;
	size_t actors, actor_cap;
	uint32_t *named; /* epochs in the order of naming */
	size_t nameds, named_cap;
	struct basis_row *basis; /* by seq */
	size_t basis_n, basis_cap;
	struct canon *canon; /* where other branches left this one */
	size_t canons, canon_cap;
	struct ledger *l;
	uint32_t reading; /* seq of the commit being decoded */
	struct run run;   /* looked up last */
};

struct commit_at {       /* a commit inside a loaded segment */
	struct span ops; /* its op lines, with newlines */
	uint32_t n;
	int64_t at;
	uint32_t schema, actor;
};

#define LOADED_MAX 8
struct loaded {
	int64_t key; /* log << 32 | first; 0 free */
	uint32_t log, first, n;
	bool tail;
	struct buf body;
	struct arena a;
	struct commit_at *c;
	uint64_t used;
};

struct ledger {
	struct db *db;
	bool dirty;
	int64_t version;
	struct log_entry **log; /* by number; NULL not loaded */
	size_t logs_cap;
	uint32_t logs;                       /* highest number */
	char (*space)[LIMIT_SPACE_NAME + 1]; /* by number */
	size_t spaces, space_cap;
	struct loaded cache[LOADED_MAX];
	uint64_t clock;
	uint64_t foreign; /* times another connection had written */
	void *attached;   /* see ledger_attach */
	void (*attached_free)(void *what);
};

static inline int64_t
ledger_key(uint32_t log, uint32_t seq)
{
	return ((int64_t)((uint64_t)log << 32 | seq));
}

struct log_entry *ledger_entry(struct ledger *l, uint32_t no);
err_t ledger_add_log(struct ledger *l, const struct log_info *i,
    struct span genesis, uint32_t branch, uint32_t *no) WUR;
err_t ledger_save_log(struct ledger *l, const struct log_info *i) WUR;
struct names ledger_names(struct ledger *l, uint32_t log);

/* Learn what a commit declares: actor, epochs, basis, aliases. */
err_t ledger_learn_head(
    struct ledger *l, uint32_t log, uint32_t seq, const struct head *h) WUR;
err_t ledger_learn_alias(struct ledger *l, uint32_t log, uint32_t seq,
    const uint8_t id[LOG_ID_LEN]) WUR;
err_t ledger_see(
    struct ledger *l, uint32_t space, uint32_t epoch, int64_t number) WUR;

/* Keep a segment under a log; at: corrected time before its first commit. */
err_t ledger_put_segment(
    struct ledger *l, uint32_t log, const struct segment *s, int64_t at) WUR;
/* Check over the columns of a row. */
void ledger_sum(const struct val *row, size_t n, struct hash *out);

/* Put a body under the index: fn is called for each head when learning. */
err_t
ledger_index(struct ledger *l, struct loaded *ld, int64_t at, bool learn) WUR;
struct loaded *ledger_slot(struct ledger *l);
err_t ledger_find(
    struct ledger *l, uint32_t log, uint32_t seq, struct loaded **out) WUR;
void ledger_drop_cache(struct ledger *l);
/* Keep a run at hand if none of its commits stands anywhere else. */
err_t ledger_run_keep(
    struct ledger *l, struct log_entry *e, const struct run *run) WUR;
/* The run at hand if it holds that commit, NULL otherwise. */
static inline const struct run *
ledger_run(const struct log_entry *e, uint32_t seq)
{
	return (e->run.valid && seq >= e->run.first && seq <= e->run.last
		    ? &e->run
		    : NULL);
}
/* Is dot a on the chain that ends in (log, seq)? */
bool ledger_by_chain(struct ledger *l, dot_t a, uint32_t log, uint32_t seq);
int64_t
ledger_basis_at(struct ledger *l, uint32_t log, uint32_t seq, uint32_t epoch);

#endif
