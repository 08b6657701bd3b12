#include "proto/base/blob.h"
#include "proto/cmd/cmd.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/log/accept.h"

#define HEX_HASH 65 /* a hash in hex, and its end */
#define HEX_LOG  33

static void
hex(char *out, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", p[i]);
}

/* Commits of own logs of a space that the hub has not confirmed. */
static err_t
pending_of(struct cmd *c, uint32_t space, int64_t *n)
{
	*n = 0;
	for (uint32_t i = 1; i <= ledger_logs(c->st->l); i++) {
		const struct log_info *l = ledger_log(c->st->l, i);
		uint32_t first;
		int64_t more;

		if (l == NULL || l->mine == 0 || l->space != space)
			continue;
		TRY(cmd_pending(c, l, &first, &more));
		*n += more;
	}
	return (NULL);
}

struct digest {
	const char *name;
	char hash[HEX_HASH];
	char epoch[HEX_LOG]; /* "" before the first sync */
	int64_t number, pending;
};

static err_t
digest_of(struct cmd *c, uint32_t space, struct digest *d)
{
	struct cursor cur;
	struct hash h;
	uint8_t id[16];

	*d = (struct digest){ .name = ledger_space_name(c->st->l, space) };
	TRY(fold_digest(c->st->f, space, &h));
	hex(d->hash, h.b, HASH_LEN);
	TRY(accept_cursor(c->st->l, space, &cur));
	d->number = cur.number;
	if (cur.epoch != 0) {
		TRY(ledger_epoch_id(c->st->l, cur.epoch, id));
		hex(d->epoch, id, sizeof(id));
	}
	return (pending_of(c, space, &d->pending));
}

static err_t
put_digest(struct buf *b, const struct digest *d)
{
	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_str(b, "space", d->name));
	TRY(cmd_put_str(b, "digest", d->hash));
	TRY(cmd_key(b, "cursor"));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_str(b, "epoch", d->epoch[0] == '\0' ? NULL : d->epoch));
	TRY(cmd_put_int(b, "number", d->number));
	TRY(buf_byte(b, '}'));
	TRY(cmd_put_int(b, "pending", d->pending));
	return (buf_byte(b, '}'));
}

static err_t
say_digest(struct cmd *c, struct table *t, const struct digest *d)
{
	table_add(t, d->hash);
	table_add(t, d->name);
	table_add(t,
	    d->epoch[0] == '\0'
		? cmd_tr(c, "sin sincronizar", "never synced")
		: arena_fmt(t->a, "%.8s:%lld", d->epoch, (long long)d->number));
	table_add(t, arena_fmt(t->a, "%s %lld",
			 cmd_tr(c, "por confirmar", "to be confirmed"),
			 (long long)d->pending));
	return (NULL);
}

/* Digests of one space, or (0) of all. */
static err_t
digests(struct cmd *c, const struct cli *cli, uint32_t only)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = ANSWER;
	struct table t = { .a = &a, .cols = 4 };

	if (cli->json)
		TRY(buf_str(&b, "{\"spaces\":["));
	for (uint32_t i = 1; *ledger_space_name(c->st->l, i) != 0; i++) {
		struct digest d;

		if (only != 0 && only != i)
			continue;
		TRY(digest_of(c, i, &d));
		TRY(cli->json ? put_digest(&b, &d) : say_digest(c, &t, &d));
	}
	TRY(cli->json ? buf_str(&b, "]}\n") : table_put(&t, &b));
	return (cmd_answer(c, &b));
}

err_t
cmd_digest(struct cmd *c, struct cli *cli)
{
	uint32_t space = 0;

	if (cli->words > 0)
		TRY_FOR(ledger_space(c->st->l, cli->word[0], false, &space),
		    "space %.40s (digest alone lists them)", cli->word[0]);
	return (digests(c, cli, space));
}

err_t
cmd_rebuild(struct cmd *c, struct cli *cli)
{
	TRY(fold_rebuild(c->st->f));
	return (digests(c, cli, 0));
}

static err_t
put_findings(struct buf *b, struct span report)
{
	struct span line;

	TRY(cmd_key(b, "findings"));
	TRY(buf_byte(b, '['));
	while (span_line(&report, &line)) {
		TRY(cmd_comma(b));
		TRY(json_put_text(b, line));
	}
	if (report.n > 0) {
		TRY(cmd_comma(b));
		TRY(json_put_text(b, report));
	}
	return (buf_byte(b, ']'));
}

err_t
cmd_verify(struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf report = ANSWER, b = ANSWER;
	err_t e = store_verify(c->st, &report);
	bool sound = e == NULL && report.n == 0;

	if (e != NULL && e->code != ERR_DAMAGED)
		return (e);
	if (e != NULL && report.n == 0)
		TRY(buf_fmt(&report, "%s\n", e->text));
	if (cli->json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_yes(&b, "sound", sound));
		TRY(put_findings(&b, buf_all(&report)));
		TRY(buf_str(&b, "}\n"));
	} else if (sound) {
		TRY(buf_str(&b, cmd_tr(c, "Todo lo guardado está en orden.\n",
				    "Everything stored is in order.\n")));
	} else {
		TRY(buf_span(&b, buf_all(&report)));
	}
	TRY(cmd_answer(c, &b));
	if (sound)
		return (NULL);
	return (err_new(ERR_DAMAGED,
	    "what is stored does not prove itself;"
	    " keep a copy of the folder, then restore a backup or give the"
	    " command repair"));
}

