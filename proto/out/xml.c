#include "proto/out/xml.h"

#include <expat.h>

#include "proto/limits.h"

struct reading {
	const struct xml *x;
	XML_Parser p;
	int depth;
	struct err why;
	bool ended;
};

static const char *
local(const char *name)
{
	const char *colon = strchr(name, ':');

	return (colon == NULL ? name : colon + 1);
}

static void
stop(struct reading *r, err_t e)
{
	if (e == NULL || r->ended)
		return;
	r->why = *e;
	r->ended = true;
	(void)XML_StopParser(r->p, XML_FALSE);
}

static void XMLCALL
on_begin(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = ctx;

	if (r->ended)
		return;
	if (++r->depth > LIMIT_XML_DEPTH) {
		stop(r,
		    err_new(ERR_LIMIT, "XML deeper than %d", LIMIT_XML_DEPTH));
		return;
	}
	stop(r, r->x->begin(r->x->ctx, local(name), attributes));
}

static void XMLCALL
on_end(void *ctx, const XML_Char *name)
{
	struct reading *r = ctx;

	if (r->ended)
		return;
	r->depth--;
	stop(r, r->x->end(r->x->ctx, local(name)));
}

static void XMLCALL
on_text(void *ctx, const XML_Char *s, int n)
{
	struct reading *r = ctx;

	if (!r->ended)
		stop(r, r->x->text(r->x->ctx, span_of(s, (size_t)n)));
}

static void XMLCALL
on_dtd(void *ctx, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	stop(ctx, err_new(ERR_FORMAT, "XML with a DTD"));
}

static err_t
failed(XML_Parser p)
{
	enum XML_Error e = XML_GetErrorCode(p);

	return (err_new(e == XML_ERROR_NO_MEMORY ? ERR_SYSTEM : ERR_FORMAT,
	    "XML, line %lu: %s", (unsigned long)XML_GetCurrentLineNumber(p),
	    XML_ErrorString(e)));
}

err_t
xml_read(struct span text, const struct xml *x)
{
	struct reading r = { .x = x, .p = XML_ParserCreate(NULL) };
	enum XML_Status s;

	if (r.p == NULL)
		return (err_new(ERR_SYSTEM, "out of memory"));
	XML_SetUserData(r.p, &r);
	XML_SetElementHandler(r.p, on_begin, on_end);
	XML_SetCharacterDataHandler(r.p, on_text);
	XML_SetStartDoctypeDeclHandler(r.p, on_dtd);
	/* No attribute is ever made into an address of something to load. */
	(void)XML_SetParamEntityParsing(r.p, XML_PARAM_ENTITY_PARSING_NEVER);
	s = XML_Parse(r.p, (const char *)text.p, (int)text.n, 1);
	if (!r.ended && s != XML_STATUS_OK)
		stop(&r, failed(r.p));
	XML_ParserFree(r.p);
	return (r.ended ? err_new(r.why.code, "%s", r.why.text) : NULL);
}

const char *
xml_get(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(local(attributes[0]), name) == 0)
			return (attributes[1]);
	return (NULL);
}
