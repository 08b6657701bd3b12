/*
 * registry -- offices, their spaces, their computers, as the hub admits them.
 *
 * The same facts stand as `office` and `node` records in `national` for all
 * to read; here is what the gate decides by, in tables that no office can
 * write.  Whatever changes a right moves the version, so that every process
 * notices at its next question.  What only tells how a node is (last contact,
 * clock, backlog) does not.  Changes happen in a transaction of the caller.
 */
#ifndef HUB_REGISTRY_H
#define HUB_REGISTRY_H

#include "hub/peer.h"
#include "proto/base/buf.h"
#include "proto/base/db.h"
#include "proto/domain/vocab.h"

#define REGISTRY_SERIAL 40 /* hex digits of a serial, at most */

struct reg_office {
	int64_t no;
	char code[LIMIT_CODE_BYTES + 1];
	dot_t record; /* its `office` record */
	char home[LIMIT_SPACE_NAME + 1];
	bool federal;
};

struct reg_node {
	int64_t no;
	uint8_t key[KEY_LEN];
	int64_t office;
	char letter;  /* in folios; 0: the office's first */
	int status;   /* CODE_node_status_x */
	dot_t record; /* its `node` record */
	char computer[LIMIT_NAME_BYTES + 1];
	char software[LIMIT_SW_BYTES + 1];
	int64_t schema, enrolled;
	int64_t contact; /* last, seconds; 0 never */
	int64_t skew;    /* its clock minus ours, seconds */
	int64_t backlog; /* commits it said to have that are not here */
	char serial[REGISTRY_SERIAL + 1]; /* the newest, with its end */
	int64_t until;
};

/* Make the tables if they are absent. */
err_t registry_open(struct db *db) WUR;
/* Grows with every change of a right, by any process. */
err_t registry_version(struct db *db, int64_t *version) WUR;

/* Offices. o->no is filled in; EXISTS for a code in use. */
err_t registry_office_add(struct db *db, struct reg_office *o) WUR;
err_t registry_office(struct db *db, const char *code, struct reg_office *o)
    WUR; /* MISSING */
err_t registry_office_no(struct db *db, int64_t no, struct reg_office *o) WUR;
err_t
registry_office_record(struct db *db, dot_t record, struct reg_office *o) WUR;
err_t registry_offices(struct db *db,
    err_t (*fn)(void *ctx, const struct reg_office *o), void *ctx) WUR;
/* The office of the federal level; MISSING before init. */
err_t registry_federal(struct db *db, struct reg_office *o) WUR;
/* Admit an office to exactly these spaces (and national and its home): what
 * is new is gained at `now`, what is no longer there is lost. NULL-ended. */
err_t registry_spaces_set(
    struct db *db, int64_t office, const char *const *spaces, int64_t now) WUR;
/* fn for each space, admitted (lost 0) or lost. */
err_t registry_spaces(struct db *db, int64_t office,
    err_t (*fn)(void *ctx, const char *space, int64_t gained, int64_t lost),
    void *ctx) WUR;

/* Nodes. */
err_t registry_node_add(struct db *db, struct reg_node *n) WUR;
err_t registry_node_key(
    struct db *db, const uint8_t key[KEY_LEN], struct reg_node *n) WUR;
/* By number, the beginning of the fingerprint (6 digits or more), a serial or
 * the computer's name; MISSING, or DATA when several fit. */
err_t registry_node_find(struct db *db, const char *s, struct reg_node *n) WUR;
/* All, or one office's (0 all), in order of enrolment. */
err_t registry_nodes(struct db *db, int64_t office,
    err_t (*fn)(void *ctx, const struct reg_node *n), void *ctx) WUR;
err_t registry_node_status(struct db *db, int64_t no, int status) WUR;
err_t registry_serial_add(struct db *db, int64_t node, const char *serial,
    int64_t made, int64_t until) WUR;
err_t registry_serials(struct db *db, int64_t node,
    err_t (*fn)(void *ctx, const char *serial), void *ctx) WUR;
/* When a certificate ends; 0 unknown. */
err_t
registry_serial_until(struct db *db, const char *serial, int64_t *until) WUR;
/* The node of a serial; MISSING. */
err_t
registry_serial(struct db *db, const char *serial, struct reg_node *n) WUR;
/* Whose is a certificate of ours, proved by the door? Who its serial says; or,
 * when a registry put back from a copy does not know that any more, whose key
 * it carries. MISSING. */
err_t registry_caller(struct db *db, const char *serial,
    const uint8_t key[KEY_LEN], struct reg_node *n) WUR;
/* Note what a node said of itself: contact, skew, backlog, software, schema
 * of n. The version stays. */
err_t registry_seen(struct db *db, const struct reg_node *n) WUR;
/* The letter for one more computer of an office; LIMIT when all are taken. */
err_t registry_letter(struct db *db, int64_t office, char *letter) WUR;

/* What a node may do now: rights of its office. */
err_t
registry_peer(struct db *db, const struct reg_node *n, struct peer *p) WUR;
/* Base64url of the key: the fingerprint in the node's record. */
void registry_print(const uint8_t key[KEY_LEN], char out[44]);

/* Invitations. */
struct reg_invite {
	uint32_t id;       /* the first 4 bytes of the code */
	struct hash print; /* of the whole code */
	int64_t office, made, until, tries;
	int64_t node; /* who used it; 0 nobody yet */
};
err_t registry_invite_add(struct db *db, const struct reg_invite *i) WUR;
err_t registry_invite(
    struct db *db, uint32_t id, struct reg_invite *i, bool *found) WUR;
err_t registry_invite_tried(struct db *db, uint32_t id) WUR;
/* *first: it was nobody's before. */
err_t
registry_invite_use(struct db *db, uint32_t id, int64_t node, bool *first) WUR;
err_t registry_invites_purge(struct db *db, int64_t before) WUR;

#endif
