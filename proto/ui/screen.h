/*
 * screen -- which function answers an address, and who may ask it.
 *
 * Office and hub declare their screens in tables of these; each has a struct
 * page of its own, which a screen is given.  docs/pages.md tells how to add
 * one.  Here is also what every page reads of a request in the same way.
 */
#ifndef PROTO_UI_SCREEN_H
#define PROTO_UI_SCREEN_H

#include "proto/ui/serve.h"

struct page;

/* A table of these ends with a NULL method. */
struct screen {
	const char *method, *path;
	bool prefix;    /* and everything below */
	unsigned roles; /* ROLE() bits of who may; 0: everybody who entered */
	unsigned flags; /* SCREEN_x of the program */
	err_t (*run)(struct page *p);
};

/* The one whose path is longest; all ends with NULL.  HEAD is GET.  *rest:
 * bytes of the path that it took. */
const struct screen *screen_find(const struct screen *const *all,
    const char *method, const char *path, size_t *rest);

/* The i-th field of that name, without blanks around (arena); NULL: absent. */
const char *screen_field(struct request *q, const char *name, size_t i);
/* The language of who asks: what they chose (NULL or ""), their cookie, the
 * first of es and en that the browser names; Spanish when neither. */
const char *screen_lang(const struct request *q, const char *chosen);
#define SCREEN_LANG_COOKIE "mesas-idioma"
/* An address of ours to go back to, or the home page. */
const char *screen_back(const char *s);
/* 303 to an address of ours; DATA when it is none. */
err_t screen_go(struct response *r, const char *at) WUR;
/* "context: rule 7: English / español", as rules say it: what a person reads
 * (arena). */
const char *screen_rule(struct arena *a, const char *text, const char *lang);
/* An error in their language (arena). */
const char *screen_sentence(struct arena *a, err_t e, const char *lang);
/* Two sentences, the first with its end (arena). */
const char *screen_and(struct arena *a, const char *one, const char *more);
/* One more sentence into what is told on the next page. */
void screen_said(struct arena *a, char *said, size_t size, const char *s);

#endif
