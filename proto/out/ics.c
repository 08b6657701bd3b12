#include "proto/out/ics.h"

#include <stdio.h>

#include "proto/base/text.h"
#include "proto/limits.h"

#define LINE 75 /* octets, without the line end */

/* One content line, folded between letters. */
static err_t
line(struct ics *c, struct span s)
{
	size_t room = LINE;

	while (s.n > room) {
		size_t n = room;

		while (n > 1 && (s.p[n] & 0xc0) == 0x80)
			n--;
		TRY(buf_put(c->b, s.p, n));
		TRY(buf_str(c->b, "\r\n "));
		s = span_of(s.p + n, s.n - n);
		room = LINE - 1; /* the space counts */
	}
	TRY(buf_span(c->b, s));
	return (buf_str(c->b, "\r\n"));
}

err_t
ics_word(struct ics *c, const char *name, const char *value)
{
	CLEAN(buf_free) struct buf b = BUF((size_t)4 * LIMIT_SHORT_BYTES);

	TRY(buf_fmt(&b, "%s:%s", name, value));
	return (line(c, buf_all(&b)));
}

err_t
ics_text(struct ics *c, const char *name, const char *text)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);

	if (text == NULL || text[0] == '\0')
		return (NULL);
	TRY(buf_fmt(&b, "%s:", name));
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\n')
			TRY(buf_str(&b, "\\n"));
		else if (*p == '\\' || *p == ';' || *p == ',')
			TRY(buf_fmt(&b, "\\%c", *p));
		else if ((unsigned char)*p >= 0x20 && *p != 0x7f)
			TRY(buf_byte(&b, (uint8_t)*p));
	}
	return (line(c, buf_all(&b)));
}

err_t
ics_int(struct ics *c, const char *name, int64_t i)
{
	char b[24];

	(void)snprintf(b, sizeof(b), "%lld", (long long)i);
	return (ics_word(c, name, b));
}

err_t
ics_time(struct ics *c, const char *name, int64_t at)
{
	char iso[21], b[24];

	text_time_put(at, iso);
	(void)snprintf(b, sizeof(b), "%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso, iso + 5,
	    iso + 8, iso + 11, iso + 14, iso + 17);
	return (ics_word(c, name, b));
}

err_t
ics_day(struct ics *c, const char *name, int64_t day)
{
	char iso[11], b[16];

	text_day_put(day, iso);
	(void)snprintf(b, sizeof(b), "%.4s%.2s%.2s", iso, iso + 5, iso + 8);
	return (ics_word(c, name, b));
}

err_t
ics_begin(struct ics *c, const char *component)
{
	return (ics_word(c, "BEGIN", component));
}

err_t
ics_close(struct ics *c, const char *component)
{
	return (ics_word(c, "END", component));
}

err_t
ics_open(struct ics *c, struct buf *out, const char *method, const char *name)
{
	c->b = out;
	TRY(ics_begin(c, "VCALENDAR"));
	TRY(ics_word(c, "VERSION", "2.0"));
	TRY(ics_word(c, "PRODID", "-//COMAR//Mesas " MESAS_VERSION "//ES"));
	TRY(ics_word(c, "CALSCALE", "GREGORIAN"));
	TRY(ics_word(c, "METHOD", method));
	return (ics_text(c, "X-WR-CALNAME", name));
}

err_t
ics_end(struct ics *c)
{
	return (ics_close(c, "VCALENDAR"));
}
