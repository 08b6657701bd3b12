/*
 * doctor -- is everything in order on this computer?  Changes nothing.
 *
 * Each finding is one line; the worst decides how the command ends.
 */
#ifndef NODE_DOCTOR_H
#define NODE_DOCTOR_H

#include "node/office.h"

struct finding {
	const char *what;   /* stable word: "store", "clock", ... */
	enum err_code code; /* ERR_NONE: in order */
	bool mild;          /* worth knowing, not an error */
	char *text;         /* arena */
};

#define DOCTOR_FINDINGS 16
struct doctor {
	struct arena a;
	size_t n;
	struct finding f[DOCTOR_FINDINGS];
};

/* Zero-initialise; doctor_free after. */
err_t doctor_examine(struct doctor *d, struct office *o, const char *lang) WUR;
void doctor_free(struct doctor *d);
/* The first finding that is an error, as one; NULL when there is none. */
err_t doctor_verdict(const struct doctor *d) WUR;
err_t doctor_json(const struct doctor *d, struct buf *b) WUR;
err_t doctor_words(const struct doctor *d, const char *lang, struct buf *b) WUR;

#endif
