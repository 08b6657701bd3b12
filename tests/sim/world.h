/*
 * world -- a hub, offices, their machines, and what happens to them.
 *
 * A seed draws which kinds of faults there are, and a list of events; each
 * event has a seed of its own, so that leaving one out (when a failure is
 * shrunk) leaves the others as they were.  The product's code runs on one
 * machine at a time (world_enter), in virtual time, in one thread.  After the
 * events the faults stop, everybody syncs, and check.c has the last word.
 *
 * Who does what: world*.c the events; net.c and sub_link.c the road; hubsim.c
 * the hub's process; people.c what persons do; oracle.c the true past of every
 * change and the register of what was acknowledged; check.c the invariants.
 */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include "hub/house.h"
#include "node/office.h"
#include "tests/sim/disk.h"
#include "tests/sim/machine.h"

#define SEATS       12  /* of a world, the hub among them */
#define SEAT_HUB    0   /* seat[0] */
#define EVENTS_MAX  512 /* of a world */
#define WORLD_WORDS 200 /* of one line */

enum world_fault {
#define FAULT(name, words) FAULT_##name,
#include "tests/sim/fault.def"
#undef FAULT
	FAULTS
};

/* ---- seats -------------------------------------------------------------- */

enum seat_state {
	SEAT_NONE, /* not part of this world, or not yet */
	SEAT_UP,   /* st and desk may be used */
	SEAT_DOWN, /* the process is not running; its disk is there */
	SEAT_LOST  /* the machine is gone for good, disk and all */
};

#define SAVED_MAX 3

/* What may come back one day. */
struct saved {
	struct disk *image; /* of the whole disk */
	char file[24];      /* on the disk, by the command; "" none */
	uint32_t mark;      /* the oracle's */
};

/* One computer with what runs on it: the hub, or a PC of an office. Two PCs of
 * one office have the same code. */
struct seat {
	struct world *w;
	uint32_t n; /* seat number = disk number = machine number */
	enum seat_state state;
	bool hub;
	const char *code;   /* of the office: "TAP"; the hub's "FED" */
	const char *spaces; /* admitted to: "07,federal" */
	char dir[16];       /* "/m3/office", "/m0/hub" */
	struct machine m;
	struct disk *disk;
	/* While it is up: */
	union {
		struct office office; /* !hub */
		struct house house;   /* hub */
	};
	struct store *st; /* of office or house; NULL while it is not up */
	struct desk *desk;
	/* What happened to it. */
	bool enrolled;  /* has (had) a certificate */
	bool revoked;   /* and may not come back with this key */
	bool old;       /* runs the old version: lower schema ceiling */
	bool hostile;   /* sends what it likes; nobody works there any more */
	bool sick;      /* its disk fails until it is healed */
	bool rotten;    /* bits were flipped since the last repair */
	uint32_t twin;  /* the seat it is a clone of; 0 none */
	uint32_t syncs; /* begun so far */
	struct saved saved[SAVED_MAX]; /* its backups, oldest first */
	size_t saved_n;
};

/* ---- events ------------------------------------------------------------- */

enum event_kind { /* world_event.c knows their words */
	EV_ACT,   /* a person does something */
	EV_SYNC,  /* exchange_run */
	EV_WAIT,  /* time passes */
	EV_POWER,
	EV_KILL, /* at the k-th change from here */
	EV_IO_ONCE,
	EV_IO_FOREVER,
	EV_FULL,
	EV_READ_ONLY,
	EV_HEAL,
	EV_ROT,
	EV_RESTART,
	EV_BACKUP,     /* by the command, to a file that outlives the disk */
	EV_RESTORE,    /* by the command, from an older or newer one */
	EV_IMAGE,      /* the whole disk goes back */
	EV_STORE_BACK, /* only the store goes back */
	EV_CLONE,
	EV_TWIN,
	EV_LOST,
	EV_HUB_BACKUP,
	EV_HUB_RESTORE,
	EV_JUMP,
	EV_DRIFT,
	EV_STUCK,
	EV_YEARS,
	EV_CLOCK_RIGHT,
	EV_REVOKE,
	EV_ENROL,
	EV_RENEW,
	EV_HANDOVER,
	EV_JOIN,
	EV_GAIN,
	EV_LOSE,
	EV_UPGRADE,
	EV_HOSTILE,
	EV_PARTITION,
	EV_HEALED,
	EVENT_KINDS
};

struct event {
	enum event_kind kind;
	uint32_t seat;
	uint64_t seed; /* of this event alone */
	bool off;      /* left out by the shrinking */
	bool ran;      /* it came true */
	char words[WORLD_WORDS];
};

/* ---- the world ---------------------------------------------------------- */

struct world_counts {
	uint64_t fault[FAULTS];
	uint64_t events, acts, saved, syncs, syncs_done, requests;
	uint64_t commits;  /* that the hub took from others */
	uint64_t messages; /* requests and replies that arrived */
	uint64_t bytes;    /* of them */
	uint64_t largest;  /* of them */
	uint64_t changes;  /* of disks */
	uint64_t checks, oracle_pairs, written_off;
	uint64_t rounds; /* until everybody had everything */
};

struct net;
struct hubsim;
struct oracle;

