/*
 * cmd -- the commands that office and hub share.
 *
 * node/main.c and hub/main.c open a store and a desk, call one of these and
 * close.  What a person changes goes through the desk (act_*): there is no
 * rule here.  With --json the answer is one line with stable keys; otherwise
 * aligned text in the person's language.  An id may be written as such, as a
 * folio, as the code of an office, institution or roundtable, or as the key
 * that an import gave ("@key").
 */
#ifndef PROTO_CMD_CMD_H
#define PROTO_CMD_CMD_H

#include <stdio.h>

#include "proto/base/cli.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"

struct cmd {
	struct store *st;
	struct desk *desk;
	const char *actor; /* account name, "" nobody */
	const char *lang;  /* "es" or "en" */
	FILE *out;         /* where answers go; NULL: stdout */
	const char *dir;   /* the folder with documents; NULL: there is none */
};

/* X(name, synopsis, help, options, fewest words, most): a row of the table of
 * commands; cmd_NAME runs it. */
#define CMD_COMMANDS(X)                                                        \
	X(save, "ENTITY [ID] field=value... [+ ENTITY [ID] field=value...]",   \
	    "Create a record, or change it; + adds records to the same act.",  \
	    "not-personal=REASON", 1, -1)                                      \
	X(import, "FILE.jsonl", "Save many records from lines of JSON.",       \
	    "dry-run not-personal=REASON", 1, 1)                               \
	X(undo, "IMPORT", "Take back what an import did.", "reason=TEXT", 1,   \
	    1)                                                                 \
	X(list, "ENTITY [field=value...]",                                     \
	    "List the records that have these values.",                        \
	    "csv voided lang=LANG", 1, -1)                                     \
	X(show, "ID", "Show one record with its disputes.", "lang=LANG", 1, 1) \
	X(history, "ID", "Show every change of a record.", "lang=LANG", 1, 1)  \
	X(conflicts, "[SPACE]", "List the disputes that are open.",            \
	    "lang=LANG", 0, 1)                                                 \
	X(resolve, "CONFLICT",                                                 \
	    "Close a dispute with one of its values or a new one.",            \
	    "take=BRANCH value=VALUE reason=TEXT", 1, 1)                       \
	X(proposals, "", "List the changes that offices propose to others.",   \
	    "all lang=LANG", 0, 0)                                             \
	X(accept, "PROPOSAL", "Make the proposed change.", "reason=TEXT", 1,   \
	    1)                                                                 \
	X(reject, "PROPOSAL", "Leave things as they are, saying why.",         \
	    "reason=TEXT", 1, 1)                                               \
	X(void, "ID", "Mark a record as not valid.", "reason=TEXT", 1, 1)      \
	X(log, "", "List the own logs and how far they are confirmed.",        \
	    "space=SPACE all", 0, 0)                                           \
	X(digest, "[SPACE]", "Print one hash of the state of a space.", "", 0, \
	    1)                                                                 \
	X(verify, "", "Prove everything that is stored.", "", 0, 0)            \
	X(rebuild, "", "Make the state again from the stored log.", "", 0, 0)  \
	X(backup, "FILE", "Write a complete copy of the store.", "", 1, 1)

#define CMD_DECLARE(name, synopsis, help, options, least, most)                \
	err_t cmd_##name(struct cmd *c, struct cli *cli) WUR;
CMD_COMMANDS(CMD_DECLARE)
#undef CMD_DECLARE

/* The language of this person: MESAS_LANG, "es" unless it says "en". */
const char *cmd_language(void);
/* The tables of imports; local, never sent. Twice is once. */
err_t cmd_tables(struct db *db) WUR;
/* A record as a person names it; entity NULL: any. MISSING, or DATA when the
 * name is not enough to tell which. */
err_t cmd_find_record(
    struct cmd *c, const char *text, const struct entity *e, dot_t *id) WUR;

/* ---- what things are called, for commands and pages ---- */

/* A value of a field in the person's language; a ref by its name. */
err_t cmd_say_value(
    struct cmd *c, struct buf *b, const struct field *f, struct val v) WUR;
const char *cmd_label(const struct cmd *c, const struct field *f);
/* Whose records a space has: "Nacional", "Chiapas", "De una oficina"; its own
 * name when it is no place that is known. */
