/*
 * form -- the fields of an application/x-www-form-urlencoded text.
 *
 * Names and values come out decoded, valid UTF-8, without NUL, with line ends
 * as '\n'; anything else refuses the whole form.  They live in the arena.
 */
#ifndef PROTO_UI_FORM_H
#define PROTO_UI_FORM_H

#include "proto/base/buf.h"
#include "proto/base/mem.h"

struct form_field {
	char *name, *value;
};
struct form {
	struct form_field *field;
	size_t n;
};

/* FORMAT or LIMIT; *form is empty then. */
err_t form_take(struct arena *a, struct span text, struct form *form) WUR;
/* Append "name=value", with & before it when something stands there. */
err_t form_put(struct buf *b, const char *name, const char *value) WUR;
/* Value of the i-th field of that name, or NULL. */
const char *form_get(const struct form *form, const char *name, size_t i);

#endif
