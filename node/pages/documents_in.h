/*
 * documents_in -- what the files of documents share among themselves.
 */
#ifndef NODE_PAGES_DOCUMENTS_IN_H
#define NODE_PAGES_DOCUMENTS_IN_H

#include <stddef.h>

struct document_kind { /* ends of names, media type, first bytes, words */
	const char *end, *type, *begins, *es, *en;
};
#define DOCUMENTS_ACCEPT                                                       \
	".pdf,.png,.jpg,.jpeg,.odt,.ods,.odp,.docx,.xlsx,.pptx,.txt,.csv"
/* By the end of a file's name; by its media type; NULL: none of them. */
const struct document_kind *documents_kind_named(const char *name);
const struct document_kind *documents_kind(const char *type);

#endif
