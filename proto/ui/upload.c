#include "proto/ui/upload.h"

#include "proto/base/text.h"
#include "proto/limits.h"

#define BOUNDARY_MAX 70 /* RFC 2046 */
#define HEAD_MAX     4096

static err_t
bad(const char *why)
{
	return (err_new(ERR_FORMAT, "form: %s", why));
}

static err_t
boundary_of(struct arena *a, const char *type, const char **out)
{
	const char *b = strstr(type, "boundary=");
	size_t n;

	if (strncmp(type, "multipart/form-data", 19) != 0 || b == NULL)
		return (bad("no multipart/form-data"));
	b += 9;
	if (*b == '"')
		n = strcspn(++b, "\"");
	else
		n = strcspn(b, "; \t");
	if (n == 0 || n > BOUNDARY_MAX)
		return (bad("boundary"));
	*out = arena_fmt(a, "\r\n--%.*s", (int)n, b);
	return (NULL);
}

static const uint8_t *
find(struct span s, const char *what, size_t n)
{
	return (s.n < n ? NULL : memmem(s.p, s.n, what, n));
}

/* name="..." of a part's head; "" when it has none. */
static const char *
attribute(struct arena *a, const char *head, const char *name)
{
	const char *p = strstr(head, name), *e;

	if (p == NULL)
		return (NULL);
	p += strlen(name);
	e = strchr(p, '"');
	return (e == NULL ? NULL : arena_dup(a, span_of(p, (size_t)(e - p))));
}

/* Line ends as LF, as form.h promises. */
static char *
text_of(struct arena *a, struct span s)
{
	char *out = arena_new(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		out[n++] = (char)(s.p[i] == '\r' ? '\n' : s.p[i]);
	}
	return (out);
}

static err_t
part(struct arena *a, const char *head, struct span body, struct upload *u)
{
	const char *line = strcasestr(head, "content-disposition: form-data");
	const char *name, *file;

	if (line == NULL)
		return (bad("a part without a name"));
	name = attribute(a, line, "; name=\"");
	file = attribute(a, line, "; filename=\"");
	if (name == NULL)
		return (bad("a part without a name"));
	if (u->files + u->form.n == LIMIT_FORM_FIELDS)
		return (err_new(ERR_LIMIT, "form: too many fields"));
	if (file != NULL) {
		if (file[0] != '\0' || body.n > 0)
			u->file[u->files++] =
			    (struct upload_file){ name, file, body };
		return (NULL);
	}
	if (!text_valid(body))
		return (bad("a field is not UTF-8"));
	u->form.field[u->form.n].name = arena_dup(a, span_str(name));
	u->form.field[u->form.n++].value = text_of(a, body);
	return (NULL);
}

/* One part: what stands between two boundaries. */
static err_t
take_part(struct arena *a, struct span s, struct upload *u)
{
	const uint8_t *blank = find(s, "\r\n\r\n", 4);
	struct span head;

	if (blank == NULL)
		return (bad("a part without a head"));
	head = span_of(s.p, (size_t)(blank - s.p));
	if (head.n > HEAD_MAX || !text_valid(head))
		return (bad("the head of a part"));
	return (part(
	    a, arena_dup(a, head), span_of(blank + 4, s.n - head.n - 4), u));
}

err_t
upload_take(
    struct arena *a, const char *type, struct span body, struct upload *u)
{
	const char *mark;
	const uint8_t *next;
	size_t n;

	*u = (struct upload){ .files = 0 };
	TRY(boundary_of(a, type, &mark));
	n = strlen(mark);
	u->form.field =
	    arena_new(a, LIMIT_FORM_FIELDS * sizeof(*u->form.field));
	u->file = arena_new(a, LIMIT_FORM_FIELDS * sizeof(*u->file));
	/* The first boundary has no line before it. */
	if (body.n < n - 2 || memcmp(body.p, mark + 2, n - 2) != 0)
		return (bad("it does not begin with its boundary"));
	body = span_of(body.p + n - 2, body.n - (n - 2));
	while (body.n >= 2 && memcmp(body.p, "\r\n", 2) == 0) {
		body = span_of(body.p + 2, body.n - 2);
		next = find(body, mark, n);
		if (next == NULL)
			return (bad("a part is cut"));
		TRY(take_part(a, span_of(body.p, (size_t)(next - body.p)), u));
		body = span_of(next + n, body.n - (size_t)(next - body.p) - n);
	}
	if (body.n < 2 || memcmp(body.p, "--", 2) != 0)
		return (bad("it is not whole"));
	return (NULL);
}
