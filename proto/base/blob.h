/*
 * blob -- files attached to records, by their content.
 *
 * Each is one file named by its SHA-256 in a folder that only this account can
 * read (0700, files 0600); the same content is kept once.  What is read back
 * is hashed again.  A name that somebody gave never becomes a path.
 */
#ifndef PROTO_BASE_BLOB_H
#define PROTO_BASE_BLOB_H

#include "proto/base/buf.h"
#include "proto/base/crypt.h"

#define BLOB_DIR  "documents"
#define BLOB_NAME 64 /* hexadecimal digits */

/* Keep it, on disk when this returns; its name. */
err_t
blob_put(const char *dir, struct span bytes, char name[BLOB_NAME + 1]) WUR;
bool blob_valid(const char *name);
bool blob_have(const char *dir, const char *name);
/* A file that comes in pieces.  `who` brings it (letters and digits): what two
 * bring at once is not mixed up.  How much of it is here; *whole: all. */
err_t blob_held(const char *dir, const char *name, const char *who,
    int64_t *held, bool *whole) WUR;
/* One more piece, that begins at `at` of `size` bytes.  GAP, with *held, when
 * it does not follow; LIMIT beyond size; DATA, and all of it is forgotten, when
 * the whole has another hash than its name.  Durable only when *whole. */
err_t blob_piece(const char *dir, const char *name, const char *who, int64_t at,
    int64_t size, struct span bytes, int64_t *held, bool *whole) WUR;
/* MISSING when it is not here, DATA when it is not what it was. */
err_t blob_get(const char *dir, const char *name, struct buf *out) WUR;
/* At most n bytes from `at` on, not hashed: whoever joins them does that. */
err_t blob_get_part(const char *dir, const char *name, int64_t at, size_t n,
    struct buf *out) WUR;

/* What of `from` was copied to `to`: what `to` has already stays. Each is
 * hashed on the way; one that is not what it was is counted, and not copied. */
struct blob_copied {
	size_t files, damaged;
	int64_t bytes;
};
err_t blob_copy(const char *from, const char *to, struct blob_copied *c) WUR;
/* What goes with a copy of the store in `file` is in the folder file.files.
 * Content has no versions: what an earlier copy left there stays, and only what
 * is new is written. */
#define BLOB_BESIDE ".files"
err_t blob_keep(const char *dir, const char *file, struct blob_copied *c) WUR;
/* And comes back from there, as far as dir lacks it; DAMAGED names the folder
 * with a file that is not what it was. */
err_t blob_bring(const char *file, const char *dir) WUR;

#endif
