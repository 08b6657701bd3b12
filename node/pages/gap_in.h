/*
 * gap_in -- what gap.c, gap_read.c and gap_save.c share.
 */
#ifndef NODE_PAGES_GAP_IN_H
#define NODE_PAGES_GAP_IN_H

#include "node/pages/gap.h"

err_t gap_show(struct page *p, const struct record *r) WUR;
err_t gap_read(struct page *p, const struct record *r, struct gap_view *v) WUR;
err_t gap_forms(struct page *p, const struct record *r, struct gap_view *v) WUR;
err_t gap_save(struct page *p) WUR; /* POST /brechas/ID/verb */

/* An escalation: its page, and POST /brechas/escalamientos/ID/verb. */
err_t gap_escalation(struct page *p) WUR;
err_t gap_escalation_save(struct page *p) WUR;

#endif
