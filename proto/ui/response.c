#include "proto/ui/response.h"

#include <stdarg.h>
#include <stdio.h>

#include "proto/base/mem.h"

void
response_header(struct response *r, const char *name, const char *fmt, ...)
{
	char *v = NULL, *o;
	va_list ap;
	int n;

	must(r->headers < RESPONSE_HEADERS);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	must(n >= 0);
	v = mem_new((size_t)n + 1);
	va_start(ap, fmt);
	n = vsnprintf(v, (size_t)n + 1, fmt, ap);
	va_end(ap);
	must(n >= 0);
	o = v;
	for (const char *p = v; *p != '\0'; p++)
		if ((unsigned char)*p >= ' ' && *p != 0x7f)
			*o++ = *p;
	*o = '\0';
	r->header[r->headers].name = name;
	r->header[r->headers++].value = v;
}

void
response_secure(struct response *r)
{
	response_header(r, "Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
	    "script-src 'self'; font-src 'self'; connect-src 'self'; "
	    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
	response_header(r, "X-Content-Type-Options", "nosniff");
	response_header(r, "Referrer-Policy", "no-referrer");
	response_header(r, "Cache-Control", "no-store");
}

void
response_page(struct response *r, const char *nonce)
{
	response_header(r, "Content-Security-Policy",
	    "default-src 'none'; script-src 'self' 'nonce-%s'; "
	    "style-src 'self'; img-src 'self'; font-src 'self'; "
	    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
	    "trusted-types htmx",
	    nonce);
	response_header(r, "X-Content-Type-Options", "nosniff");
	response_header(r, "Referrer-Policy", "same-origin");
	response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
	response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
	response_header(r, "Cache-Control", "no-store");
}

void
response_keep(struct response *r, const char *etag)
{
	for (size_t i = 0; i < r->headers; i++) {
		if (strcmp(r->header[i].name, "Cache-Control") != 0)
			continue;
		mem_free(r->header[i].value);
		r->header[i].value = mem_dup("private, no-cache");
	}
	response_header(r, "ETag", "%s", etag);
}

struct response
response_move(struct response *r)
{
	struct response was = *r;

	*r = (struct response){ .body = BUF(was.body.max) };
	return (was);
}

void
response_free(struct response *r)
{
	for (size_t i = 0; i < r->headers; i++)
		mem_free(r->header[i].value);
	r->headers = 0;
	r->status = 0;
	r->type = NULL;
	buf_free(&r->body);
}
