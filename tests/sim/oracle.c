#include "tests/sim/oracle.h"

#include "proto/log/accept.h"
#include "tests/sim/oracle_in.h"

/* ---- one look ----------------------------------------------------------- */

struct look {
	struct world *w;
	struct oracle *o;
	struct seat *s;
	struct view *v;
	struct ledger *l;
	struct set before; /* held when it began */
	bool less;         /* something is not there any more */
};

static void
key_of(const struct seat *s, uint8_t key[KEY_LEN])
{
	key_public(s->hub ? s->house.key : s->office.key, key);
}

/*
 * Is what this seat wrote, and its disk lost when it went back, only on copies
 * of the disk that it had?  Somebody copied it behind the program's back, and
 * no note tells of that.  What the copies write themselves is not excused.
 */
static bool
only_on_copies(struct look *k, uint32_t c)
{
	const struct seat *s = k->s;
	uint32_t root = s->twin != 0 ? s->twin : s->n;

	if (k->o->c[c].seat != s->n || k->o->c[c].received)
		return (false);
	for (uint32_t n = 0; n < SEATS; n++) {
		const struct seat *other = &k->w->seat[n];

		if (other->state == SEAT_LOST ||
		    !oracle_set_has(&k->o->view[n].held, c))
			continue;
		if (n == s->n ||
		    (other->twin != 0 ? other->twin : other->n) != root)
			return (false);
	}
	return (true);
}

/* A (log, seq) that had another hash: allowed to a disk that went back whole
 * and has not heard of it, to twins, and where nobody could tell: the hub never
 * had what went with the disk, or with the disk that was copied. */
static void
used_twice(struct look *k, const uint8_t log[LOG_ID_LEN], uint32_t seq)
{
	uint32_t c = oracle_find_dot(k->o, log, seq);

	if (c == ORACLE_NONE || k->v->suspect || k->s->hostile || k->o->opening)
		return;
	if ((k->o->c[c].off && !k->o->c[c].received) || only_on_copies(k, c))
		return;
	world_fail(k->w, "sequence",
	    "seat %u wrote seq %u of a log again; commit %u was it before, by"
	    " seat %u%s%s",
	    k->s->n, seq, c, k->o->c[c].seat,
	    k->o->c[c].received ? ", and the hub had it" : "",
	    k->o->c[c].off ? ", on no disk now" : "");
}

/* Written by the seat where it is found, just now. */
static uint32_t
born(struct look *k, const struct log_info *i, const struct hash *h,
    uint32_t seq)
{
	struct oracle *o = k->o;
	struct oracle_commit *m;
	uint8_t key[KEY_LEN];
	uint32_t c;
	size_t n;

	used_twice(k, i->id, seq);
	c = oracle_new(o, h, i->id, seq, ledger_space_name(k->l, i->space));
	m = &o->c[c];
	n = (size_t)c / 64 + 1;
	m->seat = o->opening ? ORACLE_FOUND : k->s->n;
	if (o->opening) {
		for (uint32_t b = 0; b < c; b++)
			m->past[b / 64] |= 1ULL << (b % 64);
		return (c);
	}
	memcpy(m->past, k->before.w,
	    (k->before.n < n ? k->before.n : n) * sizeof(*m->past));
	key_of(k->s, key);
	m->wild = memcmp(key, i->node, KEY_LEN) != 0;
	if (m->wild && k->w->rate[FAULT_hostile] == 0)
		world_fail(k->w, "author",
		    "seat %u holds commit %u that nobody wrote", k->s->n, c);
	m->wild |= k->v->blurred;
	oracle_set_put(&k->before, c); /* the next one has seen it */
	return (c);
}

static void
note(struct look *k, const struct log_info *i, struct log_view *lv,
    uint32_t seq, const struct hash *h)
{
	uint32_t c = oracle_find(k->o, h);

	if (c == ORACLE_NONE)
		c = born(k, i, h, seq);
	k->o->c[c].off = false;
	k->o->c[c].received |= k->s->hub;
	lv->c[seq - i->first] = c;
	oracle_set_put(&k->v->held, c);
}

static void
room(struct log_view *lv, uint32_t n)
{
	size_t cap = lv->cap;

	mem_room(&lv->c, &cap, n, sizeof(*lv->c));
	lv->cap = (uint32_t)cap;
}

