/* What persons change: every kind of field, on records that others change. */
#include "tests/sim/people_in.h"

/* Fields that may be set without more ado. */
static const struct {
	uint16_t entity, field;
	uint16_t codes; /* TYPE_CODE, TYPE_INT: 1..codes (or 0..) */
} scalars[] = {
	{ ENTITY_gap, FIELD_gap_title, 0 },
	{ ENTITY_gap, FIELD_gap_severity, 4 },
	{ ENTITY_gap, FIELD_gap_barrier, 12 },
	{ ENTITY_gap, FIELD_gap_identified_on, 0 },
	{ ENTITY_gap, FIELD_gap_affected, 0 },
	{ ENTITY_gap, FIELD_gap_norm, 0 },
	{ ENTITY_gap, FIELD_gap_theme, 9 },
	{ ENTITY_agreement, FIELD_agreement_means_of_verification, 0 },
	{ ENTITY_agreement, FIELD_agreement_priority, 3 },
	{ ENTITY_agreement, FIELD_agreement_progress_pct, 100 },
	{ ENTITY_agreement, FIELD_agreement_kind, 6 },
	{ ENTITY_session, FIELD_session_place, 0 },
	{ ENTITY_session, FIELD_session_modality, 3 },
	{ ENTITY_session, FIELD_session_url, 0 },
	{ ENTITY_roundtable, FIELD_roundtable_official_name, 0 },
	{ ENTITY_roundtable, FIELD_roundtable_committed_period, 90 },
	{ ENTITY_roundtable, FIELD_roundtable_quorum_pct, 60 },
	{ ENTITY_roundtable, FIELD_roundtable_chair_act, 0 },
	{ ENTITY_responsible, FIELD_responsible_unit, 0 },
	{ ENTITY_minutes, FIELD_minutes_sha256, 0 },
	{ ENTITY_institution, FIELD_institution_contact, 0 },
	{ ENTITY_institution, FIELD_institution_kind, 10 },
};

static const struct {
	uint16_t entity, field;
} texts[] = {
	{ ENTITY_gap, FIELD_gap_description },
	{ ENTITY_gap, FIELD_gap_description },
	{ ENTITY_agreement, FIELD_agreement_text },
	{ ENTITY_minutes, FIELD_minutes_text },
	{ ENTITY_minutes, FIELD_minutes_text },
	{ ENTITY_roundtable, FIELD_roundtable_objective },
	{ ENTITY_result, FIELD_result_text_es },
	{ ENTITY_agenda_item, FIELD_agenda_item_summary },
	{ ENTITY_request, FIELD_request_text },
}, lists[] = {
	{ ENTITY_gap, FIELD_gap_population },
	{ ENTITY_gap, FIELD_gap_population },
	{ ENTITY_gap, FIELD_gap_territories },
	{ ENTITY_gap, FIELD_gap_institutions },
	{ ENTITY_agreement, FIELD_agreement_gaps },
	{ ENTITY_institution, FIELD_institution_themes },
	{ ENTITY_user, FIELD_user_roles },
};

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static struct val
scalar_value(
    struct deed *d, const struct field *f, uint16_t codes, const char **mark)
{
	*mark = NULL;
	if (f->type == TYPE_TEXT)
		return (deed_words(d, f->name, mark));
	if (f->type == TYPE_DATE)
		return (val_int(deed_today(d) - (int64_t)rng_below(d->r, 6)));
	return (val_int(1 + (int64_t)rng_below(d->r, codes)));
}

err_t
people_scalar(struct deed *d)
{
	size_t k = (size_t)rng_below(d->r, COUNT_OF(scalars));
	uint32_t entity = scalars[k].entity;
	dot_t id;

	TRY(deed_pick(d, entity, &id, NULL));
	if (id == 0)
		return (NULL);
	for (size_t n = 0; n < 3; n++) {
		const struct field *f =
		    schema_field(schema_entity(entity), scalars[k].field);
		const char *mark;
		struct fv fv = { scalars[k].field, val_null() };

		must(f != NULL);
		if (!rng_chance(d->r, 60) || f->required)
			fv.v = scalar_value(d, f, scalars[k].codes, &mark);
		TRY(deed_edit(d, entity, id, fv, NULL));
		k = (k + 1) % COUNT_OF(scalars);
		if (scalars[k].entity != entity || rng_chance(d->r, 600))
			break;
	}
	return (deed_save(d));
}

