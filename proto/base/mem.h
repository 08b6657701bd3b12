/*
 * mem -- allocation or stop, and arenas.
 *
 * Sizes are bounded before they get here (limits.h), so running out of memory
 * is the machine's trouble: the program says so and stops; the store is whole.
 */
#ifndef PROTO_BASE_MEM_H
#define PROTO_BASE_MEM_H

#include "proto/base/span.h"

void *mem_new(size_t n);           /* zeroed; caller frees with mem_free */
void *mem_grow(void *p, size_t n); /* realloc or stop */
char *mem_dup(const char *s);      /* NULL gives NULL */
void mem_free(void *p);            /* NULL is fine */

/* For a program that stands idle for most of its day: what it frees goes back
 * to the machine at once, and its threads share one heap (glibc mallopt). */
void mem_lean(void);
/* Before such a pause: what was freed in between goes back too, and the code
 * that has run is held no longer; what runs again is taken from its file. */
void mem_rest(void);

/* An arena: many small allocations, freed together.  Zero-initialise, or ARENA.
 */
struct arena {
	struct arena_block *head;
	size_t used; /* bytes handed out since the last arena_free */
};
#define ARENA                                                                  \
	{                                                                      \
		NULL, 0                                                        \
	}

void *arena_new(struct arena *a, size_t n);      /* zeroed, 16-byte aligned */
char *arena_dup(struct arena *a, struct span s); /* copy with NUL */
char *arena_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a);  /* everything; the arena may be used again */
void arena_clear(struct arena *a); /* the same, but one block is kept for it */

/* Grow an array of an arena in *p to hold at least n elements of size each
 * (amortised); what is new is zeroed, what it was stays until the arena goes.
 */
void arena_room(struct arena *a, void *pp, size_t *cap, size_t n, size_t each);

/* Grow an array in *p to hold at least n elements of size each (amortised);
 * what is new is zeroed. */
void mem_room(void *pp, size_t *cap, size_t n, size_t each);

#endif
