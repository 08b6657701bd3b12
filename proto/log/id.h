/*
 * id -- dots: the identity of ops and records.
 *
 * A dot is (log, seq, index): the op at place `index` of commit `seq` of a
 * log.  A record is named by the dot of the op that created it.  In a store
 * a dot is packed into one positive integer: 23 bits local number of the log,
 * 32 bits seq, 8 bits index.  Local numbers mean nothing outside the store.
 */
#ifndef PROTO_LOG_ID_H
#define PROTO_LOG_ID_H

#include <stdint.h>

#define LOG_ID_LEN 16

typedef int64_t dot_t; /* 0: none */

static inline dot_t
dot_pack(uint32_t log, uint32_t seq, uint32_t index)
{
	return ((dot_t)((uint64_t)log << 40 | (uint64_t)seq << 8 | index));
}
static inline uint32_t
dot_log(dot_t d)
{
	return ((uint32_t)((uint64_t)d >> 40));
}
static inline uint32_t
dot_seq(dot_t d)
{
	return ((uint32_t)((uint64_t)d >> 8));
}
static inline uint32_t
dot_index(dot_t d)
{
	return ((uint32_t)((uint64_t)d & 0xff));
}
/* The commit a dot stands in (index 0). */
static inline dot_t
dot_commit(dot_t d)
{
	return ((dot_t)((uint64_t)d & ~0xffULL));
}

#endif
