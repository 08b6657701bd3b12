#include "hub/metrics.h"

#include <arpa/inet.h>
#include <ctype.h>

#include "hub/metrics_in.h"
#include "proto/base/clock.h"
#include "proto/base/pack.h"
#include "proto/base/say.h"
#include "proto/ui/guard.h"

#define TYPE "text/plain; version=0.0.4; charset=utf-8"

struct metrics {
	struct metrics_conf conf;
	char *dir;
	int64_t began;
	struct serve *serve;
	_Atomic uint16_t port; /* 0: not known yet, and nobody is answered */
};

/* ---- the format --------------------------------------------------------- */

err_t
metrics_family(
    struct buf *b, const char *name, const char *type, const char *help)
{
	return (
	    buf_fmt(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type));
}

const char *
metrics_label(struct arena *a, const char *text)
{
	char *out = arena_new(a, 2 * strlen(text) + 1), *p = out;

	for (; *text != '\0'; text++) {
		if (*text == '\\' || *text == '"' || *text == '\n')
			*p++ = '\\';
		*p++ = *text;
		if (*text == '\n')
			p[-1] = 'n';
	}
	return (out);
}

/* One sample without labels. */
static err_t
single(struct buf *b, const char *name, const char *type, const char *help,
    uint64_t v)
{
	TRY(metrics_family(b, name, type, help));
	return (buf_fmt(b, "%s %llu\n", name, (unsigned long long)v));
}

/* ---- what the process counts -------------------------------------------- */

/* One sample for each way to end, so that a rate has a zero to grow from. */
static err_t
by_code(struct buf *b, const char *name, const char *label,
    const uint64_t v[ERR_CODES], enum err_code from)
{
	char word[32];
	size_t n;

	for (int i = (int)from; i < ERR_CODES; i++) {
		const char *s =
		    i == ERR_NONE ? "ok" : err_name((enum err_code)i);

		for (n = 0; s[n] != '\0' && n + 1 < sizeof(word); n++)
			word[n] = (char)tolower((unsigned char)s[n]);
		word[n] = '\0';
		TRY(buf_fmt(b, "%s{%s=\"%s\"} %llu\n", name, label, word,
		    (unsigned long long)v[i]));
	}
	return (NULL);
}

static err_t
histogram(
    struct buf *b, const char *name, const char *help, const struct timing *t)
{
	uint64_t n = 0;

	TRY(metrics_family(b, name, "histogram", help));
	for (size_t i = 0; i < TIMING_BOUNDS; i++) {
		n += t->under[i];
		TRY(buf_fmt(b, "%s_bucket{le=\"%g\"} %llu\n", name,
		    (double)timing_bound[i] / 1000, (unsigned long long)n));
	}
	n += t->under[TIMING_BOUNDS];
	TRY(buf_fmt(
	    b, "%s_bucket{le=\"+Inf\"} %llu\n", name, (unsigned long long)n));
	TRY(buf_fmt(b, "%s_sum %.3f\n", name, (double)t->sum_ms / 1000));
	return (buf_fmt(b, "%s_count %llu\n", name, (unsigned long long)n));
}

static err_t
put_front(struct buf *b, struct front *front)
{
	struct front_stats s;

	front_stats(front, &s);
	TRY(metrics_family(b, "mesas_syncs_total", "counter",
	    "Exchanges with offices, by how they ended."));
	TRY(by_code(b, "mesas_syncs_total", "outcome", s.syncs, ERR_NONE));
	TRY(metrics_family(b, "mesas_refusals_total", "counter",
	    "Requests of offices that were refused, of any kind, by reason."));
	TRY(by_code(b, "mesas_refusals_total", "reason", s.refused,
	    (enum err_code)(ERR_NONE + 1)));
	TRY(histogram(b, "mesas_sync_duration_seconds",
	    "From the header of an exchange to its answer.", s.whole));
	TRY(histogram(b, "mesas_sync_write_duration_seconds",
	    "The same from when its body had come: queue, commit, answer.",
	    s.write));
	TRY(single(b, "mesas_received_commits_total", "counter",
	    "Commits taken from offices.", s.commits));
	TRY(single(b, "mesas_received_operations_total", "counter",
	    "Operations in them.", s.ops));
	TRY(single(b, "mesas_sync_received_bytes_total", "counter",
	    "Bytes of the bodies of exchanges.", s.bytes_in));
	return (single(b, "mesas_sync_sent_bytes_total", "counter",
	    "Bytes of their answers.", s.bytes_out));
}

static err_t
put_writer(struct buf *b, struct writer *w)
{
	struct writer_stats s;

	writer_stats(w, &s);
	TRY(single(b, "mesas_writer_jobs_total", "counter",
	    "Jobs that the writer did.", s.jobs));
	TRY(single(b, "mesas_writer_failed_jobs_total", "counter",
	    "Those of them that were taken back.", s.failed));
	TRY(single(b, "mesas_writer_groups_total", "counter",
	    "Transactions it took for them.", s.groups));
	TRY(single(b, "mesas_writer_queue_jobs", "gauge",
	    "Jobs that wait to be written or to be answered.", s.waiting));
	TRY(single(b, "mesas_writer_queue_limit_jobs", "gauge",
	    "So many may wait; then offices are told to come again.",
	    LIMIT_QUEUE_JOBS));
	return (single(b, "mesas_writer_held_bytes", "gauge",
	    "Bytes of bodies that are on their way to it.", s.held));
}

