#include <string.h>

#include "proto/base/clock.h"
#include "proto/base/err.h"

#define DAY_SECONDS 86400

/*
 * The zones of Mexico, by rule and not by the machine's tzdata, so that every
 * replica gives an instant the same civil day.  Mexico gave up summer time on
 * 2022-10-30 but for the border municipalities, which follow the USA.
 */
enum summer { NEVER, MEXICO, USA };

#define Y2010                                                                  \
	1262304000       /* 2010-01-01: the border takes the rule of the USA   \
			  */
#define Q2015 1422777600 /* 2015-02-01T08Z: Quintana Roo goes east */
#define O2022 1667113200 /* 2022-10-30T07Z: the end of summer time */
#define N2022 1669788000 /* 2022-11-30T06Z: border municipalities again */

static const struct era {
	const char *zone;
	int64_t from;
	int64_t hours; /* from UTC, in winter */
	enum summer summer;
} eras[] = {
	{ "America/Mexico_City", INT64_MIN, -6, MEXICO },
	{ "America/Mexico_City", O2022, -6, NEVER },
	{ "America/Monterrey", INT64_MIN, -6, MEXICO },
	{ "America/Monterrey", O2022, -6, NEVER },
	{ "America/Merida", INT64_MIN, -6, MEXICO },
	{ "America/Merida", O2022, -6, NEVER },
	{ "America/Bahia_Banderas", INT64_MIN, -6, MEXICO },
	{ "America/Bahia_Banderas", O2022, -6, NEVER },
	{ "America/Cancun", INT64_MIN, -6, MEXICO },
	{ "America/Cancun", Q2015, -5, NEVER },
	{ "America/Mazatlan", INT64_MIN, -7, MEXICO },
	{ "America/Mazatlan", O2022, -7, NEVER },
	{ "America/Hermosillo", INT64_MIN, -7, NEVER },
	{ "America/Chihuahua", INT64_MIN, -7, MEXICO },
	{ "America/Chihuahua", O2022, -6, NEVER },
	{ "America/Ojinaga", INT64_MIN, -7, MEXICO },
	{ "America/Ojinaga", Y2010, -7, USA },
	{ "America/Ojinaga", O2022, -6, NEVER },
	{ "America/Ojinaga", N2022, -6, USA },
	{ "America/Ciudad_Juarez", INT64_MIN, -7, MEXICO },
	{ "America/Ciudad_Juarez", Y2010, -7, USA },
	{ "America/Ciudad_Juarez", O2022, -6, NEVER },
	{ "America/Ciudad_Juarez", N2022, -7, USA },
	{ "America/Matamoros", INT64_MIN, -6, MEXICO },
	{ "America/Matamoros", Y2010, -6, USA },
	{ "America/Tijuana", INT64_MIN, -8, MEXICO },
	{ "America/Tijuana", Y2010, -8, USA },
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return (a / b - (a % b < 0));
}

/* The first Sunday on or after a day. */
static int64_t
sunday(int64_t day)
{
	/* 1970-01-01 was a Thursday: day 3 a Sunday. */
	return (day + (7 - ((day - 3) % 7 + 7) % 7) % 7);
}

/* Day of the 1st of March of the year that holds day, and that year. */
static int64_t
march_first(int64_t day, int64_t *year)
{
	int64_t z = day + 719468, era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);

	*year = yoe + era * 400;
	if (doy < 306) /* March to December */
		return (day - doy);
	/* January and February: the coming March. */
	(*year)++;
	yoe = *year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0);
	return (day - (doy - 306) + 59 + yoe);
}

/* Is it summer time at at, in a zone that many hours from UTC in winter? */
static bool
is_summer(int64_t at, const struct era *e)
{
	int64_t winter = e->hours * 3600, year, march, from, to;

	march = march_first(floor_div(at + winter, DAY_SECONDS), &year);
	switch (e->summer) {
	case MEXICO: /* 1st Sunday of April to last of October */
		if (year < 1996)
			return (false);
		from = sunday(march + 31);
		to = sunday(march + 238);
		break;
	case USA: /* 2nd Sunday of March to 1st of November */
		from = sunday(march + 7);
		to = sunday(march + 245);
		break;
	case NEVER:
	default:
		return (false);
	}
	/* At 2:00 of the clock on the wall: winter's, then summer's. */
	return (at >= from * DAY_SECONDS + 7200 - winter &&
		at < to * DAY_SECONDS + 3600 - winter);
}

int64_t
clock_local(int64_t at, const char *zone)
{
	const struct era *e = NULL;
	const size_t n = sizeof(eras) / sizeof(eras[0]);

	/* Keep foreign numbers inside the years 1 to 9999. */
	if (at < -62135596800)
		at = -62135596800;
	if (at > 253402300799)
		at = 253402300799;
	for (size_t i = 0; zone != NULL && i < n; i++)
		if (strcmp(eras[i].zone, zone) == 0 && at >= eras[i].from)
			e = &eras[i];
	for (size_t i = 0; e == NULL && i < 2; i++)
		if (at < eras[1].from || i == 1)
			e = &eras[i];
	must(e != NULL);
	return (at + (e->hours + is_summer(at, e)) * 3600);
}

int64_t
clock_day(int64_t at, const char *zone)
{
	return (floor_div(clock_local(at, zone), DAY_SECONDS));
}

int64_t
clock_instant(int64_t local, const char *zone)
{
	/* Zones here are whole hours from UTC, between these two. */
	int64_t at = local - INT64_C(14) * 3600;

	while (at < local + INT64_C(12) * 3600 && clock_local(at, zone) < local)
		at += 3600;
	return (at);
}
