/*
 * institutions_use -- J8: what still bears the name of an institution that
 * has ended, and its successor in its place with one press.
 */
#include "node/pages/institutions_in.h"

#include "proto/base/text.h"
#include "proto/ui/fmt.h"

#define TITLE_CHARS 110

SQL_SCAN(institutions_use_members,
    "SELECT m.id, m.roundtable, m.institution, r.code, m.quality"
    " FROM membership m JOIN roundtable r ON r.id = m.roundtable"
    " WHERE m.institution = ?1 AND m.life = 0 AND r.life = 0"
    " AND (m.until IS NULL OR m.until >= ?2) ORDER BY r.code, m.id");
SQL_SCAN(institutions_use_responsibles,
    "SELECT p.id, s.roundtable, p.institution, a.id, a.folio, a.text, p.role,"
    " a.due_on FROM responsible p JOIN agreement a ON a.id = p.agreement"
    " JOIN session s ON s.id = a.session"
    " WHERE p.life = 0 AND a.life = 0 AND (?1 = 0 OR p.institution = ?1)"
    " AND (?1 != 0 OR p.role = 1)"
    " AND " RULE_SQL_OWED("a") " ORDER BY a.due_on IS NULL, a.due_on, a.id");
_Static_assert(
    CODE_responsible_role_responsible == 1, "the statement above says so");

struct kept_root {
	dot_t id;
	bool mine;
};
struct kept_inst {
	dot_t id;
	struct rule_ending end;
	struct ask_option *next;
};

struct uses {
	struct page *p;
	struct institution_use *v;
	size_t n, cap;
	bool list;
	/* What is known of those asked about already. */
	struct kept_root *root;
	size_t roots, root_cap;
	struct kept_inst *inst;
	size_t insts, inst_cap;
	dot_t institution; /* the last one, and what became of it */
	struct rule_ending end;
	struct ask_option *next;
};

static void
uses_end(struct uses *u)
{
	mem_free(u->root);
	mem_free(u->inst);
}

err_t
institutions_mine(struct page *p, dot_t root, bool *yes)
{
	dot_t office;

	TRY(state_owner(p->o->st.l, root, 0, -1, p->today, &office));
	*yes = office != 0 && office == p->o->desk.office;
	return (NULL);
}

static err_t
root_of(struct uses *u, dot_t id, bool *mine)
{
	for (size_t i = 0; i < u->roots; i++)
		if (u->root[i].id == id) {
			*mine = u->root[i].mine;
			return (NULL);
		}
	TRY(institutions_mine(u->p, id, mine));
	mem_room(&u->root, &u->root_cap, u->roots + 1, sizeof(*u->root));
	u->root[u->roots++] = (struct kept_root){ id, *mine };
	return (NULL);
}

/* What became of it; who follows, as choices. */
static err_t
inst_of(struct uses *u, dot_t id, struct kept_inst **out)
{
	struct page *p = u->p;
	struct kept_inst *k;

	for (size_t i = 0; i < u->insts; i++)
		if (u->inst[i].id == id) {
			*out = &u->inst[i];
			return (NULL);
		}
	mem_room(&u->inst, &u->inst_cap, u->insts + 1, sizeof(*u->inst));
	k = *out = &u->inst[u->insts];
	k->id = id;
	TRY(ask_institution_ending(p, id, p->today, &k->end));
	k->next = arena_new(p->a, (k->end.next_n + 1) * sizeof(*k->next));
	for (size_t i = 0; i < k->end.next_n; i++) {
		k->next[i].value = page_id(p, k->end.next[i]);
		TRY(page_name(p, schema_entity(ENTITY_institution),
		    k->end.next[i], &k->next[i].label));
	}
	u->insts++;
	return (NULL);
}

/* Is it of an own roundtable, and over? */
static err_t
wanted(struct uses *u, dot_t root, dot_t institution, bool *yes)
{
	struct kept_inst *k;

	TRY(root_of(u, root, yes));
	if (!*yes)
		return (NULL);
	TRY(inst_of(u, institution, &k));
	*yes = k->end.over;
	u->institution = institution;
	u->end = k->end;
	u->next = k->next;
	return (NULL);
}

static struct institution_use *
use_add(struct uses *u, dot_t id)
{
	struct institution_use *w;
	struct page *p = u->p;

	arena_room(p->a, &u->v, &u->cap, u->n + 1, sizeof(*u->v));
	w = &u->v[u->n++];
	*w = (struct institution_use){ .id = page_id(p, id),
		.next = u->next,
		.next_n = u->end.next_n,
		.list = u->list,
		.action = arena_fmt(p->a, "/instituciones/%s/usar",
		    page_id(p, u->institution)) };
	return (w);
}

static err_t
members(struct uses *u, dot_t institution)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = u->p;
	bool more, yes;

	TRY(db_query(&r, p->o->st.db, &institutions_use_members,
	    A_INT(institution), A_INT(p->today)));
	for (;;) {
		struct institution_use *w;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(wanted(u, rows_int(&r, 1), rows_int(&r, 2), &yes));
		if (!yes)
			continue;
		w = use_add(u, rows_int(&r, 0));
		w->href =
		    arena_fmt(p->a, "/mesas/%s", page_id(p, rows_int(&r, 1)));
		w->what = arena_fmt(p->a, "%s %s",
		    page_tr(p, "Membresía en", "Membership of"),
		    rows_text(&r, 3));
		w->detail = page_code(p, "membership_quality", rows_int(&r, 4));
		TRY(page_name(p, schema_entity(ENTITY_institution),
		    u->institution, &w->old));
	}
}

