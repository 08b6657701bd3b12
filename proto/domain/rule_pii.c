/*
 * rule_pii -- rule 14: no free text with what looks like personal data passes
 * without somebody's decision.
 *
 * A decision is a record of its own (pii_decision) in the same action or an
 * earlier one: that this, told by its hash, is no personal data, and why.
 */
#include "proto/domain/rule_parts.h"

#include <stdio.h>

#include "proto/limits.h"

/* Free text: what people write, and not a key, a folio or a fingerprint. */
static bool
is_free(const struct field *f)
{
	return (f != NULL && (f->type == TYPE_TEXT || f->type == TYPE_LONG) &&
		f->max > LIMIT_CODE_BYTES);
}

/* How an institution is reached is no person's. */
static const struct {
	int entity, field, kind;
} meant[] = {
	{ ENTITY_office, FIELD_office_address, CODE_pii_kind_phone },
	{ ENTITY_institution, FIELD_institution_contact, CODE_pii_kind_phone },
	{ ENTITY_institution, FIELD_institution_contact, CODE_pii_kind_email },
};

static bool
is_meant(const struct entity *e, const struct field *f, int kind)
{
	for (size_t i = 0; f != NULL && i < sizeof(meant) / sizeof(meant[0]);
	     i++)
		if (meant[i].entity == e->no && meant[i].field == f->no &&
		    meant[i].kind == kind)
			return (true);
	return (false);
}

/* ---- decisions ---------------------------------------------------------- */

static bool
same_text(struct val v, struct span s)
{
	return (v.kind == VAL_TEXT && span_eq(v.s, s));
}

static bool
given(const struct rule_change *c, int field, struct val *v)
{
	const struct val *x = rule_given(c, field);

	*v = x == NULL ? val_null() : *x;
	return (x != NULL);
}

/* Among the changes themselves. */
static bool
decided_now(const struct rule_ask *k, int64_t id, struct span hash)
{
	for (size_t i = 0; i < k->in->n; i++) {
		const struct rule_change *c = &k->in->changes[i];
		struct val object, verdict, h;

		if (c->kind == RULE_CREATE && c->e->no == ENTITY_pii_decision &&
		    given(c, FIELD_pii_decision_object, &object) &&
		    given(c, FIELD_pii_decision_verdict, &verdict) &&
		    given(c, FIELD_pii_decision_hash, &h) &&
		    object.kind == VAL_INT && object.i == id &&
		    rule_is(verdict, CODE_pii_verdict_not_personal) &&
		    same_text(h, hash))
			return (true);
	}
	return (false);
}

static err_t
decided(const struct rule_ask *k, int64_t id, struct span hash, bool *yes)
{
	int64_t *ids;
	size_t n;

	*yes = decided_now(k, id, hash);
	if (*yes)
		return (NULL);
	TRY(RULE_FIND(k, pii_decision, object, id, &ids, &n));
	for (size_t i = 0; i < n && !*yes; i++) {
		struct val verdict, h;

		TRY(RULE_GET(k, pii_decision, ids[i], verdict, &verdict));
		TRY(RULE_GET(k, pii_decision, ids[i], hash, &h));
		*yes = rule_is(verdict, CODE_pii_verdict_not_personal) &&
		       same_text(h, hash);
	}
	return (NULL);
}

/* ---- what is found ------------------------------------------------------ */

struct search {
	const struct rule_ask *k;
	err_t (*fn)(void *ctx, const struct rule_pii *x);
	void *ctx;
};

static err_t
look(const struct search *s, const struct rule_change *c, const struct field *f,
    struct span text)
{
	struct rule_pii x = { .c = c, .f = f, .text = text };
	size_t at = 0;

	while (pii_next(text, at, &x.at)) {
		CLEAN(buf_free) struct buf b = BUF(64);
		struct hash hash;
		bool yes;

		at = x.at.at + x.at.n;
		if (is_meant(c->e, f, x.at.kind))
			continue;
		pii_hash(span_of(text.p + x.at.at, x.at.n), &hash);
		TRY(buf_b64(&b, span_of(hash.b, sizeof(hash.b))));
		TRY(decided(s->k, c->id, buf_all(&b), &yes));
		if (!yes)
			TRY(s->fn(s->ctx, &x));
	}
	return (NULL);
}

static err_t
search(const struct search *s, const struct rule_change *c)
{
	if (c->kind != RULE_REMOVE)
		for (size_t i = 0; i < c->n; i++)
			if (is_free(c->fv[i].f) && c->fv[i].v.kind == VAL_TEXT)
				TRY(look(s, c, c->fv[i].f, c->fv[i].v.s));
	return (
	    c->reason == NULL ? NULL : look(s, c, NULL, span_str(c->reason)));
}

struct list {
	struct arena *a;
	struct rule_pii *v;
	size_t n, cap;
};

static err_t
add(void *ctx, const struct rule_pii *x)
{
	struct list *l = ctx;

	arena_room(l->a, &l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *x;
	return (NULL);
}

err_t
rule_pii(
    const struct rule_in *in, struct arena *a, struct rule_pii **out, size_t *n)
{
	struct rule_ask k = { in, NULL, false };
	struct list l = { .a = a };
	struct search s = { &k, add, &l };

	for (size_t i = 0; i < in->n; i++)
		TRY(search(&s, &in->changes[i]));
	*out = l.v;
	*n = l.n;
	return (NULL);
}

/* Never what was found: a sentence may end up in a log. */
static err_t
refuse(void *ctx, const struct rule_pii *x)
{
	const struct rule_ask *k = ctx;
	const struct code *c = vocab_code(vocab_named("pii_kind"), x->at.kind);
	char en[512], es[512];

	must(c != NULL);
	(void)snprintf(en, sizeof(en),
	    "%s (%s) seems to have personal data: %s. Take it out, or decide "
	    "with a reason that it is none",
	    x->c->e->en, x->f == NULL ? "reason" : x->f->en, c->en);
	(void)snprintf(es, sizeof(es),
	    "%s (%s) parece tener un dato personal: %s. Quítelo o diga por "
	    "qué no lo es",
	    x->c->e->es, x->f == NULL ? "motivo" : x->f->es, c->es);
	return (rule_refuse(k, 14, en, es));
}

err_t
rule_pii_before(const struct rule_ask *k, const struct rule_change *c)
{
	struct rule_ask asking = *k;
	struct search s = { k, refuse, &asking };

	return (search(&s, c));
}
