/*
 * fuzz -- what every fuzzer here offers: libFuzzer's entry, or replay.c's.
 *
 * clang -fsanitize=fuzzer,address,undefined makes a fuzzer of fuzz_X.c; any
 * compiler with replay.c beside it makes a program that runs the files of
 * corpus/X/ once each.  fixed.c stands for the clock and for chance in both,
 * so that an input does the same every time.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "proto/base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What is taken is put, taken and put the same; false: it was not taken, or
 * there is no way to put it.  once() takes `in` and puts it; an end of line
 * that it puts is not given back to it. */
bool fuzz_round(struct span in, bool (*once)(struct span in, struct buf *out));

/* Eat from the front: a byte (0 at the end), n bytes (or what is left). */
uint8_t fuzz_byte(struct span *from);
struct span fuzz_some(struct span *from, size_t n);

/* A file in a folder of this process, made to hold just this. */
const char *fuzz_file(const char *name, struct span s);
/* The folder; it goes when the program ends. */
const char *fuzz_dir(void);

/* Chance (one of its streams) and the clock begin again. */
void fixed_begin(uint64_t stream);
void fixed_later(int seconds);

#endif
