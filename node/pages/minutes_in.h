/*
 * minutes_in -- what the files of the minutes' page share.
 */
#ifndef NODE_PAGES_MINUTES_IN_H
#define NODE_PAGES_MINUTES_IN_H

#include "node/pages/minutes.h"
#include "node/pages/session_in.h"

struct minuting {
	struct page *p;
	struct record r;
	struct sitting s; /* its session */
	const char *id;
	struct span text;
	int64_t status;
	bool own;
};

err_t minutes_open(struct page *p, const char *id, struct minuting *m) WUR;
struct val minutes_val(const struct minuting *m, int field);
/* The whole page, with what was typed when a rule refused. */
err_t minutes_show(struct minuting *m) WUR;
void minutes_blocks(
    struct page *p, struct span text, struct minutes_block **out, size_t *n);
err_t minutes_paper(struct minuting *m, struct minutes_paper *v) WUR;
err_t minutes_amendments(struct minuting *m, struct minutes_view *v) WUR;
/* POST below the address of the minutes: what comes after the id. */
err_t minutes_do(struct minuting *m, const char *word) WUR;
err_t minutes_amend(struct minuting *m, const char *word) WUR;
err_t minutes_edit(struct minuting *m) WUR;
err_t minutes_write(struct minuting *m) WUR;

#endif
