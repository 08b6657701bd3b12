/*
 * sim_run -- one world after the other, in processes that take many.
 *
 * A slot has a process, a fork of the template's, which lives the worlds it is
 * told and puts its memory back after each (sim_mem.c).  One whose world
 * failed or crashed is dead, and the next world gets another.  With -f, and
 * where memory cannot be put back (sanitizers, coverage), every world has one.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/sim.h"
#include "tests/sim/world_in.h"

#define HANG_S 120 /* no world takes so long */

/* A struct world in a file in memory, so that two processes see it, each where
 * it needs it. */
#define WORLD_BYTES ((sizeof(struct world) + 4095) / 4096 * 4096)

struct world *
sim_cast(void)
{
	void *p = mmap(NULL, WORLD_BYTES, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED);
	return (p);
}

struct slot *
sim_slots(int n)
{
	struct slot *s = sim_mem_shared(sizeof(*s) * (size_t)n);

	for (int i = 0; i < n; i++) {
		void *p;

		s[i].out = memfd_create("words", MFD_CLOEXEC);
		s[i].file = memfd_create("world", MFD_CLOEXEC);
		must(s[i].out >= 0 && s[i].file >= 0);
		must(ftruncate(s[i].file, WORLD_BYTES) == 0);
		p = mmap(NULL, WORLD_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
		    s[i].file, 0);
		must(p != MAP_FAILED);
		s[i].w = p;
		s[i].line = -1;
	}
	return (s);
}

/* ---- in the process of a slot ------------------------------------------- */

static void
live(const struct sim *s, struct world *w, const struct world *cast,
    struct slot *at)
{
	(void)alarm(HANG_S);
	memcpy(w, cast, sizeof(*w));
	w->seed = at->seed;
	w->verbose = at->verbose;
	w->dump = s->dump;
	world_plan(w);
	for (size_t i = 0; i < w->events_n; i++)
		w->event[i].off = at->off[i];
	world_begin(w, w->offices);
	for (w->at = 0; w->at < w->events_n; w->at++)
		if (!w->event[w->at].off)
			world_event(w, &w->event[w->at]);
	world_end(w);
	(void)fflush(NULL);
	(void)alarm(0);
}

/* The template's world stays where it is, because much points to it, but what
 * happens to it is seen by the parent. */
static _Noreturn void
work(const struct sim *s, struct slot *at, int line)
{
	struct world *w = s->cast;
	struct world *cast = sim_mem_shared(sizeof(*cast));
	char go;

	memcpy(cast, w, sizeof(*cast));
	must(mmap(w, WORLD_BYTES, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED, at->file, 0) == w);
	(void)dup2(at->out, STDERR_FILENO);
	if (!s->fresh)
		sim_mem_keep();
	while (read(line, &go, 1) == 1) {
		live(s, w, cast, at);
		if (s->fresh)
			break;
		sim_mem_back();
		must(write(line, "", 1) == 1);
	}
	_exit(0);
}

/* ---- in the parent ------------------------------------------------------ */

static void
begin(const struct sim *s, struct slot *at)
{
	int line[2], pid;

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, line) == 0);
	pid = fork();
	must(pid >= 0);
	if (pid == 0) {
		/* Nobody but the parent holds the other ends. */
		for (int i = 0; i < s->jobs; i++)
			if (s->slot[i].line >= 0)
				(void)close(s->slot[i].line);
		(void)close(line[0]);
		work(s, at, line[1]);
	}
	(void)close(line[1]);
	at->line = line[0];
	at->pid = pid;
}

void
sim_start(struct sim *s, struct slot *at, uint64_t seed)
{
	memset(at->w, 0, sizeof(*at->w));
	at->seed = seed;
	must(ftruncate(at->out, 0) == 0);
	must(lseek(at->out, 0, SEEK_SET) == 0);
	(void)fflush(NULL);
	if (at->pid == 0)
		begin(s, at);
	must(write(at->line, "", 1) == 1);
	at->busy = true;
}

static void
last_words(struct slot *at)
{
	off_t n = lseek(at->out, 0, SEEK_END);
	off_t from = n > SIM_STDERR - 1 ? n - (SIM_STDERR - 1) : 0;
	ssize_t got = pread(at->out, at->words, SIM_STDERR - 1, from);

	at->words[got > 0 ? got : 0] = '\0';
}

/* Its world is over, or its process is. */
static struct slot *
over(struct slot *at)
{
	char end;

	at->busy = false;
	at->status = 0;
	if (read(at->line, &end, 1) != 1) {
		must(waitpid(at->pid, &at->status, 0) == at->pid);
		(void)close(at->line);
		at->line = -1;
		at->pid = 0;
	}
	last_words(at);
	return (at);
}

struct slot *
sim_wait(struct sim *s)
{
	struct pollfd p[SIM_JOBS];
	nfds_t n = (nfds_t)s->jobs;

	for (int i = 0; i < s->jobs; i++)
		p[i] = (struct pollfd){ .events = POLLIN,
			.fd = s->slot[i].busy ? s->slot[i].line : -1 };
	must(poll(p, n, -1) > 0);
	for (int i = 0; i < s->jobs; i++)
		if (p[i].revents != 0)
			return (over(&s->slot[i]));
	return (NULL);
}

void
sim_stop(struct sim *s)
{
	for (int i = 0; i < s->jobs; i++) {
		struct slot *at = &s->slot[i];

		if (at->pid == 0)
			continue;
		(void)close(at->line);
		must(waitpid(at->pid, NULL, 0) == at->pid);
		at->pid = 0;
		at->line = -1;
	}
}

const char *
sim_verdict(struct slot *at, char what[SIM_STDERR])
{
	what[0] = '\0';
	if (at->w->failed) {
		(void)snprintf(what, SIM_STDERR, "%s", at->w->what);
		return (at->w->invariant);
	}
	if (WIFEXITED(at->status) && WEXITSTATUS(at->status) == 0)
		return ("");
	(void)snprintf(what, SIM_STDERR, "%s", at->words);
	if (WIFSIGNALED(at->status) && WTERMSIG(at->status) == SIGALRM)
		return ("hang");
	return ("abort");
}
