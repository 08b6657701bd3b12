#include "node/courier_cmd.h"

#include <stdio.h>
#include <string.h>

#include "node/answer.h"
#include "proto/base/file.h"
#include "proto/cmd/cmd.h"

#define PATH_BYTES 4096

__attribute__((format_arg(1), format_arg(2))) static const char *
say(const char *es, const char *en)
{
	return (strcmp(cmd_language(), "en") == 0 ? en : es);
}

static err_t
print(const struct buf *b)
{
	if (b->n > 0 && fwrite(b->p, 1, b->n, stdout) != b->n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	return (NULL);
}

/* ---- files in a folder -------------------------------------------------- */

struct folder {
	const char *dir;
	struct buf names; /* of what was written, a line each; JSON: a list */
	bool json;
	size_t n;
	uint64_t bytes;
};

static err_t
put_file(void *ctx, const char *name, struct span bytes)
{
	CLEAN(buf_free) struct buf path = BUF(PATH_BYTES);
	struct folder *f = ctx;

	TRY(buf_fmt(&path, "%s/%s", f->dir, name));
	TRY(file_replace((const char *)path.p, bytes, 0644));
	f->n++;
	f->bytes += bytes.n;
	if (!f->json)
		return (buf_fmt(&f->names, "  %s\n", (const char *)path.p));
	TRY(answer_comma(&f->names));
	return (json_put_text(&f->names, buf_all(&path)));
}

static err_t
made(const struct cli *cli, const struct folder *f, const struct exchange *x,
    struct buf *b)
{
	if (cli->json) {
		TRY(buf_fmt(b, "{\"files\":%s]", (const char *)f->names.p));
		TRY(answer_int(b, "bytes", (int64_t)f->bytes));
		TRY(answer_int(b, "commits", x->stats.commits_sent));
		TRY(answer_yes(b, "hand_back", x->stats.handed_back));
		return (buf_str(b, "}\n"));
	}
	TRY(buf_fmt(b,
	    say("Paquete para la federación: %lu cambios, %lu bytes. Sólo el "
		"nodo central puede leerlo.\n%s",
		"Bundle for the federal hub: %lu changes, %lu bytes. Only the "
		"hub can read it.\n%s"),
	    (unsigned long)x->stats.commits_sent, (unsigned long)f->bytes,
	    (const char *)f->names.p));
	if (x->stats.handed_back)
		TRY(buf_str(b,
		    say("Lleva lo que el nodo central perdió; lo nuevo irá en "
			"el paquete siguiente.\n",
			"It carries what the hub had lost; what is new goes "
			"with the next bundle.\n")));
	return (buf_str(b,
	    say("Queda pendiente hasta leer la respuesta (bundle read).\n",
		"It stays pending until the answer is read (bundle read).\n")));
}

err_t
courier_cmd_make(struct office *o, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);
	struct exchange x = { .o = o, .lang = cmd_language() };
	struct folder f = { .dir = cli->words > 0 ? cli->word[0] : ".",
		.json = cli->json,
		.names = BUF(LIMIT_REPORT_BYTES) };
	err_t e = buf_str(&f.names, cli->json ? "[" : "");

	if (e == NULL)
		e = courier_pack(&x, put_file, &f);
	if (e == NULL)
		e = made(cli, &f, &x, &b);
	buf_free(&f.names);
	TRY(e);
	return (print(&b));
}

err_t
courier_cmd_ask(struct office *o, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAGE_BYTES);
	struct folder f = { .dir = cli_opt(cli, "bundle"),
		.json = cli->json,
		.names = BUF(LIMIT_REPORT_BYTES) };
	err_t e = buf_str(&f.names, cli->json ? "[" : "");

	if (e == NULL)
		e = courier_ask(o, cli->word[0], put_file, &f);
	if (e == NULL && cli->json)
		e = buf_fmt(&b, "{\"files\":%s]}\n", (const char *)f.names.p);
	else if (e == NULL)
		e = buf_fmt(&b,
		    say("Solicitud de inscripción:\n%sLleve el archivo al nodo "
			"central y lea aquí la respuesta (bundle read).\n",
			"Request to be enrolled:\n%sTake the file to the hub, "
			"and read the answer here (bundle read).\n"),
		    (const char *)f.names.p);
	buf_free(&f.names);
	TRY(e);
	return (print(&b));
}

/* ---- what comes back ---------------------------------------------------- */

