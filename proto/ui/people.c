#include "proto/ui/people.h"

#include <stdio.h>

#include "proto/base/crypt.h"
#include "proto/base/rand.h"
#include "proto/base/text.h"

/* 16 MiB and about a fifth of a second on an old computer. */
#define STRETCH_LOG_N 14
#define STRETCH_P     5
#define SALT          16
#define ROLES_KNOWN   0x1feU /* codes 1 to 8 */

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS account ("
    " account TEXT PRIMARY KEY, name TEXT NOT NULL, position TEXT NOT NULL,"
    " lang TEXT NOT NULL, roles INTEGER NOT NULL, closed INTEGER NOT NULL,"
    " salt BLOB NOT NULL, hash BLOB NOT NULL, log_n INTEGER NOT NULL,"
    " p INTEGER NOT NULL, tries INTEGER NOT NULL, wait_until INTEGER NOT NULL,"
    " made_at INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE TABLE IF NOT EXISTS visit ("
    " no INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL,"
    " what INTEGER NOT NULL, detail TEXT NOT NULL) STRICT;";

SQL_SCAN(people_counted, "SELECT count(*) FROM account WHERE closed = 0");
SQL(people_find, "SELECT account, name, position, lang, roles, closed"
		 " FROM account WHERE account = ?1");
SQL_SCAN(people_all, "SELECT account, name, position, lang, roles, closed"
		     " FROM account ORDER BY account");
SQL(people_insert,
    "INSERT INTO account (account, name, position, lang, roles, closed, salt,"
    " hash, log_n, p, tries, wait_until, made_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, 0, 0, ?10)");
SQL(people_update, "UPDATE account SET name = ?2, position = ?3, lang = ?4,"
		   " roles = ?5, closed = ?6 WHERE account = ?1");
SQL(people_tongue, "UPDATE account SET lang = ?2 WHERE account = ?1");
SQL(people_stretch, "UPDATE account SET salt = ?2, hash = ?3, log_n = ?4,"
		    " p = ?5, tries = 0, wait_until = 0 WHERE account = ?1");
SQL(people_secret, "SELECT salt, hash, log_n, p, tries, wait_until, closed"
		   " FROM account WHERE account = ?1");
SQL(people_tried,
    "UPDATE account SET tries = ?2, wait_until = ?3 WHERE account = ?1");
SQL(people_visit,
    "INSERT INTO visit (at, account, what, detail) VALUES (?1, ?2, ?3, ?4)");

SQL_SCAN(people_visited, "SELECT at, what, account, detail FROM visit"
			 " ORDER BY no DESC LIMIT ?1");

const char *
people_visit_name(int64_t what, const char *lang)
{
	static const struct {
		const char *es, *en;
	} names[VISITS + 1] = {
		[VISIT_ENTER] = { "Entró", "Entered" },
		[VISIT_REFUSED] = { "No pudo entrar", "Was refused" },
		[VISIT_LEAVE] = { "Salió", "Left" },
		[VISIT_LOCK] = { "Sesión en pausa", "Session paused" },
		[VISIT_UNLOCK] = { "Volvió", "Came back" },
		[VISIT_MADE] = { "Cuenta abierta", "Account opened" },
		[VISIT_CHANGED] = { "Cuenta cambiada", "Account changed" },
		[VISIT_PASSWORD] = { "Contraseña nueva", "New password" },
		[VISIT_CLOSED] = { "Cuenta cerrada", "Account closed" },
		[VISIT_EXPORT] = { "Descargó", "Downloaded" },
		[VISIT_READ] = { "Leyó un documento", "Read a document" },
		[VISIT_REGISTRY] = { "Registro de oficinas",
		    "Registry of offices" },
	};

	if (what < 1 || what > VISITS)
		return ("");
	return (strcmp(lang, "en") == 0 ? names[what].en : names[what].es);
}

err_t
people_visits(struct db *db, int64_t most,
    err_t (*fn)(void *ctx, const struct visited *v), void *ctx)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more;

	TRY(db_query(&r, db, &people_visited, A_INT(most)));
	for (;;) {
		struct visited v;

		TRY(rows_next(&r, &more));
		if (!more)
			return (NULL);
		v = (struct visited){ .at = rows_int(&r, 0),
			.what = rows_int(&r, 1),
			.account = rows_text(&r, 2),
			.detail = rows_text(&r, 3) };
		TRY(fn(ctx, &v));
	}
}

err_t
people_tables(struct db *db)
{
	return (db_exec(db, schema));
}

err_t
people_note(struct db *db, const char *account, enum visit what,
    const char *detail, int64_t now)
{
	return (db_run(db, &people_visit, A_INT(now), val_str(account),
	    A_INT(what), val_str(detail == NULL ? "" : detail)));
}

/* ---- who there is ------------------------------------------------------- */

err_t
people_count(struct db *db, int64_t *n)
{
	return (db_int(db, &people_counted, 0, n));
}

