/*
 * message_parts -- members that several messages share; theirs only.
 */
#ifndef PROTO_SYNC_MESSAGE_PARTS_H
#define PROTO_SYNC_MESSAGE_PARTS_H

#include "proto/sync/message.h"

#define NUMBER_MAX (INT64_MAX / 4) /* positions; sums never overflow */
#define TIME_MAX   (INT64_MAX / 4)

/* One element of a list; FORMAT naming what it should have been. */
err_t message_int_at(const json_t *list, size_t i, int64_t lo, int64_t hi,
    const char *what, int64_t *v) WUR;
err_t message_b64_at(
    const json_t *list, size_t i, uint8_t *out, size_t n, const char *what) WUR;
/* An optional member: *has false when absent. */
err_t message_maybe_b64(
    const json_t *map, const char *key, uint8_t *out, size_t n, bool *has) WUR;
err_t message_maybe_int(const json_t *map, const char *key, int64_t lo,
    int64_t hi, int64_t dflt, int64_t *v) WUR;
err_t message_maybe_list(const json_t *map, const char *key, size_t most,
    const json_t **list, size_t *n) WUR;
err_t message_name(struct span s, char out[LIMIT_SPACE_NAME + 1]) WUR;
err_t message_head_take(const json_t *j, struct log_head *h) WUR;
err_t message_head_put(const struct log_head *h, struct buf *out) WUR;

#endif
