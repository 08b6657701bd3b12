/* What people and machines do between two power cuts. */
#include "tests/sim/crash.h"

#include <stdio.h>
#include <string.h>

#include "hub/backup.h"
#include "hub/intake.h"
#include "node/backup.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"

#define COPY "copy.db"

const char *const deed_words[DO_KINDS] = { "create", "edit", "text", "burst",
	"void", "sync", "checkpoint", "backup", "rebuild", "epoch", "reopen",
	"restore" };

static bool
is_hub(const struct place *p)
{
	return (p->n == HUB + 1);
}

static uint32_t
entity_of(const struct place *p)
{
	return (is_hub(p) ? ENTITY_institution : ENTITY_gap);
}

uint32_t
crash_field(const struct place *p)
{
	return (is_hub(p) ? FIELD_institution_official_name : FIELD_gap_title);
}

const struct entity *
crash_entity(const struct place *p)
{
	return (schema_entity(entity_of(p)));
}

static void
words(struct crash *w, struct place *p, char text[VALUE_TEXT])
{
	(void)snprintf(text, VALUE_TEXT, "Valor %llu de %s, %08llx",
	    (unsigned long long)p->sure.acts, p->dir,
	    (unsigned long long)(rng_next(&w->rng) >> 32));
}

/* ---- acts --------------------------------------------------------------- */

static dot_t
some_record(struct crash *w, const struct place *p)
{
	if (p->sure.mine_n == 0)
		return (0);
	return (p->sure.mine[rng_below(&w->rng, p->sure.mine_n)]);
}

static err_t
create(struct crash *w, struct place *p, struct act *act, const char *text,
    dot_t *id)
{
	struct fv gap[] = { { FIELD_gap_roundtable,
				val_int(w->mesa[p->n - 1]) },
		{ FIELD_gap_title, val_str(text) },
		{ FIELD_gap_severity, val_int(1) },
		{ FIELD_gap_description,
		    val_str("La ventanilla pide un acta.\nNadie sabe.") } };
	struct fv inst[] = { { FIELD_institution_official_name, val_str(text) },
		{ FIELD_institution_kind,
		    val_int(CODE_institution_kind_federal_agency) },
		{ FIELD_institution_themes, val_int(1) } };

	if (is_hub(p))
		return (act_create(act, crash_entity(p), inst, 3, id));
	return (act_create(act, crash_entity(p), gap, 4, id));
}

static err_t
edit(struct place *p, struct act *act, dot_t id, uint32_t field,
    const char *text)
{
	struct fv fv = { field, val_str(text) };

	return (act_edit(act, crash_entity(p), id, &fv, 1));
}

struct change {
	enum deed_kind kind;
	dot_t made[2], edited, gone;
	char text[2][VALUE_TEXT], changed[VALUE_TEXT];
};

static err_t
collect(struct crash *w, struct place *p, struct act *act, struct change *c)
{
	size_t n = c->kind == DO_BURST ? 2 : c->kind == DO_CREATE;
	uint32_t text =
	    is_hub(p) ? FIELD_institution_contact : FIELD_gap_description;

	for (size_t k = 0; k < n; k++) {
		words(w, p, c->text[k]);
		TRY(create(w, p, act, c->text[k], &c->made[k]));
	}
	if (c->kind == DO_VOID) {
		c->gone = some_record(w, p);
		return (act_void(
		    act, crash_entity(p), c->gone, LIFE_VOIDED, "duplicada"));
	}
	if (c->kind == DO_CREATE)
		return (NULL);
	words(w, p, c->changed);
	if (c->kind == DO_TEXT)
		return (edit(p, act, some_record(w, p), text, c->changed));
	c->edited = some_record(w, p);
	p->flight = c->edited;
	memcpy(p->written, c->changed, VALUE_TEXT);
	return (edit(p, act, c->edited, crash_field(p), c->changed));
}

