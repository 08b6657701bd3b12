/*
 * rand -- the only file that asks for randomness (the simulator links another).
 */
#ifndef PROTO_BASE_RAND_H
#define PROTO_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

/* n unpredictable bytes; stops the program if the system has none. */
void rand_bytes(void *out, size_t n);
uint64_t rand_below(uint64_t n); /* uniform in 0..n-1, n > 0 */

#endif
