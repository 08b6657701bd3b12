#include "hub/tls_tally.h"

#include <string.h>
#include <sys/socket.h>

#include "proto/base/err.h"
#include "proto/base/mem.h"
#include "proto/base/rand.h"

struct tally_row {
	struct tally_key key;
	int *fd; /* oldest first */
	size_t n, cap;
	struct tally_row *next;
};

void
tls_tally_open(struct tally *t)
{
	must(pthread_mutex_init(&t->lock, NULL) == 0);
	t->row = mem_new(TALLY_ROWS * sizeof(struct tally_row *));
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

static void
row_remove(struct tally_row *row, size_t i)
{
	memmove(
	    row->fd + i, row->fd + i + 1, (row->n - i - 1) * sizeof(*row->fd));
	row->n--;
}

bool
tls_tally_add(
    struct tally *t, const struct tally_key *k, int fd, int most, bool evict)
{
	struct tally_row **r, *row;
	bool full;

	must(most > 0);
	pthread_mutex_lock(&t->lock);
	r = find(t, k);
	full = *r != NULL && (*r)->n >= (size_t)most;
	if (full && evict) {
		(void)shutdown((*r)->fd[0], SHUT_RDWR);
		row_remove(*r, 0);
		full = false;
	}
	if (!full) {
		if (*r == NULL) {
			*r = mem_new(sizeof(**r));
			(*r)->key = *k;
		}
		row = *r;
		mem_room(&row->fd, &row->cap, row->n + 1, sizeof(*row->fd));
		row->fd[row->n++] = fd;
	}
	pthread_mutex_unlock(&t->lock);
	return (!full);
}

void
tls_tally_drop(struct tally *t, const struct tally_key *k, int fd)
{
	struct tally_row **r, *row;

	pthread_mutex_lock(&t->lock);
	r = find(t, k);
	row = *r;
	for (size_t i = 0; row != NULL && i < row->n; i++)
		if (row->fd[i] == fd) {
			row_remove(row, i);
			break;
		}
	if (row != NULL && row->n == 0) {
		*r = row->next;
		mem_free(row->fd);
		mem_free(row);
	}
	pthread_mutex_unlock(&t->lock);
}
