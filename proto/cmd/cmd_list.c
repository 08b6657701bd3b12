#include "proto/cmd/cmd.h"

#include "proto/cmd/cmd_parts.h"
#include "proto/out/csv.h"

#define CONDS      16
#define CELL_CHARS 36
#define TEXT_COLS  6

struct listing {
	struct cmd *c;
	struct cli *cli;
	const struct entity *e;
	struct arena a;
	struct buf b;
	struct table t;
	const struct field *col[TEXT_COLS];
	size_t cols, n;
};

static void
listing_end(struct listing *l)
{
	arena_free(&l->a);
	buf_free(&l->b);
}

/* What a list shows: what people call it by first, then what is short. */
static void
choose(struct listing *l)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < l->e->n && l->cols < TEXT_COLS; i++) {
			const struct field *f = &l->e->fields[i];
			bool named = strcmp(f->name, "folio") == 0 ||
				     strcmp(f->name, "code") == 0;

			if (named != (pass == 0) || f->merge == MERGE_LIST)
				continue;
			l->col[l->cols++] = f;
		}
	}
}

static err_t
cell(struct listing *l, const struct record *r, const struct field *f)
{
	CLEAN(buf_free)
	struct buf say = BUF(SAID_BYTES), cut = BUF(1024);

	if (r->v[f->no - 1].kind != VAL_NULL)
		TRY(cmd_say_value(l->c, &say, f, r->v[f->no - 1]));
	TRY(table_short(buf_all(&say), CELL_CHARS, &cut));
	table_add_span(&l->t, buf_all(&cut));
	return (NULL);
}

static err_t
row_text(struct listing *l, const struct record *r)
{
	char id[ID_TEXT];

	ledger_id_put(l->c->st->l, r->id, id);
	table_add(&l->t, id);
	for (size_t i = 0; i < l->cols; i++)
		TRY(cell(l, r, l->col[i]));
	if (cli_opt(l->cli, "voided") != NULL)
		table_add(&l->t, cmd_life_label(l->c, r->life));
	return (NULL);
}

static err_t
row_json(struct listing *l, const struct record *r)
{
	TRY(cmd_comma(&l->b));
	TRY(buf_byte(&l->b, '{'));
	TRY(cmd_put_record(l->c, &l->b, r));
	return (buf_byte(&l->b, '}'));
}

static err_t
csv_value(
    struct listing *l, struct buf *out, const struct field *f, struct val v)
{
	char id[ID_TEXT];

	if (v.kind == VAL_NULL)
		return (NULL);
	if (f->type == TYPE_REF) {
		ledger_id_put(l->c->st->l, v.i, id);
		return (buf_str(out, id));
	}
	if (v.kind == VAL_TEXT)
		return (buf_span(out, v.s));
	return (schema_put(f, v, out));
}

static err_t
csv_field(struct listing *l, const struct record *r, const struct field *f)
{
	CLEAN(buf_free) struct buf s = BUF(SAID_BYTES);
	struct val *v;
	size_t n;

	if (f->merge != MERGE_LIST) {
		TRY(csv_value(l, &s, f, r->v[f->no - 1]));
		return (csv_put(
		    &l->b, buf_all(&s), r->v[f->no - 1].kind == VAL_INT));
	}
	TRY(state_elements(l->c->st->l, r->id, f->no, &l->a, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			TRY(buf_byte(&s, ';'));
		TRY(csv_value(l, &s, f, v[i]));
	}
	return (csv_put(&l->b, buf_all(&s), false));
}

static err_t
row_csv(struct listing *l, const struct record *r)
{
	char id[ID_TEXT];

	ledger_id_put(l->c->st->l, r->id, id);
	TRY(buf_fmt(&l->b, "%s,%s", id, cmd_life_name(r->life)));
	for (size_t i = 0; i < l->e->n; i++) {
		TRY(buf_byte(&l->b, ','));
		TRY(csv_field(l, r, &l->e->fields[i]));
	}
	TRY(buf_str(&l->b, "\r\n"));
	return (cmd_answer(l->c, &l->b));
}

static err_t
row(void *ctx, const struct record *r)
{
	struct listing *l = ctx;

	l->n++;
	if (cli_opt(l->cli, "csv") != NULL)
		return (row_csv(l, r));
	return (l->cli->json ? row_json(l, r) : row_text(l, r));
}

static err_t
conditions(struct listing *l, struct cond *conds, size_t *n)
{
	*n = 0;
	for (size_t i = 1; i < l->cli->words; i++) {
		const char *w = l->cli->word[i], *eq = strchr(w, '=');
		struct cond *k = &conds[*n];

		if (eq == NULL || *n == CONDS)
			return (err_new(ERR_USAGE,
			    "list ENTITY and at most"
			    " %d times field=value, not \"%.60s\"",
			    CONDS, w));
		TRY(cmd_field(l->e, w, (size_t)(eq - w), &k->f));
		TRY(cmd_value(l->c, k->f, eq + 1, &k->v));
		if (k->f->merge == MERGE_LIST && k->v.kind == VAL_NULL)
			return (
			    err_new(ERR_USAGE, "%s: which value?", k->f->name));
		(*n)++;
	}
	return (NULL);
}

static err_t
head(struct listing *l)
{
	if (cli_opt(l->cli, "csv") != NULL) {
		TRY(buf_str(&l->b, "id,state"));
		for (size_t i = 0; i < l->e->n; i++)
			TRY(buf_fmt(&l->b, ",%s", l->e->fields[i].name));
		return (buf_str(&l->b, "\r\n"));
	}
	if (l->cli->json) {
		TRY(buf_byte(&l->b, '{'));
		TRY(cmd_put_str(&l->b, "entity", l->e->name));
		TRY(cmd_key(&l->b, "records"));
		return (buf_byte(&l->b, '['));
	}
	choose(l);
	l->t = (struct table){ .a = &l->a, .cols = l->cols + 1 };
	table_add(&l->t, "id");
	for (size_t i = 0; i < l->cols; i++)
		table_add(&l->t, cmd_label(l->c, l->col[i]));
	if (cli_opt(l->cli, "voided") != NULL) {
		l->t.cols++;
		table_add(&l->t, cmd_tr(l->c, "Vigencia", "Life"));
	}
	return (NULL);
}

err_t
cmd_list(struct cmd *c, struct cli *cli)
{
	CLEAN(listing_end)
	struct listing l = { .c = c, .cli = cli, .b = ANSWER };
	struct cond conds[CONDS + 1];
	size_t n;

	TRY(cmd_speak(c, cli));
	TRY(cmd_entity(cli->word[0], &l.e));
	TRY(conditions(&l, conds, &n));
	TRY(head(&l));
	TRY(state_find(c->st->l, l.e, conds, n, cli_opt(cli, "voided") != NULL,
	    &l.a, row, &l));
	if (cli_opt(cli, "csv") != NULL)
		return (cmd_answer(c, &l.b));
	if (cli->json)
		TRY(buf_str(&l.b, "]}\n"));
	else if (l.n > 0)
		TRY(table_put(&l.t, &l.b));
	else
		(void)fprintf(stderr, "%s: %s\n", cmd_tr(c, l.e->es, l.e->en),
		    cmd_tr(c, "no hay ninguno", "there is none"));
	return (cmd_answer(c, &l.b));
}
