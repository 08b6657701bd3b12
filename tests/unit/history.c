#include "tests/unit/history.h"

#include <string.h>

/* Beyond it a commit gets one only; room for those still to come. */
#define MOST_WRITES (HISTORY_WRITES - 3 * HISTORY_COMMITS / 2)

#define FIELD(n, nm, ty, me, sh, vo)                                           \
	{                                                                      \
		.no = n, .name = nm, .es = nm, .en = nm, .type = ty,           \
		.merge = me, .show = sh, .writer = BY_OWNER, .vocab = vo,      \
		.max = 32768                                                   \
	}

static const struct field fields[] = {
	FIELD(F_TITLE, "title", TYPE_TEXT, MERGE_REG, SHOW_BASE, NULL),
	FIELD(F_DUE, "due", TYPE_DATE, MERGE_REG, SHOW_EARLIEST, NULL),
	FIELD(F_PCT, "pct", TYPE_INT, MERGE_REG, SHOW_LOWEST, NULL),
	FIELD(F_STATUS, "state", TYPE_CODE, MERGE_REG, SHOW_LEAST_ADVANCED,
	    "agreement_status"),
	FIELD(F_NOTE, "note", TYPE_INT, MERGE_REG, SHOW_LATEST, NULL),
	FIELD(F_THEMES, "themes", TYPE_INT, MERGE_LIST, SHOW_LATEST, NULL),
	FIELD(F_SERVED, "served", TYPE_INT, MERGE_COUNT, SHOW_LATEST, NULL),
	FIELD(F_BODY, "body", TYPE_LONG, MERGE_TEXT, SHOW_LATEST, NULL),
	FIELD(F_FOLIO, "folio", TYPE_TEXT, MERGE_ONCE, SHOW_LATEST, NULL),
};

const struct entity history_entity = { .no = 900,
	.name = "thing",
	.es = "cosa",
	.en = "thing",
	.space = IN_ROUNDTABLE,
	.fields = fields,
	.n = sizeof(fields) / sizeof(*fields) };

void
history_init(struct history *h, const struct entity *e)
{
	*h = (struct history){ .entity = e };
	for (uint32_t i = 0; i < HISTORY_LOGS; i++)
		h->place[i] = i;
}

void
history_free(struct history *h)
{
	arena_free(&h->a);
}

size_t
history_commit(struct history *h, uint32_t log, uint64_t seen)
{
	size_t me = h->commits++;
	uint64_t past = h->last[log];

	must(me < HISTORY_COMMITS && log < HISTORY_LOGS);
	for (size_t i = 0; i < me; i++)
		if (seen >> i & 1)
			past |= h->past[i] | 1ULL << i;
	h->past[me] = past;
	h->last[log] = past | 1ULL << me;
	h->commit[me] = dot_pack(log, ++h->seq[log], 0);
	h->number[log][h->seq[log]] = (uint8_t)me;
	return (me);
}

struct write *
history_op(struct history *h, uint32_t log, enum op_kind kind)
{
	struct write *w = &h->w[h->n];
	uint32_t index = 0;

	must(h->n < HISTORY_WRITES && h->seq[log] > 0);
	for (size_t i = 0; i < h->n; i++)
		index +=
		    dot_commit(h->w[i].dot) == dot_pack(log, h->seq[log], 0);
	h->n++;
	*w = (struct write){ .dot = dot_pack(log, h->seq[log], index) };
	w->op.kind = kind;
	w->op.entity = h->entity->no;
	w->op.fv = arena_new(&h->a, 16 * sizeof(*w->op.fv));
	return (w);
}

void
history_set(struct history *h, struct write *w, uint32_t field, struct val v)
{
	(void)h;
	must(w->op.n < 16);
	w->op.fv[w->op.n++] = (struct fv){ field, v };
}

struct write *
history_one(struct history *h, uint32_t log, uint64_t seen, enum op_kind kind,
    uint32_t field, struct val v)
{
	struct write *w;

	(void)history_commit(h, log, seen);
	w = history_op(h, log, kind);
	if (field != 0)
		history_set(h, w, field, v);
	return (w);
}

static size_t
number(const struct history *h, dot_t d)
{
	return (h->number[dot_log(d)][dot_seq(d)]);
}

bool
history_past(void *ctx, dot_t a, dot_t b)
{
	const struct history *h = ctx;

	return (h->past[number(h, b)] >> number(h, a) & 1);
}

int
history_order(void *ctx, dot_t a, dot_t b)
{
	const struct history *h = ctx;
	uint32_t x = h->place[dot_log(a)], y = h->place[dot_log(b)];

	if (x != y)
		return (x < y ? -1 : 1);
	if (dot_seq(a) != dot_seq(b))
		return (dot_seq(a) < dot_seq(b) ? -1 : 1);
	return (dot_index(a) < dot_index(b) ? -1 : dot_index(a) > dot_index(b));
}

void
history_merge(struct history *h, struct arena *a, struct merged *out)
{
	struct merge_in in = { .entity = h->entity,
		.writes = h->w,
		.n = h->n,
		.past = history_past,
		.order = history_order,
		.ctx = h };

	must(merge_record(&in, a, out) == NULL);
}

uint64_t
history_roll(struct history *h, uint64_t n)
{
	uint64_t z;

	if (h->tape.n > 0) {
		h->tape.n--;
		return (*h->tape.p++ % n);
	}
	z = h->seed += 0x9e3779b97f4a7c15ULL; /* splitmix64 */
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return ((z ^ z >> 31) % n);
}