static err_t
read_words(
    const struct exchange *x, const struct courier_news *n, struct buf *b)
{
	if (n->kind == BUNDLE_ENROLLED)
		return (buf_str(b,
		    say("Equipo inscrito. Siga con bundle make o con sync.\n",
			"Enrolled. Use bundle make or sync next.\n")));
	TRY(exchange_words(x, b));
	if (n->carried.hand_back)
		TRY(buf_str(b,
		    say("El nodo central fue restaurado de una copia: haga "
			"otro paquete para devolverle lo que perdió.\n",
			"The hub was restored from a copy: make another bundle "
			"to hand back what it lost.\n")));
	if (n->carried.more)
		TRY(buf_str(b,
		    say("No cupo todo: haga otro paquete para traer el "
			"resto.\n",
			"Not everything fitted: make another bundle to bring "
			"the rest.\n")));
	return (NULL);
}

static err_t
read_json(const struct exchange *x, const struct courier_news *n, struct buf *b)
{
	const struct sync_stats *s = &x->stats;

	TRY(buf_str(b, "{"));
	TRY(answer_yes(b, "enrolled", n->kind == BUNDLE_ENROLLED));
	TRY(answer_int(b, "commits_received", s->commits_received));
	TRY(answer_int(b, "positions", s->positions));
	TRY(answer_int(b, "confirmed", s->confirmed));
	TRY(answer_yes(b, "new_epoch", s->new_epoch));
	TRY(answer_yes(b, "hand_back", n->carried.hand_back));
	TRY(answer_yes(b, "more", n->carried.more));
	TRY(answer_yes(b, "renewed", x->renewed));
	if (s->refused.code != ERR_NONE) {
		TRY(answer_str(b, "refused", err_name(s->refused.code)));
		TRY(answer_str(b, "refused_text", s->refused.text));
	}
	return (buf_str(b, "}\n"));
}

static err_t
read_one(
    struct office *o, const struct cli *cli, const char *path, struct buf *b)
{
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	struct exchange x = { .o = o, .lang = cmd_language() };
	struct courier_news news;

	TRY(file_read(path, &file));
	TRY(courier_unpack(&x, buf_all(&file), &news));
	return (cli->json ? read_json(&x, &news, b) : read_words(&x, &news, b));
}

err_t
courier_cmd_read(struct office *o, struct cli *cli)
{
	struct err first = { ERR_NONE, "" };

	for (size_t i = 0; i < cli->words; i++) {
		CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
		err_t e = read_one(o, cli, cli->word[i], &b);

		if (e == NULL)
			TRY(print(&b));
		else if (first.code == ERR_NONE) {
			first = *e;
			if (cli->words > 1)
				(void)fprintf(stderr, "%s: %s\n", cli->word[i],
				    first.text);
		}
	}
	if (first.code != ERR_NONE)
		return (err_new(first.code, "%s", first.text));
	return (NULL);
}

err_t
courier_cmd_show(struct office *o, struct cli *cli)
{
	static const char *const words[BUNDLE_KINDS] = { "", "sync", "reply",
		"enrol", "enrolled" };
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(buf_free) struct buf b = BUF(LIMIT_SHORT_BYTES);
	uint8_t pub[KEY_LEN];
	enum bundle_kind kind;
	bool mine, hub;

	TRY(file_read(cli->word[0], &file));
	key_public(o->key, pub);
	TRY(bundle_look(buf_all(&file), pub, &kind, &mine));
	TRY(bundle_look(buf_all(&file), o->hub, &kind, &hub));
	if (cli->json) {
		TRY(buf_str(&b, "{"));
		TRY(answer_str(&b, "kind", words[kind]));
		TRY(answer_yes(&b, "here", mine));
		TRY(answer_yes(&b, "hub", hub));
		TRY(answer_int(&b, "bytes", (int64_t)file.n));
		TRY(buf_str(&b, "}\n"));
		return (print(&b));
	}
	TRY(buf_fmt(&b,
	    say("%lu bytes, sellado para %s.\n", "%lu bytes, sealed for %s.\n"),
	    (unsigned long)file.n,
	    mine  ? say("este equipo: léalo con bundle read",
			"this computer: use bundle read")
	    : hub ? say("el nodo central: llévelo o envíelo tal cual",
			"the hub: carry it on as it is")
		  : say("otro equipo: llévelo tal cual",
			"another computer: carry it on as it is")));
	return (print(&b));
}
