#include "node/open.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "node/office.h"
#include "node/web.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"

#define START_MS 15000
#define STEP_US  50000
#define LOG      "page.log"

/* ---- another process ---------------------------------------------------- */

/* argv with its output in log (NULL: nowhere), apart from this session. */
static err_t
start(const char *program, char *const argv[], const char *log, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	sigset_t none;
	int rc;

	must(posix_spawn_file_actions_init(&fa) == 0);
	must(posix_spawnattr_init(&at) == 0);
	(void)sigemptyset(&none);
	rc = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(&fa, 1,
		    log == NULL ? "/dev/null" : log,
		    O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(&fa, 1, 2);
	if (rc == 0)
		rc = posix_spawnattr_setsigmask(&at, &none);
	if (rc == 0)
		rc = posix_spawnattr_setflags(
		    &at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
	if (rc == 0)
		rc = posix_spawnp(pid, program, &fa, &at, argv, environ);
	(void)posix_spawn_file_actions_destroy(&fa);
	(void)posix_spawnattr_destroy(&at);
	if (rc != 0)
		return (err_new(ERR_CONFIG, "%s: %s", program, strerror(rc)));
	return (NULL);
}

static void
drop(char **p)
{
	mem_free(*p);
	*p = NULL;
}

/* Its lock is held and its file is written: it answers. */
static err_t
is_up(const char *dir, bool *yes)
{
	struct guard g;
	err_t e;

	TRY(web_alive(dir, yes));
	if (!*yes)
		return (NULL);
	e = web_where(dir, &g);
	*yes = e == NULL;
	crypt_wipe(&g, sizeof(g));
	return (e == NULL || e->code == ERR_MISSING ? NULL : e);
}

static err_t
wait_for(const char *dir, pid_t pid)
{
	int64_t until = clock_mono_ms() + START_MS;
	bool up;
	int how;

	while (clock_mono_ms() < until) {
		TRY(is_up(dir, &up));
		if (up)
			return (NULL);
		if (waitpid(pid, &how, WNOHANG) == pid)
			return (err_new(ERR_SYSTEM,
			    "the page did not start; see %s in %s", LOG, dir));
		(void)usleep(STEP_US);
	}
	return (err_new(
	    ERR_SYSTEM, "the page does not answer; see %s in %s", LOG, dir));
}

err_t
open_ready(const char *dir)
{
	CLEAN(drop) char *log = office_path(dir, LOG);
	CLEAN(drop) char *where = mem_dup(dir);
	char self[] = "/proc/self/exe", name[] = "mesas-node", c[] = "-C",
	     serve[] = "serve";
	char *argv[] = { name, c, where, serve, NULL };
	bool up;
	pid_t pid;

	TRY(office_init(dir));
	TRY(is_up(dir, &up));
	if (up)
		return (NULL);
	TRY(start(self, argv, log, &pid));
	return (wait_for(dir, pid));
}

err_t
open_address(const char *dir, struct buf *out)
{
	char ticket[GUARD_TEXT];
	struct guard g;
	err_t e;

	TRY(web_where(dir, &g));
	guard_ticket(&g, clock_now(), ticket);
	e = buf_fmt(
	    out, "http://127.0.0.1:%u/entrar?t=%s", (unsigned)g.port, ticket);
	crypt_wipe(&g, sizeof(g));
	return (e);
}

err_t
open_browser(const char *address)
{
	CLEAN(drop) char *to = mem_dup(address);
	char name[] = "xdg-open";
	char *argv[] = { name, to, NULL };
	pid_t pid;

	return (start(name, argv, NULL, &pid));
}
