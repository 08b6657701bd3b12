/*
 * bring_kind -- what may be brought, and how the titles of columns are read.
 */
#include "proto/out/bring_parts.h"

#include "proto/base/text.h"
#include "proto/domain/vocab.h"

#define F(e, f) ENTITY_##e, FIELD_##e##_##f

static const struct bring_target institutions[] = {
	{ F(institution, official_name), true, 0,
	    "|institucion|dependencia|nombre|organizacion|name|" },
	{ F(institution, acronym), false, 0, "|sigla|acronimo|clave|" },
	{ F(institution, kind), false, 0, "|tipo de institucion|sector|" },
	{ F(institution, government_level), false, 0,
	    "|nivel|nivel de gobierno|orden|ambito|level|" },
	{ F(institution, cvegeo), false, 0,
	    "|cvegeo|clave inegi|entidad|municipio|" },
	{ F(institution, themes), false, 0, "|tema|theme|" },
	{ F(institution, contact), false, 0, "|contacto|correo|contact|" },
	{ F(institution, aliases), false, 0, "|alias|nombre anterior|" },
	{ F(institution, valid_from), false, 0, "|desde|" },
};

static const struct bring_target members[] = {
	{ F(membership, institution), true, 0,
	    "|dependencia|nombre de la institucion|siglas|organizacion|" },
	{ F(membership, quality), false, 0, "|calidad de integrante|tipo|" },
	{ F(membership, voice), false, 0, "|con voz|derecho a voz|" },
	{ F(membership, vote), false, 0, "|con voto|derecho a voto|" },
	{ F(membership, since), false, 0,
	    "|integrante desde|fecha de ingreso|fecha de alta|" },
	{ F(membership, until), false, 0, "|integrante hasta|fecha de baja|" },
	{ F(representative, name), false, 0,
	    "|representante|persona|servidor publico|servidora publica|"
	    "persona servidora publica|nombre completo|titular|enlace|" },
	{ F(representative, position), false, 0, "|puesto|adscripcion|" },
	{ F(representative, email), false, 0,
	    "|correo|correo electronico|email|e-mail|" },
	{ F(designation, role), false, 0, "|funcion|rol|" },
	{ F(designation, rank), false, 0,
	    "|titular/suplente|titularidad|caracter|" },
	{ F(designation, since), false, 0,
	    "|designado desde|designada desde|fecha de designacion|" },
	{ F(designation, letter_no), false, 0,
	    "|oficio|no. de oficio|numero de oficio de designacion|" },
};

static const struct bring_target agreements[] = {
	{ F(agreement, session), true, 0,
	    "|numero de sesion|no. de sesion|sesion no.|folio de sesion|"
	    "fecha de sesion|fecha de la sesion|" },
	{ F(agreement, theme), true, 0, "|mesa tematica|eje|materia|" },
	{ F(agreement, text), true, 0,
	    "|acuerdo|acuerdos|descripcion|descripcion del acuerdo|compromiso|"
	    "texto del acuerdo|agreement|" },
	{ F(agreement, agreed_on), true, 0,
	    "|fecha|fecha de acuerdo|fecha de registro|" },
	{ F(agreement, due_on), false, 0,
	    "|fecha compromiso|fecha de compromiso|vencimiento|plazo|"
	    "fecha de vencimiento|fecha de cumplimiento programada|" },
	{ F(responsible, institution), true, CODE_responsible_role_responsible,
	    "|responsable|responsables|institucion responsable|dependencia|"
	    "dependencia responsable|institucion|" },
	{ F(responsible, institution), false,
	    CODE_responsible_role_co_responsible,
	    "|corresponsable|corresponsables|apoyo|coadyuvante|" },
	{ F(agreement, means_of_verification), true, 0,
	    "|verificacion|evidencia|medios de verificacion|entregable|" },
	{ F(agreement, status), false, 0,
	    "|estado|estatus|estado actual|situacion|status|" },
	{ F(agreement, progress_pct), false, 0,
	    "|avance|porcentaje|porcentaje de avance|% de avance|%|" },
	{ F(agreement, done_on), false, 0,
	    "|fecha de conclusion|cumplido el|fecha de termino|" },
	{ F(agreement, no_evidence_reason), false, 0, "|sin evidencia|" },
	{ F(agreement, kind), false, 0, "|tipo de acuerdo|" },
	{ F(agreement, priority), false, 0, "|" },
	{ F(agreement, cancel_reason), false, 0,
	    "|motivo de cancelacion|motivo|" },
	{ F(agreement, decided_by), false, 0, "|cancelo|" },
};

