#include "proto/domain/pii_parts.h"

#define CURP 18
#define RFC  13

/* ---- signs of a key ----------------------------------------------------- */

/* The value of a sign in a CURP: 0-9, A-N, Ñ, O-Z; -1 none. */
static int
value(int c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'n')
		return (c - 'a' + 10);
	if (c == 0x80)
		return (24);
	if (c >= 'o' && c <= 'z')
		return (c - 'o' + 25);
	return (-1);
}

static bool
is_alpha(int c)
{
	return ((c >= 'a' && c <= 'z') || c == 0x80);
}

static bool
is_number(int c)
{
	return (c >= '0' && c <= '9');
}

/* A key as letters (A), digits (9) and either (*), with a blank or a hyphen
 * where shape has a space or without; its signs into c. */
static size_t
key(struct span s, size_t at, const char *shape, int *c)
{
	size_t i = at, n;

	for (; *shape != '\0'; shape++) {
		int x;

		if (*shape == ' ') {
			if (i < s.n && (s.p[i] == ' ' || s.p[i] == '-'))
				i++;
			continue;
		}
		x = pii_sign(s, i, &n);
		if (*shape == 'A'   ? !(is_alpha(x) || x == '&')
		    : *shape == '9' ? !is_number(x)
				    : value(x) < 0)
			return (0);
		*c++ = x;
		i += n;
	}
	return (pii_ends(s, i) ? i - at : 0);
}

/* yymmdd */
static bool
is_day(const int *c)
{
	int m = (c[2] - '0') * 10 + c[3] - '0';
	int d = (c[4] - '0') * 10 + c[5] - '0';

	return (m >= 1 && m <= 12 && d >= 1 && d <= 31);
}

static size_t
curp(struct span s, size_t at)
{
	int c[CURP], sum = 0;
	size_t n = key(s, at, "AAAA 999999 AAAAAA *9", c);

	if (n == 0 || !is_day(c + 4) || strchr("hmx", c[10]) == NULL)
		return (0);
	for (int i = 0; i < CURP - 1; i++) {
		if (value(c[i]) < 0)
			return (0);
		sum += value(c[i]) * (CURP - i);
	}
	return (c[CURP - 1] - '0' == (10 - sum % 10) % 10 ? n : 0);
}

/* Of persons: those of companies have three letters. */
static size_t
rfc(struct span s, size_t at)
{
	int c[RFC];
	size_t n = key(s, at, "AAAA 999999 ***", c);

	return (n > 0 && is_day(c + 4) ? n : 0);
}

/* ---- accounts ----------------------------------------------------------- */

static size_t
clabe(struct span s, size_t at)
{
	static const int weight[] = { 3, 7, 1 };
	int sum = 0, digit = 0, k = 0;
	size_t i = at;

	while (k < 18) {
		if (k > 0 && i < s.n && (s.p[i] == ' ' || s.p[i] == '-'))
			i++;
		if (!pii_digit(s, i))
			return (0);
		digit = s.p[i++] - '0';
		if (k++ < 17)
			sum += digit * weight[(k - 1) % 3] % 10;
	}
	if (!pii_ends(s, i) || digit != (10 - sum % 10) % 10)
		return (0);
	return (i - at);
}

static void
mod97(int c, unsigned *m)
{
	*m = is_number(c) ? (*m * 10 + (unsigned)(c - '0')) % 97
			  : (*m * 100 + (unsigned)(c - 'a' + 10)) % 97;
}

static bool
checks(const int *c, unsigned k)
{
	unsigned m = 0;

	for (unsigned j = 4; j < k + 4; j++)
		mod97(c[j % k], &m);
	return (m == 1);
}

static bool
of_iban(unsigned k, int x)
{
	bool letter = x >= 'a' && x <= 'z';

	if (k < 2)
		return (letter);
	return (is_number(x) || (k >= 4 && letter));
}

/* Two letters, two digits, 11 to 30 more; blanks between groups of four.  The
 * longest that checks: what follows may look like one more group. */
static size_t
iban(struct span s, size_t at)
{
	int c[34];
	size_t i = at, n, end = 0;

	for (unsigned k = 0; k < 34; k++) {
		int x = pii_letter(s, i, &n);

		if (k > 0 && k % 4 == 0 && x == ' ')
			x = pii_letter(s, ++i, &n);
		if (!of_iban(k, x))
			break;
		c[k] = x;
		i += n;
		if (k >= 14 && pii_ends(s, i) && checks(c, k + 1))
			end = i;
	}
	return (end == 0 ? 0 : end - at);
}

/* ---- e-mail ------------------------------------------------------------- */

