/*
 * desk_value -- folios minted with no network, and texts sent by what changed.
 */
#include "proto/log/desk_parts.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/domain/folio.h"
#include "proto/log/state_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define SPLICE_GAIN 48 /* bytes that a splice must save */

/* INEGI code of a roundtable, of the state or of this action; "" federal. */
static err_t
geo_of(struct act *act, dot_t root, char geo[8])
{
	struct val v = val_null();
	struct record r;
	bool found;

	geo[0] = '\0';
	if (root == 0)
		return (NULL);
	for (size_t i = 0; i < act->n; i++) {
		if (act->made[i] != root)
			continue;
		for (size_t k = 0; k < act->ops[i].n; k++)
			if (act->ops[i].fv[k].field == FIELD_roundtable_cvegeo)
				v = act->ops[i].fv[k].v;
	}
	if (v.kind == VAL_NULL) {
		TRY(state_get(act->d->l, schema_entity(ENTITY_roundtable), root,
		    &act->a, &r, &found));
		if (found)
			v = r.v[FIELD_roundtable_cvegeo - 1];
	}
	if (v.kind == VAL_TEXT && v.s.n < 8) {
		memcpy(geo, v.s.p, v.s.n);
		geo[v.s.n] = '\0';
	}
	return (NULL);
}

/* The year of the record's first date, or today's. */
static int
year_of(struct act *act, const struct entity *e, const struct op *op)
{
	int64_t day = clock_day(clock_now() + act->d->offset, NULL);
	char s[11];

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];

		if (f->type != TYPE_DATE && f->type != TYPE_TIME)
			continue;
		for (size_t k = 0; k < op->n; k++) {
			if (op->fv[k].field != f->no ||
			    op->fv[k].v.kind != VAL_INT)
				continue;
			day = f->type == TYPE_DATE
				  ? op->fv[k].v.i
				  : clock_day(op->fv[k].v.i, NULL);
			i = e->n;
			break;
		}
	}
	text_day_put(day, s);
	return ((int)strtol(s, NULL, 10));
}

/* Highest number of the folios of the state with that prefix. */
static err_t
scan_folios(struct act *act, const struct entity *e, const char *prefix,
    const char *epoch, int64_t *max)
{
	CLEAN(buf_free) struct buf b = BUF(512);
	CLEAN(rows_done) struct rows r = { 0 };
	struct sql s = { .name = "desk_folios", .scan = 1, .once = true };
	struct val args[3] = { { 0 }, val_str(prefix) };
	char end[FOLIO_MAX + 2];
	bool more;

	(void)snprintf(end, sizeof(end), "%s~", prefix);
	args[2] = val_str(end);
	TRY(buf_fmt(&b,
	    "SELECT folio FROM \"%s\" WHERE folio >= ?1 AND"
	    " folio < ?2",
	    e->name));
	s.text = (const char *)b.p;
	TRY(db_query_args(&r, ledger_db(act->d->l), &s, args, 2));
	for (;;) {
		int64_t n;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		n = folio_number(
		    rows_text(&r, 0), prefix, act->d->letter, epoch);
		*max = n > *max ? n : *max;
	}
}

/* The same from where this desk was: its numbers follow each other, and one
 * that stands is passed over. */
static err_t
step_folios(struct act *act, const struct entity *e, const char *geo, int year,
    const char *epoch, int64_t *max)
{
	char folio[FOLIO_MAX];
	int64_t n;

	for (;; (*max)++) {
		folio_put(folio, geo, e->folio, year, *max + 1, act->d->letter,
		    epoch);
		TRY(db_int(ledger_db(act->d->l),
		    &state_table(act->d->l, e)->minted, 0, &n, val_str(folio)));
		if (n == 0)
			return (NULL);
	}
}

/* What the state has reached, remembered by the desk. */
static err_t
reached(struct act *act, const struct entity *e, const char *geo, int year,
    const char *epoch, int64_t *max)
{
	struct desk *d = act->d;
	struct minted *m = NULL;
	char prefix[FOLIO_MAX], name[2 * FOLIO_MAX];

	folio_prefix(prefix, geo, e->folio, year);
	(void)snprintf(name, sizeof(name), "%s %c %s", prefix,
	    d->letter == 0 ? ' ' : d->letter, epoch);
	for (size_t i = 0; i < sizeof(d->minted) / sizeof(*m); i++) {
		if (strcmp(d->minted[i].name, name) == 0)
			m = &d->minted[i];
	}
	if (m != NULL) {
		TRY(step_folios(act, e, geo, year, epoch, &m->max));
	} else {
		m = &d->minted[d->mint++ % (sizeof(d->minted) / sizeof(*m))];
		m->name[0] = '\0';
		m->max = 0;
		TRY(scan_folios(act, e, prefix, epoch, &m->max));
		(void)snprintf(m->name, sizeof(m->name), "%s", name);
	}
	*max = m->max;
	return (NULL);
}

