/*
 * draft -- forms that somebody is still writing.
 *
 * Kept in this store and never sent, an account's own: nobody else is shown
 * them.  A draft is what a form would have sent, with where it would have gone
 * and where it stands; its serial is the form's, so that two forms of the same
 * kind do not write over each other.  It goes when the form is saved or when
 * its author drops it.
 */
#ifndef NODE_DRAFT_H
#define NODE_DRAFT_H

#include "proto/base/db.h"
#include "proto/base/mem.h"
#include "proto/limits.h"

#define DRAFT_SERIAL 22 /* letters: 16 random bytes, base64url */

struct draft {
	const char *serial;
	const char *action; /* where the form goes */
	const char *page;   /* where it stands; "" unknown */
	const char *title;  /* of that page */
	const char *form;   /* its fields, as a form sends them */
	int64_t at;
};

/* The table; twice is once. */
err_t draft_tables(struct db *db) WUR;
bool draft_serial_valid(const char *serial);
void draft_serial_make(char out[DRAFT_SERIAL + 1]);
/* The newest text of that serial. LIMIT when it is too long. */
err_t draft_keep(struct db *db, const char *account, const struct draft *d) WUR;
err_t draft_get(struct db *db, const char *account, const char *serial,
    struct arena *a, struct draft *d, bool *found) WUR;
/* The newest first, without their fields; page NULL: of every page. */
err_t draft_list(struct db *db, const char *account, const char *page,
    struct arena *a, struct draft **v, size_t *n) WUR;
err_t draft_drop(struct db *db, const char *account, const char *serial) WUR;

#endif
