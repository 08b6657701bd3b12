/*
 * minute -- the text of minutes: made from what was recorded, and read back.
 *
 * Minutes are frozen with the hash of their text, so all that they say is in
 * it, tables too: what is printed of approved minutes is a function of the
 * text alone, next year as today.  It is plain text that people can edit:
 *
 *     ## Asistencia            a heading
 *     | Institución | Persona  a row of a table, the first is its head
 *     anything else            a paragraph
 *
 * It is Spanish, whatever language the person reads.
 */
#ifndef PROTO_CMD_MINUTE_H
#define PROTO_CMD_MINUTE_H

#include "proto/cmd/cmd.h"

#define MINUTE_HASH 65 /* hexadecimal SHA-256, with its NUL */

enum minute_kind { MINUTE_HEAD, MINUTE_TEXT, MINUTE_TABLE };

struct minute_row {
	const char **cells;
	size_t cells_n;
};
struct minute_block {
	enum minute_kind kind;
	const char *text;       /* of a heading or a paragraph */
	struct minute_row head; /* of a table */
	struct minute_row *rows;
	size_t rows_n;
};

/* A draft from the records of a session (arena). LIMIT when it would be longer
 * than minutes may be. */
err_t minute_draft(
    struct cmd *c, dot_t session, struct arena *a, const char **text) WUR;
/* The draft anew: of the sections that have a table, the fresh ones; of the
 * others, what was written into them; new ones are added. */
const char *minute_refresh(struct arena *a, const char *was, const char *fresh);
/* Text into blocks. */
void minute_read(
    struct arena *a, struct span text, struct minute_block **out, size_t *n);
/* What freezes it. */
void minute_hash(struct span text, char out[MINUTE_HASH]);

/* Minutes for a session in this act: a draft with the agreements it includes,
 * the next version when there were others. */
err_t
minute_create(struct cmd *c, struct act *act, dot_t session, dot_t *id) WUR;

#endif
