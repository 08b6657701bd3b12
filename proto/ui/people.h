/*
 * people -- the accounts of this computer, office or hub: who may enter here,
 * and in whose name they write.
 *
 * Accounts live in this store and never leave it; passwords are stretched
 * with scrypt.  Every entry, refusal, lock and change of an account is noted
 * (the log of visits).  After a few wrong passwords an account waits longer
 * and longer; it is never closed by that, so nobody can lock a colleague out
 * for good.
 */
#ifndef PROTO_UI_PEOPLE_H
#define PROTO_UI_PEOPLE_H

#include "proto/base/db.h"
#include "proto/base/mem.h"
#include "proto/domain/vocab.h"
#include "proto/limits.h"

#define PEOPLE_PASSWORD_MIN   10
#define PEOPLE_PASSWORD_BYTES 256
#define PEOPLE_TRIES          5 /* wrong passwords before the first wait */
#define PEOPLE_WAIT_S         30
#define PEOPLE_WAIT_MAX_S     900

#define ROLE(name) (1U << CODE_role_##name)
/* Who writes drafts and records, and who decides as well (DOMAIN 3.2). */
#define ROLES_WRITE  (ROLE(recorder) | ROLE(technical_secretariat))
#define ROLES_DECIDE ROLE(technical_secretariat)
#define ROLES_ADMIN  (ROLE(technical_secretariat) | ROLE(technical_admin))

struct person {
	char account[LIMIT_ACTOR_BYTES + 1]; /* also the author of acts */
	char name[LIMIT_NAME_BYTES + 1], position[LIMIT_NAME_BYTES + 1];
	char lang[3];   /* "es", "en", "" as the browser says */
	unsigned roles; /* ROLE() bits */
	bool closed;
};

/* What happened, in the log of visits. */
enum visit {
	VISIT_ENTER = 1,
	VISIT_REFUSED,
	VISIT_LEAVE,
	VISIT_LOCK,
	VISIT_UNLOCK,
	VISIT_MADE,
	VISIT_CHANGED,
	VISIT_PASSWORD,
	VISIT_CLOSED,
	VISIT_EXPORT,
	VISIT_READ,    /* a document that is not public */
	VISIT_REGISTRY /* an office or computer let in, invited or refused */
};
#define VISITS VISIT_REGISTRY
/* What one is called, "es" or "en". */
const char *people_visit_name(int64_t what, const char *lang);

/* The tables; twice is once. */
err_t people_tables(struct db *db) WUR;
/* Accounts that are not closed. */
err_t people_count(struct db *db, int64_t *n) WUR;
err_t people_get(
    struct db *db, const char *account, struct person *p, bool *found) WUR;
/* All of them, by account (arena). */
err_t
people_list(struct db *db, struct arena *a, struct person **v, size_t *n) WUR;
/* DATA when the account, name, roles or password will not do, EXISTS. */
err_t people_add(struct db *db, const struct person *p, const char *password,
    int64_t now) WUR;
/* Name, position, language, roles, closed. */
err_t people_change(struct db *db, const struct person *p, int64_t now) WUR;
/* The language alone: a page knows the rest only as it was at the login. */
err_t people_speak(struct db *db, const char *account, const char *lang) WUR;
err_t people_password(
    struct db *db, const char *account, const char *password, int64_t now) WUR;
/* UNTRUSTED when account or password is wrong; SLOW while it waits, *wait_s
 * says how long. */
err_t people_enter(struct db *db, const char *account, const char *password,
    int64_t now, struct person *p, int64_t *wait_s) WUR;
/* The last of them, the newest first. */
struct visited {
	int64_t at, what;
	const char *account, *detail; /* die with the call */
};
err_t people_visits(struct db *db, int64_t most,
    err_t (*fn)(void *ctx, const struct visited *v), void *ctx) WUR;
err_t people_note(struct db *db, const char *account, enum visit what,
    const char *detail, int64_t now) WUR;

#endif
