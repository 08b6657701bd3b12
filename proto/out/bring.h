/*
 * bring -- rows that somebody brings in a sheet become records.
 *
 * Institutions, members of a roundtable with their people, and agreements of
 * past years.  A sheet is kept in local tables (never sent) with what each of
 * its columns means; every row is tried through the desk, so that what is
 * wrong with it is said by the rules themselves; the good ones are saved, each
 * as one action, all of them one import (keys.h), which can be taken back.
 * Work goes on piece by piece: a piece never takes longer than its caller
 * wants, and one that is cut by the power goes on where it was.
 */
#ifndef PROTO_OUT_BRING_H
#define PROTO_OUT_BRING_H

#include "proto/cmd/cmd.h"
#include "proto/out/sheet.h"

enum bring_kind { BRING_INSTITUTIONS = 1, BRING_MEMBERS, BRING_AGREEMENTS };

enum bring_phase {
	BRING_MAP = 1, /* somebody says what the columns are */
	BRING_CHECK,   /* rows are being tried */
	BRING_READY,
	BRING_SAVE,
	BRING_SAVED,
	BRING_UNDO,
	BRING_UNDONE
};

enum bring_verdict {
	BRING_NEW,
	BRING_GOOD,
	BRING_BAD,
	BRING_SAME, /* it is here already */
	BRING_IN,   /* saved */
	BRING_BACK, /* and taken back */
	BRING_VERDICTS,
	BRING_HEAD = 9 /* no row of data: titles, tags */
};

/* Where a column may go: a field of a record that a row makes. */
#define BRING_TARGETS 20
struct bring_target {
	uint16_t entity, field;
	bool needed;
	uint16_t role;     /* of responsible: with which role; 0: none */
	const char *words; /* other titles it has, folded: "|area|unidad|" */
};
const struct bring_target *bring_targets(enum bring_kind kind, size_t *n);
/* "Texto", or "Responsable: Institución" of another record. */
const char *bring_label(
    struct cmd *c, struct arena *a, enum bring_kind kind, size_t target);

struct bring {                 /* one import */
	int64_t id, at, batch; /* batch 0: nothing saved */
	enum bring_kind kind;
	enum bring_phase phase;
	const char *file, *account, *reason; /* reason: why taken back */
	dot_t mesa;                          /* 0: of none */
	int64_t count[BRING_VERDICTS], rows; /* by verdict; all of data */
	int64_t before;                      /* UNDO: lines before this */
	struct {
		int64_t column;   /* -1: none */
		const char *dflt; /* for rows without a value */
	} map[BRING_TARGETS];
};

struct bring_row {
	int64_t no; /* in the file */
	enum bring_verdict verdict;
	const char *reason;
	const char **cell;
	size_t n;
};

err_t bring_tables(struct db *db) WUR; /* twice is once */
/* Reads the file, guesses what the columns are. FORMAT, LIMIT, DATA. */
err_t bring_new(struct cmd *c, struct bring *b, struct span bytes) WUR;
/* MISSING. Texts are the arena's. */
err_t
bring_get(struct cmd *c, int64_t id, struct arena *a, struct bring *b) WUR;
/* The newest first. */
err_t
bring_list(struct cmd *c, struct arena *a, struct bring **out, size_t *n) WUR;
/* The titles of the columns. */
err_t bring_head(struct cmd *c, const struct bring *b, struct arena *a,
    struct bring_row *head) WUR;
/* Rows of a verdict, in order, at most n (arena). */
err_t
bring_rows(struct cmd *c, const struct bring *b, enum bring_verdict verdict,
    int64_t most, struct arena *a, struct bring_row **out, size_t *n) WUR;

/* b->map, and trying begins. */
err_t bring_mapped(struct cmd *c, const struct bring *b) WUR;
/* To BRING_MAP, BRING_SAVE, BRING_UNDO (with b->reason). */
err_t bring_go(struct cmd *c, const struct bring *b, enum bring_phase to) WUR;
/* Works until that moment (clock_mono_ms); b->phase tells what is next. */
err_t bring_some(struct cmd *c, struct bring *b, int64_t until) WUR;
/* The bad rows as they came, with the reason; out as a file. */
err_t bring_bad(struct cmd *c, const struct bring *b, enum sheet_as as,
    int64_t now, struct buf *out) WUR;
/* The rows are forgotten; what was saved stays, and can be taken back. */
err_t bring_forget(struct cmd *c, const struct bring *b) WUR;
/* Those of imports before that moment, in phases that are over. */
err_t bring_sweep(struct cmd *c, int64_t before) WUR;

#endif
