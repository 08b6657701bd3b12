#include "tests/sim/crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/invite.h"
#include "hub/registry.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/log/ledger.h"
#include "proto/sync/enrol.h"

static const char *const codes[PLACES] = { "FED", "TAP", "PAL" };
static const char *const geo[PLACES] = { NULL, "07089", "07065" };

void
crash_must(struct crash *w, const char *what, err_t e)
{
	if (e == NULL)
		return;
	(void)fprintf(stderr, "crash: seed %llu: %s: %s: %s\n",
	    (unsigned long long)w->seed, what, err_name(e->code), e->text);
	abort();
}

void
place_path(const struct place *p, const char *name, char out[64])
{
	(void)snprintf(out, 64, "%s/%s", p->dir, name);
}

struct store *
place_store(struct place *p)
{
	return (p->n == HUB + 1 ? &p->house.st : &p->office.st);
}

struct desk *
place_desk(struct place *p)
{
	return (p->n == HUB + 1 ? &p->house.desk : &p->office.desk);
}

err_t
place_start(struct place *p)
{
	err_t e;

	(void)machine_enter(&p->m);
	if (p->up)
		return (NULL);
	if (p->n == HUB + 1) {
		TRY(house_open(&p->house, p->dir));
		p->up = true;
		return (NULL);
	}
	e = office_open(&p->office, p->dir, OFFICE_SHARED);
	if (e != NULL) {
		struct err was = *e;

		office_close(&p->office);
		return (err_new(was.code, "%s", was.text));
	}
	p->up = true;
	return (NULL);
}

err_t
place_look(struct place *p)
{
	bool hub = p->n == HUB + 1;
	struct store *st = place_store(p);
	char path[64];

	must(!p->up);
	(void)machine_enter(&p->m);
	if (hub)
		p->house = (struct house){ 0 };
	else
		p->office = (struct office){ .lock = -1 };
	place_path(p, hub ? "hub.db" : OFFICE_DB, path);
	TRY(store_open(st, path, DB_WRITE));
	p->up = p->light = true;
	if (hub)
		return (NULL);
	place_path(p, OFFICE_INSTANCE, path);
	return (instance_check(path, st, &p->office.why));
}

void
place_stop(struct place *p)
{
	if (!p->up)
		return;
	(void)machine_enter(&p->m);
	if (p->light) {
		store_close(place_store(p));
		p->up = p->light = false;
		return;
	}
	if (p->n == HUB + 1)
		house_close(&p->house);
	else
		office_close(&p->office);
	p->up = false;
}

/* ---- founding ----------------------------------------------------------- */

/* A record of the hub; committed with its positions. */
static dot_t
hub_record(struct crash *w, uint32_t entity, const struct fv *fv, size_t n)
{
	struct house *h = &w->p[HUB].house;
	struct act *act = NULL;
	dot_t id, commit;

	crash_must(w, "act", house_act(h, &act));
	crash_must(
	    w, "create", act_create(act, schema_entity(entity), fv, n, &id));
	crash_must(w, "save", act_save(act, "fed", &commit));
	house_act_end(&act);
	crash_must(w, "own", house_own(h));
	return (id);
}

static void
add_office(struct crash *w, uint32_t k, dot_t *mesa)
{
	static const char *const spaces[] = { "07", "federal", NULL };
	struct house *h = &w->p[HUB].house;
	struct reg_office o = { 0 };
	struct tx tx = { 0 };
	char name[32];
	struct fv of[] = { { FIELD_office_code, val_str(codes[k]) },
		{ FIELD_office_name, val_str(codes[k]) } };
	struct fv rt[] = { { FIELD_roundtable_code, val_str(codes[k]) },
		{ FIELD_roundtable_official_name, val_str("Mesa de Chiapas") },
		{ FIELD_roundtable_level, val_int(CODE_level_municipal) },
		{ FIELD_roundtable_kind,
		    val_int(CODE_roundtable_kind_plenary) },
		{ FIELD_roundtable_cvegeo, val_str(geo[k]) } };
	struct fv sec[] = { { FIELD_secretariat_roundtable, val_null() },
		{ FIELD_secretariat_office, val_null() },
		{ FIELD_secretariat_since, val_int(18000) } };

	(void)snprintf(name, sizeof(name), "home-%s", codes[k]);
	(void)snprintf(o.code, sizeof(o.code), "%s", codes[k]);
	(void)snprintf(o.home, sizeof(o.home), "%s", name);
	o.record = hub_record(w, ENTITY_office, of, 2);
	crash_must(w, "tx", tx_begin(&tx, h->st.db));
	crash_must(w, "office", registry_office_add(h->st.db, &o));
	crash_must(w, "spaces",
	    registry_spaces_set(h->st.db, o.no, spaces, clock_now()));
	crash_must(w, "commit", tx_commit(&tx));
	*mesa = hub_record(w, ENTITY_roundtable, rt, 5);
	sec[0].v = val_int(*mesa);
	sec[1].v = val_int(o.record);
	(void)hub_record(w, ENTITY_secretariat, sec, 3);
}

static void
put_file(
    struct crash *w, const struct place *p, const char *name, struct span s)
{
	char path[64];

	place_path(p, name, path);
	crash_must(w, name, file_replace(path, s, 0600));
}

/* What office_enrol writes, with the answer carried by hand. */
static void
put_identity(
    struct crash *w, const struct place *p, const struct enrol_answer *a)
{
	CLEAN(buf_free) struct buf b = BUF(4096);

