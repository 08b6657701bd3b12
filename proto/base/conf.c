#include "proto/base/conf.h"

#include "proto/base/buf.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/base/text.h"
#include "proto/limits.h"

static bool
blank(uint8_t c)
{
	return (c == ' ' || c == '\t' || c == '\r');
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && blank(s.p[s.n - 1]))
		s.n--;
	return (s);
}

static err_t
read_line(struct span line, struct conf_item *items, uint8_t *seen)
{
	struct span name = trim(line), value;
	size_t n = 0;

	if (name.n == 0 || name.p[0] == '#')
		return (NULL);
	while (n < name.n && !blank(name.p[n]))
		n++;
	value = trim(span_of(name.p + n, name.n - n));
	name.n = n;
	if (!text_valid(line))
		return (err_new(ERR_CONFIG, "not UTF-8"));
	for (size_t i = 0; items[i].name != NULL; i++) {
		if (!span_eq(name, span_str(items[i].name)))
			continue;
		if (seen[i] != 0)
			return (err_new(
			    ERR_CONFIG, "%s: given twice", items[i].name));
		seen[i] = 1;
		mem_free(items[i].value);
		items[i].value = mem_new(value.n + 1);
		if (value.n > 0)
			memcpy(items[i].value, value.p, value.n);
		return (NULL);
	}
	return (err_new(ERR_CONFIG, "unknown name \"%.*s\"",
	    (int)(name.n < 60 ? name.n : 60), (const char *)name.p));
}

err_t
conf_read(const char *path, struct conf_item *items)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);
	CLEAN(buf_free) struct buf seen = BUF(LIMIT_CONF_BYTES);
	struct span rest, line;
	uint8_t *mark;
	size_t n = 0;
	err_t e;

	/* Owned from here on, whatever happens. */
	for (; items[n].name != NULL; n++)
		items[n].value = mem_dup(items[n].value);
	TRY(buf_room(&seen, n + 1, &mark));
	memset(mark, 0, n + 1);
	e = file_read(path, &b);
	if (e != NULL && e->code == ERR_MISSING)
		return (NULL);
	TRY(e);
	if (b.n > 0 && b.p[b.n - 1] != '\n')
		TRY(buf_byte(&b, '\n'));
	rest = buf_all(&b);
	for (n = 1; span_line(&rest, &line); n++)
		TRY_FOR(read_line(line, items, mark), "%s:%zu", path, n);
	return (NULL);
}

void
conf_free(struct conf_item *items)
{
	for (size_t i = 0; items[i].name != NULL; i++) {
		mem_free(items[i].value);
		items[i].value = NULL;
	}
}

err_t
conf_write(const char *path, const struct conf_item *items)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);

	for (size_t i = 0; items[i].name != NULL; i++) {
		struct span v = span_str(items[i].value);

		if (items[i].value == NULL)
			continue;
		if (!text_valid(v) || memchr(v.p, '\n', v.n) != NULL ||
		    trim(v).n != v.n)
			return (err_new(ERR_CONFIG,
			    "%s: the value does not fit a line",
			    items[i].name));
		TRY(buf_fmt(&b, "%s %s\n", items[i].name, items[i].value));
	}
	return (file_replace(path, buf_all(&b), 0600));
}
