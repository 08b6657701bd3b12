/*
 * invite -- a computer becomes a node: invitations, enrolment, renewal.
 *
 * An invitation is a secret of 128 bits, kept here only as its hash, for one
 * office, one computer, 72 hours and few tries.  Its first four bytes find
 * its row; all of it is compared in constant time.  Who enrols proves to hold
 * the key.  Of two that race with one invitation exactly one wins; the winner
 * may ask again, should the answer have been lost, and gets another
 * certificate for the same key.
 */
#ifndef HUB_INVITE_H
#define HUB_INVITE_H

#include "hub/gate.h"
#include "hub/house.h"
#include "proto/sync/enrol.h"

/* One line of text for the office; url NULL: house_url. */
err_t invite_make(struct house *h, const char *office, const char *url,
    int64_t now, struct buf *line) WUR;
/* Makes its own transactions. UNTRUSTED an unknown or worn-out invitation or
 * a false proof; EXPIRED; EXISTS used by another computer; SCOPE another
 * office's; REVOKED a key that was revoked. */
err_t invite_enrol(struct house *h, const struct enrol_request *r, int64_t now,
    struct buf *answer) WUR;
/* The same key, from half the life of the certificate in use: EXISTS before.
 * In a transaction of the caller. */
err_t invite_renew(struct house *h, const struct gate_pass *pass,
    const struct enrol_renewal *r, int64_t now, struct buf *answer) WUR;
/* The same beside the answer to a bundle, whose signature was the proof. */
err_t invite_renew_unasked(struct house *h, const struct reg_node *n,
    int64_t now, struct buf *answer) WUR;

#endif
