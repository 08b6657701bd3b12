/*
 * agreement_in -- what agreement.c, agreement_read.c and agreement_save.c
 * share.
 */
#ifndef NODE_PAGES_AGREEMENT_IN_H
#define NODE_PAGES_AGREEMENT_IN_H

#include "node/pages/agreement.h"

/* The page of one; what was typed into a form that a rule refused is there. */
err_t agreement_show(struct page *p, const struct record *r) WUR;
/* What happened, the last first; how it stands. */
err_t agreement_read(
    struct page *p, const struct record *r, struct agreement_view *v) WUR;
err_t agreement_forms(
    struct page *p, const struct record *r, struct agreement_view *v) WUR;
/* Its fields that are edited in one form; text: unless it is frozen. */
const int *agreement_fields(bool text);
err_t agreement_frozen(struct page *p, const struct record *r, bool *yes) WUR;
/* POST /acuerdos/ID/verb */
err_t agreement_save(struct page *p) WUR;

#endif
