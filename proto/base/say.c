#include "proto/base/say.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/base/clock.h"
#include "proto/base/text.h"

#define SAY_LINE_MAX 1024

/* How much is said: the one setting of the process, written at start. */
static atomic_int say_most = SAY_WARN;

void
say_level(enum say_level most)
{
	atomic_store(&say_most, (int)most);
}

void
say(enum say_level l, const char *module, const char *fmt, ...)
{
	static const char *const word[] = { "error", "warn", "info", "debug" };
	char line[SAY_LINE_MAX], when[21];
	va_list ap;
	size_t n;
	int m;

	must(l <= SAY_DEBUG);
	if ((int)l > atomic_load(&say_most))
		return;
	text_time_put(clock_now(), when);
	m = snprintf(
	    line, sizeof(line), "%s %s %.40s: ", when, word[l], module);
	must(m > 0 && (size_t)m < sizeof(line));
	n = (size_t)m;
	va_start(ap, fmt);
	m = vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	va_end(ap);
	/* One line is one line, whatever came from outside. */
	for (; m > 0 && line[n] != '\0'; n++)
		if ((unsigned char)line[n] < 0x20 || line[n] == 0x7f)
			line[n] = '?';
	line[n++] = '\n';
	/* One write, so that lines of two threads do not mix; a log that
	 * cannot be written has nobody left to tell. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void
say_err(const char *module, err_t e)
{
	must(e != NULL);
	say(SAY_ERROR, module, "%s: %s", err_name(e->code), e->text);
}
