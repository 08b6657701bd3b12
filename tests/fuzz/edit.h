/*
 * edit -- the lines of a sync's body, changed as the tape says: left out, told
 * twice, swapped, cut off, a byte another one; and put into a frame again.
 */
#ifndef TESTS_FUZZ_EDIT_H
#define TESTS_FUZZ_EDIT_H

#include "tests/fuzz/fuzz.h"

void edit_body(struct span body, struct span *tape, struct buf *out);

#endif