static err_t
put_doors(struct buf *b, const struct metrics_conf *c)
{
	TRY(metrics_family(
	    b, "mesas_connections", "gauge", "Open connections, by door."));
	TRY(buf_fmt(b, "mesas_connections{door=\"offices\"} %u\n",
	    tls_connections(c->offices)));
	if (c->pages == NULL)
		return (NULL);
	return (buf_fmt(b, "mesas_connections{door=\"pages\"} %u\n",
	    tls_connections(c->pages)));
}

static err_t
put_certificates(struct buf *b, const struct metrics_conf *c)
{
	const struct {
		const char *name;
		int64_t until;
	} all[] = { { "authority", c->ca_until }, { "server", c->server_until },
		{ "pages", c->pages_until } };
	int64_t now = clock_now();

	TRY(metrics_family(b, "mesas_certificate_remaining_seconds", "gauge",
	    "How long the certificates in use are still valid."));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].until != 0)
			TRY(buf_fmt(b,
			    "mesas_certificate_remaining_seconds"
			    "{certificate=\"%s\"} %lld\n",
			    all[i].name, (long long)(all[i].until - now)));
	return (NULL);
}

static err_t
put_process(struct buf *b, const struct metrics *m)
{
	TRY(metrics_family(
	    b, "mesas_build_info", "gauge", "Which program this is."));
	TRY(buf_str(b, "mesas_build_info{version=\"" MESAS_VERSION "\"} 1\n"));
	return (single(b, "process_start_time_seconds", "gauge",
	    "When the service began.", (uint64_t)m->began));
}

/* A store that cannot be read does not hide the rest. */
static err_t
put_store(struct buf *b, const struct metrics *m)
{
	CLEAN(buf_free) struct buf said = BUF(LIMIT_PAGE_BYTES / 2);
	err_t e = metrics_store(m->dir, &said);

	if (e != NULL)
		say_err("metrics", e);
	TRY(single(b, "mesas_store_readable", "gauge",
	    "Whether the store could be read just now.", e == NULL));
	return (e == NULL ? buf_span(b, buf_all(&said)) : NULL);
}

static err_t
put_all(struct buf *b, const struct metrics *m)
{
	TRY(put_process(b, m));
	TRY(put_front(b, m->conf.front));
	TRY(put_writer(b, m->conf.writer));
	TRY(put_doors(b, &m->conf));
	TRY(put_certificates(b, &m->conf));
	return (put_store(b, m));
}

/* ---- answering ---------------------------------------------------------- */

static void
answer(void *ctx, struct request *q, struct response *r)
{
	err_t e = put_all(&r->body, ctx);

	(void)q;
	r->type = TYPE;
	response_header(r, "Cache-Control", "no-store");
	if (e != NULL) {
		say_err("metrics", e);
		buf_clear(&r->body);
		r->status = 500;
	}
	/* The server's threads end without telling. */
	pack_end();
}

static void
health(void *ctx, struct request *q, struct response *r)
{
	struct metrics *m = ctx;
	bool fine = writer_room(m->conf.writer);

	(void)q;
	r->type = "text/plain; charset=utf-8";
	r->status = fine ? 200 : 503;
	if (buf_str(&r->body, fine ? "ok\n" : "busy\n") != NULL)
		r->status = 500;
}

static const struct route routes[] = {
	{ .method = "GET", .path = "/metrics", .whole = answer },
	{ .method = "GET", .path = "/healthz", .whole = health },
	{ .method = NULL },
};

/* No page of a browser on this machine reads it under another name. */
static bool
allow(void *ctx, struct request *q, struct response *r)
{
	struct metrics *m = ctx;

	if (guard_here(serve_header(q, "Host"), m->port))
		return (true);
	r->status = 403;
	return (false);
}

/* ---- opening ------------------------------------------------------------ */

static bool
loopback(const char *addr)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, addr, &four) == 1)
		return (ntohl(four.s_addr) >> 24 == 127);
	return (
	    inet_pton(AF_INET6, addr, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
}

err_t
metrics_open(struct metrics **out, const struct metrics_conf *conf)
{
	struct serve_conf serve = { .addr = conf->addr,
		.port = conf->port,
		.connections = LIMIT_METRICS_CONNS,
		.routes = routes,
		.allow = allow };
	struct metrics *m;
	err_t e;

	if (!loopback(conf->addr))
		return (err_new(ERR_USAGE,
		    "%s: only an address of this machine (127.0.0.1, [::1])",
		    conf->addr));
	m = mem_new(sizeof(*m));
	m->conf = *conf;
	m->conf.addr = NULL; /* the caller's, and not needed any more */
	m->dir = mem_dup(conf->dir);
	m->began = clock_now();
	serve.ctx = m;
	e = serve_open(&m->serve, &serve);
	if (e != NULL) {
		metrics_close(&m);
		return (e);
	}
	m->port = serve_port(m->serve);
	*out = m;
	return (NULL);
}

uint16_t
metrics_port(const struct metrics *m)
{
	return (m->port);
}

void
metrics_close(struct metrics **mp)
{
	struct metrics *m = *mp;

	if (m == NULL)
		return;
	if (m->serve != NULL)
		serve_close(&m->serve);
	mem_free(m->dir);
	mem_free(m);
	*mp = NULL;
}
