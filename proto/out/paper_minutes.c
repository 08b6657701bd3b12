/*
 * paper_minutes -- minutes for a word processor.  Ones that were drafted by
 * the office's page say all in their own text (proto/cmd/minute), and the
 * paper is that text; of others it is made from the records.
 */
#include "proto/cmd/minute.h"
#include "proto/out/paper_parts.h"

SQL(paper_minutes_last,
    "SELECT id, text, version, status, sha256 FROM minutes"
    " WHERE session = ?1 AND life = 0 ORDER BY version DESC, id DESC LIMIT 1");
SQL(paper_amendments,
    "SELECT number, text, reason, author FROM amendment WHERE minutes = ?1"
    " AND life = 0 AND approved_in IS NOT NULL ORDER BY number, id");

struct found {
	dot_t id; /* 0: none */
	struct span text;
	const char *mark; /* identifies this version */
};

static err_t
find(struct paper *p, struct found *f)
{
	CLEAN(rows_done) struct rows r = { 0 };
	const char *sha;
	bool found;

	*f = (struct found){ .mark =
				 paper_tr(p, "Borrador, sin versión guardada",
				     "Draft, no version saved") };
	TRY(db_one(&r, p->c->st->db, &paper_minutes_last, &found,
	    A_INT(p->session.id)));
	if (!found)
		return (NULL);
	f->id = rows_int(&r, 0);
	f->text = span_str(arena_dup(&p->a, rows_span(&r, 1)));
	sha = arena_dup(&p->a, rows_span(&r, 4));
	f->mark = arena_fmt(&p->a, "%s %lld · %s%s%.16s",
	    paper_tr(p, "Versión", "Version"), (long long)rows_int(&r, 2),
	    paper_code(p, "minutes_status", rows_val(&r, 3)),
	    sha[0] == '\0' ? "" : paper_tr(p, " · huella ", " · fingerprint "),
	    sha);
	return (NULL);
}

static err_t
amendments(struct paper *p, dot_t minutes)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, p->c->st->db, &paper_amendments, A_INT(minutes)));
	for (;;) {
		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		TRY(odt_put(&p->d, ODT_HEADING,
		    arena_fmt(&p->a, "%s %lld",
			paper_tr(p, "Fe de erratas", "Amendment"),
			(long long)rows_int(&r, 0))));
		TRY(odt_put(
		    &p->d, ODT_PLAIN, arena_dup(&p->a, rows_span(&r, 1))));
		TRY(odt_pair(&p->d, paper_tr(p, "Motivo", "Reason"),
		    arena_dup(&p->a, rows_span(&r, 2))));
		TRY(odt_pair(&p->d, paper_tr(p, "Autoría", "Author"),
		    arena_dup(&p->a, rows_span(&r, 3))));
	}
}

/* ---- by their text ---------------------------------------------------------
 */

/* What heads it: whose, which, when; the second line is the title. */
static err_t
heading(struct paper *p, const char *text)
{
	static const enum odt_style styles[] = { ODT_SMALL, ODT_TITLE,
		ODT_STRONG };
	size_t i = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		TRY(odt_put(&p->d, i < 3 ? styles[i] : ODT_PLAIN,
		    arena_dup(&p->a, span_of(text, n))));
		text += n + (text[n] == '\n');
		i++;
	}
	return (NULL);
}

static err_t
table(struct paper *p, const struct minute_block *b)
{
	unsigned width[ODT_COLUMNS];
	const char *cell[ODT_COLUMNS];
	size_t n =
	    b->head.cells_n < ODT_COLUMNS ? b->head.cells_n : ODT_COLUMNS;

	for (size_t i = 0; i < n; i++)
		width[i] = 2;
	if (n > 1 && strcmp(b->head.cells[0], "Folio") == 0)
		width[1] = 4; /* the text of an agreement */
	TRY(odt_table(&p->d, b->head.cells, width, n));
	for (size_t i = 0; i < b->rows_n; i++) {
		for (size_t k = 0; k < n; k++)
			cell[k] =
			    k < b->rows[i].cells_n ? b->rows[i].cells[k] : "";
		TRY(odt_row(&p->d, cell, n, false));
	}
	return (odt_table_end(&p->d));
}

static err_t
sign(struct paper *p, const struct minute_block *b)
{
	const char *who[2] = { "", "" };

	for (size_t i = 0; i < b->rows_n && i < 2; i++)
		if (b->rows[i].cells_n == 2)
			who[i] = arena_fmt(&p->a, "%s\n%s", b->rows[i].cells[0],
			    b->rows[i].cells[1]);
	TRY(odt_put(&p->d, ODT_PLAIN, "\n\n"));
	return (odt_sign(&p->d, who, 2));
}

static err_t
by_text(struct paper *p, const struct minute_block *b, size_t n)
{
	size_t tables = 0;

	for (size_t i = 0; i < n; i++) {
		bool last = i + 2 == n && b[i].kind == MINUTE_HEAD &&
			    b[i + 1].kind == MINUTE_TABLE &&
			    strcmp(b[i].text, "Firmas") == 0;

		if (last)
			return (sign(p, &b[i + 1]));
		if (b[i].kind == MINUTE_HEAD)
			TRY(odt_put(&p->d, ODT_HEADING, b[i].text));
		else if (b[i].kind == MINUTE_TEXT && i == 0)
			TRY(heading(p, b[i].text));
		else if (b[i].kind == MINUTE_TEXT)
			TRY(odt_put(&p->d, ODT_PLAIN, b[i].text));
		else if (++tables < ODT_TABLES)
			TRY(table(p, &b[i]));
	}
	return (NULL);
}

/* ---- by the records
 * ---------------------------------------------------------- */

static err_t
by_records(struct paper *p, struct span text)
{
	TRY(paper_opening(p, paper_tr(p, "Minuta", "Minutes")));
	TRY(paper_attendance(p));
	TRY(paper_agenda(p, true));
	if (text.n > 0) {
		TRY(odt_put(&p->d, ODT_HEADING,
		    paper_tr(p, "Desarrollo de la sesión", "The session")));
		TRY(odt_put(&p->d, ODT_PLAIN, arena_dup(&p->a, text)));
	}
	TRY(paper_followup(p));
	TRY(paper_gaps(p));
	TRY(paper_agreements(p));
	return (paper_signing(p));
}

err_t
paper_minutes(struct paper *p)
{
	struct minute_block *b;
	struct found f;
	size_t n, heads = 0;

	TRY(find(p, &f));
	minute_read(&p->a, f.text, &b, &n);
	for (size_t i = 0; i < n; i++)
		heads += b[i].kind == MINUTE_HEAD;
	TRY(heads > 0 ? by_text(p, b, n) : by_records(p, f.text));
	if (f.id != 0)
		TRY(amendments(p, f.id));
	return (odt_put(&p->d, ODT_SMALL, f.mark));
}
