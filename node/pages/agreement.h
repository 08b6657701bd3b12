/*
 * agreement -- one agreement: what was agreed, who answers for it, what has
 * happened since, and what can be done now.
 */
#ifndef NODE_PAGES_AGREEMENT_H
#define NODE_PAGES_AGREEMENT_H

#include "node/pages/facts.h"
#include "node/pages/inputs.h"
#include "node/pages/marks.h"

struct agreement_who {
	const char *href, *name, *role, *unit, *id;
};
struct agreement_event {
	const char *title, *text, *detail, *mood; /* mood of its icon */
	const char *icon;
	int64_t day,
	    at; /* at: when it was written, of one day the later first */
	struct fact_link *papers; /* evidence */
	size_t papers_n;
	bool waiting; /* not confirmed by the hub yet */
};

struct agreement_view {
	const char *id, *folio, *text, *dispute; /* "" not in dispute */
	struct theme_mark theme;
	struct mark state, other;
	struct fact *facts;
	size_t facts_n;
	struct agreement_who *who;
	size_t who_n;
	struct agreement_event *events;
	size_t events_n;
	const char *life, *voided_why; /* life "" live */
	bool live, own, confirmed, write, decide, open, frozen;
	/* Forms, and which of them a rule sent back. */
	struct inputs followup, reschedule, done, cancel, edit, responsible;
	bool followup_on, reschedule_on, done_on, cancel_on, edit_on,
	    responsible_on, void_on;
	const char *reason; /* typed, of voiding */
};

void agreement_tpl(struct html *h, const struct agreement_view *v);
void agreement_forms_tpl(struct html *h, const struct agreement_view *v);

#endif
