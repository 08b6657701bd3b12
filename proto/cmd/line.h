/*
 * line -- one line of an import: what somebody wants recorded.
 *
 * {"entity":"agreement","key":"a1","set":{"text":"...","themes":["health"]},
 *  "with":[{"entity":"responsible","set":{"agreement":"@.", ...}}]}
 *
 * `key` is any stable text; the same key again means the same record.  `id`
 * instead names a record that is here.  "void":"reason" takes the record
 * back.  `with` are records that belong into the same commit; there "@." is
 * the record of the line.  Only form, names and kinds are looked at here; no
 * store is asked.
 */
#ifndef PROTO_CMD_LINE_H
#define PROTO_CMD_LINE_H

#include "proto/base/json.h"
#include "proto/base/mem.h"
#include "proto/domain/schema.h"

struct line {
	const struct entity *e;
	const char *key;    /* NULL: none given */
	const char *id;     /* NULL: none given */
	const char *reason; /* not NULL: void the record */
	const json_t *set;  /* a map of fields of e, or NULL */
	const struct line *with;
	size_t with_n;
};

/* DATA says what is wrong with it. Text lives as long as *root, which the
 * caller frees also after an error. */
err_t
line_take(struct span s, struct arena *a, json_t **root, struct line *out) WUR;

#endif
