#include "tests/unit/federal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/domain/geo.h"

void
federal_ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

dot_t
federal_make(struct federal *f, uint32_t entity, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t id, commit;

	federal_ok(act_begin(&act, &f->desk));
	federal_ok(act_create(&act, schema_entity(entity), fv, n, &id));
	federal_ok(act_save(&act, "prueba", &commit));
	return (id);
}

void
federal_edit(
    struct federal *f, uint32_t entity, dot_t id, const struct fv *fv, size_t n)
{
	CLEAN(act_undo) struct act act;
	dot_t commit;

	federal_ok(act_begin(&act, &f->desk));
	federal_ok(act_edit(&act, schema_entity(entity), id, fv, n));
	federal_ok(act_save(&act, "prueba", &commit));
}

dot_t
federal_agreement(struct federal *f, dot_t session, int theme, int64_t agreed,
    int64_t due, const char *text)
{
	CLEAN(act_undo) struct act act;
	dot_t id, other, commit;
	struct fv a[] = {
		FV(agreement, session, val_int(session)),
		FV(agreement, theme, val_int(theme)),
		FV(agreement, text, val_str(text)),
		FV(agreement, agreed_on, val_int(agreed)),
		FV(agreement, due_on, val_int(due)),
		FV(agreement, means_of_verification, val_str("Oficio")),
		FV(agreement, status,
		    val_int(CODE_agreement_status_in_progress)),
	};
	struct fv r[] = {
		FV(responsible, agreement, val_null()),
		FV(responsible, institution, val_int(f->sep)),
		FV(responsible, role,
		    val_int(CODE_responsible_role_responsible)),
	};

	federal_ok(act_begin(&act, &f->desk));
	federal_ok(
	    act_create(&act, schema_entity(ENTITY_agreement), a, 7, &id));
	r[0].v = val_int(id);
	federal_ok(
	    act_create(&act, schema_entity(ENTITY_responsible), r, 3, &other));
	federal_ok(act_save(&act, "prueba", &commit));
	return (id);
}

static dot_t
mesa(struct federal *f, const char *code, const char *name, int level,
    const char *cvegeo, dot_t parent)
{
	return (FEDERAL_MAKE(f, roundtable, FV(roundtable, code, val_str(code)),
	    FV(roundtable, official_name, val_str(name)),
	    FV(roundtable, level, val_int(level)),
	    FV(roundtable, kind, val_int(CODE_roundtable_kind_plenary)),
	    FV(roundtable, status, val_int(CODE_roundtable_status_operating)),
	    FV(roundtable, cvegeo, val_str(cvegeo)),
	    FV(roundtable, installed_on, val_int(FED_TODAY - 700)),
	    FV(roundtable, committed_period, val_int(90)),
	    FV(roundtable, parent,
		parent == 0 ? val_null() : val_int(parent))));
}

static dot_t
session(struct federal *f, dot_t mesa_id, int number, int status, int64_t at)
{
	return (
	    FEDERAL_MAKE(f, session, FV(session, roundtable, val_int(mesa_id)),
		FV(session, number, val_int(number)),
		FV(session, kind, val_int(CODE_session_kind_ordinary)),
		FV(session, called_for, val_int(at)),
		FV(session, status, val_int(status))));
}

/* "9 states in the northern, southern and central border regions of the
 * country ... and a municipality in Palenque, Chiapas." */
static void
roundtables(struct federal *f)
{
	static const char *const states[] = { "02", "04", "05", "07", "14",
		"19", "23", "27", "30" };

	f->country =
	    mesa(f, "MIRPC", "Mesa federal", CODE_level_federal, NULL, 0);
	for (size_t i = 0; i < 9; i++) {
		char name[80];
		dot_t id;

		(void)snprintf(name, sizeof(name), "Mesa de %s",
		    geo_state(states[i])->common);
		id = mesa(f, geo_state(states[i])->iso, name, CODE_level_state,
		    states[i], f->country);
		if (strcmp(states[i], "07") == 0)
			f->chiapas = id;
		if (strcmp(states[i], "30") == 0)
			f->veracruz = id;
	}
	f->palenque = mesa(f, "MX-CHP-065", FED_EVIL, CODE_level_municipal,
	    "07065", f->chiapas);
	f->labor = FEDERAL_MAKE(f, roundtable,
	    FV(roundtable, code, val_str("MIRPC-LAB")),
	    FV(roundtable, official_name, val_str("Inclusión laboral")),
	    FV(roundtable, level, val_int(CODE_level_federal)),
	    FV(roundtable, kind, val_int(CODE_roundtable_kind_thematic)),
	    FV(roundtable, theme, val_int(CODE_theme_labor)),
	    FV(roundtable, parent, val_int(f->country)));
}

