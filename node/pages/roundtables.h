/*
 * roundtables -- the roundtables of this office and those it may see: facts
 * and rules, members, designations, themes, what is open; each added,
 * changed and ended as an act.  What ends keeps its place: a membership is
 * closed with a date, never deleted.
 */
#ifndef NODE_PAGES_ROUNDTABLES_H
#define NODE_PAGES_ROUNDTABLES_H

#include "node/pages/ask.h"
#include "node/pages/documents.h"

struct roundtables_row {
	const char *id, *code, *name, *detail, *office, *status;
	int64_t members, open, late, next; /* next: a day */
	bool mine, has_next;
};
struct roundtables_view {
	struct roundtables_row *mine, *others;
	size_t mine_n, others_n;
};

struct roundtable_fact {
	const char *label, *value, *href;
	bool lines;
};
struct roundtable_member {
	const char *id, *name, *href, *quality, *next;
	int64_t since, until;
	bool voice, vote, has_since, has_until, over, people;
};
struct roundtable_designation {
	const char *id, *name, *person, *position, *role, *rank, *letter;
	int64_t since, until;
	bool has_since, has_until, titular;
};
struct roundtable_theme {
	const char *id, *theme, *name, *icon, *href;
	int64_t since, until;
	bool has_since, has_until;
};
struct roundtable_person {
	const char *id, *name, *position, *institution, *email;
};
struct roundtable_session {
	const char *href, *folio, *kind, *status, *place;
	int64_t at;
	bool has_at;
};
struct roundtable_near {
	const char *href, *name, *detail;
};
struct roundtable_view {
	const char *id, *title, *code, *status, *office, *verb;
	bool mine, write; /* write: this person may change, or propose */
	bool voided;
	int64_t open, late, gaps, gaps_all, disputes, votes, needed;
	struct roundtable_fact *facts;
	size_t facts_n;
	struct roundtable_member *members, *former;
	size_t members_n, former_n;
	struct roundtable_designation *designations, *ended;
	size_t designations_n, ended_n;
	struct roundtable_theme *themes, *closed;
	size_t themes_n, closed_n;
	struct roundtable_person *people;
	size_t people_n;
	struct roundtable_session *coming, *past;
	size_t coming_n, past_n;
	struct roundtable_near *near; /* parent and children */
	size_t near_n;
	struct roundtable_near *results;
	size_t results_n;
};

struct part_view { /* the form of one of its parts */
	const char *id, *title, *roundtable, *action, *intro, *verb;
	bool proposing; /* another office's: becomes a proposal */
	struct ask *asks, *more;
	size_t asks_n, more_n;
	const char *more_title, *more_note; /* "" none */
	bool open;                          /* the second part is open */
	const char *other, *other_words;    /* another thing to do, "" none */
};

struct handover_term { /* who kept it, when */
	const char *office, *act;
	int64_t since, until;
	bool has_until, now, mine, coming;
};
struct handover_line {
	const char *title, *detail, *href, *mark; /* mark: "" none */
	bool bad;
};
struct handover_group {
	const char *icon, *title, *empty;
	struct handover_line *lines;
	size_t lines_n;
	int64_t count, more; /* more than are shown */
};
struct handover_view {
	const char *id, *title, *code, *office, *told;
	bool mine, before; /* before: this office kept it until then */
	struct handover_term *terms;
	size_t terms_n;
	struct handover_group *groups;
	size_t groups_n;
	int64_t day;
	struct documents_at_view documents; /* the signed act is kept there */
};

void handover_tpl(struct html *h, const struct handover_view *v);
void roundtables_tpl(struct html *h, const struct roundtables_view *v);
void roundtable_tpl(struct html *h, const struct roundtable_view *v);
void part_tpl(struct html *h, const struct part_view *v);

#endif
