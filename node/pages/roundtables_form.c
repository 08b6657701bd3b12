/*
 * roundtables_form -- the parts of a roundtable in forms: added, changed,
 * ended.  Which fields there are is what schema.def says.
 */
#include "node/pages/roundtables_in.h"

#include "proto/base/text.h"

struct form {
	struct page *p;
	const struct mesa *m;
	const struct part *part;
	struct record r;
	bool fresh, ending;
	struct asks s, more; /* more: a person, an institution to propose */
};

static const char *
say(struct page *p, struct words w)
{
	return (page_tr(p, w.es, w.en));
}

/* "PATH/nueva", "PATH/ID", "PATH/ID/terminar"; "datos". */
static err_t
way(struct form *f)
{
	char *path = arena_dup(f->p->a, span_str(f->m->rest)), *id, *verb;
	const struct entity *e;

	id = strchr(path, '/');
	if (id != NULL)
		*id++ = '\0';
	f->part = roundtables_kinds_part(path);
	if (f->part == NULL ||
	    (id == NULL) != (f->part->entity == ENTITY_roundtable))
		return (err_new(ERR_MISSING, "no such page"));
	if (id == NULL) {
		f->r = f->m->r;
		return (NULL);
	}
	verb = strchr(id, '/');
	if (verb != NULL)
		*verb++ = '\0';
	f->ending = verb != NULL;
	f->fresh = strcmp(id, "nueva") == 0;
	if (f->ending &&
	    (strcmp(verb, "terminar") != 0 || f->fresh || f->part->until == 0))
		return (err_new(ERR_MISSING, "no such page"));
	if (f->fresh)
		return (NULL);
	e = schema_entity(f->part->entity);
	TRY(page_record(f->p, id, e, &f->r));
	return (f->r.root == f->m->r.id && f->r.life == LIFE_LIVE
		    ? NULL
		    : err_new(ERR_MISSING, "not of this roundtable"));
}

/* ---- what is asked ------------------------------------------------------ */

struct choosing {
	struct asks *s;
	struct ask *a;
};

static err_t
person_choice(void *ctx, const struct record *r)
{
	struct choosing *c = ctx;
	struct page *p = c->s->p;
	struct val of = r->v[FIELD_representative_institution - 1];
	const char *name, *institution = "";

	TRY(page_name_of(p, r, &name));
	if (of.kind == VAL_INT)
		TRY(page_name(
		    p, schema_entity(ENTITY_institution), of.i, &institution));
	ask_option(c->s, c->a, page_id(p, r->id),
	    arena_fmt(p->a, "%s%s%s", name, institution[0] == '\0' ? "" : " · ",
		institution));
	return (NULL);
}

/* The people of this roundtable. */
static err_t
people(struct form *f, struct ask *a)
{
	const struct entity *e = schema_entity(ENTITY_representative);
	struct choosing c = { &f->s, a };
	struct cond of = { schema_field(e, FIELD_representative_roundtable),
		val_int(f->m->r.id) };

	return (state_find(
	    f->p->o->st.l, e, &of, 1, false, f->p->a, person_choice, &c));
}

static err_t
ask_all(struct form *f)
{
	const struct entity *e = schema_entity(f->part->entity);

	for (size_t i = 0; i < e->n; i++) {
		const struct field *x = &e->fields[i];
		struct ask *a;

		if (x->no == e->parent || x->writer != BY_OWNER)
			continue;
		TRY(ask_field(&f->s, x->no, &a));
		if (x->type == TYPE_REF && x->target == ENTITY_representative)
			TRY(people(f, a));
	}
	return (NULL);
}

static err_t
ask_person(struct form *f)
{
	struct ask *a;

	ask_begin(&f->more, f->p, schema_entity(ENTITY_representative), NULL,
	    f->m->today);
	f->more.prefix = "persona-";
	TRY(ask_field(&f->more, FIELD_representative_name, &a));
	TRY(ask_field(&f->more, FIELD_representative_position, NULL));
	return (ask_field(&f->more, FIELD_representative_email, NULL));
}

static err_t
ask_proposed(struct form *f)
{
	ask_begin(&f->more, f->p, schema_entity(ENTITY_institution), NULL,
	    f->m->today);
	f->more.prefix = "nueva-";
	TRY(ask_field(&f->more, FIELD_institution_official_name, NULL));
	TRY(ask_field(&f->more, FIELD_institution_acronym, NULL));
	TRY(ask_field(&f->more, FIELD_institution_kind, NULL));
	return (ask_field(&f->more, FIELD_institution_government_level, NULL));
}

