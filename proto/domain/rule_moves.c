/*
 * Which status may follow which.  A status that has no line here is the end;
 * a first status may be any (what is captured late begins where it stands).
 */
#include "proto/domain/rule_parts.h"

#include "proto/base/buf.h"

#define MOVES_TEXT_MAX 400 /* the codes that may follow */
#define MOVES_LINE_MAX 800

struct moves {
	int entity, field, rule, from;
	uint32_t to; /* a bit a code */
};

#define TO(v, c)   (1u << CODE_##v##_##c)
#define M(e, r, c) ENTITY_##e, FIELD_##e##_status, r, CODE_##e##_status_##c
#define S(c)       TO(session_status, c)
#define A(c)       TO(agreement_status, c)
#define G(c)       TO(gap_status, c)
#define N(c)       TO(minutes_status, c)
#define R(c)       TO(roundtable_status, c)
#define E(c)       TO(escalation_status, c)
#define L(c)       TO(result_status, c)
#define P(c)       TO(proposal_status, c)
#define Q(c)       TO(request_status, c)

#define AGREEMENT_OPEN (A(in_progress) | A(partly_done) | A(standing))
#define AGREEMENT_END  (A(done) | A(cancelled) | A(superseded))
#define GAP_END        (G(resolved) | G(not_pursued) | G(duplicate))

static const struct moves all[] = {
	{ M(session, 7, scheduled), S(called) | S(in_progress) | S(held) |
					S(no_quorum) | S(postponed) |
					S(cancelled) },
	{ M(session, 7, called), S(in_progress) | S(held) | S(no_quorum) |
				     S(postponed) | S(cancelled) },
	{ M(session, 7, in_progress), S(held) | S(no_quorum) | S(postponed) },
	{ M(session, 7, postponed), S(scheduled) | S(called) | S(in_progress) |
					S(held) | S(no_quorum) | S(cancelled) },
	/* The list was put right, or a second call was declared. */
	{ M(session, 7, held), S(no_quorum) },
	{ M(session, 7, no_quorum), S(held) },

	{ M(minutes, 4, draft), N(circulated) | N(approved) },
	{ M(minutes, 4, circulated), N(draft) | N(approved) },
	{ M(minutes, 4, approved), N(signed) | N(published) | N(amended) },
	{ M(minutes, 4, signed), N(published) | N(amended) },
	{ M(minutes, 4, published), N(amended) },
	{ M(minutes, 4, amended), N(signed) | N(published) },

	{ M(gap, 13, identified),
	    G(validated) | G(addressed) | G(escalated) | GAP_END },
	{ M(gap, 13, validated), G(addressed) | G(escalated) | GAP_END },
	{ M(gap, 13, addressed), G(validated) | G(escalated) | GAP_END },
	{ M(gap, 13, escalated), G(validated) | G(addressed) | GAP_END },
	{ M(gap, 13, reopened),
	    G(validated) | G(addressed) | G(escalated) | GAP_END },
	{ M(gap, 13, resolved), G(reopened) },
	{ M(gap, 13, not_pursued), G(reopened) },
	{ M(gap, 13, duplicate), G(reopened) },

	{ M(agreement, 2, not_started), AGREEMENT_OPEN | AGREEMENT_END },
	{ M(agreement, 2, in_progress),
	    A(not_started) | AGREEMENT_OPEN | AGREEMENT_END },
	{ M(agreement, 2, partly_done), AGREEMENT_OPEN | AGREEMENT_END },
	{ M(agreement, 2, standing), AGREEMENT_OPEN | AGREEMENT_END },
	{ M(agreement, 2, done), AGREEMENT_OPEN }, /* taken up again */

	{ M(roundtable, 0, proposed),
	    R(created) | R(installed) | R(operating) | R(dissolved) },
	{ M(roundtable, 0, created),
	    R(installed) | R(operating) | R(suspended) | R(dissolved) },
	{ M(roundtable, 0, installed),
	    R(operating) | R(inactive) | R(suspended) | R(dissolved) },
	{ M(roundtable, 0, operating),
	    R(inactive) | R(suspended) | R(dissolved) },
	{ M(roundtable, 0, inactive),
	    R(operating) | R(suspended) | R(dissolved) },
	{ M(roundtable, 0, suspended),
	    R(installed) | R(operating) | R(inactive) | R(dissolved) },

	{ M(escalation, 0, sent), E(received) | E(under_analysis) |
				      E(answered) | E(returned) |
				      E(unanswered) },
	{ M(escalation, 0, received),
	    E(under_analysis) | E(answered) | E(returned) | E(unanswered) },
	{ M(escalation, 0, under_analysis),
	    E(answered) | E(returned) | E(unanswered) },
	{ M(escalation, 0, unanswered),
	    E(received) | E(under_analysis) | E(answered) | E(returned) },
	{ M(escalation, 0, returned), E(sent) },

	{ M(result, 0, draft), L(validated) | L(published) },
	{ M(result, 0, validated), L(draft) | L(published) },

	{ M(proposal, 0, pending), P(accepted) | P(rejected) | P(withdrawn) },

	{ M(request, 0, open), Q(answered) | Q(closed) },
	{ M(request, 0, answered), Q(open) | Q(closed) },
};

