/*
 * board_kept -- answers that were made of a snapshot, until it changes.
 */
#include <stdio.h>

#include "hub/board_in.h"

bool
board_kept_get(
    struct board *b, const char *key, const char **title, struct page *p)
{
	bool found = false;

	must(pthread_mutex_lock(&b->lock) == 0);
	for (size_t i = 0; i < BOARD_KEEPS && !found; i++) {
		struct board_kept *k = &b->kept[i];

		if (k->title == NULL || strcmp(k->key, key) != 0)
			continue;
		found = buf_span(&p->content, buf_all(&k->body)) == NULL;
		*title = arena_dup(p->a, span_str(k->title));
		k->used = ++b->clock;
	}
	must(pthread_mutex_unlock(&b->lock) == 0);
	return (found);
}

void
board_kept_put(
    struct board *b, const char *key, const char *title, const struct buf *body)
{
	struct board_kept *at = &b->kept[0];

	if (strlen(key) >= BOARD_KEY)
		return;
	must(pthread_mutex_lock(&b->lock) == 0);
	for (size_t i = 0; i < BOARD_KEEPS; i++)
		if (b->kept[i].used < at->used)
			at = &b->kept[i];
	buf_free(&at->body);
	mem_free(at->title);
	at->title = mem_dup(title);
	at->body = (struct buf)BUF(LIMIT_PAGE_BYTES);
	at->used = ++b->clock;
	(void)snprintf(at->key, sizeof(at->key), "%s", key);
	/* What does not fit is not kept: the key is of nothing then. */
	if (buf_span(&at->body, buf_all(body)) != NULL)
		at->key[0] = '\0';
	must(pthread_mutex_unlock(&b->lock) == 0);
}
