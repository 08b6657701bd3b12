#include "hub/pages/roster.h"

const struct screen *const roster_all[] = {
#define SCREENS(module) module##_screens,
#include "hub/pages/roster.def"
#undef SCREENS
	NULL,
};
