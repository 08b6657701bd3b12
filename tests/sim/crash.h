/*
 * crash -- power cuts against the product's own stores.
 *
 * A hub and two offices on simulated disks work, sync and are repaired, and
 * the power fails.  What was acknowledged is kept aside as a promise: for
 * every log how far it goes and the hash of its chain there, which stands for
 * everything before, and the last values that a person was told are saved.
 * After each cut the machine starts again and must keep its promise.
 *
 * Most cuts are sweeps: one operation runs with its disk watched, which gives
 * the disk as it was at each of its changes; each of these is started again
 * several times with other damage.  The rest are real cuts, kills and faults
 * in the middle of running code, and the world goes on from what they left.
 */
#ifndef TESTS_SIM_CRASH_H
#define TESTS_SIM_CRASH_H

#include "hub/house.h"
#include "node/office.h"
#include "tests/sim/disk.h"
#include "tests/sim/machine.h"

enum { HUB, TAP, PAL, PLACES };

#define PROMISE_LOGS   96
#define PROMISE_SPACES 8
#define PROMISE_VALUES 6
#define VALUE_TEXT     64
#define SWEEP_MAX      96 /* moments kept of one operation */

struct promise {
	size_t logs;
	struct {
		uint8_t id[LOG_ID_LEN];
		uint32_t seq;
		struct hash head;
	} log[PROMISE_LOGS];
	int64_t number[PROMISE_SPACES]; /* positions of each space */
	/* Values a person was told are saved, the last written first. */
	size_t values;
	struct {
		dot_t record;
		char text[VALUE_TEXT];
	} value[PROMISE_VALUES];
	uint64_t acts;
	dot_t mine[16]; /* records to edit */
	size_t mine_n;
};

struct place {
	uint32_t n; /* of machine and disk, from 1 */
	struct machine m;
	struct disk *disk;
	char dir[16];
	bool up, light; /* light: only its store is open */
	union {
		struct office office; /* n != HUB + 1 */
		struct house house;
	};
	struct promise sure;      /* what must be there */
	struct promise copied;    /* what copy.db must hold */
	bool copy;                /* there is a copy.db that was acknowledged */
	dot_t flight;             /* record being written */
	char written[VALUE_TEXT]; /* what into its field */
	bool epochs;              /* the operation may open new logs */
	bool restoring;           /* copied, or what was, or neither yet */
};

struct crash_counts {
	uint64_t cuts, swept, real, kills,
	    again; /* again: cut while starting */
	uint64_t acts, checked, verified, worlds, ops;
	struct disk_counts disk;
	uint64_t done[16]; /* operations, by kind */
};

struct moment { /* of an operation, to be cut there */
	struct disk *at;
	struct promise sure;
	dot_t flight;
	char written[VALUE_TEXT];
	bool copy, epochs, restoring;
};

struct crash {
	uint64_t seed;
	struct rng rng;
	struct place p[PLACES];
	uint8_t fed[KEY_LEN]; /* the hub's key */
	dot_t mesa[PLACES]; /* roundtable of each office, in its own numbers */
	struct disk *begin[PLACES]; /* what every world starts from */
	struct place begun[PLACES];
	struct crash_counts c;
	struct moment moment[SWEEP_MAX];
	size_t moments, seen;
	struct place *watched;
	const char *doing;
	char bad[600]; /* the first loss; empty: none */
};

/* ---- crash_world.c: founding, starting, stopping ------------------------ */

void crash_found(struct crash *w, uint64_t seed); /* once a process */
void crash_free(struct crash *w);
void crash_begin(struct crash *w, uint64_t seed); /* a world from the start */
err_t place_start(struct place *p) WUR;
/* Only its store, and what the instance file says of it. */
err_t place_look(struct place *p) WUR;
void place_stop(struct place *p);
struct store *place_store(struct place *p);
struct desk *place_desk(struct place *p);
void place_path(const struct place *p, const char *name, char out[64]);
void crash_must(struct crash *w, const char *what, err_t e); /* or abort */

/* ---- crash_op.c: what is done ------------------------------------------- */

enum deed_kind {
	DO_CREATE,
	DO_EDIT,
	DO_TEXT,
	DO_BURST, /* several changes in one commit */
	DO_VOID,
	DO_SYNC,
	DO_CHECKPOINT,
	DO_BACKUP,
	DO_REBUILD,
	DO_EPOCH,
	DO_REOPEN,
	DO_RESTORE,
	DO_KINDS
};
extern const char *const deed_words[DO_KINDS];
/* The record and the field that people write into here. */
const struct entity *crash_entity(const struct place *p);
uint32_t crash_field(const struct place *p);
/* An error is what the product answered: nothing was acknowledged. */
err_t crash_do(struct crash *w, struct place *p, enum deed_kind k) WUR;

/* ---- crash_sync.c: the road --------------------------------------------- */

err_t crash_sync(struct crash *w, struct place *p) WUR;

/* ---- crash_check.c: what must be there ---------------------------------- */

void promise_take(struct promise *s, struct store *st); /* as it is now */
void promise_value(struct promise *s, dot_t record, const char *text);
void promise_back(
    struct crash *w, struct place *p); /* p was restored from its copy */
/* After a restart; deep: everything proves itself. A loss goes to w->bad. */
void crash_check(struct crash *w, struct place *p, bool deep);
/* The same with no more of the machine started than its store. */
void crash_look(struct crash *w, struct place *p);
void crash_lost(struct crash *w, const struct place *p, const char *fmt, ...)
    PRINTF(3, 4);

/* ---- crash_turn.c: cuts ------------------------------------------------- */

/* One world; false after a loss. */
bool crash_world(struct crash *w, uint64_t seed, uint64_t cuts);

#endif
