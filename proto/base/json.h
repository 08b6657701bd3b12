/*
 * json -- strict, bounded reading over jansson; and writing, compact.
 *
 * Refused: duplicate keys, real numbers, NUL in strings, invalid UTF-8,
 * anything after the value, more depth or bytes than allowed (checked before
 * the parser runs).  json.c is the only file that includes jansson.h.
 */
#ifndef PROTO_BASE_JSON_H
#define PROTO_BASE_JSON_H

#include "proto/base/buf.h"

typedef struct json_t
    json_t; /* jansson's; borrowed children live as long as the root */

enum json_kind {
	JSON_IS_NULL,
	JSON_IS_BOOL,
	JSON_IS_INT,
	JSON_IS_TEXT,
	JSON_IS_LIST,
	JSON_IS_MAP,
	JSON_IS_NONE
};

/* Parse one value. depth: nesting allowed (scalars 0). FORMAT or LIMIT. */
err_t json_parse(struct span s, size_t max, int depth, json_t **out) WUR;
void json_free(json_t **j);
/* cleanup attribute spelling */
#define JSON_CLEAN CLEAN(json_free) json_t *

enum json_kind json_kind(const json_t *j); /* NULL gives JSON_IS_NONE */
int64_t json_int(const json_t *j);         /* must be JSON_IS_INT */
bool json_yes(const json_t *j); /* true? (jansson owns the name json_true) */
struct span json_text(const json_t *j); /* must be JSON_IS_TEXT; NUL follows */
size_t json_len(const json_t *list);
const json_t *json_at(const json_t *list, size_t i); /* NULL past the end */
const json_t *json_get(const json_t *map, const char *key); /* NULL if absent */
/* Walk a map in order: for (it = json_first(m); it; it = json_next(m, it)) */
void *json_first(const json_t *map);
void *json_next(const json_t *map, void *it);
const char *json_key(void *it);
const json_t *json_value(void *it);
/* Typed members; FORMAT naming the key when missing or of another type. */
err_t json_need_int(
    const json_t *map, const char *key, int64_t lo, int64_t hi, int64_t *v) WUR;
err_t json_need_text(const json_t *map, const char *key, struct span *v) WUR;
err_t
json_need_b64(const json_t *map, const char *key, uint8_t *out, size_t len) WUR;

/* Writing: one JSON string with quotes, escaped minimally; and an integer. */
err_t json_put_text(struct buf *b, struct span s) WUR;
err_t json_put_int(struct buf *b, int64_t v) WUR;
err_t json_put_b64(struct buf *b, struct span raw) WUR; /* quoted base64url */
/* Write a parsed value again, compact, keys in the order read. */
err_t json_put(struct buf *b, const json_t *j) WUR;

#endif
