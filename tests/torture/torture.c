/*
 * torture -- every allocation and every call on a file of every scene fails.
 *
 * torture [-s SCENE] [-f FAULT] [-k K] [-t SECONDS] [-r SEED]: all of it, or
 * one scene, one kind of fault, one place.  With -t a sample that takes about
 * so long: of every scene, or of some when that is not enough.  In children, so
 * that a program that stops is seen to stop.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/mem.h"
#include "tests/sim/rng.h"
#include "tests/torture/fault.h"
#include "tests/torture/scene.h"

#ifdef FAULT_ASAN
#include <sanitizer/lsan_interface.h>
#define LEAKS() (__lsan_do_recoverable_leak_check() != 0)

/* Many short lives: little is kept for use after free. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return ("detect_leaks=1:quarantine_size_mb=8:malloc_context_size=8:"
		"max_malloc_fill_size=64:thread_local_quarantine_size_kb=64");
}
#else
#define LEAKS() false
#endif

static const char *const kind_name[FAULT_KINDS] = { "none", "own", "lib",
	"lib-ever", "io", "io-ever", "full" };

enum stage { READY, RUNNING, CHECKING, AGAIN };

/* Shared with the children. */
struct board {
	enum stage stage;
	uint64_t k;      /* the place in turn */
	bool beyond;     /* it was never reached */
	bool unfinished; /* the last run stopped: look at what it left */
	uint64_t tried, clean, absorbed, stopped, bad, hits;
	char why[1024];
};

struct part { /* one kind of fault in one scene */
	const struct scene *s;
	enum fault_kind kind;
	struct tally before, after;
	char *printed; /* by a run without a fault */
	uint64_t total;
	int64_t ms; /* that it took */
};

static struct board *board;
static struct rng rng;
static uint64_t only_k;

/* ---- in the child ------------------------------------------------------- */

static void bad(const char *fmt, ...) PRINTF(1, 2);

static void
bad(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(board->why, sizeof(board->why), fmt, ap);
	va_end(ap);
	_exit(3);
}

/* Between what was there and what a whole run leaves. */
static void
within(const struct part *p, const struct tally *t, bool whole, bool again)
{
	for (int i = 0; i < 2; i++) {
		uint64_t least = p->before.commits[i];
		uint64_t most = p->after.commits[i];
		uint64_t n = t->commits[i];

		if (!t->there[i])
			continue;
		if (p->s->backs && least > most) {
			uint64_t x = least;

			least = most;
			most = x;
		}
		if (whole && !p->s->backs)
			least = most;
		if (again && p->s->adds)
			most += p->after.commits[i] - p->before.commits[i];
		if (n < least || n > most)
			bad("%s has %llu commits, not %llu..%llu",
			    i == 0 ? "the office" : "the hub",
			    (unsigned long long)n, (unsigned long long)least,
			    (unsigned long long)most);
	}
}

/* What the run left is whole, and the same again does its work. */
static void
look(const struct part *p, int rc)
{
	const struct scene *s = p->s;
	bool made = s->from == FROM_WORLD || rc == 0, same;
	struct tally t;
	err_t e = NULL;

	board->stage = CHECKING;
	same = s->from == FROM_WORLD && scene_untouched();
	/* A restore cut between its moves says so and may be given again. */
	if (s->backs && rc != 0 && scene_moving(s))
		made = false;
	if (made) {
		e = scene_sound(s, !same, &t);
		if (e != NULL)
			bad("afterwards: %s", e->text);
		within(p, &t, rc == 0 && s->status == 0, false);
	}
	if (rc == s->status || (same && board->k % 8 != 0))
		return;
	board->stage = AGAIN;
	scene_clear();
	rc = scene_run(s);
	if (rc != s->status) {
		char *said = scene_said(2);

		bad("again it ends with %d: %s", rc, said);
	}
	e = scene_sound(s, board->k % 4 == 0, &t);
	if (e != NULL)
		bad("after doing it again: %s", e->text);
	within(p, &t, s->status == 0, true);
}

