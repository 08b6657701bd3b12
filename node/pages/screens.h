/*
 * screens -- every screen of the office's page, by module.
 */
#ifndef NODE_PAGES_SCREENS_H
#define NODE_PAGES_SCREENS_H

#include "node/page.h"

#define SCREENS(module) extern const struct screen module##_screens[];
#include "node/pages/screens.def"
#undef SCREENS

extern const struct screen *const screens_all[]; /* ends with NULL */

#endif
