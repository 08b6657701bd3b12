/*
 * near -- a road to a hub that stands in the same process.
 *
 * near.c is linked in place of node/link_https.c: what the office asks goes
 * straight to the hub's invitations, intake and outlet, as hub/front and
 * hub/writer would bring it, so that one fault may strike either side.
 */
#ifndef TESTS_TORTURE_NEAR_H
#define TESTS_TORTURE_NEAR_H

#include <stdbool.h>

/* The folder of the hub; and whether what arrives there is bent, so that it
 * must be refused. */
void near_hub(const char *dir, bool bend);

#endif
