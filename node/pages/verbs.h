/*
 * verbs -- what can be done to one record: POST /PATH/ID/VERB.
 *
 * A verb does its act.  When a rule refuses, the record's page is shown again
 * with the sentence and with what was typed; when all is well the browser goes
 * on to the record.
 */
#ifndef NODE_PAGES_VERBS_H
#define NODE_PAGES_VERBS_H

#include "node/pages/inputs.h"

struct verb {
	const char *name;
	unsigned roles; /* 0: as the screen says */
	err_t (*run)(struct page *p, struct act *act, const struct record *r);
	const char *es, *en; /* what is said when it was done */
};

/* Of any entity when e is NULL; where the browser goes on to is the address
 * without the verb.  The last has no name; show makes the page again. */
err_t
verbs_run(struct page *p, const struct entity *e, const struct verb *verbs,
    err_t (*show)(struct page *p, const struct record *r)) WUR;

/* Verbs that every record has. */
err_t verbs_annul(struct page *p, struct act *act, const struct record *r) WUR;
err_t
verbs_restore(struct page *p, struct act *act, const struct record *r) WUR;
/* Its fields (numbers, ended by 0) become as they were sent. */
err_t verbs_edit(struct page *p, struct act *act, const struct record *r,
    const int *fields) WUR;

#endif
