/*
 * vocab -- see vocab.h.
 */
#include "proto/domain/vocab.h"

#include <string.h>

#include "proto/base/text.h"
#include "proto/limits.h"

/* The codes of each vocabulary. */
#define VOCAB(v, open)            static const struct code v##_codes[] = {
#define CODE(v, no, name, es, en) { #name, es, en, no, 0, false },
#define LIVE                      false
#define FINAL                     true
#define STEP(v, no, name, advance, final, es, en)                              \
	{ #name, es, en, no, advance, final },
#define END(v)                                                                 \
	}                                                                      \
	;
#define THEME(...)
/* clang-format off */
#include "proto/domain/vocab.def"
#undef VOCAB
#undef CODE
#undef STEP
#undef END

/* The vocabularies. */
#define OPEN   true
#define CLOSED false
#define VOCAB(v, open)                                                         \
	{ #v, open, v##_codes, sizeof(v##_codes) / sizeof(v##_codes[0]) },
#define CODE(...)
#define STEP(...)
#define END(...)
const struct vocab vocab_all[] = {
#include "proto/domain/vocab.def"
};
#undef VOCAB
#undef THEME

/* Themes. */
#define VOCAB(...)
#define THEME(theme, axis, acronym, es, en)                                    \
	{ CODE_theme_##theme, CODE_axis_##axis, acronym, es, en },
static const struct theme themes[] = {
#include "proto/domain/vocab.def"
};
/* clang-format on */

const size_t vocab_count = sizeof(vocab_all) / sizeof(vocab_all[0]);

const struct vocab *
vocab_named(const char *name)
{
	for (size_t i = 0; i < vocab_count; i++)
		if (strcmp(vocab_all[i].name, name) == 0)
			return (&vocab_all[i]);
	return (NULL);
}

const struct code *
vocab_code(const struct vocab *v, int64_t no)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->codes[i].no == no)
			return (&v->codes[i]);
	return (NULL);
}

const char *
vocab_say(const char *vocab, int64_t no, const char *lang)
{
	const struct vocab *v = vocab_named(vocab);
	const struct code *c = v == NULL ? NULL : vocab_code(v, no);

	return (c == NULL ? "" : strcmp(lang, "en") == 0 ? c->en : c->es);
}

static bool
same(const char *folded, const char *label)
{
	char b[LIMIT_NAME_BYTES + 1];
	struct span s = span_str(label);

	must(s.n <= LIMIT_NAME_BYTES);
	text_fold(s, b);
	return (strcmp(folded, b) == 0);
}

const struct code *
vocab_find(const struct vocab *v, const char *s)
{
	char folded[LIMIT_NAME_BYTES + 1];
	struct span given = span_str(s);

	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->codes[i].name, s) == 0)
			return (&v->codes[i]);
	if (given.n > LIMIT_NAME_BYTES || !text_valid(given))
		return (NULL);
	text_fold(given, folded);
	for (size_t i = 0; i < v->n; i++)
		if (same(folded, v->codes[i].es) ||
		    same(folded, v->codes[i].en))
			return (&v->codes[i]);
	return (NULL);
}

const struct theme *
vocab_theme(int64_t theme)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++)
		if (themes[i].no == theme)
			return (&themes[i]);
	return (NULL);
}
