/*
 * ticket -- TLS sessions that outlive the hub's process.
 *
 * The door asks from its threads and must not wait for a disk, so sessions
 * live in memory and go to the store now and then (ticket_flush) and at the
 * end.  A crash in between costs some nodes a full handshake, no more.
 * Sessions are for one use.  The sessions of a revoked computer are deleted:
 * here by ticket_revoke, in the store by whoever revokes (ticket_delete).
 */
#ifndef HUB_TICKET_H
#define HUB_TICKET_H

#include "hub/tls.h"
#include "proto/base/db.h"

struct tickets;

/* Make the table if it is absent. */
err_t ticket_table(struct db *db) WUR;
/* Load what is still good at `now`. */
err_t ticket_open(struct tickets **out, struct db *db, int64_t now) WUR;
void ticket_close(struct tickets **tp);
/* What the door calls. */
struct tls_store ticket_store(struct tickets *t);
/* Write what changed since the last time. Makes its own transaction. */
err_t ticket_flush(struct tickets *t, struct db *db, int64_t now) WUR;
size_t ticket_count(struct tickets *t);
/* Forget the sessions of a serial. */
void ticket_revoke(struct tickets *t, const char *serial);
/* In the store: in a transaction of the caller. */
err_t ticket_delete(struct db *db, const char *serial) WUR;

#endif