#undef F

_Static_assert(sizeof(agreements) / sizeof(agreements[0]) <= BRING_TARGETS &&
		   sizeof(members) / sizeof(members[0]) <= BRING_TARGETS,
    "a map has room for all");

const struct bring_target *
bring_targets(enum bring_kind kind, size_t *n)
{
	switch (kind) {
	case BRING_INSTITUTIONS:
		*n = sizeof(institutions) / sizeof(institutions[0]);
		return (institutions);
	case BRING_MEMBERS:
		*n = sizeof(members) / sizeof(members[0]);
		return (members);
	case BRING_AGREEMENTS:
		break;
	}
	*n = sizeof(agreements) / sizeof(agreements[0]);
	return (agreements);
}

char *
bring_folded(struct arena *a, const char *s)
{
	struct span t = span_str(s);
	char *out;

	while (t.n > 0 && strchr(" \t\n", t.p[0]) != NULL)
		t = span_of(t.p + 1, t.n - 1);
	while (t.n > 0 && strchr(" \t\n.:", t.p[t.n - 1]) != NULL)
		t.n--;
	out = arena_new(a, t.n + 1);
	text_fold(t, out);
	return (out);
}

/* The entity that the rows are about: its fields need no name before them. */
static uint16_t
main_entity(enum bring_kind kind)
{
	switch (kind) {
	case BRING_INSTITUTIONS:
		return (ENTITY_institution);
	case BRING_MEMBERS:
		return (ENTITY_membership);
	case BRING_AGREEMENTS:
		break;
	}
	return (ENTITY_agreement);
}

const char *
bring_label(struct cmd *c, struct arena *a, enum bring_kind kind, size_t target)
{
	size_t n;
	const struct bring_target *t = &bring_targets(kind, &n)[target];
	const struct entity *e = schema_entity(t->entity);
	const struct field *f = schema_field(e, t->field);
	const struct code *role =
	    vocab_code(vocab_named("responsible_role"), t->role);

	must(target < n && e != NULL && f != NULL);
	if (role != NULL)
		return (bring_tr(c, role->es, role->en));
	if (t->entity == main_entity(kind))
		return (cmd_label(c, f));
	return (
	    arena_fmt(a, "%s: %s", bring_tr(c, e->es, e->en), cmd_label(c, f)));
}

/* ---- guessing ----------------------------------------------------------- */

static bool
is_label(struct arena *a, const struct bring_target *t, const char *title)
{
	const struct entity *e = schema_entity(t->entity);
	const struct field *f = schema_field(e, t->field);

	must(e != NULL && f != NULL);
	if (t->role != 0)
		return (false);
	return (strcmp(bring_folded(a, f->es), title) == 0 ||
		strcmp(bring_folded(a, f->en), title) == 0 ||
		strcmp(f->name, title) == 0 ||
		strcmp(bring_folded(a, arena_fmt(a, "%s: %s", e->es, f->es)),
		    title) == 0 ||
		strcmp(bring_folded(a, arena_fmt(a, "%s: %s", e->en, f->en)),
		    title) == 0);
}

int
bring_guess(enum bring_kind kind, const char *title)
{
	CLEAN(arena_free) struct arena a = ARENA;
	size_t n;
	const struct bring_target *t = bring_targets(kind, &n);
	const char *folded = bring_folded(&a, title), *in;

	if (folded[0] == '\0')
		return (-1);
	for (size_t i = 0; i < n; i++)
		if (is_label(&a, &t[i], folded))
			return ((int)i);
	in = arena_fmt(&a, "|%s|", folded);
	for (size_t i = 0; i < n; i++)
		if (strstr(t[i].words, in) != NULL)
			return ((int)i);
	return (-1);
}
