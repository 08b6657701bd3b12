#include "proto/out/odt.h"

#include <stdio.h>

#include "proto/limits.h"
#include "proto/out/zip.h"

#define PAGE_WIDTH 17600 /* of a letter page between its margins, 1/100 mm */

static const char *const styles[] = { [ODT_PLAIN] = "Text_20_body",
	[ODT_TITLE] = "Title",
	[ODT_HEADING] = "Heading_20_1",
	[ODT_SMALL] = "Small",
	[ODT_STRONG] = "Strong",
	[ODT_CENTRE] = "Centre" };

void
odt_open(struct odt *d, const char *title, const char *lang)
{
	*d = (struct odt){
		.body = BUF(LIMIT_PAPER_BYTES), .title = title, .lang = lang
	};
}

void
odt_free(struct odt *d)
{
	buf_free(&d->body);
}

/* ---- text --------------------------------------------------------------- */

/* What XML does not allow becomes a question mark of Unicode; blanks that
 * follow each other stay. */
static err_t
escape(struct buf *b, struct span s)
{
	bool blank = true;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool was = blank;

		blank = c == ' ';
		if (c == '&')
			TRY(buf_str(b, "&amp;"));
		else if (c == '<')
			TRY(buf_str(b, "&lt;"));
		else if (c == '>')
			TRY(buf_str(b, "&gt;"));
		else if (c == '"')
			TRY(buf_str(b, "&quot;"));
		else if (c == '\t')
			TRY(buf_str(b, "<text:tab/>"));
		else if (c == ' ' && was)
			TRY(buf_str(b, "<text:s/>"));
		else if (c < 0x20 || c == 0x7f)
			TRY(buf_str(b, "\xef\xbf\xbd"));
		else
			TRY(buf_byte(b, c));
	}
	return (NULL);
}

/* U+FFFE and U+FFFF are no characters of XML. */
static err_t
escaped(struct buf *b, struct span s)
{
	size_t i = 0;

	while (i + 2 < s.n) {
		if (s.p[i] != 0xef || s.p[i + 1] != 0xbf || s.p[i + 2] < 0xbe) {
			i++;
			continue;
		}
		TRY(escape(b, span_of(s.p, i)));
		TRY(buf_str(b, "\xef\xbf\xbd"));
		s = span_of(s.p + i + 3, s.n - i - 3);
		i = 0;
	}
	return (escape(b, s));
}

static err_t
paragraph(struct odt *d, const char *style, struct span s, const char *label)
{
	bool heading = strcmp(style, "Heading_20_1") == 0;

	TRY(buf_fmt(&d->body, "<text:%s text:style-name=\"%s\"%s>",
	    heading ? "h" : "p", style,
	    heading ? " text:outline-level=\"1\"" : ""));
	if (label != NULL) {
		TRY(buf_str(&d->body, "<text:span text:style-name=\"Bold\">"));
		TRY(escaped(&d->body, span_str(label)));
		TRY(buf_str(&d->body, ":</text:span> "));
	}
	TRY(escaped(&d->body, s));
	return (buf_fmt(&d->body, "</text:%s>\n", heading ? "h" : "p"));
}

static err_t
paragraphs(struct odt *d, const char *style, const char *text)
{
	struct span rest = span_str(text), one;

	while (span_line(&rest, &one))
		TRY(paragraph(d, style, one, NULL));
	return (paragraph(d, style, rest, NULL));
}

err_t
odt_put(struct odt *d, enum odt_style style, const char *text)
{
	return (paragraphs(d, styles[style], text));
}

err_t
odt_pair(struct odt *d, const char *label, const char *text)
{
	struct span rest = span_str(text), one;
	bool more;

	if (text == NULL || text[0] == '\0')
		return (NULL);
	more = span_line(&rest, &one);
	TRY(paragraph(d, styles[ODT_PLAIN], more ? one : rest, label));
	return (more ? paragraphs(d, styles[ODT_PLAIN], (const char *)rest.p)
		     : NULL);
}

/* ---- tables ------------------------------------------------------------- */

static err_t
cells(struct odt *d, const char *const *cell, size_t n, const char *box,
    const char *style)
{
	for (size_t i = 0; i < n; i++) {
		TRY(buf_fmt(&d->body,
		    "<table:table-cell table:style-name=\"%s\""
		    " office:value-type=\"string\">",
		    box));
		TRY(paragraphs(d, style, cell[i] == NULL ? "" : cell[i]));
		TRY(buf_str(&d->body, "</table:table-cell>"));
	}
	return (NULL);
}

static err_t
begin(struct odt *d, const unsigned *width, size_t n)
{
	must(n > 0 && n <= ODT_COLUMNS && d->tables < ODT_TABLES);
	memcpy(d->table[d->tables].width, width, n * sizeof(*width));
	d->table[d->tables].n = n;
	d->tables++;
	TRY(buf_fmt(&d->body,
	    "<table:table table:name=\"T%zu\" table:style-name=\"Table\">",
	    d->tables));
	for (size_t i = 0; i < n; i++)
		TRY(buf_fmt(&d->body,
		    "<table:table-column table:style-name=\"T%zu.%c\"/>",
		    d->tables, (char)('A' + (int)i)));
	return (NULL);
}

