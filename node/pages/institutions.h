/*
 * institutions -- the catalogue as this office knows it: names then and now,
 * who follows whom, what each owes; with one press its successor takes the
 * place of one that has ended (J8).
 */
#ifndef NODE_PAGES_INSTITUTIONS_H
#define NODE_PAGES_INSTITUTIONS_H

#include "node/pages/ask.h"

struct institutions_row {
	const char *id, *name, *acronym, *kind, *level, *next;
	bool over, proposed;
	int64_t open, late;
};
struct institutions_chip {
	const char *href, *label;
	int64_t count;
	bool current;
};
struct institutions_view {
	const char *q, *which;
	struct institutions_chip *chips;
	size_t chips_n;
	struct institutions_row *rows;
	size_t rows_n;
	int64_t orphans;
	bool write;
};

struct institution_name { /* then and now */
	const char *name, *href, *kind, *document;
	int64_t day;
	bool has_day, self, after;
};
struct institution_place { /* in a roundtable */
	const char *name, *href, *detail;
	bool former;
};
/* What still bears the name of one that has ended. */
struct institution_use {
	const char *id, *what, *href, *detail, *old;
	struct ask_option *next;
	size_t next_n;
	const char *action;
	bool list; /* shown in the list of all of them */
};
struct institution_view {
	const char *id, *title, *over_words;
	bool over, proposed, write;
	struct ask_option *next;
	size_t next_n;
	const char *all; /* the one successor for everything; "" none */
	const char *all_name;
	struct institution_place *fields; /* label, "", value */
	size_t fields_n;
	struct institution_name *names;
	size_t names_n;
	struct institution_place *places;
	size_t places_n;
	struct institution_use *uses;
	size_t uses_n;
	int64_t open, late;
};
struct orphans_view {
	struct institution_use *uses;
	size_t uses_n;
};
struct institution_form {
	const char *action, *title, *back;
	struct ask *asks;
	size_t asks_n;
};

struct sheet_row {
	const char *folio, *href, *text, *mesa, *theme, *role, *means, *shown,
	    *mood, *said, *under;
	int64_t due, late, said_on;
	bool has_due, has_said;
};
struct sheet_view {
	const char *id, *name, *office;
	struct sheet_row *rows;
	size_t rows_n;
	int64_t day, late;
};

void institutions_tpl(struct html *h, const struct institutions_view *v);
void institution_tpl(struct html *h, const struct institution_view *v);
void use_tpl(struct html *h, const struct institution_use *v);
void orphans_tpl(struct html *h, const struct orphans_view *v);
void proposed_tpl(struct html *h, const struct institution_form *v);
void sheet_tpl(struct html *h, const struct sheet_view *v);

#endif
