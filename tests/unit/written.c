#include "tests/unit/written.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/log/append.h"
#include "tests/unit/folder.h"

void
written_ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

void
written_folder(char out[64])
{
	(void)snprintf(out, 64, "/tmp/mesas-written-XXXXXX");
	assert_non_null(mkdtemp(out));
}

void
written_sweep(const char *dir)
{
	assert_int_equal(folder_sweep(dir), 0);
}

dot_t
written_commit(struct store *st, const struct key *k, const char *space,
    const char *name, int64_t at)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	CLEAN(arena_free) struct arena a = ARENA;
	struct append *ap = arena_new(&a, sizeof(*ap));
	struct fv fv = { FIELD_institution_official_name, val_str(name) };
	struct op op = { .kind = OP_CREATE,
		.entity = ENTITY_institution,
		.n = 1,
		.fv = &fv };
	uint8_t pub[KEY_LEN];
	uint32_t no;
	dot_t dot = 0;

	key_public(k, pub);
	written_ok(tx_begin(&tx, st->db));
	written_ok(ledger_refresh(st->l));
	written_ok(ledger_space(st->l, space, true, &no));
	written_ok(append_begin(ap, st->l, &a, no, pub));
	written_ok(append_op(ap, &op, &dot));
	written_ok(append_end(ap, at, "ana"));
	written_ok(
	    fold_commits(st->f, dot_log(dot), dot_seq(dot), dot_seq(dot)));
	written_ok(tx_commit(&tx));
	return (dot);
}

static err_t
one_more(void *ctx, const struct record *r)
{
	size_t *n = ctx;

	(void)r;
	(*n)++;
	return (NULL);
}

size_t
written_count(struct store *st, const char *name)
{
	CLEAN(arena_free) struct arena a = ARENA;
	const struct entity *e = schema_entity(ENTITY_institution);
	struct cond c = { schema_field(e, FIELD_institution_official_name),
		val_str(name) };
	size_t n = 0;

	written_ok(state_find(st->l, e, &c, 1, false, &a, one_more, &n));
	return (n);
}
