/*
 * What a session still lacks: the rules, asked as if it were closed now, and
 * what its minutes will need.
 */
#include "proto/domain/rule_parts.h"

/* ---- as if it were held ----------------------------------------------------
 */

struct as_held {
	const struct facts *was;
	int64_t session;
};

static err_t
get(void *ctx, const struct entity *e, int64_t id, const struct field *f,
    struct val *v, bool *found)
{
	const struct as_held *h = ctx;

	TRY(h->was->get(h->was->ctx, e, id, f, v, found));
	if (*found && e->no == ENTITY_session && id == h->session &&
	    f != NULL && f->no == FIELD_session_status)
		*v = val_int(CODE_session_status_held);
	return (NULL);
}

static err_t
find(void *ctx, const struct entity *e, const struct field *f, struct val v,
    int64_t **ids, size_t *n)
{
	const struct as_held *h = ctx;

	return (h->was->find(h->was->ctx, e, f, v, ids, n));
}

static err_t
list(void *ctx, int64_t id, const struct field *f, struct val **v, size_t *n)
{
	const struct as_held *h = ctx;

	return (h->was->list(h->was->ctx, id, f, v, n));
}

/* ---- the list --------------------------------------------------------------
 */

struct listing {
	struct rule_ask k;
	struct arena *a;
	struct closing *v;
	size_t n, cap;
};

static void
put(struct listing *l, struct closing c)
{
	arena_room(l->a, &l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = c;
}

static err_t
by_rule(const struct rule_ask *k, int entity, int64_t id)
{
	switch (entity) {
	case ENTITY_session:
		return (rule_session_after(k, id, true));
	case ENTITY_attendance:
		return (rule_attendance_after(k, id));
	case ENTITY_agreement:
	default:
		return (rule_agreement_after(k, id));
	}
}

/* Marked, a record says all that is wrong; asked as at a save, whether that
 * stops it. */
static err_t
ask(struct listing *l, int entity, int64_t id)
{
	struct notes notes = { .a = l->a };
	struct rule_ask mark = { l->k.in, &notes, true };
	err_t e = by_rule(&l->k, entity, id);
	bool stops = e != NULL;

	if (e != NULL && e->code != ERR_RULE)
		return (e);
	TRY(by_rule(&mark, entity, id));
	for (size_t i = 0; i < notes.n; i++)
		put(l, (struct closing){ stops, entity, id, 0, notes.v[i].es,
			   notes.v[i].en });
	return (NULL);
}

static err_t
ask_all(struct listing *l, int entity, int field, int64_t session)
{
	int64_t *ids;
	size_t n;

	TRY(rule_find(&l->k, entity, field, session, &ids, &n));
	for (size_t i = 0; i < n; i++)
		TRY(ask(l, entity, ids[i]));
	return (NULL);
}

static const struct {
	int field;
	const char *es, *en;
} wanted[] = {
	{ FIELD_session_started_at, "Falta la hora de inicio.",
	    "The hour of the beginning is missing." },
	{ FIELD_session_ended_at, "Falta la hora de término.",
	    "The hour of the end is missing." },
	{ FIELD_session_place, "Falta el lugar.", "The place is missing." },
	{ FIELD_session_chaired_by, "Falta quién presidió.",
	    "Who chaired it is missing." },
};

static err_t
data(struct listing *l, int64_t session)
{
	struct val v, modality;

	TRY(RULE_GET(&l->k, session, session, modality, &modality));
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		TRY(rule_get(
		    &l->k, ENTITY_session, session, wanted[i].field, &v));
		if (!rule_blank(v) ||
		    (wanted[i].field == FIELD_session_place &&
			rule_is(modality, CODE_modality_virtual)))
			continue;
		put(l, (struct closing){ false, ENTITY_session, session,
			   wanted[i].field, wanted[i].es, wanted[i].en });
	}
	return (NULL);
}

static err_t
agenda(struct listing *l, int64_t session)
{
	char title[RULE_NAME_MAX];
	struct val v;
	int64_t *ids;
	size_t n;

	TRY(RULE_FIND(&l->k, agenda_item, session, session, &ids, &n));
	if (n == 0)
		put(l,
		    (struct closing){ false, ENTITY_session, session, 0,
			"Falta el orden del día.", "The agenda is missing." });
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(&l->k, agenda_item, ids[i], outcome, &v));
		if (!rule_blank(v))
			continue;
		TRY(RULE_GET(&l->k, agenda_item, ids[i], title, &v));
		rule_cut(v, title);
		put(l, (struct closing){ false, ENTITY_agenda_item, ids[i],
			   FIELD_agenda_item_outcome,
			   arena_fmt(l->a, "Sin desahogo: %s", title),
			   arena_fmt(l->a, "No outcome: %s", title) });
	}
	return (NULL);
}

err_t
rule_closing(const struct rule_in *in, int64_t session, struct arena *a,
    struct closing **out, size_t *n)
{
	struct as_held held = { &in->facts, session };
	struct rule_in as = *in;
	struct listing l = { .a = a };

	as.facts = (struct facts){ &held, get, find, list };
	l.k = (struct rule_ask){ &as, NULL, false };
	TRY(data(&l, session));
	TRY(ask(&l, ENTITY_session, session));
	TRY(ask_all(&l, ENTITY_attendance, FIELD_attendance_session, session));
	TRY(agenda(&l, session));
	TRY(ask_all(&l, ENTITY_agreement, FIELD_agreement_session, session));
	*out = l.v;
	*n = l.n;
	return (NULL);
}
