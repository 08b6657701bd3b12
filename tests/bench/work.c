#include "tests/bench/work.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/domain/vocab.h"

#define DAY0 18993 /* 2022-01-01 */

static const char *const towns[] = { "Palenque", "Tapachula",
	"Tuxtla Gutiérrez", "Tijuana", "Mexicali", "Xalapa", "Chetumal",
	"Villahermosa", "Saltillo", "Guadalajara", "Campeche", "Monterrey",
	"Acayucan", "Tenosique", "San Cristóbal de las Casas", "Comitán",
	"Benito Juárez", "Escárcega" };
static const char *const states[] = { "Chiapas", "Baja California", "Veracruz",
	"Quintana Roo", "Tabasco", "Coahuila", "Jalisco", "Campeche",
	"Nuevo León" };
static const char *const themes[] = { "empleo", "educacion", "identidad",
	"salud" };
static const char *const bodies[] = { "COMAR",
	"Secretaría de Educación Pública", "Servicio Nacional de Empleo",
	"Registro Nacional de Población", "Secretaría de Salud",
	"Instituto Nacional de Migración", "ACNUR",
	"Organización Internacional para las Migraciones", "DIF Estatal",
	"Registro Civil del Estado", "Sin Fronteras IAP",
	"Programa Casa Refugiados", "Secretaría del Trabajo", "IMSS-Bienestar",
	"Cruz Roja Mexicana", "Asylum Access México" };
static const char *const given[] = { "María", "José", "Guadalupe", "Juan",
	"Ana", "Luis", "Rosa", "Miguel", "Verónica", "Carlos", "Leticia",
	"Jorge", "Alejandra", "Ricardo", "Gabriela", "Óscar", "Sofía", "Raúl",
	"Inés", "Tomás" };
static const char *const family[] = { "Hernández", "García", "Martínez",
	"López", "González", "Pérez", "Rodríguez", "Sánchez", "Ramírez", "Cruz",
	"Gómez", "Flores", "Morales", "Vázquez", "Jiménez", "Ruiz", "Núñez",
	"Ordóñez", "Peña", "Zúñiga" };
static const char *const posts[] = { "Enlace institucional",
	"Subdirectora de Vinculación", "Jefe de Departamento",
	"Coordinadora Estatal", "Asesor jurídico", "Oficial de Protección",
	"Directora de Control Escolar", "Trabajadora social" };
static const char *const people[] = { "Las personas solicitantes de la "
				      "condición de refugiado",
	"Niñas, niños y adolescentes no acompañados",
	"Las mujeres jefas de familia",
	"Las personas con protección complementaria",
	"Las familias en tránsito", "Las personas adultas mayores",
	"Los jóvenes egresados de bachillerato",
	"Las personas con discapacidad" };
static const char *const lacks[] = { "no cuentan con CURP temporal",
	"enfrentan rechazo de su constancia en ventanilla",
	"no pueden abrir una cuenta de nómina",
	"carecen de revalidación de estudios",
	"no acceden a consulta de salud mental",
	"desconocen los requisitos de inscripción",
	"no logran registrar a sus hijos nacidos en México",
	"son atendidas sin intérprete",
	"esperan más de tres meses por una cita",
	"no tienen número de seguridad social" };
static const char *const where[] = { "en los módulos del municipio",
	"en las escuelas de la zona norte", "en el hospital general",
	"en la oficina regional", "en la bolsa de trabajo estatal",
	"en el registro civil", "en los albergues", "en las ferias de empleo" };
static const char *const tasks[] = { "Capacitar al personal de ventanilla",
	"Emitir una circular interna", "Habilitar un módulo itinerante",
	"Firmar un convenio de colaboración", "Difundir una guía de requisitos",
	"Designar un enlace permanente", "Elaborar un diagnóstico conjunto",
	"Instalar una mesa de trabajo técnica",
	"Traducir los formatos al creole haitiano",
	"Canalizar los casos urgentes" };
static const char *const ends[] = { "antes de la próxima sesión",
	"en coordinación con las organizaciones civiles",
	"con apoyo del área jurídica", "e informar avances por oficio",
	"y remitir la lista de asistencia", "conforme al acta anterior",
	"en un plazo de treinta días", "y dar vista a la Secretaría Técnica" };
static const char *const news[] = { "Se envió oficio a la dependencia",
	"Se realizó la capacitación", "Pendiente de firma del titular",
	"Se reprogramó la reunión", "La institución solicitó prórroga",
	"Se atendieron los casos canalizados",
	"Se publicó la guía en el portal",
	"No se presentó el enlace designado" };