static err_t
put_log(
    struct cmd *c, struct buf *b, const struct log_info *l, uint32_t confirmed)
{
	char id[HEX_LOG];

	hex(id, l->id, LOG_ID_LEN);
	TRY(cmd_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(cmd_put_str(b, "log", id));
	TRY(cmd_put_str(b, "space", ledger_space_name(c->st->l, l->space)));
	TRY(cmd_put_yes(b, "mine", l->mine != 0));
	TRY(cmd_put_yes(b, "ended", l->mine == 2));
	TRY(cmd_put_int(b, "first", l->first));
	TRY(cmd_put_int(b, "commits", l->seq));
	TRY(cmd_put_int(b, "sealed", l->sealed));
	TRY(cmd_put_int(b, "confirmed", confirmed));
	return (buf_byte(b, '}'));
}

static void
say_log(struct cmd *c, struct table *t, const struct log_info *l,
    uint32_t confirmed)
{
	char id[HEX_LOG];

	hex(id, l->id, LOG_ID_LEN);
	table_add(t, arena_fmt(t->a, "%.8s", id));
	table_add(t, ledger_space_name(c->st->l, l->space));
	table_add(t, l->mine == 1 ? cmd_tr(c, "propio", "own")
		     : l->mine == 2
			 ? cmd_tr(c, "propio, terminado", "own, ended")
			 : cmd_tr(c, "de otro equipo", "another's"));
	table_add(t, arena_fmt(t->a, "%u", (unsigned)l->seq));
	table_add(t, arena_fmt(t->a, "%u", (unsigned)l->sealed));
	table_add(t, arena_fmt(t->a, "%u", (unsigned)confirmed));
}

static void
log_heads(struct cmd *c, struct table *t)
{
	table_add(t, cmd_tr(c, "registro", "log"));
	table_add(t, cmd_tr(c, "espacio", "space"));
	table_add(t, "");
	table_add(t, cmd_tr(c, "cambios", "commits"));
	table_add(t, cmd_tr(c, "sellados", "sealed"));
	table_add(t, cmd_tr(c, "confirmados", "confirmed"));
}

err_t
cmd_log(struct cmd *c, struct cli *cli)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = ANSWER;
	const char *name = cli_opt(cli, "space");
	struct table t = { .a = &a, .cols = 6 };
	uint32_t space = 0;

	if (name != NULL)
		TRY(ledger_space(c->st->l, name, false, &space));
	if (cli->json)
		TRY(buf_str(&b, "{\"logs\":["));
	log_heads(c, &t);
	for (uint32_t i = 1; i <= ledger_logs(c->st->l); i++) {
		const struct log_info *l = ledger_log(c->st->l, i);
		struct log_info log;
		uint32_t first;
		int64_t n;

		if (l == NULL || l->seq == 0 ||
		    (l->mine == 0 && cli_opt(cli, "all") == NULL) ||
		    (space != 0 && l->space != space))
			continue;
		log = *l;
		TRY(cmd_pending(c, &log, &first, &n));
		if (cli->json)
			TRY(put_log(c, &b, &log, first - 1));
		else
			say_log(c, &t, &log, first - 1);
	}
	TRY(cli->json ? buf_str(&b, "]}\n") : table_put(&t, &b));
	return (cmd_answer(c, &b));
}

err_t
cmd_backup(struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = ANSWER;
	const char *file = cli->word[0];
	struct blob_copied n = { .files = 0 };

	TRY_FOR(db_backup(c->st->db, file), "backup to %.200s", file);
	if (c->dir != NULL)
		TRY_FOR(blob_keep(c->dir, file, &n), "the files of documents");
	if (cli->json) {
		TRY(buf_byte(&b, '{'));
		TRY(cmd_put_str(&b, "backup", file));
		TRY(cmd_put_int(&b, "files", (int64_t)n.files));
		TRY(cmd_put_int(&b, "file_bytes", n.bytes));
		TRY(cmd_put_int(&b, "files_damaged", (int64_t)n.damaged));
		TRY(buf_str(&b, "}\n"));
	} else {
		TRY(buf_fmt(&b, "%s: %s\n",
		    cmd_tr(c, "Copia completa en", "Complete copy in"), file));
		if (n.files > 0)
			TRY(buf_fmt(&b, "%s %s%s: %zu\n",
			    cmd_tr(c, "Archivos de documentos nuevos en",
				"New files of documents in"),
			    file, BLOB_BESIDE, n.files));
	}
	TRY(cmd_answer(c, &b));
	if (n.damaged == 0)
		return (NULL);
	return (err_new(ERR_DAMAGED,
	    "the copy is made, but %zu files of documents are not what they "
	    "were and are not in it",
	    n.damaged));
}
