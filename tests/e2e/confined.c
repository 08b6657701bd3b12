/*
 * confined DIR: confines itself as `mesas-hub serve` does, and tries what a
 * thread that was taken over would try.  One line an attempt: its name and how
 * it went.  By main, then by a thread that was there before the filter.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hub/confine.h"
#include "proto/base/say.h"

static sem_t go;
static int listener, idle; /* open before: one listens, one does nothing */

static void
told(const char *who, const char *what, int r)
{
	(void)printf(
	    "%s %s: %s\n", who, what, r >= 0 ? "yes" : strerror(errno));
	(void)fflush(stdout);
}

static void
files(const char *who)
{
	told(who, "a file of its own",
	    open("inside", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
	told(who, "its new name", rename("inside", "renamed"));
	told(who, "to remove it", unlink("renamed"));
	told(who, "a file in memory", memfd_create("x", MFD_CLOEXEC));
	told(who, "passwd", open("/etc/passwd", O_RDONLY | O_CLOEXEC));
	told(who, "passwd by a link", open("link", O_RDONLY | O_CLOEXEC));
	told(who, "a file beside",
	    open("../beside", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
	told(who, "a list of home", open("/", O_RDONLY | O_DIRECTORY));
}

static void
calls(const char *who)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	char *const none[] = { NULL };
	char name[] = "true", *const argv[] = { name, NULL };
	int pair[2];

	told(who, "a program", execve("/bin/true", argv, none));
	told(who, "another process", fork());
	told(who, "a socket", socket(AF_INET, SOCK_STREAM, 0));
	told(who, "a local socket", socket(AF_UNIX, SOCK_STREAM, 0));
	told(who, "a raw pair", socketpair(AF_INET, SOCK_STREAM, 0, pair));
	told(who, "a pair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	told(who, "to call somebody",
	    connect(idle, (struct sockaddr *)&to, sizeof(to)));
	told(who, "to listen", listen(idle, 1));
	told(who, "who waits at the door",
	    accept4(listener, NULL, NULL, SOCK_CLOEXEC));
	told(who, "its parent's memory",
	    (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
	told(who, "a signal to it", kill(getppid(), SIGCONT));
}

static void *
thread(void *arg)
{
	(void)arg;
	while (sem_wait(&go) != 0)
		;
	files("thread");
	calls("thread");
	return (NULL);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in any = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	pthread_t t;
	err_t e;

	if (argc != 2 || chdir(argv[1]) != 0 || sem_init(&go, 0, 0) != 0)
		return (2);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	idle = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&any, sizeof(any)) != 0 ||
	    listen(listener, 1) != 0)
		return (2);
	say_level(SAY_INFO);
	e = confine_files(".");
	if (e == NULL && pthread_create(&t, NULL, thread, NULL) != 0)
		return (2);
	if (e == NULL)
		e = confine_calls();
	if (e != NULL) {
		say_err("confined", e);
		return (1);
	}
	files("main");
	calls("main");
	if (sem_post(&go) != 0 || pthread_join(t, NULL) != 0)
		return (2);
	/* What a sanitizer does at an exit is not for a confined process. */
	_exit(0);
}
