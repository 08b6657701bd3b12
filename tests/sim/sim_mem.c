/*
 * sim_mem -- all that a process may write, kept aside and put back.
 *
 * A world that ended well leaves its process with whatever it changed: heap,
 * tables of libraries, statements.  All of that is overwritten with what was
 * there when the template stood, which costs a small part of what a new
 * process does (its pages have to be found, copied and given back one by
 * one).  What lies in the heap beyond the template is free memory, whose
 * content nobody may count on.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/sim/sim.h"

#define PIECES_MAX 512
#define HEAP_BYTES (256 << 20) /* more than a world needs */

struct piece {
	unsigned char *at, *kept;
	size_t n;
};

struct kept { /* in shared memory, which is none of it */
	size_t n;
	struct piece v[PIECES_MAX];
};

static struct kept *all;

void *
sim_mem_shared(size_t n)
{
	void *p = mmap(
	    NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED);
	return (p);
}

/* What is given back is used again, and there is enough of it at once: the
 * kernel is asked for nothing while worlds go by. */
void
sim_mem_open(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, HEAP_BYTES);
	(void)mallopt(M_TRIM_THRESHOLD, 2 * HEAP_BYTES);
}

/* Where the free end of the heap begins. */
static uintptr_t
heap_end(void)
{
	void *p = malloc(HEAP_BYTES / 2);
	uintptr_t at = (uintptr_t)p;

	must(p != NULL);
	free(p);
	return (at);
}

static void
note(struct kept *k, const char *line, uintptr_t end)
{
	unsigned long from, to;
	char how[5], name[128] = "";
	struct piece *at = &k->v[k->n];

	if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %127s", &from, &to, how,
		name) < 3 ||
	    how[1] != 'w' || how[3] != 'p' || name[0] == '[')
		if (strcmp(name, "[heap]") != 0)
			return;
	must(k->n < PIECES_MAX);
	at->at = (unsigned char *)from;
	at->n = to - from;
	if (strcmp(name, "[heap]") == 0 && to > end)
		at->n = from < end ? end - from : 0;
	if (at->n > 0)
		k->n++;
}

void
sim_mem_keep(void)
{
	uintptr_t end = heap_end();
	struct kept *k = sim_mem_shared(sizeof(*k));
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];

	must(maps != NULL);
	while (fgets(line, sizeof(line), maps) != NULL)
		note(k, line, end);
	(void)fclose(maps);
	all = k;
	for (size_t i = 0; i < k->n; i++)
		k->v[i].kept = sim_mem_shared(k->v[i].n);
	for (size_t i = 0; i < k->n; i++)
		memcpy(k->v[i].kept, k->v[i].at, k->v[i].n);
}

void
sim_mem_back(void)
{
	const struct kept *k = all;

	for (size_t i = 0; i < k->n; i++)
		memcpy(k->v[i].at, k->v[i].kept, k->v[i].n);
}
