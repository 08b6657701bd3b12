/*
 * aliased -- names for tests: a log whose own number is 5 and that calls the
 * logs 9, 12, 700 by the aliases 1, 2, 3.
 */
#ifndef TESTS_UNIT_ALIASED_H
#define TESTS_UNIT_ALIASED_H

#include "proto/log/change.h"

#define ALIASED_OWN  5
#define ALIASED_SELF dot_pack(ALIASED_OWN, 40, 2)

extern const struct names aliased;

struct taken { /* one op line, decoded at ALIASED_SELF */
	struct arena a;
	json_t *root;
	struct op op;
	enum err_code code;
};
void aliased_take(struct taken *t, const char *line);
void aliased_drop(struct taken *t);

#endif
