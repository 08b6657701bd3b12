#include "node/courier.h"

#include <stdio.h>

#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/text.h"

#define NAME_BYTES 160

struct packing {
	struct exchange *x;
	err_t (*file)(void *ctx, const char *name, struct span bytes);
	void *ctx;
	unsigned n;
};

/* "mesas-TAPb-20261124-151300-1.mesas": letters, digits and dashes only. */
static void
name_put(const struct office *o, unsigned no, char out[NAME_BYTES])
{
	const char *office = o->conf[OFFICE_ITEM_OFFICE].value;
	const char *letter = o->conf[OFFICE_ITEM_LETTER].value;
	char when[21]; /* 2026-11-24T15:13:00Z */

	text_time_put(offset_now(&o->clock), when);
	(void)snprintf(out, NAME_BYTES,
	    "mesas-%.100s%.1s-%.4s%.2s%.2s-%.2s%.2s%.2s-%u" BUNDLE_SUFFIX,
	    office == NULL ? "alta" : office, letter == NULL ? "" : letter,
	    when, when + 5, when + 8, when + 11, when + 14, when + 17, no);
}

static err_t
pack(void *ctx, struct span body)
{
	CLEAN(buf_free) struct buf file = BUF(LIMIT_BUNDLE_BYTES);
	struct packing *p = ctx;
	const struct office *o = p->x->o;
	char name[NAME_BYTES];

	TRY(bundle_put(BUNDLE_SYNC, o->key, o->hub, body, &file));
	name_put(o, ++p->n, name);
	return (p->file(p->ctx, name, buf_all(&file)));
}

static err_t
may_carry(const struct office *o)
{
	if (!o->enrolled)
		return (err_new(ERR_CONFIG,
		    "this computer is not enrolled (use enrol INVITATION)"));
	return (NULL);
}

err_t
courier_pack(struct exchange *x,
    err_t (*file)(void *ctx, const char *name, struct span bytes), void *ctx)
{
	CLEAN(file_unlock) int fd = -1;
	struct packing p = { .x = x, .file = file, .ctx = ctx };
	struct sync_env env;

	TRY(may_carry(x->o));
	TRY(exchange_lock(x, &fd));
	exchange_env(x, &env);
	return (sync_carry_out(&env, pack, &p, &x->stats));
}

err_t
courier_ask(struct office *o, const char *invitation,
    err_t (*file)(void *ctx, const char *name, struct span bytes), void *ctx)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_BUNDLE_BYTES);
	char name[NAME_BYTES];

	TRY(office_enrol_ask(o, invitation, &b));
	name_put(o, 1, name);
	return (file(ctx, name, buf_all(&b)));
}

/* ---- what came back ----------------------------------------------------- */

/* The hub was heard, if only by letter. */
static err_t
keep_heard(struct exchange *x, int64_t time)
{
	char *path;
	err_t e;

	if (time <= x->o->clock.last_sync)
		return (NULL);
	x->o->clock.last_sync = time;
	path = office_path(x->o->dir, OFFICE_CLOCK);
	e = offset_write(path, &x->o->clock);
	mem_free(path);
	return (e);
}

static err_t
take_reply(
    struct exchange *x, const struct bundle *b, struct courier_news *news)
{
	struct bundle_reply r;
	struct sync_env env;

	TRY(may_carry(x->o));
	if (!crypt_same(b->from, x->o->hub, KEY_LEN))
		return (
		    err_new(ERR_UNTRUSTED, "it is not the hub that signed it"));
	TRY(bundle_reply_take(b->payload, &r));
	exchange_env(x, &env);
	TRY(sync_carry_in(&env, r.hello, r.frame, &news->carried, &x->stats));
	TRY(keep_heard(x, news->carried.time));
	if (r.renewal.n == 0)
		return (NULL);
	TRY_FOR(office_renew_take(x->o, r.renewal), "certificate");
	x->renewed = true;
	return (NULL);
}

err_t
courier_unpack(struct exchange *x, struct span file, struct courier_news *news)
{
	CLEAN(buf_free) struct buf plain = BUF(LIMIT_BUNDLE_BYTES);
	CLEAN(file_unlock) int fd = -1;
	struct bundle b;

	*news = (struct courier_news){ .kind = BUNDLE_REPLY };
	TRY(bundle_take(file, x->o->key, &plain, &b));
	TRY(exchange_lock(x, &fd));
	news->kind = b.kind;
	switch (b.kind) {
	case BUNDLE_REPLY:
		return (take_reply(x, &b, news));
	case BUNDLE_ENROLLED:
		return (office_enrol_answered(x->o, &b));
	case BUNDLE_SYNC:
	case BUNDLE_ENROL:
	case BUNDLE_KINDS:
	default:
		return (err_new(ERR_DATA, "this bundle is for the hub"));
	}
}
