/*
 * courier_cmd -- bundles as commands, with files in a folder.
 */
#ifndef NODE_COURIER_CMD_H
#define NODE_COURIER_CMD_H

#include "node/courier.h"
#include "proto/base/cli.h"

/* [DIR]: make bundles there; "." when it is not said. */
err_t courier_cmd_make(struct office *o, struct cli *cli) WUR;
/* INVITATION --bundle DIR */
err_t courier_cmd_ask(struct office *o, struct cli *cli) WUR;
/* FILE...: each is tried; the first error is what the command ends with. */
err_t courier_cmd_read(struct office *o, struct cli *cli) WUR;
/* FILE: what it is and whom it is for, as far as anybody may know. */
err_t courier_cmd_show(struct office *o, struct cli *cli) WUR;

#endif
