#include "proto/cmd/cmd.h"

#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/cmd/keys.h"

#define UNDO_OPS 128 /* changes in one act, about */

struct undo {
	struct cmd *c;
	struct cmd_undone *did;
};

static bool
has(struct val v, const struct val *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (val_eq(v, list[i]))
			return (true);
	}
	return (false);
}

/* One step of the record that r shows, into ed if it still stands. */
static err_t
step_back(struct undo *u, const struct keys_step *s, const struct record *r,
    struct cmd_edits *ed)
{
	const struct field *f = schema_field(r->entity, s->field);
	struct val *v;
	size_t n;

	must(f != NULL);
	if (s->what == KEYS_COUNTED) {
		cmd_fv(ed, &ed->count, f, val_int(-s->became.i));
		u->did->reverted++;
		return (NULL);
	}
	if (s->what == KEYS_SET) {
		if (!val_eq(r->v[f->no - 1], s->became)) {
			u->did->kept++;
			return (NULL);
		}
		cmd_fv(ed, &ed->set, f, s->was);
		u->did->reverted++;
		return (NULL);
	}
	TRY(state_elements(u->c->st->l, r->id, f->no, ed->a, &v, &n));
	if (s->what == KEYS_ADDED && has(s->became, v, n))
		cmd_fv(ed, &ed->remove, f, s->became);
	else if (s->what == KEYS_REMOVED && !has(s->was, v, n))
		cmd_fv(ed, &ed->add, f, s->was);
	else {
		u->did->kept++;
		return (NULL);
	}
	u->did->reverted++;
	return (NULL);
}

static err_t
void_again(struct undo *u, struct act *act, const struct record *r)
{
	if (r->life != LIFE_LIVE)
		return (NULL);
	u->did->voided++;
	return (act_void(act, r->entity, r->id, LIFE_VOIDED, u->did->reason));
}

/* n steps of one record. */
static err_t
record_back(struct undo *u, struct act *act, struct arena *a,
    const struct keys_step *s, size_t n)
{
	struct cmd_edits ed = { .a = a };
	struct record r = { 0 };
	dot_t id = s->record;
	bool found;

	TRY(state_get(
	    u->c->st->l, schema_entity(s->entity), id, a, &r, &found));
	if (!found) {
		u->did->kept += (int64_t)n;
		return (NULL);
	}
	for (size_t i = 0; i < n; i++)
		TRY(s[i].what == KEYS_CREATED ? void_again(u, act, &r)
					      : step_back(u, &s[i], &r, &ed));
	return (cmd_empty(&ed) ? NULL : cmd_apply(act, r.entity, &id, &ed));
}

/* Everything a line did, in one act. */
static err_t
line_back(struct undo *u, struct arena *a, const struct keys_step *s, size_t n)
{
	CLEAN(cmd_end) struct act *act = NULL;
	const char *actor = u->c->actor == NULL ? "" : u->c->actor;
	struct db *db = u->c->st->db;
	size_t same;
	dot_t commit;

	TRY(cmd_begin(u->c, &act));
	for (size_t i = 0; i < n; i += same) {
		for (same = 1; i + same < n; same++) {
			if (s[i + same].record != s[i].record)
				break;
		}
		TRY(record_back(u, act, a, s + i, same));
	}
	TRY(keys_forget(db, u->did->batch, s->line));
	if (act->n > 0)
		return (act_save(act, actor, &commit));
	return (tx_commit(&act->tx));
}

static bool
fatal(const struct err *e)
{
	return (e->code == ERR_STORE || e->code == ERR_LOCKED ||
		e->code == ERR_DAMAGED || e->code == ERR_SYSTEM);
}

/* The last line that is left; nothing of it when that fails. */
static err_t
one_back(struct undo *u, struct arena *a, bool *more)
{
	struct cmd_undone *did = u->did;
	int64_t was[3] = { did->voided, did->reverted, did->kept };
	struct keys_step *s;
	const struct err *e;
	size_t n;

	TRY(keys_last(u->c->st->db, did->batch, did->before, a, &s, &n));
	*more = n > 0;
	if (n == 0)
		return (NULL);
	did->before = s[0].line;
	did->lines++;
	e = line_back(u, a, s, n);
	if (e == NULL)
		return (NULL);
	if (fatal(e))
		return (e);
	did->voided = was[0];
	did->reverted = was[1];
	did->kept = was[2];
	if (did->bad++ >= LIMIT_IMPORT_BAD || did->report == NULL)
		return (NULL);
	return (buf_fmt(did->report, "%s %lld: %s\n",
	    cmd_tr(u->c, "renglón", "line"), (long long)did->before, e->text));
}

