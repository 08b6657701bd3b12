/*
 * clock -- the only file that asks for the time (the simulator links another).
 */
#ifndef PROTO_BASE_CLOCK_H
#define PROTO_BASE_CLOCK_H

#include <stdint.h>

int64_t
clock_now(void); /* seconds since 1970-01-01 UTC, as this machine believes */
int64_t
clock_mono_ms(void); /* milliseconds that never go back, for deadlines */
/* Civil day (days since 1970-01-01) of an instant in a roundtable's zone.
 * zone is an IANA name; NULL or unknown: America/Mexico_City. */
int64_t clock_day(int64_t at, const char *zone);
/* The same instant as the clock on the wall there shows it, in seconds as if
 * it were UTC. */
int64_t clock_local(int64_t at, const char *zone);
/* The way back: the first instant at which the wall there shows that, or an
 * hour later when a change of the clock skips it. */
int64_t clock_instant(int64_t local, const char *zone);

#endif
