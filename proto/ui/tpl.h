/*
 * tpl -- what compiled templates call; nobody else does.
 *
 * tpl_show picks by the C type of what is shown; a type that is not in the
 * list does not compile.  Everything but tpl_markup (the template's own text)
 * is escaped here, through html.h.
 */
#ifndef PROTO_UI_TPL_H
#define PROTO_UI_TPL_H

#include "proto/ui/html.h"

void tpl_markup(struct html *h, const char *s, size_t n);

void tpl_str(struct html *h, const char *s); /* NULL is "" */
void tpl_span(struct html *h, struct span s);
void tpl_int(struct html *h, long long i);
void tpl_uint(struct html *h, unsigned long long u);
void tpl_bool(struct html *h, bool yes); /* sí, no */

/* The branches are names of functions. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define TPL_PICK(x, of_str, of_span, of_bool, of_int, of_uint)                 \
	_Generic((x),                                                          \
	    char *: of_str,                                                    \
	    const char *: of_str,                                              \
	    struct span: of_span,                                              \
	    bool: of_bool,                                                     \
	    short: of_int,                                                     \
	    int: of_int,                                                       \
	    long: of_int,                                                      \
	    long long: of_int,                                                 \
	    unsigned char: of_uint,                                            \
	    unsigned short: of_uint,                                           \
	    unsigned: of_uint,                                                 \
	    unsigned long: of_uint,                                            \
	    unsigned long long: of_uint)
/* NOLINTEND(bugprone-macro-parentheses) */
#define tpl_show(h, x)                                                         \
	TPL_PICK(x, tpl_str, tpl_span, tpl_bool, tpl_int, tpl_uint)((h), (x))

/* Is there something to say? */
bool tpl_some_str(const char *s);
bool tpl_some_span(struct span s);
bool tpl_some_int(long long i);
bool tpl_some_uint(unsigned long long u);
bool tpl_some_any(const void *p);
#define tpl_true(x)                                                            \
	_Generic((x),                                                          \
	    char *: tpl_some_str,                                              \
	    const char *: tpl_some_str,                                        \
	    struct span: tpl_some_span,                                        \
	    bool: tpl_some_uint,                                               \
	    short: tpl_some_int,                                               \
	    int: tpl_some_int,                                                 \
	    long: tpl_some_int,                                                \
	    long long: tpl_some_int,                                           \
	    unsigned char: tpl_some_uint,                                      \
	    unsigned short: tpl_some_uint,                                     \
	    unsigned: tpl_some_uint,                                           \
	    unsigned long: tpl_some_uint,                                      \
	    unsigned long long: tpl_some_uint,                                 \
	    default: tpl_some_any)(x)

/* A piece of an address, percent-encoded. */
void tpl_url_str(struct html *h, const char *s);
void tpl_url_span(struct html *h, struct span s);
#define tpl_url(h, x)                                                          \
	TPL_PICK(x, tpl_url_str, tpl_url_span, tpl_uint, tpl_int, tpl_uint)    \
	((h), (x))
/* A whole address; one that is neither here nor on the web becomes "#". */
void tpl_href(struct html *h, const char *s);
/* Paragraphs that somebody wrote: their line ends are kept. */
void tpl_lines_str(struct html *h, const char *s);
void tpl_lines_span(struct html *h, struct span s);
#define tpl_lines(h, x)                                                        \
	_Generic((x),                                                          \
	    char *: tpl_lines_str,                                             \
	    const char *: tpl_lines_str,                                       \
	    struct span: tpl_lines_span)((h), (x))

void tpl_num(struct html *h, long long n);     /* 12,345 */
void tpl_day(struct html *h, int64_t day);     /* 25 nov 2026 */
void tpl_weekday(struct html *h, int64_t day); /* mié 25 nov */
void tpl_time(struct html *h, int64_t at);     /* 25 nov 2026, 10:30 */
void tpl_icon(struct html *h, const char *name, const char *classes);
void tpl_asset(struct html *h, const char *name);
void tpl_nonce(struct html *h);
void tpl_csrf(struct html *h); /* the hidden field of every form */
/* What keeps the form that goes to that address while it is written. */
void tpl_draft(struct html *h, const char *action);

/* Values of a sentence. */
struct tpl_arg {
	struct span s;
	char digits[28];
	int64_t n;
};
struct tpl_arg tpl_arg_str(const char *s);
struct tpl_arg tpl_arg_span(struct span s);
struct tpl_arg tpl_arg_int(long long n);
struct tpl_arg tpl_arg_uint(unsigned long long n);
#define tpl_arg(x)                                                             \
	TPL_PICK(x, tpl_arg_str, tpl_arg_span, tpl_arg_uint, tpl_arg_int,      \
	    tpl_arg_uint)                                                      \
	(x)
void
tpl_say(struct html *h, const char *es, size_t n, const struct tpl_arg *arg);
/* arg[0] is how many. */
void tpl_many(struct html *h, const char *one, const char *many, size_t n,
    const struct tpl_arg *arg);

#endif
