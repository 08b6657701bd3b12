/*
 * roster -- every screen of the federal pages, by module.
 */
#ifndef HUB_PAGES_ROSTER_H
#define HUB_PAGES_ROSTER_H

#include "hub/board.h"

#define SCREENS(module) extern const struct screen module##_screens[];
#include "hub/pages/roster.def"
#undef SCREENS

extern const struct screen *const roster_all[]; /* ends with NULL */

#endif
