/*
 * documents_kind -- what may be attached.
 */
#include <string.h>

#include "node/pages/documents_in.h"

/* What may be attached: by the end of its name and how it begins. What a
 * browser would run is not among it. */
static const struct document_kind kinds[] = {
	{ ".pdf", "application/pdf", "%PDF-", "PDF", "PDF" },
	{ ".png", "image/png", "\x89PNG\r\n", "imagen", "image" },
	{ ".jpg", "image/jpeg", "\xff\xd8\xff", "imagen", "image" },
	{ ".jpeg", "image/jpeg", "\xff\xd8\xff", "imagen", "image" },
	{ ".odt", "application/vnd.oasis.opendocument.text", "PK\x03\x04",
	    "texto", "text" },
	{ ".ods", "application/vnd.oasis.opendocument.spreadsheet",
	    "PK\x03\x04", "hoja de cálculo", "spreadsheet" },
	{ ".odp", "application/vnd.oasis.opendocument.presentation",
	    "PK\x03\x04", "presentación", "slides" },
	{ ".docx",
	    "application/"
	    "vnd.openxmlformats-officedocument.wordprocessingml.document",
	    "PK\x03\x04", "texto", "text" },
	{ ".xlsx",
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	    "PK\x03\x04", "hoja de cálculo", "spreadsheet" },
	{ ".pptx",
	    "application/"
	    "vnd.openxmlformats-officedocument.presentationml.presentation",
	    "PK\x03\x04", "presentación", "slides" },
	{ ".txt", "text/plain", "", "texto", "text" },
	{ ".csv", "text/csv", "", "tabla", "table" },
};
const struct document_kind *
documents_kind_named(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t k = strlen(kinds[i].end);

		if (n > k && strcasecmp(name + n - k, kinds[i].end) == 0)
			return (&kinds[i]);
	}
	return (NULL);
}

const struct document_kind *
documents_kind(const char *type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return (&kinds[i]);
	return (NULL);
}
