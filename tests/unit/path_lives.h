/*
 * path_lives -- a hub that goes back to its copy, and what it forgot.
 *
 * Only for path_*_test.c, as path_world.h.
 */
#ifndef TESTS_UNIT_PATH_LIVES_H
#define TESTS_UNIT_PATH_LIVES_H

#include "tests/unit/path_world.h"

static inline dot_t
mine(struct world *w, int i, const char *title)
{
	return (gap(&w->o[i].s,
	    there(&w->hub, w->roundtable[i == 2 ? 0 : i], &w->o[i].s), title));
}

static inline void
keep_copy(struct world *w)
{
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/backup.db", w->dir);
	site_save(&w->hub, path);
}

/* The hub goes back to a copy, and lives again. */
static inline void
go_back_to(struct world *w, const char *path)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	site_restore(&w->hub, path, NULL);
	ok(tx_begin(&tx, w->hub.st.db));
	ok(intake_epoch_new(&w->hub.st));
	ok(tx_commit(&tx));
}

static inline void
go_back(struct world *w)
{
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/backup.db", w->dir);
	go_back_to(w, path);
}

static inline void
everybody(struct world *w)
{
	for (int round = 0; round < 2; round++)
		for (int k = 0; k < SITES; k++)
			ok(go(&w->o[k]));
}

static inline uint32_t
space_of(struct site *s, const char *name)
{
	uint32_t no;

	ok(ledger_refresh(s->st.l));
	ok(ledger_space(s->st.l, name, false, &no));
	return (no);
}

/* t writes what the hub will forget; the third office has read it. */
static inline uint32_t
forgotten(struct world *w, int64_t *pos, uint8_t epoch[EPOCH_LEN])
{
	struct cursor c;

	(void)mine(w, 0, "Se pierde en el nodo central");
	ok(go(&w->o[0]));
	ok(go(&w->o[2]));
	ok(accept_cursor(w->hub.st.l, space_of(&w->hub, "07"), &c));
	*pos = c.number;
	ok(ledger_epoch_id(w->hub.st.l, c.epoch, epoch));
	return (c.epoch);
}

#endif
