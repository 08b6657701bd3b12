/*
 * registry_in -- what the files of the registry share; for nobody else.
 */
#ifndef HUB_REGISTRY_IN_H
#define HUB_REGISTRY_IN_H

#include "hub/registry.h"

/* A right changed. */
err_t registry_moved(struct db *db) WUR;

#endif