static err_t
responsibles(struct uses *u, dot_t institution)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page *p = u->p;
	bool more, yes;

	TRY(db_query(&r, p->o->st.db, &institutions_use_responsibles,
	    A_INT(institution)));
	for (;;) {
		struct institution_use *w;
		char day[FMT_MAX] = "—";

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(wanted(u, rows_int(&r, 1), rows_int(&r, 2), &yes));
		if (!yes)
			continue;
		w = use_add(u, rows_int(&r, 0));
		w->href =
		    page_address_kind(p, ENTITY_agreement, rows_int(&r, 3));
		w->what = arena_fmt(p->a, "%s %s", rows_text(&r, 4),
		    text_short(p->a, rows_span(&r, 5), TITLE_CHARS));
		if (rows_val(&r, 7).kind == VAL_INT)
			fmt_day(rows_int(&r, 7), p->lang, day);
		w->detail = arena_fmt(p->a, "%s · %s %s",
		    page_code(p, "responsible_role", rows_int(&r, 6)),
		    page_tr(p, "vence", "due"), day);
		TRY(page_name(p, schema_entity(ENTITY_institution),
		    u->institution, &w->old));
	}
}

err_t
institutions_uses(
    struct page *p, dot_t id, struct institution_use **out, size_t *n)
{
	CLEAN(uses_end) struct uses u = { .p = p, .list = id == 0 };

	if (id != 0)
		TRY(members(&u, id));
	TRY(responsibles(&u, id));
	*out = u.v;
	*n = u.n;
	return (NULL);
}

/* ---- with one press ----------------------------------------------------- */

/* The old membership ends the day before; the new one has its qualities. */
static err_t
move_member(struct act *act, const struct record *r, dot_t next, int64_t day)
{
	static const int kept[] = { FIELD_membership_roundtable,
		FIELD_membership_quality, FIELD_membership_voice,
		FIELD_membership_vote };
	struct fv end = { FIELD_membership_until, val_int(day - 1) };
	struct fv fv[8];
	size_t n = 0;
	dot_t id;

	TRY(act_edit(act, r->entity, r->id, &end, 1));
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (r->v[kept[i] - 1].kind != VAL_NULL)
			fv[n++] =
			    (struct fv){ (uint32_t)kept[i], r->v[kept[i] - 1] };
	fv[n++] = (struct fv){ FIELD_membership_institution, val_int(next) };
	fv[n++] = (struct fv){ FIELD_membership_since, val_int(day) };
	return (act_create(act, r->entity, fv, n, &id));
}

static err_t
move(struct page *p, const struct inst *i, const struct record *r, dot_t next)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct fv fv = { FIELD_responsible_institution, val_int(next) };
	int64_t day = i->end.day;
	struct val since;

	TRY(page_act(p, &act));
	if (r->entity->no == ENTITY_membership) {
		/* Never before it began itself. */
		since = r->v[FIELD_membership_since - 1];
		if (since.kind == VAL_INT && since.i >= day)
			day = since.i + 1;
		TRY(move_member(act, r, next, day));
	} else
		TRY(act_edit(act, r->entity, r->id, &fv, 1));
	return (page_save(p, act));
}

static bool
follows(const struct inst *i, dot_t next)
{
	for (size_t k = 0; k < i->end.next_n; k++)
		if (i->end.next[k] == next)
			return (true);
	return (false);
}

/* Only what is listed may be asked for; "todo" is all of it. */
static err_t
move_listed(struct page *p, const struct inst *i, const char *which, dot_t next,
    size_t *moved)
{
	struct institution_use *v;
	struct record r;
	size_t n;

	*moved = 0;
	TRY(institutions_uses(p, i->r.id, &v, &n));
	for (size_t k = 0; k < n; k++) {
		if (strcmp(which, "todo") != 0 && strcmp(which, v[k].id) != 0)
			continue;
		TRY(page_record(p, v[k].id, NULL, &r));
		TRY(move(p, i, &r, next));
		(*moved)++;
	}
	return (NULL);
}

err_t
institutions_use(struct page *p, const struct inst *i)
{
	const char *which = page_field(p, "registro");
	const char *name;
	size_t moved;
	dot_t next;
	err_t e;

	if (ledger_id_take(p->o->st.l, page_field(p, "sucesora"), &next) !=
		NULL ||
	    !follows(i, next))
		return (err_new(ERR_RULE,
		    "rule 10: Choose who follows the institution. / Elija a "
		    "quien la sucede."));
	e = move_listed(p, i, which, next, &moved);
	if (e != NULL && e->code == ERR_RULE)
		page_complain(p, page_sentence(p, e));
	else if (e != NULL)
		return (e);
	TRY(page_name(p, schema_entity(ENTITY_institution), next, &name));
	if (e == NULL)
		page_say(p,
		    moved == 0 ? "Ya no quedaba nada por cambiar."
			       : arena_fmt(p->a, "Ahora dice %s.", name),
		    moved == 0 ? "There was nothing left to change."
			       : arena_fmt(p->a, "It now says %s.", name));
	if (strcmp(page_field(p, "volver"), "lista") == 0)
		return (page_go(p, "/instituciones/sin-vigente"));
	return (page_go(p, "/instituciones/%s", i->id));
}
