/*
 * html -- pages, escaped by default.
 *
 * The only place where text becomes markup.  A template is a literal of ours
 * (the compiler insists: -Wformat=2), every %s in it is escaped, so that what
 * somebody wrote is text in a page, never markup and never an attribute's
 * end.  What fails (a page over its limit) is kept and told once at the end,
 * by html_end.
 */
#ifndef PROTO_UI_HTML_H
#define PROTO_UI_HTML_H

#include "proto/base/buf.h"

struct html {
	struct buf *out;
	const char *lang; /* "es" or "en" */
	/* For templates, may be NULL: of the policy of this answer, of the
	 * forms of this session, where times are told. */
	const char *nonce, *token, *zone;
	/* Puts what keeps a form that goes to that address while it is being
	 * written; NULL: nothing keeps it. */
	void (*draft)(struct html *h, const char *action);
	void *draft_ctx;
	bool failed;
	struct err err;
};

struct html html_begin(struct buf *out, const char *lang);
/* What went wrong on the way, or NULL. */
err_t html_end(const struct html *h) WUR;

/* %s: text, escaped (NULL is ""); %d, %lld, %zu, %c of ASCII; %%. */
void html_put(struct html *h, const char *fmt, ...) PRINTF(2, 3);
/* Text, escaped. */
void html_text(struct html *h, struct span s);
/* One of two sentences of ours, escaped as well. */
void html_tr(struct html *h, const char *es, const char *en);
/* Which of the two it would be. */
const char *html_pick(const struct html *h, const char *es, const char *en);

/* Escaping alone: & < > " ' become references, and what HTML does not allow
 * (control characters) becomes U+FFFD.  s is valid UTF-8. */
err_t html_escape(struct buf *out, struct span s) WUR;

#endif
