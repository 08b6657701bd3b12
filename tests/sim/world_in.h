/*
 * world_in -- what the files of the world share; for nobody else.
 */
#ifndef TESTS_SIM_WORLD_IN_H
#define TESTS_SIM_WORLD_IN_H

#include "tests/sim/check.h"
#include "tests/sim/hubsim.h"
#include "tests/sim/net.h"
#include "tests/sim/oracle.h"
#include "tests/sim/people.h"
#include "tests/sim/world.h"

#define CAST       5 /* office seats of the template: 1..CAST */
#define HOUR_MS    INT64_C(3600000)
#define DAY_MS     (24 * HOUR_MS)
#define WORLD_URL  "https://hub.example:8443"
#define ROUNDS_MAX 14

static inline struct seat *
world_hub(struct world *w)
{
	return (&w->seat[SEAT_HUB]);
}

/* ---- world_cast.c ------------------------------------------------------- */

/* Once: the hub and its offices, enrolled, in step and open. */
void world_cast(struct world *w);
/* Another world begins with them; so many offices take part. */
void world_begin(struct world *w, uint32_t offices);
/* A machine with an empty disk, of this office; NULL: no seat is left. */
struct seat *
world_seat_new(struct world *w, const char *code, const char *spaces);
/* From an empty disk to an enrolled office; what the road allows. */
err_t world_enrol(struct world *w, struct seat *s) WUR;

/* ---- world_hub.c: what the federal level does --------------------------- */

err_t
world_office_add(struct world *w, const char *code, const char *spaces) WUR;
err_t world_revoke(struct world *w, const uint8_t key[KEY_LEN]) WUR;
/* After the hub's desk wrote something. */
void world_hub_wrote(struct world *w, err_t e);

/* ---- world_plan.c ------------------------------------------------------- */

void world_plan(struct world *w);

/* ---- events ------------------------------------------------------------- */

typedef bool event_fn(struct world *w, struct seat *s, struct event *e);

/* world_event.c */
void world_event(struct world *w, struct event *e);
const char *world_event_name(enum event_kind k);
void world_tell(struct event *e, const char *fmt, ...) PRINTF(2, 3);
/* Everybody's everyday: world_day.c */
event_fn day_act, day_sync, day_wait, day_restart, day_jump, day_drift,
    day_stuck, day_years, day_clock_right, day_partition, day_healed;
/* One sync; the error is kept in *was. */
bool day_meet(
    struct world *w, struct seat *s, struct sync_stats *st, struct err *was);
bool day_invited(struct world *w, struct seat *s, const struct err *was);
/* Machines: world_bad.c */
event_fn bad_power, bad_kill, bad_disk, bad_heal, bad_rot, bad_clone, bad_lost;
bool bad_mend(struct world *w, struct seat *s);
/* Copies: world_copy.c */
event_fn copy_backup, copy_restore, copy_image, copy_store_back,
    copy_hub_backup, copy_hub_restore;
bool copy_hub_back(struct world *w, size_t k);
void copy_drop(struct seat *s);
/* Rights: world_right.c */
event_fn right_revoke, right_enrol, right_renew, right_handover, right_join,
    right_spaces, right_upgrade, right_hostile;

/* What came true on a disk that goes or ends, into the counters. */
void world_count(struct world *w, const struct disk *d);

void right_again(struct world *w);  /* after a restore of the hub */
void right_recall(struct world *w); /* at the end: what it forgot for good */

/* ---- world_end.c -------------------------------------------------------- */

/* Faults stop, everybody syncs, the last checks. */
void world_end(struct world *w);

#endif
