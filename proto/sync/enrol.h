/*
 * enrol -- how a computer becomes a node: invitation, request, answer.
 *
 * An invitation is one line that a person carries by a way they trust: where
 * the hub is, the fingerprint of its root, a secret good for one computer.
 * Requests carry a proof that the sender holds the key; answers a certificate
 * and what a node must know before its first sync.  Bodies are one JSON map.
 * What one function puts, the other takes.  docs/protocol.md, section 11.
 */
#ifndef PROTO_SYNC_ENROL_H
#define PROTO_SYNC_ENROL_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"
#include "proto/base/mem.h"
#include "proto/limits.h"
#include "proto/log/id.h"

#define ENROL_CODE_LEN 16
#define ENROL_TYPE     "application/json"
#define ENROL_PATH     "/v1/enrol"
#define ENROL_RENEW    "/v1/renew"

struct invitation {
	char url[LIMIT_URL_BYTES + 1]; /* "https://hub.example:8443" */
	struct hash ca;                /* SHA-256 of the root's DER form */
	uint8_t code[ENROL_CODE_LEN];
	char office[LIMIT_CODE_BYTES + 1];
	/* The hub's log key, so that a stick may ask; an invitation of before
	 * 0.2 has none. */
	bool has_hub;
	uint8_t hub[KEY_LEN];
};
/* "mesas1:..." without a newline; blanks around it are fine when taken. */
err_t enrol_invitation_put(const struct invitation *i, struct buf *out) WUR;
err_t enrol_invitation_take(struct span text, struct invitation *i) WUR;

struct enrol_request {
	uint8_t code[ENROL_CODE_LEN];
	char office[LIMIT_CODE_BYTES + 1]; /* as the invitation says */
	uint8_t key[KEY_LEN];
	uint8_t proof[SIG_LEN];
	char computer[LIMIT_NAME_BYTES + 1];
	char software[LIMIT_SW_BYTES + 1];
};
err_t enrol_request_put(const struct enrol_request *r, struct buf *out) WUR;
err_t enrol_request_take(struct span s, struct enrol_request *r) WUR;
/* Fill in or check key and proof: a signature over "enrol", code and root. */
err_t enrol_prove(
    struct enrol_request *r, const struct hash *ca, const struct key *k) WUR;
err_t enrol_proved(const struct enrol_request *r, const struct hash *ca) WUR;

/* Renewal: the same key, proved over "renew", the serial of the certificate
 * in use (cert_info.serial) and the root. */
struct enrol_renewal {
	uint8_t key[KEY_LEN];
	uint8_t proof[SIG_LEN];
};
err_t enrol_renewal_put(const struct enrol_renewal *r, struct buf *out) WUR;
err_t enrol_renewal_take(struct span s, struct enrol_renewal *r) WUR;
err_t enrol_renewal_prove(struct enrol_renewal *r, const char *serial,
    const struct hash *ca, const struct key *k) WUR;
err_t enrol_renewal_proved(const struct enrol_renewal *r, const char *serial,
    const struct hash *ca) WUR;

struct enrol_answer {
	struct span cert, ca; /* PEM */
	/* Of an enrolment only; a renewal's answer leaves them empty. */
	char letter; /* of this computer in folios; 0: the office's first */
	char office[LIMIT_CODE_BYTES + 1];
	bool has_hub;
	uint8_t hub[KEY_LEN]; /* the hub's log key, to be pinned */
	char home[LIMIT_SPACE_NAME + 1];
	/* The office's record in `national`. */
	uint8_t log[LOG_ID_LEN];
	uint32_t seq, index;
};
err_t enrol_answer_put(const struct enrol_answer *r, struct buf *out) WUR;
/* cert and ca from the arena. */
err_t
enrol_answer_take(struct span s, struct arena *a, struct enrol_answer *r) WUR;

/* Every refusal outside of a frame: {"error":"REVOKED","text":"..."}. */
err_t
enrol_refusal_put(enum err_code code, const char *text, struct buf *out) WUR;
/* As an error of that code and text; FORMAT when it is no such body. */
err_t enrol_refusal_take(struct span s) WUR;

#endif