err_t
people_text(struct deed *d)
{
	size_t k = (size_t)rng_below(d->r, COUNT_OF(texts));
	uint32_t entity = texts[k].entity;
	const char *mark;
	struct fv fv = { texts[k].field, val_null() };
	struct record r;
	struct val was;
	dot_t id;

	TRY(deed_pick(d, entity, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_begin(d)); /* what is read is what is written on */
	TRY(deed_get(d, entity, id, &r));
	was = r.v[fv.field - 1];
	fv.v = was.kind == VAL_TEXT ? deed_rewrite(d, was.s, &mark)
				    : deed_paragraphs(d, &mark);
	TRY(deed_edit(d, entity, id, fv, mark));
	return (deed_save(d));
}

static err_t
element(struct deed *d, const struct field *f, struct val *v)
{
	static const char *const places[] = { "07089", "07065", "07101",
		"20067", "06002" };
	dot_t id;

	*v = val_null();
	switch (f->type) {
	case TYPE_GEO:
		*v = val_str(places[rng_below(d->r, 5)]);
		return (NULL);
	case TYPE_CODE:
		*v = val_int(1 + (int64_t)rng_below(d->r, 8));
		return (NULL);
	case TYPE_REF:
		if (f->target == ENTITY_institution)
			TRY(deed_institution(d, rng_below(d->r, 4), &id));
		else
			TRY(deed_pick(d, f->target, &id, NULL));
		if (id != 0)
			*v = val_int(id);
		return (NULL);
	case TYPE_TEXT:
	case TYPE_LONG:
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_TIME:
		break;
	}
	return (NULL);
}

err_t
people_lists(struct deed *d)
{
	size_t k = (size_t)rng_below(d->r, COUNT_OF(lists));
	const struct entity *e = schema_entity(lists[k].entity);
	const struct field *f = schema_field(e, lists[k].field);
	struct fv fv = { lists[k].field, val_null() };
	struct val *v;
	dot_t id;
	size_t n;
	bool add = rng_chance(d->r, 550);

	TRY(deed_pick(d, e->no, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_begin(d));
	if (add) {
		TRY(element(d, f, &fv.v));
	} else {
		TRY(state_elements(d->s->st->l, id, f->no, &d->a, &v, &n));
		if (n > 0)
			fv.v = v[rng_below(d->r, n)];
	}
	if (fv.v.kind == VAL_NULL)
		return (NULL);
	TRY(act_list(d->act, e, id, add, &fv, 1));
	deed_says(d, add ? OP_ADD : OP_REMOVE, e->no, id, fv, NULL);
	return (deed_save(d));
}

/* Done, or cancelled, with what the rules ask for. */
static err_t
agreement_ends(struct deed *d, dot_t id, int64_t to)
{
	const char *mark;
	struct fv done[] = { { FIELD_agreement_done_on,
				 val_int(deed_today(d)) },
		{ FIELD_agreement_no_evidence_reason,
		    deed_words(d, "Consta", &mark) } };
	struct fv off[] = { { FIELD_agreement_cancel_reason,
				deed_words(d, "Duplicado", &mark) },
		{ FIELD_agreement_decided_by, val_str("La mesa") } };
	struct fv *fv = to == CODE_agreement_status_done ? done : off;

	for (size_t i = 0; i < 2; i++)
		TRY(deed_edit(d, ENTITY_agreement, id, fv[i], NULL));
	return (NULL);
}

err_t
people_status(struct deed *d)
{
	static const struct {
		uint16_t entity, field, codes;
	} all[] = { { ENTITY_gap, FIELD_gap_status, 8 },
		{ ENTITY_agreement, FIELD_agreement_status, 7 },
		{ ENTITY_agreement, FIELD_agreement_status, 5 },
		{ ENTITY_session, FIELD_session_status, 7 },
		{ ENTITY_roundtable, FIELD_roundtable_status, 6 },
		{ ENTITY_result, FIELD_result_status, 3 } };
	size_t k = (size_t)rng_below(d->r, COUNT_OF(all));
	struct fv fv = { all[k].field,
		val_int(1 + (int64_t)rng_below(d->r, all[k].codes)) };
	const char *mark;
	struct fv why = { FIELD_gap_close_reason,
		deed_words(d, "Atendida", &mark) };
	dot_t id;

	TRY(deed_pick(d, all[k].entity, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_edit(d, all[k].entity, id, fv, NULL));
	if (all[k].entity == ENTITY_agreement &&
	    (fv.v.i == CODE_agreement_status_done ||
		fv.v.i == CODE_agreement_status_cancelled))
		TRY(agreement_ends(d, id, fv.v.i));
	if (all[k].entity == ENTITY_gap && fv.v.i == CODE_gap_status_resolved)
		TRY(deed_edit(d, ENTITY_gap, id, why, NULL));
	return (deed_save(d));
}

err_t
people_counts(struct deed *d)
{
	const struct entity *e = schema_entity(ENTITY_measurement);
	struct fv fv = { FIELD_measurement_tally,
		val_int((int64_t)rng_below(d->r, 9) - 3) };
	dot_t id;

	TRY(deed_pick(d, ENTITY_measurement, &id, NULL));
	if (id == 0 || fv.v.i == 0)
		return (NULL);
	TRY(deed_begin(d));
	TRY(act_count(d->act, e, id, fv.field, fv.v.i));
	deed_says(d, OP_COUNT, e->no, id, fv, NULL);
	return (deed_save(d));
}

static err_t
voided(struct deed *d, uint32_t entity, dot_t *id)
{
	CLEAN(rows_done) struct rows rows = { 0 };
	struct sql q = { .name = "people_voided", .scan = 1, .once = true };
	bool more;

	*id = 0;
	q.text = arena_fmt(&d->a,
	    "SELECT id FROM \"%s\" WHERE life = 1 ORDER BY id LIMIT 4",
	    schema_entity(entity)->name);
	TRY(db_query_args(&rows, d->s->st->db, &q, NULL, 0));
	for (;;) {
		TRY(rows_next(&rows, &more));
		if (!more)
			return (NULL);
		if (*id == 0 || rng_chance(d->r, 400))
			*id = rows_int(&rows, 0);
	}
}

err_t
people_void(struct deed *d)
{
	static const uint16_t all[] = { ENTITY_gap, ENTITY_gap,
		ENTITY_agreement, ENTITY_responsible, ENTITY_attendance,
		ENTITY_followup, ENTITY_session, ENTITY_institution };
	uint32_t entity = all[rng_below(d->r, COUNT_OF(all))];
	bool back = rng_chance(d->r, 300);
	dot_t id;

	TRY(ledger_refresh(d->s->st->l));
	if (back)
		TRY(voided(d, entity, &id));
	else
		TRY(deed_pick(d, entity, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_begin(d));
	TRY(act_void(d->act, schema_entity(entity), id,
	    back ? LIFE_LIVE : LIFE_VOIDED, "se capturó dos veces"));
	return (deed_save(d));
}

/* A due date is moved with its reschedule. */
err_t
people_due(struct deed *d)
{
	const char *mark;
	struct fv fv[] = { { FIELD_reschedule_agreement, val_null() },
		{ FIELD_reschedule_old_due, val_null() },
		{ FIELD_reschedule_new_due, val_null() },
		{ FIELD_reschedule_reason, deed_words(d, "Falta", &mark) } };
	struct fv due = { FIELD_agreement_due_on, val_null() };
	struct record r;
	dot_t id, move;

	TRY(deed_pick(d, ENTITY_agreement, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_begin(d));
	TRY(deed_get(d, ENTITY_agreement, id, &r));
	if (r.v[FIELD_agreement_agreed_on - 1].kind != VAL_INT)
		return (NULL);
	due.v = val_int(r.v[FIELD_agreement_agreed_on - 1].i + 5 +
			(int64_t)rng_below(d->r, 90));
	fv[0].v = val_int(id);
	fv[1].v = r.v[FIELD_agreement_due_on - 1];
	fv[2].v = due.v;
	TRY(deed_create(d, ENTITY_reschedule, fv, 4, &move));
	TRY(deed_edit(d, ENTITY_agreement, id, due, NULL));
	return (deed_save(d));
}

err_t
people_approve(struct deed *d)
{
	struct fv status = { FIELD_minutes_status,
		val_int(rng_chance(d->r, 700)
			    ? CODE_minutes_status_approved
			    : 1 + (int64_t)rng_below(d->r, 6)) };
	struct fv on = { FIELD_minutes_approved_on, val_int(deed_today(d)) };
	dot_t id;

	TRY(deed_pick(d, ENTITY_minutes, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_edit(d, ENTITY_minutes, id, status, NULL));
	if (status.v.i == CODE_minutes_status_approved)
		TRY(deed_edit(d, ENTITY_minutes, id, on, NULL));
	return (deed_save(d));
}
