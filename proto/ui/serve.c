#include "proto/ui/serve.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/say.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/ui/serve_in.h"

/* ---- peers -------------------------------------------------------------- */

void
serve_peer_start(struct serve_peer *p, void (*free)(struct serve_peer *))
{
	p->refs = 1;
	p->state = SERVE_HEADER;
	p->free = free;
}

void
serve_peer_hold(struct serve_peer *p)
{
	must(atomic_fetch_add(&p->refs, 1) > 0);
}

void
serve_peer_drop(struct serve_peer *p)
{
	if (p != NULL && atomic_fetch_sub(&p->refs, 1) == 1)
		p->free(p);
}

/* ---- answers from any thread -------------------------------------------- */

void
serve_answer(struct request *q, struct response *r)
{
	struct yard *y = q->yard;
	bool gone;

	pthread_mutex_lock(&y->lock);
	must(q->owned);
	q->owned = false;
	if (!q->ready) {
		q->response = response_move(r);
		q->ready = true;
	}
	gone = q->c == NULL;
	if (q->asleep)
		serve_run_wake(q);
	pthread_mutex_unlock(&y->lock);
	if (gone)
		serve_run_free(q);
	response_free(r);
}

void
serve_more(struct request *q)
{
	pthread_mutex_lock(&q->yard->lock);
	q->more = true;
	if (q->asleep && !q->ended) {
		q->more = false;
		serve_run_wake(q);
	}
	pthread_mutex_unlock(&q->yard->lock);
}

/* ---- the request, for its handler --------------------------------------- */

const char *
serve_method(const struct request *q)
{
	return (q->method);
}

const char *
serve_path(const struct request *q)
{
	return (q->path);
}

const char *
serve_rest(const struct request *q)
{
	return (q->path + strlen(q->route->path));
}

static const char *
value(const struct request *q, enum MHD_ValueKind kind, const char *name)
{
	const char *v;

	must(q->c != NULL);
	v = MHD_lookup_connection_value(q->c, kind, name);
	return (v != NULL && text_valid(span_str(v)) ? v : NULL);
}

const char *
serve_query(const struct request *q, const char *name)
{
	return (value(q, MHD_GET_ARGUMENT_KIND, name));
}

struct nth {
	size_t left;
	const char *name, *value;
};

static enum MHD_Result
count(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct nth *n = ctx;

	(void)kind;
	if (n->left-- > 0)
		return (MHD_YES);
	n->name = name;
	n->value = value == NULL ? "" : value;
	return (MHD_NO);
}

bool
serve_query_at(
    const struct request *q, size_t i, const char **name, const char **value)
{
	struct nth n = { .left = i };

	(void)MHD_get_connection_values(q->c, MHD_GET_ARGUMENT_KIND, count, &n);
	if (n.name == NULL)
		return (false);
	*name = text_valid(span_str(n.name)) ? n.name : "";
	*value = text_valid(span_str(n.value)) ? n.value : "";
	return (true);
}

const char *
serve_header(const struct request *q, const char *name)
{
	return (value(q, MHD_HEADER_KIND, name));
}

const char *
serve_cookie(const struct request *q, const char *name)
{
	return (value(q, MHD_COOKIE_KIND, name));
}

struct serve_peer *
serve_peer(const struct request *q)
{
	return (q->peer);
}

struct span
serve_body(const struct request *q)
{
	return (buf_all(&q->body));
}

int64_t
serve_length(const struct request *q)
{
	return (q->length);
}

/* A form that is none, or too large, has no fields. */
static const struct form *
form(struct request *q)
{
	err_t e;

	const char *type = serve_header(q, "Content-Type");

	if (q->form_read)
		return (&q->upload.form);
	q->form_read = true;
	if (type != NULL && strncmp(type, "multipart/", 10) == 0)
		e = upload_take(&q->arena, type, buf_all(&q->body), &q->upload);
	else
		e = form_take(&q->arena, buf_all(&q->body), &q->upload.form);
	if (e != NULL) {
		q->upload = (struct upload){ .files = 0 };
		say_err("serve", e);
	}
	return (&q->upload.form);
}

