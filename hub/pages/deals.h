/*
 * deals -- the agreements of the whole country, one by one: by state, by how
 * they stand today; the one that is due first comes first.
 *
 * GET /acuerdos (?entidad=07, ?situacion=overdue, ?pagina=2).
 */
#ifndef HUB_PAGES_DEALS_H
#define HUB_PAGES_DEALS_H

#include "hub/pages/pager.h"
#include "proto/ui/chips.h"

struct deals_row {
	const char *folio, *text, *responsible, *theme;
	const char *state, *state_href; /* state_href "": federal */
	const char *shown;
	struct chips_look look;
	bool has_due;
	int64_t due;
	int64_t late; /* days; 0 not overdue */
};
struct deals_view {
	struct chips states, shown;
	struct pager pager;
	struct deals_row *rows;
	size_t rows_n;
	int64_t total;
	const char *complete;
};

void deals_tpl(struct html *h, const struct deals_view *v);

#endif
