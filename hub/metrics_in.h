/*
 * metrics_in -- what the files of the metrics share; for nobody else.
 */
#ifndef HUB_METRICS_IN_H
#define HUB_METRICS_IN_H

#include "hub/metrics.h"

/* The two lines that come before a family's samples. type: a literal. */
err_t metrics_family(
    struct buf *b, const char *name, const char *type, const char *help) WUR;
/* Text as the value of a label, without its quotes. */
const char *metrics_label(struct arena *a, const char *text);

/* metrics_store.c: what the store at path says, in one snapshot. */
err_t metrics_store(const char *dir, struct buf *b) WUR;

#endif
