#include "proto/base/text.h"

#include <stdio.h>

#define DAY_SECONDS 86400
#define DAY_FIRST   (-719162) /* 0001-01-01 */
#define DAY_LAST    2932896   /* 9999-12-31 */

/* Length of the character at p (n bytes left), 0 if it is not UTF-8. */
static size_t
char_len(const uint8_t *p, size_t n)
{
	uint8_t lo = 0x80, hi = 0xbf;
	size_t len;

	if (p[0] < 0x80)
		return (p[0] == 0 ? 0 : 1);
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return (0);
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (len > n)
		return (0);
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	if (p[1] < lo || p[1] > hi)
		return (0);
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return (0);
	return (len);
}

bool
text_valid(struct span s)
{
	const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
	size_t i = 0, len;
	uint64_t w;

	while (i < s.n) {
		/* Eight bytes at once while all are in 0x01..0x7f. */
		while (s.n - i >= 8) {
			memcpy(&w, s.p + i, 8);
			if (((w | ((w & ~highs) - ones)) & highs) != 0)
				break;
			i += 8;
		}
		if (i == s.n)
			break;
		if ((len = char_len(s.p + i, s.n - i)) == 0)
			return (false);
		i += len;
	}
	return (true);
}

bool
text_ascii(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e)
			return (false);
	return (true);
}

err_t
text_int(const char *s, int64_t *v)
{
	bool minus = s[0] == '-';
	const char *p = s + (minus ? 1 : 0);
	uint64_t x = 0, max = minus ? (uint64_t)1 << 63 : INT64_MAX;

	if (*p == '\0')
		return (err_new(ERR_DATA, "not a whole number: \"%.40s\"", s));
	for (; *p != '\0'; p++) {
		uint64_t d = (uint64_t)(*p - '0');

		if (*p < '0' || *p > '9')
			return (err_new(
			    ERR_DATA, "not a whole number: \"%.40s\"", s));
		if (x > max / 10 || x * 10 > max - d)
			return (err_new(
			    ERR_DATA, "number too large: \"%.40s\"", s));
		x = x * 10 + d;
	}
	if (!minus)
		*v = (int64_t)x;
	else
		*v = x == max ? INT64_MIN : -(int64_t)x;
	return (NULL);
}

/* Proleptic Gregorian, after Howard Hinnant's days_from_civil. */
static int64_t
day_of(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

static void
civil(int64_t day, int64_t *y, int64_t *m, int64_t *d)
{
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

/* Match s against a picture in which 'd' is a digit; the numbers go to v. */
static bool
picture(const char *s, const char *pic, int64_t *v)
{
	for (; *pic != '\0'; s++, pic++) {
		if (*pic == 'd') {
			if (*s < '0' || *s > '9')
				return (false);
			*v = *v * 10 + (*s - '0');
		} else {
			if (*s != *pic)
				return (false);
			v++;
		}
	}
	return (*s == '\0');
}

static bool
day_from(const int64_t v[3], int64_t *day)
{
	int64_t y, m, d;

	if (v[0] < 1 || v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31)
		return (false);
	*day = day_of(v[0], v[1], v[2]);
	civil(*day, &y, &m, &d);
	return (d == v[2]); /* no 30 February */
}

err_t
text_day(const char *s, int64_t *day)
{
	int64_t v[3] = { 0 };

	if (!picture(s, "dddd-dd-dd", v) || !day_from(v, day))
		return (err_new(ERR_DATA, "not a date: \"%.40s\"", s));
	return (NULL);
}

static void
digits(char *out, int64_t v, int n)
{
	while (n-- > 0) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

void
text_day_put(int64_t day, char out[11])
{
	int64_t y, m, d;

	if (day < DAY_FIRST)
		day = DAY_FIRST;
	if (day > DAY_LAST)
		day = DAY_LAST;
	civil(day, &y, &m, &d);
	memcpy(out, "yyyy-mm-dd", 11);
	digits(out, y, 4);
	digits(out + 5, m, 2);
	digits(out + 8, d, 2);
}

void
text_time_put(int64_t at, char out[21])
{
	int64_t day, sec;

	if (at < (int64_t)DAY_FIRST * DAY_SECONDS)
		at = (int64_t)DAY_FIRST * DAY_SECONDS;
	if (at >= (int64_t)(DAY_LAST + 1) * DAY_SECONDS)
		at = (int64_t)(DAY_LAST + 1) * DAY_SECONDS - 1;
	day = at / DAY_SECONDS;
	sec = at % DAY_SECONDS;
	if (sec < 0) {
		sec += DAY_SECONDS;
		day--;
	}
	text_day_put(day, out);
	memcpy(out + 10, "Thh:mm:ssZ", 11);
	digits(out + 11, sec / 3600, 2);
	digits(out + 14, sec / 60 % 60, 2);
	digits(out + 17, sec % 60, 2);
}

err_t
text_time(const char *s, int64_t *at)
{
	int64_t v[7] = { 0 }, day;

	if (!picture(s, "dddd-dd-ddTdd:dd:ddZ", v) || !day_from(v, &day) ||
	    v[3] > 23 || v[4] > 59 || v[5] > 59)
		return (err_new(ERR_DATA, "not a time: \"%.40s\"", s));
	*at = day * DAY_SECONDS + v[3] * 3600 + v[4] * 60 + v[5];
	return (NULL);
}

/* U+00C0..U+00FF without accents; NULL: stays as it is. */
static const char *const latin1[64] = { "a", "a", "a", "a", "a", "a", "ae", "c",
	"e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o",
	"o", NULL, "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a",
	"a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n",
	"o", "o", "o", "o", "o", NULL, "o", "u", "u", "u", "u", "y", "th",
	"y" };

void
text_fold(struct span s, char *out)
{
	const uint8_t *p = s.p, *end = s.n == 0 ? p : p + s.n;

	while (p < end) {
		const char *to;

		if (p + 1 < end && p[0] == 0xc3 && (p[1] & 0xc0) == 0x80 &&
		    (to = latin1[p[1] & 63]) != NULL) {
			while (*to != '\0')
				*out++ = *to++;
			p += 2;
		} else if (p + 1 < end &&
			   ((p[0] == 0xcc && (p[1] & 0xc0) == 0x80) ||
			       (p[0] == 0xcd && p[1] >= 0x80 &&
				   p[1] <= 0xaf))) {
			p += 2; /* U+0300..U+036F: accents that stand alone */
		} else if (*p >= 'A' && *p <= 'Z') {
			*out++ = (char)(*p++ - 'A' + 'a');
		} else {
			*out++ = (char)*p++;
		}
	}
	*out = '\0';
}

const char *
text_short(struct arena *a, struct span s, size_t chars)
{
	size_t n = 0;

	for (size_t k = 0; n < s.n && s.p[n] != '\n' && k < chars; k++) {
		n++;
		while (n < s.n && (s.p[n] & 0xc0) == 0x80)
			n++;
	}
	return (arena_fmt(a, "%.*s%s", (int)n,
	    s.p == NULL ? "" : (const char *)s.p, n < s.n ? "…" : ""));
}
