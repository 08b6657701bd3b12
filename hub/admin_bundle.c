/*
 * admin_bundle -- bundles on a stick, as a person at the hub takes them.
 */
#include <stdio.h>
#include <string.h>

#include "hub/admin_in.h"
#include "hub/courier.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"

#define ASIDE      "quarantine" /* in the hub's folder */
#define PATH_BYTES 4096

struct taking {
	struct house *h;
	struct cmd *c;
	struct cli *cli;
	const char *path;
	struct buf file, answer, to, said;
	struct courier_told told;
	struct err first; /* what the command ends with */
};

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (slash == NULL ? path : slash + 1);
}

/* "DIR/name-r.mesas": where the answer goes. */
static err_t
name_answer(struct taking *t)
{
	const char *out = cli_opt(t->cli, "out"), *base = base_of(t->path);
	size_t n = strlen(base), end = strlen(BUNDLE_SUFFIX);

	if (n > end && strcmp(base + n - end, BUNDLE_SUFFIX) == 0)
		n -= end;
	buf_clear(&t->to);
	if (out != NULL)
		TRY(buf_fmt(&t->to, "%s/", out));
	else
		TRY(buf_span(
		    &t->to, span_of(t->path, (size_t)(base - t->path))));
	return (buf_fmt(&t->to, "%.*s-r" BUNDLE_SUFFIX, (int)n, base));
}

/* What a revoked computer sent is kept, unread, for people to look into. */
static err_t
set_aside(struct taking *t)
{
	char *dir = house_path(t->h->dir, ASIDE);
	char name[PATH_BYTES];
	struct hasher s;
	struct hash d;
	err_t e;

	hash_start(&s, "");
	hash_add(&s, t->file.p, t->file.n);
	hash_end(&s, &d);
	(void)snprintf(name, sizeof(name), "%s/%02x%02x%02x%02x%02x%02x%s", dir,
	    d.b[0], d.b[1], d.b[2], d.b[3], d.b[4], d.b[5], BUNDLE_SUFFIX);
	e = file_mkdir(dir, 0700);
	if (e == NULL)
		e = file_replace(name, buf_all(&t->file), 0600);
	mem_free(dir);
	return (e);
}

static err_t
say_json(struct taking *t, const struct err *why)
{
	struct buf *b = &t->said;
	const struct courier_told *k = &t->told;

	TRY(buf_str(b, "{"));
	TRY(admin_pair(b, "file", t->path));
	if (k->known) {
		TRY(admin_pair(b, "office", k->office));
		TRY(admin_pair(b, "computer", k->computer));
	}
	if (why->code != ERR_NONE) {
		TRY(admin_pair(b, "error", err_name(why->code)));
		TRY(admin_pair(b, "text", why->text));
		return (buf_str(b, "}\n"));
	}
	TRY(admin_pair(b, "answer", (const char *)t->to.p));
	TRY(buf_fmt(b,
	    ",\"commits\":%u,\"positions\":%u,\"more\":%s,\"renewed\":%s",
	    k->got.commits, k->got.positions, k->more ? "true" : "false",
	    k->renewed ? "true" : "false"));
	if (k->got.err.code != ERR_NONE) {
		TRY(admin_pair(b, "refused", err_name(k->got.err.code)));
		TRY(admin_pair(b, "refused_text", k->got.err.text));
	}
	return (buf_str(b, "}\n"));
}

static err_t
say_words(struct taking *t, const struct err *why)
{
	bool en = admin_english(t->c);
	const struct courier_told *k = &t->told;

	TRY(buf_fmt(&t->said, "%s: ", t->path));
	if (k->known)
		TRY(buf_fmt(&t->said, "%s (%s): ", k->office, k->computer));
	if (why->code == ERR_NONE)
		return (buf_fmt(&t->said,
		    en ? "%u new changes; the answer is %s\n"
		       : "%u cambios nuevos; la respuesta es %s\n",
		    k->got.commits, (const char *)t->to.p));
	TRY(buf_fmt(&t->said, "%s\n  %s\n",
	    err_sentence(why->code, en ? "en" : "es"), why->text));
	if (why->code == ERR_REVOKED)
		return (buf_fmt(&t->said,
		    en ? "  kept unread in %s\n"
		       : "  se guardó sin leer en %s\n",
		    ASIDE));
	return (NULL);
}

static err_t
take(struct taking *t)
{
	buf_clear(&t->file);
	buf_clear(&t->answer);
	t->told = (struct courier_told){ .known = false };
	TRY(file_read(t->path, &t->file));
	TRY(courier_read(
	    t->h, buf_all(&t->file), clock_now(), &t->answer, &t->told));
	TRY(name_answer(t));
	return (file_replace((const char *)t->to.p, buf_all(&t->answer), 0644));
}

static err_t
take_all(struct taking *t)
{
	for (size_t i = 0; i < t->cli->words; i++) {
		struct err why = { ERR_NONE, "" };
		err_t e;

		t->path = t->cli->word[i];
		if ((e = take(t)) != NULL)
			why = *e;
		if (t->first.code == ERR_NONE)
			t->first = why;
		if (why.code == ERR_REVOKED)
			TRY(set_aside(t));
		TRY(t->cli->json ? say_json(t, &why) : say_words(t, &why));
	}
	return (admin_answer(t->c, &t->said));
}

err_t
admin_bundle_read(struct house *h, struct cmd *c, struct cli *cli)
{
	struct taking t = { .h = h,
		.c = c,
		.cli = cli,
		.file = BUF(LIMIT_BUNDLE_BYTES),
		.answer = BUF(LIMIT_BUNDLE_BYTES),
		.to = BUF(PATH_BYTES),
		.said = BUF(LIMIT_PAGE_BYTES),
		.first = { ERR_NONE, "" } };
	err_t e = take_all(&t);

	buf_free(&t.file);
	buf_free(&t.answer);
	buf_free(&t.to);
	buf_free(&t.said);
	TRY(e);
	if (t.first.code != ERR_NONE)
		return (err_new(t.first.code, "%s", t.first.text));
	return (NULL);
}
