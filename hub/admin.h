/*
 * admin -- what the federal level does with offices and their computers.
 *
 * Each function is one command: it changes registry and records in one
 * transaction, gives them positions, and writes its answer to c->out.  A
 * service that runs at the same time notices by itself.
 */
#ifndef HUB_ADMIN_H
#define HUB_ADMIN_H

#include "hub/house.h"
#include "proto/cmd/cmd.h"

/* CODE --name N --spaces S,S.  An office that is there gets the new name and
 * exactly these spaces: that is how spaces are gained and lost. */
err_t admin_office_add(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_offices(struct house *h, struct cmd *c, struct cli *cli) WUR;
/* CODE [--url URL]: one line of text for the office. */
err_t admin_invite(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_nodes(struct house *h, struct cmd *c, struct cli *cli) WUR;
/* NODE: number, fingerprint, serial or name. Twice is once. */
err_t admin_revoke(struct house *h, struct cmd *c, struct cli *cli) WUR;
/* FILE... [--out DIR]: bundles of offices; each answer beside its file, or in
 * DIR.  One that is refused does not stop the others. */
err_t admin_bundle_read(struct house *h, struct cmd *c, struct cli *cli) WUR;
/* ROUNDTABLE OFFICE --on DATE [--act TEXT] */
err_t admin_handover(struct house *h, struct cmd *c, struct cli *cli) WUR;

/* The accounts of the pages.  A password is typed at the terminal without being
 * shown, or comes as the first line of the input. */
err_t admin_user_add(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_user_list(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_user_role(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_user_password(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_user_close(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_user_reopen(struct house *h, struct cmd *c, struct cli *cli) WUR;
err_t admin_visits(struct house *h, struct cmd *c, struct cli *cli) WUR;
/* "audit,technical_admin" as ROLE() bits; DATA names those that there are. */
err_t admin_roles(const char *list, unsigned *roles) WUR;

#endif
