/*
 * world_copy -- copies that are made, and come back one day.
 */
#include <stdio.h>
#include <string.h>

#include "hub/backup.h"
#include "node/backup.h"
#include "proto/base/file.h"
#include "tests/sim/world_in.h"

#define TRIES 6 /* of a restore, when the power fails in it */

void
copy_drop(struct seat *s)
{
	for (size_t i = 0; i < s->saved_n; i++)
		disk_free(&s->saved[i].image);
	s->saved_n = 0;
}

static struct saved *
room(struct seat *s)
{
	if (s->saved_n == SAVED_MAX) {
		disk_free(&s->saved[0].image);
		memmove(s->saved, s->saved + 1,
		    sizeof(s->saved[0]) * (SAVED_MAX - 1));
		s->saved_n--;
	}
	return (&s->saved[s->saved_n]);
}

/* ---- making ------------------------------------------------------------- */

/* As cmd_backup of node/main.c and hub/main.c. */
static err_t
write_copy(struct seat *s, const char *file)
{
	if (s->hub)
		TRY(backup_keys(&s->house, file));
	else
		TRY(backup_announce(&s->office));
	return (db_backup(s->st->db, file));
}

static bool
backup(struct world *w, struct seat *s, struct event *e)
{
	struct seat *was;
	struct saved *c;
	err_t err;

	if (s->hostile || !world_ready(w, s))
		return (false);
	was = world_enter(w, s);
	c = room(s);
	*c = (struct saved){ .mark = oracle_mark(w, s) };
	(void)snprintf(
	    c->file, sizeof(c->file), "/m%u/copy-%zu", (unsigned)s->n, w->at);
	err = write_copy(s, c->file);
	if (err != NULL) {
		world_say(w, "m%u: backup: %s", (unsigned)s->n, err->text);
		c->file[0] = '\0';
	}
	if (!disk_dark(s->disk)) {
		c->image = disk_copy(s->disk, DISK_NOWHERE, w->chance.s);
		s->saved_n++;
	}
	(void)world_enter(w, was);
	world_tell(e, "m%u is backed up%s", (unsigned)s->n,
	    err == NULL ? "" : ", which fails");
	return (true);
}

bool
copy_backup(struct world *w, struct seat *s, struct event *e)
{
	return (!s->hub && backup(w, s, e));
}

bool
copy_hub_backup(struct world *w, struct seat *s, struct event *e)
{
	(void)s;
	if (!backup(w, world_hub(w), e))
		return (false);
	w->n.fault[FAULT_hub_backup]++;
	return (true);
}

/* ---- coming back -------------------------------------------------------- */

static err_t
restore(struct seat *s, const char *file)
{
	if (s->hub)
		return (backup_take_back(s->dir, file));
	return (backup_restore(s->dir, file));
}

/* Again, until the power lasts; false when it cannot be. */
static bool
insist(struct world *w, struct seat *s, const char *file)
{
	err_t e = NULL;

	for (int i = 0; i < TRIES; i++) {
		if (disk_dark(s->disk))
			disk_power(s->disk);
		e = restore(s, file);
		if (e == NULL && !disk_dark(s->disk))
			return (true);
		if (e != NULL)
			world_say(w, "m%u: restore: %s: %s", (unsigned)s->n,
			    err_name(e->code), e->text);
		if (s->sick) {
			disk_heal(s->disk);
			s->sick = false;
		} else if (!disk_dark(s->disk)) {
			return (false);
		}
	}
	return (false);
}

static bool
by_command(struct world *w, struct seat *s, size_t k)
{
	struct saved *c = &s->saved[k];
	struct seat *was;
	bool fine;

	if (c->file[0] == '\0')
		return (false);
	world_down(w, s);
	if (disk_dark(s->disk))
		disk_power(s->disk);
	was = world_enter(w, s);
	/* An image that came back may be older than the file. */
	fine = file_exists(c->file) && insist(w, s, c->file);
	if (fine)
		oracle_back(w, s, c->mark);
	(void)world_enter(w, was);
	(void)world_up(w, s);
	return (fine);
}

