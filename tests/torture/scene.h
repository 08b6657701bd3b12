/*
 * scene -- a small hub and two offices' computers, and what is done to them.
 *
 * A scene is one command of either program, run in this process on folders
 * that are put back to the same beginning every time.  Whatever a fault did to
 * it, afterwards everything acknowledged must be there, prove itself, and the
 * same command without a fault must do its work.
 */
#ifndef TESTS_TORTURE_SCENE_H
#define TESTS_TORTURE_SCENE_H

#include "proto/base/buf.h"

#define SCENE_WORDS 14

enum scene_from { FROM_NOTHING, FROM_WORLD };

struct scene {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *dir;               /* "hub", "node", "new" */
	const char *word[SCENE_WORDS]; /* "@copy", "@import", "@invite" */
	enum scene_from from;
	int status;  /* how it ends when nothing fails */
	bool adds;   /* done twice it is there twice */
	bool bend;   /* what arrives at the hub is bent */
	bool backs;  /* it may take commits away: a restore */
	bool steady; /* what it prints is the same every time */
};

extern const struct scene scenes[]; /* ends with a NULL name */

/* What the stores hold. */
struct tally {
	bool there[2];       /* node, hub */
	uint64_t commits[2]; /* all logs together */
};

void scene_open(void); /* make the world; stops when it cannot */
void scene_close(void);
void scene_reset(const struct scene *s);
/* Run it; what it printed stays to be read by scene_said. */
int scene_run(const struct scene *s);
/* fd 1 or 2; the caller frees it. */
char *scene_said(int fd);
/* Does the old store stand beside, and none in its place? */
bool scene_moving(const struct scene *s);
/* What a person takes away before trying again: half a copy. */
void scene_clear(void);
/* Have the stores not been written since scene_reset? */
bool scene_untouched(void);
/* Open the stores, prove them if asked to, count. */
err_t scene_sound(const struct scene *s, bool prove, struct tally *t) WUR;
/* Where what the tester itself says goes. */
void scene_tell(const char *fmt, ...) PRINTF(1, 2);

/* The consolidated page, printed. */
int page_main(int argc, char **argv);

#endif
