#include "node/link_https.h"

#include <curl/curl.h>
#include <stdio.h>
#include <strings.h>

#include "node/link_https_in.h"
#include "proto/base/mem.h"
#include "proto/base/text.h"

struct link_https {
	CURL *curl;
	char *url, *proxy;
	struct link_https_tls tls;
	struct link_stats stats;
	int connect_s, stall_s;
	int64_t up_bps, down_bps;
	char why[CURL_ERROR_SIZE];
	/* While a call goes on: */
	struct link_call *call;
	size_t header_bytes;
	unsigned tries; /* of the call at work */
	struct link_https_flow flow;
	bool stood;   /* its body stood still */
	int fd;       /* of the connection made last */
	err_t failed; /* of ours or of the sink */
};

/* ---- what libcurl calls ------------------------------------------------- */

static CURLcode
on_context(CURL *curl, void *ctx, void *arg)
{
	struct link_https *l = arg;

	(void)curl;
	return (link_https_tls_prepare(&l->tls, ctx) ? CURLE_OK
						     : CURLE_SSL_CERTPROBLEM);
}

static bool
header_is(struct span line, const char *name, int64_t *v)
{
	size_t n = strlen(name), from;
	char text[24];

	if (line.n <= n || strncasecmp((const char *)line.p, name, n) != 0)
		return (false);
	for (from = n; from < line.n && line.p[from] == ' '; from++)
		;
	for (n = 0;
	     from < line.n && n < sizeof(text) - 1 && line.p[from] > ' ';)
		text[n++] = (char)line.p[from++];
	text[n] = '\0';
	return (text_int(text, v) == NULL && *v >= 0);
}

static size_t
on_header(char *p, size_t one, size_t n, void *arg)
{
	struct link_https *l = arg;
	struct link_call *c = l->call;
	struct span line = span_of(p, one * n);
	int64_t v;
	long status = 0;

	l->header_bytes += line.n;
	if (l->header_bytes > LIMIT_LINK_HEADER_BYTES) {
		l->failed = err_new(ERR_LIMIT, "header of the hub's answer");
		return (0);
	}
	if (header_is(line, "Retry-After:", &v))
		c->retry_after_s = v;
	if (header_is(line, "Content-Length:", &v))
		c->length = v;
	if (header_is(line, "Upload-Offset:", &v))
		c->offset = v;
	if (line.n == 2) {
		curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, &status);
		c->status = (int)status;
	}
	return (line.n);
}

static size_t
on_data(char *p, size_t one, size_t n, void *arg)
{
	struct link_https *l = arg;

	if (l->call->sink == NULL)
		return (one * n);
	l->failed = l->call->sink(l->call->ctx, span_of(p, one * n));
	return (l->failed == NULL ? one * n : 0);
}

/* A connection is made: libcurl does not say later which one it uses. */
static int
on_socket(void *arg, curl_socket_t fd, curlsocktype kind)
{
	struct link_https *l = arg;

	(void)kind;
	l->fd = fd;
	return (CURL_SOCKOPT_OK);
}

/* The body of a call that is sent once. */
static size_t
on_body(char *p, size_t one, size_t n, void *arg)
{
	struct link_https *l = arg;
	size_t put;

	if (link_https_flow_next(&l->flow, l->fd, p, one * n, &put))
		return (put);
	l->stood = true;
	return (CURL_READFUNC_ABORT);
}

/* Before each request goes out: the second time it is libcurl's own idea. */
static int
on_request(void *arg, // NOLINTNEXTLINE(readability-non-const-parameter): curl's
    char *to, char *from, int to_port, int from_port)
{
	struct link_https *l = arg;

	(void)to, (void)from, (void)to_port, (void)from_port;
	return (l->tries++ > 0 && l->call->once ? CURL_PREREQFUNC_ABORT
						: CURL_PREREQFUNC_OK);
}

/* The only exact count of what HTTP costs, in every version of libcurl. */
static int
on_debug(CURL *curl, curl_infotype kind,
    char *p, // NOLINT(readability-non-const-parameter): curl's
    size_t n, void *arg)
{
	struct link_https *l = arg;

	(void)curl, (void)p;
	if (kind == CURLINFO_HEADER_OUT || kind == CURLINFO_DATA_OUT)
		l->stats.http_up += n;
	if (kind == CURLINFO_HEADER_IN || kind == CURLINFO_DATA_IN)
		l->stats.http_down += n;
	return (0);
}

/* ---- setting up --------------------------------------------------------- */

#define SET(option, value)                                                     \
	fine = fine && curl_easy_setopt(c, option, value) == CURLE_OK

