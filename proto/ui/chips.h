/*
 * chips -- what lists of office and hub have alike: filters as links, and how
 * a code is coloured (never the only sign; its words are the vocabulary's).
 */
#ifndef PROTO_UI_CHIPS_H
#define PROTO_UI_CHIPS_H

#include "proto/base/mem.h"
#include "proto/ui/tpl.h"

/* Filters, and how many each leaves. */
struct chip {
	const char *text, *href;
	const char *icon, *mood; /* icon "": none */
	int64_t n;
	bool on;
};
struct chips {
	const char *label;
	struct chip *v;
	size_t v_n, cap;
};

/* Room for so many (arena). */
struct chips chips_make(struct arena *a, const char *label, size_t most);
/* One more; there must be room. */
struct chip *chips_add(
    struct chips *c, const char *text, const char *href, int64_t n, bool on);

/* Class of a pill and its icon. */
struct chips_look {
	const char *mood, *icon;
};
/* Of an agreement as it is shown (rule_agreement_shown). */
struct chips_look chips_agreement(int shown);

void chips_tpl(struct html *h, const struct chips *v);

#endif
