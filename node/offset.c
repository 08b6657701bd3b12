#include "node/offset.h"

#include "proto/base/clock.h"
#include "proto/base/conf.h"
#include "proto/base/text.h"
#include "proto/limits.h"

#define FAR_AWAY_S (200LL * 366 * 86400) /* no clock is so wrong */
#define NUMBER_MAX 24

enum { ITEM_OFFSET, ITEM_SYNC, ITEMS };

static bool
number(const char *s, int64_t *v)
{
	return (s != NULL && text_int(s, v) == NULL && *v > -FAR_AWAY_S &&
		*v < FAR_AWAY_S);
}

void
offset_read(const char *path, struct offset *o)
{
	struct conf_item item[ITEMS + 1] = { { "offset", NULL },
		{ "last_sync", NULL }, { NULL, NULL } };

	*o = (struct offset){ 0 };
	if (conf_read(path, item) == NULL) {
		o->known = number(item[ITEM_OFFSET].value, &o->s);
		if (!number(item[ITEM_SYNC].value, &o->last_sync))
			o->last_sync = 0;
	}
	if (!o->known)
		o->s = 0;
	conf_free(item);
}

err_t
offset_write(const char *path, const struct offset *o)
{
	CLEAN(buf_free) struct buf off = BUF(NUMBER_MAX);
	CLEAN(buf_free) struct buf last = BUF(NUMBER_MAX);
	struct conf_item item[ITEMS + 1] = { { "offset", NULL },
		{ "last_sync", NULL }, { NULL, NULL } };

	TRY(buf_fmt(&off, "%lld", (long long)o->s));
	TRY(buf_fmt(&last, "%lld", (long long)o->last_sync));
	item[ITEM_OFFSET].value = (char *)off.p;
	item[ITEM_SYNC].value = (char *)last.p;
	return (conf_write(path, item));
}

int64_t
offset_now(const struct offset *o)
{
	return (clock_now() + o->s);
}

err_t
offset_warning(const struct offset *o, const char *lang, struct buf *out)
{
	int64_t off = o->s < 0 ? -o->s : o->s, n;
	bool en = strcmp(lang, "en") == 0;
	const char *unit;

	if (!o->known || off <= LIMIT_CLOCK_OFF_S)
		return (NULL);
	if (off >= 2LL * 86400) {
		n = (off + 43200) / 86400; /* the nearest */
		unit = en ? "days" : "días";
	} else if (off >= 2LL * 3600) {
		n = (off + 1800) / 3600;
		unit = en ? "hours" : "horas";
	} else {
		n = (off + 30) / 60;
		unit = en ? "minutes" : "minutos";
	}
	return (buf_fmt(out,
	    en ? "the clock of this computer is %lld %s away from the hub's"
	       : "la hora de este equipo difiere %lld %s del servidor",
	    (long long)n, unit));
}
