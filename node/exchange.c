#include "node/exchange.h"

#include <stdio.h>

#include "node/answer.h"
#include "node/road.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/say.h"
#include "proto/log/place.h"

static bool
english(const struct exchange *x)
{
	return (strcmp(x->lang, "en") == 0);
}

static void
tell(const struct exchange *x, const char *es, const char *en)
{
	if (x->progress)
		(void)fprintf(stderr, "%s\n", english(x) ? en : es);
}

/* ---- what the engine asks and tells ------------------------------------- */

static err_t
leaving(void *ctx, const uint8_t log[LOG_ID_LEN], uint32_t to,
    const struct hash *head)
{
	struct exchange *x = ctx;
	char *path = office_path(x->o->dir, OFFICE_INSTANCE);
	err_t e = instance_leaving(path, log, to, head);

	mem_free(path);
	return (e);
}

static void
measured(void *ctx, int64_t offset)
{
	struct exchange *x = ctx;

	x->measured = true;
	x->o->clock.known = true;
	x->o->clock.s = offset;
	x->o->desk.offset = offset;
}

static void
space(void *ctx, const char *name, bool gained)
{
	struct exchange *x = ctx;

	if (!x->progress)
		return;
	if (english(x))
		(void)fprintf(stderr, "%s space %s\n",
		    gained ? "new" : "no longer here:", name);
	else
		(void)fprintf(stderr, "%s %s\n",
		    gained ? "espacio nuevo:" : "este equipo ya no recibe:",
		    name);
}

/* ---- the run ------------------------------------------------------------ */

void
exchange_env(struct exchange *x, struct sync_env *env)
{
	*env = (struct sync_env){ .st = &x->o->st,
		.key = x->o->key,
		.sw = OFFICE_SOFTWARE,
		.offset = x->o->clock.s,
		.heard = x->o->clock.last_sync,
		.ctx = x,
		.leaving = leaving,
		.clock = measured,
		.space = space };
	memcpy(env->hub, x->o->hub, KEY_LEN);
	memcpy(env->inst, x->o->inst.id, INST_LEN);
}

static err_t
engine(struct exchange *x, struct link_https *l)
{
	struct road_https r;
	struct sync_env env;
	err_t e;

	exchange_env(x, &env);
	road_open(&r, l);
	e = sync_run(&env, &r.road, &x->stats);
	road_close(&r);
	return (e);
}

/* An expired certificate that nobody revoked may still be renewed. */
static err_t
engine_renewing(struct exchange *x, struct link_https **l)
{
	struct sync_stats kept;
	err_t e = engine(x, *l);

	if (e == NULL || e->code != ERR_EXPIRED)
		return (e);
	kept = x->stats; /* what it pushed was taken all the same */
	tell(x, "El certificado venció; se renueva.",
	    "The certificate has expired; it is renewed.");
	TRY(office_renew(x->o, *l));
	x->renewed = true;
	/* A road has one certificate all its life. */
	link_https_close(l);
	TRY(office_link(x->o, l));
	e = engine(x, *l);
	x->stats.commits_sent += kept.commits_sent;
	x->stats.ops_sent += kept.ops_sent;
	x->stats.new_epoch = x->stats.new_epoch || kept.new_epoch;
	x->stats.handed_back = x->stats.handed_back || kept.handed_back;
	return (e);
}

/* What was learnt of the clock is kept, however the sync ended. */
static err_t
keep_clock(struct exchange *x, bool done)
{
	char *path = office_path(x->o->dir, OFFICE_CLOCK);
	err_t e = NULL;

	if (done)
		x->o->clock.last_sync = offset_now(&x->o->clock);
	if (done || x->measured)
		e = offset_write(path, &x->o->clock);
	mem_free(path);
	return (e);
}

static err_t
run(struct exchange *x, struct link_https **l)
{
	struct err was;
	err_t e = engine_renewing(x, l);

	if (e != NULL) {
		was = *e;
		e = keep_clock(x, false);
		if (e != NULL)
			say_err("sync", e);
		return (err_new(was.code, "%s", was.text));
	}
	TRY(keep_clock(x, true));
	if (x->stats.handed_back)
		TRY(attach_again(x->o));
	/* Every record is confirmed; files come after. */
	if (!x->records_only && (e = attach_run(x->o, *l, &x->files)) != NULL)
		say_err("attach", e);
	if (x->renewed || !office_renew_due(x->o))
		return (NULL);
	/* There is half a life left to try again. */
	e = office_renew(x->o, *l);
	if (e != NULL)
		say_err("renew", e);
	else
		x->renewed = true;
	return (NULL);
}

err_t
exchange_lock(const struct exchange *x, int *fd)
{
	char *path = office_path(x->o->dir, OFFICE_SYNCING);
	err_t e = file_lock(path, FILE_ALONE, 0, fd);

	mem_free(path);
	TRY_FOR(e, "another sync is running");
	return (NULL);
}

err_t
exchange_run(struct exchange *x)
{
	CLEAN(link_https_close) struct link_https *l = NULL;
	CLEAN(file_unlock) int fd = -1;
	err_t e;

	TRY(exchange_lock(x, &fd));
	TRY(office_link(x->o, &l));
	tell(x, "Enlazando con el nodo central...", "Calling the hub...");
	e = run(x, &l);
	if (l != NULL)
		x->wire = *link_https_stats(l);
	return (e);
}

