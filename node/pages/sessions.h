/*
 * sessions -- the sessions of this office's roundtables, and a new one.
 */
#ifndef NODE_PAGES_SESSIONS_H
#define NODE_PAGES_SESSIONS_H

#include "node/pages/session.h"

struct sessions_row {
	const char *href, *title, *mesa, *status, *mood, *place, *hour;
	const char *minutes, *minutes_href;
	bool dated;
	int64_t day, agreements;
};
struct sessions_view {
	bool write;
	struct session_link *when, *states, *mesas;
	size_t when_n, states_n, mesas_n;
	struct sessions_row *rows;
	size_t rows_n;
	const char *more; /* address of the next ones, "" none */
};

struct sessions_new_view {
	const char *date, *hour, *place, *url;
	struct session_option *mesas, *kinds, *modalities, *joint;
	size_t mesas_n, kinds_n, modalities_n, joint_n;
};

void sessions_tpl(struct html *h, const struct sessions_view *v);
void sessions_new_tpl(struct html *h, const struct sessions_new_view *v);

#endif
