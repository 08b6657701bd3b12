/* What others ask the oracle; the register of values. */
#include "proto/log/ledger.h"
#include "tests/sim/oracle_in.h"

uint32_t
oracle_count(const struct world *w)
{
	return ((uint32_t)w->oracle->n);
}

const struct oracle_commit *
oracle_commit(const struct world *w, uint32_t c)
{
	must(c < w->oracle->n);
	return (&w->oracle->c[c]);
}

const char *
oracle_space_name(const struct world *w, uint32_t space)
{
	return (w->oracle->space[space]);
}

bool
oracle_past(const struct world *w, uint32_t a, uint32_t b)
{
	return (a < b && (w->oracle->c[b].past[a / 64] >> (a % 64) & 1) != 0);
}

bool
oracle_holds(const struct world *w, const struct seat *s, uint32_t c)
{
	return (oracle_set_has(&w->oracle->view[s->n].held, c));
}

uint32_t
oracle_held(const struct world *w, const struct seat *s)
{
	const struct set *h = &w->oracle->view[s->n].held;
	uint32_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += (uint32_t)__builtin_popcountll(h->w[i]);
	return (n);
}

uint32_t
oracle_of(const struct world *w, const struct seat *s, dot_t d)
{
	const struct view *v = &w->oracle->view[s->n];
	const struct log_view *lv;
	uint32_t seq = dot_seq(d);

	if (dot_log(d) >= v->logs)
		return (ORACLE_NONE);
	lv = &v->log[dot_log(d)];
	if (seq < lv->first || seq >= lv->first + lv->n)
		return (ORACLE_NONE);
	return (lv->c[seq - lv->first]);
}

dot_t
oracle_dot(const struct world *w, const struct seat *s, uint32_t c)
{
	const struct view *v = &w->oracle->view[s->n];
	uint32_t seq = w->oracle->c[c].seq;

	for (uint32_t no = 1; no < v->logs; no++) {
		const struct log_view *lv = &v->log[no];

		if (seq >= lv->first && seq < lv->first + lv->n &&
		    lv->c[seq - lv->first] == c)
			return (dot_pack(no, seq, 0));
	}
	return (0);
}

uint32_t
oracle_saved(struct world *w, struct seat *s, dot_t commit)
{
	struct view *v = &w->oracle->view[s->n];
	const struct log_info *i = ledger_log(s->st->l, dot_log(commit));
	uint32_t c = oracle_of(w, s, commit);

	if (c != ORACLE_NONE && !v->blurred)
		return (c);
	if (v->blurred && i != NULL && v->promises < 8) {
		memcpy(v->promise[v->promises].log, i->id, LOG_ID_LEN);
		v->promise[v->promises++].seq = dot_seq(commit);
		return (ORACLE_NONE);
	}
	if (!v->blurred)
		world_fail(w, "saved",
		    "seat %u: a commit (seq %u) that act_save said to be saved"
		    " is not there",
		    s->n, dot_seq(commit));
	return (ORACLE_NONE);
}

void
oracle_value(struct world *w, const struct seat *s, uint32_t commit,
    dot_t record, const struct oracle_value *v)
{
	struct oracle *o = w->oracle;
	struct oracle_value *to;

	if (commit == ORACLE_NONE)
		return;
	mem_room(&o->value, &o->value_cap, o->values + 1, sizeof(*o->value));
	to = &o->value[o->values];
	*to = *v;
	to->commit = commit;
	to->made = oracle_of(w, s, record);
	to->index = dot_index(record);
	if (to->made == ORACLE_NONE)
		return;
	if (v->v.kind == VAL_TEXT)
		to->v.s = span_of(arena_dup(&o->a, v->v.s), v->v.s.n);
	o->values++;
}

const struct oracle_value *
oracle_values(const struct world *w, size_t *n)
{
	*n = w->oracle->values;
	return (w->oracle->value);
}
