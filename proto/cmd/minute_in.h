/*
 * minute_in -- what the files of minute share.
 */
#ifndef PROTO_CMD_MINUTE_IN_H
#define PROTO_CMD_MINUTE_IN_H

#include "proto/cmd/minute.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

/* A draft being written. */
struct minute_draft {
	struct cmd *c;
	struct arena *a;
	struct buf *b;
	struct record r; /* the session */
	const char *zone;
	int64_t day;
	dot_t mesa[LIMIT_PEER_SPACES]; /* its own, then joint ones */
	size_t mesa_n;
};

/* "5 de octubre de 2026" and "05/10/2026" */
const char *minute_day(struct arena *a, int64_t day);
const char *minute_short_day(struct arena *a, int64_t day);
/* "10:05" */
const char *minute_hour(const struct minute_draft *d, int64_t at);
/* A text of a cell: one line, without bars. */
const char *minute_cell(struct arena *a, struct span s);
const char *minute_code(const char *vocab, int64_t no);

err_t minute_attendance(struct minute_draft *d) WUR;
err_t minute_followup(struct minute_draft *d) WUR;
err_t minute_agreements(struct minute_draft *d) WUR;

#endif
