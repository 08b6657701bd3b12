/*
 * world -- the folders of the scenes, made once and put back at will.
 */
#ifndef TESTS_TORTURE_WORLD_H
#define TESTS_TORTURE_WORLD_H

#include <stdbool.h>

void world_open(void);
void world_close(void);
/* A name in the world; good for the next three calls. */
const char *world_path(const char *name);
/* Remember the files as they are now. */
void world_keep(void);
/* All files away; and, full, those that were kept back. */
void world_empty(void);
void world_reset(bool full);
/* Are the stores as they were kept? */
bool world_same(void);

#endif
