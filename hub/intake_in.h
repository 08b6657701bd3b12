/*
 * intake_in -- what the files of intake share among themselves.
 */
#ifndef HUB_INTAKE_IN_H
#define HUB_INTAKE_IN_H

#include "hub/intake.h"
#include "hub/stamp.h"
#include "proto/sync/frame.h"
#include "proto/sync/parcel.h"

struct intake {
	struct peer peer;
	struct frame_in *f;
	struct parcel parcel;
	struct arena a;
	struct hello hello;
	bool has_hello, ended;
	struct intake_result r;
	/* While applying. */
	struct store *st;
	struct epochs e;
	struct stamp stamp;   /* the receipt of what is new */
	uint8_t hub[KEY_LEN]; /* the hub's own log key */
	bool stale;           /* the hello is of another hub epoch */
	bool gone;            /* this item was refused */
};

/* Note what was refused; the first one counts. */
void intake_refuse(struct intake *in, enum err_code code, const uint8_t *log,
    uint32_t seq, const char *fmt, ...) PRINTF(5, 6);
/* e is the peer's doing: note it and go on. Otherwise it is returned. */
err_t intake_blame(struct intake *in, err_t e, const struct segment *s) WUR;
/* Check rights and take one segment; sets in->gone when it is refused.
 * back: the entry it is handed back with (NULL: it is pushed); then it gets
 * its positions from the caller. */
err_t intake_apply_segment(struct intake *in, const struct segment *s,
    const struct entry *back, struct acceptance *acc) WUR;
bool
intake_apply_admits(const struct intake *in, const char *space, bool lost_too);
/* After a rollback to a savepoint: nothing half applied is remembered. */
err_t intake_forget(struct store *st) WUR;
/* One entry that is handed back, with its segments. */
err_t intake_back(struct intake *in, const struct parcel_item *item) WUR;

#endif
