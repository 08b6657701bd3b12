/* Sets of commits, and the index over all commits. */
#include "tests/sim/oracle_in.h"

#include <stdio.h>

void
oracle_set_put(struct set *s, uint32_t c)
{
	size_t n = (size_t)c / 64 + 1;

	if (n > s->n) {
		s->w = mem_grow(s->w, n * sizeof(*s->w));
		memset(s->w + s->n, 0, (n - s->n) * sizeof(*s->w));
		s->n = n;
	}
	s->w[c / 64] |= 1ULL << (c % 64);
}

void
oracle_set_copy(struct set *to, const struct set *from)
{
	if (to == from)
		return;
	mem_free(to->w);
	to->n = from->n;
	to->w = mem_new((from->n + 1) * sizeof(*to->w));
	if (from->n > 0)
		memcpy(to->w, from->w, from->n * sizeof(*to->w));
}

static size_t
slot_of(const void *p, uint32_t seq)
{
	uint64_t h;

	memcpy(&h, p, sizeof(h));
	h = (h ^ seq) * 0x9e3779b97f4a7c15ULL;
	return ((size_t)(h >> 20));
}

static void
index_put(struct oracle *o, uint32_t c)
{
	const struct oracle_commit *k = &o->c[c];
	size_t i = slot_of(k->h.b, 0), d = slot_of(k->log, k->seq);

	while (o->by_hash[i & (o->slots - 1)] != 0)
		i++;
	o->by_hash[i & (o->slots - 1)] = c + 1;
	while (o->by_dot[d & (o->slots - 1)] != 0)
		d++;
	o->by_dot[d & (o->slots - 1)] = c + 1;
}

static void
index_room(struct oracle *o)
{
	if (o->n * 3 < o->slots)
		return;
	o->slots = o->slots == 0 ? 2048 : o->slots * 4;
	mem_free(o->by_hash);
	mem_free(o->by_dot);
	o->by_hash = mem_new(o->slots * sizeof(*o->by_hash));
	o->by_dot = mem_new(o->slots * sizeof(*o->by_dot));
	for (uint32_t c = 0; c < o->n; c++)
		index_put(o, c);
}

uint32_t
oracle_find(const struct oracle *o, const struct hash *h)
{
	for (size_t i = slot_of(h->b, 0); o->slots > 0; i++) {
		uint32_t c = o->by_hash[i & (o->slots - 1)];

		if (c == 0)
			break;
		if (memcmp(&o->c[c - 1].h, h, sizeof(*h)) == 0)
			return (c - 1);
	}
	return (ORACLE_NONE);
}

uint32_t
oracle_find_dot(const struct oracle *o, const uint8_t log[16], uint32_t seq)
{
	for (size_t i = slot_of(log, seq); o->slots > 0; i++) {
		uint32_t c = o->by_dot[i & (o->slots - 1)];

		if (c == 0)
			break;
		if (o->c[c - 1].seq == seq &&
		    memcmp(o->c[c - 1].log, log, LOG_ID_LEN) == 0)
			return (c - 1);
	}
	return (ORACLE_NONE);
}

uint32_t
oracle_space_no(struct oracle *o, const char *name)
{
	for (uint32_t i = 0; i < o->spaces; i++)
		if (strcmp(o->space[i], name) == 0)
			return (i);
	must(o->spaces < sizeof(o->space) / sizeof(o->space[0]));
	(void)snprintf(o->space[o->spaces], sizeof(o->space[0]), "%s", name);
	return (o->spaces++);
}

uint32_t
oracle_new(struct oracle *o, const struct hash *h,
    const uint8_t log[LOG_ID_LEN], uint32_t seq, const char *space)
{
	uint32_t c = (uint32_t)o->n;
	struct oracle_commit *k;

	mem_room(&o->c, &o->cap, o->n + 1, sizeof(*o->c));
	index_room(o);
	k = &o->c[o->n++];
	memset(k, 0, sizeof(*k));
	k->h = *h;
	memcpy(k->log, log, LOG_ID_LEN);
	k->seq = seq;
	k->space = oracle_space_no(o, space);
	k->made = machine_time();
	k->past = mem_new(((size_t)c / 64 + 1) * sizeof(*k->past));
	index_put(o, c);
	return (c);
}

void
oracle_forget_logs(struct view *v)
{
	for (size_t i = 0; i < v->logs; i++)
		mem_free(v->log[i].c);
	mem_free(v->log);
	v->log = NULL;
	v->logs = 0;
}
