/*
 * seal -- segments: runs of commits, chained and signed, as they travel.
 *
 * On the wire a segment is [genesis line, if it starts the log,] header line,
 * commit lines, end line.  segment_take checks form, limits and the hash
 * chain inside; segment_verify the signature; where it belongs is the
 * ledger's business.  docs/protocol.md, sections 4 and 7.
 */
#ifndef PROTO_LOG_SEAL_H
#define PROTO_LOG_SEAL_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"
#include "proto/base/mem.h"
#include "proto/log/id.h"
#include "proto/limits.h"

struct genesis {
	uint8_t log[LOG_ID_LEN];
	uint8_t node[KEY_LEN];
	char space[LIMIT_SPACE_NAME + 1];
	bool has_parent;
	uint8_t parent[LOG_ID_LEN];
	uint32_t parent_seq;
	struct hash parent_hash;
};
err_t genesis_take(struct span line, struct genesis *g) WUR;
/* Without the newline. */
err_t genesis_put(const struct genesis *g, struct buf *out) WUR;
void genesis_hash(struct span line, struct hash *out);

struct segment {
	struct span genesis; /* the line; empty unless from is 1 */
	uint8_t log[LOG_ID_LEN];
	uint32_t from, n; /* seq of the first commit; how many */
	struct hash prev, head;
	bool erased; /* salts instead of the seed */
	uint8_t seed[SEED_LEN];
	struct span salts; /* erased: of each op that is left, in order */
	int64_t time;      /* sealed at, corrected */
	int64_t offset; /* hub clock minus own clock, last measured, seconds */
	uint8_t sig[SIG_LEN];
	struct span body;  /* commit lines, each ended by '\n' */
	struct hash *hash; /* of each commit (arena), n of them */
};

/* Hash of one commit. salts: one for each op line that is not erased. */
struct chain { /* the walk over a segment */
	struct hmac seed;
	bool erased;
	struct span salts; /* those not used yet */
	struct hash prev;
	uint64_t seq; /* of the next commit */
	size_t ops;   /* op lines eaten so far */
	size_t text;  /* bytes eaten so far; erased lines do not count */
};
void chain_start(struct chain *c, const struct segment *s);
/* Eat one commit (head line and its ops) from body and compute its hash.
 * head, ops (LIMIT_OPS_COMMIT spans), n and out may be NULL. FORMAT, LIMIT;
 * then neither c nor body has moved. Op lines are hashed, not looked into. */
err_t chain_next(struct chain *c, struct span *body, struct span *head,
    struct span *ops, size_t *n, struct hash *out) WUR;
/* The salt of op `index` of commit `seq`. */
void chain_salt(
    const struct hmac *seed, uint64_t seq, uint64_t index, struct hash *out);
/* The commitment of an op line: what of it enters the commit's hash. */
void
chain_commitment(const struct hash *salt, struct span line, struct hash *out);
/* Hash of a commit about to be written: prev, seed and lines known. */
void
chain_commit(const struct hmac *seed, const struct hash *prev, uint64_t seq,
    struct span head, const struct span *ops, size_t n, struct hash *out);

/* Take a whole segment from the front of *in: all its lines must be there.
 * FORMAT when malformed or a hash does not hold; LIMIT. Borrows from *in. */
err_t segment_take(struct span *in, struct arena *a, struct segment *s) WUR;
err_t segment_put(const struct segment *s, struct buf *out) WUR;
/* A writer closes its open segment (commits, ops, text so far) before a commit
 * of n ops unless this is true. docs/protocol.md, section 7. */
bool segment_room(size_t commits, size_t ops, size_t text, size_t n);
/* Lawful erasure: replace the ops that gone() names by their commitments and
 * the seed by the salts that are left. Nothing else changes: prev, head and sig
 * stay. New body and salts are the arena's; s was taken by segment_take. */
err_t segment_erase(struct segment *s,
    bool (*gone)(void *ctx, uint32_t seq, uint32_t index), void *ctx,
    struct arena *a) WUR;
err_t segment_sign(struct segment *s, const struct key *k) WUR;
err_t segment_verify(const struct segment *s, const uint8_t pub[KEY_LEN]) WUR;

#endif