static void
heard(const struct part *p, int rc)
{
	char *err = scene_said(2), *out = scene_said(1);

	if (rc == p->s->status) {
		board->absorbed++;
		if (p->s->steady && strcmp(out, p->printed) != 0)
			bad("it says all is well and printed something else");
	} else {
		board->clean++;
		if (err[0] == '\0')
			bad("it ends with %d and says nothing", rc);
		if (rc == 0)
			bad("it should have ended with %d", p->s->status);
	}
	mem_free(err);
	mem_free(out);
}

/* One place; false when the scene ended before it. */
static bool
one(const struct part *p)
{
	int64_t most = 0;
	int rc;

	board->stage = READY;
	scene_reset(p->s);
	most = fault_live();
	board->stage = RUNNING;
	fault_arm(p->kind, board->k);
	rc = scene_run(p->s);
	fault_off();
	if (fault_hits() == 0) {
		board->beyond = true;
		return (false);
	}
	board->hits += fault_hits();
	board->tried++;
	heard(p, rc);
	if (fault_live() > most && LEAKS())
		bad("it leaks");
	look(p, rc);
	return (true);
}

static uint64_t
step_on(uint64_t step)
{
	return (step == 1 ? 1 : 1 + rng_below(&rng, 2 * step - 1));
}

static _Noreturn void
child(const struct part *p, uint64_t step)
{
	if (board->unfinished) {
		board->unfinished = false;
		look(p, -1);
		board->k += step_on(step);
	}
	for (; only_k == 0 || board->k == only_k; board->k += step_on(step)) {
		if (!one(p))
			break;
		/* Each of these leaves the process in doubt of itself. */
		if (board->tried % 64 == 0) {
			board->k += step_on(step);
			_exit(0);
		}
	}
	board->beyond = true;
	_exit(LEAKS() ? 4 : 0);
}

/* ---- the parent --------------------------------------------------------- */

static bool
stopped_well(int status)
{
	char *err = scene_said(2);
	bool well;

	well = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT &&
	       board->stage == RUNNING &&
	       strstr(err, "out of memory (") != NULL;
	mem_free(err);
	return (well);
}

static void
failed(const struct part *p, int status)
{
	static const char *const stage[] = { "before", "running", "looking",
		"again" };
	char *err = scene_said(2);

	board->bad++;
	scene_tell("BAD %s %s -k %llu (%s, status %x): %s\n%.3000s\n",
	    p->s->name, kind_name[p->kind], (unsigned long long)board->k,
	    stage[board->stage], (unsigned)status, board->why, err);
	board->why[0] = '\0';
	mem_free(err);
}

static void
walk(const struct part *p, uint64_t step)
{
	int status;
	pid_t pid;

	board->beyond = board->unfinished = false;
	board->k = only_k != 0 ? only_k : 1 + rng_below(&rng, step);
	while (!board->beyond && board->bad < 20) {
		(void)fflush(NULL);
		pid = fork();
		must(pid >= 0);
		if (pid == 0) {
			(void)signal(SIGABRT, SIG_DFL);
			child(p, step);
		}
		must(waitpid(pid, &status, 0) == pid);
		(void)rng_next(&rng);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		if (stopped_well(status)) {
			board->stopped++;
			board->tried++;
			board->hits++;
			board->unfinished = true;
			continue;
		}
		failed(p, status);
		board->k += step_on(step);
		if (only_k != 0)
			break;
	}
}

