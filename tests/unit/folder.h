/*
 * folder -- what a test made in a folder of its own goes with it.
 */
#ifndef TESTS_UNIT_FOLDER_H
#define TESTS_UNIT_FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

/* The files in it, then the folder; not 0 when it is still there. */
static inline int
folder_sweep(const char *path)
{
	struct dirent *d;
	DIR *dir = opendir(path);

	while (dir != NULL && (d = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), d->d_name, 0);
	if (dir != NULL)
		(void)closedir(dir);
	return (rmdir(path));
}

#endif
