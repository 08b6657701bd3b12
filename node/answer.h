/*
 * answer -- a command's answer as one line of JSON, member by member.
 */
#ifndef NODE_ANSWER_H
#define NODE_ANSWER_H

#include "proto/base/json.h"

err_t answer_comma(struct buf *b) WUR; /* if an element went before */
err_t answer_key(struct buf *b, const char *key) WUR;
err_t
answer_str(struct buf *b, const char *key, const char *s) WUR; /* NULL: null */
err_t answer_int(struct buf *b, const char *key, int64_t i) WUR;
err_t answer_yes(struct buf *b, const char *key, bool yes) WUR;
err_t answer_time(struct buf *b, const char *key, int64_t at) WUR;

#endif
