/*
 * fixture -- a store of the federal level in a folder of its own, and the
 * words that most tests say about it.
 *
 * fixture_open and fixture_close are for cmocka's setup and teardown. What is
 * written by fixture_op asks neither desk nor rules.
 */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "proto/domain/vocab.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"

struct fixture {
	char dir[64], path[96];
	struct store st;
	struct desk desk;
	struct key *key;
	uint8_t pub[KEY_LEN];
};

int fixture_open(void **state);
int fixture_close(void **state);

/* One commit with these ops (or one op) in a space; the dot of the first. */
dot_t fixture_commit(struct fixture *f, const struct key *k, const char *space,
    const struct op *ops, size_t n);
dot_t fixture_op(struct fixture *f, const char *space, const struct op *op);
dot_t fixture_create(struct fixture *f, const char *space, uint32_t entity,
    struct fv *fv, size_t n);
/* A roundtable in the space of a state. */
dot_t fixture_roundtable(struct fixture *f, const char *space);
/* Close the tail of the log that is written in a space; its number. */
uint32_t fixture_seal(struct fixture *f, const char *space);
uint32_t fixture_space(struct fixture *f, const char *space);

/* The same by a desk: one action with one creation, or one edit. */
dot_t
fixture_make(struct desk *d, uint32_t entity, const struct fv *fv, size_t n);
err_t fixture_edit(
    struct desk *d, uint32_t entity, dot_t id, const struct fv *fv, size_t n);

/* An office with a computer, and its desk; the caller frees the key. */
struct fixture_office {
	struct key *key;
	struct desk desk;
	dot_t id;
	char home[32];
};
void
fixture_office(struct fixture *f, const char *code, struct fixture_office *o);
/* The office keeps the secretariat of a roundtable from that day on. */
void
fixture_give(struct fixture *f, dot_t roundtable, dot_t office, int64_t since);
/* A municipal roundtable by the federal desk, complete as the rules want. */
dot_t fixture_mesa(struct fixture *f, const char *cvegeo);
dot_t fixture_gap(struct desk *d, dot_t roundtable, const char *title);

/* What has no position yet gets one, as a hub would give it: who writes next
 * has seen it. */
void fixture_stamp(struct fixture *f);

/* The first column of the first row; -1: no row. */
int64_t fixture_count(struct fixture *f, const char *sql);
/* Change rows behind the program's back. */
void fixture_run(struct fixture *f, const char *sql);
/* From here on reading that table fails, at the first row; and no more. */
void fixture_unread(struct fixture *f, const char *table);
void fixture_read(struct fixture *f, const char *table);
/* Rows are what the log says, and the log says the same again. */
void fixture_same(struct fixture *f);
/* Close the store and open it again. */
void fixture_again(struct fixture *f);

static inline void
ok(err_t e)
{
	if (e != NULL)
		fail_msg("%s: %s", err_name(e->code), e->text);
}

static inline void
fails(err_t e, enum err_code code)
{
	if (e == NULL)
		fail_msg("expected %s", err_name(code));
	if (e->code != code)
		fail_msg("expected %s, got %s: %s", err_name(code),
		    err_name(e->code), e->text);
}

/* The same, and what it says. */
static inline void
fails_saying(err_t e, enum err_code code, const char *words)
{
	fails(e, code);
	if (strstr(e->text, words) == NULL)
		fail_msg("expected \"%s\", got: %s", words, e->text);
}

#define FIX(e, f, x)                                                           \
	{                                                                      \
		FIELD_##e##_##f, x                                             \
	}
#define FIX_N(fv) (sizeof(fv) / sizeof(*(fv)))
#define IN_STORE(test)                                                         \
	cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

#endif
