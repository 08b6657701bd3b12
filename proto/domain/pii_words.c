/*
 * pii_words -- identifiers that a word before them announces.
 */
#include "proto/domain/pii_parts.h"

#define FILLERS 5 /* small words between the announcing one and the number */

enum how {
	HOW_CASE,   /* a file: "expediente 123/2024" */
	HOW_CASES,  /* the same said of many */
	HOW_PAPER,  /* an identity paper; its country may stand between */
	HOW_PHONE,  /* a number to call */
	HOW_BIRTH,  /* a date */
	HOW_ACCOUNT /* an account, whatever its check says */
};

static const struct {
	const char *word;
	enum how how;
	int kind;
} words[] = {
	{ "nue", HOW_CASE, CODE_pii_kind_case_file },
	{ "n.u.e.", HOW_CASE, CODE_pii_kind_case_file },
	{ "nut", HOW_CASE, CODE_pii_kind_case_file },
	{ "fmm", HOW_CASE, CODE_pii_kind_case_file },
	{ "expediente", HOW_CASE, CODE_pii_kind_case_file },
	{ "exp.", HOW_CASE, CODE_pii_kind_case_file },
	{ "folio comar", HOW_CASE, CODE_pii_kind_case_file },
	{ "folio de solicitud", HOW_CASE, CODE_pii_kind_case_file },
	{ "folio de refugio", HOW_CASE, CODE_pii_kind_case_file },
	{ "expedientes", HOW_CASES, CODE_pii_kind_case_file },
	{ "pasaporte", HOW_PAPER, CODE_pii_kind_passport },
	{ "passport", HOW_PAPER, CODE_pii_kind_passport },
	{ "dni", HOW_PAPER, CODE_pii_kind_identity },
	{ "dpi", HOW_PAPER, CODE_pii_kind_identity },
	{ "dui", HOW_PAPER, CODE_pii_kind_identity },
	{ "cui", HOW_PAPER, CODE_pii_kind_identity },
	{ "doi", HOW_PAPER, CODE_pii_kind_identity },
	{ "cedula de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "cedula de ciudadania", HOW_PAPER, CODE_pii_kind_identity },
	{ "carne de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "carnet de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "tarjeta de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "documento de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "documento oficial de identidad", HOW_PAPER, CODE_pii_kind_identity },
	{ "documento oficial de identificacion", HOW_PAPER,
	    CODE_pii_kind_identity },
	{ "tel", HOW_PHONE, CODE_pii_kind_phone },
	{ "telefono", HOW_PHONE, CODE_pii_kind_phone },
	{ "cel", HOW_PHONE, CODE_pii_kind_phone },
	{ "celular", HOW_PHONE, CODE_pii_kind_phone },
	{ "whatsapp", HOW_PHONE, CODE_pii_kind_phone },
	{ "nacido", HOW_BIRTH, CODE_pii_kind_birth },
	{ "nacida", HOW_BIRTH, CODE_pii_kind_birth },
	{ "nacidx", HOW_BIRTH, CODE_pii_kind_birth },
	{ "nacide", HOW_BIRTH, CODE_pii_kind_birth },
	{ "nacid@", HOW_BIRTH, CODE_pii_kind_birth },
	{ "nacio", HOW_BIRTH, CODE_pii_kind_birth },
	{ "fecha de nacimiento", HOW_BIRTH, CODE_pii_kind_birth },
	{ "clabe", HOW_ACCOUNT, CODE_pii_kind_account },
};

static const char *const fillers[] = { "numero", "num", "no", "n", "con", "de",
	"la", "el", "su", "es", "en", "comar", "solicitud", "refugio", "dia",
	"fecha", "interbancaria", "cuenta", "folio", "inm" };

/* Signs and blanks between, among them the ring of "n.º". */
static size_t
signs(struct span s, size_t at)
{
	size_t i = at;

	while (i < s.n && i < at + 6) {
		if (strchr(" :#.,(", s.p[i]) != NULL && s.p[i] != '\0')
			i++;
		else if (s.p[i] == 0xc2 && i + 1 < s.n &&
			 (s.p[i + 1] == 0xba || s.p[i + 1] == 0xb0 ||
			     s.p[i + 1] == 0xa0))
			i += 2;
		else
			break;
	}
	return (i - at);
}

static size_t
word_end(struct span s, size_t at)
{
	size_t i = at, n;
	int c;

	while ((c = pii_letter(s, i, &n)) >= 'a' && c <= 'z')
		i += n;
	return (i);
}

static size_t
filler(struct span s, size_t at)
{
	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++) {
		size_t n = pii_is(s, at, fillers[i]);

		if (n == 0 || word_end(s, at) != at + n || pii_digit(s, at + n))
			continue;
		/* "COMAR/TAP/123": it begins the number itself. */
		return (
		    at + n < s.n && (s.p[at + n] == '/' || s.p[at + n] == '-')
			? 0
			: n);
	}
	return (0);
}

/* A country's word before a paper's number: "pasaporte hondureño F123456". */
static size_t
country(struct span s, size_t at)
{
	size_t end = word_end(s, at);

	return (end - at >= 5 && end - at <= 16 && !pii_digit(s, end) ? end - at
								      : 0);
}

/* Where what was announced begins. */
static size_t
skip(struct span s, size_t at, enum how how)
{
	size_t i = at + signs(s, at), n;
	bool named = how != HOW_PAPER;

	for (int k = 0; k < FILLERS; k++) {
		n = filler(s, i);
		if (n == 0 && !named) {
			n = country(s, i);
			named = n > 0;
		}
		if (n == 0)
			break;
		i += n;
		i += signs(s, i);
	}
	return (i);
}

