#include "proto/domain/folio.h"

#include <stdio.h>
#include <string.h>

/* Crockford: without the letters that read like digits. */
static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define FOLIO_DIGITS 3  /* the least */
#define FOLIO_WIDEST 18 /* digits that fit into int64_t whatever they are */

static bool
federal(const char *geo)
{
	return (geo == NULL || geo[0] == '\0' || strcmp(geo, "00") == 0);
}

void
folio_prefix(char out[FOLIO_MAX], const char *geo, const char *type, int year)
{
	int n;

	must(year >= 1 && year <= 9999);
	if (federal(geo)) {
		n = snprintf(out, FOLIO_MAX, "00-%s-%04d-", type, year);
	} else if (strlen(geo) == 2) {
		n = snprintf(out, FOLIO_MAX, "%s-%s-%04d-", geo, type, year);
	} else {
		must(strlen(geo) == 5);
		n = snprintf(out, FOLIO_MAX, "%.2s-%s-%s-%04d-", geo, geo + 2,
		    type, year);
	}
	must(n > 0 && n < FOLIO_MAX);
}

/* What stands after the number: "", "b", "-K7" or "b-K7".  The hyphen keeps
 * the digits of an epoch apart from those of the number. */
static void
suffix(char out[8], char letter, const char *epoch)
{
	size_t n = 0;

	if (letter != 0)
		out[n++] = letter;
	if (epoch != NULL && epoch[0] != '\0') {
		must(strlen(epoch) == 2);
		out[n++] = '-';
		out[n++] = epoch[0];
		out[n++] = epoch[1];
	}
	out[n] = '\0';
}

void
folio_put( // NOLINT(readability-function-size)
    char out[FOLIO_MAX], const char *geo, const char *type, int year,
    int64_t number, char letter, const char *epoch)
{
	char prefix[FOLIO_MAX], tail[8];
	int n;

	must(number > 0);
	folio_prefix(prefix, geo, type, year);
	suffix(tail, letter, epoch);
	n = snprintf(out, FOLIO_MAX, "%.30s%0*lld%s", prefix, FOLIO_DIGITS,
	    (long long)number, tail);
	must(n > 0 && n < FOLIO_MAX);
}

int64_t
folio_number(
    const char *folio, const char *prefix, char letter, const char *epoch)
{
	char tail[8];
	size_t before = strlen(prefix), digits = 0;
	int64_t number = 0;

	if (strncmp(folio, prefix, before) != 0)
		return (0);
	folio += before;
	while (folio[digits] >= '0' && folio[digits] <= '9')
		digits++;
	if (digits < FOLIO_DIGITS || digits > FOLIO_WIDEST ||
	    (digits > FOLIO_DIGITS && folio[0] == '0'))
		return (0);
	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (folio[i] - '0');
	suffix(tail, letter, epoch);
	return (strcmp(folio + digits, tail) == 0 ? number : 0);
}

void
folio_epoch(const uint8_t log[16], char out[3])
{
	out[0] = base32[log[0] >> 3];
	out[1] = base32[(log[0] & 7) << 2 | log[1] >> 6];
	out[2] = '\0';
}