/* It was acknowledged. */
static void
keep(struct place *p, const struct change *c)
{
	struct promise *s = &p->sure;
	size_t n = 0;

	for (size_t k = 0; k < 2; k++) {
		if (c->made[k] == 0)
			continue;
		promise_value(s, c->made[k], c->text[k]);
		if (s->mine_n < sizeof(s->mine) / sizeof(s->mine[0]))
			s->mine[s->mine_n++] = c->made[k];
	}
	if (c->edited != 0)
		promise_value(s, c->edited, c->changed);
	for (size_t k = 0; k < s->mine_n; k++)
		if (s->mine[k] != c->gone)
			s->mine[n++] = s->mine[k];
	s->mine_n = n;
	s->acts++;
}

static err_t
act(struct crash *w, struct place *p, enum deed_kind kind)
{
	struct change c = { .kind = kind };
	struct act *a;
	dot_t commit;
	err_t e;

	if (p->sure.mine_n == 0 && kind != DO_CREATE)
		c.kind = DO_CREATE;
	/* Institutions are not voided, they end. */
	if (kind == DO_VOID && (is_hub(p) || p->sure.mine_n < 4))
		c.kind = DO_EDIT;
	if (p->sure.mine_n == 0)
		c.kind = DO_CREATE;
	a = mem_new(sizeof(*a));
	e = act_begin(a, place_desk(p));
	if (e == NULL)
		e = collect(w, p, a, &c);
	if (e == NULL)
		e = act_save(a, "ana", &commit);
	act_undo(a);
	mem_free(a);
	TRY(e);
	keep(p, &c);
	promise_take(&p->sure, place_store(p));
	p->flight = 0;
	w->c.acts++;
	return (is_hub(p) ? house_own(&p->house) : NULL);
}

/* ---- upkeep ------------------------------------------------------------- */

static err_t
backup(struct place *p)
{
	char path[64];

	place_path(p, COPY, path);
	p->copy = false;
	TRY(file_remove(path));
	if (!is_hub(p))
		TRY(backup_announce(&p->office));
	TRY(db_backup(place_store(p)->db, path));
	if (is_hub(p))
		TRY(backup_keys(&p->house, path));
	p->copied = p->sure;
	promise_take(&p->copied, place_store(p));
	p->copy = true;
	return (NULL);
}

static err_t
epoch(struct place *p)
{
	char path[64];
	struct tx tx = { 0 };
	err_t e;

	if (!is_hub(p)) { /* as if the file had been lost */
		p->epochs = true;
		place_path(p, OFFICE_INSTANCE, path);
		place_stop(p);
		TRY(file_remove(path));
		TRY(place_start(p));
		p->epochs = false;
		return (NULL);
	}
	e = tx_begin(&tx, p->house.st.db);
	if (e == NULL)
		e = intake_epoch_new(&p->house.st);
	if (e == NULL)
		e = tx_commit(&tx);
	tx_undo(&tx);
	return (e);
}

static err_t
restore(struct crash *w, struct place *p)
{
	char path[64];

	if (!p->copy)
		return (NULL);
	place_path(p, COPY, path);
	p->restoring = true;
	place_stop(p);
	if (is_hub(p))
		TRY(backup_take_back(p->dir, path));
	else
		TRY(backup_restore(p->dir, path));
	p->restoring = false;
	promise_back(w, p);
	return (place_start(p));
}

static err_t
reopen(struct place *p)
{
	place_stop(p);
	return (place_start(p));
}

err_t
crash_do(struct crash *w, struct place *p, enum deed_kind k)
{
	w->doing = deed_words[k];
	w->c.ops++;
	w->c.done[k]++;
	TRY(place_start(p));
	switch (k) {
	case DO_SYNC:
		return (is_hub(p) ? NULL : crash_sync(w, p));
	case DO_CHECKPOINT:
		return (db_checkpoint(place_store(p)->db));
	case DO_BACKUP:
		return (backup(p));
	case DO_REBUILD:
		return (fold_rebuild(place_store(p)->f));
	case DO_EPOCH:
		return (epoch(p));
	case DO_REOPEN:
		return (reopen(p));
	case DO_RESTORE:
		return (restore(w, p));
	case DO_CREATE:
	case DO_EDIT:
	case DO_TEXT:
	case DO_BURST:
	case DO_VOID:
	case DO_KINDS:
	default:
		return (act(w, p, k));
	}
}