/* ---- what it came to ---------------------------------------------------- */

/* Accepted marks: how far each own log is confirmed, by space. */
static err_t
put_accepted(const struct exchange *x, struct buf *b)
{
	struct ledger *l = x->o->st.l;

	TRY(ledger_refresh(l));
	TRY(answer_key(b, "accepted"));
	TRY(buf_byte(b, '['));
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		uint32_t seq;

		if (i == NULL || i->mine == 0 || i->seq == 0)
			continue;
		TRY(place_last(l, no, &seq));
		TRY(answer_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(answer_str(b, "space", ledger_space_name(l, i->space)));
		TRY(answer_key(b, "log"));
		TRY(json_put_b64(b, span_of(i->id, LOG_ID_LEN)));
		TRY(answer_int(b, "accepted", seq));
		TRY(answer_int(b, "head", i->seq));
		TRY(buf_byte(b, '}'));
	}
	return (buf_byte(b, ']'));
}

err_t
exchange_json(const struct exchange *x, bool done, struct buf *b)
{
	const struct sync_stats *s = &x->stats;
	const struct link_stats *w = &x->wire;

	TRY(buf_byte(b, '{'));
	TRY(answer_yes(b, "done", done));
	TRY(answer_int(b, "requests", w->requests));
	TRY(answer_int(b, "turns", w->turns));
	TRY(answer_int(b, "http_up", (int64_t)w->http_up));
	TRY(answer_int(b, "http_down", (int64_t)w->http_down));
	TRY(answer_int(b, "tls_up", (int64_t)w->tls_up));
	TRY(answer_int(b, "tls_down", (int64_t)w->tls_down));
	TRY(answer_int(b, "handshakes", w->handshakes));
	TRY(answer_yes(b, "resumed", w->resumed > 0));
	TRY(answer_int(b, "text_up", (int64_t)s->text_sent));
	TRY(answer_int(b, "text_down", (int64_t)s->text_received));
	TRY(answer_int(b, "commits_sent", s->commits_sent));
	TRY(answer_int(b, "commits_received", s->commits_received));
	TRY(answer_int(b, "ops_sent", (int64_t)s->ops_sent));
	TRY(answer_int(b, "ops_received", (int64_t)s->ops_received));
	TRY(answer_int(b, "positions", s->positions));
	TRY(answer_int(b, "confirmed", s->confirmed));
	TRY(answer_yes(b, "again", s->resumed));
	TRY(answer_yes(b, "cut", s->cut));
	TRY(answer_yes(b, "new_epoch", s->new_epoch));
	TRY(answer_yes(b, "handed_back", s->handed_back));
	TRY(answer_yes(b, "untrusted", s->untrusted));
	TRY(answer_int(b, "retry_s", s->retry_s));
	TRY(answer_int(b, "offset_s", x->o->clock.s));
	TRY(answer_yes(b, "renewed", x->renewed));
	TRY(answer_int(b, "files_sent", x->files.sent));
	TRY(answer_int(b, "files_fetched", x->files.fetched));
	TRY(answer_int(b, "files_waiting", x->files.waiting));
	TRY(answer_int(b, "file_bytes_up", (int64_t)x->files.bytes_up));
	TRY(answer_int(b, "file_bytes_down", (int64_t)x->files.bytes_down));
	if (s->refused.code != ERR_NONE) {
		TRY(answer_str(b, "refused", err_name(s->refused.code)));
		TRY(answer_str(b, "refused_text", s->refused.text));
	}
	TRY(put_accepted(x, b));
	return (buf_str(b, "}\n"));
}

err_t
exchange_words(const struct exchange *x, struct buf *b)
{
	const struct sync_stats *s = &x->stats;
	bool en = english(x);

	TRY(buf_fmt(b,
	    en ? "sent %lu, received %lu, confirmed %lu\n"
	       : "enviados %lu, recibidos %lu, confirmados %lu\n",
	    (unsigned long)s->commits_sent, (unsigned long)s->commits_received,
	    (unsigned long)s->confirmed));
	if (x->files.sent + x->files.fetched + x->files.waiting > 0)
		TRY(buf_fmt(b,
		    en ? "files: %lu sent, %lu brought, %lu waiting\n"
		       : "archivos: %lu enviados, %lu traídos, %lu en espera\n",
		    (unsigned long)x->files.sent,
		    (unsigned long)x->files.fetched,
		    (unsigned long)x->files.waiting));
	if (s->new_epoch)
		TRY(buf_str(
		    b, en ? "a new log was begun on this computer\n"
			  : "se abrió un registro nuevo en este equipo\n"));
	if (s->handed_back)
		TRY(buf_str(
		    b, en ? "the hub had been restored; it was given back what "
			    "it lacked\n"
			  : "el nodo central fue restaurado; se le devolvió lo "
			    "que le faltaba\n"));
	if (s->untrusted)
		TRY(buf_str(
		    b, en ? "a signature of the hub did not hold: tell the "
			    "federal office\n"
			  : "una firma del nodo central no es válida: avise a "
			    "la oficina federal\n"));
	if (x->renewed)
		TRY(buf_str(b,
		    en ? "certificate renewed\n" : "certificado renovado\n"));
	return (NULL);
}
