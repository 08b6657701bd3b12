/*
 * sim_main -- mesas-sim -s SEED [-n COUNT] [-t SECONDS] [-j JOBS] [-d] [-v]
 * [-k] [-f] [-q] [-o DIR] [-e N,N,...]
 *
 *   -s  the first seed         -n  so many of them
 *   -t  until so many seconds have passed
 *   -j  worlds at a time       -d  each seed twice: the hashes must agree
 *   -v  every event in words   -k  go on after a violation
 *   -f  a fresh process for every world
 *   -o  the folder where a world that failed leaves its disks
 *   -q  stop at the first violation and do not shrink it
 *   -e  only these events of each world, as a shrunk script names them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/sim/sim.h"
#include "tests/sim/world_in.h"

#ifndef SIM_COMMIT
#define SIM_COMMIT "unknown"
#endif
#define SHRINK_S 60
/* Whoever counts or shadows memory needs its own memory left alone. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
    defined(SIM_COUNTED)
#define SIM_FRESH true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SIM_FRESH true
#endif
#endif
#ifndef SIM_FRESH
#define SIM_FRESH false
#endif

struct run {
	struct sim sim;
	uint64_t first, count, next, worlds, bad, uneven;
	double seconds; /* 0: no limit */
	struct timespec since;
	bool go_on, quick;
	const char *only; /* events, "3,17,42"; NULL: all */
	uint64_t hash[2]; /* with -d: of the first run; over all */
	struct world_counts sum;
};

static double
passed(const struct run *r)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return ((double)(now.tv_sec - r->since.tv_sec) +
		(double)(now.tv_nsec - r->since.tv_nsec) / 1e9);
}

static int64_t
number(const char *s)
{
	char *end;
	long long v = strtoll(s, &end, 10);

	if (*s == '\0' || *end != '\0' || v < 0) {
		(void)fprintf(stderr, "not a number: %s\n", s);
		exit(64);
	}
	return (v);
}

static void
options(struct run *r, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "s:n:t:j:dvkfqo:e:")) != -1) {
		switch (c) {
		case 's':
			r->first = (uint64_t)number(optarg);
			break;
		case 'n':
			r->count = (uint64_t)number(optarg);
			break;
		case 't':
			r->seconds = (double)number(optarg);
			break;
		case 'j':
			r->sim.jobs = (int)number(optarg);
			break;
		case 'd':
			r->sim.twice = true;
			break;
		case 'v':
			r->sim.verbose = true;
			break;
		case 'k':
			r->go_on = true;
			break;
		case 'o':
			r->sim.dump = optarg;
			break;
		case 'e':
			r->only = optarg;
			break;
		case 'q':
			r->quick = true;
			break;
		case 'f':
			r->sim.fresh = true;
			break;
		default:
			(void)fprintf(stderr,
			    "mesas-sim -s SEED [-n COUNT] [-t SECONDS]"
			    " [-j JOBS] [-d] [-v] [-k] [-f] [-q] [-o DIR]"
			    " [-e N,N,...]\n");
			exit(64);
		}
	}
	if (r->sim.jobs < 1 || r->sim.jobs > SIM_JOBS)
		r->sim.jobs = 1;
	if (r->seconds > 0 && r->count == 0)
		r->count = UINT64_MAX;
	if (r->count == 0)
		r->count = 1;
}

static void
only(struct slot *at, const char *list)
{
	memset(at->off, 1, sizeof(at->off));
	for (const char *s = list; *s != '\0';) {
		char *end;
		unsigned long n = strtoul(s, &end, 10);

		if (end == s || n >= EVENTS_MAX ||
		    (*end != ',' && *end != '\0')) {
			(void)fprintf(stderr, "not a list: %s\n", list);
			exit(64);
		}
		at->off[n] = false;
		s = *end == ',' ? end + 1 : end;
	}
}

/* One that ended; it is reported and shrunk when it failed. */
static void
ended(struct run *r, struct slot *at)
{
	char what[SIM_STDERR];
	const char *bad = sim_verdict(at, what);

	r->worlds++;
	sim_add(&r->sum, &at->w->n);
	r->hash[1] ^= at->w->hash * (at->seed | 1);
	if (r->sim.verbose)
		(void)printf("seed %llu hash %016llx\n",
		    (unsigned long long)at->seed,
		    (unsigned long long)at->w->hash);
	if (*bad == '\0')
		return;
	r->bad++;
	(void)printf("seed %llu, %s, event %zu\n%s: %s\n",
	    (unsigned long long)at->seed, SIM_COMMIT, at->w->at, bad, what);
	(void)fflush(stdout);
}

static void
again(struct run *r, struct slot *at)
{
	uint64_t was = at->w->hash;

	sim_start(&r->sim, at, at->seed);
	must(sim_wait(&r->sim) == at);
	if (at->w->hash == was)
		return;
	r->uneven++;
	(void)printf("seed %llu: two runs, two hashes: %016llx %016llx\n",
	    (unsigned long long)at->seed, (unsigned long long)was,
	    (unsigned long long)at->w->hash);
}

static bool
more(const struct run *r)
{
	return (r->next < r->count && (r->bad == 0 || r->go_on) &&
		(r->seconds == 0 || passed(r) < r->seconds));
}

static void
run(struct run *r)
{
	struct slot *failed = NULL, *at;
	int busy = 0;

	for (int i = 0; i < r->sim.jobs && more(r); i++, busy++)
		sim_start(&r->sim, &r->sim.slot[i], r->first + r->next++);
	while (busy > 0) {
		at = sim_wait(&r->sim);
		must(at != NULL);
		ended(r, at);
		if (r->sim.twice && r->sim.jobs == 1)
			again(r, at);
		if (r->bad > 0 && !r->go_on && failed == NULL)
			failed = at;
		else if (more(r)) {
			sim_start(&r->sim, at, r->first + r->next++);
			continue;
		}
		busy--;
	}
	if (failed != NULL && !r->quick)
		sim_shrink(&r->sim, failed, SHRINK_S);
}

int
main(int argc, char **argv)
{
	static struct run r = { .first = 1,
		.sim = { .jobs = 1, .fresh = SIM_FRESH } };
	bool all;

	options(&r, argc, argv);
	if (r.sim.twice)
		r.sim.jobs = 1;
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	sim_mem_open();
	disk_vfs();
	r.sim.cast = sim_cast();
	world_cast(r.sim.cast);
	r.sim.slot = sim_slots(r.sim.jobs);
	for (int i = 0; i < r.sim.jobs; i++) {
		r.sim.slot[i].verbose = r.sim.verbose;
		if (r.only != NULL)
			only(&r.sim.slot[i], r.only);
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &r.since);
	run(&r);
	sim_stop(&r.sim);
	all = sim_summary(&r.sum, r.worlds, r.bad, passed(&r));
	(void)printf("hash %016llx\n", (unsigned long long)r.hash[1]);
	if (r.sim.twice)
		(void)printf("%llu seeds ran differently the second time\n",
		    (unsigned long long)r.uneven);
	return (r.bad > 0 || r.uneven > 0 ? 1 : all ? 0 : 2);
}