err_t
odt_table(
    struct odt *d, const char *const *head, const unsigned *width, size_t n)
{
	TRY(begin(d, width, n));
	TRY(buf_str(&d->body, "<table:table-header-rows><table:table-row>"));
	TRY(cells(d, head, n, "Head", "Table_20_Heading"));
	return (buf_str(
	    &d->body, "</table:table-row></table:table-header-rows>\n"));
}

err_t
odt_row(struct odt *d, const char *const *cell, size_t n, bool tall)
{
	TRY(buf_fmt(&d->body, "<table:table-row table:style-name=\"%s\">",
	    tall ? "Tall" : "Row"));
	TRY(cells(d, cell, n, "Cell", "Table_20_Contents"));
	return (buf_str(&d->body, "</table:table-row>\n"));
}

err_t
odt_table_end(struct odt *d)
{
	TRY(buf_str(&d->body, "</table:table>\n"));
	return (paragraph(d, "Gap", span_str(""), NULL));
}

err_t
odt_sign(struct odt *d, const char *const *who, size_t n)
{
	static const unsigned width[] = { 46, 8, 46 };

	TRY(begin(d, width, 3));
	for (size_t i = 0; i < n; i += 2) {
		const char *right = i + 1 < n ? who[i + 1] : NULL;

		TRY(buf_str(&d->body, "<table:table-row>"));
		TRY(cells(d, &who[i], 1, "Sign", "Signer"));
		TRY(cells(d, (const char *const[]){ "" }, 1, "None", "Signer"));
		TRY(cells(
		    d, &right, 1, right == NULL ? "None" : "Sign", "Signer"));
		TRY(buf_str(&d->body, "</table:table-row>\n"));
	}
	return (odt_table_end(d));
}

/* ---- the file ----------------------------------------------------------- */

#define NAMESPACES                                                             \
	" xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""   \
	" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""     \
	" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""       \
	" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""     \
	" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-"            \
	"compatible:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""       \
	" office:version=\"1.2\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

#define PARA(name, parent, para, letters)                                      \
	"<style:style style:name=\"" name                                      \
	"\" style:family=\"paragraph\" style:parent-style-name=\"" parent      \
	"\"><style:paragraph-properties " para                                 \
	"/><style:text-properties " letters "/></style:style>\n"
#define BOLD "fo:font-weight=\"bold\""

static const char sheet[] = XML_HEAD
    "<office:document-styles" NAMESPACES "><office:styles>\n"
    "<style:default-style style:family=\"paragraph\">"
    "<style:paragraph-properties fo:hyphenation-ladder-count=\"no-limit\"/>"
    "<style:text-properties fo:font-family=\"'Liberation Sans'\""
    " fo:font-size=\"10.5pt\" fo:language=\"%s\" fo:country=\"%s\"/>"
    "</style:default-style>\n"
    "<style:style style:name=\"Standard\" style:family=\"paragraph\"/>\n" PARA(
	"Text_20_body", "Standard", "fo:margin-bottom=\"0.2cm\"",
	"") PARA("Title", "Standard", "fo:margin-bottom=\"0.25cm\"",
	BOLD " fo:font-size=\"16pt\"") PARA("Small", "Standard",
	"fo:margin-bottom=\"0.1cm\"",
	"fo:font-size=\"9pt\" fo:color=\"#444444\"") PARA("Strong", "Standard",
	"fo:margin-bottom=\"0.15cm\"",
	BOLD) PARA("Centre", "Standard", "fo:text-align=\"center\"",
	"") PARA("Gap", "Standard", "", "fo:font-size=\"5pt\"") PARA("Signer",
	"Standard", "fo:text-align=\"center\"",
	"fo:font-size=\"9.5pt\"") PARA("Table_20_Contents", "Standard", "",
	"fo:font-size=\"9.5pt\"") PARA("Table_20_Heading", "Table_20_Contents",
	"",
	BOLD) "<style:style style:name=\"Heading_20_1\" "
	      "style:display-name=\"Heading 1\""
	      " style:family=\"paragraph\" style:parent-style-name=\"Standard\""
	      " style:default-outline-level=\"1\"><style:paragraph-properties"
	      " fo:margin-top=\"0.45cm\" fo:margin-bottom=\"0.15cm\""
	      " fo:keep-with-next=\"always\"/><style:text-properties " BOLD
	      " fo:font-size=\"12.5pt\"/></style:style>\n"
	      "<style:style style:name=\"Bold\" style:family=\"text\">"
	      "<style:text-properties " BOLD "/></style:style>\n"
	      "</office:styles><office:automatic-styles>"
	      "<style:page-layout "
	      "style:name=\"Letter\"><style:page-layout-properties"
	      " fo:page-width=\"21.59cm\" fo:page-height=\"27.94cm\""
	      " fo:margin-top=\"1.8cm\" fo:margin-bottom=\"1.8cm\""
	      " fo:margin-left=\"2cm\" fo:margin-right=\"2cm\"/>"
	      "<style:footer-style><style:header-footer-properties"
	      " fo:margin-top=\"0.4cm\"/></style:footer-style>"
	      "</style:page-layout></office:automatic-styles>"
	      "<office:master-styles><style:master-page style:name=\"Standard\""
	      " style:page-layout-name=\"Letter\"><style:footer>"
	      "<text:p text:style-name=\"Small\">";
