/*
 * pii_phone -- telephone numbers that stand alone, and papers known by their
 * shape.
 */
#include "proto/domain/pii_parts.h"

#define GROUPS 7

struct number {
	size_t n, len[GROUPS], end; /* groups of digits; where the last ends */
	size_t at[GROUPS];
	char between; /* the sign between groups, when it is one; 0: several */
};

/* Digits in groups, with one sign between two of them. */
static void
take(struct span s, size_t at, struct number *x)
{
	size_t i = at;

	*x = (struct number){ .n = 0 };
	for (;;) {
		size_t k = pii_digits(s, i);
		char sign;

		if (k == 0 || x->n == GROUPS)
			return;
		x->at[x->n] = i;
		x->len[x->n++] = k;
		i += k;
		x->end = i;
		if (i < s.n && s.p[i] == ')')
			i++; /* (961) 123 4567 */
		if (i >= s.n || strchr(" -.", s.p[i]) == NULL ||
		    !pii_digit(s, i + 1))
			return;
		sign = (char)s.p[i++];
		if (x->n == 1)
			x->between = sign;
		else if (x->between != sign && x->n > 2)
			x->between = '\0';
	}
}

/* How people group ten digits. */
static const uint8_t shapes[][GROUPS] = { { 10 }, { 3, 7 }, { 2, 8 },
	{ 3, 3, 4 }, { 2, 4, 4 }, { 3, 3, 2, 2 }, { 3, 1, 2, 2, 2 },
	{ 3, 2, 1, 2, 2 } };

static bool
has_shape(const struct number *x, size_t from)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		size_t k = 0;

		while (from + k < x->n && k < GROUPS &&
		       shapes[i][k] == x->len[from + k])
			k++;
		if (from + k == x->n && k > 0 &&
		    (k == GROUPS || shapes[i][k] == 0))
			return (true);
	}
	return (false);
}

/* Words before a number that is no telephone's. */
static const char *const papers[] = { "oficio", "circular", "folio", "factura",
	"contrato", "licitacion", "partida", "isbn", "acuerdo", "decreto",
	"registro", "clave", "convenio", "referencia", "cedula", "rnie" };

static bool
of_paper(struct span s, size_t at)
{
	size_t i = at, end;

	/* Back over signs and one small word ("oficio núm. 1234567890"). */
	for (int word = 0; word < 2 && i > 0; word++) {
		while (
		    i > 0 && !pii_inner(s, i - 1) && (s.p[i - 1] & 0x80) == 0)
			i--;
		end = i;
		while (
		    i > 0 && (pii_inner(s, i - 1) || (s.p[i - 1] & 0x80) != 0))
			i--;
		for (size_t k = 0; k < sizeof(papers) / sizeof(papers[0]);
		     k++) {
			size_t n = pii_is(s, i, papers[k]);

			if (n > 0 && i + n <= end &&
			    (i + n == end || pii_is(s, i + n, "s") > 0))
				return (true);
		}
	}
	return (false);
}

/* "+504 9999-9999": of any country. */
static size_t
abroad(struct span s, size_t at)
{
	struct number x;
	size_t digits = 0;

	if (s.p[at] != '+' || !pii_digit(s, at + 1))
		return (0);
	take(s, at + 1, &x);
	for (size_t i = 0; i < x.n; i++) {
		digits += x.len[i];
		if (digits >= 10 && digits <= 13 &&
		    (i + 1 == x.n || digits + x.len[i + 1] > 13))
			return (x.at[i] + x.len[i] - at);
	}
	return (0);
}

static size_t
home(struct span s, size_t at)
{
	struct number x;
	size_t n;

	if (s.p[at] < '2' || (at > 0 && strchr("/-.$#&=", s.p[at - 1])) ||
	    (at > 1 && s.p[at - 1] == ',' && pii_digit(s, at - 2)))
		return (0);
	n = pii_digits(s, at);
	take(s, at, &x);
	if (n == 10 && (x.n == 1 || x.len[1] == 10 || x.len[1] < 4)) {
		x.n = 1; /* what follows is another number */
		x.end = at + 10;
	}
	if (!has_shape(&x, 0) || (x.n > 2 && x.between == '\0') ||
	    !pii_ends(s, x.end) || pii_is(s, at, "800") > 0 ||
	    pii_is(s, at, "900") > 0)
		return (0);
	if (x.end < s.n && strchr("/%$", s.p[x.end]) != NULL)
		return (0);
	return (of_paper(s, at) ? 0 : x.end - at);
}

/* 0801-1990-12345: an identity number with its year. */
static size_t
identity(struct span s, size_t at)
{
	struct number x;

	take(s, at, &x);
	return (x.n == 3 && x.between == '-' && x.len[0] == 4 &&
			x.len[1] == 4 && x.len[2] == 5 && pii_ends(s, x.end) &&
			(s.p[x.at[1]] == '1' || s.p[x.at[1]] == '2')
		    ? x.end - at
		    : 0);
}

bool
pii_phone_find(struct span s, size_t at, struct pii *out)
{
	size_t n;

	if (!pii_digit(s, at) && s.p[at] != '+')
		return (false);
	if ((n = identity(s, at)) > 0) {
		*out = (struct pii){ at, n, CODE_pii_kind_identity };
		return (true);
	}
	if ((n = abroad(s, at)) == 0)
		n = home(s, at);
	*out = (struct pii){ at, n, CODE_pii_kind_phone };
	return (n > 0);
}
