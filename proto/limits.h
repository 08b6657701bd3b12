/*
 * limits -- every limit in the system, with its unit in its name.
 *
 * What a peer may make us hold, read or wait for is bounded here and nowhere
 * else (docs/protocol.md, section 2).
 */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

/* The log. */
#define LIMIT_OPS_COMMIT       256      /* ops in one commit; an index is 8 bits */
#define LIMIT_COMMIT_BYTES     65536    /* head and op lines of one commit */
#define LIMIT_SEGMENT_COMMITS  512
#define LIMIT_SEGMENT_BYTES    49152    /* text at which a segment closes */
#define LIMIT_SEGMENT_TEXT     (LIMIT_SEGMENT_BYTES + LIMIT_COMMIT_BYTES)
#define LIMIT_SEQ              0xffffffffLL /* commits in one log: 32 bits */
#define LIMIT_LOGS             0x7fffff /* logs one store can hold: 23 bits */
#define LIMIT_LINE_BYTES       65536
#define LIMIT_LINE_DEPTH       4        /* nesting in a line of the log */
#define LIMIT_EPOCHS           256      /* hub epochs one basis may name */
#define LIMIT_SPACE_NAME       31
#define LIMIT_TEXT_BYTES       32768    /* one text value */
#define LIMIT_SHORT_BYTES      1024
#define LIMIT_ACTOR_BYTES      64
#define LIMIT_REASON_BYTES     2000
#define LIMIT_SIBLINGS         64       /* concurrent values of one field shown apart */

/* Ranks: an edit from a clock ahead gains at most this over its receipt. */
#define LIMIT_RANK_AHEAD_S     600

_Static_assert(LIMIT_COMMIT_BYTES >= LIMIT_TEXT_BYTES * 2 - 1024,
    "an escaped text value fits into a commit");
_Static_assert(LIMIT_OPS_COMMIT <= 256, "an op index is 8 bits");

#endif
