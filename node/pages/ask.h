/*
 * ask -- fields of a record asked for in a form, as schema.def declares them.
 *
 * A screen names the fields it wants; label, kind of control, choices and
 * bounds come from the schema.  After the form was sent the same list reads
 * what was typed (ask_take): what is not understood, and what a rule refuses
 * (ask_refused), is said at its field, and nothing typed is lost.  An
 * institution that has ended is a question: use its successor?
 */
#ifndef NODE_PAGES_ASK_H
#define NODE_PAGES_ASK_H

#include "node/page.h"
#include "proto/ui/tpl.h"

#define ASK_FIELDS 24

enum ask_kind {
	ASK_LINE,
	ASK_AREA,
	ASK_DATE,
	ASK_NUMBER,
	ASK_CHECK,
	ASK_SELECT,
	ASK_PICK, /* an institution, by what people call it */
	ASK_MANY  /* elements of a list, each a box */
};

struct ask_option {
	const char *value, *label;
	bool chosen;
};

struct ask {
	const struct field *f;
	enum ask_kind kind;
	const char *name, *label, *hint, *fault, *value;
	const char *about;             /* ids of hint and fault; "" none */
	const char *type;              /* of the input */
	const char *question, *answer; /* an institution has ended; its field */
	struct ask_option *answers;
	size_t answers_n;
	bool must, on, wide;
	bool elsewhere; /* something else in the form may stand for it */
	uint32_t most;  /* bytes of text; 0 no bound */
	struct ask_option *options;
	size_t options_n, cap;
};

struct asks {
	struct page *p;
	const struct entity *e;
	const struct record *r; /* NULL: a new one */
	const char *prefix;     /* of the names in the form */
	int64_t day;            /* on which institutions are asked about */
	bool typed;             /* the form was sent */
	struct ask v[ASK_FIELDS];
	size_t n;
	/* What was taken. */
	struct fv set[ASK_FIELDS], *add, *remove;
	size_t set_n, add_n, remove_n;
};

/* day: the roundtable's today. */
void ask_begin(struct asks *s, struct page *p, const struct entity *e,
    const struct record *r, int64_t day);
/* The next field of the form; *out may be changed, and may be NULL. */
err_t ask_field(struct asks *s, int field, struct ask **out) WUR;
/* One more choice of a select or a list: what it is called is said by name. */
void
ask_option(struct asks *s, struct ask *a, const char *value, const char *label);
/* A record as a choice. */
err_t ask_option_record(
    struct asks *s, struct ask *a, const struct entity *e, dot_t id) WUR;
/* What an empty new form begins with. */
void ask_default(struct asks *s, int field, struct val v);
/* Read what was typed into set, add and remove; *good false: something was
 * not understood, which is said at its field. */
err_t ask_take(struct asks *s, bool *good) WUR;
bool ask_empty(const struct asks *s); /* nothing changes */
/* Write it: *id 0 creates. */
err_t ask_write(struct asks *s, struct act *act, dot_t *id) WUR;
/* NULL when e is what a rule says: it is told at its field, the page is 422;
 * any other error comes back. */
err_t ask_refused(struct asks *s, err_t e) WUR;
void ask_blame(struct asks *s, struct ask *a, const char *sentence);
struct ask *ask_find(struct asks *s, int field);
/* The value taken for a field, or null. */
struct val ask_taken(const struct asks *s, int field);

/* ---- institutions ---- */

struct ask_institution {
	dot_t id;
	const char *name, *acronym, *official, *folded; /* name: as listed */
	bool over, proposed; /* has ended; not of the catalogue */
};
/* All that are here, by name (arena). */
err_t
ask_institutions(struct page *p, struct ask_institution **out, size_t *n) WUR;
/* By acronym, name, other name or what is listed; *id 0: none, or several (
 * *several names them). */
err_t ask_institution_find(
    struct page *p, const char *typed, dot_t *id, const char **several) WUR;
err_t ask_institution_listed(struct page *p, dot_t id, const char **name) WUR;
/* Has it ended by that day, and who follows? */
err_t ask_institution_ending(
    struct page *p, dot_t id, int64_t day, struct rule_ending *e) WUR;

void ask_tpl(struct html *h, const struct ask *v);

#endif
