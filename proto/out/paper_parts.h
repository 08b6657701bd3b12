/*
 * paper_parts -- one paper being written: paper.c says what stands in it,
 * paper_tables.c fills its tables.
 */
#ifndef PROTO_OUT_PAPER_PARTS_H
#define PROTO_OUT_PAPER_PARTS_H

#include "proto/domain/vocab.h"
#include "proto/out/odt.h"
#include "proto/out/paper.h"

struct paper {
	struct cmd *c;
	struct odt d;
	struct arena a;
	struct record session, mesa;
	const char *zone, *folio;
	int64_t day, today; /* day: of the session, there */
	bool has_day;
};

static inline const char *
paper_tr(const struct paper *p, const char *es, const char *en)
{
	return (strcmp(p->c->lang, "en") == 0 ? en : es);
}
const char *paper_text(struct paper *p, struct val v);
const char *paper_code(struct paper *p, const char *vocab, struct val v);
/* "jueves 29 de octubre de 2026", "29/10/2026". */
const char *paper_long_day(struct paper *p, int64_t day);
const char *paper_day(struct paper *p, struct val v);
const char *paper_clock(struct paper *p, struct val at);

/* "Nombre, cargo" of a representative; "" when nobody is known. */
err_t paper_person(struct paper *p, struct val representative, bool lines,
    const char **out) WUR;

/* Parts with their headings; nothing when there is nothing to tell. */
err_t paper_agenda(struct paper *p, bool told) WUR;
err_t paper_attendance(struct paper *p) WUR;
err_t paper_to_sign(struct paper *p) WUR;
err_t paper_gaps(struct paper *p) WUR;
err_t paper_followup(struct paper *p) WUR;
err_t paper_agreements(struct paper *p) WUR;
/* What heads a paper, and the lines to sign on. */
err_t paper_opening(struct paper *p, const char *what) WUR;
err_t paper_signing(struct paper *p) WUR;
/* The whole paper. */
err_t paper_minutes(struct paper *p) WUR;

#endif
