/*
 * import -- sheets that people bring: upload, what the columns are, what is
 * wrong row by row, saving, taking back (proto/out/bring).
 */
#ifndef NODE_PAGES_IMPORT_H
#define NODE_PAGES_IMPORT_H

#include "proto/ui/tpl.h"

struct import_option {
	int64_t no;
	const char *label;
	bool chosen;
};
struct import_job {
	const char *href, *file, *kind, *who, *state, *mood;
	int64_t at, rows;
};
struct import_view {
	struct import_option *kinds, *mesas;
	size_t kinds_n, mesas_n;
	struct import_job *jobs;
	size_t jobs_n;
};

struct import_target {
	int64_t no;
	const char *label;
	const char *dflt, *sample;
	bool needed;
	struct import_option *columns;
	size_t columns_n;
};
struct import_map_view {
	const char *id, *file, *kind;
	int64_t rows;
	struct import_target *targets;
	size_t targets_n;
};

struct import_run_view {
	const char *id, *file, *doing;
	int64_t done, all;
};

struct import_line {
	int64_t no;
	const char *reason;
	const char **cells;
	size_t cells_n;
};
struct import_see_view {
	const char *id, *file, *kind, *who;
	int64_t at, good, bad, same, in, back, left;
	bool ready, saved, undone, rows; /* rows: they are kept still */
	const char **columns;
	size_t columns_n;
	struct import_line *wrong, *sample;
	size_t wrong_n, sample_n;
};

void import_tpl(struct html *h, const struct import_view *v);
void import_map_tpl(struct html *h, const struct import_map_view *v);
void import_run_tpl(struct html *h, const struct import_run_view *v);
void import_see_tpl(struct html *h, const struct import_see_view *v);

#endif
