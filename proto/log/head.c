#include "proto/log/change.h"

#include "proto/limits.h"

/* One pair of a basis: an epoch and a number. */
static err_t
take_item(const json_t *e, const json_t *number, struct basis_item *b)
{
	if (json_kind(number) != JSON_IS_INT || json_int(number) < 0)
		return (err_new(ERR_FORMAT, "basis: not a position"));
	b->number = json_int(number);
	if (json_kind(e) == JSON_IS_TEXT) {
		b->named = true;
		TRY_FOR(span_b64(json_text(e), b->id, sizeof(b->id)), "basis");
		return (NULL);
	}
	if (json_kind(e) != JSON_IS_INT || json_int(e) < 1 ||
	    json_int(e) > LIMIT_EPOCHS)
		return (err_new(ERR_FORMAT, "basis: not an epoch"));
	b->index = (uint32_t)json_int(e);
	return (NULL);
}

/* [e, number, e, number, ...] */
static err_t
take_basis(const json_t *list, struct arena *a, struct head *h)
{
	size_t n = json_len(list) / 2;

	if (n == 0 || json_len(list) % 2 != 0)
		return (err_new(ERR_FORMAT, "basis: not in pairs"));
	if (n > LIMIT_EPOCHS)
		return (err_new(
		    ERR_LIMIT, "basis: more than %d hub epochs", LIMIT_EPOCHS));
	h->basis = arena_new(a, n * sizeof(*h->basis));
	h->basis_n = n;
	for (size_t i = 0; i < n; i++)
		TRY(take_item(json_at(list, 2 * i), json_at(list, 2 * i + 1),
		    &h->basis[i]));
	return (NULL);
}

static err_t
take_actor(const json_t *j, struct head *h)
{
	if (json_kind(j) == JSON_IS_TEXT) {
		h->new_actor = json_text(j);
		if (h->new_actor.n > LIMIT_ACTOR_BYTES)
			return (err_new(ERR_LIMIT, "actor: more than %d bytes",
			    LIMIT_ACTOR_BYTES));
		if (h->new_actor.n > 0)
			return (NULL);
	} else if (json_kind(j) == JSON_IS_INT && json_int(j) >= 0 &&
		   json_int(j) <= UINT32_MAX) {
		h->actor = (uint32_t)json_int(j);
		return (NULL);
	}
	return (err_new(ERR_FORMAT, "actor: neither a name nor a number"));
}

static err_t
take_head(const json_t *j, struct arena *a, struct head *h)
{
	const json_t *basis = json_at(j, 1);

	if (json_kind(j) != JSON_IS_LIST || json_len(j) != 5)
		return (err_new(ERR_FORMAT, "a head is a list of five"));
	for (size_t i = 0; i < 5; i++)
		if (i != 1 && i != 3 && json_kind(json_at(j, i)) != JSON_IS_INT)
			return (
			    err_new(ERR_FORMAT, "place %zu: not a number", i));
	h->at = json_int(json_at(j, 0));
	if (json_kind(basis) == JSON_IS_LIST) {
		TRY(take_basis(basis, a, h));
	} else if (json_kind(basis) != JSON_IS_INT || json_int(basis) < 0) {
		return (err_new(ERR_FORMAT, "basis: neither a number nor a "
					    "list"));
	} else if (json_int(basis) > 0) {
		h->basis = arena_new(a, sizeof(*h->basis));
		h->basis_n = 1;
		h->basis->delta = true;
		h->basis->number = json_int(basis);
	}
	if (json_int(json_at(j, 2)) < 1 || json_int(json_at(j, 2)) > UINT32_MAX)
		return (err_new(ERR_FORMAT, "schema: out of range"));
	h->schema = (uint32_t)json_int(json_at(j, 2));
	TRY(take_actor(json_at(j, 3), h));
	if (json_int(json_at(j, 4)) < 1)
		return (err_new(ERR_FORMAT, "a commit without ops"));
	if (json_int(json_at(j, 4)) > LIMIT_OPS_COMMIT)
		return (err_new(ERR_LIMIT, "more than %d ops in a commit",
		    LIMIT_OPS_COMMIT));
	h->n = (uint32_t)json_int(json_at(j, 4));
	return (NULL);
}

err_t
head_take(struct span line, struct arena *a, json_t **root, struct head *h)
{
	JSON_CLEAN j = NULL;

	*root = NULL;
	*h = (struct head){ 0 };
	TRY_FOR(
	    json_parse(line, LIMIT_LINE_BYTES, LIMIT_LINE_DEPTH, &j), "head");
	TRY_FOR(take_head(j, a, h), "head");
	*root = j;
	j = NULL;
	return (NULL);
}

static err_t
put_basis(const struct head *h, struct buf *out)
{
	must(h->basis_n <= LIMIT_EPOCHS);
	if (h->basis_n == 0)
		return (buf_byte(out, '0'));
	if (h->basis_n == 1 && h->basis[0].delta) {
		must(h->basis[0].number > 0);
		return (json_put_int(out, h->basis[0].number));
	}
	TRY(buf_byte(out, '['));
	for (size_t i = 0; i < h->basis_n; i++) {
		const struct basis_item *b = &h->basis[i];

		must(!b->delta && b->number >= 0);
		if (i > 0)
			TRY(buf_byte(out, ','));
		if (b->named) {
			TRY(json_put_b64(out, span_of(b->id, sizeof(b->id))));
		} else {
			must(b->index >= 1 && b->index <= LIMIT_EPOCHS);
			TRY(json_put_int(out, b->index));
		}
		TRY(buf_byte(out, ','));
		TRY(json_put_int(out, b->number));
	}
	return (buf_byte(out, ']'));
}

err_t
head_put(const struct head *h, struct buf *out)
{
	must(h->schema >= 1 && h->n >= 1 && h->n <= LIMIT_OPS_COMMIT);
	must(h->new_actor.n <= LIMIT_ACTOR_BYTES);
	TRY(buf_byte(out, '['));
	TRY(json_put_int(out, h->at));
	TRY(buf_byte(out, ','));
	TRY(put_basis(h, out));
	TRY(buf_byte(out, ','));
	TRY(json_put_int(out, h->schema));
	TRY(buf_byte(out, ','));
	if (h->new_actor.n > 0)
		TRY(json_put_text(out, h->new_actor));
	else
		TRY(json_put_int(out, h->actor));
	TRY(buf_byte(out, ','));
	TRY(json_put_int(out, h->n));
	return (buf_byte(out, ']'));
}