static bool
only_created(const struct keys_step *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].what != KEYS_CREATED)
			return (false);
	return (n > 0);
}

/* Lines that only made records do not wait for each other: many in one act.
 * False: none went, they are to be tried one by one. */
static err_t
many_back(struct undo *u, struct arena *a, bool *went)
{
	CLEAN(cmd_end) struct act *act = NULL;
	struct cmd_undone was = *u->did, *did = u->did;
	struct db *db = u->c->st->db;
	struct keys_step *s;
	dot_t commit;
	err_t e = NULL;
	size_t n = 1;

	TRY(cmd_begin(u->c, &act));
	while (e == NULL && act->n < UNDO_OPS) {
		e = keys_last(db, did->batch, did->before, a, &s, &n);
		if (e != NULL || !only_created(s, n))
			break;
		did->before = s[0].line;
		did->lines++;
		for (size_t i = 0; i < n && e == NULL; i++)
			e = record_back(u, act, a, s + i, 1);
		if (e == NULL)
			e = keys_forget(db, did->batch, s[0].line);
	}
	*went = e == NULL && act->n > 0;
	if (*went)
		e = act_save(
		    act, u->c->actor == NULL ? "" : u->c->actor, &commit);
	if (e == NULL && *went)
		return (NULL);
	*did = was;
	*went = false;
	return (e != NULL && fatal(e) ? e : NULL);
}

/* Last line first, so that what was built on another goes before it. */
err_t
cmd_undo_some(struct cmd *c, struct cmd_undone *did, int64_t until, bool *more)
{
	struct undo u = { c, did };
	bool went = true;

	do {
		CLEAN(arena_free) struct arena a = ARENA;

		*more = true;
		if (went)
			TRY(many_back(&u, &a, &went));
		if (!went)
			TRY(one_back(&u, &a, more));
	} while (*more && (until == 0 || clock_mono_ms() < until));
	return (NULL);
}

static err_t
answer(struct cmd *c, const struct cmd_undone *u, bool json)
{
	CLEAN(buf_free) struct buf b = ANSWER;

	if (json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_int(&b, "batch", u->batch));
		TRY(cmd_put_int(&b, "voided", u->voided));
		TRY(cmd_put_int(&b, "reverted", u->reverted));
		TRY(cmd_put_int(&b, "kept", u->kept));
		TRY(cmd_put_int(&b, "bad_lines", u->bad));
		TRY(buf_str(&b, "}\n"));
		return (cmd_answer(c, &b));
	}
	TRY(buf_span(&b, buf_all(u->report)));
	if (cmd_es(c))
		TRY(buf_fmt(&b,
		    "%lld registros anulados, %lld campos"
		    " devueltos, %lld que alguien cambió después se dejaron\n",
		    (long long)u->voided, (long long)u->reverted,
		    (long long)u->kept));
	else
		TRY(buf_fmt(&b,
		    "%lld records voided, %lld fields given back,"
		    " %lld changed since were left\n",
		    (long long)u->voided, (long long)u->reverted,
		    (long long)u->kept));
	return (cmd_answer(c, &b));
}

err_t
cmd_undo(struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf report = ANSWER;
	struct cmd_undone u = { .before = INT64_MAX, .report = &report };
	char dflt[64];
	bool known, more;

	if (text_int(cli->word[0], &u.batch) != NULL || u.batch < 1)
		return (err_new(ERR_USAGE, "undo takes the number that the"
					   " import printed"));
	TRY(keys_batch_known(c->st->db, u.batch, &known));
	if (!known)
		return (err_new(ERR_MISSING, "there was no import %lld here",
		    (long long)u.batch));
	(void)snprintf(dflt, sizeof(dflt), "%s %lld",
	    cmd_tr(c, "se deshace la importación", "taking back import"),
	    (long long)u.batch);
	u.reason = dflt;
	if (cli_opt(cli, "reason") != NULL)
		TRY(cmd_reason(cli, &u.reason));
	TRY(cmd_undo_some(c, &u, 0, &more));
	TRY(answer(c, &u, cli->json));
	if (u.bad > 0)
		return (err_new(ERR_DATA,
		    "%lld lines could not be taken back;"
		    " void those records one by one",
		    (long long)u.bad));
	return (NULL);
}
