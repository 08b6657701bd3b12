#include "hub/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "hub/epoch.h"
#include "hub/registry.h"
#include "proto/cmd/cmd.h"

#define NAME "past-XXXXXX"

SQL_SCAN(past_federal, "SELECT n.key FROM h_node n JOIN h_office o"
		       " ON o.no = n.office WHERE o.federal = 1"
		       " ORDER BY n.no LIMIT 1");

struct remembering {
	struct store *now;
	struct past *p;
	const struct moment *m;
	struct epochs e;
	struct arena a;
	/* By the numbers that logs have now: how far, and their numbers then.
	 */
	uint32_t *to, *then;
	const struct moment_space *at; /* of the space being read */
	bool whole;                    /* it ends where the moment says */
	uint32_t space;                /* its number then */
};

static void
remembering_done(struct remembering *r)
{
	arena_free(&r->a);
}

/* ---- how far each log had come ------------------------------------------ */

static err_t
mark(void *ctx, const struct position *p)
{
	struct remembering *r = ctx;
	int64_t end = p->number + p->count - 1;
	uint32_t last = p->first + (p->count - 1);

	if (p->number > r->at->number)
		return (NULL);
	r->whole = end == r->at->number &&
		   memcmp(p->h.b, r->at->h, sizeof(r->at->h)) == 0;
	if (r->to[p->log] < last)
		r->to[p->log] = last;
	return (NULL);
}

static err_t
each_space(struct remembering *r,
    err_t (*fn)(void *ctx, const struct position *p),
    const struct moment_space *s)
{
	uint32_t space;
	err_t e = ledger_space(r->now->l, s->name, false, &space);

	if (e != NULL && e->code != ERR_MISSING)
		return (e);
	r->at = s;
	r->whole = false;
	if (e == NULL)
		TRY(epoch_runs(r->now, &r->e, space, 0, fn, r));
	if (!r->whole)
		return (err_new(ERR_MISSING,
		    "this hub was never at position %lld of %s",
		    (long long)s->number, s->name));
	return (NULL);
}

/* ---- commits ------------------------------------------------------------ */

static err_t
take(void *ctx, const struct segment *s)
{
	struct remembering *r = ctx;
	struct acceptance acc;

	TRY(accept_segment(r->p->st.l, s, &acc));
	if (acc.what == ACCEPTED_GAP)
		return (err_new(
		    ERR_DAMAGED, "commit %u follows %u", s->from, acc.have));
	r->then[0] = acc.log;
	return (NULL);
}

/* In the order in which they were met: a branch comes after its parent, and
 * what is told in their order is told in the same. */
static err_t
take_logs(struct remembering *r)
{
	for (uint32_t no = 1; no <= ledger_logs(r->now->l); no++) {
		CLEAN(arena_free) struct arena a = ARENA;
		const struct log_info *i = ledger_log(r->now->l, no);

		if (i == NULL || r->to[no] < i->first)
			continue;
		TRY(accept_segments(
		    r->now->l, no, i->first, r->to[no], &a, take, r));
		r->then[no] = r->then[0];
	}
	return (NULL);
}

/* ---- positions ---------------------------------------------------------- */

static err_t
epoch_of(struct remembering *r, uint32_t now, uint32_t *then)
{
	uint8_t id[EPOCH_LEN];

	TRY(ledger_epoch_id(r->now->l, now, id));
	return (ledger_epoch(r->p->st.l, id, then));
}

static err_t
stand(void *ctx, const struct position *now)
{
	struct remembering *r = ctx;
	struct ledger *l = r->p->st.l;
	struct position p = *now;
	struct cursor c;

	if (now->number > r->at->number)
		return (NULL);
	r->whole = true;
	p.space = r->space;
	p.log = r->then[now->log];
	TRY(epoch_of(r, now->epoch, &p.epoch));
	p.nat_epoch = 0;
	if (now->nat_epoch != 0)
		TRY(epoch_of(r, now->nat_epoch, &p.nat_epoch));
	TRY(accept_cursor(l, p.space, &c));
	if (c.epoch != p.epoch) {
		c.epoch = p.epoch;
		TRY(accept_cursor_set(l, p.space, &c));
	}
	return (accept_position(l, &p, true));
}

static err_t
take_positions(struct remembering *r, bool national)
{
	for (size_t i = 0; i < r->m->n; i++) {
		const struct moment_space *s = &r->m->v[i];

		if ((strcmp(s->name, SPACE_NATIONAL) == 0) != national)
			continue;
		TRY(ledger_space(r->p->st.l, s->name, true, &r->space));
		TRY(each_space(r, stand, s));
	}
	return (NULL);
}

/* ---- the store ---------------------------------------------------------- */

static err_t
federal(struct remembering *r)
{
	CLEAN(rows_done) struct rows q = { 0 };
	uint8_t key[KEY_LEN];
	bool found;

	TRY(db_one(&q, r->now->db, &past_federal, &found));
	if (!found || rows_span(&q, 0).n != KEY_LEN)
		return (err_new(ERR_DAMAGED, "the hub's own key"));
	memcpy(key, rows_span(&q, 0).p, KEY_LEN);
	fold_federal(r->p->st.f, key);
	return (NULL);
}

static err_t
remember(struct remembering *r)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	uint32_t logs = ledger_logs(r->now->l);

	TRY(epoch_all(r->now, &r->e));
	r->to = arena_new(&r->a, (logs + 1) * sizeof(*r->to));
	r->then = arena_new(&r->a, (logs + 1) * sizeof(*r->then));
	for (size_t i = 0; i < r->m->n; i++)
		TRY(each_space(r, mark, &r->m->v[i]));
	TRY(federal(r));
	TRY(registry_open(r->p->st.db));
	TRY(cmd_tables(r->p->st.db));
	TRY(tx_begin(&tx, r->p->st.db));
	TRY(take_logs(r));
	TRY(take_positions(r, true));
	TRY(take_positions(r, false));
	TRY(fold_all(r->p->st.f));
	TRY(tx_commit(&tx));
	ledger_committed(r->p->st.l);
	return (NULL);
}

static err_t
place(struct past *p, const char *dir)
{
	size_t n = strlen(dir) + sizeof("/" NAME);
	int fd;

	p->path = mem_new(n);
	(void)snprintf(p->path, n, "%s/" NAME, dir);
	fd = mkstemp(p->path);
	if (fd < 0) {
		mem_free(p->path);
		p->path = NULL;
		return (err_new(ERR_STORE, "no file in %s", dir));
	}
	(void)close(fd);
	return (NULL);
}

err_t
past_open(
    struct past *p, struct store *now, const char *dir, const struct moment *m)
{
	CLEAN(remembering_done)
	struct remembering r = { .now = now, .p = p, .m = m };

	*p = (struct past){ .path = NULL };
	must(db_in_tx(now->db));
	TRY(place(p, dir));
	TRY(store_open(&p->st, p->path, DB_CREATE));
	return (remember(&r));
}

static void
forget(const char *path, const char *end)
{
	size_t n = strlen(path) + strlen(end) + 1;
	char *s = mem_new(n);

	(void)snprintf(s, n, "%s%s", path, end);
	(void)unlink(s);
	mem_free(s);
}

void
past_close(struct past *p)
{
	store_close(&p->st);
	if (p->path == NULL)
		return;
	forget(p->path, "");
	forget(p->path, "-wal");
	forget(p->path, "-shm");
	mem_free(p->path);
	p->path = NULL;
}
