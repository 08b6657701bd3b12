/*
 * world -- the folders of the scenes, made once and put back at will.
 */
#include "tests/torture/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/file.h"
#include "proto/base/mem.h"

#define FILES_MAX 64
#define FILE_MOST (64 << 20)

static const char *const folders[] = { "hub", "node", "new", "" };
#define FOLDERS (sizeof(folders) / sizeof(folders[0]))

static struct image {
	char *path;
	struct buf b;
} image[FILES_MAX];
static size_t images;
static char root[64];

const char *
world_path(const char *name)
{
	static char path[4][160];
	static unsigned turn;
	char *p = path[turn++ % 4];

	(void)snprintf(p, sizeof(path[0]), "%s/%s", root, name);
	return (p);
}

/* fn for every file of a folder. */
static void
each(const char *folder, void (*fn)(const char *path))
{
	const char *dir = world_path(folder);
	char path[420];
	struct dirent *e;
	struct stat st;
	DIR *d = opendir(dir);

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
			fn(path);
	}
	(void)closedir(d);
}

static void
drop(const char *path)
{
	must(unlink(path) == 0);
}

static void
keep(const char *path)
{
	struct image *i = &image[images++];

	must(images < FILES_MAX);
	i->path = mem_dup(path);
	i->b = (struct buf)BUF(FILE_MOST);
	must(file_read(path, &i->b) == NULL);
}

void
world_open(void)
{
	struct stat st;
	bool shm = stat("/dev/shm", &st) == 0;

	(void)snprintf(root, sizeof(root), "%s/mesas-torture-XXXXXX",
	    shm ? "/dev/shm" : "/tmp");
	must(mkdtemp(root) != NULL);
}

void
world_keep(void)
{
	for (size_t i = 0; i < FOLDERS; i++)
		each(folders[i], keep);
}

void
world_empty(void)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		each(folders[i], drop);
		if (folders[i][0] != '\0')
			(void)rmdir(world_path(folders[i]));
	}
}

static void
put(const struct image *i)
{
	FILE *f = fopen(i->path, "wb");

	must(f != NULL);
	if (i->b.n > 0)
		must(fwrite(i->b.p, 1, i->b.n, f) == i->b.n);
	must(fclose(f) == 0);
	must(chmod(i->path, 0600) == 0);
}

void
world_reset(bool full)
{
	world_empty();
	if (!full)
		return;
	for (size_t i = 0; i < FOLDERS; i++)
		if (folders[i][0] != '\0')
			must(mkdir(world_path(folders[i]), 0700) == 0);
	for (size_t i = 0; i < images; i++)
		put(&image[i]);
}

static const char *grown;

static void
is_log(const char *path)
{
	size_t n = strlen(path);
	struct stat st;

	if (n > 4 && strcmp(path + n - 4, "-wal") == 0 &&
	    stat(path, &st) == 0 && st.st_size > 0)
		grown = path;
}

bool
world_same(void)
{
	grown = NULL;
	for (size_t i = 0; i < FOLDERS; i++)
		each(folders[i], is_log);
	if (grown != NULL)
		return (false);
	for (size_t i = 0; i < images; i++) {
		CLEAN(buf_free) struct buf b = BUF(FILE_MOST);
		const char *end = strrchr(image[i].path, '.');

		if (end == NULL || strcmp(end, ".db") != 0)
			continue;
		if (file_read(image[i].path, &b) != NULL ||
		    !span_eq(buf_all(&b), buf_all(&image[i].b)))
			return (false);
	}
	return (true);
}

void
world_close(void)
{
	world_empty();
	(void)rmdir(root);
	for (size_t i = 0; i < images; i++) {
		mem_free(image[i].path);
		buf_free(&image[i].b);
	}
	images = 0;
}
