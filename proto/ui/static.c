#include "proto/ui/static.h"

#include "proto/ui/assets.h"

static bool
takes_gzip(const struct request *q)
{
	const char *s = serve_header(q, "Accept-Encoding");
	const char *p = s == NULL ? NULL : strstr(s, "gzip");

	return (p != NULL && strncmp(p, "gzip;q=0", 8) != 0);
}

static const struct asset *
find(const char *name)
{
	for (const struct asset *a = assets; a->path != NULL; a++)
		if (strcmp(a->path, name) == 0)
			return (a);
	return (NULL);
}

/* Past "VERSION/", when it is there. */
static const char *
unversioned(const char *path, bool *current)
{
	size_t n = strlen(assets_version);
	const char *slash = strchr(path, '/');

	*current = strncmp(path, assets_version, n) == 0 && path[n] == '/';
	/* A page of an older program asks with its version: give ours. */
	return (
	    slash != NULL && (size_t)(slash - path) == n ? slash + 1 : path);
}

static err_t
body(const struct asset *a, struct request *q, struct response *r)
{
	if (a->gz == NULL)
		return (buf_put(&r->body, a->bytes, a->size));
	response_header(r, "Vary", "Accept-Encoding");
	if (!takes_gzip(q))
		return (buf_put(&r->body, a->bytes, a->size));
	response_header(r, "Content-Encoding", "gzip");
	return (buf_put(&r->body, a->gz, a->gz_size));
}

void
static_serve(void *ctx, struct request *q, struct response *r)
{
	const char *known = serve_header(q, "If-None-Match");
	const struct asset *a;
	bool current;

	(void)ctx;
	a = find(unversioned(serve_rest(q), &current));
	if (a == NULL) {
		r->status = 404;
		return;
	}
	r->type = a->type;
	response_header(r, "Content-Security-Policy", "default-src 'none'");
	response_header(r, "X-Content-Type-Options", "nosniff");
	response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
	response_header(r, "Cache-Control", "%s",
	    current ? "private, max-age=31536000, immutable"
		    : "private, no-cache");
	response_header(r, "ETag", "%s", a->etag);
	if (known != NULL && strcmp(known, a->etag) == 0)
		r->status = 304;
	else if (body(a, q, r) != NULL)
		r->status = 500;
}
