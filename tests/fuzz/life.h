/*
 * life -- a world to be lived by fuzz_world: founded once, copied for each
 * input, with roads whose bytes may turn.  Only for fuzz_world.c.
 */
#ifndef TESTS_FUZZ_LIFE_H
#define TESTS_FUZZ_LIFE_H

#include "tests/unit/path_world.h"

#include <fcntl.h>

#include "tests/fuzz/fuzz.h"

#define OFFICES 2 /* of the three that path_world has room for */
#define HUB     OFFICES
#define DB_MOST (64 << 20)

struct lived {
	struct world w;
	struct span tape;
	size_t flip[OFFICES]; /* of the next post; 0: none */
	bool flip_up[OFFICES];
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

struct turned {
	const struct sink *to;
	size_t at; /* the byte to turn, counted from here; 0: none */
};

static inline err_t
turn(void *ctx, struct span piece)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct turned *t = ctx;

	ok(buf_span(&b, piece));
	if (t->at > 0 && t->at <= b.n)
		b.p[t->at - 1] ^= 0x10;
	t->at = t->at > b.n ? t->at - b.n : 0;
	return (t->to->put(t->to->ctx, buf_all(&b)));
}

static struct lived *now;

static inline err_t
post_turned(
    void *ctx, struct span body, const struct sink *sink, struct road_answer *a)
{
	CLEAN(buf_free) struct buf b = BUF(DB_MOST);
	struct office *o = ctx;
	int k = (int)(o - now->w.o);
	size_t at = now->flip[k];
	struct turned t = { .to = sink, .at = now->flip_up[k] ? 0 : at };
	struct sink through_it = { &t, turn };

	now->flip[k] = 0;
	ok(buf_span(&b, body));
	if (now->flip_up[k] && at > 0 && b.n > 0)
		b.p[at % b.n] ^= 0x10;
	return (post(ctx, buf_all(&b), &through_it, a));
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
