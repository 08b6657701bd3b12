/*
 * stage -- a hub and its offices in one process over roads of memory, the
 * clocks, and the lines that are printed.
 */
#ifndef TESTS_BENCH_STAGE_H
#define TESTS_BENCH_STAGE_H

#include "hub/outlet.h"
#include "node/sync.h"
#include "proto/log/desk.h"
#include "tests/bench/work.h"

#define STAGE_OFFICES 10
#define STAGE_WHOLE   SIZE_MAX

struct stage;

struct stage_site { /* an office's computer */
	struct stage *g;
	uint32_t no;
	char path[160], home[LIMIT_SPACE_NAME + 1], space[3];
	struct store st;
	struct key *key;
	struct desk desk;
	struct peer peer;
	struct road road;
	struct sync_env env;
	struct sync_stats stats;
	dot_t office;  /* in the hub's numbers */
	int64_t clock; /* seconds that its people have worked */
	size_t cut; /* the next request: so many bytes, then the road breaks */
	size_t up, down; /* of the last request */
	uint64_t ups;    /* of all requests of the last sync */
};

struct stage_body { /* a request as the hub got it */
	struct span bytes;
	uint32_t site;
	int64_t now;
};

struct stage {
	char dir[64], path[160];
	struct store hub;
	struct key *key;
	struct desk desk;
	int64_t now;
	size_t sites;
	struct stage_site *site;
	bool keep; /* keep the requests */
	struct stage_body *body;
	size_t bodies, body_cap;
	struct arena a;
};

void stage_ok(err_t e);  /* or say it and exit */
double stage_time(void); /* seconds, of the wall */
double stage_cpu(void);  /* seconds, of this process */
double stage_median(double *v, size_t n);

/* One line; a budget with '<' or '>': ok or MISSED. */
void stage_line(const char *name, double value, const char *unit, char sense,
    double budget);
/* How many were missed: the exit status of a program. */
int stage_missed(void);

/* `places` sites, each in `computers` of which the first is its office's. */
void stage_open(struct stage *g, size_t offices, size_t computers);
void stage_close(struct stage *g);
void stage_open_store(struct stage *g, struct store *st, const char *path);
/* Roundtables of the work, by the federal level, and whose they are; then
 * every site meets the hub. */
void stage_found(struct stage *g, struct work *w);
/* The site writes row i; n ops in one commit. */
void stage_write(struct stage_site *s, struct work *w, size_t i);
/* An edit of row i, as site s knows it. */
void stage_edit(struct stage_site *s, struct work *w, size_t i, int which);
void stage_sync(struct stage_site *s);
/* A record of one store in another; 0 not there. */
dot_t stage_there(struct ledger *from, dot_t id, struct ledger *to);
/* Size of a file; of the peak memory of this process, KiB. */
int64_t stage_size(const char *path);

#endif
