/*
 * crash -s SEED -n CUTS [-j JOBS]: see crash.h.  Jobs work on worlds of their
 * own; which worlds there are depends on seed, cuts and jobs.
 */
#include "tests/sim/crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/mem.h"
#include "proto/base/say.h"

#define JOBS_MAX 64
#define STEP     1000 /* between the seeds of one job */

/* In place of proto/base/say.c: thousands of errors are meant to happen. */
void
say(enum say_level l, const char *module, const char *fmt, ...)
{
	(void)l;
	(void)module;
	(void)fmt;
}

void
say_err(const char *module, err_t e)
{
	(void)module;
	(void)e;
}

void
say_level(enum say_level most)
{
	(void)most;
}

static bool
work(uint64_t seed, uint64_t cuts, struct crash_counts *c)
{
	struct crash *w = mem_new(sizeof(*w));
	bool good = true;

	disk_vfs();
	crash_found(w, 1);
	for (; good && w->c.cuts < cuts; seed += STEP)
		good = crash_world(w, seed, cuts);
	*c = w->c;
	if (!good)
		(void)printf("%s\n", w->bad);
	(void)fflush(stdout);
	crash_free(w);
	mem_free(w);
	return (good);
}

static void
tell(const struct crash_counts *c, double seconds)
{
	const struct disk_counts *d = &c->disk;

	(void)printf(
	    "%llu cuts (%llu swept, %llu in running code, %llu at start), "
	    "%llu kills\n",
	    (unsigned long long)c->cuts, (unsigned long long)c->swept,
	    (unsigned long long)c->real, (unsigned long long)c->again,
	    (unsigned long long)c->kills);
	(void)printf(
	    "writes not synced: %llu kept, %llu dropped, %llu torn, %llu "
	    "garbled\n",
	    (unsigned long long)d->kept, (unsigned long long)d->dropped,
	    (unsigned long long)d->torn, (unsigned long long)d->garbled);
	(void)printf(
	    "refused: %llu once, %llu for ever, %llu full, %llu read-only\n",
	    (unsigned long long)d->io_once, (unsigned long long)d->io_forever,
	    (unsigned long long)d->full, (unsigned long long)d->read_only);
	(void)printf("%llu worlds, %llu operations:",
	    (unsigned long long)c->worlds, (unsigned long long)c->ops);
	for (size_t k = 0; k < DO_KINDS; k++)
		(void)printf(
		    " %s %llu", deed_words[k], (unsigned long long)c->done[k]);
	(void)printf(
	    "\n%llu changes acknowledged, %llu checks of one, %llu times all "
	    "of a store\n",
	    (unsigned long long)c->acts, (unsigned long long)c->checked,
	    (unsigned long long)c->verified);
	(void)printf(
	    "%.1f s, %.0f cuts a second\n", seconds, (double)c->cuts / seconds);
}

static void
add(struct crash_counts *to, const struct crash_counts *c)
{
	const uint64_t *from = (const uint64_t *)(const void *)c;
	uint64_t *sum = (uint64_t *)(void *)to;

	for (size_t k = 0; k < sizeof(*c) / sizeof(uint64_t); k++)
		sum[k] += from[k];
}

/* A child's work; its counts come through a pipe. */
static void
child(uint64_t seed, uint64_t cuts, int to)
{
	struct crash_counts c;
	bool good = work(seed, cuts, &c);

	if (write(to, &c, sizeof(c)) != (ssize_t)sizeof(c))
		good = false;
	_exit(good ? 0 : 1);
}

static bool
run(uint64_t seed, uint64_t cuts, uint64_t jobs, struct crash_counts *sum)
{
	int pipes[JOBS_MAX][2], status;
	struct crash_counts c;
	bool good = true;

	(void)fflush(stdout);
	for (uint64_t j = 0; j < jobs; j++) {
		uint64_t share = cuts / jobs + (j < cuts % jobs);

		must(pipe(pipes[j]) == 0);
		switch (fork()) {
		case -1:
			perror("fork");
			exit(2);
		case 0:
			child(seed + j, share, pipes[j][1]);
			break;
		default:
			(void)close(pipes[j][1]);
			break;
		}
	}
	for (uint64_t j = 0; j < jobs; j++)
		if (read(pipes[j][0], &c, sizeof(c)) == (ssize_t)sizeof(c))
			add(sum, &c);
	for (uint64_t j = 0; j < jobs; j++)
		if (wait(&status) < 0 || status != 0)
			good = false;
	return (good);
}

static uint64_t
number(const char *s)
{
	char *end;
	uint64_t n = strtoull(s, &end, 10);

	if (*s == '\0' || *end != '\0') {
		(void)fprintf(stderr, "mesas-crash: not a number: %s\n", s);
		exit(2);
	}
	return (n);
}

int
main(int argc, char **argv)
{
	struct crash_counts sum = { 0 };
	uint64_t seed = 1, cuts = 1000, jobs = 1;
	struct timespec a, b;
	bool good;
	int o;

	while ((o = getopt(argc, argv, "s:n:j:")) != -1) {
		if (o == 's')
			seed = number(optarg);
		else if (o == 'n')
			cuts = number(optarg);
		else if (o == 'j')
			jobs = number(optarg);
		else
			return (2);
	}
	if (jobs < 1 || jobs > JOBS_MAX || optind < argc)
		return (2);
	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	good = jobs == 1 ? work(seed, cuts, &sum) : run(seed, cuts, jobs, &sum);
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	tell(&sum, (double)(b.tv_sec - a.tv_sec) +
		       (double)(b.tv_nsec - a.tv_nsec) / 1e9);
	return (good ? 0 : 1);
}