static err_t
look_log(struct look *k, const struct log_info *i)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct log_view *lv = &k->v->log[i->no];
	uint32_t last = lv->first + lv->n - 1, from = i->first;
	struct hash *h;

	lv->here = true;
	if (lv->n > 0 && lv->first == i->first && last <= i->seq) {
		if (last == i->seq && memcmp(&k->o->c[lv->c[lv->n - 1]].h,
					  &i->head, sizeof(i->head)) == 0)
			return (NULL);
		from = last; /* one again: is it the same still? */
	}
	TRY(accept_hashes(k->l, i->no, from, i->seq - from + 1, &a, &h));
	if (from != i->first &&
	    oracle_find(k->o, &h[0]) != lv->c[from - i->first]) {
		from = i->first;
		TRY(accept_hashes(
		    k->l, i->no, from, i->seq - from + 1, &a, &h));
	}
	if (lv->n > 0 && (lv->first != i->first || from == i->first))
		k->less = true; /* look at the whole set again */
	lv->first = i->first;
	lv->n = i->seq - i->first + 1;
	room(lv, lv->n);
	for (uint32_t seq = from; seq <= i->seq; seq++)
		note(k, i, lv, seq, &h[seq - from]);
	return (NULL);
}

static err_t
look_logs(struct look *k)
{
	struct view *v = k->v;
	uint32_t logs;

	TRY(ledger_refresh(k->l));
	logs = ledger_logs(k->l);
	if (v->logs <= logs) {
		v->log = mem_grow(v->log, ((size_t)logs + 1) * sizeof(*v->log));
		memset(v->log + v->logs, 0,
		    ((size_t)logs + 1 - v->logs) * sizeof(*v->log));
		v->logs = (size_t)logs + 1;
	}
	for (size_t no = 0; no < v->logs; no++)
		v->log[no].here = false;
	for (uint32_t no = 1; no <= logs; no++) {
		const struct log_info *i = ledger_log(k->l, no);

		if (i != NULL && i->seq >= i->first && i->first > 0)
			TRY(look_log(k, i));
	}
	for (size_t no = 1; no < v->logs; no++) {
		if (!v->log[no].here && v->log[no].n > 0) {
			v->log[no].n = 0;
			k->less = true;
		}
	}
	return (NULL);
}

/* ---- what is gone ------------------------------------------------------- */

static bool
alive(const struct world *w, uint32_t c)
{
	for (uint32_t n = 0; n < SEATS; n++)
		if (w->seat[n].state != SEAT_LOST &&
		    oracle_set_has(&w->oracle->view[n].held, c))
			return (true);
	return (false);
}

/* What was held here and is on no living disk. */
static void
write_off(struct world *w, const struct set *was)
{
	struct oracle *o = w->oracle;

	for (uint32_t c = 0; c < o->n; c++) {
		if (!o->c[c].off && oracle_set_has(was, c) && !alive(w, c)) {
			o->c[c].off = true;
			w->n.written_off++;
		}
	}
}

/* Does the seat hold anything of the space still? */
static bool
has_space(const struct oracle *o, const struct set *held, uint32_t space)
{
	for (uint32_t c = 0; c < o->n; c++)
		if (o->c[c].space == space && oracle_set_has(held, c))
			return (true);
	return (false);
}

static void
lost(struct look *k, uint32_t c, const struct set *now)
{
	const struct oracle_commit *m = &k->o->c[c];

	/* A space that the office lost: the hub has it, or had it when the copy
	 * went and was itself put back before this look. */
	if (!k->s->hub && !has_space(k->o, now, m->space) &&
	    (oracle_set_has(&k->o->view[SEAT_HUB].held, c) ||
		oracle_set_has(&k->v->forgot, c)))
		return;
	world_fail(k->w, k->s->hub ? "durable" : "saved",
	    "commit %u (seq %u in %s, by seat %u) is gone from seat %u", c,
	    m->seq, k->o->space[m->space], m->seat, k->s->n);
}

/* All of it again: is something missing that was held? */
static void
less(struct look *k, bool may_lose)
{
	struct view *v = k->v;
	struct set was = { 0 }, now = { 0 };

	oracle_set_copy(&was, &v->held);
	for (size_t no = 1; no < v->logs; no++)
		for (uint32_t i = 0; i < v->log[no].n; i++)
			oracle_set_put(&now, v->log[no].c[i]);
	if (!may_lose && !k->s->rotten) {
		for (uint32_t c = 0; c < k->o->n; c++)
			if (oracle_set_has(&was, c) && !oracle_set_has(&now, c))
				lost(k, c, &now);
	}
	oracle_set_copy(&v->held, &now);
	write_off(k->w, &was);
	mem_free(was.w);
	mem_free(now.w);
}

