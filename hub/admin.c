#include "hub/admin.h"

#include "hub/admin_in.h"
#include "hub/invite.h"
#include "proto/base/clock.h"
#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/domain/geo.h"

#define CODE_MAX 24 /* so that its home space has a name */

err_t
admin_answer(struct cmd *c, struct buf *b)
{
	FILE *f = c->out == NULL ? stdout : c->out;

	if (b->n > 0 && fwrite(b->p, 1, b->n, f) != b->n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}

void
admin_listing_end(struct listing *l)
{
	arena_free(&l->a);
	buf_free(&l->b);
}

bool
admin_english(const struct cmd *c)
{
	return (c->lang != NULL && strcmp(c->lang, "en") == 0);
}

err_t
admin_pair(struct buf *b, const char *key, const char *value)
{
	TRY(buf_fmt(b, "%s\"%s\":", b->p[b->n - 1] == '{' ? "" : ",", key));
	return (json_put_text(b, span_str(value)));
}

/* ---- office add --------------------------------------------------------- */

static err_t
check_code(const char *s)
{
	static const char fine[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	size_t n = strlen(s);

	if (n == 0 || n > CODE_MAX || strspn(s, fine) != n)
		return (err_new(ERR_DATA,
		    "an office's code is 1 to %d of A-Z, 0-9 and -: %s",
		    CODE_MAX, s));
	return (NULL);
}

/* "07,27,federal" into names; the list is cut up. */
static err_t
spaces_take(char *list, const char *names[LIMIT_PEER_SPACES + 1])
{
	size_t n = 0;

	for (char *p = list, *end; p != NULL; p = end) {
		end = strchr(p, ',');
		if (end != NULL)
			*end++ = '\0';
		if (*p == '\0' || strcmp(p, "national") == 0)
			continue; /* everybody reads it */
		if (strcmp(p, "federal") != 0 &&
		    (strlen(p) != 2 || geo_state(p) == NULL))
			return (err_new(ERR_DATA,
			    "no space %s: federal, or a state's two digits",
			    p));
		if (n == LIMIT_PEER_SPACES - 2) /* national and home */
			return (err_new(ERR_LIMIT, "more than %d spaces",
			    LIMIT_PEER_SPACES));
		names[n++] = p;
	}
	names[n] = NULL;
	return (NULL);
}

static err_t
kind_take(const char *s, int64_t *kind)
{
	const struct code *code;

	*kind = CODE_office_kind_representation;
	if (s == NULL)
		return (NULL);
	code = vocab_find(vocab_named("office_kind"), s);
	if (code == NULL || code->no == CODE_office_kind_central)
		return (
		    err_new(ERR_DATA, "--kind is representation or liaison"));
	*kind = code->no;
	return (NULL);
}

/* The record of that code, when an import brought it already; else 0. */
static err_t
office_record(struct cmd *c, const char *code, dot_t *id)
{
	err_t e = cmd_find_record(c, code, schema_entity(ENTITY_office), id);

	if (e == NULL || e->code != ERR_MISSING)
		return (e);
	*id = 0;
	return (NULL);
}

static err_t
office_new(struct house *h, struct cmd *c, struct reg_office *o,
    const char *name, int64_t kind, const char *const *spaces)
{
	CLEAN(house_act_end) struct act *act = NULL;
	const struct entity *e = schema_entity(ENTITY_office);
	const struct fv fv[] = { { FIELD_office_code, val_str(o->code) },
		{ FIELD_office_kind, val_int(kind) },
		{ FIELD_office_name, val_str(name) } };
	dot_t commit;

	TRY(office_record(c, o->code, &o->record));
	if (o->record == 0 && (name == NULL || name[0] == '\0'))
		return (err_new(
		    ERR_USAGE, "--name NAME: how the office is called"));
	TRY(house_act(h, &act));
	if (o->record == 0)
		TRY(act_create(act, e, fv, 3, &o->record));
	else
		TRY(act_edit(act, e, o->record, fv, name == NULL ? 2 : 3));
	TRY(registry_office_add(h->st.db, o));
	TRY(registry_spaces_set(h->st.db, o->no, spaces, clock_now()));
	return (act_save(act, c->actor, &commit));
}

static err_t
office_rename(struct house *h, struct cmd *c, const struct reg_office *o,
    const char *name)
{
	CLEAN(house_act_end) struct act *act = NULL;
	const struct entity *e = schema_entity(ENTITY_office);
	struct record r;
	bool found;
	dot_t commit;

	if (name == NULL)
		return (NULL);
	TRY(house_act(h, &act));
	TRY(state_get(h->st.l, e, o->record, &act->a, &r, &found));
	if (found && val_eq(r.v[FIELD_office_name - 1], val_str(name)))
		return (NULL);
	TRY(act_edit(act, e, o->record,
	    (const struct fv[]){ { FIELD_office_name, val_str(name) } }, 1));
	return (act_save(act, c->actor, &commit));
}

static err_t
office_again(struct house *h, struct cmd *c, const struct reg_office *o,
    const char *name, const char *const *spaces)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	if (o->federal)
		return (err_new(
		    ERR_EXISTS, "%s is the federal level's own", o->code));
	TRY(office_rename(h, c, o, name));
	if (spaces == NULL)
		return (NULL);
	TRY(tx_begin(&tx, h->st.db));
	TRY(registry_spaces_set(h->st.db, o->no, spaces, clock_now()));
	return (tx_commit(&tx));
}

static err_t
office_said(
    struct house *h, struct cmd *c, struct cli *cli, const struct reg_office *o)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);
	char id[40];

	ledger_id_put(h->st.l, o->record, id);
	if (cli->json) {
		TRY(buf_str(&b, "{"));
		TRY(admin_pair(&b, "office", o->code));
		TRY(admin_pair(&b, "id", id));
		TRY(admin_pair(&b, "home", o->home));
		TRY(admin_spaces(h, o, &b));
		TRY(buf_str(&b, "}\n"));
	} else
		TRY(buf_fmt(&b, "%s %s\n",
		    admin_english(c) ? "Office" : "Oficina", o->code));
	return (admin_answer(c, &b));
}

