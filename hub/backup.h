/*
 * backup -- a copy of the hub, and the way back.
 *
 * `backup FILE` writes the store to FILE, while others work, and keys,
 * certificates and configuration to FILE.keys: both are needed where nothing
 * of the hub is left, and both are secret.  `restore FILE` proves the copy,
 * opens a new hub epoch and new logs of the hub in it, and only then puts it
 * in the place of the store, which stays beside as hub.db.before.  Keys that
 * are there are kept.  What the copy lacks the offices hand back.
 */
#ifndef HUB_BACKUP_H
#define HUB_BACKUP_H

#include "hub/house.h"
#include "proto/cmd/cmd.h"

err_t backup_keys(const struct house *h, const char *file) WUR;
/* LOCKED while a service runs; UNTRUSTED the copy of another hub; MISSING
 * when keys are neither there nor beside FILE. */
err_t backup_take_back(const char *dir, const char *file) WUR;

#endif
