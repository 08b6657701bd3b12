/*
 * old -- an older version of the program: the same code, fewer fields.
 *
 * sub_schema.c stands in for proto/domain/schema.c: its tables are the
 * product's, but how many of the fields and entities there are depends on the
 * machine that runs.  What is left out is what a later version added: the last
 * entities, and the last fields of some.
 */
#ifndef TESTS_SIM_OLD_H
#define TESTS_SIM_OLD_H

#include <stdbool.h>

void old_set(bool old); /* from now on */

#endif
