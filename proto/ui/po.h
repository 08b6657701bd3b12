/*
 * po -- what templates say, in the language of who reads.
 *
 * The Spanish sentence is in the template and is its own key.  The English
 * ones stand in proto/ui/po/en/NAME.po, become one sorted table at build time
 * (tpl/poc) and are complete, or the build's check fails.
 */
#ifndef PROTO_UI_PO_H
#define PROTO_UI_PO_H

#include <stddef.h>
#include <stdint.h>

struct po {
	const char *es, *en, *en_many; /* en_many NULL: it has no plural */
};

/* By es, sorted as strcmp does. */
extern const struct po po_table[];
extern const size_t po_count;

const char *po_say(const char *lang, const char *es);
/* Of one or of many. */
const char *
po_many(const char *lang, const char *one, const char *many, int64_t n);

#endif