/* Highest number that folios like this one have reached, here and in the
 * action. */
static err_t
highest(struct act *act, const struct entity *e, const char *geo, int year,
    const char *epoch, int64_t *max)
{
	const struct field *f = schema_field_named(e, "folio");
	char prefix[FOLIO_MAX];

	TRY(reached(act, e, geo, year, epoch, max));
	folio_prefix(prefix, geo, e->folio, year);
	for (size_t i = 0; i < act->n; i++) {
		const struct op *op = &act->ops[i];

		for (size_t k = 0;
		     op->entity == e->no && op->kind == OP_CREATE && k < op->n;
		     k++) {
			int64_t n;

			if (op->fv[k].field != f->no ||
			    op->fv[k].v.kind != VAL_TEXT)
				continue;
			n = folio_number(arena_dup(&act->a, op->fv[k].v.s),
			    prefix, act->d->letter, epoch);
			*max = n > *max ? n : *max;
		}
	}
	return (NULL);
}

err_t
desk_folio(struct act *act, const struct entity *e, dot_t root, struct op *op)
{
	const struct field *f = schema_field_named(e, "folio");
	const struct log_info *log = ledger_log(act->d->l, act->ap.log);
	char geo[8], folio[FOLIO_MAX], epoch[3] = "";
	int64_t max;
	int year;

	must(f != NULL && log != NULL);
	for (size_t i = 0; i < op->n; i++) {
		if (op->fv[i].field == f->no && op->fv[i].v.kind == VAL_TEXT)
			return (NULL);
	}
	TRY(geo_of(act, root, geo));
	year = year_of(act, e, op);
	if (log->parent != 0)
		folio_epoch(log->id, epoch);
	TRY(highest(act, e, geo, year, epoch, &max));
	folio_put(folio, geo, e->folio, year, max + 1, act->d->letter, epoch);
	op->fv[op->n].field = f->no;
	op->fv[op->n].v = val_text(
	    span_of(arena_dup(&act->a, span_str(folio)), strlen(folio)));
	op->n++;
	return (NULL);
}

/* Move a cut back to the start of a character. */
static size_t
back(const uint8_t *p, size_t n)
{
	while (n > 0 && (p[n] & 0xc0) == 0x80)
		n--;
	return (n);
}

err_t
desk_splice( // NOLINT(readability-function-size)
    struct act *act, const struct entity *e, dot_t id, const struct field *f,
    struct val now, struct op *op, bool *shorter)
{
	struct packed p;
	struct record r;
	struct span a, b;
	size_t head = 0, tail = 0;
	bool found;

	*shorter = false;
	TRY(state_get(act->d->l, e, id, &act->a, &r, &found));
	if (!found || now.kind != VAL_TEXT || r.v[f->no - 1].kind != VAL_TEXT)
		return (NULL);
	for (size_t i = 0; i < act->n; i++) /* already changed in this action */
		if (act->ops[i].record == id)
			return (NULL);
	op->base = r.id;
	if (state_version(r.versions, f->no, &p)) {
		if (p.n != 1)
			return (NULL);
		op->base = state_dot(&p, 0);
	}
	a = r.v[f->no - 1].s;
	b = now.s;
	while (head < a.n && head < b.n && a.p[head] == b.p[head])
		head++;
	head = head < a.n   ? back(a.p, head)
	       : head < b.n ? back(b.p, head)
			    : head;
	while (tail < a.n - head && tail < b.n - head &&
	       a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail])
		tail++;
	while (tail > 0 && (b.p[b.n - tail] & 0xc0) == 0x80)
		tail--;
	if (head + tail < SPLICE_GAIN)
		return (NULL);
	op->at = (uint32_t)head;
	op->del = (uint32_t)(a.n - head - tail);
	op->fv = arena_new(&act->a, sizeof(*op->fv));
	op->fv[0].field = f->no;
	op->fv[0].v = val_text(
	    span_of(arena_dup(&act->a, span_of(b.p + head, b.n - head - tail)),
		b.n - head - tail));
	op->n = 1;
	*shorter = true;
	return (NULL);
}
