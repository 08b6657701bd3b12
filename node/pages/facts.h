/*
 * facts -- the fields of a record as people read them, with the mark of those
 * that are in dispute.
 */
#ifndef NODE_PAGES_FACTS_H
#define NODE_PAGES_FACTS_H

#include "node/page.h"
#include "proto/ui/tpl.h"

struct fact_link {
	const char *text, *href; /* href "": none */
};
struct fact {
	const char *label, *note;
	const char *dispute; /* where it is reviewed, "" not in dispute */
	bool lines;
	struct fact_link *values;
	size_t values_n;
};
struct facts_view {
	struct fact *v;
	size_t n;
};

/* Every field that has a value but those in skip (numbers, ended by 0). */
err_t facts_read(struct page *p, const struct record *r, const int *skip,
    struct facts_view *out) WUR;
/* Where the record's disputes are reviewed; "" when there is none. */
err_t
facts_dispute(struct page *p, const struct record *r, const char **out) WUR;
/* Texts of a record's own row; "" when empty. */
const char *facts_text(struct page *p, const struct record *r, int field);
int64_t facts_int(const struct record *r, int field, int64_t none);
bool facts_has(const struct record *r, int field);

void fact_tpl(struct html *h, const struct fact *v);

#endif
