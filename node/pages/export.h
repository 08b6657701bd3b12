/*
 * export -- what leaves this office as a file: lists, papers, calendars.
 *
 * /exportar/ENTITY.csv and .xlsx take the filters of a list: any field by its
 * wire name (?theme=health), and mesa, texto, situacion, responsable, anulados;
 * estado and tema as the lists of the screens write them.
 * Each one is noted in the log of visits.
 */
#ifndef NODE_PAGES_EXPORT_H
#define NODE_PAGES_EXPORT_H

#include "proto/ui/tpl.h"

struct export_list {
	const char *label, *csv, *xlsx; /* addresses */
	int64_t count;
};
struct export_view {
	struct export_list *lists;
	size_t lists_n;
	bool mine; /* there is a roundtable of this office */
};

void export_tpl(struct html *h, const struct export_view *v);

#endif
