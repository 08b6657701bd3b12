#include "proto/ui/fmt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"

static const char *const months[2][12] = {
	{ "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct",
	    "nov", "dic" },
	{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	    "Nov", "Dec" },
};
/* 1970-01-01 was a Thursday. */
static const char *const weekdays[2][7] = {
	{ "jue", "vie", "sáb", "dom", "lun", "mar", "mié" },
	{ "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" },
};

static int
english(const char *lang)
{
	return (strcmp(lang, "en") == 0);
}

void
fmt_int(int64_t n, char out[FMT_MAX])
{
	char digits[24];
	size_t len, k = 0;

	(void)snprintf(digits, sizeof(digits), "%lld", (long long)n);
	len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		out[k++] = digits[i];
		if (digits[i] != '-' && i + 1 < len && (len - i - 1) % 3 == 0)
			out[k++] = ',';
	}
	out[k] = '\0';
}

void
fmt_day(int64_t day, const char *lang, char out[FMT_MAX])
{
	char iso[11];
	long month;

	text_day_put(day, iso);
	month = strtol(iso + 5, NULL, 10);
	if (month < 1 || month > 12)
		month = 1;
	(void)snprintf(out, FMT_MAX, "%d %s %.4s",
	    (int)strtol(iso + 8, NULL, 10), months[english(lang)][month - 1],
	    iso);
}

void
fmt_weekday(int64_t day, const char *lang, char out[FMT_MAX])
{
	char whole[FMT_MAX];

	fmt_day(day, lang, whole);
	(void)snprintf(out, FMT_MAX, "%s %.*s",
	    weekdays[english(lang)][(day % 7 + 7) % 7],
	    (int)(strlen(whole) - 5), whole);
}

void
fmt_clock(int64_t at, const char *zone, char out[FMT_MAX])
{
	int64_t s = clock_local(at, zone) - clock_day(at, zone) * 86400;

	(void)snprintf(
	    out, FMT_MAX, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
}

void
fmt_time(int64_t at, const char *zone, const char *lang, char out[FMT_MAX])
{
	char day[FMT_MAX], hour[FMT_MAX];

	fmt_day(clock_day(at, zone), lang, day);
	fmt_clock(at, zone, hour);
	(void)snprintf(out, FMT_MAX, "%.20s, %.5s", day, hour);
}

void
fmt_bytes(uint64_t n, char out[FMT_MAX])
{
	if (n < 1000)
		(void)snprintf(out, FMT_MAX, "%d B", (int)n);
	else if (n < 1000000)
		(void)snprintf(out, FMT_MAX, "%d kB", (int)((n + 500) / 1000));
	else
		(void)snprintf(out, FMT_MAX, "%.1f MB", (double)n / 1000000);
}
