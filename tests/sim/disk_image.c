#include "tests/sim/disk_in.h"

#include <string.h>

#include "proto/base/mem.h"

static void
page_drop(struct page *p)
{
	if (p != NULL && --p->refs == 0)
		mem_free(p);
}

static struct page *
page_keep(struct page *p)
{
	if (p != NULL)
		p->refs++;
	return (p);
}

/* Room for page k. */
static void
reach(struct image *m, size_t k)
{
	if (k < m->pages)
		return;
	mem_room(&m->page, &m->cap, k + 1, sizeof(*m->page));
	memset(m->page + m->pages, 0, (k + 1 - m->pages) * sizeof(*m->page));
	m->pages = k + 1;
}

/* Page k, our own, to be written; whole: all of it, so what was is lost. */
static uint8_t *
own(struct image *m, size_t k, bool whole)
{
	struct page *was, *p;

	reach(m, k);
	was = m->page[k];
	if (was != NULL && was->refs == 1) {
		was->hash = 0;
		return (was->b);
	}
	p = mem_grow(NULL, sizeof(*p));
	p->refs = 1;
	p->hash = 0;
	if (!whole && was != NULL)
		memcpy(p->b, was->b, PAGE_BYTES);
	else if (!whole)
		memset(p->b, 0, PAGE_BYTES);
	page_drop(was);
	m->page[k] = p;
	return (p->b);
}

void
image_free(struct image *m)
{
	for (size_t k = 0; k < m->pages; k++)
		page_drop(m->page[k]);
	mem_free(m->page);
	*m = (struct image){ 0 };
}

void
image_share(struct image *to, const struct image *from)
{
	for (size_t k = 0; k < from->pages; k++)
		(void)page_keep(from->page[k]);
	for (size_t k = 0; k < to->pages; k++)
		page_drop(to->page[k]);
	mem_room(&to->page, &to->cap, from->pages, sizeof(*to->page));
	if (from->pages > 0)
		memcpy(to->page, from->page, from->pages * sizeof(*to->page));
	to->pages = from->pages;
	to->size = from->size;
}

void
image_resize(struct image *m, uint64_t size)
{
	size_t whole = (size_t)((size + PAGE_BYTES - 1) / PAGE_BYTES);
	size_t part = (size_t)(size % PAGE_BYTES);

	while (m->pages > whole)
		page_drop(m->page[--m->pages]);
	if (size < m->size && part > 0 && m->pages == whole &&
	    m->page[whole - 1] != NULL)
		memset(own(m, whole - 1, false) + part, 0, PAGE_BYTES - part);
	m->size = size;
}

void
image_write(struct image *m, uint64_t off, const void *from, size_t n)
{
	const uint8_t *p = from;
	size_t at, k;

	while (n > 0) {
		at = (size_t)(off % PAGE_BYTES);
		k = PAGE_BYTES - at < n ? PAGE_BYTES - at : n;
		memcpy(own(m, (size_t)(off / PAGE_BYTES), k == PAGE_BYTES) + at,
		    p, k);
		p += k;
		off += k;
		n -= k;
	}
	if (off > m->size)
		m->size = off;
}

void
image_read(const struct image *m, uint64_t off, void *to, size_t n)
{
	uint8_t *p = to;
	size_t at, k, no;

	while (n > 0) {
		at = (size_t)(off % PAGE_BYTES);
		no = (size_t)(off / PAGE_BYTES);
		k = PAGE_BYTES - at < n ? PAGE_BYTES - at : n;
		if (no < m->pages && m->page[no] != NULL)
			memcpy(p, m->page[no]->b + at, k);
		else
			memset(p, 0, k);
		p += k;
		off += k;
		n -= k;
	}
}

void
image_follow(
    struct image *m, const struct image *from, uint64_t off, uint64_t n)
{
	size_t last;

	if (n == 0)
		return;
	last = (size_t)((off + n - 1) / PAGE_BYTES);
	for (size_t k = (size_t)(off / PAGE_BYTES); k <= last; k++) {
		if (k >= from->pages)
			return;
		reach(m, k);
		if (m->page[k] == from->page[k])
			continue;
		page_drop(m->page[k]);
		m->page[k] = page_keep(from->page[k]);
	}
}

bool
image_same(const struct image *a, const struct image *b)
{
	static const uint8_t zeros[PAGE_BYTES];
	size_t pages = (size_t)((a->size + PAGE_BYTES - 1) / PAGE_BYTES);

	if (a->size != b->size)
		return (false);
	for (size_t k = 0; k < pages; k++) {
		const struct page *x = k < a->pages ? a->page[k] : NULL;
		const struct page *y = k < b->pages ? b->page[k] : NULL;

		if (x != y && memcmp(x == NULL ? zeros : x->b,
				  y == NULL ? zeros : y->b, PAGE_BYTES) != 0)
			return (false);
	}
	return (true);
}

static uint64_t
stir(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15U;
	return (h ^ (h >> 29));
}

/* Never 0. */
static uint64_t
page_hash(struct page *p)
{
	uint64_t v, h = 1;

	if (p->hash != 0)
		return (p->hash);
	for (size_t i = 0; i < PAGE_BYTES; i += sizeof(v)) {
		memcpy(&v, p->b + i, sizeof(v));
		h = stir(h, v);
	}
	p->hash = h == 0 ? 1 : h;
	return (p->hash);
}

uint64_t
image_hash(const struct image *m, uint64_t h)
{
	size_t pages = (size_t)((m->size + PAGE_BYTES - 1) / PAGE_BYTES);

	h = stir(h, m->size);
	for (size_t k = 0; k < pages; k++)
		h = stir(h, k < m->pages && m->page[k] != NULL
				? page_hash(m->page[k])
				: 0);
	return (h);
}
