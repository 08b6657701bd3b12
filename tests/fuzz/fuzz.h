/*
 * fuzz -- what every fuzzer here offers: libFuzzer's entry, or replay.c's.
 *
 * clang -fsanitize=fuzzer,address,undefined makes a fuzzer of fuzz_X.c; any
 * compiler with replay.c beside it makes a program that runs the files of
 * corpus/X/ once each.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#endif
