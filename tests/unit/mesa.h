/*
 * mesa -- a roundtable in memory, for the tests of the rules.
 *
 * mesa_open gives a state roundtable that breaks no rule (see the ids); a
 * test collects the changes of one action and says mesa_save, which runs both
 * passes of the rules around the changes and takes them back when refused.
 */
#ifndef TESTS_UNIT_MESA_H
#define TESTS_UNIT_MESA_H

#include "proto/domain/rule.h"
#include "proto/domain/vocab.h"

enum { /* what is there: 1 roundtable of Chiapas, its members, one session */
	FEDERAL = 1,
	CHIAPAS = 2,
	SEP = 11,
	ACNUR = 12,
	CSO = 13,
	OLD = 14,
	OUTSIDER = 15,
	OFFICE = 16,
	OFFICE2 = 17,
	SECRETARIAT = 18,
	MEMBER_SEP = 21,
	MEMBER_ACNUR = 22,
	MEMBER_CSO = 23,
	SESSION = 31,
	NEXT_SESSION = 32,
	ATTEND_SEP = 41,
	ATTEND_ACNUR = 42,
	AGREEMENT = 51,
	RESPONSIBLE = 61,
	GAP = 71,
	MINUTES = 81,
	TITULAR = 91,
	NEW = 1000 /* free from here */
};

#define TODAY 20500 /* 2026-02-16 */
#define FINE  (-1)  /* mesa_save: accepted */

#define MESA_RECORDS 64
#define MESA_FIELDS  32
#define MESA_CHANGES 16

struct mesa_record {
	const struct entity *e;
	int64_t id;
	bool voided;
	struct val v[MESA_FIELDS];
};

struct mesa_element {
	const struct field *f;
	int64_t id;
	struct val v;
};

struct mesa_facts {
	struct mesa_record r[MESA_RECORDS];
	size_t n;
	struct mesa_element l[MESA_RECORDS];
	size_t n_l;
};

struct mesa {
	struct mesa_facts now, was;
	struct arena a;
	struct notes notes;
	struct rule_change c[MESA_CHANGES];
	size_t n;
	bool federal;
	int64_t skew_s;
};

/* A field and its value; ends with f 0. */
struct mesa_fv {
	int f;
	struct val v;
};
#define INT(e, f, x)                                                           \
	{                                                                      \
		FIELD_##e##_##f, val_int(x)                                    \
	}
#define TEXT(e, f, s)                                                          \
	{                                                                      \
		FIELD_##e##_##f, val_str(s)                                    \
	}
#define NONE(e, f)                                                             \
	{                                                                      \
		FIELD_##e##_##f, val_null()                                    \
	}
#define CODE(e, f, vocab, c)                                                   \
	{                                                                      \
		FIELD_##e##_##f, val_int(CODE_##vocab##_##c)                   \
	}
#define FV(...) ((const struct mesa_fv[]){ __VA_ARGS__, { 0, val_null() } })

void mesa_open(struct mesa *m);
void mesa_close(struct mesa *m);
void mesa_change(struct mesa *m, enum rule_kind kind, int entity, int64_t id,
    const struct mesa_fv *fv, const char *reason);
/* FINE, or the number of the rule that refused; clears the changes. */
int mesa_save(struct mesa *m);
/* What came from another computer: applied, then rule_marks. */
void mesa_merge(struct mesa *m);
/* Is there a warning of that rule whose Spanish sentence holds the words? */
bool mesa_noted(const struct mesa *m, int rule, const char *words);
struct facts mesa_facts(struct mesa *m);

#define CREATE(m, e, id, ...)                                                  \
	mesa_change((m), RULE_CREATE, ENTITY_##e, (id), FV(__VA_ARGS__), NULL)
#define EDIT(m, e, id, ...)                                                    \
	mesa_change((m), RULE_EDIT, ENTITY_##e, (id), FV(__VA_ARGS__), NULL)
#define ADD(m, e, id, ...)                                                     \
	mesa_change((m), RULE_ADD, ENTITY_##e, (id), FV(__VA_ARGS__), NULL)
#define REMOVE(m, e, id, ...)                                                  \
	mesa_change((m), RULE_REMOVE, ENTITY_##e, (id), FV(__VA_ARGS__), NULL)
#define RESOLVE(m, e, id, ...)                                                 \
	mesa_change((m), RULE_RESOLVE, ENTITY_##e, (id), FV(__VA_ARGS__), "why")
#define VOID(m, e, id)                                                         \
	mesa_change((m), RULE_VOID, ENTITY_##e, (id), NULL, "duplicado")

#endif