const struct upload_file *
upload_get(struct request *q, const char *field)
{
	(void)form(q);
	for (size_t i = 0; i < q->upload.files; i++)
		if (strcmp(q->upload.file[i].field, field) == 0)
			return (&q->upload.file[i]);
	return (NULL);
}

const char *
serve_form(struct request *q, const char *name, size_t i)
{
	return (form_get(form(q), name, i));
}

void
serve_form_set(struct request *q, const char *name, const char *value)
{
	struct form *f = &q->upload.form;
	struct form_field *v;

	(void)form(q);
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->field[i].name, name) == 0) {
			f->field[i].value =
			    arena_dup(&q->arena, span_str(value));
			return;
		}
	v = arena_new(&q->arena, (f->n + 1) * sizeof(*v));
	if (f->n > 0)
		memcpy(v, f->field, f->n * sizeof(*v));
	v[f->n].name = arena_dup(&q->arena, span_str(name));
	v[f->n].value = arena_dup(&q->arena, span_str(value));
	f->field = v;
	f->n++;
}

err_t
serve_replay(
    struct request *q, const char *method, const char *path, struct span form)
{
	struct upload u = { .files = 0 };

	TRY(form_take(&q->arena, form, &u.form));
	q->method = arena_dup(&q->arena, span_str(method));
	q->path = arena_dup(&q->arena, span_str(path));
	q->upload = u;
	q->form_read = true;
	return (NULL);
}

bool
serve_form_at(struct request *q, size_t i, const char **name, const char **v)
{
	const struct form *f = form(q);

	if (i >= f->n)
		return (false);
	*name = f->field[i].name;
	*v = f->field[i].value;
	return (true);
}

struct arena *
serve_arena(struct request *q)
{
	return (&q->arena);
}

void
serve_state_set(struct request *q, void *state)
{
	q->state = state;
}

void *
serve_state(const struct request *q)
{
	return (q->state);
}

/* ---- opening and closing ------------------------------------------------ */

static err_t
listen_on(const char *addr, uint16_t port, int *out, uint16_t *bound)
{
	struct addrinfo hint = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM },
			*ai = NULL;
	struct sockaddr_storage at;
	socklen_t n = sizeof(at);
	char service[8];
	int fd, on = 1, why = 0;

	memset(&at, 0, sizeof(at));
	snprintf(service, sizeof(service), "%u", (unsigned)port);
	if (getaddrinfo(addr, service, &hint, &ai) != 0)
		return (err_new(ERR_CONFIG, "%s is no address", addr));
	fd = socket(
	    ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 ||
	    listen(fd, SOMAXCONN) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		why = errno;
	freeaddrinfo(ai);
	if (why != 0) {
		if (fd >= 0)
			close(fd);
		return (err_new(ERR_SYSTEM, "cannot listen on %s port %u: %s",
		    addr, (unsigned)port, strerror(why)));
	}
	*bound = ntohs(at.ss_family == AF_INET6
			   ? ((struct sockaddr_in6 *)(void *)&at)->sin6_port
			   : ((struct sockaddr_in *)(void *)&at)->sin_port);
	*out = fd;
	return (NULL);
}

