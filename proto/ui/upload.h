/*
 * upload -- files in a form (multipart/form-data).
 *
 * The body is complete in memory and limited by its route.  Fields come out
 * like those of any form (serve_form), files as bytes; a file's name is what
 * the browser says, data and never a path.
 */
#ifndef PROTO_UI_UPLOAD_H
#define PROTO_UI_UPLOAD_H

#include "proto/ui/form.h"

struct request;

struct upload_file {
	const char *field, *name;
	struct span bytes; /* borrows from the body */
};
struct upload {
	struct form form; /* what is no file */
	struct upload_file *file;
	size_t files;
};

/* type is the Content-Type; FORMAT when it is no such form, or not whole. */
err_t upload_take(
    struct arena *a, const char *type, struct span body, struct upload *u) WUR;
/* The file of that field of a request; NULL: none was chosen. */
const struct upload_file *upload_get(struct request *q, const char *field);

#endif
