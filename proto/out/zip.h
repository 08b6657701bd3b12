/*
 * zip -- files in a zip, in memory (minizip).
 *
 * Written zips have no date, so that the same content is the same bytes.
 * What is read comes from anybody: how much comes out is bounded, also by how
 * much went in, and a name is only ever compared, never a path.
 */
#ifndef PROTO_OUT_ZIP_H
#define PROTO_OUT_ZIP_H

#include "proto/base/buf.h"

struct zip;

err_t zip_new(struct zip **out, struct buf *b) WUR;
/* The first file of an OpenDocument is not packed. */
err_t
zip_add(struct zip *z, const char *name, struct span text, bool packed) WUR;
err_t zip_end(struct zip **z) WUR;

/* Borrows the bytes; FORMAT when it is no zip. */
err_t zip_open(struct zip **out, struct span bytes) WUR;
/* The file of that name (case of ASCII ignored), after what is in out; *found
 * false: none. FORMAT when it is damaged, LIMIT when too much comes out. */
err_t
zip_get(struct zip *z, const char *name, struct buf *out, bool *found) WUR;

void zip_close(struct zip **z);

#endif
