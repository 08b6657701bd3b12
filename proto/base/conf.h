/*
 * conf -- "name value" a line, "#" comments; unknown names are errors with
 * file:line.
 */
#ifndef PROTO_BASE_CONF_H
#define PROTO_BASE_CONF_H

#include "proto/base/err.h"

struct conf_item {
	const char *name;
	char *value; /* starts as the default (may be NULL); owned after
			conf_read */
};

/* Read path into items (ended by a NULL name); an absent file leaves defaults.
 */
err_t conf_read(const char *path, struct conf_item *items) WUR;
void conf_free(struct conf_item *items);
/* Write name value lines, durably. */
err_t conf_write(const char *path, const struct conf_item *items) WUR;

#endif
