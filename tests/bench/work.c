#include "tests/bench/work_parts.h"

#include <stdio.h>

const struct work_column work_columns[WORK_TYPES][WORK_VALUES] = {
	[WORK_INSTITUTION] = { { "nombre", KIND_PLACE,
				   FIELD_institution_official_name, false },
	    { "enlace", KIND_PERSON, FIELD_institution_contact, false },
	    { "telefono", KIND_PHONE, FIELD_institution_contact, false },
	    { "correo", KIND_MAIL, FIELD_institution_contact, false },
	    { "activa", KIND_FLAG, FIELD_institution_valid_to, false },
	    { "notas", KIND_NEWS, FIELD_institution_contact, false } },
	[WORK_ROUNDTABLE] = { { "nombre", KIND_PLACE,
				  FIELD_roundtable_official_name, false },
	    { "presidencia", KIND_PERSON, FIELD_roundtable_chair_act, false },
	    { "secretaria", KIND_PERSON, FIELD_roundtable_legal_basis, false },
	    { "estado_mesa", KIND_STANDING, FIELD_roundtable_status, false },
	    { "notas", KIND_NEWS, FIELD_roundtable_objective, false } },
	[WORK_SESSION] = { { "fecha", KIND_DATE, FIELD_session_called_for,
			       false },
	    { "lugar", KIND_HALL, FIELD_session_place, false },
	    { "orden", KIND_AGENDA, FIELD_minutes_text, true },
	    { "minuta", KIND_NEWS, FIELD_minutes_text, true },
	    { "estado", KIND_STAGE, FIELD_session_status, false } },
	[WORK_ATTENDANCE] = { { "persona", KIND_PERSON, FIELD_attendance_note,
				  false },
	    { "cargo", KIND_POST, FIELD_attendance_note, false },
	    { "asistio", KIND_FLAG, FIELD_attendance_status, false },
	    { "observacion", KIND_NEWS, FIELD_attendance_note, false } },
	[WORK_GAP] = { { "descripcion", KIND_GAP, FIELD_gap_title, false },
	    { "prioridad", KIND_RANK, FIELD_gap_severity, false },
	    { "estado", KIND_STAGE, FIELD_gap_status, false },
	    { "poblacion", KIND_HEADS, FIELD_gap_reach_to, false },
	    { "observacion", KIND_NEWS, FIELD_gap_description, false } },
	[WORK_AGREEMENT] = { { "descripcion", KIND_TASK, FIELD_agreement_text,
				 false },
	    { "responsable", KIND_PERSON, FIELD_responsible_unit, true },
	    { "plazo", KIND_DATE, FIELD_agreement_due_on, false },
	    { "estado", KIND_STAGE, FIELD_agreement_status, false },
	    { "observacion", KIND_NEWS, FIELD_agreement_means_of_verification,
		false } },
	[WORK_FOLLOWUP] = { { "fecha", KIND_DATE, FIELD_followup_reported_on,
				false },
	    { "avance", KIND_NEWS, FIELD_followup_text, false },
	    { "porcentaje", KIND_PERCENT, FIELD_followup_pct, false },
	    { "responsable", KIND_PERSON, FIELD_followup_text, false },
	    { "estado", KIND_STAGE, FIELD_followup_proposed_status, false } },
};

static const char *const names[WORK_TYPES] = { "institucion", "mesa", "sesion",
	"asistencia", "brecha", "acuerdo", "seguimiento" };
const uint32_t work_entities[WORK_TYPES][WORK_OPS] = { { ENTITY_institution,
							   0 },
	{ ENTITY_roundtable, 0 }, { ENTITY_session, ENTITY_minutes },
	{ ENTITY_attendance, 0 }, { ENTITY_gap, 0 },
	{ ENTITY_agreement, ENTITY_responsible }, { ENTITY_followup, 0 } };

const char *const work_themes[WORK_THEMES] = { "empleo", "educacion",
	"identidad", "salud" };

uint64_t
work_below(struct work *w, uint64_t n)
{
	w->state ^= w->state << 13;
	w->state ^= w->state >> 7;
	w->state ^= w->state << 17;
	return ((w->state >> 11) % n);
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
	r->theme = (uint32_t)work_below(w, WORK_THEMES);
	r->id = uuid(w);
	if (work_entities[t][1] != 0)
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
	while (r->n < WORK_VALUES && work_columns[t][r->n].name != NULL) {
		r->v[r->n] = work_value_make(w, work_columns[t][r->n].kind);
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

size_t
work_json(struct work *w)
{
	size_t all = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct work_row *r = &w->row[i];

		all += (size_t)snprintf(NULL, 0,
		    "{\"id\":\"%s\",\"tipo\":\"%s\",\"oficina\":%u,"
		    "\"tema\":\"%s\"}",
		    r->id, names[r->type], r->office, work_themes[r->theme]);
		if (r->up != 0)
			all += strlen(names[above[r->type]]) + 42;
		if (r->institution != 0)
			all += strlen("institucion") + 42;
		if (r->folio != NULL)
			all += strlen(r->folio) + 11;
		for (size_t k = 0; k < r->n; k++)
			all +=
			    strlen(work_columns[r->type][k].name) + 4 +
			    (r->v[k].text == NULL ? 3
						  : strlen(r->v[k].text) + 2);
	}
	return (all / w->n);
}