/* What a new one begins with. */
static void
defaults(struct form *f)
{
	if (!f->fresh)
		return;
	if (f->part->since != 0)
		ask_default(&f->s, f->part->since, val_int(f->m->today));
	if (f->part->entity == ENTITY_membership) {
		ask_default(&f->s, FIELD_membership_quality,
		    val_int(CODE_membership_quality_member));
		ask_default(&f->s, FIELD_membership_voice, val_int(1));
		ask_default(&f->s, FIELD_membership_vote, val_int(1));
	}
	if (f->part->entity == ENTITY_designation) {
		ask_default(&f->s, FIELD_designation_role,
		    val_int(CODE_designation_role_representative));
		ask_default(&f->s, FIELD_designation_rank,
		    val_int(CODE_designation_rank_titular));
	}
}

static err_t
ask_begin_all(struct form *f)
{
	struct page *p = f->p;
	struct ask *a;

	ask_begin(&f->s, p, schema_entity(f->part->entity),
	    f->fresh ? NULL : &f->r, f->m->today);
	if (f->ending) {
		char day[11];

		TRY(ask_field(&f->s, f->part->until, &a));
		text_day_put(f->m->today, day);
		if (!f->s.typed && a->value[0] == '\0')
			a->value = arena_dup(p->a, span_str(day));
		a->type = "date";
		return (NULL);
	}
	TRY(ask_all(f));
	defaults(f);
	if (f->fresh && f->part->entity == ENTITY_designation)
		return (ask_person(f));
	if (f->fresh && f->part->entity == ENTITY_membership) {
		a = ask_find(&f->s, FIELD_membership_institution);
		must(a != NULL);
		a->elsewhere = true;
		return (ask_proposed(f));
	}
	return (NULL);
}

/* ---- shown -------------------------------------------------------------- */

static const char *
title(struct form *f)
{
	return (say(f->p, f->fresh    ? f->part->add
			  : f->ending ? f->part->end
				      : f->part->change));
}

static bool
typed_more(const struct form *f)
{
	for (size_t i = 0; i < f->more.n; i++)
		if (f->more.v[i].value[0] != '\0' ||
		    f->more.v[i].fault[0] != '\0')
			return (true);
	return (false);
}

static void
more_words(struct form *f, struct part_view *v)
{
	struct page *p = f->p;

	v->more_title = v->more_note = "";
	if (f->more.n == 0)
		return;
	if (f->part->entity == ENTITY_designation) {
		v->more_title = page_tr(p, "La persona no está en la lista",
		    "The person is not in the list");
		v->more_note = page_tr(p,
		    "Se registra junto con la designación, por la misma "
		    "institución.",
		    "Recorded together with the designation, for the same "
		    "institution.");
		return;
	}
	v->more_title = page_tr(p, "La institución no está en el catálogo",
	    "The institution is not in the catalogue");
	v->more_note = page_tr(p,
	    "Propóngala aquí y deje vacía la institución de arriba: desde hoy "
	    "la puede usar; el nivel federal la confirma o la une con otra.",
	    "Propose it here and leave the institution above empty: you can "
	    "use it from today; the federal level confirms it or joins it "
	    "with another.");
}

static err_t
show(struct form *f)
{
	struct page *p = f->p;
	struct part_view v = { .id = f->m->id,
		.title = title(f),
		.roundtable = f->m->code[0] == '\0' ? f->m->name : f->m->code,
		.action = arena_fmt(p->a, "/mesas/%s/%s", f->m->id, f->m->rest),
		.intro = say(p, f->part->intro),
		.proposing = !f->m->mine,
		.verb = f->ending ? page_tr(p, "Terminar", "End")
				  : page_tr(p, "Guardar", "Save"),
		.asks = f->s.v,
		.asks_n = f->s.n,
		.more = f->more.v,
		.more_n = f->more.n,
		.open = typed_more(f),
		.other = "" };

	more_words(f, &v);
	if (f->ending) /* the field after the roundtable says which it is */
		TRY(page_value(
		    p, &f->r.entity->fields[1], f->r.v[1], &v.intro));
	if (!f->fresh && f->part->entity != ENTITY_roundtable) {
		v.other = arena_fmt(p->a, "/registro/%s", page_id(p, f->r.id));
		v.other_words = page_tr(p,
		    "Ver su historia, o anularla si se "
		    "registró por error",
		    "See its history, or void it if it was recorded by "
		    "mistake");
	}
	page_begin(p, v.title);
	part_tpl(&p->h, &v);
	return (page_end(p));
}

/* ---- saved -------------------------------------------------------------- */

