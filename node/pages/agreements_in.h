/*
 * agreements_in -- what agreements.c and agreements_read.c share.
 */
#ifndef NODE_PAGES_AGREEMENTS_IN_H
#define NODE_PAGES_AGREEMENTS_IN_H

#include "node/pages/agreements.h"

enum state_filter {
	STATE_OPEN,
	STATE_OVERDUE,
	STATE_MONTH, /* due in this civil month */
	STATE_DISPUTE,
	STATE_NO_REPORT,
	STATE_DONE,
	STATE_CANCELLED,
	STATE_ALL,
	STATE_FILTERS
};

struct agreements_filter {
	enum state_filter state;
	int64_t theme;     /* 0 all */
	dot_t mesa;        /* 0 the office's own, -1 all that are here */
	dot_t institution; /* 0 all */
};

/* What an agreement passes of a filter. */
#define PASS_STATE 1U
#define PASS_THEME 2U
#define PASS_MESA  4U
#define PASS_INST  8U
#define PASS_ALL   15U

struct agreements_item {
	dot_t id, root;
	int64_t theme, due, done;
	int shown, plain; /* plain: as if there were no dispute */
	bool has_due, own, disputed, ended;
	unsigned pass;
};

struct agreements_items {
	struct agreements_item *v; /* arena, by id */
	size_t n;
	/* Roundtables that have agreements here. */
	dot_t root[256];
	bool own[256];
	size_t roots;
};

/* Is the item in this state? */
bool agreements_is(
    const struct page *p, const struct agreements_item *x, enum state_filter s);
/* All live agreements here, and what each passes. */
err_t agreements_read(struct page *p, const struct agreements_filter *f,
    struct agreements_items *all) WUR;
/* How many of what passes the rest each institution has to do: fn once each,
 * the busiest first. */
err_t
agreements_institutions(struct page *p, const struct agreements_items *all,
    struct agreements_view *v, const struct agreements_filter *f) WUR;
/* The row of one. */
err_t agreements_row(struct page *p, const struct agreements_item *x,
    bool mesas, struct agreements_row *r) WUR;
const char *agreements_href(struct page *p, const struct agreements_filter *f);

#endif