const char *cmd_space_label(const char *space, const char *lang);
const char *cmd_life_label(const struct cmd *c, enum life life);
/* From people: text to value. Refs are found (cmd_find_record). */
err_t cmd_value(
    struct cmd *c, const struct field *f, const char *s, struct val *v) WUR;

/* What a reference looks like from here. */
enum cmd_seen { SEEN_HERE, SEEN_NOT_YET, SEEN_VOIDED, SEEN_ERASED };
err_t cmd_seen(
    struct cmd *c, const struct entity *e, dot_t id, enum cmd_seen *out) WUR;
/* A short name for a record: folio, code, name, ... or its id. */
err_t
cmd_name(struct cmd *c, struct buf *b, const struct entity *e, dot_t id) WUR;
err_t cmd_name_of(struct cmd *c, struct buf *b, const struct record *r) WUR;

/* Who wrote a commit. Texts are the arena's. */
struct cmd_who {
	int64_t at, receipt;
	const char *actor;  /* "" nobody */
	const char *office; /* its name; "" unknown */
	const char *pc;     /* computer, or the log's first digits */
};
err_t cmd_who(struct cmd *c, dot_t any, struct arena *a, struct cmd_who *w) WUR;

/* The history of a record: every write, in the order of cmd_history. Valid
 * while fn runs. */
struct cmd_told {
	size_t no; /* from 1 */
	dot_t dot;
	struct cmd_who who;
	const char *what;    /* "cambia" */
	const struct op *op; /* its values are op->fv; its reason */
	/* What its author saw in those fields; null where that is not known
	 * (a creation, an element of a list, a part of a text). */
	const struct val *was;
	const char
	    *held; /* "propuesta de otra oficina: por decidir", or NULL */
	size_t *merged, merged_n;     /* with which earlier writes by itself */
	size_t *disputed, disputed_n; /* against which it stands */
};
err_t cmd_story(struct cmd *c, const struct record *r,
    err_t (*fn)(void *ctx, const struct cmd_told *t), void *ctx) WUR;

/* Taking back an import (keys.h), line by line, the last first: what it did,
 * to go on with. */
struct cmd_undone {
	int64_t batch, before; /* only lines before this one; INT64_MAX */
	const char *reason;
	/* kept: somebody changed it since; bad: lines that a rule keeps */
	int64_t voided, reverted, kept, bad, lines;
	struct buf *report; /* of the bad; NULL: nobody wants it */
};
/* Until that moment (clock_mono_ms; 0: to the end); *more says that lines may
 * be left. */
err_t cmd_undo_some(
    struct cmd *c, struct cmd_undone *did, int64_t until, bool *more) WUR;
/* A field about which people differ, or differed until somebody decided:
 * everything is the arena's. */
struct cmd_version { /* one of the values, and who wrote it */
	dot_t dot;
	struct val v;
	struct cmd_who who;
	const char *reason; /* of a decision, "" otherwise */
};
struct cmd_review {
	uint32_t field;            /* FIELD_LIFE: the lifecycle */
	enum review kind;          /* REVIEW_NONE: decided */
	struct val base;           /* what all had seen */
	bool based;                /* it was written by somebody */
	struct cmd_version before; /* that, when based */
	struct val shown;          /* while it is, or was, in dispute */
	struct cmd_version *v;
	size_t n;
	/* The decisions, oldest first; the last is what holds, unless
	 * somebody wrote the field since. */
	struct cmd_version *decided;
	size_t decided_n;
	bool since;
};
/* Those of a record: the open ones, and of the others the last of a field. */
err_t cmd_reviews(struct cmd *c, const struct record *r, struct arena *a,
    struct cmd_review **out, size_t *n) WUR;
const char *cmd_review_label(const struct cmd *c, enum review r);

/* An act on the heap, because it is large. */
err_t cmd_begin(struct cmd *c, struct act **act) WUR;
void cmd_end(struct act **act);
/* Has the hub every change of this record that this computer made? */
err_t
cmd_confirmed(struct cmd *c, dot_t record, struct arena *a, bool *yes) WUR;
/* How many commits of an own log have no position yet, and the first of them.
 */
err_t cmd_pending(
    struct cmd *c, const struct log_info *l, uint32_t *first, int64_t *n) WUR;

#endif
