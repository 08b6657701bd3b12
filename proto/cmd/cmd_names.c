#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"
#include "proto/domain/geo.h"
#include "proto/log/place.h"

#define NAME_CHARS 48

/* What a record is called by, best first. */
static const char *const names[] = { "folio", "acronym", "code", "name",
	"official_name", "title", "account", "computer", "period", "reference",
	"text" };

static const char *const seen_names[] = { "here", "not_here_yet", "voided",
	"erased" };

const char *
cmd_seen_name(enum cmd_seen s)
{
	return (seen_names[s]);
}

const char *
cmd_space_label(const char *space, const char *lang)
{
	const char *place = geo_name(space);
	bool en = strcmp(lang, "en") == 0;

	if (strcmp(space, SPACE_NATIONAL) == 0)
		return (en ? "National" : "Nacional");
	if (strncmp(space, SPACE_HOME, strlen(SPACE_HOME)) == 0)
		return (en ? "Of one office" : "De una oficina");
	return (place != NULL ? place : space);
}

static enum cmd_seen
seen_of(const struct record *r, bool found)
{
	if (!found || r->life == LIFE_ABSENT)
		return (SEEN_NOT_YET);
	if (r->life == LIFE_ERASED)
		return (SEEN_ERASED);
	return (r->life == LIFE_LIVE ? SEEN_HERE : SEEN_VOIDED);
}

err_t
cmd_seen(struct cmd *c, const struct entity *e, dot_t id, enum cmd_seen *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r = { 0 };
	bool found;

	TRY(state_get(c->st->l, e, id, &a, &r, &found));
	*out = seen_of(&r, found);
	return (NULL);
}

err_t
cmd_name_of(struct cmd *c, struct buf *b, const struct record *r)
{
	char id[ID_TEXT];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct field *f = schema_field_named(r->entity, names[i]);

		if (f == NULL || r->v[f->no - 1].kind != VAL_TEXT)
			continue;
		return (table_short(r->v[f->no - 1].s, NAME_CHARS, b));
	}
	ledger_id_put(c->st->l, r->id, id);
	return (buf_str(b, id));
}

err_t
cmd_name(struct cmd *c, struct buf *b, const struct entity *e, dot_t id)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct record r = { .life = LIFE_ABSENT };
	char text[ID_TEXT];
	bool found;

	TRY(state_get(c->st->l, e, id, &a, &r, &found));
	ledger_id_put(c->st->l, id, text);
	switch (seen_of(&r, found)) {
	case SEEN_NOT_YET:
		return (buf_fmt(b, "%s (%s)", text,
		    cmd_tr(c, "aún no llega", "not here yet")));
	case SEEN_ERASED:
		return (buf_fmt(
		    b, "%s (%s)", text, cmd_tr(c, "suprimido", "erased")));
	case SEEN_VOIDED:
		TRY(cmd_name_of(c, b, &r));
		return (buf_fmt(b, " (%s)", cmd_life_label(c, r.life)));
	case SEEN_HERE:
		break;
	}
	return (cmd_name_of(c, b, &r));
}

/* ---- authors --------------------------------------------------------- */

struct pc {
	struct arena *a;
	const char *name;
};

static err_t
pc_name(void *ctx, const struct record *r)
{
	struct pc *p = ctx;
	struct val v = r->v[FIELD_node_computer - 1];

	if (v.kind == VAL_TEXT)
		p->name = arena_dup(p->a, v.s);
	return (NULL);
}

/* The computer that writes a log: its name in the registry, if it has one. */
static err_t
find_pc(
    struct cmd *c, const struct log_info *l, struct arena *a, const char **name)
{
	const struct entity *e = schema_entity(ENTITY_node);
	CLEAN(buf_free) struct buf b = BUF(128);
	struct pc p = { a, NULL };
	struct cond cond;
	char id[ID_TEXT];

	TRY(buf_b64(&b, span_of(l->node, KEY_LEN)));
	cond = (struct cond){ schema_field(e, FIELD_node_fingerprint),
		val_text(buf_all(&b)) };
	TRY(state_find(c->st->l, e, &cond, 1, true, a, pc_name, &p));
	if (p.name == NULL) {
		ledger_id_put(c->st->l, dot_pack(l->no, 1, 0), id);
		p.name = arena_fmt(a, "%.8s", id);
	}
	*name = p.name;
	return (NULL);
}

static err_t
find_office(
    struct cmd *c, const struct log_info *l, struct arena *a, const char **name)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	const struct err *e;
	bool federal = false;
	dot_t office = 0;

	*name = "";
	e = state_office(c->st->l, l->node, &office, &federal);
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL);
	TRY(e);
	if (office != 0)
		TRY(cmd_name(c, &b, schema_entity(ENTITY_office), office));
	else
		TRY(buf_str(
		    &b, federal ? cmd_tr(c, "Nivel federal", "Federal level")
				: ""));
	*name = arena_dup(a, buf_all(&b));
	return (NULL);
}

err_t
cmd_who(struct cmd *c, dot_t any, struct arena *a, struct cmd_who *w)
{
	const struct log_info *l = ledger_log(c->st->l, dot_log(any));
	struct stored st;

	*w = (struct cmd_who){ .actor = "", .office = "", .pc = "" };
	TRY(ledger_commit(c->st->l, any, a, &st));
	w->at = st.at;
	w->receipt = st.receipt;
	w->actor = st.actor;
	if (l == NULL)
		return (NULL);
	TRY(find_office(c, l, a, &w->office));
	return (find_pc(c, l, a, &w->pc));
}

err_t
cmd_put_who(struct buf *b, const struct cmd_who *w)
{
	TRY(cmd_put_time(b, "at", w->at));
	TRY(cmd_put_str(b, "actor", w->actor));
	TRY(cmd_put_str(b, "office", w->office));
	TRY(cmd_put_str(b, "computer", w->pc));
	return (cmd_put_yes(b, "confirmed", w->receipt != 0));
}

err_t
cmd_say_who(struct cmd *c, struct buf *b, const struct cmd_who *w)
{
	const char *sep = "";

	TRY(cmd_say_time(c, b, w->at));
	TRY(buf_str(b, "  "));
	if (w->actor[0] != '\0') {
		TRY(cmd_say_text(b, span_str(w->actor)));
		sep = ", ";
	}
	if (w->office[0] != '\0') {
		TRY(buf_fmt(b, "%s%s", sep, w->office));
		sep = ", ";
	}
	return (
	    buf_fmt(b, "%s%s %s", sep, cmd_tr(c, "equipo", "computer"), w->pc));
}

/* ---- own logs -------------------------------------------------------- */

err_t
cmd_pending(
    struct cmd *c, const struct log_info *l, uint32_t *first, int64_t *n)
{
	uint32_t last;

	/* The hub takes a log in order: what has a position stands first. */
	TRY(place_last(c->st->l, l->no, &last));
	*first = last < l->first ? l->first : last + 1;
	*n = (int64_t)l->seq - *first + 1;
	if (*n < 0)
		*n = 0;
	return (NULL);
}
