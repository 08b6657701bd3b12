/*
 * words -- what changed from one text to another, word by word.
 *
 * Pure.  Words, blanks and marks that stand in both texts in the same order
 * stay; the longest such sequence decides.  What was replaced is told before
 * what replaced it, and changes with only a blank between them are told as
 * one.  Very long texts that differ everywhere are told as one change.
 */
#ifndef PROTO_UI_WORDS_H
#define PROTO_UI_WORDS_H

#include "proto/base/mem.h"

#define WORDS_CELLS 250000 /* words compared: of the one times of the other */

enum words_kind { WORDS_SAME, WORDS_GONE, WORDS_NEW };

struct words_piece {
	enum words_kind kind;
	struct span s; /* borrows from the texts */
};

/* What stayed and what is gone, in order, is `was`; what stayed and what is
 * new is `now`.  No piece is empty, and no two of one kind are neighbours. */
void words_diff(struct span was, struct span now, struct arena *a,
    struct words_piece **out, size_t *n);

#endif