/* What act_save said to be saved before the look could be taken. */
static void
promises(struct look *k)
{
	for (size_t i = 0; i < k->v->promises; i++) {
		struct promise *p = &k->v->promise[i];

		if (oracle_find_dot(k->o, p->log, p->seq) == ORACLE_NONE)
			world_fail(k->w, "saved",
			    "seat %u said that seq %u is saved; it is not",
			    k->s->n, p->seq);
	}
	k->v->promises = 0;
}

void
oracle_look(struct world *w, struct seat *s, bool may_lose)
{
	struct look k = { .w = w,
		.o = w->oracle,
		.s = s,
		.v = &w->oracle->view[s->n],
		.l = s->st->l };
	err_t e;

	oracle_spaces(w, s);
	oracle_set_copy(&k.before, &k.v->held);
	e = look_logs(&k);
	mem_free(k.before.w);
	if (e != NULL) {
		if (w->quiet)
			world_must(w, "the oracle looks", e);
		k.v->blurred = true;
		return;
	}
	if (k.less || k.v->fresh)
		less(&k, may_lose);
	k.v->fresh = k.v->blurred = false;
	k.v->forgot.n = 0;
	if (may_lose)
		k.v->promises = 0;
	promises(&k);
}

/* ---- what the world does to disks --------------------------------------- */

void
oracle_open(struct world *w)
{
	struct oracle *o = mem_new(sizeof(*o));

	w->oracle = o;
	o->opening = true;
	for (uint32_t n = 0; n < SEATS; n++) {
		if (w->seat[n].state != SEAT_UP)
			continue;
		(void)world_enter(w, &w->seat[n]);
		oracle_look(w, &w->seat[n], false);
	}
	o->opening = false;
}

void
oracle_absent(struct world *w, struct seat *s)
{
	struct view *v = &w->oracle->view[s->n];

	oracle_forget_logs(v);
	mem_free(v->held.w);
	mem_free(v->forgot.w);
	*v = (struct view){ 0 };
}

static void
goes_to(struct world *w, struct seat *s, const struct set *held)
{
	struct view *v = &w->oracle->view[s->n];
	struct set was = v->held, none = { 0 };

	v->held = none;
	oracle_set_copy(&v->held, held);
	oracle_forget_logs(v);
	v->fresh = true;
	v->promises = 0;
	write_off(w, &was);
	mem_free(was.w);
}

void
oracle_gone(struct world *w, struct seat *s)
{
	struct set none = { 0 };

	goes_to(w, s, &none);
}

void
oracle_copied(struct world *w, struct seat *from, struct seat *to)
{
	struct view *a = &w->oracle->view[from->n];
	struct view *b = &w->oracle->view[to->n];

	goes_to(w, to, &a->held);
	oracle_set_copy(&b->forgot, &a->forgot);
	memcpy(b->ever, a->ever, sizeof(b->ever));
	b->suspect = a->suspect;
	if (w->event[w->at].kind == EV_TWIN) {
		a->suspect = b->suspect = true;
		a->twin = to->n;
		b->twin = from->n;
	}
}

uint32_t
oracle_mark(struct world *w, struct seat *s)
{
	struct oracle *o = w->oracle;

	mem_room(&o->mark, &o->mark_cap, o->marks + 1, sizeof(*o->mark));
	o->mark[o->marks] = (struct set){ 0 };
	oracle_set_copy(&o->mark[o->marks], &o->view[s->n].held);
	return ((uint32_t)o->marks++);
}

void
oracle_back(struct world *w, struct seat *s, uint32_t mark)
{
	const struct set *hub = &w->oracle->view[SEAT_HUB].held;

	for (uint32_t n = 0; s->hub && n < SEATS; n++)
		for (uint32_t c = 0; c < w->oracle->n; c++)
			if (oracle_set_has(hub, c))
				oracle_set_put(&w->oracle->view[n].forgot, c);
	goes_to(w, s, &w->oracle->mark[mark]);
	if (w->event[w->at].kind == EV_IMAGE)
		w->oracle->view[s->n].suspect = true;
}

void
oracle_met(struct world *w, struct seat *s, bool new_epoch)
{
	struct view *v = &w->oracle->view[s->n];

	if (v->twin == 0) {
		v->suspect = false;
		return;
	}
	if (!new_epoch)
		return;
	w->oracle->view[v->twin].twin = 0;
	w->oracle->view[v->twin].suspect = false;
	v->twin = 0;
	v->suspect = false;
}
