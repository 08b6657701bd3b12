/*
 * pii_text -- reading a text letter by letter.
 */
#include "proto/domain/pii_parts.h"

/* Letters of U+00C0 to U+00FF without their accents; 0: none. */
static const char plain[] = "aaaaaaaceeeeiiii" /* U+00C0 */
			    "dnooooo\0ouuuuy\0s"
			    "aaaaaaaceeeeiiii"
			    "dnooooo\0ouuuuy\0y";

static int
read_sign(struct span s, size_t at, size_t *n, bool enye)
{
	uint8_t c = s.p[at];

	*n = 1;
	if (c < 0x80)
		return (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	if (c == 0xc3 && at + 1 < s.n) {
		uint8_t d = s.p[at + 1];

		*n = 2;
		if (enye && (d == 0x91 || d == 0xb1))
			return (0x80);
		if ((d & 0xc0) == 0x80 && plain[d - 0x80] != '\0')
			return (plain[d - 0x80]);
		return (PII_NONE);
	}
	while (at + *n < s.n && (s.p[at + *n] & 0xc0) == 0x80)
		(*n)++;
	return (PII_NONE);
}

int
pii_letter(struct span s, size_t at, size_t *n)
{
	*n = 0;
	return (at >= s.n ? PII_NONE : read_sign(s, at, n, false));
}

int
pii_sign(struct span s, size_t at, size_t *n)
{
	*n = 0;
	return (at >= s.n ? PII_NONE : read_sign(s, at, n, true));
}

bool
pii_digit(struct span s, size_t at)
{
	return (at < s.n && s.p[at] >= '0' && s.p[at] <= '9');
}

bool
pii_inner(struct span s, size_t at)
{
	size_t n;
	int c = pii_letter(s, at, &n);

	return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
}

bool
pii_begins(struct span s, size_t at)
{
	size_t before = at;

	if (at == 0)
		return (true);
	do
		before--;
	while (before > 0 && (s.p[before] & 0xc0) == 0x80);
	return (!pii_inner(s, before));
}

bool
pii_ends(struct span s, size_t at)
{
	return (!pii_inner(s, at));
}

size_t
pii_is(struct span s, size_t at, const char *what)
{
	size_t i = at, n;

	for (; *what != '\0'; what++, i += n)
		if (pii_letter(s, i, &n) != *what)
			return (0);
	return (i - at);
}

size_t
pii_blank(struct span s, size_t at)
{
	size_t i = at;

	for (;;) {
		if (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
			i++;
		else if (i + 1 < s.n && s.p[i] == 0xc2 && s.p[i + 1] == 0xa0)
			i += 2; /* a blank that does not break */
		else
			return (i - at);
	}
}

size_t
pii_digits(struct span s, size_t at)
{
	size_t i = at;

	while (pii_digit(s, i))
		i++;
	return (i - at);
}

size_t
pii_token(struct span s, size_t at, size_t *digits)
{
	size_t i = at;

	*digits = 0;
	while (i < s.n) {
		uint8_t c = s.p[i];

		if ((c == '/' || c == '-' || c == '.') && i > at &&
		    pii_inner(s, i + 1)) {
			i++;
			continue;
		}
		if (!pii_inner(s, i))
			break;
		*digits += pii_digit(s, i);
		i += c < 0x80 ? 1 : 2;
	}
	return (i > s.n ? s.n - at : i - at);
}

/* ---- dates -------------------------------------------------------------- */

static const char *const months[] = { "enero", "febrero", "marzo", "abril",
	"mayo", "junio", "julio", "agosto", "septiembre", "setiembre",
	"octubre", "noviembre", "diciembre", "ene", "feb", "mar", "abr", "may",
	"jun", "jul", "ago", "sep", "oct", "nov", "dic" };

static size_t
month(struct span s, size_t at)
{
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		size_t n = pii_is(s, at, months[i]);

		if (n > 0 && pii_ends(s, at + n))
			return (n);
	}
	return (0);
}

/* "3 de marzo de 1990", "3 marzo 1990", after the day. */
static size_t
in_words(struct span s, size_t at)
{
	size_t i = at, n;

	i += pii_blank(s, i);
	if ((n = pii_is(s, i, "de ")) > 0)
		i += n;
	if ((n = month(s, i)) == 0)
		return (0);
	i += n;
	i += pii_blank(s, i);
	if ((n = pii_is(s, i, "del ")) > 0 || (n = pii_is(s, i, "de ")) > 0)
		i += n;
	n = pii_digits(s, i);
	return (n == 4 || n == 2 ? i + n - at : 0);
}

size_t
pii_date(struct span s, size_t at)
{
	size_t i = at, n = pii_digits(s, i), words;
	bool year_first = n == 4;

	if (n != 1 && n != 2 && n != 4)
		return (0);
	i += n;
	if (!year_first && (words = in_words(s, i)) > 0)
		return (i + words - at);
	for (int part = 0; part < 2; part++) {
		if (i >= s.n || strchr("/-.", s.p[i]) == NULL || s.p[i] == '\0')
			return (0);
		n = pii_digits(s, ++i);
		if (n == 0 || n > 4 || n == 3)
			return (0);
		i += n;
	}
	return (pii_ends(s, i) ? i - at : 0);
}
