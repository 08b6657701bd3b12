/*
 * text -- UTF-8 checks and small text work.  No locale is ever asked.
 */
#ifndef PROTO_BASE_TEXT_H
#define PROTO_BASE_TEXT_H

#include "proto/base/err.h"
#include "proto/base/mem.h"

/* Valid UTF-8 (no surrogates, no overlongs, no NUL)? */
bool text_valid(struct span s);
/* Every byte 0x20..0x7e? */
bool text_ascii(struct span s);
/* A whole decimal number, optional '-', no leading '+', no blanks, in int64. */
err_t text_int(const char *s, int64_t *v) WUR;
/* "YYYY-MM-DD" (proleptic Gregorian, 0001..9999) <-> days since 1970-01-01. */
err_t text_day(const char *s, int64_t *day) WUR;
void text_day_put(int64_t day, char out[11]);
/* Seconds since 1970-01-01 UTC -> "YYYY-MM-DDTHH:MM:SSZ", and back. */
void text_time_put(int64_t at, char out[21]);
err_t text_time(const char *s, int64_t *at) WUR;
/* The beginning of a text on one line: at most that many whole characters, and
 * an ellipsis when there was more (arena). */
const char *text_short(struct arena *a, struct span s, size_t chars);
/* Lower case without accents for searching, ASCII and Latin-1 letters folded;
 * out holds at least s.n + 1 bytes. */
void text_fold(struct span s, char *out);

#endif