static bool
set_road(struct link_https *l)
{
	CURL *c = l->curl;
	bool fine = true;

	SET(CURLOPT_ERRORBUFFER, l->why);
	SET(CURLOPT_VERBOSE, 1L);
	SET(CURLOPT_DEBUGFUNCTION, on_debug);
	SET(CURLOPT_DEBUGDATA, l);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_PROXY, l->proxy == NULL ? "" : l->proxy);
	SET(CURLOPT_MAXCONNECTS, 1L);
	SET(CURLOPT_TCP_FASTOPEN, 1L);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	SET(CURLOPT_TCP_KEEPIDLE, (long)LIMIT_LINK_PROBE_S);
	SET(CURLOPT_TCP_KEEPINTVL, (long)LIMIT_LINK_PROBE_S);
	SET(CURLOPT_BUFFERSIZE, 16384L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)l->connect_s);
	SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(CURLOPT_LOW_SPEED_TIME, (long)l->stall_s);
	SET(CURLOPT_MAX_SEND_SPEED_LARGE, (curl_off_t)l->up_bps);
	SET(CURLOPT_MAX_RECV_SPEED_LARGE, (curl_off_t)l->down_bps);
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, l);
	SET(CURLOPT_WRITEFUNCTION, on_data);
	SET(CURLOPT_WRITEDATA, l);
	SET(CURLOPT_SOCKOPTFUNCTION, on_socket);
	SET(CURLOPT_SOCKOPTDATA, l);
	SET(CURLOPT_PREREQFUNCTION, on_request);
	SET(CURLOPT_PREREQDATA, l);
	return (fine);
}

/* Trust, certificate and session are set on each new context. */
static bool
set_tls(struct link_https *l)
{
	CURL *c = l->curl;
	bool fine = true;

	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
	SET(CURLOPT_SSL_ENABLE_ALPN, 0L);
	SET(CURLOPT_SSL_SESSIONID_CACHE, 0L);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_CAINFO, NULL);
	SET(CURLOPT_CAPATH, NULL);
	SET(CURLOPT_SSL_CTX_FUNCTION, on_context);
	SET(CURLOPT_SSL_CTX_DATA, l);
	return (fine);
}

static err_t
start(struct link_https *l, const struct link_https_conf *conf)
{
	if (strncmp(conf->url, "https://", 8) != 0)
		return (err_new(ERR_CONFIG, "the hub's address %s is not https",
		    conf->url));
	TRY(link_https_tls_open(&l->tls, conf));
	if ((l->curl = curl_easy_init()) == NULL || !set_road(l) || !set_tls(l))
		return (err_new(ERR_SYSTEM, "libcurl"));
	return (NULL);
}

err_t
link_https_open(struct link_https **lp, const struct link_https_conf *conf)
{
	struct link_https *l;
	err_t e;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return (err_new(ERR_SYSTEM, "libcurl"));
	l = mem_new(sizeof(*l));
	l->tls.stats = &l->stats;
	l->fd = -1;
	l->url = mem_dup(conf->url);
	l->proxy = mem_dup(conf->proxy);
	for (size_t n = strlen(l->url); n > 0 && l->url[n - 1] == '/'; n--)
		l->url[n - 1] = '\0';
	l->connect_s =
	    conf->connect_s != 0 ? conf->connect_s : LIMIT_LINK_CONNECT_S;
	l->stall_s = conf->stall_s != 0 ? conf->stall_s : LIMIT_LINK_STALL_S;
	l->up_bps = conf->up_bps;
	l->down_bps = conf->down_bps;
	if ((e = start(l, conf)) != NULL) {
		link_https_close(&l);
		return (e);
	}
	*lp = l;
	return (NULL);
}

void
link_https_close(struct link_https **lp)
{
	struct link_https *l = *lp;

	if (l == NULL)
		return;
	curl_easy_cleanup(l->curl);
	link_https_tls_close(&l->tls);
	mem_free(l->url);
	mem_free(l->proxy);
	mem_free(l);
	curl_global_cleanup();
	*lp = NULL;
}

void
link_https_hang_up(struct link_https *l)
{
	CURL *old = l->curl;

	l->curl = curl_easy_init();
	must(l->curl != NULL && set_road(l) && set_tls(l));
	curl_easy_cleanup(old);
}

const struct link_stats *
link_https_stats(const struct link_https *l)
{
	return (&l->stats);
}

void
link_https_stats_clear(struct link_https *l)
{
	l->stats = (struct link_stats){ 0 };
}

err_t
link_https_root(const struct link_https *l, struct buf *pem)
{
	return (link_https_tls_root(&l->tls, pem));
}

/* ---- a call ------------------------------------------------------------- */

static bool
set_call(struct link_https *l, const char *url, struct curl_slist *headers)
{
	const struct link_call *call = l->call;
	CURL *c = l->curl;
	bool fine = true, get = strcmp(call->method, "GET") == 0;
	bool head = strcmp(call->method, "HEAD") == 0;

	SET(CURLOPT_URL, url);
	SET(CURLOPT_CUSTOMREQUEST, NULL);
	SET(CURLOPT_NOBODY, head ? 1L : 0L);
	SET(CURLOPT_HTTPHEADER, headers);
	if (head)
		return (fine);
	if (get) {
		SET(CURLOPT_HTTPGET, 1L);
		return (fine);
	}
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_CUSTOMREQUEST, call->method);
	if (call->once) {
		link_https_flow_start(&l->flow, call->body, l->stall_s);
		SET(CURLOPT_POSTFIELDS, NULL);
		SET(CURLOPT_READFUNCTION, on_body);
		SET(CURLOPT_READDATA, l);
	} else
		SET(CURLOPT_POSTFIELDS,
		    call->body.n == 0 ? "" : (const char *)call->body.p);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.n);
	return (fine);
}

