/*
 * life -- a world to be lived by fuzz_world: founded once, copied for each
 * input, with roads that may change what they carry.  Only for fuzz_world.c.
 */
#ifndef TESTS_FUZZ_LIFE_H
#define TESTS_FUZZ_LIFE_H

#include "tests/unit/path_world.h"

#include <fcntl.h>

#include "tests/fuzz/edit.h"

#define LEVEL   1 /* of zstd: the others clear megabytes for each body */
#define OFFICES 2 /* of the three that path_world has room for */
#define HUB     OFFICES
#define DB_MOST (64 << 20)

/* Which of a post is changed on the way. */
enum turn { TURN_NOT, TURN_UP, TURN_DOWN };

struct lived {
	struct world w;
	struct span tape;
	enum turn turn[OFFICES]; /* of the next post */
	bool copied[OFFICES + 1];
	int restores;
};

static struct buf born[OFFICES + 1]; /* the stores of a world just founded */
static struct world first;

static inline struct site *
site(struct lived *l, int k)
{
	return (k == HUB ? &l->w.hub : &l->w.o[k].s);
}

/* ---- roads -------------------------------------------------------------- */

static struct lived *now;

/* As path_world's post, but what goes or what comes may be changed. */
static inline err_t
post_turned(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	CLEAN(buf_free) struct buf b = BUF(DB_MOST), back = BUF(DB_MOST);
	CLEAN(buf_free) struct buf changed = BUF(DB_MOST);
	struct office *o = ctx;
	enum turn turn = now->turn[o - now->w.o];
	struct sink whole = { &back, collect };
	struct sink to = turn == TURN_DOWN ? whole : *sink;

	now->turn[o - now->w.o] = TURN_NOT;
	if (turn == TURN_UP)
		edit_body(body, &now->tape, &b);
	else
		ok(buf_span(&b, body));
	TRY(post(ctx, buf_all(&b), &to, a));
	if (turn != TURN_DOWN || back.n == 0)
		return (NULL);
	edit_body(buf_all(&back), &now->tape, &changed);
	return (sink->put(sink->ctx, buf_all(&changed)));
}

/* ---- a world is founded once, and copied -------------------------------- */

static inline void
keep(struct site *s, struct buf *to)
{
	char path[160];

	(void)snprintf(path, sizeof(path), "%s.born", s->path);
	site_save(s, path);
	*to = (struct buf)BUF(DB_MOST);
	ok(file_read(path, to));
	(void)unlink(path);
	store_close(&s->st);
	site_drop(s->path);
}

static inline void
found(void)
{
	static const char *const names[] = { "tapachula", "palenque" };
	static const char *const geo[] = { "07089", "07065" };
	struct world *w = &first;

	if (w->dir[0] != '\0')
		return;
	must(setenv("CMOCKA_TEST_ABORT", "1", 1) == 0);
	fixed_begin(0);
	(void)snprintf(w->dir, sizeof(w->dir), "%s", fuzz_dir());
	w->now = clock_now();
	(void)snprintf(
	    w->hub.path, sizeof(w->hub.path), "%s/hub.db", fuzz_dir());
	ok(key_make(&w->hub.key));
	w->hub.desk.federal = true;
	w->hub.desk.home = "home-FED";
	site_open(&w->hub, NULL);
	for (int i = 0; i < OFFICES; i++) {
		open_office(w, i, names[i]);
		found_office(w, i, names[i], geo[i]);
	}
	for (int i = 0; i < OFFICES; i++)
		settle(w, i);
	for (int i = 0; i < OFFICES; i++)
		settle(w, i);
	for (int i = 0; i < OFFICES; i++)
		keep(&w->o[i].s, &born[i]);
	keep(&w->hub, &born[HUB]);
}

static inline void
copy_path(struct lived *l, int k, char out[160])
{
	(void)snprintf(out, 160, "%s/copy%d.db", l->w.dir, k);
}

static inline void
begin_life(struct lived *l, struct span tape)
{
	l->w = first;
	l->w.level = LEVEL;
	l->tape = tape;
	now = l;
	for (int k = 0; k <= HUB; k++) {
		struct site *s = site(l, k);
		int fd = open(s->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		must(fd >= 0);
		must(write(fd, born[k].p, born[k].n) == (ssize_t)born[k].n);
		must(close(fd) == 0);
		site_open(s, k == HUB ? NULL : first.hub.pub);
	}
	for (int k = 0; k < OFFICES; k++) {
		struct office *o = &l->w.o[k];

		o->w = &l->w;
		o->last = (struct buf)BUF(DB_MOST);
		o->env.ctx = o;
		o->env.level = LEVEL;
		o->road.ctx = o;
		o->road.post = post_turned;
	}
}

static inline void
end_life(struct lived *l)
{
	char path[160];

	for (int k = 0; k <= HUB; k++) {
		store_close(&site(l, k)->st);
		site_drop(site(l, k)->path);
		copy_path(l, k, path);
		site_drop(path);
		if (k < OFFICES)
			buf_free(&l->w.o[k].last);
	}
}

#endif