/* ---- what is announced -------------------------------------------------- */

/* 07-AC-2026-009, 07-065-SE-2026-001b: a folio of ours. */
static bool
is_folio(struct span s, size_t at)
{
	size_t i = at + 2;

	if (pii_digits(s, at) != 2 || i >= s.n || s.p[i++] != '-')
		return (false);
	if (pii_digits(s, i) == 3 && i + 3 < s.n && s.p[i + 3] == '-')
		i += 4;
	return (i + 2 < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' &&
		s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z' && s.p[i + 2] == '-' &&
		pii_digits(s, i + 3) == 4);
}

static bool
is_year(struct span s, size_t at, size_t n)
{
	return (n == 4 && pii_digits(s, at) == 4 &&
		((s.p[at] == '1' && s.p[at + 1] == '9') ||
		    (s.p[at] == '2' && s.p[at + 1] == '0')));
}

static size_t
file_number(struct span s, size_t at, enum how how)
{
	size_t digits, n = pii_token(s, at, &digits);
	bool parts = n > 0 && (memchr(s.p + at, '/', n) != NULL ||
				  memchr(s.p + at, '-', n) != NULL);

	if (digits < 3 || is_year(s, at, n) || is_folio(s, at) ||
	    pii_date(s, at) == n)
		return (0);
	return (how == HOW_CASES && !parts && digits < 5 ? 0 : n);
}

static size_t
paper_number(struct span s, size_t at)
{
	size_t digits, n = pii_token(s, at, &digits), more;

	if (digits == 0 && n <= 2 && n > 0 && at + n < s.n &&
	    s.p[at + n] == ' ') {
		/* "G 1234567": the letters apart */
		more = pii_token(s, at + n + 1, &digits);
		return (digits >= 5 ? n + 1 + more : 0);
	}
	for (int k = 0; k < 2 && digits > 0 && at + n < s.n &&
			s.p[at + n] == ' ' && pii_digit(s, at + n + 1);
	     k++) { /* groups: "2345 67890 0101" */
		size_t in_more;

		more = pii_token(s, at + n + 1, &in_more);
		n += more + 1;
		digits += in_more;
	}
	return (digits >= 5 && pii_date(s, at) != n ? n : 0);
}

/* Digits with what stands between them; 8 to 13 of them. */
static size_t
call_number(struct span s, size_t at)
{
	size_t i = at, digits = 0, end = at;

	if (pii_is(s, i, "800") > 0 || pii_is(s, i, "01 800") > 0)
		return (0); /* the institution pays: no person's */
	while (i < s.n && i < at + 30) {
		if (pii_digit(s, i)) {
			digits++;
			end = ++i;
		} else if (strchr(" -.()+", s.p[i]) != NULL && s.p[i] != '\0')
			i++;
		else
			break;
	}
	return (digits >= 8 && digits <= 13 && pii_ends(s, end) ? end - at : 0);
}

static size_t
account_number(struct span s, size_t at)
{
	size_t i = at, digits = 0;

	while (i < s.n &&
	       (pii_digit(s, i) ||
		   ((s.p[i] == ' ' || s.p[i] == '-') && pii_digit(s, i + 1))))
		digits += pii_digit(s, i++);
	return (digits == 18 ? i - at : 0);
}

static size_t
announced(struct span s, size_t at, enum how how)
{
	switch (how) {
	case HOW_CASE:
	case HOW_CASES:
		return (file_number(s, at, how));
	case HOW_PAPER:
		return (paper_number(s, at));
	case HOW_PHONE:
		return (call_number(s, at));
	case HOW_BIRTH:
		return (pii_date(s, at));
	case HOW_ACCOUNT:
		return (account_number(s, at));
	}
	return (0);
}

/* ---- initials and an age ------------------------------------------------ */

/* "M.J.R.L.", three at least. */
static size_t
initials(struct span s, size_t at)
{
	size_t i = at, n;
	int k = 0;

	for (;;) {
		bool large = i < s.n && ((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
					    s.p[i] == 0xc3);

		(void)pii_letter(s, i, &n);
		if (!large || i + n >= s.n || s.p[i + n] != '.')
			break;
		i += n + 1;
		k++;
		if (i + 2 < s.n && s.p[i] == ' ' && s.p[i + 2] == '.')
			i++;
	}
	return (k >= 3 ? i - at : 0);
}

/* ", hondureña de 27 años" */
static size_t
aged(struct span s, size_t at)
{
	size_t i = at, n;

	for (int k = 0; k < 6; k++) {
		i += signs(s, i);
		n = pii_digits(s, i);
		if (n == 1 || n == 2) {
			i += n;
			i += pii_blank(s, i);
			n = pii_is(s, i, "anos");
			return (n > 0 && pii_ends(s, i + n) ? i + n - at : 0);
		}
		if (word_end(s, i) == i)
			return (0);
		i = word_end(s, i);
	}
	return (0);
}

bool
pii_words_find(struct span s, size_t at, struct pii *out)
{
	size_t n = initials(s, at), more;

	if (n > 0 && (more = aged(s, at + n)) > 0) {
		*out = (struct pii){ at, n + more, CODE_pii_kind_identity };
		return (true);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t begin;

		n = pii_is(s, at, words[i].word);
		if (n == 0 || !pii_ends(s, at + n))
			continue;
		begin = skip(s, at + n, words[i].how);
		n = announced(s, begin, words[i].how);
		if (n == 0)
			continue;
		*out = (struct pii){ begin, n, words[i].kind };
		if (words[i].how == HOW_BIRTH)
			*out =
			    (struct pii){ at, begin + n - at, words[i].kind };
		return (true);
	}
	return (false);
}
