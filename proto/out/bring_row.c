/*
 * bring_row -- one row becomes the changes of one action.
 */
#include "proto/out/bring_parts.h"

#include "proto/domain/vocab.h"

SQL(bring_agreement_same,
    "SELECT count(*) FROM agreement WHERE session = ?1 AND text = ?2"
    " AND life = 0");
SQL(bring_member_same,
    "SELECT id FROM membership WHERE roundtable = ?1 AND institution = ?2"
    " AND life = 0 AND until IS NULL ORDER BY id LIMIT 1");
SQL(bring_person_same,
    "SELECT id FROM representative WHERE roundtable = ?1"
    " AND institution = ?2 AND name = ?3 AND life = 0 ORDER BY id LIMIT 1");
SQL(bring_designated_same,
    "SELECT count(*) FROM designation WHERE roundtable = ?1"
    " AND institution = ?2 AND representative = ?3 AND role = ?4"
    " AND life = 0");

/* The values of one entity's fields. */
struct values {
	struct fv fv[2 * BRING_TARGETS + 4];
	size_t n;
};

static void
put(struct values *s, uint16_t field, struct val v)
{
	if (v.kind == VAL_NULL)
		return;
	must(s->n < sizeof(s->fv) / sizeof(s->fv[0]));
	s->fv[s->n++] = (struct fv){ field, v };
}

static struct val
get(const struct values *s, uint16_t field)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->fv[i].field == field)
			return (s->fv[i].v);
	return (val_null());
}

/* Elements of a list in one cell, each a text or a code. */
static err_t
put_list(struct bring_work *w, size_t target, uint16_t field, struct values *s)
{
	const char *cell = bring_cell(w, target);
	const char *was = w->b->map[target].dflt;
	int64_t column = w->b->map[target].column;
	err_t e = NULL;

	while (e == NULL && *cell != '\0') {
		size_t len = strcspn(cell, ";\n");
		struct val v = val_null();

		/* The same target, with one piece in place of the cell. */
		w->b->map[target].column = -1;
		w->b->map[target].dflt = arena_dup(&w->a, span_of(cell, len));
		if (bring_folded(&w->a, w->b->map[target].dflt)[0] != '\0')
			e = bring_value(w, target, &v);
		w->b->map[target].column = column;
		w->b->map[target].dflt = was;
		if (e == NULL && s->n < (size_t)2 * BRING_TARGETS)
			put(s, field, v);
		cell += len + (cell[len] != '\0');
	}
	return (e);
}

/* Everything the row says of one entity. */
static err_t
gather(struct bring_work *w, uint16_t entity, struct values *s)
{
	size_t n;
	const struct bring_target *t = bring_targets(w->b->kind, &n);
	const struct entity *e = schema_entity(entity);

	s->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct field *f;
		struct val v;

		if (t[i].entity != entity || t[i].role != 0)
			continue;
		f = schema_field(e, t[i].field);
		must(f != NULL);
		if (f->merge == MERGE_LIST) {
			TRY(put_list(w, i, t[i].field, s));
			continue;
		}
		TRY(bring_value(w, i, &v));
		put(s, t[i].field, v);
	}
	return (NULL);
}

static err_t
create(struct bring_work *w, struct act *act, uint16_t entity,
    const struct values *s, dot_t *id)
{
	must(w->made_n < sizeof(w->made) / sizeof(w->made[0]));
	TRY(act_create(act, schema_entity(entity), s->fv, s->n, id));
	w->made_entity[w->made_n] = entity;
	w->made[w->made_n++] = *id;
	return (NULL);
}

/* ---- institutions ------------------------------------------------------- */

static err_t
institution(struct bring_work *w, struct act *act, bool *same)
{
	struct values s;
	const char *name, *acronym;
	dot_t id;

	TRY(gather(w, ENTITY_institution, &s));
	name = bring_folded(&w->a,
	    arena_dup(&w->a, get(&s, FIELD_institution_official_name).s));
	acronym = bring_folded(
	    &w->a, arena_dup(&w->a, get(&s, FIELD_institution_acronym).s));
	w->key = name;
	for (size_t i = 0; i < w->institutions.n; i++) {
		const char *known = w->institutions.v[i].text;

		if (strcmp(known, name) == 0 ||
		    (acronym[0] != '\0' && strcmp(known, acronym) == 0)) {
			*same = true;
			return (NULL);
		}
	}
	return (create(w, act, ENTITY_institution, &s, &id));
}

/* ---- members ------------------------------------------------------------ */

