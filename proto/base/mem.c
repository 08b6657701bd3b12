#include "proto/base/mem.h"

#include <link.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proto/base/err.h"

#define ARENA_BLOCK 4096
#define LEAN_BYTES  65536 /* freed in one piece: given back */

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(16) unsigned char bytes[];
};

static _Noreturn void
stop(size_t n)
{
	(void)fprintf(stderr, "out of memory (%zu bytes more)\n", n);
	abort();
}

void
mem_lean(void)
{
	(void)mallopt(M_ARENA_MAX, 1);
	(void)mallopt(M_TRIM_THRESHOLD, LEAN_BYTES);
	(void)mallopt(M_MMAP_THRESHOLD, LEAN_BYTES);
}

/* What a file has word for word (code, constants) is there again at a touch. */
static int
forget(struct dl_phdr_info *i, size_t n, void *ctx)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)n;
	(void)ctx;
	for (size_t k = 0; k < i->dlpi_phnum; k++) {
		const ElfW(Phdr) *h = &i->dlpi_phdr[k];
		uintptr_t from = (i->dlpi_addr + h->p_vaddr) & ~(page - 1);
		uintptr_t to = i->dlpi_addr + h->p_vaddr + h->p_filesz;

		if (h->p_type == PT_LOAD && (h->p_flags & PF_W) == 0)
			(void)madvise(
			    (void *)from, // NOLINT(performance-no-int-to-ptr)
			    to - from, MADV_DONTNEED);
	}
	return (0);
}

void
mem_rest(void)
{
	(void)malloc_trim(0);
	(void)dl_iterate_phdr(forget, NULL);
}

void *
mem_new(size_t n)
{
	void *p = calloc(1, n == 0 ? 1 : n);

	if (p == NULL)
		stop(n);
	return (p);
}

void *
mem_grow(void *p, size_t n)
{
	void *q = realloc(p, n == 0 ? 1 : n);

	if (q == NULL)
		stop(n);
	return (q);
}

char *
mem_dup(const char *s)
{
	size_t n;
	char *d;

	if (s == NULL)
		return (NULL);
	n = strlen(s) + 1;
	d = mem_new(n);
	memcpy(d, s, n);
	return (d);
}

void
mem_free(void *p)
{
	free(p);
}

void *
arena_new(struct arena *a, size_t n)
{
	struct arena_block *b = a->head;
	size_t room, want;
	void *p;

	must(n <= SIZE_MAX / 2);
	want = (n + 15) & ~(size_t)15;
	if (b == NULL || b->size - b->used < want) {
		room = want > ARENA_BLOCK ? want : ARENA_BLOCK;
		b = mem_new(sizeof(*b) + room);
		b->size = room;
		/* A large block goes behind the head, which has room left. */
		if (a->head != NULL && want > ARENA_BLOCK / 2) {
			b->next = a->head->next;
			a->head->next = b;
		} else {
			b->next = a->head;
			a->head = b;
		}
	}
	p = b->bytes + b->used;
	b->used += want;
	a->used += want;
	return (p);
}

char *
arena_dup(struct arena *a, struct span s)
{
	char *d = arena_new(a, s.n + 1);

	if (s.n > 0)
		memcpy(d, s.p, s.n);
	return (d);
}

char *
arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	size_t room;
	char *d;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	must(n >= 0);
	room = (size_t)n + 1;
	d = arena_new(a, room);
	va_start(ap, fmt);
	n = vsnprintf(d, room, fmt, ap);
	va_end(ap);
	must(n >= 0 && (size_t)n < room);
	return (d);
}

void
arena_free(struct arena *a)
{
	struct arena_block *b, *next;

	for (b = a->head; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
	a->used = 0;
}

void
arena_clear(struct arena *a)
{
	struct arena_block *b = a->head;

	if (b == NULL || b->size != ARENA_BLOCK) {
		arena_free(a);
		return;
	}
	a->head = b->next;
	arena_free(a);
	memset(b->bytes, 0, b->used); /* what it hands out is zeroed */
	b->used = 0;
	b->next = NULL;
	a->head = b;
}

/* Capacity for n elements, from what there is. */
static size_t
room_for(size_t cap, size_t n, size_t each)
{
	size_t more = cap < 8 ? 8 : cap;

	must(each > 0 && n <= SIZE_MAX / 2 / each);
	while (more < n)
		more *= 2;
	return (more);
}

void
mem_room(void *pp, size_t *cap, size_t n, size_t each)
{
	size_t more;
	void *p;

	if (n <= *cap)
		return;
	more = room_for(*cap, n, each);
	memcpy(&p, pp, sizeof(p));
	p = mem_grow(p, more * each);
	memset((char *)p + *cap * each, 0, (more - *cap) * each);
	memcpy(pp, &p, sizeof(p));
	*cap = more;
}

void
arena_room(struct arena *a, void *pp, size_t *cap, size_t n, size_t each)
{
	size_t more;
	void *was, *p;

	if (n <= *cap)
		return;
	more = room_for(*cap, n, each);
	p = arena_new(a, more * each);
	memcpy(&was, pp, sizeof(was));
	if (*cap > 0)
		memcpy(p, was, *cap * each);
	memcpy(pp, &p, sizeof(p));
	*cap = more;
}
