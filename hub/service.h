/*
 * service -- the hub as a process that stays.
 *
 * Opens the house, the writer, the gate, the door for offices and the pages'
 * address, says so (also to a service manager, $NOTIFY_SOCKET), and waits for
 * SIGTERM or SIGINT.  Then it accepts no more, lets what is at work end for
 * at most LIMIT_STOP_MS, writes the log into the store and returns.  One
 * service a folder: a lock file says so.
 */
#ifndef HUB_SERVICE_H
#define HUB_SERVICE_H

#include "hub/board.h"

/* Where the service is reached; "" where it is not. */
struct service_at {
	char offices[64], pages[64], metrics[64];
};

struct service_conf {
	const char *dir;
	const char *listen, *pages; /* NULL: the configuration's */
	const char *metrics; /* a loopback address; NULL: none are served */
	/* The pages; NULL: none are served. */
	const struct screen *const *screens;
	bool unconfined; /* keep all rights of the process: see confine.h */
	/* Told when all addresses are open; may be NULL. */
	err_t (*ready)(void *said, const struct service_at *at);
	void *said;
};

/* Returns after a stop in good order. */
err_t service_run(const struct service_conf *conf) WUR;
/* LOCKED while a service runs in dir; *fd as of file_lock. */
err_t service_lock(const char *dir, int *fd) WUR;

#endif
