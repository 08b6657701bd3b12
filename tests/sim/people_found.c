/* What the federal level had recorded before anybody came. */
#include "tests/sim/people_in.h"

#include "proto/base/clock.h"

#define SINCE 20000 /* a day in 2024 */

static const struct mesa {
	const char *office, *geo, *code, *name;
	int level;
} mesas[] = {
	{ "TAP", "07089", "MESA-TAP", "Mesa de Tapachula",
	    CODE_level_municipal },
	{ "PAL", "07065", "MESA-PAL", "Mesa de Palenque",
	    CODE_level_municipal },
	{ "OAX", "20067", "MESA-OAX", "Mesa de Oaxaca", CODE_level_municipal },
	{ "COL", "20083", "MESA-COL", "Mesa de la Costa",
	    CODE_level_municipal },
	{ NULL, NULL, "MESA-FED", "Mesa federal", CODE_level_federal },
};

#define MESAS (sizeof(mesas) / sizeof(mesas[0]))

struct found {
	struct deed d;
	dot_t institution[3], mesa[MESAS];
};

static void
saved(struct found *f)
{
	dot_t commit;

	world_must(f->d.w, "founding", act_save(f->d.act, "fed", &commit));
	act_undo(f->d.act); /* its memory */
	mem_free(f->d.act);
	f->d.act = NULL;
	f->d.n = 0;
}

static dot_t
made(struct found *f, uint32_t entity, const struct fv *fv, size_t n)
{
	dot_t id;

	world_must(f->d.w, "founding", deed_create(&f->d, entity, fv, n, &id));
	return (id);
}

static void
institutions(struct found *f)
{
	static const struct {
		const char *name;
		int kind;
	} all[] = {
		{ "Secretaría de Educación Pública",
		    CODE_institution_kind_federal_agency },
		{ "Alto Comisionado",
		    CODE_institution_kind_international_organization },
		{ "Casa del Migrante",
		    CODE_institution_kind_civil_society_organization },
	};

	for (size_t i = 0; i < 3; i++) {
		struct fv fv[] = { { FIELD_institution_official_name,
				       val_str(all[i].name) },
			{ FIELD_institution_kind, val_int(all[i].kind) },
			{ FIELD_institution_themes, val_int(1 + (int64_t)i) } };

		f->institution[i] = made(f, ENTITY_institution, fv, 3);
		saved(f);
	}
}

static void
roundtable(struct found *f, size_t m)
{
	struct fv fv[] = { { FIELD_roundtable_code, val_str(mesas[m].code) },
		{ FIELD_roundtable_official_name, val_str(mesas[m].name) },
		{ FIELD_roundtable_level, val_int(mesas[m].level) },
		{ FIELD_roundtable_kind,
		    val_int(CODE_roundtable_kind_plenary) },
		{ FIELD_roundtable_status,
		    val_int(CODE_roundtable_status_created) },
		{ FIELD_roundtable_objective,
		    val_str("Que haya documento.\nQue haya escuela.\n"
			    "Que haya trabajo.") },
		{ FIELD_roundtable_cvegeo, val_str(mesas[m].geo) } };

	f->mesa[m] =
	    made(f, ENTITY_roundtable, fv, mesas[m].geo == NULL ? 6 : 7);
	for (size_t i = 0; i < 3; i++) {
		struct fv of[] = { { FIELD_membership_roundtable,
				       val_int(f->mesa[m]) },
			{ FIELD_membership_institution,
			    val_int(f->institution[i]) },
			{ FIELD_membership_quality,
			    val_int(CODE_membership_quality_member) },
			{ FIELD_membership_vote, val_int(1) },
			{ FIELD_membership_since, val_int(SINCE) } };

		(void)made(f, ENTITY_membership, of, 5);
	}
	saved(f);
}

static void
gaps(struct found *f, size_t m, dot_t gap[2])
{
	for (size_t i = 0; i < 2; i++) {
		struct fv fv[] = { { FIELD_gap_roundtable,
				       val_int(f->mesa[m]) },
			{ FIELD_gap_title,
			    val_str(i == 0 ? "No aceptan la CURP temporal"
					   : "Piden acta apostillada") },
			{ FIELD_gap_description,
			    val_str("La ventanilla pide un acta.\n"
				    "El sistema no deja avanzar.\n"
				    "Nadie sabe a quién preguntar.\n"
				    "Las personas vuelven otro día.") },
			{ FIELD_gap_severity, val_int(2) },
			{ FIELD_gap_status,
			    val_int(CODE_gap_status_identified) },
			{ FIELD_gap_population, val_int(1) } };

		gap[i] = made(f, ENTITY_gap, fv, 6);
	}
	saved(f);
}

