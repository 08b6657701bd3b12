#include "proto/log/facts.h"

/* The record, from among those read of late when it is there. */
static err_t
read_kept(struct facts_state *s, const struct entity *e, int64_t id,
    struct record *r, bool *there)
{
	size_t k = 0;

	while (k < FACTS_KEPT && (s->kept[k].id != id || s->kept[k].e != e))
		k++;
	if (k == FACTS_KEPT) {
		k = s->next++ % FACTS_KEPT;
		s->kept[k].id = 0;
		TRY(state_get(
		    s->l, e, id, s->a, &s->kept[k].r, &s->kept[k].there));
		s->kept[k].id = id;
		s->kept[k].e = e;
	}
	*r = s->kept[k].r;
	*there = s->kept[k].there;
	return (NULL);
}

static err_t
get(void *ctx, const struct entity *e, int64_t id, const struct field *f,
    struct val *v, bool *found)
{
	struct facts_state *s = ctx;
	struct record r;
	bool there;

	*v = val_null();
	TRY(read_kept(s, e, id, &r, &there));
	*found = there && r.life == LIFE_LIVE;
	if (there && f != NULL)
		*v = r.v[f->no - 1];
	return (NULL);
}

struct ids {
	struct arena *a;
	int64_t *v;
	size_t n, cap;
};

static err_t
add_id(void *ctx, const struct record *r)
{
	struct ids *ids = ctx;

	arena_room(ids->a, &ids->v, &ids->cap, ids->n + 1, sizeof(*ids->v));
	ids->v[ids->n++] = r->id;
	return (NULL);
}

static err_t
find(void *ctx, const struct entity *e, const struct field *f, struct val v,
    int64_t **out, size_t *n)
{
	struct facts_state *s = ctx;
	struct cond c = { f, v };
	struct ids ids = { .a = s->a };

	TRY(state_find(s->l, e, &c, 1, false, s->a, add_id, &ids));
	*out = ids.v;
	*n = ids.n;
	return (NULL);
}

static err_t
list(void *ctx, int64_t id, const struct field *f, struct val **v, size_t *n)
{
	struct facts_state *s = ctx;

	return (state_elements(s->l, id, f->no, s->a, v, n));
}

struct facts
facts_of(struct facts_state *s)
{
	return ((struct facts){ s, get, find, list });
}
