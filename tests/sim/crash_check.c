#include "tests/sim/crash.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hub/backup.h"
#include "node/backup.h"
#include "proto/base/file.h"
#include "proto/log/accept.h"

/* ---- promises ----------------------------------------------------------- */

void
promise_take(struct promise *s, struct store *st)
{
	static const char *const spaces[PROMISE_SPACES] = { "national",
		"federal", "07", "home-TAP", "home-PAL", "home-FED" };
	uint32_t logs = ledger_logs(st->l), space;
	struct cursor c;

	must(logs <= PROMISE_LOGS);
	s->logs = 0;
	for (uint32_t no = 1; no <= logs; no++) {
		const struct log_info *i = ledger_log(st->l, no);

		if (i == NULL || i->seq == 0)
			continue;
		memcpy(s->log[s->logs].id, i->id, LOG_ID_LEN);
		s->log[s->logs].seq = i->seq;
		s->log[s->logs++].head = i->head;
	}
	for (size_t k = 0; k < PROMISE_SPACES && spaces[k] != NULL; k++)
		if (ledger_space(st->l, spaces[k], false, &space) == NULL &&
		    accept_cursor(st->l, space, &c) == NULL)
			s->number[k] = c.number;
}

void
promise_value(struct promise *s, dot_t record, const char *text)
{
	size_t k = 0;

	while (k < s->values && s->value[k].record != record)
		k++;
	if (k == s->values && k < PROMISE_VALUES)
		s->values++;
	else if (k == PROMISE_VALUES)
		k--; /* the oldest goes */
	memmove(s->value + 1, s->value, k * sizeof(s->value[0]));
	s->value[0].record = record;
	(void)snprintf(s->value[0].text, VALUE_TEXT, "%s", text);
}

/* A hub that was put back counts positions from where its copy was, and an
 * office that hears of it goes back to where both agree. */
static void
number_back(struct promise *s, const struct promise *hub)
{
	for (size_t k = 0; k < PROMISE_SPACES; k++)
		if (s->number[k] > hub->number[k])
			s->number[k] = hub->number[k];
}

/* What others hand back was written beside what will be: either value of a
 * record may be shown then, so people write into new ones. */
void
promise_back(struct crash *w, struct place *p)
{
	p->sure = p->copied;
	p->sure.values = p->sure.mine_n = 0;
	p->flight = 0;
	if (p->n != HUB + 1)
		return;
	for (size_t k = TAP; k < PLACES; k++) {
		number_back(&w->p[k].sure, &p->copied);
		number_back(&w->p[k].copied, &p->copied);
	}
}

/* ---- keeping them ------------------------------------------------------- */

void
crash_lost(struct crash *w, const struct place *p, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (w->bad[0] != '\0')
		return;
	n = snprintf(w->bad, sizeof(w->bad),
	    "LOST: seed %llu, cut %llu, %s while: %s: ",
	    (unsigned long long)w->seed, (unsigned long long)w->c.cuts, p->dir,
	    w->doing);
	va_start(ap, fmt);
	(void)vsnprintf(w->bad + n, sizeof(w->bad) - (size_t)n, fmt, ap);
	va_end(ap);
}

/* Is this commit there, on its log or on a branch of it? */
static bool
has_commit(struct ledger *l, const uint8_t id[LOG_ID_LEN], uint32_t seq,
    const struct hash *h)
{
	const struct log_info *i = ledger_log_by_id(l, id);
	uint32_t no;

	if (i != NULL && i->seq == seq &&
	    memcmp(i->head.b, h->b, HASH_LEN) == 0)
		return (true);
	return (
	    accept_find(l, id, seq, h->b, HASH_LEN, &no) == NULL && no != 0);
}

static bool
keeps_logs(struct store *st, const struct promise *s, size_t *bad)
{
	for (size_t k = 0; k < s->logs; k++) {
		if (has_commit(
			st->l, s->log[k].id, s->log[k].seq, &s->log[k].head))
			continue;
		*bad = k;
		return (false);
	}
	return (true);
}

static void
check_logs(struct crash *w, struct place *p, const struct promise *s)
{
	struct store *st = place_store(p);
	struct promise now = { 0 };
	size_t k;

	if (!keeps_logs(st, s, &k)) {
		const struct log_info *i =
		    ledger_log_by_id(st->l, s->log[k].id);

		crash_lost(w, p,
		    "log %zu: commit %u was acknowledged, %u are there", k,
		    s->log[k].seq, i == NULL ? 0 : i->seq);
	}
	promise_take(&now, st);
	for (k = 0; k < PROMISE_SPACES; k++)
		if (now.number[k] < s->number[k])
			crash_lost(w, p, "space %zu: position %lld, now %lld",
			    k, (long long)s->number[k],
			    (long long)now.number[k]);
	w->c.checked += s->acts;
}