bool
rule_may_follow(int entity, int field, int64_t from, int64_t to)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].entity == entity && all[i].field == field &&
		    all[i].from == from)
			return (
			    to >= 0 && to < 32 && (all[i].to & 1u << to) != 0);
	return (false);
}

/* The rule of an entity's status field; -1: its moves are free. */
static int
guarded(const struct rule_change *c, const struct field *f)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].entity == c->e->no && all[i].field == f->no)
			return (all[i].rule);
	return (-1);
}

uint32_t
rule_next(const struct entity *e, const struct field *f, int64_t from)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].entity == e->no && all[i].field == f->no &&
		    all[i].from == from)
			return (all[i].to);
	return (0);
}

/* The labels of the codes that may follow, for a sentence. */
static err_t
choices(const struct vocab *v, uint32_t to, bool es, struct buf *out)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct code *c = &v->codes[i];

		if (c->no >= 32 || (to & 1u << c->no) == 0)
			continue;
		TRY(buf_fmt(
		    out, "%s%s", out->n == 0 ? "" : ", ", es ? c->es : c->en));
	}
	if (out->n == 0)
		TRY(buf_str(out, es ? "nada (es definitivo)" : "none (final)"));
	return (NULL);
}

static err_t
sentence(const struct rule_change *c, const struct field *f, int64_t was,
    struct val now, bool es, struct buf *out)
{
	CLEAN(buf_free) struct buf list = BUF(MOVES_TEXT_MAX);
	const struct vocab *v = vocab_named(f->vocab);
	const struct code *a, *b;

	must(v != NULL);
	a = vocab_code(v, was);
	b = now.kind == VAL_INT ? vocab_code(v, now.i) : NULL;
	TRY(choices(v, rule_next(c->e, f, was), es, &list));
	return (buf_fmt(out,
	    es ? "%s: no puede pasar de \"%s\" a \"%s\"; puede seguir: %s"
	       : "%s: cannot go from \"%s\" to \"%s\"; may follow: %s",
	    f->name,
	    a == NULL ? "?"
	    : es      ? a->es
		      : a->en,
	    b == NULL ? "-"
	    : es      ? b->es
		      : b->en,
	    (const char *)list.p));
}

static err_t
refuse(const struct rule_ask *k, const struct rule_change *c,
    const struct field *f, int64_t was, struct val now)
{
	CLEAN(buf_free) struct buf en = BUF(MOVES_LINE_MAX);
	CLEAN(buf_free) struct buf es = BUF(MOVES_LINE_MAX);
	char name[RULE_NAME_MAX];

	TRY(rule_name(k, c->e->no, c->id, name));
	TRY(buf_fmt(&en, "%s, ", name));
	TRY(buf_fmt(&es, "%s, ", name));
	TRY(sentence(c, f, was, now, false, &en));
	TRY(sentence(c, f, was, now, true, &es));
	return (rule_at(rule_refuse(k, guarded(c, f), (const char *)en.p,
			    (const char *)es.p),
	    c->e->no, f->no));
}

err_t
rule_moves_before(const struct rule_ask *k, const struct rule_change *c)
{
	/* A resolution picks among values that were reached lawfully. */
	if (c->kind != RULE_EDIT || rule_fresh(k, c->e->no, c->id))
		return (NULL);
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fv[i].f;
		struct val was, now = c->fv[i].v;

		if (f == NULL || f->merge != MERGE_REG || guarded(c, f) < 0)
			continue;
		TRY(rule_get(k, c->e->no, c->id, f->no, &was));
		if (was.kind != VAL_INT || val_eq(was, now))
			continue;
		/* A code of newer software is not ours to judge. */
		if (was.i >= 32 || (now.kind == VAL_INT && now.i >= 32))
			continue;
		if (now.kind != VAL_INT ||
		    (rule_next(c->e, f, was.i) & 1u << now.i) == 0)
			TRY(refuse(k, c, f, was.i, now));
	}
	return (NULL);
}
