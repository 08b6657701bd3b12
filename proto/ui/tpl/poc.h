/*
 * poc -- PO catalogues become a sorted C table, and are checked.
 *
 * Of the PO format: comments, msgid, msgid_plural, msgstr, msgstr[0],
 * msgstr[1], strings over several lines.  The same sentence may stand in
 * several files when it says the same.
 */
#ifndef PROTO_UI_TPL_POC_H
#define PROTO_UI_TPL_POC_H

#include "proto/base/buf.h"
#include "proto/base/mem.h"

#define POC_TEXT_MAX 1048576 /* bytes of a catalogue */
#define POC_OUT_MAX  4194304

struct poc_entry {
	const char *file, *said; /* said: who says it, of the file's "#:" */
	int line;
	char *id, *plural; /* plural NULL: none */
	char *str[2];      /* "" is no translation */
};

struct poc { /* zero-initialised is empty */
	struct arena a;
	struct poc_entry *v;
	size_t n, cap;
};
void poc_free(struct poc *p);

/* Add a file's entries; the header (msgid "") is left out.  DATA with
 * "file:line: what is wrong". */
err_t poc_take(struct poc *p, const char *file, struct span text) WUR;
/* Sort by id and drop what stands twice; DATA when the two differ. */
err_t poc_sort(struct poc *p) WUR;
/* The table of proto/ui/po.h. */
err_t poc_table(const struct poc *p, struct buf *out) WUR;
/* Every sentence of want is in have, translated, with as many %s; and have
 * has no other. Both sorted. One line a finding. */
err_t
poc_check(const struct poc *want, const struct poc *have, struct buf *out) WUR;

#endif
