#include "tests/sim/hubsim.h"

#include "hub/front.h"
#include "hub/front_in.h"
#include "hub/service.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/clock.h"
#include "tests/sim/check.h"

#define LINE_MAX_SIM 16 /* requests that wait at once */

struct hubsim {
	struct seat *s;
	int lock;
	struct writer writer;
	struct gate *gate;
	struct front *front;
	struct store reader;
	struct message *line[LINE_MAX_SIM];
	size_t n;
};

/* ---- the process -------------------------------------------------------- */

static err_t
open_gate(struct hubsim *h)
{
	static const struct gate_conf conf;
	char *path = house_path(h->s->dir, "hub.db");
	struct db *db = NULL;
	err_t e = db_open(&db, path, DB_READ);

	mem_free(path);
	TRY(e);
	gate_open(&h->gate, db, &conf);
	return (NULL);
}

/* As open_all of hub/service.c, but for the doors. */
err_t
hubsim_open(struct world *w, struct seat *s)
{
	CLEAN(buf_free) struct buf server = { 0 };
	struct hubsim *h = mem_new(sizeof(*h));

	h->s = s;
	h->lock = -1;
	w->hub = h;
	sub_serve_writer(&h->writer);
	TRY(service_lock(s->dir, &h->lock));
	TRY(house_open(&s->house, s->dir));
	TRY(house_server(&s->house, clock_now(), &server));
	TRY(house_own(&s->house));
	TRY(open_gate(h));
	front_open(&h->front, &h->writer, h->gate, s->house.key);
	return (NULL);
}

static void
reader_close(struct hubsim *h)
{
	if (h->reader.db != NULL)
		store_close(&h->reader);
	h->reader = (struct store){ 0 };
}

void
hubsim_close(struct world *w)
{
	struct hubsim *h = w->hub;

	if (h == NULL)
		return;
	must(h->n == 0);
	reader_close(h);
	gate_close(&h->gate);
	if (h->front != NULL)
		front_close(&h->front);
	house_close(&h->s->house);
	file_unlock(&h->lock);
	mem_free(h);
	w->hub = NULL;
}

/* ---- requests ----------------------------------------------------------- */

void
hubsim_take(struct world *w, struct message *m)
{
	struct hubsim *h = w->hub;

	must(h->n < LINE_MAX_SIM);
	m->q = (struct request){ .peer = m->peer };
	h->line[h->n++] = m;
	if (!sub_serve_feed(&m->q, h->front, front_routes(), m->method, m->path,
		buf_all(&m->body), m->cut, &w->chance)) {
		m->q.answered = true;
		m->q.r = (struct response)RESPONSE;
		m->q.r.status = 404;
	}
}

/* The next group, as next_group of hub/writer.c takes it. */
static void
take_group(struct hubsim *h, struct line *group)
{
	line_start(group);
	while (h->writer.in.first != NULL && group->n < LIMIT_GROUP_JOBS &&
	       group->bytes < LIMIT_GROUP_BODIES) {
		bool alone = h->writer.in.first->alone;

		if (alone && group->n > 0)
			return;
		line_add(group, line_take(&h->writer.in));
		if (alone)
			return;
	}
}

/* From a snapshot of its own, after the COMMIT. */
static void
tell(struct hubsim *h, struct writer_job *j)
{
	size_t bytes = j->bytes;
	struct store *st = &h->reader;

	if (h->s->house.st.db == NULL)
		reader_close(h);
	else if (st->db == NULL && house_store(&h->s->house, st) != NULL)
		reader_close(h);
	writer_group_tell(j, st->db == NULL ? NULL : st);
	writer_free(&h->writer, bytes);
}

static void
turn(struct world *w, struct hubsim *h)
{
	struct writer_job *j;
	struct line group;

	while (h->writer.in.first != NULL) {
		take_group(h, &group);
		if (group.first->alone)
			writer_group_alone(&h->s->house, group.first);
		else
			writer_group_run(&h->s->house, &group);
		if (!disk_dark(h->s->disk) && h->s->house.st.db != NULL)
			check_commit(w);
		while ((j = line_take(&group)) != NULL)
			tell(h, j);
	}
}

bool
hubsim_turn(struct world *w)
{
	struct hubsim *h = w->hub;
	bool dead;

	turn(w, h);
	dead = disk_dark(h->s->disk);
	for (size_t i = 0; i < h->n; i++) {
		struct message *m = h->line[i];

		must(m->q.answered);
		if (dead || m->cut)
			response_free(&m->q.r);
		else
			check_answer(w, &w->seat[m->from], m->q.r.status,
			    buf_all(&m->q.r.body));
	}
	h->n = 0;
	return (!dead);
}

err_t
hubsim_own(struct world *w)
{
	return (house_own(&w->hub->s->house));
}
