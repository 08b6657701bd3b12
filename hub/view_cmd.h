/*
 * view_cmd -- `mesas-hub view WHAT [--space S] [--csv] [--json]`.
 */
#ifndef HUB_VIEW_CMD_H
#define HUB_VIEW_CMD_H

#include "proto/cmd/cmd.h"

/* A row for the table of commands. */
#define VIEW_CMD_SYNOPSIS "WHAT [--space SPACE] [--csv]"
#define VIEW_CMD_HELP                                                          \
	"Print a consolidated view: overview, mesas, states, agreements, "     \
	"overdue, gaps, freshness, disputes or commitments."
#define VIEW_CMD_OPTIONS "space=SPACE csv bom on=DATE lang=LANG"

err_t view_cmd(struct cmd *c, struct cli *cli) WUR;

#endif