static bool
header(struct curl_slist **list, const char *text)
{
	struct curl_slist *more = curl_slist_append(*list, text);

	if (more != NULL)
		*list = more;
	return (more != NULL);
}

static err_t
untrusted(const struct link_https *l)
{
	if (l->tls.why != X509_V_OK && l->tls.pinned)
		return (err_new(ERR_LINK,
		    "the hub at %s does not show the root of the invitation",
		    l->url));
	if (l->tls.why != X509_V_OK)
		return (err_new(ERR_LINK,
		    "the certificate of the hub at %s is not signed by this "
		    "office's hub",
		    l->url));
	return (err_new(ERR_LINK,
	    "the certificate of the hub at %s is for another name", l->url));
}

static err_t
timed_out(const struct link_https *l)
{
	curl_off_t greeted = 0;

	curl_easy_getinfo(l->curl, CURLINFO_APPCONNECT_TIME_T, &greeted);
	if (l->call->status == 0 && greeted == 0)
		return (err_new(ERR_LINK,
		    "the hub at %s did not answer within %d s", l->url,
		    l->connect_s));
	return (err_new(ERR_LINK, "the link to %s stood still for %d s", l->url,
	    l->stall_s));
}

/* In plain words: what a person at the desk is told. */
static err_t
explain(const struct link_https *l, CURLcode r)
{
	const char *why = l->why[0] != '\0' ? l->why : curl_easy_strerror(r);
	long os = 0;

	if (l->failed != NULL)
		return (l->failed);
	if (r == CURLE_OPERATION_TIMEDOUT || l->stood)
		return (timed_out(l));
	if (r == CURLE_PEER_FAILED_VERIFICATION)
		return (untrusted(l));
	curl_easy_getinfo(l->curl, CURLINFO_OS_ERRNO, &os);
	if (r == CURLE_COULDNT_RESOLVE_HOST || r == CURLE_COULDNT_RESOLVE_PROXY)
		return (err_new(ERR_LINK,
		    "the address of %s could not be found: no network?",
		    l->url));
	if (r == CURLE_COULDNT_CONNECT ||
	    (r == CURLE_SSL_CONNECT_ERROR && os != 0))
		return (
		    err_new(ERR_LINK, "the hub at %s could not be reached: %s",
			l->url, os == 0 ? why : strerror((int)os)));
	if (r == CURLE_PARTIAL_FILE || r == CURLE_RECV_ERROR ||
	    r == CURLE_SEND_ERROR || r == CURLE_GOT_NOTHING ||
	    r == CURLE_ABORTED_BY_CALLBACK)
		return (err_new(
		    ERR_LINK, "the link to %s was cut: %s", l->url, why));
	return (err_new(ERR_LINK, "the link to %s failed: %s", l->url, why));
}

static bool
headers_make(const struct link_call *c, struct curl_slist **list)
{
	char type[160];

	snprintf(type, sizeof(type), "Content-Type:%s%s",
	    c->type == NULL ? "" : " ", c->type == NULL ? "" : c->type);
	return (header(list, "Expect:") && header(list, "Accept:") &&
		header(list, type));
}

static void
slist_drop(struct curl_slist **l)
{
	curl_slist_free_all(*l);
}

err_t
link_https_call(struct link_https *l, struct link_call *c)
{
	CLEAN(slist_drop) struct curl_slist *list = NULL;
	CLEAN(buf_free) struct buf url = BUF(4096);
	CURLcode r;

	must(c->path[0] == '/');
	TRY(buf_fmt(&url, "%s%s", l->url, c->path));
	c->status = 0;
	c->retry_after_s = c->length = c->offset = -1;
	l->call = c;
	l->failed = NULL;
	l->header_bytes = 0;
	l->tries = 0;
	l->stood = false;
	l->why[0] = '\0';
	if (!headers_make(c, &list) || !set_call(l, (char *)url.p, list))
		return (err_new(ERR_SYSTEM, "libcurl"));
	r = curl_easy_perform(l->curl);
	l->stats.requests++;
	if (c->status != 0)
		l->stats.turns++;
	if (r != CURLE_OK || l->failed != NULL)
		return (explain(l, r));
	return (NULL);
}

err_t
link_https_post( // NOLINT(readability-function-size)
    struct link_https *l, const char *path, const char *type, struct span body,
    link_https_sink sink, void *ctx, int *status, int64_t *retry_after_s)
{
	struct link_call c = { .method = "POST",
		.path = path,
		.type = type,
		.body = body,
		.sink = sink,
		.ctx = ctx };
	err_t e = link_https_call(l, &c);

	*status = c.status;
	*retry_after_s = c.retry_after_s;
	return (e);
}