static const char *const stages[] = { "abierto", "en proceso", "cumplido",
	"vencido", "cancelado" };
static const char *const standings[] = { "instalada", "suspendida",
	"en receso" };
static const char *const ranks[] = { "alta", "media", "baja" };
static const char *const mails[] = { "chiapas", "tabasco", "veracruz",
	"jalisco" };

#define COUNT(list)   (sizeof(list) / sizeof(*(list)))
#define PICK(w, list) ((list)[work_below((w), COUNT(list))])

enum kind { /* of a value, and how it is made */
	PLACE,
	PERSON,
	PHONE,
	MAIL,
	FLAG,
	NEWS,
	STANDING,
	DATE,
	HALL,
	AGENDA,
	STAGE,
	POST,
	GAP,
	RANK,
	HEADS,
	TASK,
	PERCENT
};

/* A value: its name in the workload, and where it goes in our entities:
 * of the second op of the row when `second`. */
struct column {
	const char *name;
	enum kind kind;
	uint32_t field;
	bool second;
};

static const struct column columns[WORK_TYPES][WORK_VALUES] = {
	[WORK_INSTITUTION] = { { "nombre", PLACE,
				   FIELD_institution_official_name, false },
	    { "enlace", PERSON, FIELD_institution_contact, false },
	    { "telefono", PHONE, FIELD_institution_contact, false },
	    { "correo", MAIL, FIELD_institution_contact, false },
	    { "activa", FLAG, FIELD_institution_valid_to, false },
	    { "notas", NEWS, FIELD_institution_contact, false } },
	[WORK_ROUNDTABLE] = { { "nombre", PLACE, FIELD_roundtable_official_name,
				  false },
	    { "presidencia", PERSON, FIELD_roundtable_chair_act, false },
	    { "secretaria", PERSON, FIELD_roundtable_legal_basis, false },
	    { "estado_mesa", STANDING, FIELD_roundtable_status, false },
	    { "notas", NEWS, FIELD_roundtable_objective, false } },
	[WORK_SESSION] = { { "fecha", DATE, FIELD_session_called_for, false },
	    { "lugar", HALL, FIELD_session_place, false },
	    { "orden", AGENDA, FIELD_minutes_text, true },
	    { "minuta", NEWS, FIELD_minutes_text, true },
	    { "estado", STAGE, FIELD_session_status, false } },
	[WORK_ATTENDANCE] = { { "persona", PERSON, FIELD_attendance_note,
				  false },
	    { "cargo", POST, FIELD_attendance_note, false },
	    { "asistio", FLAG, FIELD_attendance_status, false },
	    { "observacion", NEWS, FIELD_attendance_note, false } },
	[WORK_GAP] = { { "descripcion", GAP, FIELD_gap_title, false },
	    { "prioridad", RANK, FIELD_gap_severity, false },
	    { "estado", STAGE, FIELD_gap_status, false },
	    { "poblacion", HEADS, FIELD_gap_reach_to, false },
	    { "observacion", NEWS, FIELD_gap_description, false } },
	[WORK_AGREEMENT] = { { "descripcion", TASK, FIELD_agreement_text,
				 false },
	    { "responsable", PERSON, FIELD_responsible_unit, true },
	    { "plazo", DATE, FIELD_agreement_due_on, false },
	    { "estado", STAGE, FIELD_agreement_status, false },
	    { "observacion", NEWS, FIELD_agreement_means_of_verification,
		false } },
	[WORK_FOLLOWUP] = { { "fecha", DATE, FIELD_followup_reported_on,
				false },
	    { "avance", NEWS, FIELD_followup_text, false },
	    { "porcentaje", PERCENT, FIELD_followup_pct, false },
	    { "responsable", PERSON, FIELD_followup_text, false },
	    { "estado", STAGE, FIELD_followup_proposed_status, false } },
};

static const char *const names[WORK_TYPES] = { "institucion", "mesa", "sesion",
	"asistencia", "brecha", "acuerdo", "seguimiento" };
static const uint32_t entities[WORK_TYPES][WORK_OPS] = { { ENTITY_institution,
							     0 },
	{ ENTITY_roundtable, 0 }, { ENTITY_session, ENTITY_minutes },
	{ ENTITY_attendance, 0 }, { ENTITY_gap, 0 },
	{ ENTITY_agreement, ENTITY_responsible }, { ENTITY_followup, 0 } };