static void
check_values(struct crash *w, struct place *p, struct promise *s)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r;
	bool found;
	err_t e;

	for (size_t k = 0; k < s->values; k++) {
		struct span shown;

		e = state_get(place_store(p)->l, crash_entity(p),
		    s->value[k].record, &a, &r, &found);
		if (e != NULL || !found) {
			crash_lost(
			    w, p, "a record is gone: \"%s\"", s->value[k].text);
			return;
		}
		shown = r.v[crash_field(p) - 1].s;
		if (span_eq(shown, span_str(s->value[k].text)))
			continue;
		if (p->flight != s->value[k].record ||
		    !span_eq(shown, span_str(p->written)))
			crash_lost(w, p, "\"%s\" was saved, \"%.*s\" is shown",
			    s->value[k].text, (int)shown.n,
			    (const char *)shown.p);
		(void)snprintf(s->value[k].text, VALUE_TEXT, "%.*s",
		    (int)shown.n, (const char *)shown.p);
	}
}

/* A store under another name must prove itself and hold this. */
static void
check_file(struct crash *w, struct place *p, const char *name,
    const struct promise *s, bool deep)
{
	CLEAN(store_close) struct store st = { 0 };
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);
	char path[64];
	size_t k;
	err_t e;

	place_path(p, name, path);
	e = store_open(&st, path, DB_WRITE);
	if (e != NULL) {
		crash_lost(w, p, "%s: %s", name, e->text);
		return;
	}
	fold_federal(st.f, w->fed);
	if (!keeps_logs(&st, s, &k))
		crash_lost(w, p, "%s: commit %u of log %zu is not in it", name,
		    s->log[k].seq, k);
	if (deep && (e = store_verify(&st, &report)) != NULL)
		crash_lost(w, p, "%s: %.200s", name,
		    report.n > 0 ? (const char *)report.p : e->text);
}

static void
check_deep(struct crash *w, struct place *p)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);
	err_t e;

	e = store_verify(place_store(p), &report);
	if (e != NULL)
		crash_lost(w, p, "verify: %.300s",
		    report.n > 0 ? (const char *)report.p : e->text);
	if (p->copy)
		check_file(w, p, "copy.db", &p->copied, true);
	w->c.verified++;
}

/* ---- in the middle of a restore ----------------------------------------- */

static err_t
give_again(struct place *p)
{
	char path[64];

	place_path(p, "copy.db", path);
	return (p->n == HUB + 1 ? backup_take_back(p->dir, path)
				: backup_restore(p->dir, path));
}

/* And the power fails again meanwhile. */
static void
give_in_vain(struct crash *w, struct place *p)
{
	disk_end_after(p->disk, DISK_CUT, 1 + rng_below(&w->rng, 60));
	if (give_again(p) == NULL)
		w->c.again++;
	disk_end_now(p->disk, DISK_CUT);
	disk_power(p->disk);
	w->c.cuts++;
}

/* What stands there now: the store as it was, the copy, or (the command may
 * be given again) neither; what was is never gone. */
static void
check_restore(struct crash *w, struct place *p)
{
	const char *db = p->n == HUB + 1 ? "hub.db" : OFFICE_DB;
	char path[64], before[32];
	struct promise was = p->sure;
	bool gone;
	size_t k;
	err_t e;

	(void)machine_enter(&p->m);
	place_path(p, db, path);
	(void)snprintf(before, sizeof(before), "%s.before", db);
	gone = !file_exists(path);
	if (gone && rng_chance(&w->rng, 500))
		give_in_vain(w, p);
	if (!file_exists(path) && (e = give_again(p)) != NULL)
		crash_lost(w, p, "restore again: %s", e->text);
	else if ((e = place_start(p)) != NULL)
		crash_lost(w, p, "does not start: %s", e->text);
	if (w->bad[0] != '\0')
		return;
	promise_back(w, p);
	check_logs(w, p, &p->copied);
	if (gone || !keeps_logs(place_store(p), &was, &k))
		check_file(w, p, before, &was, false);
	else
		p->sure = was;
	p->restoring = false;
}

/* ---- after a restart ---------------------------------------------------- */

static void
check_started(struct crash *w, struct place *p)
{
	if (p->n != HUB + 1 && !p->epochs && p->office.why != INSTANCE_FINE)
		crash_lost(
		    w, p, "instance: %s", instance_words(p->office.why, "en"));
	check_logs(w, p, &p->sure);
	check_values(w, p, &p->sure);
}

void
crash_look(struct crash *w, struct place *p)
{
	err_t e = place_look(p);

	if (e != NULL)
		crash_lost(w, p, "does not open: %s", e->text);
	else
		check_started(w, p);
}

void
crash_check(struct crash *w, struct place *p, bool deep)
{
	err_t e;

	if (p->restoring)
		check_restore(w, p);
	else if ((e = place_start(p)) != NULL)
		crash_lost(w, p, "does not start: %s", e->text);
	else
		check_started(w, p);
	if (deep && w->bad[0] == '\0')
		check_deep(w, p);
}