struct world {
	uint64_t seed;
	struct rng rng;    /* of the plan, not of the events */
	struct rng chance; /* of the event that runs */
	struct seat *on;   /* whose machine runs now */
	bool verbose;      /* every event in words on stdout */
	const char *dump;  /* folder for the disks of a world that fails */
	bool small;        /* few events: heavy checks are sampled there */
	bool quiet;        /* faults have stopped: everything must work now */
	bool founding;     /* the template is being made; nothing is checked */
	struct seat seat[SEATS];
	uint32_t offices;    /* of the cast that take part */
	size_t events_n, at; /* at: the event that runs */
	struct event event[EVENTS_MAX];
	uint32_t rate[FAULTS]; /* per mille or weight; 0: not in this world */
	struct world_counts n;
	uint64_t hash; /* over events, digests, message bytes */
	struct net *net;
	struct hubsim *hub;
	struct oracle *oracle;
	/* The first violation; the world ends there. */
	bool failed;
	char invariant[48];
	char what[400];
};

/* The code that follows runs on this seat's machine: clock, chance, looks,
 * version. Returns the seat that was there; NULL: none. */
struct seat *world_enter(struct world *w, struct seat *s);
/* True time passes. */
void world_pass(struct world *w, int64_t ms);
/* Does this happen now?  Drawn from the event's chance, and counted. */
bool world_fault(struct world *w, enum world_fault f);
/* A seat that is up and is no hub, drawn; NULL when there is none. */
struct seat *world_any(struct world *w, struct rng *r);
/* An invariant does not hold: the world ends here, and so does its process
 * (each world has one of its own). */
_Noreturn void world_fail(struct world *w, const char *invariant,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* An error of the simulator's own looking: not an invariant, but fatal. */
void world_must(struct world *w, const char *doing, err_t e);
/* Goes into the hash of the world, and in verbose worlds to stdout. */
void world_say(struct world *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void world_hash(struct world *w, const void *p, size_t n);

/* Before somebody works there: what is dark or down is started, what is sick
 * perhaps mended; false: it cannot be used now. */
bool world_ready(struct world *w, struct seat *s);
/* Every machine whose power failed is down. */
void world_sweep(struct world *w);
/* Open the seat's process (office_open or the hub's); false when it could not
 * be: then it is SEAT_DOWN. Close is safe at any time. */
bool world_up(struct world *w, struct seat *s);
void world_down(struct world *w, struct seat *s);

/*
 * What the world calls, and when.  Everybody may call world_fail.
 *
 * people.h
 *   void people_found(struct world *w, struct seat *hub);
 *       Once for the template, offices are admitted (office records "TAP",
 *       "PAL", "OAX", "COL" exist at the hub, see world_cast.c), nobody is
 *       enrolled: roundtables and secretariats, some records. Uses hub->desk;
 *       the world gives positions after (house_own).
 *   err_t people_act(struct world *w, struct seat *s, struct rng *r);
 *       One action of a person at a seat that is up (hub or office). What the
 *       product refuses (RULE, SCOPE, DATA, ...) people.c handles and returns
 *       NULL; an error means the store failed (or the disk went dark): the
 *       outcome is unknown, the world closes the seat and opens it again.
 *       Around the save people.c calls the oracle.  On the hub the world calls
 *       house_own after.
 *   err_t people_handover(struct world *w, struct seat *hub, struct rng *r);
 *       The hub hands a roundtable to another office (EV_HANDOVER).
 *   bool people_new_field: what an old version cannot know (fields above the
 *       ceiling) is written only at seats with !s->old; see world_old.h.
 *
 * oracle.h (w->oracle)
 *   void oracle_open(struct world *w);   at the end of the template, all
 *       seats are up: what they hold is known to all
 *   void oracle_absent(struct world *w, struct seat *s);   a seat of the
 *       template that is not part of the world
 *   void oracle_look(struct world *w, struct seat *s, bool may_lose);
 *       s may hold more than before (a sync, an open after a crash); with
 *       may_lose also less (a restore, an image, a repair): what no living
 *       disk holds any more and was never in the hub's hands is written off
 *       (n.written_off).  Without may_lose a change gone is a violation.
 *       Called with s up, on s's machine.
 *   void oracle_gone(struct world *w, struct seat *s);   EV_LOST: its disk
 *   void oracle_copied(struct world *w, struct seat *from, struct seat *to);
 *       EV_CLONE, EV_TWIN: `to` holds what `from` holds durably
 *   uint32_t oracle_mark(struct world *w, struct seat *s);  a backup of s is
 *       made now; the number stands for what it holds
 *   void oracle_back(struct world *w, struct seat *s, uint32_t mark);
 *       s's disk (or the hub's) now holds what it held at the mark; before s
 *       is opened again
 *
 * check.h
 *   void check_commit(struct world *w);       the hub's COMMIT returned, no
 *       answer has left yet; hub is up, on the hub's machine
 *   void check_answer(struct world *w, struct seat *to, int status,
 *       struct span body);                     before an answer leaves the hub
 *   void check_sync(struct world *w, struct seat *s, const struct sync_stats
 *       *st, err_t e);                         exchange_run returned
 *   void check_seat(struct world *w, struct seat *s, bool whole);  after an
 *       event at an open seat; whole: verify and rebuild as well (sampled)
 *   void check_end(struct world *w);           faults stopped, all synced; all
 *       seats that are not lost, revoked, hostile are up
 */

#endif
