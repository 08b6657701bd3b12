/*
 * schema -- what a roundtable's records are made of.
 *
 * schema.def declares every entity and field once: permanent number, wire
 * name, type, merge rule, who writes it, labels.  Tables, validation, forms,
 * columns, documents and labels are derived from here.  Numbers are never
 * reused; a field's number is its place in a creation op (1, 2, 3, ...).
 */
#ifndef PROTO_DOMAIN_SCHEMA_H
#define PROTO_DOMAIN_SCHEMA_H

#include "proto/base/db.h"

#define SCHEMA_VERSION 4 /* grows with every addition to schema.def */

enum field_type {
	TYPE_TEXT, /* one line or short text */
	TYPE_LONG, /* paragraphs; merged three-way when merge is MERGE_TEXT */
	TYPE_INT,
	TYPE_BOOL, /* 0 or 1 */
	TYPE_DATE, /* civil date, days since 1970-01-01 */
	TYPE_TIME, /* instant, seconds since 1970-01-01 UTC */
	TYPE_CODE, /* number of a vocabulary entry */
	TYPE_REF,  /* record of entity `target` (0: of any entity) */
	TYPE_GEO   /* INEGI code: "07" or "07065" */
};

enum field_merge {
	MERGE_REG,   /* multi-value register */
	MERGE_LIST,  /* elements of the given type, observed-remove, add wins */
	MERGE_COUNT, /* sum of increments */
	MERGE_TEXT,  /* three-way by paragraph */
	MERGE_ONCE   /* written once at creation (folio) */
};

enum field_policy { /* what a disputed register shows */
	SHOW_LATEST,
	SHOW_EARLIEST,
	SHOW_LOWEST,
	SHOW_LEAST_ADVANCED,
	SHOW_BASE
};

enum field_writer { BY_OWNER, BY_FEDERAL, BY_ANY };

enum entity_space {
	IN_NATIONAL,
	IN_ROUNDTABLE,
	IN_HOME,
	IN_SAME /* where the record is that it is about */
};

struct field {
	uint16_t no;
	const char *name, *es, *en;
	enum field_type type;
	enum field_merge merge;
	enum field_policy show;
	enum field_writer writer;
	const char *vocab; /* TYPE_CODE: name of the vocabulary */
	uint16_t target;   /* TYPE_REF: entity number, 0 any */
	bool required;     /* rejected at save when empty */
	uint32_t max;      /* text: most bytes */
	const char *hxl;   /* HXL tag or NULL */
};

struct entity {
	const char *name, *es, *en; /* wire and table name; labels */
	enum entity_space space;
	enum field_writer writer; /* who may create one */
	uint16_t no;
	/* The field that leads to the roundtable, by number; 0: the record is
	 * its own root or has none. */
	uint16_t parent;
	/* Fields are not edited after creation, the record only voided. */
	bool append_only;
	const char *folio; /* type letters of its folio ("AC"), or NULL */
	/* Fields of the natural key, by number, 0-ended; or NULL. */
	const uint8_t *natural;
	const struct field *fields; /* fields[i].no == i + 1 */
	size_t n;
};

extern const int schema_version; /* SCHEMA_VERSION */
extern const struct entity schema_entities[];
extern const size_t schema_count;

/* The numbers by name: ENTITY_agreement, FIELD_agreement_due_on. */
enum entity_no {
#define ENTITY(no, name, ...) ENTITY_##name = no,
#define FIELD(...)
#define KEYED(...)
#define PLAIN(...)
#include "proto/domain/schema.def"
#undef ENTITY
#undef FIELD
};

enum field_no {
#define ENTITY(...)
#define FIELD(entity, no, name, ...) FIELD_##entity##_##name = no,
#include "proto/domain/schema.def"
#undef ENTITY
#undef FIELD
#undef KEYED
#undef PLAIN
};

/* The lifecycle, as a field number in versions and reviews. */
#define FIELD_LIFE 0

/* By number; NULL when unknown (newer software). */
const struct entity *schema_entity(uint64_t no);
const struct entity *schema_named(const char *name);
const struct field *schema_field(const struct entity *e, uint64_t no);
const struct field *
schema_field_named(const struct entity *e, const char *name);

/* Is v a possible value of one register or element of f?  Types, ranges,
 * length, UTF-8, vocabulary and INEGI codes; DATA naming the field if not. */
err_t schema_check(const struct field *f, struct val v) WUR;
/* Text from a person ("2026-03-31", "alta" or "high", "07065", "12") -> value.
 * Refs are the caller's. Text borrows from s. Empty text gives VAL_NULL. */
err_t schema_parse(const struct field *f, const char *s, struct val *v) WUR;
/* A value as stable text for machines (codes by wire name, dates ISO). */
err_t schema_put(const struct field *f, struct val v, struct buf *out) WUR;
/* The same for people, lang "es" or "en" (labels of codes, dd/mm/yyyy in es).
 */
err_t schema_say(
    const struct field *f, struct val v, const char *lang, struct buf *out) WUR;
/* Order of a status code for SHOW_LEAST_ADVANCED: lower is less advanced;
 * *terminal tells whether the code ends the life of the record. */
int schema_advance(const struct field *f, int64_t code, bool *terminal);

#endif