/* Another space, so an act of its own; it stays even if the next is refused. */
static err_t
propose(struct form *f, dot_t *id)
{
	CLEAN(cmd_end) struct act *act = NULL;

	*id = 0;
	TRY(page_act(f->p, &act));
	TRY(ask_write(&f->more, act, id));
	TRY(page_save(f->p, act));
	page_say(f->p, "La institución quedó propuesta al catálogo.",
	    "The institution was proposed for the catalogue.");
	return (NULL);
}

/* From now on it is the institution of the form. */
static err_t
use(struct form *f, dot_t id)
{
	struct ask *a = ask_find(&f->s, FIELD_membership_institution);

	must(a != NULL);
	TRY(ask_institution_listed(f->p, id, &a->value));
	f->s.set[f->s.set_n++] =
	    (struct fv){ FIELD_membership_institution, val_int(id) };
	for (size_t i = 0; i < f->more.n; i++)
		f->more.v[i].value = "";
	f->more.set_n = 0;
	return (NULL);
}

/* A second part was begun: it is read, and what it stands for is not asked. */
static err_t
take(struct form *f, bool *good)
{
	int of = f->part->entity == ENTITY_membership
		     ? FIELD_membership_institution
		     : FIELD_designation_representative;
	struct ask *a = f->more.n == 0 ? NULL : ask_find(&f->s, of);
	bool begun = typed_more(f), fine = true;

	if (a != NULL && a->value[0] == '\0' && begun)
		a->must = false;
	TRY(ask_take(&f->s, good));
	if (a == NULL || !begun)
		return (NULL);
	if (a->value[0] != '\0') { /* both were given */
		ask_blame(&f->s, a,
		    page_tr(f->p,
			"Elija de la lista o escriba una nueva abajo, no las "
			"dos.",
			"Choose from the list or write a new one below, not "
			"both."));
		*good = false;
		return (NULL);
	}
	f->more.v[0].must = true;
	TRY(ask_take(&f->more, &fine));
	*good = *good && fine;
	return (NULL);
}

static err_t
write_person(struct form *f, struct act *act)
{
	struct fv *set = f->more.set;
	struct val of = ask_taken(&f->s, FIELD_designation_institution);
	dot_t id = 0;

	must(f->more.set_n + 2 <= ASK_FIELDS);
	set[f->more.set_n++] =
	    (struct fv){ FIELD_representative_roundtable, val_int(f->m->r.id) };
	set[f->more.set_n++] =
	    (struct fv){ FIELD_representative_institution, of };
	TRY(ask_write(&f->more, act, &id));
	f->s.set[f->s.set_n++] =
	    (struct fv){ FIELD_designation_representative, val_int(id) };
	return (NULL);
}

static err_t
save(struct form *f)
{
	CLEAN(cmd_end) struct act *act = NULL;
	const struct entity *e = f->s.e;
	dot_t id = f->fresh ? 0 : f->r.id;

	TRY(page_act(f->p, &act));
	if (f->part->entity == ENTITY_designation && f->more.set_n > 0)
		TRY(write_person(f, act));
	if (f->fresh)
		f->s.set[f->s.set_n++] =
		    (struct fv){ e->parent, val_int(f->m->r.id) };
	TRY(ask_write(&f->s, act, &id));
	return (page_save(f->p, act));
}

static err_t
answer(struct form *f)
{
	struct page *p = f->p;
	size_t set_n;
	bool good;
	dot_t id;
	err_t e;

	TRY(take(f, &good));
	if (!good)
		return (show(f));
	if (f->part->entity == ENTITY_membership && f->more.set_n > 0) {
		e = propose(f, &id);
		if (e != NULL) {
			TRY(ask_refused(&f->more, e));
			return (show(f));
		}
		TRY(use(f, id));
	}
	if (ask_empty(&f->s)) {
		page_say(p, "No cambió nada.", "Nothing was changed.");
		return (page_go(p, "/mesas/%s", f->m->id));
	}
	set_n = f->s.set_n;
	e = save(f);
	if (e != NULL) {
		f->s.set_n = set_n;
		TRY(ask_refused(&f->s, e));
		return (show(f));
	}
	page_say(p, f->part->saved.es, f->part->saved.en);
	return (page_go(p, "/mesas/%s", f->m->id));
}

err_t
roundtables_form(struct page *p, const struct mesa *m)
{
	struct form *f = arena_new(p->a, sizeof(*f));

	f->p = p;
	f->m = m;
	TRY(way(f));
	if (!page_may(p, ROLES_WRITE))
		return (err_new(ERR_RULE,
		    "rule 0: Your role does not allow this. / Su función no lo "
		    "permite."));
	TRY(ask_begin_all(f));
	if (strcmp(serve_method(p->q), "POST") == 0)
		return (answer(f));
	return (show(f));
}
