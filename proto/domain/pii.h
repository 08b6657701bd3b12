/*
 * pii -- what looks like somebody's personal data in a text (DOMAIN 3.4).
 *
 * No personal data of refugees is recorded here.  This finds the identifiers
 * that people paste without thinking: CURP (with its check digit), RFC of
 * persons, telephones, private e-mail, passports, case files, accounts (with
 * their checks), dates of birth, identity papers.  It is a pure function of
 * the text: the same on every computer, with no model and no list of people.
 * Rule 14 (rule_pii.c) refuses what it finds, unless somebody decided that it
 * is none.
 */
#ifndef PROTO_DOMAIN_PII_H
#define PROTO_DOMAIN_PII_H

#include "proto/base/crypt.h"
#include "proto/domain/vocab.h"

#define PII_MOST 64 /* told of one text */

struct pii {
	size_t at, n; /* bytes of the text */
	int kind;     /* CODE_pii_kind_x */
};

/* The first one at or after a byte; false: none.  The text is UTF-8. */
bool pii_next(struct span text, size_t from, struct pii *out);
/* All of them, in order, at most max; how many. */
size_t pii_scan(struct span text, struct pii *out, size_t max);
/* What stands for it in the log: the same however it is spaced. */
void pii_hash(struct span s, struct hash *out);

#endif