static void
keep(char *to, size_t max, const char *s)
{
	(void)snprintf(to, max, "%s", s == NULL ? "" : s);
}

static void
person_of(struct rows *r, struct person *p)
{
	*p = (struct person){ .roles = (unsigned)rows_int(r, 4),
		.closed = rows_int(r, 5) != 0 };
	keep(p->account, sizeof(p->account), rows_text(r, 0));
	keep(p->name, sizeof(p->name), rows_text(r, 1));
	keep(p->position, sizeof(p->position), rows_text(r, 2));
	keep(p->lang, sizeof(p->lang), rows_text(r, 3));
}

err_t
people_get(struct db *db, const char *account, struct person *p, bool *found)
{
	CLEAN(rows_done) struct rows r = { 0 };

	TRY(db_one(&r, db, &people_find, found, val_str(account)));
	if (*found)
		person_of(&r, p);
	return (NULL);
}

err_t
people_list(struct db *db, struct arena *a, struct person **v, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct person *all = NULL;
	size_t cap = 0;
	bool more;

	*n = 0;
	TRY(db_query(&r, db, &people_all));
	for (;;) {
		err_t e = rows_next(&r, &more);

		if (e != NULL || !more) {
			*v = arena_new(a, (*n + 1) * sizeof(**v));
			if (*n > 0)
				memcpy(*v, all, *n * sizeof(**v));
			mem_free(all);
			return (e);
		}
		mem_room(&all, &cap, *n + 1, sizeof(*all));
		person_of(&r, &all[(*n)++]);
	}
}

/* ---- what will do ------------------------------------------------------- */

static err_t
bad(const char *en, const char *es)
{
	return (err_new(ERR_RULE, "rule 0: %s / %s", en, es));
}

static bool
is_blank(const char *s)
{
	return (s[strspn(s, " \t\n")] == '\0');
}

static err_t
check_person(const struct person *p)
{
	if (p->account[0] == '\0' ||
	    p->account[strspn(
		p->account, "abcdefghijklmnopqrstuvwxyz0123456789.-_")] != '\0')
		return (bad("An account's name has small letters, digits, "
			    "dots and dashes.",
		    "El nombre de la cuenta lleva minúsculas sin acento, "
		    "números, puntos y guiones."));
	if (is_blank(p->name))
		return (bad("The person's name is missing.",
		    "Falta el nombre de la persona."));
	if (!text_valid(span_str(p->name)) ||
	    !text_valid(span_str(p->position)))
		return (bad("This text is not valid.", "Texto no válido."));
	if ((p->roles & ROLES_KNOWN) == 0 || (p->roles & ~ROLES_KNOWN) != 0)
		return (bad("Choose at least one role.",
		    "Elija al menos una función."));
	if (p->lang[0] != '\0' && strcmp(p->lang, "es") != 0 &&
	    strcmp(p->lang, "en") != 0)
		return (bad("The language is es or en.",
		    "El idioma es español o inglés."));
	return (NULL);
}

static err_t
check_password(const char *account, const char *password)
{
	size_t n = strlen(password);

	if (n < PEOPLE_PASSWORD_MIN)
		return (bad("A password has at least 10 characters.",
		    "La contraseña lleva al menos 10 caracteres."));
	if (n > PEOPLE_PASSWORD_BYTES)
		return (bad("This password is too long.",
		    "La contraseña es demasiado larga."));
	if (strcmp(account, password) == 0 ||
	    strspn(password, (const char[]){ password[0], '\0' }) == n)
		return (bad("This password is too easy to guess.",
		    "La contraseña es demasiado fácil de adivinar."));
	return (NULL);
}

/* ---- changes ------------------------------------------------------------ */

struct stretched {
	uint8_t salt[SALT], hash[HASH_LEN];
};

static err_t
stretch(const char *password, struct stretched *s)
{
	rand_bytes(s->salt, SALT);
	return (crypt_stretch(span_str(password), span_of(s->salt, SALT),
	    STRETCH_LOG_N, STRETCH_P, s->hash));
}

err_t
people_add(
    struct db *db, const struct person *p, const char *password, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct stretched s;
	struct person was;
	bool found;

	TRY(check_person(p));
	TRY(check_password(p->account, password));
	TRY(stretch(password, &s));
	TRY(tx_begin(&tx, db));
	TRY(people_get(db, p->account, &was, &found));
	if (found)
		return (bad("There is an account of this name.",
		    "Ya hay una cuenta con ese nombre."));
	TRY(db_run(db, &people_insert, val_str(p->account), val_str(p->name),
	    val_str(p->position), val_str(p->lang), A_INT(p->roles),
	    val_blob(s.salt, SALT), val_blob(s.hash, HASH_LEN),
	    A_INT(STRETCH_LOG_N), A_INT(STRETCH_P), A_INT(now)));
	TRY(people_note(db, p->account, VISIT_MADE, "", now));
	return (tx_commit(&tx));
}