static void
text_free(char **s)
{
	mem_free(*s);
	*s = NULL;
}

err_t
admin_office_add(struct house *h, struct cmd *c, struct cli *cli)
{
	const char *spaces = cli_opt(cli, "spaces");
	CLEAN(text_free) char *list = mem_dup(spaces == NULL ? "" : spaces);
	const char *names[LIMIT_PEER_SPACES + 1];
	struct reg_office o = { 0 };
	int64_t kind;
	err_t e;

	TRY(check_code(cli->word[0]));
	TRY(spaces_take(list, names));
	TRY(kind_take(cli_opt(cli, "kind"), &kind));
	e = registry_office(h->st.db, cli->word[0], &o);
	if (e == NULL) {
		TRY(office_again(h, c, &o, cli_opt(cli, "name"),
		    spaces == NULL ? NULL : names));
	} else if (e->code == ERR_MISSING) {
		(void)snprintf(o.code, sizeof(o.code), "%s", cli->word[0]);
		(void)snprintf(
		    o.home, sizeof(o.home), "home-%.24s", cli->word[0]);
		TRY(office_new(h, c, &o, cli_opt(cli, "name"), kind, names));
	} else
		return (e);
	TRY(house_own(h));
	return (office_said(h, c, cli, &o));
}

/* ---- invite ------------------------------------------------------------- */

