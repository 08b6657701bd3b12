#include "proto/ui/screen.h"

#include <stdio.h>

#include "proto/base/text.h"

const struct screen *
screen_find(const struct screen *const *all, const char *method,
    const char *path, size_t *rest)
{
	const struct screen *best = NULL;
	size_t most = 0;

	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (size_t i = 0; all[i] != NULL; i++) {
		for (const struct screen *s = all[i]; s->method != NULL; s++) {
			size_t n = strlen(s->path);

			if (strcmp(s->method, method) != 0 ||
			    strncmp(path, s->path, n) != 0 || n < most ||
			    (!s->prefix && path[n] != '\0'))
				continue;
			best = s;
			most = n;
		}
	}
	*rest = most;
	return (best);
}

const char *
screen_field(struct request *q, const char *name, size_t i)
{
	const char *s = serve_form(q, name, i), *end;

	if (s == NULL)
		return (NULL);
	s += strspn(s, " \t\n");
	end = s + strlen(s);
	while (end > s && strchr(" \t\n", end[-1]) != NULL)
		end--;
	return (arena_dup(serve_arena(q), span_of(s, (size_t)(end - s))));
}

static const char *
browser_lang(const char *accept)
{
	const char *es = accept == NULL ? NULL : strstr(accept, "es");
	const char *en = accept == NULL ? NULL : strstr(accept, "en");

	return (en != NULL && (es == NULL || en < es) ? "en" : "es");
}

const char *
screen_lang(const struct request *q, const char *chosen)
{
	const char *c = serve_cookie(q, SCREEN_LANG_COOKIE);

	if (chosen != NULL && chosen[0] != '\0')
		return (strcmp(chosen, "en") == 0 ? "en" : "es");
	if (c != NULL)
		return (strcmp(c, "en") == 0 ? "en" : "es");
	return (browser_lang(serve_header(q, "Accept-Language")));
}

static bool
ours(const char *s)
{
	return (s != NULL && s[0] == '/' && s[1] != '/' && s[1] != '\\');
}

const char *
screen_back(const char *s)
{
	return (ours(s) && text_ascii(span_str(s)) ? s : "/");
}

err_t
screen_go(struct response *r, const char *at)
{
	if (!ours(at) || strlen(at) >= LIMIT_HTTP_PATH)
		return (err_new(ERR_DATA, "no address of ours"));
	buf_clear(&r->body);
	r->status = 303;
	r->type = NULL;
	response_header(r, "Location", "%s", at);
	return (NULL);
}

const char *
screen_rule(struct arena *a, const char *text, const char *lang)
{
	const char *rule = strstr(text, "rule "), *en, *es;

	en = rule == NULL ? NULL : strstr(rule, ": ");
	es = en == NULL ? NULL : strstr(en, " / ");
	if (es == NULL)
		return (arena_dup(a, span_str(text)));
	return (strcmp(lang, "en") == 0
		    ? arena_dup(a, span_of(en + 2, (size_t)(es - en - 2)))
		    : arena_dup(a, span_str(es + 3)));
}

const char *
screen_and(struct arena *a, const char *one, const char *more)
{
	size_t n = strlen(one);
	bool ended = n > 0 && strchr(".?!", one[n - 1]) != NULL;

	return (n == 0 ? more
		       : arena_fmt(a, "%s%s %s", one, ended ? "" : ".", more));
}

void
screen_said(struct arena *a, char *said, size_t size, const char *s)
{
	size_t n;

	(void)snprintf(said, size, "%s", screen_and(a, said, s));
	/* Cut in the middle of a letter? Cut before it. */
	for (n = strlen(said); n > 0 && !text_valid(span_of(said, n)); n--)
		said[n - 1] = '\0';
}

/* What only an engineer reads is left to the log. */
const char *
screen_sentence(struct arena *a, err_t e, const char *lang)
{
	const char *s = err_sentence(e->code, lang);

	if (e->code == ERR_RULE)
		return (screen_rule(a, e->text, lang));
	if (e->code == ERR_DATA || e->code == ERR_USAGE)
		return (arena_fmt(a, "%s (%s)", s, e->text));
	return (s);
}
