/*
 * assets -- the files of the pages, inside the program.
 *
 * proto/ui/embed.sh makes the table from proto/ui/assets at build time.  The
 * etag is of the content, quotes included, so a page that names it may be
 * kept for ever.  bytes[size] is 0, for those who want a string.
 */
#ifndef PROTO_UI_ASSETS_H
#define PROTO_UI_ASSETS_H

#include <stddef.h>

struct asset {
	const char *path; /* "mesas.css" */
	const char *type; /* the media type */
	const char *etag;
	const unsigned char *bytes;
	size_t size;
	const unsigned char *gz; /* the same through gzip; NULL: not worth it */
	size_t gz_size;
};

/* Ends with a NULL path. */
extern const struct asset assets[];
/* Changes when any of them does: part of their addresses. */
extern const char assets_version[];

#endif
