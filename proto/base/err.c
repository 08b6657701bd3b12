#include "proto/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local struct err err_last;

static const struct {
	const char *name;
	int exit, http;
	enum err_retry retry;
	const char *es, *en;
} table[ERR_CODES] = {
	[ERR_NONE] = { "NONE", 0, 200, RETRY_NEVER, "Todo bien.",
	    "All is well." },
#define ERR(name, exit, http, retry, es, en)                                   \
	[ERR_##name] = { #name, exit, http, RETRY_##retry, es, en },
#include "proto/base/err.def"
#undef ERR
};

/* A text that was cut may end inside a UTF-8 character: drop its stump. */
static void
trim(char *s)
{
	size_t n = strlen(s), back = 0, want = 0;
	unsigned char c = 0;

	while (back < n && back < 4) {
		back++;
		c = (unsigned char)s[n - back];
		if ((c & 0xc0) != 0x80)
			break;
	}
	if (c >= 0xf0)
		want = 4;
	else if (c >= 0xe0)
		want = 3;
	else if (c >= 0xc0)
		want = 2;
	if (want > back)
		s[n - back] = '\0';
}

void
err_set(enum err_code code, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX]; /* an argument may be err_last.text itself */
	va_list ap;

	must(code > ERR_NONE && code < ERR_CODES);
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	trim(text);
	err_last.code = code;
	memcpy(err_last.text, text, sizeof(text));
}

void
err_context(const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	size_t n, m;
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text) - 2, fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	trim(text);
	n = strlen(text);
	memcpy(text + n, ": ", 2);
	n += 2;
	m = strlen(err_last.text);
	if (m > ERR_TEXT_MAX - 1 - n)
		m = ERR_TEXT_MAX - 1 - n;
	memmove(err_last.text + n, err_last.text, m);
	memcpy(err_last.text, text, n);
	err_last.text[n + m] = '\0';
	trim(err_last.text);
}

int
err_exit(enum err_code code)
{
	must(code < ERR_CODES);
	return (table[code].exit);
}

int
err_http(enum err_code code)
{
	must(code < ERR_CODES);
	return (table[code].http);
}

enum err_retry
err_retry(enum err_code code)
{
	must(code < ERR_CODES);
	return (table[code].retry);
}

const char *
err_sentence(enum err_code code, const char *lang)
{
	must(code < ERR_CODES);
	return (strcmp(lang, "en") == 0 ? table[code].en : table[code].es);
}

const char *
err_name(enum err_code code)
{
	must(code < ERR_CODES);
	return (table[code].name);
}

enum err_code
err_named(const char *name)
{
	for (unsigned i = 1; i < ERR_CODES; i++)
		if (strcmp(table[i].name, name) == 0)
			return ((enum err_code)i);
	return (ERR_NONE);
}

_Noreturn void
err_must(const char *file, int line, const char *func, const char *cond)
{
	(void)fprintf(
	    stderr, "%s:%d: %s: broken promise: %s\n", file, line, func, cond);
	abort();
}
