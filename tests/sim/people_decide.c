/* Disputes, proposals, imports, and the hand-over of a roundtable. */
#include "tests/sim/people_in.h"

#include <stdio.h>
#include <stdlib.h>

#include "hub/admin.h"
#include "proto/base/file.h"
#include "proto/base/text.h"
#include "proto/cmd/cmd.h"

/* ---- disputes ----------------------------------------------------------- */

static err_t
another_value(struct deed *d, const struct field *f, struct val *v)
{
	const char *mark;

	if (f->type == TYPE_TEXT)
		*v = deed_words(d, "acordado", &mark);
	else if (f->type == TYPE_LONG)
		*v = deed_paragraphs(d, &mark);
	return (NULL);
}

static err_t
resolve_field(struct deed *d, const struct dispute *q, const struct field *f)
{
	struct version *v;
	struct fv fv = { f->no, val_null() };
	struct record r;
	size_t n;

	TRY(state_siblings(d->s->st->l, q->record, q->field, &d->a, &v, &n));
	TRY(deed_get(d, q->entity->no, q->record, &r));
	fv.v = r.v[f->no - 1]; /* as it is shown */
	if (n > 0 && rng_chance(d->r, 600))
		fv.v = v[rng_below(d->r, n)].v;
	else if (rng_chance(d->r, 500))
		TRY(another_value(d, f, &fv.v));
	if (rng_chance(d->r, 200) && f->merge != MERGE_ONCE)
		return (deed_edit(d, q->entity->no, q->record, fv, NULL));
	TRY(act_resolve(d->act, q->entity, q->record, f->no, fv.v,
	    "se revisó el expediente"));
	deed_says(d, OP_RESOLVE, q->entity->no, q->record, fv, NULL);
	return (NULL);
}

err_t
people_resolve(struct deed *d)
{
	const struct field *f;
	struct dispute *q;
	size_t n;

	TRY(deed_begin(d));
	TRY(state_disputes(d->s->st->l, 0, &d->a, &q, &n));
	if (n == 0)
		return (NULL);
	q += rng_below(d->r, n);
	f = schema_field(q->entity, q->field);
	if (f == NULL || q->kind == REVIEW_VOID)
		TRY(act_void(d->act, q->entity, q->record,
		    rng_chance(d->r, 500) ? LIFE_VOIDED : LIFE_LIVE,
		    "se revisó el expediente"));
	else
		TRY(resolve_field(d, q, f));
	return (deed_save(d));
}

/* ---- proposals ---------------------------------------------------------- */

err_t
people_decide(struct deed *d)
{
	struct desk *k = d->s->desk;
	struct held *h;
	size_t n, ours = 0;

	TRY(deed_begin(d));
	TRY(state_held(d->s->st->l, 0, true, &d->a, &h, &n));
	for (size_t i = 0; i < n; i++) {
		if (h[i].owner_office == 0 ? k->federal
					   : h[i].owner_office == k->office)
			h[ours++] = h[i];
	}
	if (ours == 0)
		return (NULL);
	h += rng_below(d->r, ours);
	TRY(act_decide(d->act, h->op, rng_chance(d->r, 600),
	    "lo vio la secretaría técnica"));
	return (deed_save(d));
}

/* ---- commands ----------------------------------------------------------- */

static bool
told(enum err_code code)
{
	return (code == ERR_RULE || code == ERR_SCOPE || code == ERR_DATA ||
		code == ERR_USAGE || code == ERR_EXISTS ||
		code == ERR_MISSING || code == ERR_LIMIT);
}

static err_t
command(struct deed *d, err_t (*fn)(struct cmd *c, struct cli *cli),
    struct cli *cli)
{
	struct cmd c = {
		.st = d->s->st, .desk = d->s->desk, .actor = "ana", .lang = "es"
	};
	char *said = NULL;
	size_t n = 0;
	err_t e;

