#include "hub/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/domain/rule.h"

#define DAY         86400
#define SERVER_SOON 30 /* days before an end is mentioned */
#define CA_SOON     730
#define SILENT      30 /* days without contact */

struct exam {
	struct house *h;
	struct cmd *c;
	struct buf b;
	bool json;
	size_t n;
	int64_t now;
};

static void
exam_end(struct exam *x)
{
	buf_free(&x->b);
}

/* what: a stable word for scripts. */
static err_t PRINTF(5, 6) found(struct exam *x, const char *what,
    const char *level, const char *about, const char *fmt, ...)
{
	char text[LIMIT_SHORT_BYTES];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	x->n++;
	if (!x->json)
		return (buf_fmt(&x->b, "%s: %s%s%s: %s\n", level, what,
		    about[0] == '\0' ? "" : " ", about, text));
	TRY(buf_fmt(&x->b, "%s{\"what\":\"%s\",\"level\":\"%s\",\"about\":",
	    x->n == 1 ? "" : ",", what, level));
	TRY(json_put_text(&x->b, span_str(about)));
	TRY(buf_str(&x->b, ",\"text\":"));
	TRY(json_put_text(&x->b, span_str(text)));
	return (buf_str(&x->b, "}"));
}

static bool
english(const struct exam *x)
{
	return (x->c->lang != NULL && strcmp(x->c->lang, "en") == 0);
}

static err_t
cert_end(
    struct exam *x, const char *about, int64_t until, int64_t soon, bool worse)
{
	int64_t days = (until - x->now) / DAY;

	if (until - x->now > soon * DAY)
		return (NULL);
	if (until <= x->now)
		return (
		    found(x, "certificate", worse ? "error" : "warning", about,
			english(x) ? "ended %lld days ago"
				   : "venció hace %lld días",
			(long long)-days));
	return (found(x, "certificate", "warning", about,
	    english(x) ? "ends in %lld days" : "vence en %lld días",
	    (long long)days));
}

static err_t
own_certs(struct exam *x)
{
	CLEAN(buf_free) struct buf pem = BUF(LIMIT_PEM_BYTES);
	char *path = house_path(x->h->dir, "server.pem");
	struct cert_info i;
	err_t e = file_read(path, &pem);

	mem_free(path);
	TRY(cert_read(buf_all(&x->h->ca_pem), &i));
	TRY(cert_end(x, "ca.pem", i.not_after, CA_SOON, true));
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL); /* serve makes it */
	TRY(e);
	TRY(cert_read(buf_all(&pem), &i));
	return (cert_end(x, "server.pem", i.not_after, SERVER_SOON, true));
}

static err_t
files(struct exam *x)
{
	static const char *const secret[] = { "hub.key", "ca.key", "hub.db" };

	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++) {
		char *path = house_path(x->h->dir, secret[i]);
		struct stat st;
		int r = stat(path, &st);

		mem_free(path);
		if (r != 0)
			return (err_new(
			    ERR_SYSTEM, "%s: %s", secret[i], strerror(errno)));
		if ((st.st_mode & 077) != 0)
			TRY(found(x, "file", "error", secret[i],
			    english(x) ? "others may read it (mode %03o)"
				       : "otros pueden leerlo (modo %03o)",
			    (unsigned)st.st_mode & 0777));
	}
	return (NULL);
}

static err_t
node_see(void *ctx, const struct reg_node *n)
{
	struct exam *x = ctx;
	int64_t silent = (x->now - n->contact) / DAY;
	char about[32];

	if (n->status != CODE_node_status_active ||
	    memcmp(n->key, x->h->pub, KEY_LEN) == 0)
		return (NULL);
	(void)snprintf(about, sizeof(about), "node %lld", (long long)n->no);
	TRY(cert_end(x, about, n->until, LIMIT_NODE_SOON, false));
	if (n->contact == 0)
		TRY(found(x, "contact", "warning", about,
		    english(x) ? "%s was never heard of"
			       : "%s nunca se ha comunicado",
		    n->computer));
	else if (silent >= SILENT)
		TRY(found(x, "contact", "warning", about,
		    english(x) ? "%s: silent for %lld days"
			       : "%s: sin contacto desde hace %lld días",
		    n->computer, (long long)silent));
	if (n->backlog > 0)
		TRY(found(x, "backlog", "warning", about,
		    english(x) ? "%s: %lld changes have not arrived"
			       : "%s: faltan por llegar %lld cambios",
		    n->computer, (long long)n->backlog));
	if (n->skew > RULE_SKEW_S || n->skew < -RULE_SKEW_S)
		TRY(found(x, "clock", "warning", about,
		    english(x) ? "%s: its clock is %lld seconds off"
			       : "%s: su reloj difiere %lld segundos",
		    n->computer, (long long)n->skew));
	return (NULL);
}

static err_t
store_whole(struct exam *x, bool *damaged)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_PAGE_BYTES);
	err_t e = db_check(x->h->st.db, &report);

	*damaged = false;
	if (e == NULL)
		return (NULL);
	if (e->code != ERR_DAMAGED)
		return (e);
	*damaged = true;
	return (found(x, "store", "error", "hub.db", "%.900s",
	    report.n > 0 ? (const char *)report.p : "integrity_check"));
}

err_t
doctor_check(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(exam_end)
	struct exam x = { .h = h,
		.c = c,
		.json = cli->json,
		.now = clock_now(),
		.b = BUF(LIMIT_PAGE_BYTES) };
	FILE *out = c->out == NULL ? stdout : c->out;
	bool damaged;

	if (x.json)
		TRY(buf_str(&x.b, "{\"findings\":["));
	TRY(store_whole(&x, &damaged));
	TRY(files(&x));
	TRY(own_certs(&x));
	TRY(registry_nodes(h->st.db, 0, node_see, &x));
	if (x.json)
		TRY(buf_str(&x.b, "]}\n"));
	else if (x.n == 0)
		TRY(buf_str(&x.b, english(&x) ? "Everything is in order.\n"
					      : "Todo está en orden.\n"));
	if (fwrite(x.b.p, 1, x.b.n, out) != x.b.n)
		return (err_new(ERR_STORE, "the answer could not be written"));
	if (damaged)
		return (err_new(ERR_DAMAGED, "hub.db is damaged"));
	return (NULL);
}
