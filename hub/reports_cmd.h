/*
 * reports_cmd -- `mesas-hub report KIND [SUBJECT] [--as html]`.
 */
#ifndef HUB_REPORTS_CMD_H
#define HUB_REPORTS_CMD_H

#include "hub/reports.h"
#include "proto/cmd/cmd.h"

#define REPORTS_CMD_SYNOPSIS                                                   \
	"KIND [SUBJECT] [--as FORMAT] [--at POSITIONS] [--on DATE]"
#define REPORTS_CMD_HELP    "Print a report: practice; as html, odt, xlsx or json."
#define REPORTS_CMD_OPTIONS "as=FORMAT at=POSITIONS on=DATE lang=LANG"

err_t reports_cmd(struct cmd *c, struct cli *cli) WUR;

#endif
