/*
 * tplc_in -- what the reader (tplc.c) and the writer (tplc_put.c) share.
 */
#ifndef PROTO_UI_TPL_TPLC_IN_H
#define PROTO_UI_TPL_TPLC_IN_H

#include "proto/ui/tpl/tplc.h"
#include "proto/ui/tpl/tplc_place.h"

#define TPLC_WORD   128  /* a path, a type, a file */
#define TPLC_SAY    2048 /* a sentence */
#define TPLC_ARGS   8
#define TPLC_NAME   40
#define TPLC_STRING 4000 /* bytes of one C string */

struct frame {
	bool each, other; /* other: its {{else}} was met */
	int line;
	struct place from; /* where it stood at the beginning */
	struct place to;   /* and at the end of its first branch */
	bool ended;        /* to is known */
	char var[TPLC_NAME];
	char path[TPLC_WORD + 8]; /* of each: the list, as C */
};

struct tpl {
	const char *file;
	struct span in;
	int line;
	struct span word; /* inside the directive at work */
	struct place place;
	struct frame frame[TPLC_DEPTH_MAX];
	size_t depth;
	bool viewed; /* {{view}} was met */
	bool tabs;   /* only tabs since the line began */
	bool messages;
	const char *name;
	struct buf *out;
	struct buf lit; /* markup not yet written */
};

err_t tplc_bad(const struct tpl *t, const char *why) WUR;

void tplc_skip(struct tpl *t); /* blanks */
/* A small name; its end, or NULL. */
const char *tplc_name_end(const char *s);
/* Is that v, or the variable of an each we are in? */
bool tplc_known(const struct tpl *t, const char *s, size_t n);
/* The directive in t->word. */
err_t tplc_do(struct tpl *t) WUR;
/* The directive's next word; false at its end. */
bool tplc_word(struct tpl *t, char *out, size_t max);
err_t tplc_end(struct tpl *t) WUR; /* nothing may follow */
/* "..." with \" and \\ */
err_t tplc_string(struct tpl *t, char out[TPLC_SAY]) WUR;
/* A path as C; deref: what a lone variable points at. */
err_t tplc_path(
    struct tpl *t, const char *path, bool deref, char out[TPLC_WORD + 8]) WUR;

/* C text. */
err_t tplc_flush(struct tpl *t) WUR; /* markup so far */
err_t tplc_code(struct tpl *t, const char *fmt, ...) WUR PRINTF(2, 3);
err_t tplc_c_string(struct buf *out, struct span s) WUR;
/* {{t ...}} and {{tn ...}} */
err_t tplc_say(struct tpl *t, bool plural) WUR;
err_t tplc_po_string(struct buf *out, const char *key, const char *s) WUR;

#endif