err_t
people_change(struct db *db, const struct person *p, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(check_person(p));
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &people_update, val_str(p->account), val_str(p->name),
	    val_str(p->position), val_str(p->lang), A_INT(p->roles),
	    A_INT(p->closed)));
	if (db_changes(db) != 1)
		return (err_new(ERR_MISSING, "account %s", p->account));
	TRY(people_note(
	    db, p->account, p->closed ? VISIT_CLOSED : VISIT_CHANGED, "", now));
	return (tx_commit(&tx));
}

err_t
people_speak(struct db *db, const char *account, const char *lang)
{
	return (db_run(db, &people_tongue, val_str(account), val_str(lang)));
}

err_t
people_password(
    struct db *db, const char *account, const char *password, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct stretched s;

	TRY(check_password(account, password));
	TRY(stretch(password, &s));
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &people_stretch, val_str(account),
	    val_blob(s.salt, SALT), val_blob(s.hash, HASH_LEN),
	    A_INT(STRETCH_LOG_N), A_INT(STRETCH_P)));
	if (db_changes(db) != 1)
		return (err_new(ERR_MISSING, "account %s", account));
	TRY(people_note(db, account, VISIT_PASSWORD, "", now));
	return (tx_commit(&tx));
}

/* ---- entering ----------------------------------------------------------- */

struct secret {
	struct stretched s;
	int log_n, p;
	int64_t tries, wait_until;
	bool there;
};

static err_t
secret_of(struct db *db, const char *account, struct secret *x)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct span salt, hash;
	bool found;

	/* Nobody: as much work, and the same answer. */
	*x = (struct secret){ .log_n = STRETCH_LOG_N, .p = STRETCH_P };
	TRY(db_one(&r, db, &people_secret, &found, val_str(account)));
	if (!found)
		return (NULL);
	salt = rows_span(&r, 0);
	hash = rows_span(&r, 1);
	if (salt.n != SALT || hash.n != HASH_LEN || rows_int(&r, 2) < 10 ||
	    rows_int(&r, 2) > 16 || rows_int(&r, 3) < 1 || rows_int(&r, 3) > 16)
		return (err_new(ERR_DAMAGED, "account %s", account));
	memcpy(x->s.salt, salt.p, SALT);
	memcpy(x->s.hash, hash.p, HASH_LEN);
	x->log_n = (int)rows_int(&r, 2);
	x->p = (int)rows_int(&r, 3);
	x->tries = rows_int(&r, 4);
	x->wait_until = rows_int(&r, 5);
	x->there = rows_int(&r, 6) == 0;
	return (NULL);
}

static err_t
refuse(struct db *db, const char *account, struct secret *x, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	int64_t wait = 0;

	x->tries++;
	if (x->tries >= PEOPLE_TRIES) {
		wait = PEOPLE_WAIT_S;
		for (int64_t i = PEOPLE_TRIES;
		     i < x->tries && wait < PEOPLE_WAIT_MAX_S; i++)
			wait *= 2;
		if (wait > PEOPLE_WAIT_MAX_S)
			wait = PEOPLE_WAIT_MAX_S;
	}
	TRY(tx_begin(&tx, db));
	TRY(db_run(db, &people_tried, val_str(account), A_INT(x->tries),
	    A_INT(wait == 0 ? 0 : now + wait)));
	TRY(people_note(db, account, VISIT_REFUSED, "", now));
	TRY(tx_commit(&tx));
	return (err_new(ERR_UNTRUSTED, "wrong account or password"));
}

err_t
people_enter(struct db *db, const char *account, const char *password,
    int64_t now, struct person *p, int64_t *wait_s)
{
	struct secret x;
	uint8_t hash[HASH_LEN];
	bool found;

	*wait_s = 0;
	if (strlen(account) > LIMIT_ACTOR_BYTES ||
	    strlen(password) > PEOPLE_PASSWORD_BYTES)
		return (err_new(ERR_UNTRUSTED, "wrong account or password"));
	TRY(secret_of(db, account, &x));
	/* A clock that was set back must not make anybody wait for years. */
	if (x.wait_until > now && x.wait_until - now <= PEOPLE_WAIT_MAX_S) {
		*wait_s = x.wait_until - now;
		return (err_new(ERR_SLOW, "too many wrong passwords"));
	}
	TRY(crypt_stretch(
	    span_str(password), span_of(x.s.salt, SALT), x.log_n, x.p, hash));
	if (!crypt_same(hash, x.s.hash, HASH_LEN) || !x.there)
		return (refuse(db, account, &x, now));
	TRY(people_get(db, account, p, &found));
	must(found);
	TRY(db_run(db, &people_tried, val_str(account), A_INT(0), A_INT(0)));
	return (people_note(db, account, VISIT_ENTER, "", now));
}
