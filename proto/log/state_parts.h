/*
 * state_parts -- the typed tables, as state (reading) and fold (writing) share
 * them.
 */
#ifndef PROTO_LOG_STATE_PARTS_H
#define PROTO_LOG_STATE_PARTS_H

#include "proto/log/state.h"

struct table { /* statements of one entity's table, made from schema.def */
	struct sql get;      /* by id */
	struct sql put;      /* insert or replace a whole row */
	struct sql add;      /* insert; nothing when the id is there */
	struct sql drop;     /* delete by id */
	struct sql children; /* ids by the field that leads to the roundtable */
	struct sql folio;    /* ids with a folio, or NULL text */
	struct sql range;    /* ids between ?1 and ?2, in order */
	struct sql all;      /* every column, in id order */
	struct sql minted;   /* how many rows, live or not, have a folio */
	struct sql *find;    /* by one condition on a field, made when asked */
};

/* The tables of this connection, one an entity in the order of schema_entities.
 */
struct table *state_tables(struct ledger *l);
struct table *state_table(struct ledger *l, const struct entity *e);
/* DDL of every typed table and of the fold's own. */
err_t state_create(struct db *db) WUR;
err_t state_drop(struct db *db) WUR;

/* Packed versions: field, how many, their dots; a field not listed has the
 * creation as its only version. */
struct packed {
	uint32_t field;
	size_t n;
	const uint8_t *dots; /* 8 bytes big-endian each */
};
bool state_version(struct span versions, uint32_t field, struct packed *out);
bool state_version_next(struct span *versions, struct packed *out);
dot_t state_dot(const struct packed *p, size_t i);
err_t state_version_put(
    struct buf *b, uint32_t field, const dot_t *dots, size_t n) WUR;

/* Read the columns of a `get` row into a record (arena). */
err_t state_fill(struct rows *rows, const struct entity *e, struct arena *a,
    struct record *r) WUR;
/* Columns of the row in the order of put and add: id, space, root, life,
 * versions, fields. */
size_t state_args(const struct record *r, struct val *args);

#endif
