/*
 * err -- what went wrong, as a value.
 *
 * A fallible function returns err_t; NULL means all is well.  An error is made
 * where it is found (err_new), gets context on its way up (TRY_FOR) and is
 * said once by whoever decides.  There is one error per thread; clean-up
 * functions return nothing, so none can overwrite it.  The table err.def says
 * what each code means to the shell, to the peer and to a person.
 *
 * What the world does wrong is an err_t.  What we do wrong stops the program:
 * must().
 */
#ifndef PROTO_BASE_ERR_H
#define PROTO_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#define WUR          __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define CLEAN(f)     __attribute__((cleanup(f)))

enum err_code {
	ERR_NONE,
#define ERR(name, exit, http, retry, es, en) ERR_##name,
#include "proto/base/err.def"
#undef ERR
	ERR_CODES
};

enum err_retry { RETRY_NEVER, RETRY_SOON, RETRY_PERSON };

#define ERR_TEXT_MAX 512

struct err {
	enum err_code code;
	char text[ERR_TEXT_MAX]; /* English, context first */
};

typedef const struct err *err_t;

extern _Thread_local struct err err_last;

/* Make the thread's error; text is cut at ERR_TEXT_MAX. */
void err_set(enum err_code code, const char *fmt, ...) PRINTF(2, 3);
/* Put "context: " before the text of the thread's error. */
void err_context(const char *fmt, ...) PRINTF(1, 2);

#define err_new(...) (err_set(__VA_ARGS__), (err_t)&err_last)

/* Leave the function with the error of expr, if there is one. */
#define TRY(expr)                                                              \
	do {                                                                   \
		err_t try_ = (expr);                                           \
		if (try_ != NULL)                                              \
			return (try_);                                         \
	} while (0)

/* The same, with context before the text. */
#define TRY_FOR(expr, ...)                                                     \
	do {                                                                   \
		err_t try_ = (expr);                                           \
		if (try_ != NULL) {                                            \
			err_context(__VA_ARGS__);                              \
			return (try_);                                         \
		}                                                              \
	} while (0)

/* The columns of err.def. */
int err_exit(enum err_code code);
int err_http(enum err_code code);
enum err_retry err_retry(enum err_code code);
/* A sentence for a person; lang is "es" or "en". */
const char *err_sentence(enum err_code code, const char *lang);
/* The stable upper-case name, "GAP"; and back (ERR_NONE when unknown). */
const char *err_name(enum err_code code);
enum err_code err_named(const char *name);

/* A broken promise of our own: file, line, condition, abort.  Never compiled
 * out. */
_Noreturn void
err_must(const char *file, int line, const char *func, const char *cond);
#define must(cond)                                                             \
	((cond) ? (void)0 : err_must(__FILE__, __LINE__, __func__, #cond))

#endif