/* The person who represents, and as what. */
static err_t
person(struct bring_work *w, struct act *act, struct val institution,
    const char **key)
{
	struct values s, d;
	struct val mesa = val_int(w->b->mesa), name, role;
	int64_t found;
	dot_t id;

	TRY(gather(w, ENTITY_representative, &s));
	TRY(gather(w, ENTITY_designation, &d));
	name = get(&s, FIELD_representative_name);
	if (name.kind == VAL_NULL)
		return (NULL);
	role = get(&d, FIELD_designation_role);
	if (role.kind == VAL_NULL)
		role = val_int(CODE_designation_role_representative);
	*key = arena_fmt(&w->a, "%s|%lld",
	    bring_folded(&w->a, arena_dup(&w->a, name.s)), (long long)role.i);
	TRY(db_int(w->c->st->db, &bring_person_same, 0, &found, mesa,
	    institution, name));
	id = found;
	if (id == 0) {
		put(&s, FIELD_representative_roundtable, mesa);
		put(&s, FIELD_representative_institution, institution);
		TRY(create(w, act, ENTITY_representative, &s, &id));
	}
	TRY(db_int(w->c->st->db, &bring_designated_same, 0, &found, mesa,
	    institution, A_INT(id), role));
	if (found > 0)
		return (NULL);
	put(&d, FIELD_designation_roundtable, mesa);
	put(&d, FIELD_designation_institution, institution);
	put(&d, FIELD_designation_representative, A_INT(id));
	if (get(&d, FIELD_designation_role).kind == VAL_NULL)
		put(&d, FIELD_designation_role, role);
	return (create(w, act, ENTITY_designation, &d, &id));
}

static err_t
member(struct bring_work *w, struct act *act, bool *same)
{
	struct values s;
	struct val institution, mesa = val_int(w->b->mesa);
	const char *who = "";
	int64_t found;
	dot_t id;

	TRY(gather(w, ENTITY_membership, &s));
	institution = get(&s, FIELD_membership_institution);
	TRY(db_int(
	    w->c->st->db, &bring_member_same, 0, &found, mesa, institution));
	if (found == 0) {
		put(&s, FIELD_membership_roundtable, mesa);
		if (get(&s, FIELD_membership_quality).kind == VAL_NULL)
			put(&s, FIELD_membership_quality,
			    val_int(CODE_membership_quality_member));
		TRY(create(w, act, ENTITY_membership, &s, &id));
	}
	TRY(person(w, act, institution, &who));
	w->key = arena_fmt(&w->a, "%lld|%s", (long long)institution.i, who);
	*same = w->made_n == 0;
	return (NULL);
}

/* ---- agreements --------------------------------------------------------- */

static err_t
responsible(struct bring_work *w, struct act *act, dot_t agreement)
{
	size_t n, k;
	const struct bring_target *t = bring_targets(w->b->kind, &n);
	struct values s;
	dot_t *who, id;

	for (size_t i = 0; i < n; i++) {
		if (t[i].role == 0)
			continue;
		TRY(bring_institutions(w, i, &who, &k));
		for (size_t x = 0; x < k && w->made_n < 60; x++) {
			s.n = 0;
			put(&s, FIELD_responsible_agreement, A_INT(agreement));
			put(&s, FIELD_responsible_institution, A_INT(who[x]));
			put(&s, FIELD_responsible_role, A_INT(t[i].role));
			TRY(create(w, act, ENTITY_responsible, &s, &id));
		}
	}
	return (NULL);
}

static err_t
agreement(struct bring_work *w, struct act *act, bool *same)
{
	struct values s;
	struct val session, text;
	int64_t found;
	dot_t id;

	TRY(gather(w, ENTITY_agreement, &s));
	session = get(&s, FIELD_agreement_session);
	text = get(&s, FIELD_agreement_text);
	w->key = arena_fmt(&w->a, "%lld|%s", (long long)session.i,
	    bring_folded(&w->a, arena_dup(&w->a, text.s)));
	TRY(db_int(
	    w->c->st->db, &bring_agreement_same, 0, &found, session, text));
	*same = found > 0;
	if (*same)
		return (NULL);
	TRY(create(w, act, ENTITY_agreement, &s, &id));
	return (responsible(w, act, id));
}

err_t
bring_build(struct bring_work *w, struct act *act, bool *same)
{
	*same = false;
	w->made_n = 0;
	switch (w->b->kind) {
	case BRING_INSTITUTIONS:
		return (institution(w, act, same));
	case BRING_MEMBERS:
		return (member(w, act, same));
	case BRING_AGREEMENTS:
		break;
	}
	return (agreement(w, act, same));
}
