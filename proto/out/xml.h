/*
 * xml -- reading XML that anybody may have written (expat).
 *
 * No DTD: so no entity of their own, none from outside, and none that grows.
 * Names are told without their prefix.  Depth is bounded.
 */
#ifndef PROTO_OUT_XML_H
#define PROTO_OUT_XML_H

#include "proto/base/err.h"
#include "proto/base/span.h"

struct xml { /* callbacks; an error ends the reading and is returned */
	void *ctx;
	err_t (*begin)(void *ctx, const char *name, const char **attributes);
	err_t (*end)(void *ctx, const char *name);
	err_t (*text)(void *ctx, struct span s); /* in pieces */
};

err_t xml_read(struct span text, const struct xml *x) WUR;
/* The value of an attribute, its prefix ignored; NULL: absent. */
const char *xml_get(const char **attributes, const char *name);

#endif
