/*
 * view -- the consolidated view of the federal level, as tables.
 *
 * Every figure is a function of the records in the store, the registry and a
 * day that the caller gives; nothing is stored.  A view is one table with a
 * title, columns that are declared once (name for machines, labels in Spanish
 * and English, HXL tag) and lines that say what it is out of, how far it is
 * complete and whose changes are missing.  So one printer makes the text for
 * a terminal, one the CSV, one the JSON, one the HTML.
 */
#ifndef HUB_VIEW_H
#define HUB_VIEW_H

#include "proto/base/mem.h"
#include "proto/log/ledger.h"
#include "proto/ui/html.h"

struct view_ask {
	struct ledger *l; /* read inside one transaction (see view_make) */
	int64_t now;      /* seconds */
	int64_t today;    /* civil day that ages and due dates count from */
	uint32_t space;   /* only what is in this space; 0 everything */
};

enum view_show {
	VIEW_BOTH,
	VIEW_PEOPLE,  /* terminal and page only */
	VIEW_MACHINES /* CSV and JSON only */
};

struct view_col {
	const char *name, *es, *en, *hxl; /* hxl NULL: none */
	bool number;
	enum view_show show;
};

enum view_mood { VIEW_PLAIN, VIEW_GOOD, VIEW_CARE, VIEW_BAD };

struct view_cell {
	struct val v;        /* for machines */
	const char *es, *en; /* for people; NULL: as for machines */
	enum view_mood mood; /* never the only sign */
};

struct view_line {
	const char *name; /* key in JSON */
	const char *es, *en;
};

#define VIEW_LINES 8

struct view {
	const char *name, *es, *en;
	const struct view_col *col;
	size_t cols;
	struct view_cell *cell; /* row by row */
	size_t cells, cap;
	struct view_line line[VIEW_LINES];
	size_t lines;
	struct arena a;
};
#define VIEW                                                                   \
	{                                                                      \
		.name = NULL                                                   \
	}

/* Names of the views, in order; ends with NULL. */
extern const char *const view_names[];

/* Make the view of that name; MISSING names those that there are.  *v is
 * VIEW before; view_free after, also after an error. */
err_t
view_make(struct view *v, const struct view_ask *ask, const char *name) WUR;
void view_free(struct view *v);

static inline size_t
view_rows(const struct view *v)
{
	return (v->cols == 0 ? 0 : v->cells / v->cols);
}
/* Column by name (must be there), and a cell of it. */
const struct view_cell *
view_at(const struct view *v, size_t row, const char *col);
int64_t view_int(const struct view *v, size_t row, const char *col);
/* A line by its name, "" when there is none. */
const char *
view_line_say(const struct view *v, const char *name, const char *lang);
/* What a person reads in a cell. */
err_t
view_say(const struct view_cell *c, const char *lang, struct buf *out) WUR;

/* A number that changes whenever a view may: of records, registry, contacts. */
#define VIEW_SNAPSHOT 128
err_t view_snapshot(struct ledger *l, char out[VIEW_SNAPSHOT]) WUR;

/* How the office of a row stands, worst last. */
enum view_fresh { FRESH_NOW, FRESH_AGEING, FRESH_SILENT, FRESH_NEVER };
struct view_office {
	int64_t record;
	const char *code, *name;
	int64_t computers, contact, backlog, skew, through, disputes;
	const char *version, *position;
	int64_t days; /* silent; -1 never heard of */
	enum view_fresh fresh;
	bool missing; /* figures lack some of its data, and say so */
};
/* What that is called (name: for machines) and how good it is. */
struct view_standing {
	const char *name, *es, *en;
	enum view_mood mood;
};
const struct view_standing *view_standing(enum view_fresh f);
/* The class of a pill. */
const char *view_pill(enum view_mood m);
/* Offices with a right to sync, by code (arena). */
err_t view_offices(const struct view_ask *ask, struct arena *a,
    struct view_office **out, size_t *n) WUR;

/* The line that every view has, of these offices alone: how far they are
 * complete, who is missing. */
void view_complete_of(struct view *v, const struct view_office *o, size_t n);

/* One agreement as it stands. */
struct view_agreement {
	int64_t id, root; /* root: its roundtable */
	const char *folio, *text, *responsible;
	char state[3];
	int64_t theme, status, due, moved;
	bool has_due;
	int shown; /* CODE_agreement_shown_x: 1 to VIEW_SHOWN */
};
#define VIEW_SHOWN 8
/* fn for each live agreement, in order of due date. Texts die with the call. */
err_t view_agreements_each(const struct view_ask *ask,
    void (*fn)(void *ctx, const struct view_agreement *a), void *ctx) WUR;
bool view_agreement_open(int shown, int64_t status);
/* A text (arena, NULL is fine) without what looks like personal data and nobody
 * has decided on. */
err_t view_guard_text(struct db *db, struct arena *a, const char **s,
    const char *lang, bool *changed) WUR;

/* The printers. */
err_t view_text(const struct view *v, const char *lang, struct buf *out) WUR;
/* RFC 4180 with CRLF; the second row are HXL tags.  What a spreadsheet would
 * take for a formula gets an apostrophe.  bom: begins with U+FEFF, for Excel.
 */
err_t view_csv(const struct view *v, bool bom, struct buf *out) WUR;
/* One object: view, lines, columns, rows. */
err_t view_json(const struct view *v, struct buf *out) WUR;
/* <table> with caption (hidden when the heading says it), scopes and lines. */
void view_html(const struct view *v, struct html *h, size_t rows_max);

#endif