void
history_shuffle(struct history *h)
{
	for (size_t i = h->n; i > 1; i--) {
		size_t j = history_roll(h, i);
		struct write t = h->w[i - 1];

		h->w[i - 1] = h->w[j];
		h->w[j] = t;
	}
}

static struct val
random_text(struct history *h)
{
	static const char *const paragraph[] = { "", "uno", "dos", "tres",
		"cuatro", "a\xc3\xb1o", "\xe2\x82\xac" };
	char s[128] = "";
	size_t n = history_roll(h, 6);

	if (n == 0)
		return (val_null());
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			strncat(s, "\n", sizeof(s) - strlen(s) - 1);
		strncat(s, paragraph[history_roll(h, 7)],
		    sizeof(s) - strlen(s) - 1);
	}
	return (val_str(arena_dup(&h->a, span_str(s))));
}

static struct val
random_val(struct history *h, const struct field *f)
{
	if (f->merge == MERGE_TEXT)
		return (random_text(h));
	if (history_roll(h, 8) == 0)
		return (val_null());
	if (f->type == TYPE_TEXT)
		return (val_str(history_roll(h, 2) ? "Norte" : "Sur"));
	return (val_int(
	    1 + (int64_t)history_roll(h, f->type == TYPE_CODE ? 6 : 3)));
}

/* A splice on some write of the text field, mostly in its author's past. */
static void
random_splice(struct history *h, struct write *w, const struct field *f)
{
	w->op.at = (uint32_t)history_roll(h, 6);
	w->op.del = (uint32_t)history_roll(h, 4);
	if (history_roll(h, 3) == 0)
		w->op.at = w->op.del = 0;
	for (int tries = 0; tries < 10; tries++) {
		const struct write *b = &h->w[history_roll(h, h->n)];

		w->op.base = b->dot;
		if (b != w && b->op.n > 0 && b->op.fv[0].field == f->no &&
		    history_past(h, b->dot, w->dot))
			break;
	}
	history_set(h, w, f->no, random_val(h, f));
}

static void
random_op(struct history *h, uint32_t log)
{
	const struct field *f =
	    &h->entity->fields[history_roll(h, h->entity->n)];
	bool minutes = strcmp(h->entity->name, "minutes") == 0;
	enum op_kind kind = OP_EDIT;
	struct write *w;

	if (minutes && history_roll(h, 4) == 0)
		f = schema_field_named(h->entity, "status");
	if (f->merge == MERGE_LIST)
		kind = history_roll(h, 3) > 0 ? OP_ADD : OP_REMOVE;
	else if (f->merge == MERGE_COUNT)
		kind = OP_COUNT;
	else if (f->merge == MERGE_TEXT && history_roll(h, 2) == 0)
		kind = OP_SPLICE;
	else if (history_roll(h, 6) == 0)
		kind = OP_RESOLVE;
	if (history_roll(h, 14) == 0)
		kind = OP_VOID;
	if (history_roll(h, 30) == 0)
		kind = OP_UNKNOWN;
	w = history_op(h, log, kind);
	w->rank = (int64_t)history_roll(h, 4);
	w->held = history_roll(h, 20) == 0;
	if (kind == OP_VOID)
		w->op.state = history_roll(h, 3) > 0 ? LIFE_VOIDED : LIFE_LIVE;
	else if (kind == OP_SPLICE)
		random_splice(h, w, f);
	else
		history_set(h, w, f->no, random_val(h, f));
	if (kind == OP_EDIT && history_roll(h, 4) == 0) {
		f = &h->entity->fields[history_roll(h, h->entity->n)];
		history_set(h, w, f->no, random_val(h, f));
	}
}

static void
tell(struct history *h)
{
	const struct entity *e = h->entity;
	size_t commits;
	uint32_t logs;
	struct write *w;

	logs = 2 + (uint32_t)history_roll(h, 3);
	commits = 3 + history_roll(h, history_roll(h, 4) == 0 ? 40 : 12);
	for (uint32_t i = HISTORY_LOGS - 1; i > 0; i--) {
		uint32_t j = (uint32_t)history_roll(h, i + 1);
		uint32_t t = h->place[i];

		h->place[i] = h->place[j];
		h->place[j] = t;
	}
	(void)history_commit(h, 1, 0);
	w = history_op(h, 1, history_roll(h, 20) > 0 ? OP_CREATE : OP_UNKNOWN);
	for (size_t i = 0; i < e->n && history_roll(h, 12) > 0; i++)
		if (history_roll(h, 3) > 0)
			history_set(h, w, e->fields[i].no,
			    random_val(h, &e->fields[i]));
	for (uint32_t i = 1; i <= logs; i++)
		h->last[i] |= 1;
	while (h->commits < commits) {
		uint32_t log = 1 + (uint32_t)history_roll(h, logs);
		uint32_t from = 1 + (uint32_t)history_roll(h, logs);

		if (history_roll(h, 3) == 0)
			h->last[log] |= h->last[from];
		(void)history_commit(h, log, 0);
		do
			random_op(h, log);
		while (h->n < MOST_WRITES && history_roll(h, 4) == 0);
	}
}

void
history_random(struct history *h, const struct entity *e, uint64_t seed)
{
	history_init(h, e);
	h->seed = seed;
	tell(h);
}

void
history_told(struct history *h, const struct entity *e, struct span tape)
{
	history_init(h, e);
	h->tape = tape;
	tell(h);
}

const struct merged_field *
history_field(const struct merged *m, uint32_t field)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->fields[i].field == field)
			return (&m->fields[i]);
	return (NULL);
}
