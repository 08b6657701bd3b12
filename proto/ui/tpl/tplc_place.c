#include "proto/ui/tpl/tplc_place.h"

#include <string.h>

static bool
blank(char c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f');
}

static char
lower(char c)
{
	return ((char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
}

static bool
letter(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z');
}

/* Names are only compared with short ones: what is longer is cut. */
static void
name_add(char name[PLACE_NAME], char c)
{
	size_t n = strlen(name);

	if (n + 1 < PLACE_NAME)
		name[n] = lower(c);
}

static bool
one_of(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return (true);
	return (false);
}

static bool
address(const struct place *p)
{
	static const char *const attrs[] = { "href", "src", "action",
		"formaction", "poster", "cite", "data", "xlink:href", "ping",
		"srcset", "background", "hx-get", "hx-post", "hx-put",
		"hx-patch", "hx-delete", "hx-push-url", "hx-replace-url",
		NULL };

	return (one_of(p->attr, attrs));
}

/* ---- literal bytes ------------------------------------------------------ */

static void
tag_ends(struct place *p)
{
	static const char *const raw[] = { "script", "style", NULL };

	p->state = !p->end && one_of(p->tag, raw) ? PLACE_RAW : PLACE_TEXT;
	p->seen = 0;
	p->apart = p->begun = false;
	p->attr[0] = '\0';
	memset(p->attr, 0, sizeof(p->attr));
	if (p->state == PLACE_TEXT)
		memset(p->tag, 0, sizeof(p->tag));
}

static const char *
in_tag(struct place *p, char c)
{
	if (p->apart && !blank(c) && c != '/' && c != '>')
		return ("a blank belongs before the next attribute");
	p->apart = false;
	if (c == '>') {
		tag_ends(p);
		return (NULL);
	}
	if (blank(c) || c == '/')
		return (NULL);
	if (c == '"' || c == '\'' || c == '<' || c == '=')
		return ("no attribute begins so");
	memset(p->attr, 0, sizeof(p->attr));
	name_add(p->attr, c);
	p->state = PLACE_ATTR_NAME;
	return (NULL);
}

static const char *
in_attr(struct place *p, char c)
{
	if (c == '=') {
		p->state = PLACE_EQUALS;
		p->begun = false;
		return (NULL);
	}
	if (blank(c)) {
		p->state = PLACE_ATTR_END;
		return (NULL);
	}
	if (c == '>' || c == '/' || p->state == PLACE_ATTR_END) {
		p->state = PLACE_TAG;
		return (in_tag(p, c));
	}
	if (c == '"' || c == '\'' || c == '<')
		return ("no attribute is called so");
	name_add(p->attr, c);
	return (NULL);
}

static const char *
in_value(struct place *p, char c)
{
	char end = p->state == PLACE_DOUBLE ? '"' : '\'';

	if (p->state == PLACE_EQUALS) {
		if (blank(c))
			return (NULL);
		p->state = c == '"'    ? PLACE_DOUBLE
			   : c == '\'' ? PLACE_SINGLE
				       : PLACE_BARE;
		return (c == '>' ? "a value is missing" : NULL);
	}
	if (p->state == PLACE_BARE) {
		if (blank(c) || c == '>') {
			p->state = PLACE_TAG;
			return (in_tag(p, c));
		}
		return (
		    strchr("\"'<=`", c) != NULL ? "quotes are missing" : NULL);
	}
	if (c == end) {
		p->state = PLACE_TAG;
		p->apart = true;
		p->begun = false;
	} else
		p->begun = address(p);
	return (NULL);
}

static const char *
in_open(struct place *p, char c)
{
	memset(p->tag, 0, sizeof(p->tag));
	if (c == '/' && !p->end) {
		p->end = true;
		return (NULL);
	}
	if (c == '!' && !p->end) {
		p->state = PLACE_DECL;
		p->seen = 0;
		return (NULL);
	}
	if (!letter(c))
		return ("< begins a tag; write &lt;");
	name_add(p->tag, c);
	p->state = PLACE_TAG_NAME;
	return (NULL);
}

/* <!doctype ...> or <!-- ... -->, told apart by the two dashes. */
static void
in_decl(struct place *p, char c)
{
	if (p->state == PLACE_DECL && c == '-' && p->seen < 2) {
		if (++p->seen == 2) {
			p->state = PLACE_COMMENT;
			p->seen = 0;
		}
		return;
	}
	if (p->state == PLACE_DECL) {
		p->seen = 2;
		if (c == '>')
			tag_ends(p);
		return;
	}
	if (c == '>' && p->seen >= 2)
		tag_ends(p);
	else
		p->seen = c == '-' ? p->seen + 1 : 0;
}

/* Until </script or </style. */
static void
in_raw(struct place *p, char c)
{
	char end[PLACE_NAME + 2] = "</";
	size_t n = strlen(p->tag) + 2;

	memcpy(end + 2, p->tag, n - 2);
	p->seen = p->seen < n && lower(c) == end[p->seen] ? p->seen + 1
		  : c == '<'                              ? 1
							  : 0;
	if (p->seen == n) {
		p->state = PLACE_TAG_NAME;
		p->end = true;
	}
}

const char *
place_byte(struct place *p, char c)
{
	switch (p->state) {
	case PLACE_TEXT:
		if (c == '<') {
			p->state = PLACE_OPEN;
			p->end = false;
		}
		return (NULL);
	case PLACE_OPEN:
		return (in_open(p, c));
	case PLACE_TAG_NAME:
		if (blank(c) || c == '>' || c == '/') {
			p->state = PLACE_TAG;
			return (in_tag(p, c));
		}
		name_add(p->tag, c);
		return (NULL);
	case PLACE_TAG:
		return (in_tag(p, c));
	case PLACE_ATTR_NAME:
	case PLACE_ATTR_END:
		return (in_attr(p, c));
	case PLACE_EQUALS:
	case PLACE_DOUBLE:
	case PLACE_SINGLE:
	case PLACE_BARE:
		return (in_value(p, c));
	case PLACE_DECL:
	case PLACE_COMMENT:
		in_decl(p, c);
		return (NULL);
	case PLACE_RAW:
		in_raw(p, c);
		return (NULL);
	default:
		return ("lost");
	}
}

/* ---- directives --------------------------------------------------------- */

/* Attributes that a browser or htmx runs, or reads as more than text. */
static bool
runs(const struct place *p)
{
	static const char *const plain[] = { "hx-nonce", "hx-confirm",
		"hx-target", "hx-include", NULL };
	const char *a = p->attr;

	if (strncmp(a, "data-hx-", 8) == 0 || strncmp(a, "on", 2) == 0 ||
	    strcmp(a, "style") == 0 || strcmp(a, "srcdoc") == 0)
		return (true);
	if (strcmp(p->tag, "meta") == 0 && strcmp(a, "content") == 0)
		return (true);
	return (strncmp(a, "hx-", 3) == 0 && !one_of(a, plain) && !address(p));
}

static const char *
in_quotes(struct place *p, enum place_what what)
{
	if (what == PLACE_FLOW)
		return (NULL);
	if (what == PLACE_MARKUP)
		return ("markup has no place in an attribute");
	if (runs(p))
		return ("no value may stand in this attribute: it is run");
	if (!address(p))
		return (NULL);
	if (what == PLACE_VALUE)
		return ("in an address: {{url x}} for a piece of it, "
			"{{href x}} for all of it");
	if (what == PLACE_ADDRESS && p->begun)
		return ("a whole address cannot follow a part of one");
	if (what == PLACE_PART && !p->begun)
		return ("how an address begins is written in the template, or "
			"is {{href x}}");
	p->begun = true;
	return (NULL);
}

const char *
place_takes(struct place *p, enum place_what what)
{
	switch (p->state) {
	case PLACE_TEXT:
		return (NULL);
	case PLACE_DOUBLE:
	case PLACE_SINGLE:
		return (in_quotes(p, what));
	case PLACE_TAG:
	case PLACE_TAG_NAME:
	case PLACE_ATTR_NAME:
	case PLACE_ATTR_END:
		if (what != PLACE_FLOW)
			return ("no value may name a tag or an attribute");
		if (p->state != PLACE_TAG)
			p->apart = p->state != PLACE_ATTR_END;
		p->state = PLACE_TAG;
		memset(p->attr, 0, sizeof(p->attr));
		return (NULL);
	case PLACE_EQUALS:
	case PLACE_BARE:
		return ("a value needs quotes around it");
	case PLACE_RAW:
		return ("nothing may be put into a script or a style");
	case PLACE_OPEN:
		return ("no value may name a tag");
	case PLACE_DECL:
	case PLACE_COMMENT:
		return ("nothing may be put into a comment");
	default:
		return ("lost");
	}
}

bool
place_same(const struct place *a, const struct place *b)
{
	return (a->state == b->state && a->apart == b->apart &&
		a->begun == b->begun && a->seen == b->seen &&
		strcmp(a->tag, b->tag) == 0 &&
		(a->state == PLACE_TAG || strcmp(a->attr, b->attr) == 0));
}
