/*
 * session -- one session of a roundtable: its data, agenda, attendance, gaps
 * and agreements, in one form that every button of it saves.
 *
 * A record's fields in the form are called PREFIX-KEY, KEY being its id (of a
 * new one "n0").  Beside them stands w-KEY, a mark of what was shown, so that
 * only what this person changed is written.  The parts are saved one after
 * the other, each as an act: what a rule refuses stays as it was typed, and
 * the rest is saved.
 */
#ifndef NODE_PAGES_SESSION_H
#define NODE_PAGES_SESSION_H

#include "proto/ui/tpl.h"

struct session_option {
	const char *value, *label;
	bool selected;
};

/* One line of the attendance. */
struct session_seat {
	const char *key, *name, *level, *quality, *person, *position, *was;
	int64_t no;
	bool vote, guest;
	struct session_option *states, *people;
	size_t states_n, people_n;
	int64_t record, institution, status; /* record 0: nothing saved */
};

struct session_item {
	const char *key, *title, *summary, *presenter, *outcome, *was;
	bool first, last, fresh, followup;
	int64_t no;
	struct session_option *kinds, *themes, *outcomes;
	size_t kinds_n, themes_n, outcomes_n;
};

/* An agreement that was open before, and what is said of it here. */
struct session_open {
	const char *key, *folio, *text, *who, *pct, *said, *was, *href;
	bool has_due, late;
	int64_t due;
};

struct session_gap {
	const char *key, *folio, *title, *theme, *href, *description;
	bool fresh;
	struct session_option *themes, *barriers, *severities;
	size_t themes_n, barriers_n, severities_n;
};

struct session_deal {
	const char *key, *folio, *text, *means, *who, *also, *date, *mesa;
	const char *href, *was;
	bool fresh, has_due, standing;
	int64_t no, due;
	struct session_option *themes, *mesas, *gaps, *items;
	size_t themes_n, mesas_n, gaps_n, items_n;
};

/* What was not dealt with yet and could be: put on the agenda by a box. */
struct session_candidate {
	const char *value, *title, *detail;
};

struct session_count {
	const char *mesa; /* "" when there is only one */
	int64_t present, members, needed;
	bool enough;
};
struct session_quorum {
	struct session_count *rows;
	size_t rows_n;
};

struct session_lack {
	const char *text, *href;
	bool ok, stops;
};

struct session_link {
	const char *href, *text;
	bool current;
};

struct session_view {
	const char *action, *id, *title, *mesa, *mesa_href, *status, *mood,
	    *folio;
	bool write, decide, confirmed, done; /* done: nothing follows */
	/* The data. */
	const char *date, *hour, *place, *url, *started, *ended, *was;
	bool second;
	struct session_option *kinds, *modalities, *chairs, *secretaries;
	struct session_option *joint;
	size_t kinds_n, modalities_n, chairs_n, secretaries_n, joint_n;
	/* What may be done with it now. */
	bool may_start, may_close, may_fail, may_postpone, may_cancel, may_call;
	const char *minutes_href; /* "" none yet */
	bool called;
	int64_t called_on;
	struct session_quorum quorum;
	struct session_lack *lacks;
	size_t lacks_n, lacks_open;
	struct session_seat *seats;
	size_t seats_n;
	const char *guest, *guest_person; /* of the line for one more */
	struct session_item *items;
	size_t items_n;
	struct session_open *open;
	size_t open_n;
	int64_t open_more;
	struct session_candidate *candidates;
	size_t candidates_n;
	struct session_gap *gaps;
	size_t gaps_n;
	struct session_deal *deals;
	size_t deals_n;
	const char **institutions;
	size_t institutions_n;
};

/* What is printed of it before it is held. */
enum session_paper { PAPER_OF_CALL, PAPER_OF_AGENDA, PAPER_OF_LIST };
struct session_print_view {
	enum session_paper kind;
	const char *back, *odt, *what, *mesa, *title, *when, *place, *url,
	    *folio;
	bool call, agenda, list;
	struct session_item *items;
	size_t items_n;
	struct session_open *open;
	size_t open_n;
	struct session_seat *seats;
	size_t seats_n;
	const char *chair, *secretary;
};

/* Calls that were sent. */
struct session_call {
	const char *id, *medium, *action;
	int64_t sent_on, recipients;
	bool dated;
	struct session_option *acks; /* ticked: it acknowledged */
	size_t acks_n, acked;
};
struct session_call_view {
	const char *id, *action, *title, *date;
	bool write;
	struct session_option *media, *members;
	size_t media_n, members_n;
	struct session_call *calls;
	size_t calls_n;
};

void session_print_tpl(struct html *h, const struct session_print_view *v);
void session_call_tpl(struct html *h, const struct session_call_view *v);
void session_tpl(struct html *h, const struct session_view *v);
void session_data_tpl(struct html *h, const struct session_view *v);
void session_seats_tpl(struct html *h, const struct session_view *v);
void session_items_tpl(struct html *h, const struct session_view *v);
void session_item_tpl(struct html *h, const struct session_item *v);
void session_deal_tpl(struct html *h, const struct session_deal *v);
void session_side_tpl(struct html *h, const struct session_view *v);
void quorum_tpl(struct html *h, const struct session_quorum *v);

#endif
