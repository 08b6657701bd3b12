/*
 * deals -- the agreements of the whole country, one by one: by state, by how
 * they stand today; the one that is due first comes first.
 *
 * GET /acuerdos (?entidad=07, ?situacion=overdue, ?pagina=2).
 */
#ifndef HUB_PAGES_DEALS_H
#define HUB_PAGES_DEALS_H

#include "hub/board.h"
#include "proto/ui/tpl.h"

struct deals_row {
	const char *folio, *text, *responsible, *theme;
	const char *state, *state_href; /* state_href "": federal */
	const char *shown, *mood;
	bool has_due;
	int64_t due;
	int64_t late; /* days; 0 not overdue */
};
struct deals_chip {
	const char *text, *href;
	int64_t n;
	bool on;
};
struct deals_view {
	struct deals_chip *states, *shown;
	size_t states_n, shown_n;
	struct deals_row *rows;
	size_t rows_n;
	int64_t first, last, found, total;
	const char *before, *after; /* "": there is none */
	const char *complete;
};

void deals_tpl(struct html *h, const struct deals_view *v);

#endif
