/*
 * instance -- which installation this is, and what of it has left the machine.
 *
 * A small file beside the database, on purpose not inside it: when the
 * database goes back in time or wakes up on another computer, this file does
 * not agree with it any more, and that is how it is noticed.  It names the
 * machine (by salted hashes), a random number of the installation, and for
 * each own log how far it had been shown to anybody.  docs/protocol.md,
 * section 9; DESIGN 8.
 */
#ifndef NODE_INSTANCE_H
#define NODE_INSTANCE_H

#include "proto/log/store.h"
#include "proto/sync/message.h"

enum instance_part {
	PART_MACHINE, /* machine-id of the system */
	PART_PRODUCT, /* UUID of the board's firmware */
	PART_BOARD,   /* serial number of the board */
	PART_NETWORK, /* lowest address of a built-in network card */
	INSTANCE_PARTS
};

/* What the machine shows of itself; a part may be unreadable. */
struct instance_machine {
	bool has[INSTANCE_PARTS];
	struct hash part[INSTANCE_PARTS];
};

struct instance_note {
	uint8_t log[LOG_ID_LEN];
	uint32_t to; /* the highest commit that has left */
	struct hash head;
	bool missed; /* the store did not know the log, which was noticed */
};

struct instance {
	uint8_t id[INST_LEN];
	struct instance_machine machine;
	size_t n, cap;
	struct instance_note *note; /* mem_free */
};

void instance_free(struct instance *i);
/* MISSING when there is none, FORMAT when it is not one. */
err_t instance_read(const char *path, struct instance *i) WUR;
err_t instance_write(const char *path, const struct instance *i) WUR;

/* Look at this machine, with the number of the installation as salt.
 * MESAS_MACHINE in the environment stands for all four parts. */
void instance_look(const uint8_t id[INST_LEN], struct instance_machine *m);
/* Is it the same machine?  Two parts of four are enough; when fewer can be
 * compared, all of them must agree. */
bool instance_same(
    const struct instance_machine *a, const struct instance_machine *b);

enum instance_why {
	INSTANCE_FINE,
	INSTANCE_ABSENT,    /* no file, but there are commits of ours */
	INSTANCE_ELSEWHERE, /* another machine */
	INSTANCE_BEHIND     /* the database is older than what has left */
};

/* Does the store agree with the file?  Changes nothing. */
err_t
instance_check(const char *path, struct store *st, enum instance_why *why) WUR;
/* The rule at every open: if not, the next commits open new logs and the file
 * is made anew.  Writes a first file when there is nothing to lose. */
err_t instance_meet(const char *path, struct store *st, struct instance *i,
    enum instance_why *why) WUR;
/* In words; lang "es" or "en". */
const char *instance_words(enum instance_why why, const char *lang);

/* Before a byte leaves: commits of this log up to `to` will be known outside.
 * Durable when it returns; does nothing when that is noted already. */
err_t instance_leaving(const char *path, const uint8_t log[LOG_ID_LEN],
    uint32_t to, const struct hash *head) WUR;
/* The same for every log this store writes, as far as it goes. */
err_t instance_leaving_all(const char *path, struct store *st) WUR;

#endif
