/*
 * rule -- the invariants of a roundtable's records, in one place.
 *
 * DOMAIN 2.3.  Every way in (command, import, page, the hub's own) passes
 * here: rule_before looks at the changes against what was there, rule_after
 * at the records as they would be.  A broken rule is RULE with a sentence in
 * Spanish and English; a warning is a note.  A change that comes from another
 * computer is never refused by these rules: it is marked (rule_marks).
 * An error reads "rule N: English / español"; rule 0 is one without a number.
 */
#ifndef PROTO_DOMAIN_RULE_H
#define PROTO_DOMAIN_RULE_H

#include "proto/base/mem.h"
#include "proto/domain/pii.h"
#include "proto/domain/schema.h"

/* What rules may ask; records are int64 ids. Values live as long as the arena
 * of the asker. */
struct facts {
	void *ctx;
	/* Shown value of a register. *found false: no such record here (*v is
	 * left alone), or it is voided (*v is what it last showed: a voided
	 * child still tells its parent). */
	err_t (*get)(void *ctx, const struct entity *e, int64_t id,
	    const struct field *f, struct val *v, bool *found);
	/* Ids of live records of e whose field f (register or list) is or has
	 * v. */
	err_t (*find)(void *ctx, const struct entity *e, const struct field *f,
	    struct val v, int64_t **ids, size_t *n);
	/* Elements of a list field. */
	err_t (*list)(void *ctx, int64_t id, const struct field *f,
	    struct val **v, size_t *n);
};

enum rule_kind {
	RULE_CREATE,
	RULE_EDIT,
	RULE_ADD,
	RULE_REMOVE,
	RULE_COUNT,
	RULE_VOID,
	RULE_UNVOID,
	RULE_RESOLVE,
	RULE_DECIDE
};

struct rule_fv {
	const struct field *f;
	struct val v;
};

struct rule_change {
	enum rule_kind kind;
	const struct entity *e;
	int64_t id; /* CREATE: the id it will have */
	const struct rule_fv *fv;
	size_t n;
	const char *reason;
};

struct note {
	int rule; /* number in DOMAIN 2.3; 0 none of them */
	const char *es, *en;
};

struct notes { /* warnings; grows in its arena */
	struct arena *a;
	struct note *v;
	size_t n, cap;
};

struct rule_in {
	struct facts facts;
	const struct rule_change *changes;
	size_t n;
	int64_t today;  /* civil day in the roundtable's zone */
	bool federal;   /* the federal level is writing */
	int64_t skew_s; /* this clock minus the hub's, last measured */
};

/* notes may be NULL: nobody wants the warnings. */
err_t rule_before(const struct rule_in *in, struct notes *notes) WUR;
err_t rule_after(const struct rule_in *in, struct notes *notes) WUR;
/* rule_after for changes from another computer, of which kind, e and id matter:
 * what is broken becomes notes, nothing is refused. */
err_t rule_marks(const struct rule_in *in, struct notes *notes) WUR;
/* Rule 14: what in the changes looks like personal data, without a decision in
 * them or before that it is none (arena). */
struct rule_pii {
	const struct rule_change *c;
	const struct field *f; /* NULL: the reason of the change */
	struct span text;      /* all of it */
	struct pii at;
};
err_t rule_pii(const struct rule_in *in, struct arena *a, struct rule_pii **out,
    size_t *n) WUR;
/* Copies both sentences into the arena of n; n may be NULL. */
void notes_add(struct notes *n, int rule, const char *es, const char *en);

#define RULE_DUE_SOON_DAYS  15
#define RULE_NO_REPORT_DAYS 45  /* without a follow-up */
#define RULE_SKEW_S         600 /* a clock further off is mentioned */
#define RULE_CELL_MIN       5   /* smaller cells are not published */
#define RULE_ANSWER_DAYS    30  /* an escalation is unanswered after these */

/* Derived figures, never stored (DOMAIN 2.2, 2.3: 7, 13). */
/* Rule 15: is a count of persons so small that a page shows "<5"? (0 is not.)
 */
