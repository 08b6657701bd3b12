#include "hub/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proto/base/say.h"

/* Rights of Landlock that came after the oldest headers we build with. */
#define RIGHT_REFER     (1ULL << 13) /* version 2 */
#define RIGHT_TRUNCATE  (1ULL << 14) /* version 3 */
#define RIGHT_IOCTL_DEV (1ULL << 15) /* version 5 */
#define RIGHTS_FIRST    ((1ULL << 13) - 1)

/* Of the folder: everything but programs and devices. */
#define RIGHTS_FOLDER                                                          \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |        \
	    LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |      \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |     \
	    LANDLOCK_ACCESS_FS_MAKE_REG | RIGHT_REFER | RIGHT_TRUNCATE)

/* What this kernel knows to refuse; 0: it has no Landlock. */
static uint64_t
rights_known(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	uint64_t known = RIGHTS_FIRST;

	if (version < 1)
		return (0);
	if (version >= 2)
		known |= RIGHT_REFER;
	if (version >= 3)
		known |= RIGHT_TRUNCATE;
	if (version >= 5)
		known |= RIGHT_IOCTL_DEV;
	return (known);
}

static err_t
no_new_rights(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return (
		    err_new(ERR_SYSTEM, "no_new_privs: %s", strerror(errno)));
	return (NULL);
}

/* These rights on what is beneath path. */
static err_t
beneath(int rules, const char *path, int flags, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights,
		.parent_fd = open(path, O_PATH | O_CLOEXEC | flags) };
	long r;

	if (rule.parent_fd < 0)
		return (err_new(ERR_SYSTEM, "%s: %s", path, strerror(errno)));
	r = syscall(
	    SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	if (r != 0)
		return (err_new(
		    ERR_SYSTEM, "Landlock on %s: %s", path, strerror(errno)));
	return (NULL);
}

static err_t
restrict_to(int rules, const char *dir, uint64_t known)
{
	TRY(beneath(rules, dir, O_DIRECTORY, RIGHTS_FOLDER & known));
	/* SQLite's chance comes from there. */
	TRY(beneath(rules, "/dev/urandom", 0, LANDLOCK_ACCESS_FS_READ_FILE));
	if (syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		return (err_new(ERR_SYSTEM, "Landlock: %s", strerror(errno)));
	return (NULL);
}

err_t
confine_files(const char *dir)
{
	const struct landlock_ruleset_attr all = { .handled_access_fs =
						       rights_known() };
	int rules;
	err_t e;

	if (setenv("TMPDIR", dir, 1) != 0)
		return (err_new(ERR_SYSTEM, "TMPDIR: %s", strerror(errno)));
	TRY(no_new_rights());
	if (all.handled_access_fs == 0) {
		say(SAY_WARN, "confine",
		    "this kernel has no Landlock: the service could open files "
		    "outside of its folder");
		return (NULL);
	}
	rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	if (rules < 0)
		return (err_new(ERR_SYSTEM, "Landlock: %s", strerror(errno)));
	e = restrict_to(rules, dir, all.handled_access_fs);
	close(rules);
	TRY(e);
	say(SAY_INFO, "confine", "files: only beneath %s", dir);
	return (NULL);
}
