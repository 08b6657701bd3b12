/*
 * courier -- bundles that offices sent on a stick: read, kept, answered.
 *
 * What is in them goes the way of HTTPS: the same intake, the same rights,
 * the same answer, only sealed to who asked.  Who signed is looked up in the
 * registry at the moment of reading; a computer that was revoked is not
 * listened to, however old its bundle is.  docs/protocol.md, section 12.
 */
#ifndef HUB_COURIER_H
#define HUB_COURIER_H

#include "hub/house.h"
#include "hub/intake.h"
#include "proto/sync/bundle.h"

struct courier_told {
	enum bundle_kind kind;
	bool known; /* who it is from, by the registry */
	char computer[LIMIT_NAME_BYTES + 1];
	char office[LIMIT_CODE_BYTES + 1];
	struct intake_result got;
	bool more;    /* the answer did not hold everything */
	bool renewed; /* it brings a new certificate */
};

/* *answer: a bundle for the sender.  *told says whose it was also when it is
 * refused: REVOKED keep the file aside; SCOPE it is for somebody else;
 * UNTRUSTED it was changed, or nobody here knows the key; DATA a bundle that
 * is not for a hub.  Makes its own transactions. */
err_t courier_read(struct house *h, struct span file, int64_t now,
    struct buf *answer, struct courier_told *told) WUR;

#endif
