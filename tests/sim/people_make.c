/* What persons record: gaps, sessions, agreements, follow-up, minutes. */
#include "tests/sim/people_in.h"

err_t
people_gap(struct deed *d)
{
	const char *mark, *long_mark;
	struct fv fv[] = { { FIELD_gap_roundtable, val_null() },
		{ FIELD_gap_title, deed_words(d, "Brecha", &mark) },
		{ FIELD_gap_description, deed_paragraphs(d, &long_mark) },
		{ FIELD_gap_severity,
		    val_int(1 + (int64_t)rng_below(d->r, 4)) },
		{ FIELD_gap_barrier,
		    val_int(1 + (int64_t)rng_below(d->r, 12)) },
		{ FIELD_gap_identified_on, val_int(deed_today(d)) },
		{ FIELD_gap_population,
		    val_int(1 + (int64_t)rng_below(d->r, 10)) } };
	dot_t rt, id;

	TRY(deed_pick(d, ENTITY_roundtable, &rt, NULL));
	if (rt == 0)
		return (NULL);
	fv[0].v = val_int(rt);
	TRY(deed_create(d, ENTITY_gap, fv, 7, &id));
	return (deed_save(d));
}

static err_t
attendance(struct deed *d, dot_t session)
{
	size_t n = 1 + (size_t)rng_below(d->r, 3);

	for (size_t k = 0; k < n; k++) {
		const char *mark;
		struct fv fv[] = {
			{ FIELD_attendance_session, val_int(session) },
			{ FIELD_attendance_institution, val_null() },
			{ FIELD_attendance_status,
			    val_int(CODE_attendance_status_present) },
			{ FIELD_attendance_quality,
			    val_int(CODE_attendance_quality_titular) },
			{ FIELD_attendance_note, deed_words(d, "Llega", &mark) }
		};
		dot_t who, id;

		TRY(deed_institution(d, k, &who));
		fv[1].v = val_int(who);
		TRY(deed_create(d, ENTITY_attendance, fv, 5, &id));
	}
	return (NULL);
}

err_t
people_session(struct deed *d)
{
	const char *mark;
	int64_t day = deed_today(d) - (int64_t)rng_below(d->r, 3);
	bool held = rng_chance(d->r, 400);
	struct fv fv[] = { { FIELD_session_roundtable, val_null() },
		{ FIELD_session_number,
		    val_int(1 + (int64_t)rng_below(d->r, 500)) },
		{ FIELD_session_kind, val_int(CODE_session_kind_ordinary) },
		{ FIELD_session_modality,
		    val_int(1 + (int64_t)rng_below(d->r, 3)) },
		{ FIELD_session_called_for, val_int(day * 86400 + 60000) },
		{ FIELD_session_status,
		    val_int(held ? CODE_session_status_held
				 : CODE_session_status_called) },
		{ FIELD_session_place, deed_words(d, "Palacio", &mark) } };
	dot_t rt, id;

	TRY(deed_pick(d, ENTITY_roundtable, &rt, NULL));
	if (rt == 0)
		return (NULL);
	fv[0].v = val_int(rt);
	TRY(deed_create(d, ENTITY_session, fv, 7, &id));
	TRY(attendance(d, id));
	if (rng_chance(d->r, 300)) {
		struct fv item[] = { { FIELD_agenda_item_session, val_int(id) },
			{ FIELD_agenda_item_position, val_int(1) },
			{ FIELD_agenda_item_title,
			    deed_words(d, "Punto", &mark) },
			{ FIELD_agenda_item_summary,
			    deed_paragraphs(d, &mark) } };
		dot_t item_id;

		TRY(deed_create(d, ENTITY_agenda_item, item, 4, &item_id));
	}
	return (deed_save(d));
}

static err_t
responsible(struct deed *d, dot_t agreement, size_t k)
{
	const char *mark;
	struct fv fv[] = { { FIELD_responsible_agreement, val_int(agreement) },
		{ FIELD_responsible_institution, val_null() },
		{ FIELD_responsible_role,
		    val_int(k == 0 ? CODE_responsible_role_responsible
				   : CODE_responsible_role_support) },
		{ FIELD_responsible_unit, deed_words(d, "Unidad", &mark) } };
	dot_t who, id;

	TRY(deed_institution(d, k, &who));
	fv[1].v = val_int(who);
	return (deed_create(d, ENTITY_responsible, fv, 4, &id));
}

err_t
people_agreement(struct deed *d)
{
	const char *mark, *means;
	int64_t day = deed_today(d) - (int64_t)rng_below(d->r, 20);
	struct fv fv[] = { { FIELD_agreement_session, val_null() },
		{ FIELD_agreement_theme,
		    val_int(1 + (int64_t)rng_below(d->r, 9)) },
		{ FIELD_agreement_text, deed_paragraphs(d, &mark) },
		{ FIELD_agreement_agreed_on, val_int(day) },
		{ FIELD_agreement_due_on,
		    val_int(day + 10 + (int64_t)rng_below(d->r, 60)) },
		{ FIELD_agreement_means_of_verification,
		    deed_words(d, "Oficio", &means) },
		{ FIELD_agreement_status,
		    val_int(CODE_agreement_status_not_started) },
		{ FIELD_agreement_progress_pct, val_int(0) },
		{ FIELD_agreement_gaps, val_null() } };
	dot_t session, root, gap, gap_root, id;
	size_t n = 8;

	TRY(deed_pick(d, ENTITY_session, &session, &root));
	if (session == 0)
		return (NULL);
	fv[0].v = val_int(session);
	TRY(deed_pick(d, ENTITY_gap, &gap, &gap_root));
	if (gap != 0 && gap_root == root)
		fv[n++].v = val_int(gap); /* of the list, which stands last */
	TRY(deed_create(d, ENTITY_agreement, fv, n, &id));
	for (size_t k = 0; k < 1 + rng_below(d->r, 2); k++)
		TRY(responsible(d, id, k));
	return (deed_save(d));
}