bool rule_suppressed(int64_t n);
/* In SQL: the agreement of table a (a literal) is still owed; it has no status,
 * or one that does not end it. */
#define RULE_SQL_OWED(a)                                                       \
	"(" a ".status IS NULL OR " a ".status NOT IN (3, 5, 6))"
/* And one that is owed is overdue; the day of today follows: ... "?1". */
#define RULE_SQL_OVERDUE(a) a ".due_on < "
bool rule_overdue(bool has_due, int64_t due, int64_t today);
/* Number of enum in vocabulary agreement_shown: on_time, due_soon, overdue, ...
 */
int rule_agreement_shown(int64_t status, bool has_due, int64_t due,
    bool has_done, int64_t done, int64_t last_followup, int64_t agreed,
    bool disputed, int64_t today);
/* Number of enum in vocabulary escalation_status: what is stored, or that
 * nobody answered in time. */
int rule_escalation_shown(
    int64_t status, bool has_asked, int64_t asked, int64_t today);
/* Is a gap of that status (0: none) open, neither resolved nor left? The same
 * in SQL, of the gap of table a (a literal). */
bool rule_gap_open(int64_t status);
#define RULE_SQL_GAP_OPEN(a)                                                   \
	"(" a ".status IS NULL OR " a ".status NOT IN (4, 6, 7))"
/* Days that a gap has been open: up to when it was resolved, or up to today;
 * -1 when nobody wrote since when. */
int64_t rule_gap_age(int64_t status, struct val identified_on,
    struct val resolved_on, int64_t today);
/* A bit for each code that may follow in a status; 0: it is the end, or the
 * moves of this field are free. */
uint32_t rule_next(const struct entity *e, const struct field *f, int64_t from);
/* Distinct institutions: voting members present, voting members of the
 * roundtable on that day, and how many are needed (quorum_pct of them, rounded
 * up; one more than half when it is empty; 0 when nobody has a vote). */
err_t rule_quorum(const struct facts *f, int64_t session, int64_t day,
    int *present, int *members, int *needed) WUR;
/* The same without a session. */
err_t rule_quorum_members(const struct facts *f, int64_t roundtable,
    int64_t day, int *members, int *needed) WUR;

#define RULE_NEXT_MAX 8
/* J8: what became of an institution by that day. */
struct rule_ending {
	bool over;
	int64_t day; /* its last one, or that of the succession */
	int64_t next[RULE_NEXT_MAX]; /* who follows; none: extinct */
	size_t next_n;
};
err_t rule_institution_ending(const struct facts *f, int64_t institution,
    int64_t day, struct rule_ending *e) WUR;
/* The field that a broken rule speaks of, named in its error as
 * "rule 11 (designation.since): ..."; NULL: none is. */
const struct field *rule_field(const struct err *e, const struct entity **of);
/* The rule that a field must be filled, broken; it speaks of that field. */
err_t rule_empty(const struct entity *e, const struct field *f) WUR;
/* The same for one roundtable, when these institutions (in any order, also
 * twice) have come: for a joint session, or before anything is saved. */
struct rule_count {
	int present, members, needed;
};
err_t rule_quorum_of(const struct facts *f, int64_t roundtable, int64_t day,
    const int64_t *came, size_t n, struct rule_count *c) WUR;
/* The institutions that came to a session, as their attendance says (arena). */
err_t rule_came(const struct facts *f, int64_t session, struct arena *a,
    int64_t **came, size_t *n) WUR;
/* Does that status of an attendance say that somebody came? */
bool rule_attended(int64_t status);
/* May a status of this entity go from one code to the other? */
bool rule_may_follow(int entity, int field, int64_t from, int64_t to);

/* What stands in the way of closing a session as held, and what is still
 * missing from it: every rule that its records would break then, and what
 * minutes need. In the order in which a person works. */
struct closing {
	bool stops; /* a rule refuses; otherwise only missing */
	int entity; /* of what, and which field or 0 */
	int64_t id;
	int field;
	const char *es, *en;
};
err_t rule_closing(const struct rule_in *in, int64_t session, struct arena *a,
    struct closing **out, size_t *n) WUR;

#endif
