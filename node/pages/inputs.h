/*
 * inputs -- the fields of a form, from schema.def: label, kind, choices, how
 * long.  What was typed is shown again when a rule refused.
 */
#ifndef NODE_PAGES_INPUTS_H
#define NODE_PAGES_INPUTS_H

#include "node/page.h"
#include "proto/ui/tpl.h"

enum input_kind {
	INPUT_LINE,
	INPUT_AREA,
	INPUT_DAY,
	INPUT_NUMBER,
	INPUT_CHOICE,
	INPUT_BOXES /* several of the options */
};

struct input_option {
	const char *value, *text;
	bool on;
};

struct input {
	enum input_kind kind;
	const char *name, *id, *label, *value, *hint;
	bool required;
	int64_t max; /* characters of a text; the most of a number */
	struct input_option *options;
	size_t options_n;
};

/* A form has inputs and the beginning of their ids, which are unique in the
 * page. */
struct inputs {
	const char *form;
	const char *action; /* where it is sent */
	struct input *v;
	size_t v_n;
};

/* Room for some of them; the form goes to TO/FORM. */
struct inputs
inputs_new(struct page *p, const char *to, const char *form, size_t most);
/* The input of a field, called by the field's name; now: what it has. A ref
 * gets its choices by inputs_option. */
struct input *inputs_add(
    struct page *p, struct inputs *in, const struct field *f, struct val now);
/* The same, of an entity's field by their numbers. */
struct input *inputs_add_no(struct page *p, struct inputs *in, uint64_t entity,
    int field, struct val now);
/* One more choice; those that were chosen are on. */
void inputs_option(struct page *p, struct input *x, const char *value,
    const char *text, bool now);
/* All live records of an entity as choices, by name; now: that one. */
err_t inputs_records(
    struct page *p, struct input *x, const struct entity *e, dot_t now) WUR;
/* Was this form the one that was sent? Only then typed values count. */
bool inputs_sent(struct page *p, const char *form);

/* What was sent for a field; RULE says in words what is wrong with it. */
err_t inputs_take(struct page *p, const struct field *f, struct val *v) WUR;
/* The same for a text that came under another name. */
err_t inputs_take_text(
    struct page *p, const struct field *f, const char *s, struct val *v) WUR;
/* The same for each of several boxes. */
err_t inputs_take_all(
    struct page *p, const struct field *f, struct val **v, size_t *n) WUR;
/* What a form changes of a record: its fields (numbers, ended by 0) as they
 * were sent against what is there; r NULL: everything that was filled in. */
#define INPUTS_FIELDS   40
#define INPUTS_ELEMENTS 128
struct inputs_change {
	struct fv set[INPUTS_FIELDS];
	size_t n;
	struct fv add[INPUTS_ELEMENTS], remove[INPUTS_ELEMENTS];
	size_t add_n, remove_n;
};
err_t inputs_changes(struct page *p, const struct entity *e,
    const struct record *r, const int *fields, struct inputs_change *c) WUR;
void inputs_set(struct inputs_change *c, int field, struct val v);
/* *id 0: create. Nothing to change is no fault. */
err_t inputs_write(struct act *act, const struct entity *e, dot_t *id,
    const struct inputs_change *c) WUR;
/* The reason of voiding, resolving, deciding is there. */
err_t inputs_reason(struct page *p) WUR;
/* A fault of our own making: RULE, in two languages. */
err_t inputs_fault(const char *es, const char *en) WUR;

void input_tpl(struct html *h, const struct input *v);

#endif
