/*
 * dispute -- one record about which people differ: what it said before, each
 * value beside the other with the words that changed, who wrote it where and
 * when; what was merged by itself; the decision, and undoing it.
 */
#ifndef NODE_PAGES_DISPUTE_H
#define NODE_PAGES_DISPUTE_H

#include "node/pages/inputs.h"
#include "node/pages/marks.h"

struct dispute_word {
	bool gone, fresh;
	struct span s;
};
struct dispute_value {
	const char *id, *code; /* of its radio button */
	struct dispute_word *words;
	size_t words_n;
	const char *who;
	bool on, mine; /* mine: written on this computer */
	bool empty;
};
struct dispute_past { /* a decision */
	const char *value, *reason, *who;
};
struct dispute_field {
	const char *label, *kind, *name; /* name: of its inputs */
	const char *base, *base_id, *base_who, *shown;
	bool based, base_on, life, own, chosen;
	struct dispute_value *values;
	size_t values_n;
	struct input other;
	bool has_other, other_on;
	struct dispute_past *past;
	size_t past_n;
	bool open, since;
};
struct dispute_merged {
	const char *label, *value, *who;
};

struct dispute_view {
	const char *id, *title, *subtitle, *href, *place, *decide_to;
	struct theme_mark theme;
	bool themed;
	const char *explained; /* what happened, in a sentence */
	struct dispute_field *open, *closed;
	size_t open_n, closed_n;
	struct dispute_merged *merged;
	size_t merged_n;
	bool own, decide;
	const char *reason;
};

void dispute_tpl(struct html *h, const struct dispute_view *v);
void dispute_field_tpl(struct html *h, const struct dispute_field *v);

#endif
