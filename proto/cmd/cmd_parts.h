/*
 * cmd_parts -- what the commands share: values, names, authors, answers.
 */
#ifndef PROTO_CMD_CMD_PARTS_H
#define PROTO_CMD_CMD_PARTS_H

#include "proto/base/json.h"
#include "proto/cmd/cmd.h"
#include "proto/cmd/table.h"
#include "proto/limits.h"

#define ANSWER     BUF(LIMIT_ANSWER_BYTES)
#define ID_TEXT    40
#define SAID_BYTES ((size_t)2 * LIMIT_MERGE_BYTES) /* one value in words */

static inline bool
cmd_es(const struct cmd *c)
{
	return (c->lang == NULL || strcmp(c->lang, "en") != 0);
}
/* The Spanish or the English of two sentences. */
static inline const char *
cmd_tr(const struct cmd *c, const char *es, const char *en)
{
	return (cmd_es(c) ? es : en);
}
/* --lang, when the command has it. */
err_t cmd_speak(struct cmd *c, const struct cli *cli) WUR;

/* Write an answer and empty it. */
err_t cmd_answer(struct cmd *c, struct buf *b) WUR;
/* JSON: the comma that is needed and the key; then its value. */
err_t cmd_key(struct buf *b, const char *key) WUR;
err_t cmd_comma(struct buf *b) WUR; /* before an element */
err_t cmd_put_str(struct buf *b, const char *key, const char *s) WUR;
err_t cmd_put_int(struct buf *b, const char *key, int64_t i) WUR;
err_t cmd_put_yes(struct buf *b, const char *key, bool yes) WUR;
err_t cmd_put_id(struct cmd *c, struct buf *b, const char *key, dot_t d) WUR;
err_t cmd_put_time(struct buf *b, const char *key, int64_t at) WUR;
/* A value of a field, for machines (a ref as its id) and for people. */
err_t cmd_put_value(
    struct cmd *c, struct buf *b, const struct field *f, struct val v) WUR;
/* Text that somebody wrote: no control character reaches the terminal. */
err_t cmd_say_text(struct buf *b, struct span s) WUR;
err_t cmd_say_time(struct cmd *c, struct buf *b, int64_t at) WUR;
const char *cmd_life_name(enum life life);

/* The field of an entity, or an error that lists them. */
err_t cmd_field(const struct entity *e, const char *name, size_t n,
    const struct field **f) WUR;
err_t cmd_entity(const char *name, const struct entity **e) WUR;
/* The record and its row; MISSING tells what to do. */
err_t cmd_need(
    struct cmd *c, const char *text, struct arena *a, struct record *r) WUR;
/* --reason, which must be given. */
err_t cmd_reason(const struct cli *cli, const char **reason) WUR;

const char *cmd_seen_name(enum cmd_seen s);
err_t cmd_put_who(struct buf *b, const struct cmd_who *w) WUR;
err_t cmd_say_who(struct cmd *c, struct buf *b, const struct cmd_who *w) WUR;

/* What one person wants of one record. */
struct cmd_fvs {
	struct fv *v;
	size_t n, cap;
};
struct cmd_edits {
	struct arena *a;
	struct cmd_fvs set, add, remove, count;
};
void cmd_fv(struct cmd_edits *ed, struct cmd_fvs *to, const struct field *f,
    struct val v);
/* Elements so that a list becomes want[0..n); id 0: nothing is there. */
err_t cmd_list_to(struct cmd *c, struct cmd_edits *ed, const struct field *f,
    dot_t id, const struct val *want, size_t n) WUR;
/* Do it; *id 0 creates. */
err_t cmd_apply(struct act *act, const struct entity *e, dot_t *id,
    const struct cmd_edits *ed) WUR;
bool cmd_empty(const struct cmd_edits *ed);

/* "x":value pairs of a record: id, entity, space, state, fields. */
err_t cmd_put_record(struct cmd *c, struct buf *b, const struct record *r) WUR;
/* "notes":[...] of an act; for people on stderr. */
err_t cmd_put_notes(struct cmd *c, struct buf *b, const struct notes *n) WUR;
void cmd_warn(struct cmd *c, const struct notes *n);

/* Disputes: id "RECORD/field", words for their kind, and their branches. */
const char *cmd_review_name(enum review r);
err_t
cmd_put_dispute(struct cmd *c, struct buf *b, const struct dispute *d) WUR;
err_t
cmd_say_dispute(struct cmd *c, struct buf *b, const struct dispute *d) WUR;

#endif