static void
offices(struct federal *f)
{
	f->office_tap =
	    FEDERAL_MAKE(f, office, FV(office, code, val_str("TAP")),
		FV(office, name, val_str("Tapachula")));
	f->office_pal =
	    FEDERAL_MAKE(f, office, FV(office, code, val_str("PAL")),
		FV(office, name, val_str("Palenque")));
	(void)FEDERAL_MAKE(f, secretariat,
	    FV(secretariat, roundtable, val_int(f->veracruz)),
	    FV(secretariat, office, val_int(f->office_tap)),
	    FV(secretariat, since, val_int(FED_TODAY - 700)));
}

static void
work(struct federal *f)
{
	f->session = session(
	    f, f->chiapas, 1, CODE_session_status_held, FED_NOW - 30LL * 86400);
	(void)session(f, f->chiapas, 2, CODE_session_status_called,
	    FED_NOW + 10LL * 86400);
	f->palenque_session = session(f, f->palenque, 1,
	    CODE_session_status_held, FED_NOW - 400LL * 86400);
	(void)FEDERAL_MAKE(f, roundtable_theme,
	    FV(roundtable_theme, roundtable, val_int(f->chiapas)),
	    FV(roundtable_theme, theme, val_int(CODE_theme_health)),
	    FV(roundtable_theme, since, val_int(FED_TODAY - 100)));
	(void)FEDERAL_MAKE(f, roundtable_theme,
	    FV(roundtable_theme, roundtable, val_int(f->chiapas)),
	    FV(roundtable_theme, theme, val_int(CODE_theme_education)),
	    FV(roundtable_theme, since, val_int(FED_TODAY - 100)),
	    FV(roundtable_theme, until, val_int(FED_TODAY - 1)));
	f->gap = FEDERAL_MAKE(f, gap, FV(gap, roundtable, val_int(f->chiapas)),
	    FV(gap, title, val_str("La CURP temporal no se acepta")),
	    FV(gap, theme, val_int(CODE_theme_health)),
	    FV(gap, barrier, val_int(CODE_barrier_documents)),
	    FV(gap, status, val_int(CODE_gap_status_validated)),
	    FV(gap, identified_on, val_int(FED_TODAY - 200)));
	(void)FEDERAL_MAKE(f, gap, FV(gap, roundtable, val_int(f->chiapas)),
	    FV(gap, title, val_str("Sin intérprete")),
	    FV(gap, theme, val_int(CODE_theme_health)),
	    FV(gap, barrier, val_int(CODE_barrier_documents)),
	    FV(gap, status, val_int(CODE_gap_status_identified)),
	    FV(gap, identified_on, val_int(FED_TODAY - 100)));
	f->agreement = federal_agreement(f, f->session, CODE_theme_health,
	    FED_TODAY - 90, FED_TODAY - 40, "Girar oficio a los hospitales");
	FEDERAL_EDIT(
	    f, agreement, f->agreement, FV(agreement, gaps, val_int(f->gap)));
	(void)federal_agreement(f, f->session, CODE_theme_health,
	    FED_TODAY - 20, FED_TODAY + 5, "Capacitar a la ventanilla");
	(void)federal_agreement(f, f->palenque_session, CODE_theme_labor,
	    FED_TODAY - 20, FED_TODAY + 60, FED_EVIL);
}

static void
commitments(struct federal *f)
{
	f->commitment = FEDERAL_MAKE(f, commitment,
	    FV(commitment, framework, val_int(CODE_framework_mirps)),
	    FV(commitment, reference, val_str("MIRPS-1")),
	    FV(commitment, text_es,
		val_str("COMAR replicará a nivel estatal y municipal las "
			"Mesas")),
	    FV(commitment, axis, val_int(CODE_axis_protection)),
	    FV(commitment, year, val_int(2019)));
	(void)FEDERAL_MAKE(f, link, FV(link, object, val_int(f->chiapas)),
	    FV(link, commitment, val_int(f->commitment)));
	FEDERAL_EDIT(f, agreement, f->agreement,
	    FV(agreement, commitments, val_int(f->commitment)));
}

void
federal_open(struct federal *f)
{
	uint8_t pub[KEY_LEN];

	memset(f, 0, sizeof(*f));
	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/mesas-view-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%s/hub.db", f->dir);
	federal_ok(store_open(&f->st, f->path, DB_CREATE));
	federal_ok(key_make(&f->key));
	key_public(f->key, pub);
	fold_federal(f->st.f, pub);
	f->desk = (struct desk){ .l = f->st.l,
		.f = f->st.f,
		.key = f->key,
		.federal = true,
		.home = "home-FED" };
	f->sep = FEDERAL_MAKE(f, institution,
	    FV(institution, official_name,
		val_str("Secretaría de Educación Pública")),
	    FV(institution, acronym, val_str("SEP")));
	roundtables(f);
	work(f);
	commitments(f);
	offices(f);
}

void
federal_close(struct federal *f)
{
	char path[128];

	store_close(&f->st);
	key_free(&f->key);
	(void)snprintf(path, sizeof(path), "%s-wal", f->path);
	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s-shm", f->path);
	(void)unlink(path);
	(void)unlink(f->path);
	(void)rmdir(f->dir);
}
