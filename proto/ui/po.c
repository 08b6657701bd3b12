#include "proto/ui/po.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *key, const void *entry)
{
	const struct po *p = entry;

	return (strcmp(key, p->es));
}

static const struct po *
find(const char *lang, const char *es)
{
	if (strcmp(lang, "en") != 0)
		return (NULL);
	return (bsearch(es, po_table, po_count, sizeof(*po_table), compare));
}

const char *
po_say(const char *lang, const char *es)
{
	const struct po *p = find(lang, es);

	return (p == NULL ? es : p->en);
}

const char *
po_many(const char *lang, const char *one, const char *many, int64_t n)
{
	const struct po *p = find(lang, one);

	if (p == NULL)
		return (n == 1 ? one : many);
	return (n == 1 || p->en_many == NULL ? p->en : p->en_many);
}
