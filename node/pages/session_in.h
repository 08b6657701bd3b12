/*
 * session_in -- what the files of the session's page share.
 */
#ifndef NODE_PAGES_SESSION_IN_H
#define NODE_PAGES_SESSION_IN_H

#include "node/page.h"
#include "node/pages/session.h"
#include "proto/log/facts.h"

#define SESSION_OPEN_MAX 60 /* agreements with a line of their own here */
#define SESSION_NEW      1  /* of each kind typed at once */

struct session_inst {
	dot_t id;
	const char *label; /* "SEP · Secretaría de Educación Pública" */
	const char *acronym, *name;
	int64_t level;
};

/* A session as it stands, and what is needed to read and write it. */
struct sitting {
	struct page *p;
	struct record r;
	const char *id, *zone;
	int64_t day; /* on which it began or is called for; else today */
	dot_t mesa[LIMIT_PEER_SPACES]; /* its own, then joint ones */
	size_t mesa_n;
	struct session_inst *inst;
	size_t inst_n;
	struct facts_state fs;
	struct facts facts;
	dot_t minutes;      /* that were asked for; 0 nobody did */
	int64_t with;       /* status that goes with the data, in one act; 0 */
	const char *faults; /* what rules said of the parts; NULL nothing */
	/* What was typed new and is saved: not typed any more. */
	bool took_seat, took_item, took_gap[SESSION_NEW],
	    took_deal[SESSION_NEW];
};

/* Reads it; s->took is kept. */
err_t session_open(struct page *p, const char *id, struct sitting *s) WUR;
struct val session_val(const struct sitting *s, int field);
/* Of a record read with state_get. */
#define REC_INT(r, e, f)                                                       \
	((r)->v[FIELD_##e##_##f - 1].kind == VAL_INT                           \
		? (r)->v[FIELD_##e##_##f - 1].i                                \
		: 0)
const char *session_text(struct page *p, struct val v);
/* A text of the form; an empty one is no value. */
struct val session_opt(const char *s);

/* What was typed into PREFIX-KEY, or what is stored. */
const char *session_typed(
    struct page *p, const char *prefix, const char *key, const char *stored);
/* What was typed there, NULL when the form has no such field. */
const char *session_field(struct page *p, const char *prefix, const char *key);
/* The mark of what is shown of a record: its texts in order. */
const char *session_mark(struct page *p, const char *const *shown, size_t n);
/* Did this person change the i-th of them? The value typed is *typed. */
bool session_changed(struct page *p, const char *prefix, const char *key,
    size_t i, const char *stored, const char **typed);
const char *session_number(struct page *p, struct val v); /* "" for null */
/* Options of a vocabulary, an empty one first when none says so. */
void session_codes(struct page *p, const char *vocab, const char *selected,
    const char *none, struct session_option **out, size_t *n);
/* "HH:MM" of an instant there, and back: *at from day and hour; false when
 * that is no hour. */
const char *session_hour(const struct sitting *s, struct val at);
bool session_instant(
    const struct sitting *s, int64_t day, const char *hour, int64_t *at);

/* Institutions by label, acronym or name; NULL when there is none. */
err_t session_institutions(struct sitting *s) WUR;
const struct session_inst *
session_find(const struct sitting *s, const char *text);
const struct session_inst *session_inst_of(const struct sitting *s, dot_t id);
/* Several, separated by semicolons; *bad is the first that is unknown. */
err_t session_find_all(const struct sitting *s, const char *text, dot_t *ids,
    size_t cap, size_t *n, const char **bad) WUR;

/* Reading, into the view. */
err_t session_seats(struct sitting *s, struct session_view *v) WUR;
err_t session_count_quorum(
    struct sitting *s, struct session_view *v, struct session_quorum *q) WUR;
err_t session_items(struct sitting *s, struct session_view *v) WUR;
err_t session_opens(struct sitting *s, struct session_view *v) WUR;
err_t session_candidates(struct sitting *s, struct session_view *v) WUR;
err_t session_gaps(struct sitting *s, struct session_view *v) WUR;
err_t session_deals(struct sitting *s, struct session_view *v) WUR;
/* The newest minutes of it; 0 none. */
err_t session_minutes(const struct sitting *s, dot_t *id) WUR;
err_t session_side(struct sitting *s, struct session_view *v) WUR;
err_t session_data(struct sitting *s, struct session_view *v) WUR;
/* People of its roundtables on that day. */
struct session_person {
	dot_t designation, institution, representative;
	int64_t rank;
	const char *name, *position;
};
err_t
session_people(struct sitting *s, struct session_person **out, size_t *n) WUR;

/* "Sesión · Ordinaria 4" */
const char *session_title(struct sitting *s);
/* The pages below it: /imprimir/..., /convocatoria. */
err_t session_print(struct sitting *s, const char *what) WUR;
err_t session_calls(struct sitting *s) WUR;
err_t session_call_post(struct sitting *s, const char *word) WUR;

/* Writing: each is one part of an act. */
err_t session_save_data(struct sitting *s, struct act *act) WUR;
err_t session_save_seats(struct sitting *s, struct act *act) WUR;
err_t session_save_items(struct sitting *s, struct act *act) WUR;
err_t session_save_opens(struct sitting *s, struct act *act) WUR;
err_t session_save_gap(struct sitting *s, struct act *act, size_t i) WUR;
err_t session_save_deals(struct sitting *s, struct act *act) WUR;
err_t session_save_deal(struct sitting *s, struct act *act, size_t i) WUR;
/* What is asked for besides: "subir:ID", "estado:3", ... */
err_t session_move(struct sitting *s, const char *id, int by) WUR;
/* The items every agenda begins with, the follow-up among them. */
err_t
session_agenda(struct page *p, struct act *act, dot_t session, dot_t mesa) WUR;
err_t session_create_item(struct act *act, dot_t session, int64_t position,
    int64_t kind, const char *title, dot_t *id) WUR;

/* RULE naming, in both languages, the required fields that are empty. */
err_t
session_lacking(const struct entity *e, const struct fv *fv, size_t n) WUR;

#endif
