/*
 * minutes -- the minutes of sessions: a draft that is written, circulated and
 * approved in a later session; frozen then, and corrected by amendments only.
 *
 * What is shown and printed is made from the minutes' own text (proto/cmd/
 * minute), so that approved ones look next year as they did.
 */
#ifndef NODE_PAGES_MINUTES_H
#define NODE_PAGES_MINUTES_H

#include "node/pages/session.h"
#include "proto/cmd/minute.h"

/* A block of the text, for the template. */
struct minutes_block {
	bool head, table, folios; /* folios: its first column */
	const char *text, *label;
	struct minute_row top;
	struct minute_row *rows;
	size_t rows_n;
};
struct minutes_paper {
	const char *mesa, *title, *when, *foot, *hash;
	struct minutes_block *blocks;
	size_t blocks_n;
	const char *chair, *chair_of, *secretary, *secretary_of;
	struct minutes_amendment *amendments; /* approved: its annexes */
	size_t amendments_n;
};

struct minutes_amendment {
	int64_t no;
	const char *id, *text, *reason, *author, *approved_in;
	bool approved;
};
/* What another computer wrote without knowing of the approval. */
struct minutes_held {
	const char *id, *author, *text;
};

struct minutes_view {
	const char *id, *action, *title, *session_href, *session, *status;
	const char *mood, *notice, *odt;
	bool write, decide, confirmed, sealed, draft;
	bool may_circulate, may_withdraw, may_approve, may_sign, may_publish;
	bool same; /* the text has the hash that froze it */
	struct minutes_paper paper;
	struct session_option *sessions; /* in which it could be approved */
	size_t sessions_n;
	const char *approved_on, *approved_in, *today;
	struct session_option *signers;
	size_t signers_n;
	struct minutes_amendment *amendments;
	size_t amendments_n;
	struct minutes_held *held;
	size_t held_n;
	const char *text, *reason; /* of a new amendment */
};

/* The text to be written, a field a section. */
struct minutes_section {
	const char *no, *head, *text, *was;
	bool table;
	struct minutes_block block;
};
struct minutes_edit_view {
	const char *id, *action, *title;
	struct minutes_section *sections;
	size_t sections_n;
};

struct minutes_row {
	const char *href, *session, *mesa, *status, *mood, *approved_in;
	int64_t day, amendments;
	bool dated;
};
struct minutes_list_view {
	struct session_link *states;
	size_t states_n;
	struct minutes_row *rows;
	size_t rows_n;
	bool mesas;
};

void minutes_tpl(struct html *h, const struct minutes_view *v);
void minutes_paper_tpl(struct html *h, const struct minutes_paper *v);
void minutes_block_tpl(struct html *h, const struct minutes_block *v);
void minutes_edit_tpl(struct html *h, const struct minutes_edit_view *v);
void minutes_list_tpl(struct html *h, const struct minutes_list_view *v);

#endif
