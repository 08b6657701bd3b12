#include "proto/base/say.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"

#define SAY_TEXT_MAX 864  /* a message with its end */
#define SAY_HEAD_MAX 160  /* what comes before it */
#define SAY_LINE_MAX 2048 /* all of it, each character escaped */

/* How much is said and how: the settings of the process, written at start. */
static atomic_int say_most = SAY_WARN;
static atomic_bool as_json;

void
say_level(enum say_level most)
{
	atomic_store(&say_most, (int)most);
}

void
say_as_json(bool yes)
{
	atomic_store(&as_json, yes);
}

/* A message as the inside of a JSON text; out holds twice its length. */
static size_t
escape(const char *s, char *out)
{
	bool utf8 = text_valid(span_str(s));
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			out[n++] = '\\';
		/* A character that was cut, or never was one. */
		if ((unsigned char)*s >= 0x80 && !utf8)
			out[n++] = '?';
		else
			out[n++] = *s;
	}
	return (n);
}

/* The whole line; returns its length. message has no control characters. */
static size_t
line_put(char line[SAY_LINE_MAX], const char *level, const char *module,
    const char *message)
{
	bool json = atomic_load(&as_json);
	char when[21];
	size_t n;
	int m;

	text_time_put(clock_now(), when);
	m = snprintf(line, SAY_LINE_MAX,
	    json ? "{\"time\":\"%s\",\"level\":\"%s\",\"module\":\"%.40s\","
		   "\"message\":\""
		 : "%s %s %.40s: ",
	    when, level, module);
	must(m > 0 && m < SAY_HEAD_MAX);
	n = (size_t)m;
	if (json) {
		n += escape(message, line + n);
		line[n++] = '"';
		line[n++] = '}';
	} else {
		for (; *message != '\0'; message++)
			line[n++] = *message;
	}
	line[n++] = '\n';
	return (n);
}

void
say(enum say_level l, const char *module, const char *fmt, ...)
{
	static const char *const word[] = { "error", "warn", "info", "debug" };
	char line[SAY_LINE_MAX], message[SAY_TEXT_MAX];
	va_list ap;
	int m;

	must(l <= SAY_DEBUG);
	if ((int)l > atomic_load(&say_most))
		return;
	va_start(ap, fmt);
	m = vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (m < 0)
		return;
	/* One line is one line, whatever came from outside. */
	for (char *p = message; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	/* One write, so that lines of two threads do not mix; a log that
	 * cannot be written has nobody left to tell. */
	if (write(STDERR_FILENO, line,
		line_put(line, word[l], module, message)) < 0)
		return;
}

void
say_err(const char *module, err_t e)
{
	must(e != NULL);
	say(SAY_ERROR, module, "%s: %s", err_name(e->code), e->text);
}
