/*
 * gap -- one gap: how it stands and since when, which agreements serve it,
 * what was asked of other roundtables; and one escalation with its answer.
 */
#ifndef NODE_PAGES_GAP_H
#define NODE_PAGES_GAP_H

#include "node/pages/facts.h"
#include "node/pages/inputs.h"
#include "node/pages/marks.h"

struct gap_step {
	const char *mood, *icon, *text;
	bool now;
};
struct gap_agreement {
	const char *href, *folio, *title;
	struct mark state;
};
struct gap_escalation {
	const char *href, *to, *detail, *answer;
	struct mark state;
};

struct gap_view {
	const char *id, *folio, *title, *text, *age, *severity, *grave;
	const char *dispute, *life;
	struct theme_mark theme;
	struct mark state, other;
	struct gap_step *steps;
	size_t steps_n;
	struct fact *facts;
	size_t facts_n;
	struct gap_agreement *agreements;
	size_t agreements_n;
	struct gap_escalation *escalations;
	size_t escalations_n;
	bool live, own, confirmed, write, decide, open, reopens, served;
	struct inputs state_in, resolve, escalate, edit;
	bool state_on, resolve_on, escalate_on, edit_on, void_on;
	const char *reason;
};

struct escalation_view {
	const char *id, *object, *object_href, *from, *to, *reason, *answer;
	const char *asked, *answered, *dispute;
	struct mark state;
	bool mine; /* asked of a roundtable of this office */
	bool write, open, returned;
	bool ours; /* asked by one of this office */
	bool late; /* nobody answered in time */
	struct inputs in;
};

/* The fields that people fill in; those of the state have forms of their own.
 */
const int *gap_fields(void);

void gap_tpl(struct html *h, const struct gap_view *v);
void gap_forms_tpl(struct html *h, const struct gap_view *v);
void escalation_tpl(struct html *h, const struct escalation_view *v);

#endif
