/*
 * merge -- what a record is, given everything that was written to it.
 *
 * Pure: a set of ops goes in, a state and its open reviews come out; no SQL,
 * no clock, no order of arrival (docs/protocol.md, section 9).  fold uses it
 * whenever an op does not simply follow what is there; the common case that
 * it may skip gives the same result.
 */
#ifndef PROTO_LOG_MERGE_H
#define PROTO_LOG_MERGE_H

#include "proto/log/change.h"

struct write { /* one op on the record, with what is known of its commit */
	struct op op;
	dot_t dot;
	int64_t rank; /* min(at, earliest receipt + LIMIT_RANK_AHEAD_S) */
	bool held; /* not by the owner: it is a proposal and changes nothing */
};

struct merge_in {
	const struct entity *entity;
	const struct write
	    *writes; /* any order; each dot once; CREATE at most once */
	size_t n;
	/* Is a in the past of b (b's author had seen a)? Strict, transitive. */
	bool (*past)(void *ctx, dot_t a, dot_t b);
	/* Total order of dots that is the same on every store: (log id, seq,
	 * index). */
	int (*order)(void *ctx, dot_t a, dot_t b);
	void *ctx;
};

enum review {
	REVIEW_NONE,
	REVIEW_VALUE,    /* different values, neither author saw the other */
	REVIEW_TEXT,     /* paragraphs that overlap */
	REVIEW_VOID,     /* voided by one, edited by another who did not know */
	REVIEW_FOLIO,    /* two records with one folio */
	REVIEW_TERMINAL, /* two different terminal states: shown as in dispute
			  */
	REVIEW_APPROVAL  /* two approvals of different minutes */
};

struct version { /* one of the maximal writes of a field */
	dot_t dot;
	int64_t rank;
	struct val v; /* full value; for a splice the text it results in */
};

struct merged_field {
	uint32_t field;   /* FIELD_LIFE: the lifecycle */
	struct val shown; /* by the field's policy; text: merged text; list,
			     count: unused / sum */
	size_t n;         /* versions, in order(); 1 unless concurrent */
	struct version *versions;
	struct val base; /* what all had seen (n > 1) */
	dot_t base_dot;  /* 0: none */
	enum review review;
};

struct merged_element { /* one surviving add, or a remove that must be
			   remembered */
	uint32_t field;
	struct val v;
	dot_t dot;
	bool removed;
};

struct merged {
	enum life life; /* LIFE_ABSENT when no CREATE is among the writes */
	struct merged_field
	    *fields; /* every field that was ever written, by number; life (0)
			first if there is any life op or review */
	size_t n;
	struct merged_element *elements;
	size_t elements_n;
	dot_t *amendments; /* writes that came after or beside the approval of
			      minutes */
	size_t amendments_n;
};

/* Everything in *out comes from the arena or borrows from the writes. */
err_t merge_record(
    const struct merge_in *in, struct arena *a, struct merged *out) WUR;

/* Three-way merge by paragraph ('\n' ends one), pinned by golden vectors.
 * texts in order(); overlapping changes keep both sides, marked; *overlap says
 * so. */
err_t merge_text(struct span base, const struct span *texts, size_t n,
    struct arena *a, struct span *out, bool *overlap) WUR;

#endif
