#include "hub/tls_tally.h"

#include <string.h>

#include "proto/base/err.h"
#include "proto/base/mem.h"
#include "proto/base/rand.h"

struct tally_row {
	struct tally_key key;
	int n;
	struct tally_row *next;
};

void
tls_tally_open(struct tally *t)
{
	must(pthread_mutex_init(&t->lock, NULL) == 0);
	t->row = mem_new(TALLY_ROWS * sizeof(*t->row));
	rand_bytes(&t->secret, sizeof(t->secret));
}

void
tls_tally_close(struct tally *t)
{
	if (t->row == NULL)
		return;
	for (size_t i = 0; i < TALLY_ROWS; i++)
		must(t->row[i] == NULL);
	mem_free(t->row);
	t->row = NULL;
	pthread_mutex_destroy(&t->lock);
}

/* The link that leads to the key's row, or the end of its list. */
static struct tally_row **
find(struct tally *t, const struct tally_key *k)
{
	uint64_t h = t->secret;
	struct tally_row **r;

	for (size_t i = 0; i < sizeof(k->b); i++) {
		h = (h ^ k->b[i]) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
	}
	r = &t->row[h % TALLY_ROWS];
	while (*r != NULL && memcmp(&(*r)->key, k, sizeof(*k)) != 0)
		r = &(*r)->next;
	return (r);
}

bool
tls_tally_add(struct tally *t, const struct tally_key *k, int most)
{
	struct tally_row **r;
	bool fine;

	pthread_mutex_lock(&t->lock);
	r = find(t, k);
	fine = (*r == NULL ? 0 : (*r)->n) < most;
	if (fine && *r == NULL) {
		*r = mem_new(sizeof(**r));
		(*r)->key = *k;
	}
	if (fine)
		(*r)->n++;
	pthread_mutex_unlock(&t->lock);
	return (fine);
}

void
tls_tally_drop(struct tally *t, const struct tally_key *k)
{
	struct tally_row **r, *row;

	pthread_mutex_lock(&t->lock);
	r = find(t, k);
	row = *r;
	must(row != NULL && row->n > 0);
	if (--row->n == 0) {
		*r = row->next;
		mem_free(row);
	}
	pthread_mutex_unlock(&t->lock);
}
