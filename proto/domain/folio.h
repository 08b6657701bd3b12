/*
 * folio -- the number printed on paper, minted with no network.
 *
 * ENT[-MUN]-TYPE-YYYY-NNN[letter]: "07-065-AC-2026-014b" (Palenque, agreement
 * 14 of 2026, second PC).  A log opened after a restore adds two base-32
 * letters of its id, so that two writers never mint the same.
 */
#ifndef PROTO_DOMAIN_FOLIO_H
#define PROTO_DOMAIN_FOLIO_H

#include "proto/base/err.h"
#include <stdint.h>

#define FOLIO_MAX 40

/* geo "" for the federal level ("00"); type "AC"; number from 1; letter 0 none;
 * epoch "" or two letters. */
void folio_put(char out[FOLIO_MAX], const char *geo, const char *type, int year,
    int64_t number, char letter, const char *epoch);
/* Everything before the number ("07-065-AC-2026-") and after it ("b"), for the
 * counter's search. */
void
folio_prefix(char out[FOLIO_MAX], const char *geo, const char *type, int year);
/* Number inside a folio with that prefix and exactly that suffix (letter and
 * epoch); 0 if it is not one. */
int64_t folio_number(
    const char *folio, const char *prefix, char letter, const char *epoch);
/* Two base-32 letters of a log id. */
void folio_epoch(const uint8_t log[16], char out[3]);

#endif