	c.out = open_memstream(&said, &n);
	must(c.out != NULL);
	e = fn(&c, cli);
	(void)fclose(c.out);
	free(said);
	if (e != NULL && !told(e->code))
		return (e);
	if (e == NULL)
		d->w->n.saved++;
	else
		world_say(d->w, "seat %u is told %s", d->s->n, e->text);
	oracle_look(d->w, d->s, false);
	return (NULL);
}

static err_t
import_lines(struct deed *d, struct buf *b)
{
	size_t n = 1 + (size_t)rng_below(d->r, 4);

	for (size_t i = 0; i < n; i++) {
		/* The same key again is the same record. */
		unsigned key = (unsigned)rng_below(d->r, 8);

		if (rng_chance(d->r, 100))
			TRY(buf_str(b, "{\"entity\":\"gap\",\"set\":7}\n"));
		TRY(buf_fmt(b,
		    "{\"entity\":\"gap\",\"key\":\"k%u\",\"set\":{"
		    "\"roundtable\":\"MESA-%s\",\"title\":\"Importada %s\","
		    "\"severity\":\"%s\"}}\n",
		    key, d->s->code, deed_mark(d),
		    rng_chance(d->r, 500) ? "alta" : "baja"));
	}
	return (NULL);
}

err_t
people_import(struct deed *d)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_IMPORT_LINE);
	char path[64];
	struct cli cli = { .dir = d->s->dir, .command = "import", .words = 1 };

	TRY(import_lines(d, &b));
	(void)snprintf(path, sizeof(path), "%s/lote.jsonl", d->s->dir);
	cli.word[0] = path;
	TRY(cmd_tables(d->s->st->db));
	TRY(file_replace(path, buf_all(&b), 0600));
	return (command(d, cmd_import, &cli));
}

err_t
people_undo(struct deed *d)
{
	char batch[24];
	struct cli cli = { .dir = d->s->dir, .command = "undo", .words = 1 };

	(void)snprintf(
	    batch, sizeof(batch), "%u", 1 + (unsigned)rng_below(d->r, 3));
	cli.word[0] = batch;
	TRY(cmd_tables(d->s->st->db));
	return (command(d, cmd_undo, &cli));
}

/* ---- the hub ------------------------------------------------------------ */

static err_t
code_of(struct deed *d, uint32_t entity, uint32_t field, char out[64])
{
	struct record r;
	dot_t id;

	out[0] = '\0';
	TRY(deed_pick(d, entity, &id, NULL));
	if (id == 0)
		return (NULL);
	TRY(deed_get(d, entity, id, &r));
	if (r.v[field - 1].kind == VAL_TEXT)
		(void)snprintf(out, 64, "%.*s", (int)r.v[field - 1].s.n,
		    (const char *)r.v[field - 1].s.p);
	return (NULL);
}

err_t
people_handover(struct world *w, struct seat *hub, struct rng *r)
{
	struct deed d = { .w = w, .s = hub, .r = r };
	char mesa[64], office[64], day[16];
	struct cli cli = {
		.dir = hub->dir, .command = "handover", .words = 2, .opts = 1
	};
	struct cmd c = {
		.st = hub->st, .desk = hub->desk, .actor = "fed", .lang = "es"
	};
	char *said = NULL;
	size_t n = 0;
	err_t e;

	e = code_of(&d, ENTITY_roundtable, FIELD_roundtable_code, mesa);
	if (e == NULL)
		e = code_of(&d, ENTITY_office, FIELD_office_code, office);
	text_day_put(deed_today(&d) - (int64_t)rng_below(r, 3), day);
	cli.word[0] = mesa;
	cli.word[1] = office;
	cli.opt[0].name = "on";
	cli.opt[0].value = day;
	c.out = open_memstream(&said, &n);
	must(c.out != NULL);
	if (e == NULL)
		e = admin_handover(&hub->house, &c, &cli);
	(void)fclose(c.out);
	free(said);
	arena_free(&d.a);
	if (e != NULL && !told(e->code))
		return (e);
	if (e == NULL)
		world_say(w, "%s goes to %s on %s", mesa, office, day);
	oracle_look(w, hub, false);
	return (NULL);
}