err_t
admin_invite(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf line = BUF(LIMIT_LINE_BYTES);
	CLEAN(buf_free) struct buf b = BUF(LIMIT_LINE_BYTES);
	int64_t now = clock_now();
	char until[21];

	TRY(invite_make(h, cli->word[0], cli_opt(cli, "url"), now, &line));
	text_time_put(now + LIMIT_INVITE_S, until);
	if (cli->json) {
		TRY(buf_str(&b, "{"));
		TRY(admin_pair(&b, "invitation", (const char *)line.p));
		TRY(admin_pair(&b, "office", cli->word[0]));
		TRY(admin_pair(&b, "until", until));
		TRY(buf_str(&b, "}\n"));
	} else
		TRY(buf_fmt(&b, "%s\n", (const char *)line.p));
	return (admin_answer(c, &b));
}

/* ---- handover ----------------------------------------------------------- */

static err_t
admitted_see(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	const char **want = ctx;

	(void)gained;
	if (*want != NULL && lost == 0 && strcmp(space, *want) == 0)
		*want = NULL;
	return (NULL);
}

/* Who owns a roundtable should be able to read it. */
static err_t
admitted(struct house *h, struct cmd *c, dot_t office, uint32_t space)
{
	const char *want = ledger_space_name(h->st.l, space);
	struct reg_office o;
	err_t e = registry_office_record(h->st.db, office, &o);

	if (e != NULL && e->code == ERR_MISSING)
		return (err_new(ERR_DATA,
		    "that office is not admitted; `office add` comes first"));
	TRY(e);
	if (o.federal)
		return (NULL);
	TRY(registry_spaces(h->st.db, o.no, admitted_see, &want));
	if (want != NULL)
		(void)fprintf(stderr,
		    admin_english(c)
			? "note: office %s is not admitted to space %s\n"
			: "aviso: la oficina %s no tiene acceso al espacio"
			  " %s\n",
		    o.code, want);
	return (NULL);
}

static err_t
handover(struct house *h, struct cmd *c, dot_t roundtable, dot_t office,
    int64_t day, const char *text)
{
	CLEAN(house_act_end) struct act *act = NULL;
	const struct entity *e = schema_entity(ENTITY_roundtable);
	const struct fv fv[] = {
		{ FIELD_secretariat_roundtable, val_int(roundtable) },
		{ FIELD_secretariat_office, val_int(office) },
		{ FIELD_secretariat_since, val_int(day) },
		{ FIELD_secretariat_act, val_str(text) },
	};
	dot_t id, commit;
	struct record r;
	bool found;

	TRY(house_act(h, &act));
	TRY(state_get(h->st.l, e, roundtable, &act->a, &r, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no such roundtable here"));
	TRY(admitted(h, c, office, r.space));
	TRY(act_create(act, schema_entity(ENTITY_secretariat), fv,
	    text == NULL ? 3 : 4, &id));
	return (act_save(act, c->actor, &commit));
}

err_t
admin_handover(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_LINE_BYTES);
	const char *on = cli_opt(cli, "on");
	dot_t roundtable, office;
	int64_t day;

	if (on == NULL)
		return (err_new(
		    ERR_USAGE, "--on DATE: from when the office owns it"));
	TRY_FOR(text_day(on, &day), "--on");
	TRY(cmd_find_record(
	    c, cli->word[0], schema_entity(ENTITY_roundtable), &roundtable));
	TRY(cmd_find_record(
	    c, cli->word[1], schema_entity(ENTITY_office), &office));
	TRY(handover(h, c, roundtable, office, day, cli_opt(cli, "act")));
	TRY(house_own(h));
	if (cli->json) {
		TRY(buf_str(&b, "{"));
		TRY(admin_pair(&b, "roundtable", cli->word[0]));
		TRY(admin_pair(&b, "office", cli->word[1]));
		TRY(admin_pair(&b, "on", on));
		TRY(buf_str(&b, "}\n"));
	} else
		TRY(buf_fmt(
		    &b, "%s -> %s, %s\n", cli->word[0], cli->word[1], on));
	return (admin_answer(c, &b));
}
