/*
 * web -- the office's page as a process that stays.
 *
 * Listens on this computer only (127.0.0.1 and, when there is one, ::1),
 * writes where it listens and its secret into the folder (file "page", 0600),
 * answers with the screens of node/pages, and lets autosync exchange with the
 * hub behind them.  One a folder: a lock file says so.  It ends on SIGTERM or
 * SIGINT.
 */
#ifndef NODE_WEB_H
#define NODE_WEB_H

#include "proto/ui/guard.h"
#include "proto/base/err.h"

#define WEB_FILE "page"
#define WEB_LOCK "page.lock"

struct web_conf {
	const char *dir;
	uint16_t port; /* 0: the last one if it is free, else any */
	/* Told when it answers; may be NULL. */
	err_t (*ready)(void *said, uint16_t port);
	void *said;
};
err_t web_run(const struct web_conf *conf) WUR;

/* What the file says. MISSING when there is none. */
err_t web_where(const char *dir, struct guard *g) WUR;
/* Is a process at it now? */
err_t web_alive(const char *dir, bool *yes) WUR;

#endif
