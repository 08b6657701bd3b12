/*
 * office -- the folder of one office on one computer, opened.
 *
 *   node.db          the store
 *   node.key         the key of this computer; it signs and it speaks TLS
 *   node.pem         its certificate; there is one: this computer is enrolled
 *   ca.pem, hub.key  the hub's root and the key of the hub's own logs, pinned
 *   mesas-node.conf  where the hub is, which office this is
 *   clock            how far the clock is off, when the hub was last heard
 *   instance         which installation this is, what has left (instance.h)
 *   tls.session      a TLS session for the next sync
 *   invitation       while an enrolment by bundle waits for its answer
 *   node.lock        held shared by every process, alone by restore and repair
 *   sync.lock        held by the one sync
 *
 * Everything is for this account alone: folder 0700, files 0600.
 */
#ifndef NODE_OFFICE_H
#define NODE_OFFICE_H

#include "node/instance.h"
#include "node/link_https.h"
#include "node/offset.h"
#include "proto/base/cert.h"
#include "proto/base/conf.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"
#include "proto/sync/bundle.h"

#define OFFICE_DB       "node.db"
#define OFFICE_WAL      "node.db-wal"
#define OFFICE_SHM      "node.db-shm"
#define OFFICE_KEY      "node.key"
#define OFFICE_CERT     "node.pem"
#define OFFICE_CA       "ca.pem"
#define OFFICE_HUB      "hub.key"
#define OFFICE_CONF     "mesas-node.conf"
#define OFFICE_CLOCK    "clock"
#define OFFICE_INSTANCE "instance"
#define OFFICE_SESSION  "tls.session"
#define OFFICE_LOCK     "node.lock"
#define OFFICE_SYNCING  "sync.lock"
#define OFFICE_ASKED    "invitation" /* until a bundle brings the answer */

#ifndef MESAS_VERSION
#define MESAS_VERSION "0.1.0"
#endif
#define OFFICE_SOFTWARE "mesas-node " MESAS_VERSION

enum office_item {
	OFFICE_ITEM_HUB,    /* https address */
	OFFICE_ITEM_OFFICE, /* code */
	OFFICE_ITEM_HOME,   /* name of the home space */
	OFFICE_ITEM_LETTER, /* of this computer in folios */
	OFFICE_ITEM_RECORD, /* the office's record: log id, seq, index */
	OFFICE_ITEM_PROXY,
	OFFICE_ITEMS
};

struct office {
	char *dir;
	int lock; /* of node.lock; -1 */
	struct conf_item conf[OFFICE_ITEMS + 1];
	struct key *key;
	bool enrolled;
	struct buf ca, cert; /* PEM, when enrolled */
	struct cert_info cert_info;
	uint8_t hub[KEY_LEN];
	struct offset clock;
	struct store st;
	struct instance inst;
	enum instance_why why; /* what the instance said at open */
	struct desk desk;
};

/* A path in the folder; the caller frees it with mem_free. */
char *office_path(const char *dir, const char *name);

/* Make the folder, its key and an empty store; what is there stays. */
err_t office_init(const char *dir) WUR;

enum office_how {
	OFFICE_SHARED, /* as every command does: the rule of instance.h */
	OFFICE_LOOK,   /* beside others, and change nothing */
	OFFICE_ALONE   /* nobody else has it open; no rule either */
};
/* MISSING tells to use init.  Zero-initialise first; office_close is safe
 * after a failure. */
err_t office_open(struct office *o, const char *dir, enum office_how how) WUR;
/* Another program of this folder may have spoken with the hub: how far the
 * clock is off, and when the hub was last heard, are read again. */
void office_heard(struct office *o);
void office_close(struct office *o);
/* The pinned key of the hub's logs; *known false before the enrolment. */
err_t office_hub(const char *dir, uint8_t hub[KEY_LEN], bool *known) WUR;
/* The lock of the folder alone: no other process has it open. */
err_t office_alone(const char *dir, int *fd) WUR;

/* Turn an invitation into a certificate.  A power cut leaves this computer
 * either enrolled or as it was, and the same invitation may be used again. */
err_t office_enrol(struct office *o, const char *invitation) WUR;
/* The same by bundles: the file for the hub, and what comes back.  UNTRUSTED
 * when it is not of the hub that the invitation named. */
err_t office_enrol_ask(
    struct office *o, const char *invitation, struct buf *file) WUR;
err_t office_enrol_answered(struct office *o, const struct bundle *b) WUR;
/* Is half of the certificate's life over? */
bool office_renew_due(const struct office *o);
err_t office_renew(struct office *o, struct link_https *l) WUR;
/* The certificate that the hub answered with. */
err_t office_renew_take(struct office *o, struct span answer) WUR;
/* Whole days until the certificate ends; negative when it has. */
int64_t office_cert_days(const struct office *o);

/* A road to the hub.  CONFIG when not enrolled. */
err_t office_link(struct office *o, struct link_https **l) WUR;

#endif
