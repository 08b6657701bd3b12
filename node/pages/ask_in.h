/*
 * ask_in -- what the files of ask share.
 */
#ifndef NODE_PAGES_ASK_IN_H
#define NODE_PAGES_ASK_IN_H

#include "node/pages/ask.h"

/* A value as it stands in a form. */
const char *ask_text(struct asks *s, const struct field *f, struct val v);
/* What the control shows: what was typed, or what is stored. */
err_t ask_show(struct asks *s, struct ask *a) WUR;
bool ask_chosen(struct asks *s, const struct ask *a, const char *value);
/* The institutions as choices. */
err_t ask_listed(struct asks *s, struct ask *a) WUR;
/* The institution typed there; asks when it has ended. */
err_t ask_pick(struct asks *s, struct ask *a, struct val *v) WUR;

#endif
