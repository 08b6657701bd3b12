/*
 * pii_parts -- what the files of pii share: reading a text letter by letter.
 *
 * Places are bytes of the text; a reading function gives how many bytes it
 * took, 0 for "not this".
 */
#ifndef PROTO_DOMAIN_PII_PARTS_H
#define PROTO_DOMAIN_PII_PARTS_H

#include "proto/domain/pii.h"

#define PII_NONE 0x100 /* what is no letter of ours */

/* The letter at a place: small, without accents (ñ is n); its bytes. */
int pii_letter(struct span s, size_t at, size_t *n);
/* The same, with ñ as itself (0x80). */
int pii_sign(struct span s, size_t at, size_t *n);
bool pii_digit(struct span s, size_t at);
/* A letter or digit, of any alphabet near ours. */
bool pii_inner(struct span s, size_t at);
/* Does a word begin (end) here? */
bool pii_begins(struct span s, size_t at);
bool pii_ends(struct span s, size_t at);
/* This text, whatever its accents and capitals. */
size_t pii_is(struct span s, size_t at, const char *what);
size_t pii_blank(struct span s, size_t at); /* blanks, not line ends */
/* Digits in a row. */
size_t pii_digits(struct span s, size_t at);
/* A run of letters, digits and -/. between them; how many are digits. */
size_t pii_token(struct span s, size_t at, size_t *digits);
/* dd/mm/yyyy, yyyy-mm-dd, "3 de marzo de 1990". */
size_t pii_date(struct span s, size_t at);

/* Each looks at one place where a word begins. */
bool pii_words_find(struct span s, size_t at, struct pii *out);
bool pii_phone_find(struct span s, size_t at, struct pii *out);

#endif
