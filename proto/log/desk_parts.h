/*
 * desk_parts -- the pieces of the desk: folios and splices (desk_value.c),
 * decisions on held ops (desk_decide.c), the action as the rules see it
 * (desk_rules.c).
 */
#ifndef PROTO_LOG_DESK_PARTS_H
#define PROTO_LOG_DESK_PARTS_H

#include "proto/log/desk.h"

/* The space of the action is this; the own log is opened there. */
err_t desk_enter(struct act *act, uint32_t space) WUR;
err_t
desk_add(struct act *act, const struct op *op, dot_t *dot, dot_t root) WUR;
/* The action as the rules see it: in->changes. */
err_t desk_changes(struct act *act, struct rule_in *in) WUR;
/* What act->not_personal decides becomes records. */
err_t desk_pii(struct act *act) WUR;
/* Mint a folio into the creation op, unless it brings one. */
err_t desk_folio(
    struct act *act, const struct entity *e, dot_t root, struct op *op) WUR;
/* Can the new text travel as a splice that is shorter than itself? */
err_t desk_splice(struct act *act, const struct entity *e, dot_t id,
    const struct field *f, struct val now, struct op *op, bool *shorter) WUR;

#endif