uint64_t
work_below(struct work *w, uint64_t n)
{
	w->state ^= w->state << 13;
	w->state ^= w->state >> 7;
	w->state ^= w->state << 17;
	return ((w->state >> 11) % n);
}

static const char *
person(struct work *w)
{
	return (arena_fmt(&w->a, "%s %s %s", PICK(w, given), PICK(w, family),
	    PICK(w, family)));
}

static const char *
progress(struct work *w)
{
	return (arena_fmt(&w->a, "%s %s; %d casos", PICK(w, news),
	    PICK(w, ends), (int)work_below(w, 80) + 1));
}

static struct work_value
text(const char *s)
{
	return ((struct work_value){ s, 0 });
}

static struct work_value
number(uint64_t n)
{
	return ((struct work_value){ NULL, (int64_t)n });
}

static struct work_value
value(struct work *w, enum kind k)
{
	switch (k) {
	case PLACE:
		return (text(arena_fmt(
		    &w->a, "%s — %s", PICK(w, bodies), PICK(w, towns))));
	case PERSON:
		return (text(person(w)));
	case PHONE:
		return (text(
		    arena_fmt(&w->a, "%d %d %d", 900 + (int)work_below(w, 100),
			100 + (int)work_below(w, 900),
			1000 + (int)work_below(w, 9000))));
	case MAIL:
		return (text(arena_fmt(&w->a, "enlace%d@%s.gob.mx",
		    (int)work_below(w, 9999) + 1, PICK(w, mails))));
	case FLAG:
		return (number(work_below(w, 4) != 0));
	case NEWS:
		return (text(progress(w)));
	case STANDING:
		return (text(PICK(w, standings)));
	case DATE:
		return (text(arena_fmt(&w->a, "20%d-%02d-%02d",
		    22 + (int)work_below(w, 5), (int)work_below(w, 12) + 1,
		    (int)work_below(w, 28) + 1)));
	case HALL:
		return (text(arena_fmt(&w->a, "Palacio Municipal de %s, %s",
		    PICK(w, towns), PICK(w, states))));
	case AGENDA:
		return (text(arena_fmt(&w->a,
		    "1. Lista de asistencia 2. Lectura del acta 3. %s %s %s",
		    PICK(w, tasks), PICK(w, where), PICK(w, ends))));
	case STAGE:
		return (text(PICK(w, stages)));
	case POST:
		return (text(PICK(w, posts)));
	case GAP:
		return (text(arena_fmt(&w->a, "%s %s %s", PICK(w, people),
		    PICK(w, lacks), PICK(w, where))));
	case RANK:
		return (text(PICK(w, ranks)));
	case HEADS:
		return (number(work_below(w, 900) + 1));
	case TASK:
		return (text(arena_fmt(&w->a, "%s %s %s", PICK(w, tasks),
		    PICK(w, where), PICK(w, ends))));
	case PERCENT:
	default:
		return (number(work_below(w, 21) * 5));
	}
}

static enum work_type
type_of(struct work *w)
{
	uint64_t x = work_below(w, 100);

	return (x < 3    ? WORK_INSTITUTION
		: x < 4  ? WORK_ROUNDTABLE
		: x < 10 ? WORK_SESSION
		: x < 52 ? WORK_ATTENDANCE
		: x < 70 ? WORK_GAP
		: x < 85 ? WORK_AGREEMENT
			 : WORK_FOLLOWUP);
}

/* What a row of a type belongs to. */
static const enum work_type above[WORK_TYPES] = {
	[WORK_SESSION] = WORK_ROUNDTABLE,
	[WORK_ATTENDANCE] = WORK_SESSION,
	[WORK_GAP] = WORK_SESSION,
	[WORK_AGREEMENT] = WORK_GAP,
	[WORK_FOLLOWUP] = WORK_AGREEMENT,
};

static uint32_t
pick(struct work *w, uint32_t office, enum work_type t)
{
	size_t n = w->pool[office][t].n;

	return (n == 0 ? 0 : w->pool[office][t].row[work_below(w, n)] + 1);
}

static const char *
uuid(struct work *w)
{
	return (arena_fmt(&w->a, "%08x-%04x-4%03x-a%03x-%012llx",
	    (unsigned)work_below(w, 1ULL << 32),
	    (unsigned)work_below(w, 1 << 16), (unsigned)work_below(w, 1 << 12),
	    (unsigned)work_below(w, 1 << 12),
	    (unsigned long long)work_below(w, 1ULL << 48)));
}

