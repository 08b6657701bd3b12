/*
 * oracle -- the definitions of merge, taken literally over full sets of
 * ancestors, slow and plain.  It fails the test that a result contradicts.
 */
#ifndef TESTS_UNIT_ORACLE_H
#define TESTS_UNIT_ORACLE_H

#include "tests/unit/history.h"

/* What the oracle knows of one history. */
struct oracle {
	struct history *h;
	bool live[HISTORY_WRITES]; /* counts at all */
	bool late[HISTORY_WRITES]; /* its content was frozen out */
	int text[HISTORY_WRITES]; /* splice: 0 not yet, 1 read, -1 unreadable */
	struct val full[HISTORY_WRITES];
	size_t first[HISTORY_WRITES], first_n;
};

/* Everything the oracle can say about the merge of a history. */
void oracle_check(struct history *h, const struct merged *m);

/* Between its parts. */
bool oracle_saw(const struct oracle *o, size_t i, size_t j);
bool oracle_same_commit(const struct oracle *o, size_t i, size_t j);
bool oracle_content(const struct oracle *o, const struct field *f);
void oracle_maximal(const struct oracle *o, bool *set);
void oracle_freeze(struct oracle *o);
void oracle_amendments(const struct oracle *o, const struct merged *m);
void oracle_approvals(const struct oracle *o, const struct merged *m);

#endif
