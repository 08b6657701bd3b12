/*
 * doctor -- is everything in order at the hub?  One finding a line.
 */
#ifndef HUB_DOCTOR_H
#define HUB_DOCTOR_H

#include "hub/house.h"
#include "proto/cmd/cmd.h"

/* Writes the findings to c->out; DAMAGED when the store is. */
err_t doctor_check(struct house *h, struct cmd *c, struct cli *cli) WUR;

#endif
