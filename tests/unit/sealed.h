/*
 * sealed -- segments for tests: a fixed key, a fixed seed, lines as given.
 */
#ifndef TESTS_UNIT_SEALED_H
#define TESTS_UNIT_SEALED_H

#include "proto/log/change.h"
#include "proto/log/seal.h"

struct sealed {
	struct key *key;
	uint8_t pub[KEY_LEN];
	struct arena a;
	struct buf genesis, body, wire;
	struct segment s;
};

/* The Ed25519 key whose 32 secret bytes are 00 01 02 ... 1f. */
struct key *sealed_key(void);
/* Sign body (whole commits) as the segment that starts at commit `from`. */
void sealed_make(struct sealed *x, uint32_t from, const char *body);
/* Sign commits from..from+n-1 of the log whose whole text is body: they follow
 * what stands before them there. */
void sealed_part(struct sealed *x, const char *body, uint32_t from, uint32_t n);
/* The segment as it would be received, with the hashes of its commits. */
void sealed_receive(struct sealed *x);
/* The same for an erased one: s.body and s.salts are given. */
void sealed_put(struct sealed *x);
void sealed_free(struct sealed *x);

#endif
