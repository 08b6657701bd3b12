/*
 * ics -- calendars (RFC 5545), for the calendars people have.
 *
 * Lines end in CRLF and are folded at 75 octets without breaking a letter;
 * text is escaped.  An event or a task that is the same has the same UID;
 * SEQUENCE grows with each change.
 */
#ifndef PROTO_OUT_ICS_H
#define PROTO_OUT_ICS_H

#include "proto/base/buf.h"

struct ics {
	struct buf *b;
};

/* method: "PUBLISH", "CANCEL". */
err_t ics_open(
    struct ics *c, struct buf *out, const char *method, const char *name) WUR;
err_t ics_end(struct ics *c) WUR;

/* BEGIN and END of a component: "VEVENT", "VTODO". */
err_t ics_begin(struct ics *c, const char *component) WUR;
err_t ics_close(struct ics *c, const char *component) WUR;
/* Properties; name is a literal, with its parameters. Empty text: nothing. */
err_t ics_text(struct ics *c, const char *name, const char *text) WUR;
/* A value of ours, not escaped. */
err_t ics_word(struct ics *c, const char *name, const char *value) WUR;
err_t ics_int(struct ics *c, const char *name, int64_t i) WUR;
err_t ics_time(struct ics *c, const char *name, int64_t at) WUR; /* UTC */
err_t ics_day(struct ics *c, const char *name, int64_t day) WUR;

#endif
