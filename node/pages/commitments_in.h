/*
 * commitments_in -- what the files of commitments share.
 */
#ifndef NODE_PAGES_COMMITMENTS_IN_H
#define NODE_PAGES_COMMITMENTS_IN_H

#include "node/pages/commitments.h"

#define COMMITMENTS_CHARS 90 /* of a text in a row or a choice */

/* Records of a roundtable as choices, with what they say. */
err_t commitments_agreements(
    struct asks *s, struct ask *a, dot_t mesa, bool open_only) WUR;
err_t commitments_sessions(struct asks *s, struct ask *a, dot_t mesa) WUR;
err_t commitments_gaps(struct asks *s, struct ask *a, dot_t mesa) WUR;
err_t commitments_results(struct asks *s, struct ask *a, dot_t mesa) WUR;

err_t commitments_result(struct page *p) WUR;

#endif