/* How it goes when nothing fails. */
static void
measure(struct part *p)
{
	int64_t from;
	err_t e;
	int rc;

	scene_reset(p->s);
	if (p->s->from == FROM_WORLD) {
		e = scene_sound(p->s, true, &p->before);
		if (e != NULL)
			scene_tell("%s: %s\n", p->s->name, e->text);
		must(e == NULL);
		scene_reset(p->s);
	}
	from = clock_mono_ms();
	fault_arm(p->kind, 0);
	rc = scene_run(p->s);
	fault_off();
	p->total = fault_seen();
	p->printed = scene_said(1);
	if (rc != p->s->status)
		scene_tell(
		    "%s ends with %d: %s", p->s->name, rc, scene_said(2));
	must(rc == p->s->status);
	e = scene_sound(p->s, true, &p->after);
	must(e == NULL);
	p->ms = clock_mono_ms() - from + 1;
}

/* Our own promises are heard too. */
static void
aborted(int sig)
{
	scene_tell("torture: %s", scene_said(2));
	(void)signal(sig, SIG_DFL);
}

static bool
wanted(const char *name, const char *one)
{
	return (one == NULL || strcmp(name, one) == 0);
}

static uint64_t sum[4];

static void
do_part(const struct scene *s, enum fault_kind kind, int64_t ms)
{
	struct part p = { .s = s, .kind = kind };
	int64_t from = clock_mono_ms();
	uint64_t step = 1;

	memset(board, 0, sizeof(*board));
	measure(&p);
	if (ms > 0) {
		step = p.total * (uint64_t)p.ms / (uint64_t)ms;
		step = step < 1 ? 1 : step > p.total ? p.total : step;
	}
	walk(&p, step);
	scene_tell("  %-12s %-8s %6llu there %6llu tried %6llu refused"
		   " %6llu clean %6llu absorbed %6llu stopped %3llu bad"
		   " %6lld ms\n",
	    s->name, kind_name[kind], (unsigned long long)p.total,
	    (unsigned long long)board->tried, (unsigned long long)board->hits,
	    (unsigned long long)board->clean,
	    (unsigned long long)board->absorbed,
	    (unsigned long long)board->stopped, (unsigned long long)board->bad,
	    (long long)(clock_mono_ms() - from));
	sum[0] += p.total;
	sum[1] += board->tried;
	sum[2] += board->hits;
	sum[3] += board->bad;
	mem_free(p.printed);
}

static const char *scene, *fault;
static int64_t seconds;

/* Each wanted scene with each wanted fault; so many in all. */
static int64_t
parts(bool count, int64_t of)
{
	int64_t n = 0, ms = of == 0 ? 0 : seconds * 1000 / of;

	for (const struct scene *s = scenes; s->name != NULL; s++)
		for (int k = 1; k < FAULT_KINDS; k++) {
			if (!wanted(s->name, scene) ||
			    !wanted(kind_name[k], fault))
				continue;
			n++;
			/* Too short for all: a second for some. */
			if (count || (seconds > 0 && of > seconds &&
					 (int64_t)rng_below(
					     &rng, (uint64_t)of) >= seconds))
				continue;
			do_part(s, (enum fault_kind)k,
			    seconds > 0 && ms < 1000 ? 1000 : ms);
		}
	return (n);
}

int
main(int argc, char **argv)
{
	int c;

	rng.s = (uint64_t)clock_now();
	while ((c = getopt(argc, argv, "s:f:k:t:r:")) != -1) {
		if (c == 's')
			scene = optarg;
		else if (c == 'f')
			fault = optarg;
		else if (c == 'k')
			only_k = strtoull(optarg, NULL, 10);
		else if (c == 't')
			seconds = strtoll(optarg, NULL, 10);
		else if (c == 'r')
			rng.s = strtoull(optarg, NULL, 10);
		else
			return (64);
	}
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(board != MAP_FAILED);
	scene_open();
	(void)signal(SIGABRT, aborted);
	scene_tell("torture: seed %llu\n", (unsigned long long)rng.s);
	must(parts(false, parts(true, 0)) > 0);
	scene_close();
	scene_tell("torture: %llu places, %llu tried, %llu refused, %llu bad\n",
	    (unsigned long long)sum[0], (unsigned long long)sum[1],
	    (unsigned long long)sum[2], (unsigned long long)sum[3]);
	return (sum[3] > 0);
}
