/*
 * paper -- the papers of a session, for a word processor: the call, the
 * agenda, the list to sign, the minutes.
 *
 * The minutes have the two tables that every mesa knows: follow-up of
 * agreements, and agreements.  Everything comes from the records as they are,
 * or from the minutes' own text when it says all; an amendment is printed after
 * the text that it corrects.
 */
#ifndef PROTO_OUT_PAPER_H
#define PROTO_OUT_PAPER_H

#include "proto/cmd/cmd.h"

enum paper_kind { PAPER_CALL, PAPER_AGENDA, PAPER_ATTENDANCE, PAPER_MINUTES };

/* MISSING when that is no session. */
err_t paper_put(struct cmd *c, enum paper_kind kind, dot_t session,
    int64_t today, struct buf *out) WUR;
/* Its name in an address and of its file: "minuta"; and back, false: none. */
const char *paper_name(enum paper_kind kind);
bool paper_named(const char *name, enum paper_kind *kind);

#endif