static const char sheet_end[] =
    " · <text:page-number text:select-page=\"current\"/> / "
    "<text:page-count/></text:p></style:footer></style:master-page>"
    "</office:master-styles></office:document-styles>\n";

#define CELL(name, more)                                                       \
	"<style:style style:name=\"" name                                      \
	"\" style:family=\"table-cell\"><style:table-cell-properties"          \
	" fo:padding=\"0.12cm\" " more "/></style:style>\n"

static const char automatic[] =
    "<style:style style:name=\"Table\" style:family=\"table\">"
    "<style:table-properties style:width=\"17.6cm\" table:align=\"margins\"/>"
    "</style:style>\n"
    "<style:style style:name=\"Row\" style:family=\"table-row\">"
    "<style:table-row-properties fo:keep-together=\"always\"/>"
    "</style:style>\n"
    "<style:style style:name=\"Tall\" style:family=\"table-row\">"
    "<style:table-row-properties style:min-row-height=\"1.1cm\""
    " fo:keep-together=\"always\"/></style:style>\n" CELL(
	"Cell", "fo:border=\"0.5pt solid #999999\"")
	CELL("Head", "fo:border=\"0.5pt solid #999999\""
		     " fo:background-color=\"#f1ebe4\"")
	    CELL("Sign", "fo:border-top=\"0.75pt solid #000000\"")
		CELL("None", "fo:border=\"none\"");

static err_t
columns(const struct odt *d, struct buf *b)
{
	for (size_t t = 0; t < d->tables; t++) {
		unsigned all = 0;

		for (size_t i = 0; i < d->table[t].n; i++)
			all += d->table[t].width[i];
		must(all > 0);
		for (size_t i = 0; i < d->table[t].n; i++) {
			unsigned w = d->table[t].width[i] * PAGE_WIDTH / all;

			TRY(buf_fmt(b,
			    "<style:style style:name=\"T%zu.%c\""
			    " style:family=\"table-column\">"
			    "<style:table-column-properties"
			    " style:column-width=\"%u.%02umm\"/>"
			    "</style:style>\n",
			    t + 1, (char)('A' + (int)i), w / 100, w % 100));
		}
	}
	return (NULL);
}

static err_t
content(const struct odt *d, struct zip *z)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES * 2UL);

	TRY(buf_str(&b, XML_HEAD "<office:document-content" NAMESPACES
				 "><office:automatic-styles>\n"));
	TRY(buf_str(&b, automatic));
	TRY(columns(d, &b));
	TRY(buf_str(&b, "</office:automatic-styles><office:body>"
			"<office:text>\n"));
	TRY(buf_span(&b, buf_all(&d->body)));
	TRY(buf_str(&b, "</office:text></office:body>"
			"</office:document-content>\n"));
	return (zip_add(z, "content.xml", buf_all(&b), true));
}

static err_t
style_file(const struct odt *d, struct zip *z)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);
	bool en = strcmp(d->lang, "en") == 0;

	TRY(buf_fmt(&b, sheet, en ? "en" : "es", en ? "US" : "MX"));
	TRY(escaped(&b, span_str(d->title)));
	TRY(buf_str(&b, sheet_end));
	return (zip_add(z, "styles.xml", buf_all(&b), true));
}

static err_t
meta(const struct odt *d, struct zip *z)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_PAPER_BYTES);

	TRY(buf_str(&b, XML_HEAD "<office:document-meta" NAMESPACES
				 "><office:meta><dc:title>"));
	TRY(escaped(&b, span_str(d->title)));
	TRY(buf_fmt(&b,
	    "</dc:title><dc:language>%s</dc:language></office:meta>"
	    "</office:document-meta>\n",
	    strcmp(d->lang, "en") == 0 ? "en" : "es-MX"));
	return (zip_add(z, "meta.xml", buf_all(&b), true));
}

static const char manifest[] = XML_HEAD
    "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:"
    "xmlns:manifest:1.0\" manifest:version=\"1.2\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\""
    " manifest:media-type=\"" ODT_TYPE "\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\""
    " manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"styles.xml\""
    " manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"meta.xml\""
    " manifest:media-type=\"text/xml\"/></manifest:manifest>\n";

err_t
odt_end(struct odt *d, struct buf *out)
{
	CLEAN(zip_close) struct zip *z = NULL;

	TRY(zip_new(&z, out));
	TRY(zip_add(z, "mimetype", span_str(ODT_TYPE), false));
	TRY(content(d, z));
	TRY(style_file(d, z));
	TRY(meta(d, z));
	TRY(zip_add(z, "META-INF/manifest.xml", span_str(manifest), true));
	return (zip_end(&z));
}