/* Whoever has no copy yet to come back from gets one now. */
static bool
none(struct world *w, struct seat *s, struct event *e)
{
	return (s->saved_n == 0 && backup(w, s, e));
}

static bool
may(struct seat *s)
{
	return (!s->hostile && s->saved_n > 0 &&
		(s->state == SEAT_UP || s->state == SEAT_DOWN));
}

bool
copy_restore(struct world *w, struct seat *s, struct event *e)
{
	size_t k;

	if (!s->hub && none(w, s, e))
		return (true);
	if (s->hub || !may(s))
		return (false);
	k = rng_below(&w->chance, s->saved_n);
	if (!by_command(w, s, k))
		return (false);
	w->n.fault[FAULT_restore]++;
	s->rotten = false;
	world_tell(e, "m%u is restored from copy %zu", (unsigned)s->n, k);
	return (true);
}

bool
copy_hub_back(struct world *w, size_t k)
{
	struct seat *hub = world_hub(w);

	if (k >= hub->saved_n || !by_command(w, hub, k))
		return (false);
	hub->rotten = false;
	right_again(w);
	w->n.fault[FAULT_hub_restore]++;
	return (true);
}

bool
copy_hub_restore(struct world *w, struct seat *s, struct event *e)
{
	size_t k;

	s = world_hub(w);
	if (none(w, s, e))
		return (true);
	if (!may(s))
		return (false);
	k = rng_below(&w->chance, s->saved_n);
	if (!copy_hub_back(w, k))
		return (false);
	world_tell(e, "the hub is restored from copy %zu", k);
	return (true);
}

/* The whole disk, instance file and all: nothing here can notice. */
bool
copy_image(struct world *w, struct seat *s, struct event *e)
{
	struct saved *c;

	if (!s->hub && none(w, s, e))
		return (true);
	if (s->hub || !may(s))
		return (false);
	c = &s->saved[rng_below(&w->chance, s->saved_n)];
	world_down(w, s);
	disk_become(s->disk, c->image);
	disk_heal(s->disk); /* it is another one */
	s->sick = false;
	s->rotten = false;
	oracle_back(w, s, c->mark);
	(void)world_up(w, s);
	w->n.fault[FAULT_image]++;
	world_tell(e, "the disk image of m%u is put back", (unsigned)s->n);
	return (true);
}

/* The store of the image in the place of the store, as somebody who copies
 * files does it. */
static err_t
store_back(struct seat *s, struct disk *image)
{
	CLEAN(db_close) struct db *db = NULL;
	char *path[3] = { office_path(s->dir, OFFICE_DB),
		office_path(s->dir, OFFICE_WAL),
		office_path(s->dir, OFFICE_SHM) };
	err_t e = NULL;

	disk_mount(image, DISK_MAX);
	for (int i = 0; i < 3; i++)
		if (e == NULL)
			e = file_remove(path[i]);
	if (e == NULL)
		e = db_open(&db, "/m32/office/" OFFICE_DB, DB_WRITE);
	if (e == NULL)
		e = db_backup(db, path[0]);
	db_close(&db);
	disk_mount(image, DISK_NOWHERE);
	for (int i = 0; i < 3; i++)
		mem_free(path[i]);
	return (e);
}

bool
copy_store_back(struct world *w, struct seat *s, struct event *e)
{
	struct seat *was;
	struct saved *c;
	err_t err;

	if (!s->hub && none(w, s, e))
		return (true);
	if (s->hub || !may(s) || s->sick)
		return (false);
	c = &s->saved[rng_below(&w->chance, s->saved_n)];
	world_down(w, s);
	disk_end_after(s->disk, DISK_CUT, 0);
	if (disk_dark(s->disk))
		disk_power(s->disk);
	was = world_enter(w, s);
	err = store_back(s, c->image);
	world_must(w, "the store of an image", err);
	oracle_back(w, s, c->mark);
	(void)world_enter(w, was);
	s->rotten = false;
	(void)world_up(w, s);
	w->n.fault[FAULT_store_back]++;
	world_tell(e, "an old store is put back on m%u", (unsigned)s->n);
	return (true);
}
