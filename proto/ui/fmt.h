/*
 * fmt -- numbers, days and times as people here read them.
 *
 * No locale is asked: Spanish says "25 nov 2026", English "25 Nov 2026"; both
 * write thousands with a comma, as in Mexico.
 */
#ifndef PROTO_UI_FMT_H
#define PROTO_UI_FMT_H

#include <stddef.h>
#include <stdint.h>

#define FMT_MAX 40

/* "12,345" */
void fmt_int(int64_t n, char out[FMT_MAX]);
/* Days since 1970-01-01: "25 nov 2026". */
void fmt_day(int64_t day, const char *lang, char out[FMT_MAX]);
/* "mié 25 nov" */
void fmt_weekday(int64_t day, const char *lang, char out[FMT_MAX]);
/* An instant in a zone (NULL: America/Mexico_City): "25 nov 2026, 10:30". */
void
fmt_time(int64_t at, const char *zone, const char *lang, char out[FMT_MAX]);
/* "10:30" */
void fmt_clock(int64_t at, const char *zone, char out[FMT_MAX]);
/* "12 kB", "3.4 MB" */
void fmt_bytes(uint64_t n, char out[FMT_MAX]);

#endif
