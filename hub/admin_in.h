/*
 * admin_in -- what the files of admin share; for nobody else.
 */
#ifndef HUB_ADMIN_IN_H
#define HUB_ADMIN_IN_H

#include "hub/admin.h"
#include "proto/cmd/table.h"

/* A list that is being made: a table, or JSON. */
struct listing {
	struct house *h;
	struct cmd *c;
	struct arena a;
	struct table t;
	struct buf b;
	bool json;
	size_t n;
};
void admin_listing_end(struct listing *l);
err_t admin_answer(struct cmd *c, struct buf *b) WUR;
bool admin_english(const struct cmd *c);
/* "key":"value" after '{' or another. */
err_t admin_pair(struct buf *b, const char *key, const char *value) WUR;
/* ,"spaces":[..],"lost":[..] */
err_t
admin_spaces(struct house *h, const struct reg_office *o, struct buf *b) WUR;

#endif