static void
add(struct work *w, uint32_t office)
{
	enum work_type t = type_of(w);
	struct work_row *r;
	uint32_t at = (uint32_t)w->n;
	size_t *n;

	/* What it would name must be there first. */
	if (w->pool[office][WORK_INSTITUTION].n == 0)
		t = WORK_INSTITUTION;
	while (t > WORK_ROUNDTABLE && w->pool[office][above[t]].n == 0)
		t = above[t];
	mem_room(&w->row, &w->cap, w->n + 1, sizeof(*w->row));
	r = &w->row[w->n++];
	*r = (struct work_row){ .type = t, .office = office };
	r->theme = (uint32_t)work_below(w, COUNT(themes));
	r->id = uuid(w);
	if (entities[t][1] != 0)
		r->second_id = uuid(w);
	if (t == WORK_SESSION || t == WORK_GAP || t == WORK_AGREEMENT)
		r->folio = arena_fmt(&w->a, "%02u-%s-2026-%05u", office + 1,
		    t == WORK_SESSION ? "SE"
		    : t == WORK_GAP   ? "BR"
				      : "AC",
		    ++w->folios);
	if (t > WORK_ROUNDTABLE)
		r->up = pick(w, office, above[t]);
	if (t == WORK_ATTENDANCE || t == WORK_AGREEMENT)
		r->institution = pick(w, office, WORK_INSTITUTION);
	while (r->n < WORK_VALUES && columns[t][r->n].name != NULL) {
		r->v[r->n] = value(w, columns[t][r->n].kind);
		r->n++;
	}
	n = &w->pool[office][t].n;
	mem_room(&w->pool[office][t].row, &w->pool[office][t].cap, *n + 1,
	    sizeof(uint32_t));
	w->pool[office][t].row[(*n)++] = at;
}

void
work_make(struct work *w, size_t n, uint32_t offices, uint64_t seed)
{
	must(offices >= 1 && offices <= 16);
	*w = (struct work){ .state = seed * 0x9e3779b97f4a7c15U | 1,
		.offices = offices };
	for (int i = 0; i < 16; i++)
		(void)work_below(w, 2);
	while (w->n < n)
		add(w, (uint32_t)work_below(w, offices));
}

void
work_free(struct work *w)
{
	for (size_t o = 0; o < 16; o++) {
		for (size_t t = 0; t < WORK_TYPES; t++)
			mem_free(w->pool[o][t].row);
	}
	mem_free(w->row);
	arena_free(&w->a);
}

void
work_space(uint32_t office, char out[3])
{
	(void)snprintf(out, 3, "%02u", (office + 1) % 100);
}

static const char *
ref(const struct work *w, uint32_t row)
{
	return (row == 0 ? "" : w->row[row - 1].id);
}

size_t
work_json(struct work *w)
{
	size_t all = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct work_row *r = &w->row[i];

		all += (size_t)snprintf(NULL, 0,
		    "{\"id\":\"%s\",\"tipo\":\"%s\",\"oficina\":%u,"
		    "\"tema\":\"%s\"}",
		    r->id, names[r->type], r->office, themes[r->theme]);
		if (r->up != 0)
			all += strlen(names[above[r->type]]) + 42;
		if (r->institution != 0)
			all += strlen("institucion") + 42;
		if (r->folio != NULL)
			all += strlen(r->folio) + 11;
		for (size_t k = 0; k < r->n; k++)
			all +=
			    strlen(columns[r->type][k].name) + 4 +
			    (r->v[k].text == NULL ? 3
						  : strlen(r->v[k].text) + 2);
	}
	return (all / w->n);
}

/* ---- as our entities ---------------------------------------------------- */

static int64_t
days(const char *iso)
{
	int y = 0, m = 0, d = 0;

	must(sscanf(iso, "%d-%d-%d", &y, &m, &d) == 3);
	return (DAY0 + (y - 2022) * 365 + (m - 1) * 30 + d);
}

static int64_t
code(const char *const *list, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i], s) == 0)
			return ((int64_t)i + 1);
	}
	return (1);
}