err_t
people_followup(struct deed *d)
{
	const char *mark;
	int64_t pct = (int64_t)rng_below(d->r, 11) * 10;
	struct fv fv[] = { { FIELD_followup_agreement, val_null() },
		{ FIELD_followup_reported_on, val_int(deed_today(d)) },
		{ FIELD_followup_text, deed_paragraphs(d, &mark) },
		{ FIELD_followup_pct, val_int(pct) } };
	struct fv now = { FIELD_agreement_progress_pct, val_int(pct) };
	dot_t agreement, id;

	TRY(deed_pick(d, ENTITY_agreement, &agreement, NULL));
	if (agreement == 0)
		return (NULL);
	fv[0].v = val_int(agreement);
	TRY(deed_create(d, ENTITY_followup, fv, 4, &id));
	if (rng_chance(d->r, 500))
		TRY(deed_edit(d, ENTITY_agreement, agreement, now, NULL));
	return (deed_save(d));
}

err_t
people_minutes(struct deed *d)
{
	const char *mark;
	struct fv fv[] = { { FIELD_minutes_session, val_null() },
		{ FIELD_minutes_version,
		    val_int(1 + (int64_t)rng_below(d->r, 50)) },
		{ FIELD_minutes_status, val_int(CODE_minutes_status_draft) },
		{ FIELD_minutes_text, deed_paragraphs(d, &mark) } };
	dot_t session, id;

	TRY(deed_pick(d, ENTITY_session, &session, NULL));
	if (session == 0)
		return (NULL);
	fv[0].v = val_int(session);
	TRY(deed_create(d, ENTITY_minutes, fv, 4, &id));
	return (deed_save(d));
}

/* What stays in the office's own space. */
err_t
people_home(struct deed *d)
{
	const char *mark, *contact;
	struct fv inst[] = { { FIELD_institution_official_name,
				 deed_words(d, "Casa", &mark) },
		{ FIELD_institution_kind,
		    val_int(CODE_institution_kind_civil_society_organization) },
		{ FIELD_institution_contact, deed_words(d, "Calle", &contact) },
		{ FIELD_institution_themes,
		    val_int(1 + (int64_t)rng_below(d->r, 9)) } };
	struct fv user[] = { { FIELD_user_account, val_str(deed_mark(d)) },
		{ FIELD_user_name, deed_words(d, "Persona", &contact) },
		{ FIELD_user_roles, val_int(CODE_role_recorder) } };
	dot_t id;

	if (rng_chance(d->r, 500))
		TRY(deed_create(d, ENTITY_institution, inst, 4, &id));
	else
		TRY(deed_create(d, ENTITY_user, user, 3, &id));
	return (deed_save(d));
}

err_t
people_result(struct deed *d)
{
	const char *mark;
	struct fv fv[] = { { FIELD_result_roundtable, val_null() },
		{ FIELD_result_theme,
		    val_int(1 + (int64_t)rng_below(d->r, 9)) },
		{ FIELD_result_period, val_str(deed_mark(d)) },
		{ FIELD_result_status, val_int(CODE_result_status_draft) },
		{ FIELD_result_text_es, deed_paragraphs(d, &mark) } };
	dot_t rt, id;

	TRY(deed_pick(d, ENTITY_roundtable, &rt, NULL));
	if (rt == 0)
		return (NULL);
	fv[0].v = val_int(rt);
	TRY(deed_create(d, ENTITY_result, fv, 5, &id));
	return (deed_save(d));
}

/* The federal level's catalogues. */
err_t
people_catalogue(struct deed *d)
{
	const char *mark, *long_mark;
	struct fv inst[] = { { FIELD_institution_official_name,
				 deed_words(d, "Secretaría", &mark) },
		{ FIELD_institution_kind,
		    val_int(1 + (int64_t)rng_below(d->r, 10)) },
		{ FIELD_institution_themes,
		    val_int(1 + (int64_t)rng_below(d->r, 9)) } };
	struct fv ind[] = { { FIELD_indicator_code, val_str(deed_mark(d)) },
		{ FIELD_indicator_name, deed_words(d, "Indicador", &mark) },
		{ FIELD_indicator_formula, deed_paragraphs(d, &long_mark) },
		{ FIELD_indicator_target,
		    val_int((int64_t)rng_below(d->r, 100)) } };
	struct fv req[] = { { FIELD_request_text,
				deed_paragraphs(d, &long_mark) },
		{ FIELD_request_deadline,
		    val_int(deed_today(d) + (int64_t)rng_below(d->r, 30)) },
		{ FIELD_request_status, val_int(CODE_request_status_open) } };
	dot_t id;

	switch (rng_below(d->r, 3)) {
	case 0:
		TRY(deed_create(d, ENTITY_institution, inst, 3, &id));
		break;
	case 1:
		TRY(deed_create(d, ENTITY_indicator, ind, 4, &id));
		break;
	default:
		TRY(deed_create(d, ENTITY_request, req, 3, &id));
		break;
	}
	return (deed_save(d));
}