	put_file(w, p, OFFICE_CA, a->ca);
	crash_must(w, "key", buf_b64(&b, span_of(a->hub, KEY_LEN)));
	put_file(w, p, OFFICE_HUB, buf_all(&b));
	buf_clear(&b);
	crash_must(w, "conf",
	    buf_fmt(&b,
		"hub = https://hub.invalid:8443\noffice = %s\n"
		"home = %s\nrecord = ",
		a->office, a->home));
	crash_must(w, "conf", buf_b64(&b, span_of(a->log, LOG_ID_LEN)));
	crash_must(w, "conf",
	    buf_fmt(&b, ".%lu.%lu\n", (unsigned long)a->seq,
		(unsigned long)a->index));
	put_file(w, p, OFFICE_CONF, buf_all(&b));
	put_file(w, p, OFFICE_CERT, a->cert);
}

static void
enrol(struct crash *w, struct place *p, const char *code)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_LINE_BYTES);
	CLEAN(buf_free) struct buf answer = BUF(LIMIT_ENROL_BYTES);
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(key_free) struct key *k = NULL;
	struct house *h = &w->p[HUB].house;
	struct enrol_request *r = arena_new(&a, sizeof(*r));
	struct enrol_answer ans;
	struct invitation inv;
	char path[64];

	(void)machine_enter(&p->m);
	crash_must(w, "init", office_init(p->dir));
	place_path(p, OFFICE_KEY, path);
	crash_must(w, "key", key_read(path, &k));
	(void)machine_enter(&w->p[HUB].m);
	crash_must(w, "invite",
	    invite_make(
		h, code, "https://hub.invalid:8443", clock_now(), &line));
	crash_must(
	    w, "invitation", enrol_invitation_take(buf_all(&line), &inv));
	memcpy(r->code, inv.code, ENROL_CODE_LEN);
	(void)snprintf(r->office, sizeof(r->office), "%s", code);
	(void)snprintf(r->software, sizeof(r->software), "mesas-node");
	(void)snprintf(r->computer, sizeof(r->computer), "%s-1", code);
	crash_must(w, "proof", enrol_prove(r, &inv.ca, k));
	crash_must(w, "enrol", invite_enrol(h, r, clock_now(), &answer));
	crash_must(w, "answer", enrol_answer_take(buf_all(&answer), &a, &ans));
	(void)machine_enter(&p->m);
	put_identity(w, p, &ans);
}

/* The same record in the numbers of another store. */
static dot_t
there(struct place *from, dot_t id, struct place *to)
{
	const struct log_info *i =
	    ledger_log(place_store(from)->l, dot_log(id));
	const struct log_info *j = ledger_log_by_id(place_store(to)->l, i->id);

	must(j != NULL);
	return (dot_pack(j->no, dot_seq(id), dot_index(id)));
}

static void
make_places(struct crash *w)
{
	for (uint32_t k = 0; k < PLACES; k++) {
		struct place *p = &w->p[k];

		p->n = k + 1;
		(void)snprintf(p->dir, sizeof(p->dir), "/m%u/d", p->n);
		p->m =
		    (struct machine){ .n = p->n, .rng = { rng_next(&w->rng) } };
		p->disk = disk_new(p->n, rng_next(&w->rng));
	}
}

void
crash_found(struct crash *w, uint64_t seed)
{
	static const char *const names[] = { "hub.invalid" };
	dot_t mesa[PLACES] = { 0 };

	w->seed = seed;
	w->rng.s = seed;
	machine_time_begin();
	disk_vfs_seed(seed);
	make_places(w);
	(void)machine_enter(&w->p[HUB].m);
	crash_must(w, "hub", house_make(w->p[HUB].dir, NULL, NULL, names, 1));
	crash_must(w, "hub", place_start(&w->p[HUB]));
	memcpy(w->fed, w->p[HUB].house.pub, KEY_LEN);
	for (uint32_t k = TAP; k < PLACES; k++) {
		add_office(w, k, &mesa[k]);
		enrol(w, &w->p[k], codes[k]);
		crash_must(w, "office", place_start(&w->p[k]));
	}
	for (uint32_t k = TAP; k < PLACES; k++) {
		crash_must(w, "sync", crash_sync(w, &w->p[k]));
		place_stop(&w->p[k]); /* the desk learns its office */
		crash_must(w, "office", place_start(&w->p[k]));
		w->mesa[k] = there(&w->p[HUB], mesa[k], &w->p[k]);
	}
	for (uint32_t k = 0; k < PLACES; k++) {
		(void)machine_enter(&w->p[k].m);
		promise_take(&w->p[k].sure, place_store(&w->p[k]));
		place_stop(&w->p[k]);
		disk_end_now(w->p[k].disk, DISK_KILL);
		disk_power(w->p[k].disk);
		w->begin[k] = disk_twin(w->p[k].disk, rng_next(&w->rng));
		w->begun[k] = w->p[k];
	}
}

void
crash_free(struct crash *w)
{
	for (uint32_t k = 0; k < PLACES; k++) {
		place_stop(&w->p[k]);
		disk_free(&w->p[k].disk);
		disk_free(&w->begin[k]);
	}
}

void
crash_begin(struct crash *w, uint64_t seed)
{
	w->seed = seed;
	w->rng.s = seed;
	disk_vfs_seed(seed);
	for (uint32_t k = 0; k < PLACES; k++) {
		struct place *p = &w->p[k];

		place_stop(p);
		disk_free(&p->disk);
		*p = w->begun[k];
		p->disk = disk_twin(w->begin[k], rng_next(&w->rng));
		disk_mount(p->disk, p->n);
		p->m.rng.s = rng_next(&w->rng);
	}
	w->c.worlds++;
}
