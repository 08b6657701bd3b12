/* A form, or the query of an address: encoded again it is the same form. */
#include "proto/ui/form.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "tests/fuzz/fuzz.h"

static void
encode(struct buf *b, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (; *s != '\0'; s++) {
		if (*s == ' ')
			must(buf_byte(b, '+') == NULL);
		else if (strchr(plain, *s) != NULL)
			must(buf_byte(b, (uint8_t)*s) == NULL);
		else
			must(buf_fmt(b, "%%%02X", (unsigned char)*s) == NULL);
	}
}

static void
look(const struct form *f, size_t i)
{
	const struct form_field *x = &f->field[i];
	size_t same = 0;

	must(text_valid(span_str(x->name)) && text_valid(span_str(x->value)));
	must(strchr(x->name, '\r') == NULL && strchr(x->value, '\r') == NULL);
	for (size_t k = 0; k < i; k++)
		same += strcmp(f->field[k].name, x->name) == 0;
	must(form_get(f, x->name, same) == x->value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(arena_free) struct arena a = ARENA;
	CLEAN(buf_free) struct buf b = BUF(1 << 20);
	struct form f, again;

	if (form_take(&a, span_of(p, n), &f) != NULL) {
		must(f.n == 0);
		return (0);
	}
	must(f.n <= LIMIT_FORM_FIELDS);
	for (size_t i = 0; i < f.n; i++) {
		look(&f, i);
		encode(&b, f.field[i].name);
		must(buf_byte(&b, '=') == NULL);
		encode(&b, f.field[i].value);
		must(i + 1 == f.n || buf_byte(&b, '&') == NULL);
	}
	must(form_take(&a, buf_all(&b), &again) == NULL);
	must(again.n <= f.n);
	for (size_t i = 0, k = 0; i < f.n; i++) {
		if (f.field[i].name[0] == '\0' && f.field[i].value[0] == '\0' &&
		    again.n < f.n)
			continue; /* "=" says nothing */
		must(strcmp(again.field[k].name, f.field[i].name) == 0);
		must(strcmp(again.field[k].value, f.field[i].value) == 0);
		k++;
	}
	return (0);
}
