#include "node/pages/screens.h"

const struct screen *const screens_all[] = {
#define SCREENS(module) module##_screens,
#include "node/pages/screens.def"
#undef SCREENS
	NULL,
};
