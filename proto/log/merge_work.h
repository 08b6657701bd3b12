/*
 * merge_work -- one record on the bench: what the parts of merge share.
 *
 * Private to merge*.c.  The writes that count are sorted by order() and then
 * taken apart into entries, one for each value they give a field, so that
 * whatever is done in the order of the entries does not depend on the order
 * of arrival.
 */
#ifndef PROTO_LOG_MERGE_WORK_H
#define PROTO_LOG_MERGE_WORK_H

#include "proto/log/merge.h"

struct entry {
	size_t w; /* which write, in work.w */
	size_t
	    seq; /* place inside its op: the last value of a register counts */
	const struct field *f; /* NULL: the lifecycle */
	struct val v;          /* of a splice: the text it inserts */
};

struct work {
	const struct merge_in *in;
	struct arena *a;
	const struct write **w; /* those that count, in order() */
	size_t n;
	size_t create;   /* which of w; n when there is none */
	struct entry *e; /* by field, write, place */
	size_t e_n;
};

/* Had the author of write j seen write i? A creation is seen by all. */
bool merge_saw(const struct work *k, size_t i, size_t j);

/* Entries of one field that no other of them has in its past, in order();
 * out has room for n places. Linear while few are concurrent. */
size_t merge_field_maxima(
    const struct work *k, const struct entry *e, size_t n, size_t *out);
/* Versions and base of a field; no judgement. */
void merge_field_versions(const struct work *k, const struct entry *e, size_t n,
    struct merged_field *mf);
/* All about a field; lists get no versions. */
err_t merge_field_one(const struct work *k, const struct entry *e, size_t n,
    struct merged_field *mf) WUR;

/* Surviving adds and maximal removes of one list field, by value; out has room
 * for n. Says how many. */
size_t merge_list_one(const struct work *k, const struct entry *e, size_t n,
    struct merged_element *out);

/* The entries of a text field without the splices that cannot be read. */
size_t merge_splice_readable(
    const struct work *k, const struct entry *e, size_t n, struct entry *out);
/* Give the entries with keep[i] the whole text they result in. */
void merge_splice_values(
    const struct work *k, struct entry *e, size_t n, const bool *keep);

/* What approvals do to minutes. */
struct freeze {
	size_t *first; /* approvals that saw no other approval; writes, in
			  order() */
	size_t first_n;
	size_t
	    *settle; /* resolutions that saw all of several first approvals */
	size_t settle_n;
	size_t
	    *stand; /* whose content may be shown: the last settles, or first */
	size_t stand_n;
};
/* Find the approvals; take what they froze out of k->e and list it. */
void merge_minutes_freeze(struct work *k, struct freeze *z, struct merged *out);
/* Does write w belong to the content that is shown of field f? */
bool merge_minutes_shows(const struct work *k, const struct freeze *z,
    const struct field *f, size_t w);
/* After the fields: reviews, and what is shown of two approvals. */
err_t merge_minutes_show(
    const struct work *k, const struct freeze *z, struct merged *out) WUR;

#endif