/* Ends of addresses that institutions have, and persons hardly. */
static const char *const institutional[] = { "gob.mx", "edu.mx", "org.mx",
	"org", "int", "edu", "gov", "unam.mx", "ipn.mx", "colef.mx",
	"ecosur.mx", "ciesas.mx", "gob.gt", "gob.hn", "gob.sv" };

static bool
is_local(uint8_t c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || (c != '\0' && strchr("._%+-", c)));
}

static bool
of_institution(struct span domain)
{
	for (size_t i = 0; i < sizeof(institutional) / sizeof(institutional[0]);
	     i++) {
		size_t n = strlen(institutional[i]);

		if (domain.n < n ||
		    pii_is(domain, domain.n - n, institutional[i]) != n)
			continue;
		if (domain.n == n || domain.p[domain.n - n - 1] == '.')
			return (true);
	}
	return (false);
}

static size_t
email(struct span s, size_t at)
{
	size_t i = at, dot = 0, from;

	while (i < s.n && is_local(s.p[i]))
		i++;
	if (i == at || i >= s.n || s.p[i] != '@')
		return (0);
	from = ++i;
	while (i < s.n && is_local(s.p[i])) {
		dot = s.p[i] == '.' && i + 1 < s.n && is_local(s.p[i + 1])
			  ? i
			  : dot;
		i++;
	}
	while (i > from && strchr(".-_%+", s.p[i - 1]) != NULL)
		i--;
	if (dot <= from || i < dot + 3 ||
	    of_institution(span_of(s.p + from, i - from)))
		return (0);
	return (i - at);
}

/* ---- passports ---------------------------------------------------------- */

/* One or two capitals and six to eight digits, alone: not part of a folio. */
static size_t
passport(struct span s, size_t at)
{
	size_t i = at, n;

	if (at > 0 && strchr("-/.#&=?", s.p[at - 1]) != NULL)
		return (0);
	while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	if (i - at < 1 || i - at > 2)
		return (0);
	n = pii_digits(s, i);
	i += n;
	if (n < 6 || n > 8 || !pii_ends(s, i) ||
	    (i < s.n && (s.p[i] == '-' || s.p[i] == '/')))
		return (0);
	return (i - at);
}

/* ---- the search --------------------------------------------------------- */

static bool
found(struct pii *out, size_t at, size_t n, int kind)
{
	*out = (struct pii){ at, n, kind };
	return (n > 0);
}

static bool
look(struct span s, size_t at, bool address, struct pii *out)
{
	if (found(out, at, curp(s, at), CODE_pii_kind_curp) ||
	    found(out, at, rfc(s, at), CODE_pii_kind_rfc) ||
	    found(out, at, clabe(s, at), CODE_pii_kind_account) ||
	    found(out, at, iban(s, at), CODE_pii_kind_account) ||
	    found(out, at, email(s, at), CODE_pii_kind_email))
		return (true);
	if (address)
		return (false);
	return (pii_words_find(s, at, out) || pii_phone_find(s, at, out) ||
		found(out, at, passport(s, at), CODE_pii_kind_passport));
}

/* Where the word ends, if it is an address of the web. */
static size_t
web_address(struct span s, size_t at)
{
	size_t i = at;
	bool web = false;

	for (; i < s.n && s.p[i] > ' '; i++)
		web = web || (i + 2 < s.n && memcmp(s.p + i, "://", 3) == 0);
	return (web ? i : 0);
}

bool
pii_next(struct span s, size_t from, struct pii *out)
{
	size_t address = 0;
	bool any = false;

	/* Nothing that is looked for does without these. */
	for (size_t i = from; i < s.n && !any; i++)
		any = s.p[i] == '@' || (s.p[i] >= '0' && s.p[i] <= '9');
	for (size_t i = from; any && i < s.n; i++) {
		if ((i == 0 || s.p[i - 1] <= ' ') && i >= address)
			address = web_address(s, i);
		if (s.p[i] <= ' ' || (s.p[i] & 0xc0) == 0x80 ||
		    !pii_begins(s, i))
			continue;
		if (look(s, i, i < address, out))
			return (true);
	}
	return (false);
}

size_t
pii_scan(struct span text, struct pii *out, size_t max)
{
	size_t n = 0, at = 0;

	while (n < max && pii_next(text, at, &out[n])) {
		at = out[n].at + out[n].n;
		n++;
	}
	return (n);
}

void
pii_hash(struct span s, struct hash *out)
{
	struct hasher h;
	size_t n;

	hash_start(&h, "pii");
	for (size_t i = 0; i < s.n; i += n) {
		int c = pii_sign(s, i, &n);
		uint8_t b = (uint8_t)c;

		if (c != PII_NONE && (pii_inner(s, i) || c == '@' || c == '+'))
			hash_add(&h, &b, 1);
	}
	hash_end(&h, out);
}