/* The library's threads take no signals: those are main's. */
static struct MHD_Daemon *
start(struct serve *s, int fd)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD |
			 MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
			 MHD_USE_SUPPRESS_DATE_NO_CLOCK;
	unsigned most = s->conf.connections != 0 ? s->conf.connections
						 : LIMIT_HTTP_CONNECTIONS;
	struct MHD_OptionItem more[] = {
		{ MHD_OPTION_LISTEN_SOCKET, fd, NULL },
		{ MHD_OPTION_THREAD_POOL_SIZE, s->conf.threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_Daemon *d;
	sigset_t all, was;

	if (fd < 0) {
		flags |= MHD_USE_NO_LISTEN_SOCKET;
		more[0] = more[1];
		more[1] = more[2];
	}
	if (s->conf.threads < 2)
		more[fd < 0 ? 0 : 1].option = MHD_OPTION_END;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	d = MHD_start_daemon(flags, 0, NULL, NULL, serve_run_access, s,
	    MHD_OPTION_EXTERNAL_LOGGER, serve_run_log, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT, most,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HTTP_MEMORY,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIMIT_HTTP_IDLE_S,
	    MHD_OPTION_NOTIFY_COMPLETED, serve_run_completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, serve_run_connection, s,
	    MHD_OPTION_ARRAY, more, MHD_OPTION_END);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return (d);
}

static struct yard *
yard_new(void)
{
	struct yard *y = mem_new(sizeof(*y));
	pthread_condattr_t a;

	must(pthread_mutex_init(&y->lock, NULL) == 0);
	must(pthread_condattr_init(&a) == 0);
	must(pthread_condattr_setclock(&a, CLOCK_MONOTONIC) == 0);
	must(pthread_cond_init(&y->calm, &a) == 0);
	pthread_condattr_destroy(&a);
	y->refs = 1;
	return (y);
}

static void
serve_free(struct serve *s)
{
	for (size_t i = 0; s->peer != NULL && i < LIMIT_HTTP_PEERS; i++)
		serve_peer_drop(s->peer[i]);
	mem_free(s->peer);
	serve_run_yard_drop(s->yard);
	mem_free(s);
}

err_t
serve_open(struct serve **sp, const struct serve_conf *conf)
{
	struct serve *s;
	uint16_t port = 0;
	int fd = -1;

	must(conf->routes != NULL);
	if (conf->addr != NULL)
		TRY(listen_on(conf->addr, conf->port, &fd, &port));
	s = mem_new(sizeof(*s));
	s->conf = *conf;
	s->port = port;
	s->yard = yard_new();
	if (fd < 0)
		s->peer = mem_new(LIMIT_HTTP_PEERS * sizeof(*s->peer));
	if ((s->daemon = start(s, fd)) == NULL) {
		if (fd >= 0)
			close(fd);
		serve_free(s);
		return (err_new(ERR_SYSTEM, "the HTTP server did not start"));
	}
	*sp = s;
	return (NULL);
}

uint16_t
serve_port(const struct serve *s)
{
	return (s->port);
}

err_t
serve_adopt(struct serve *s, int fd, struct serve_peer *peer)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(1) };

	must(s->peer != NULL);
	if (fd < 0 || fd >= LIMIT_HTTP_PEERS) {
		if (fd >= 0)
			close(fd);
		return (err_new(ERR_LIMIT, "too many connections"));
	}
	if (peer != NULL)
		serve_peer_hold(peer);
	serve_peer_drop(atomic_exchange(&s->peer[fd], peer));
	if (MHD_add_connection(
		s->daemon, fd, (struct sockaddr *)&a, sizeof(a)) != MHD_YES)
		return (err_new(ERR_BUSY, "too many connections"));
	return (NULL);
}

/* Wait until nothing is at work, for so long at most. */
static void
calm_down(struct yard *y, int ms)
{
	struct timespec t;
	int64_t until = clock_mono_ms() + ms;

	t.tv_sec = (time_t)(until / 1000);
	t.tv_nsec = (long)(until % 1000) * 1000000;
	while (y->working > 0 &&
	       pthread_cond_timedwait(&y->calm, &y->lock, &t) == 0)
		;
}

void
serve_close(struct serve **sp)
{
	struct serve *s = *sp;
	struct yard *y;
	struct request *q;

	if (s == NULL)
		return;
	y = s->yard;
	pthread_mutex_lock(&y->lock);
	y->stopping = true;
	calm_down(y, LIMIT_STOP_MS);
	while ((q = y->asleep) != NULL) {
		q->cut = !q->ended;
		q->ready = q->ready || q->ended;
		q->response.status = 503;
		serve_run_wake(q);
	}
	pthread_mutex_unlock(&y->lock);
	MHD_stop_daemon(s->daemon);
	serve_free(s);
	*sp = NULL;
}
