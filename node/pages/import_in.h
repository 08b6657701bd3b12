/*
 * import_in -- what import.c and import_show.c share.
 */
#ifndef NODE_PAGES_IMPORT_IN_H
#define NODE_PAGES_IMPORT_IN_H

#include "node/page.h"
#include "node/pages/import.h"
#include "proto/out/bring.h"

const char *import_kind(struct page *p, enum bring_kind kind);
/* The page of an import, by where it stands. */
err_t import_show(struct page *p, struct bring *b) WUR;

#endif