static dot_t
session(struct found *f, size_t m)
{
	struct fv fv[] = { { FIELD_session_roundtable, val_int(f->mesa[m]) },
		{ FIELD_session_number, val_int(1) },
		{ FIELD_session_kind, val_int(CODE_session_kind_ordinary) },
		{ FIELD_session_called_for,
		    val_int((int64_t)SINCE * 86400 + 60000) },
		{ FIELD_session_status, val_int(CODE_session_status_held) },
		{ FIELD_session_place, val_str("Ayuntamiento") } };
	struct fv minutes[] = { { FIELD_minutes_session, val_null() },
		{ FIELD_minutes_version, val_int(1) },
		{ FIELD_minutes_status, val_int(CODE_minutes_status_draft) },
		{ FIELD_minutes_text, val_str("Se abre la sesión.\n"
					      "Se pasa lista.\n"
					      "Se discute la brecha.\n"
					      "Se cierra la sesión.") } };
	dot_t id = made(f, ENTITY_session, fv, 6);

	for (size_t i = 0; i < 3; i++) {
		struct fv of[] = { { FIELD_attendance_session, val_int(id) },
			{ FIELD_attendance_institution,
			    val_int(f->institution[i]) },
			{ FIELD_attendance_status,
			    val_int(CODE_attendance_status_present) },
			{ FIELD_attendance_quality,
			    val_int(CODE_attendance_quality_titular) } };

		(void)made(f, ENTITY_attendance, of, 4);
	}
	minutes[0].v = val_int(id);
	(void)made(f, ENTITY_minutes, minutes, 4);
	saved(f);
	return (id);
}

static void
agreement(struct found *f, dot_t of, dot_t gap)
{
	struct fv fv[] = { { FIELD_agreement_session, val_int(of) },
		{ FIELD_agreement_theme, val_int(CODE_theme_education) },
		{ FIELD_agreement_text, val_str("La escuela inscribe.\n"
						"Se avisa a las familias.\n"
						"Se informa en un mes.") },
		{ FIELD_agreement_agreed_on, val_int(SINCE) },
		{ FIELD_agreement_due_on, val_int(SINCE + 60) },
		{ FIELD_agreement_means_of_verification, val_str("Circular") },
		{ FIELD_agreement_status,
		    val_int(CODE_agreement_status_in_progress) },
		{ FIELD_agreement_gaps, val_int(gap) } };
	dot_t id = made(f, ENTITY_agreement, fv, 8);
	struct fv who[] = { { FIELD_responsible_agreement, val_int(id) },
		{ FIELD_responsible_institution, val_int(f->institution[0]) },
		{ FIELD_responsible_role,
		    val_int(CODE_responsible_role_responsible) } };

	(void)made(f, ENTITY_responsible, who, 3);
	saved(f);
}

static void
measurement(struct found *f, size_t m)
{
	struct fv fv[] = { { FIELD_measurement_roundtable,
			       val_int(f->mesa[m]) },
		{ FIELD_measurement_period, val_str("2026") },
		{ FIELD_measurement_value, val_int(10) } };

	(void)made(f, ENTITY_measurement, fv, 3);
	saved(f);
}

static dot_t
office(struct found *f, const char *code)
{
	struct reg_office o;

	world_must(
	    f->d.w, "founding", registry_office(f->d.s->st->db, code, &o));
	return (o.record);
}

/* From here on the records are the office's. */
static void
secretariat(struct found *f, size_t m)
{
	struct fv fv[] = { { FIELD_secretariat_roundtable,
			       val_int(f->mesa[m]) },
		{ FIELD_secretariat_office,
		    val_int(office(f, mesas[m].office)) },
		{ FIELD_secretariat_since, val_int(SINCE) } };

	(void)made(f, ENTITY_secretariat, fv, 3);
	saved(f);
}

void
people_found(struct world *w, struct seat *hub)
{
	struct rng r = { 1 };
	struct found f = { .d = { .w = w, .s = hub, .r = &r } };

	institutions(&f);
	for (size_t m = 0; m < MESAS; m++) {
		dot_t gap[2];

		roundtable(&f, m);
		gaps(&f, m, gap);
		agreement(&f, session(&f, m), gap[0]);
		measurement(&f, m);
	}
	/* What stands is the federal level's when it gets its positions. */
	world_must(w, "founding", house_own(&hub->house));
	for (size_t m = 0; m < MESAS; m++)
		if (mesas[m].office != NULL)
			secretariat(&f, m);
	arena_free(&f.d.a);
}