/* A value as the field that holds it wants it. */
static struct val
typed(const struct work_row *r, size_t k)
{
	const struct column *c = &columns[r->type][k];
	const struct work_value *v = &r->v[k];

	switch (c->kind) {
	case DATE:
		return (val_int(
		    days(v->text) * (c->field == FIELD_session_called_for &&
						r->type == WORK_SESSION
					    ? 86400
					    : 1)));
	case STAGE:
		return (val_int(code(stages, COUNT(stages), v->text)));
	case STANDING:
		return (
		    val_int(2 + code(standings, COUNT(standings), v->text)));
	case RANK:
		return (val_int(code(ranks, COUNT(ranks), v->text)));
	case FLAG:
		if (r->type == WORK_INSTITUTION)
			return (v->number != 0 ? val_null() : val_int(20000));
		return (val_int(v->number != 0 ? 1 : 2));
	case HEADS:
	case PERCENT:
		return (val_int(v->number));
	case PLACE:
	case PERSON:
	case PHONE:
	case MAIL:
	case NEWS:
	case HALL:
	case AGENDA:
	case POST:
	case GAP:
	case TASK:
	default:
		return (val_str(v->text));
	}
}

static void
set(struct op *op, uint32_t field, struct val v)
{
	if (v.kind == VAL_NULL && op->kind == OP_CREATE)
		return;
	op->fv[op->n].field = field;
	op->fv[op->n++].v = v;
}

/* Set value k of the row; two of one field are joined. */
static void
put(struct arena *a, struct op op[WORK_OPS], const struct work_row *r, size_t k)
{
	const struct column *c = &columns[r->type][k];
	struct op *o = &op[c->second ? 1 : 0];
	struct val v = typed(r, k);

	for (size_t i = 0; i < o->n; i++) {
		struct val *was = &o->fv[i].v;

		if (o->fv[i].field != c->field)
			continue;
		if (v.kind == VAL_TEXT && was->kind == VAL_TEXT)
			*was = val_str(arena_fmt(a, "%.*s; %.*s", (int)was->s.n,
			    (const char *)was->s.p, (int)v.s.n,
			    (const char *)v.s.p));
		return;
	}
	set(o, c->field, v);
}

static int
by_field(const void *a, const void *b)
{
	const struct fv *x = a, *y = b;

	return (x->field < y->field ? -1 : x->field > y->field);
}

static void
refer(struct work *w, const struct work_row *r, struct op op[WORK_OPS])
{
	const struct work_row *up = r->up == 0 ? NULL : &w->row[r->up - 1];
	struct val theme = val_int(r->theme + 1);
	struct val body = r->institution == 0
			      ? val_null()
			      : val_int(w->row[r->institution - 1].dot);

	switch (r->type) {
	case WORK_INSTITUTION:
		set(op, FIELD_institution_themes, theme);
		break;
	case WORK_SESSION:
		set(op, FIELD_session_roundtable, val_int(up->dot));
		set(op, FIELD_session_kind,
		    val_int(CODE_session_kind_ordinary));
		set(&op[1], FIELD_minutes_session, val_int(r->dot));
		break;
	case WORK_ATTENDANCE:
		set(op, FIELD_attendance_session, val_int(up->dot));
		set(op, FIELD_attendance_institution, body);
		break;
	case WORK_GAP:
		set(op, FIELD_gap_roundtable, val_int(w->row[up->up - 1].dot));
		set(op, FIELD_gap_identified_in, val_int(up->dot));
		set(op, FIELD_gap_theme, theme);
		break;
	case WORK_AGREEMENT:
		set(op, FIELD_agreement_session,
		    val_int(w->row[up->up - 1].dot));
		set(op, FIELD_agreement_gaps, val_int(up->dot));
		set(op, FIELD_agreement_theme, theme);
		set(op, FIELD_agreement_agreed_on, val_int(DAY0 + 1200));
		set(&op[1], FIELD_responsible_agreement, val_int(r->dot));
		set(&op[1], FIELD_responsible_institution, body);
		set(&op[1], FIELD_responsible_role, val_int(1));
		break;
	case WORK_FOLLOWUP:
		set(op, FIELD_followup_agreement, val_int(up->dot));
		break;
	case WORK_ROUNDTABLE:
	default:
		set(op, FIELD_roundtable_theme, theme);
		set(op, FIELD_roundtable_code, val_str(r->id));
		set(op, FIELD_roundtable_level, val_int(CODE_level_municipal));
		set(op, FIELD_roundtable_kind, val_int(1));
		break;
	}
}

static void
begin(struct arena *a, const struct work_row *r, enum op_kind kind,
    struct op op[WORK_OPS])
{
	for (int i = 0; i < WORK_OPS; i++) {
		op[i] = (struct op){ .kind = kind,
			.entity = entities[r->type][i],
			.fv = arena_new(a, sizeof(struct fv) * 16) };
		if (kind == OP_EDIT)
			op[i].record = i == 0 ? r->dot : r->second;
	}
}

