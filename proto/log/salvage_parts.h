/*
 * salvage_parts -- what the two files of salvage share: salvage.c reads
 * commits and writes them again, salvage_state.c asks the current state for
 * those that cannot be read.
 */
#ifndef PROTO_LOG_SALVAGE_PARTS_H
#define PROTO_LOG_SALVAGE_PARTS_H

#include "proto/log/salvage.h"

struct piece {               /* a commit to be written */
	uint32_t seq, order; /* its place */
	bool from_state;
	int64_t at;
	const char *actor;
	size_t n;
	struct op *op;
	dot_t *dot; /* the old ones; 0 none */
};

struct move {
	dot_t from, to;
};

struct job { /* one log of ours */
	struct salvage *s;
	struct cut cut;
	uint32_t space;
	uint32_t from, last; /* commits to be written again */
	bool again;          /* some that are cut come back by sync */
	uint8_t *lost;       /* for each of them: its text cannot be read */
	dot_t *bare;         /* splices of a text that is lost: no good alone */
	size_t bares, bare_cap;
	struct piece *piece;
	size_t pieces, piece_cap;
	struct move *move; /* in the order of the old dots */
	size_t moves, move_cap;
	json_t **root; /* the text of decoded ops */
	size_t roots, root_cap;
	struct arena a;
};

struct piece *salvage_piece(struct job *j);
/* Is it one of the commits to be written again? */
bool salvage_gone(const struct job *j, dot_t d);
/* Was it written by what cannot be read, or is it no good without that? */
bool salvage_lost(const struct job *j, dot_t d);
dot_t salvage_now(const struct job *j, dot_t d);
void salvage_moved(struct job *j, dot_t from, dot_t to);
/* Pieces for the commits that cannot be read. */
err_t salvage_state(struct job *j) WUR;

#endif
