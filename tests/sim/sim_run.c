/*
 * sim_run -- one world in one process.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/sim.h"
#include "tests/sim/world_in.h"

#define HANG_S 120 /* no world takes so long */

struct slot *
sim_slots(int n)
{
	struct slot *s = mmap(NULL, sizeof(*s) * (size_t)n,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	must(s != MAP_FAILED);
	for (int i = 0; i < n; i++) {
		s[i].out = memfd_create("sim", MFD_CLOEXEC);
		must(s[i].out >= 0);
	}
	return (s);
}

static _Noreturn void
live(struct sim *s, struct slot *at)
{
	struct world *w = &at->w;

	(void)alarm(HANG_S);
	(void)dup2(at->out, STDERR_FILENO);
	w->seed = at->seed;
	w->verbose = at->verbose;
	world_plan(w);
	for (size_t i = 0; i < w->events_n; i++)
		w->event[i].off = at->off[i];
	world_begin(w, s->cast, w->offices);
	for (w->at = 0; w->at < w->events_n; w->at++)
		if (!w->event[w->at].off)
			world_event(w, &w->event[w->at]);
	world_end(w);
	(void)fflush(NULL);
	_exit(0);
}

void
sim_start(struct sim *s, struct slot *at, uint64_t seed)
{
	int pid;

	memset(&at->w, 0, sizeof(at->w));
	at->seed = seed;
	must(ftruncate(at->out, 0) == 0);
	must(lseek(at->out, 0, SEEK_SET) == 0);
	(void)fflush(NULL);
	pid = fork();
	must(pid >= 0);
	if (pid == 0)
		live(s, at);
	at->pid = pid; /* the slot is shared: the child may not write it */
}

static void
last_words(struct slot *at)
{
	off_t n = lseek(at->out, 0, SEEK_END);
	off_t from = n > SIM_STDERR - 1 ? n - (SIM_STDERR - 1) : 0;
	ssize_t got = pread(at->out, at->words, SIM_STDERR - 1, from);

	at->words[got > 0 ? got : 0] = '\0';
}

struct slot *
sim_wait(struct sim *s)
{
	int status, pid = waitpid(-1, &status, 0);

	for (int i = 0; pid > 0 && i < s->jobs; i++) {
		if (s->slot[i].pid != pid)
			continue;
		s->slot[i].pid = 0;
		s->slot[i].status = status;
		last_words(&s->slot[i]);
		return (&s->slot[i]);
	}
	return (NULL);
}

const char *
sim_verdict(struct slot *at, char what[SIM_STDERR])
{
	what[0] = '\0';
	if (at->w.failed) {
		(void)snprintf(what, SIM_STDERR, "%s", at->w.what);
		return (at->w.invariant);
	}
	if (WIFEXITED(at->status) && WEXITSTATUS(at->status) == 0)
		return ("");
	(void)snprintf(what, SIM_STDERR, "%s", at->words);
	if (WIFSIGNALED(at->status) && WTERMSIG(at->status) == SIGALRM)
		return ("hang");
	return ("abort");
}