size_t
work_ops(struct work *w, size_t i, struct arena *a, struct op op[WORK_OPS])
{
	const struct work_row *r = &w->row[i];

	begin(a, r, OP_CREATE, op);
	refer(w, r, op);
	if (r->folio != NULL)
		set(op, 1, val_str(r->folio)); /* field 1 of all three */
	for (size_t k = 0; k < r->n; k++)
		put(a, op, r, k);
	for (int k = 0; k < WORK_OPS; k++)
		qsort(op[k].fv, op[k].n, sizeof(struct fv), by_field);
	return (op[1].entity == 0 ? 1 : 2);
}

size_t
work_edit(struct work *w, size_t i, int which, struct arena *a,
    struct op op[WORK_OPS])
{
	struct work_row *r = &w->row[i];
	size_t many = which >= 0 ? 1 : 1 + work_below(w, 3), left = many;
	size_t n = 0;

	begin(a, r, OP_EDIT, op);
	for (size_t k = 0; k < r->n && left > 0; k++) {
		size_t at = which >= 0 ? (size_t)which % r->n : k;

		if (which < 0 && work_below(w, r->n - k) >= left)
			continue;
		left--;
		r->v[at] = value(w, columns[r->type][at].kind);
		put(a, op, r, at);
	}
	for (int k = 0; k < WORK_OPS; k++) {
		if (op[k].n > 0 && op[k].entity != 0)
			op[n++] = op[k];
	}
	return (n);
}

/* ---- as plain tables ---------------------------------------------------- */

const char *
work_ddl(void)
{
	return (
	    "CREATE TABLE institucion (id TEXT PRIMARY KEY, oficina, tema,"
	    " nombre, enlace, telefono, correo, activa, notas);"
	    "CREATE TABLE mesa (id TEXT PRIMARY KEY, oficina, tema, nombre,"
	    " presidencia, secretaria, estado_mesa, notas);"
	    "CREATE TABLE sesion (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " mesa, fecha, lugar, estado);"
	    "CREATE TABLE minuta (id TEXT PRIMARY KEY, sesion, orden, minuta);"
	    "CREATE TABLE asistencia (id TEXT PRIMARY KEY, oficina, tema,"
	    " sesion, institucion, persona, cargo, asistio, observacion);"
	    "CREATE TABLE brecha (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " sesion, descripcion, prioridad, estado, poblacion, observacion);"
	    "CREATE TABLE acuerdo (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " brecha, descripcion, plazo, estado, observacion);"
	    "CREATE TABLE responsable (id TEXT PRIMARY KEY, acuerdo,"
	    " institucion, responsable);"
	    "CREATE TABLE seguimiento (id TEXT PRIMARY KEY, oficina, tema,"
	    " acuerdo, fecha, avance, porcentaje, responsable, estado)");
}

const char *
work_insert(enum work_type t, bool second)
{
	static const char *const v[WORK_TYPES][WORK_OPS] = {
		{ "INSERT INTO institucion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO mesa VALUES (?, ?, ?, ?, ?, ?, ?, ?)", NULL },
		{ "INSERT INTO sesion VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		    "INSERT INTO minuta VALUES (?, ?, ?, ?)" },
		{ "INSERT INTO asistencia VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO brecha VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO acuerdo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    "INSERT INTO responsable VALUES (?, ?, ?, ?)" },
		{ "INSERT INTO seguimiento VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
	};

	return (v[t][second ? 1 : 0]);
}

/* The columns of the first or second row; institution and second values go
 * with the second where there is one. */
size_t
work_raw(struct work *w, size_t i, bool second, struct val args[WORK_COLUMNS])
{
	const struct work_row *r = &w->row[i];
	bool two = entities[r->type][1] != 0;
	size_t n = 0;

	if (second && !two)
		return (0);
	args[n++] = val_str(second ? r->second_id : r->id);
	if (second) {
		args[n++] = val_str(r->id);
	} else {
		args[n++] = val_int(r->office);
		args[n++] = val_str(themes[r->theme]);
		if (r->folio != NULL)
			args[n++] = val_str(r->folio);
		if (r->up != 0)
			args[n++] = val_str(ref(w, r->up));
	}
	if (r->institution != 0 && second == two)
		args[n++] = val_str(ref(w, r->institution));
	for (size_t k = 0; k < r->n; k++) {
		if (columns[r->type][k].second == second)
			args[n++] = r->v[k].text == NULL
					? val_int(r->v[k].number)
					: val_str(r->v[k].text);
	}
	return (n);
}
