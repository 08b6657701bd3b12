/*
 * marks -- what several screens show in the same way: the mark of a theme,
 * the state of an agreement, who did something.
 */
#ifndef NODE_PAGES_MARKS_H
#define NODE_PAGES_MARKS_H

#include "node/page.h"
#include "proto/ui/chips.h"

struct mark { /* a pill; text "": none */
	const char *mood, *icon, *text;
};

/* Class and icon of a theme, and its name. */
struct theme_mark {
	const char *code, *icon, *text;
};

struct theme_mark marks_theme(struct page *p, int64_t theme);
/* shown: of rule_agreement_shown. */
struct mark
marks_agreement(struct page *p, int shown, bool has_due, int64_t due);
struct mark marks_gap(struct page *p, int64_t status);
struct mark marks_escalation(struct page *p, int shown);
/* "hace 3 días", "38 días". */
const char *marks_days(struct page *p, int64_t days);
/* A day as people read it. */
const char *marks_day(struct page *p, int64_t day);
/* The name behind an account of this computer, or the account. */
const char *marks_person(struct page *p, const char *account);
/* "María Gómez · Tapachula, PC-1 · 24 nov 2026, 10:02" */
const char *marks_who(struct page *p, const struct cmd_who *w);
/* Where a record is read: a screen of its own, or the records. */
const char *marks_href(struct page *p, const struct entity *e, dot_t id);
/* Does this office keep the roundtable today? root 0: the federal level's. */
err_t marks_own(struct page *p, dot_t root, bool *own) WUR;

/* A theme as a filter. */
struct chip *marks_theme_chip(
    struct chips *c, struct theme_mark m, const char *href, int64_t n, bool on);

void mark_tpl(struct html *h, const struct mark *v);
void theme_mark_tpl(struct html *h, const struct theme_mark *v);

#endif
