#include "node/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "node/answer.h"
#include "proto/limits.h"

#define TEXT_MAX  400
#define SOON_DAYS 14
#define MIB       (1024ULL * 1024)

void
doctor_free(struct doctor *d)
{
	arena_free(&d->a);
}

static void find(struct doctor *d, const char *what, enum err_code code,
    bool mild, const char *fmt, ...) PRINTF(5, 6);

static void
find(struct doctor *d, const char *what, enum err_code code, bool mild,
    const char *fmt, ...)
{
	char text[TEXT_MAX];
	va_list ap;

	must(d->n < DOCTOR_FINDINGS);
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	d->f[d->n++] = (struct finding){ what, code, mild,
		arena_dup(&d->a, span_str(text)) };
}

/* ---- the folder --------------------------------------------------------- */

/* "name mode" of a file that others may read; nothing when all is well. */
static err_t
mode_of(const char *dir, const char *name, mode_t want, struct buf *bad)
{
	char *path = office_path(dir, name);
	struct stat st;
	err_t e = NULL;

	if (stat(path, &st) == 0 &&
	    ((st.st_mode & 0777 & ~want) != 0 || st.st_uid != geteuid()))
		e = buf_fmt(bad, "%s%s %03o", bad->n == 0 ? "" : ", ",
		    name[0] == '\0' ? dir : name,
		    (unsigned)(st.st_mode & 0777));
	mem_free(path);
	return (e);
}

static err_t
look_modes(struct doctor *d, const struct office *o, bool en)
{
	static const char *const name[] = { OFFICE_DB, OFFICE_WAL, OFFICE_SHM,
		OFFICE_KEY, OFFICE_CERT, OFFICE_CA, OFFICE_HUB, OFFICE_CONF,
		OFFICE_CLOCK, OFFICE_INSTANCE, OFFICE_SESSION };
	CLEAN(buf_free) struct buf bad = BUF(LIMIT_REPORT_BYTES);

	TRY(mode_of(o->dir, "", 0700, &bad));
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		TRY(mode_of(o->dir, name[i], 0600, &bad));
	if (bad.n == 0)
		find(d, "permissions", ERR_NONE, false, "%s",
		    en ? "only this account reads the folder"
		       : "sólo esta cuenta lee la carpeta");
	else
		find(d, "permissions", ERR_CONFIG, false,
		    en ? "others may read or own: %s"
		       : "otros pueden leer o son dueños: %s",
		    (const char *)bad.p);
	return (NULL);
}

static void
look_disk(struct doctor *d, const struct office *o, bool en)
{
	unsigned long long mib;
	struct statvfs v;

	if (statvfs(o->dir, &v) != 0) {
		find(d, "disk", ERR_SYSTEM, false, "statvfs: %s",
		    strerror(errno));
		return;
	}
	mib = (unsigned long long)v.f_bavail * v.f_frsize / MIB;
	find(d, "disk", mib < LIMIT_DISK_FREE_MIB ? ERR_STORE : ERR_NONE, false,
	    en ? "%llu MiB free" : "%llu MiB libres", mib);
}

/* ---- the store ---------------------------------------------------------- */

static err_t
look_store(struct doctor *d, struct office *o, bool en)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);
	err_t e = store_verify(&o->st, &report);
	struct span rest, line;
	enum err_code code = ERR_DAMAGED;

	if (e != NULL)
		code = e->code;
	if (e == NULL && report.n == 0) {
		find(d, "store", ERR_NONE, false, "%s",
		    en ? "everything stored proves itself"
		       : "todo lo guardado se comprueba");
		return (NULL);
	}
	if (report.n == 0) {
		find(d, "store", code, false, "%s", e->text);
		return (NULL);
	}
	TRY(buf_str(&report, "\n"));
	rest = buf_all(&report);
	if (!span_line(&rest, &line))
		line = rest;
	find(d, "store", code, false,
	    en ? "%.*s (see verify; repair)" : "%.*s (véase verify; repair)",
	    (int)(line.n < TEXT_MAX / 2 ? line.n : TEXT_MAX / 2),
	    (const char *)line.p);
	return (NULL);
}

/* The store may be too damaged to be asked: that is a finding too. */
static void
look_instance(struct doctor *d, struct office *o, const char *lang)
{
	char *path = office_path(o->dir, OFFICE_INSTANCE);
	enum instance_why why = INSTANCE_FINE;
	err_t e = instance_check(path, &o->st, &why);

	mem_free(path);
	if (e != NULL)
		find(d, "instance", e->code, false, "%s", e->text);
	else
		find(d, "instance",
		    why == INSTANCE_FINE ? ERR_NONE : ERR_ROLLBACK,
		    why != INSTANCE_FINE, "%s", instance_words(why, lang));
}

/* ---- who we are and what time it is ------------------------------------- */

static void
look_certificate(struct doctor *d, const struct office *o, bool en)
{
	int64_t days;
	err_t e;

	if (!o->enrolled) {
		find(d, "certificate", ERR_CONFIG, true, "%s",
		    en ? "not enrolled yet (use enrol)"
		       : "aún sin inscribir (use enrol)");
		return;
	}
	e = cert_signed(buf_all(&o->cert), buf_all(&o->ca));
	if (e != NULL) {
		find(d, "certificate", e->code, false, "%s", e->text);
		return;
	}
	days = office_cert_days(o);
	if (days < 0)
		find(d, "certificate", ERR_EXPIRED, false,
		    en ? "expired %lld days ago (use renew)"
		       : "venció hace %lld días (use renew)",
		    (long long)-days);
	else
		find(d, "certificate",
		    days < SOON_DAYS ? ERR_EXPIRED : ERR_NONE, days < SOON_DAYS,
		    en ? "%lld days left" : "vence en %lld días",
		    (long long)days);
}

static err_t
look_clock(struct doctor *d, const struct office *o, const char *lang)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_REPORT_BYTES);
	bool en = strcmp(lang, "en") == 0;

	TRY(offset_warning(&o->clock, lang, &b));
	if (b.n > 0)
		find(d, "clock", ERR_SYSTEM, true, "%s", (const char *)b.p);
	else if (!o->clock.known)
		find(d, "clock", ERR_NONE, false, "%s",
		    en ? "not compared with the hub's yet"
		       : "aún sin comparar con la del servidor");
	else
		find(d, "clock", ERR_NONE, false,
		    en ? "%lld seconds from the hub's"
		       : "difiere %lld segundos del servidor",
		    (long long)o->clock.s);
	return (NULL);
}

err_t
doctor_examine(struct doctor *d, struct office *o, const char *lang)
{
	bool en = strcmp(lang, "en") == 0;

	TRY(look_modes(d, o, en));
	look_disk(d, o, en);
	TRY(look_store(d, o, en));
	look_instance(d, o, lang);
	look_certificate(d, o, en);
	return (look_clock(d, o, lang));
}

err_t
doctor_verdict(const struct doctor *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->f[i].code != ERR_NONE && !d->f[i].mild)
			return (err_new(d->f[i].code, "%s: %s", d->f[i].what,
			    d->f[i].text));
	return (NULL);
}

static const char *
grade(const struct finding *f)
{
	return (f->code == ERR_NONE ? "ok" : f->mild ? "note" : "bad");
}

err_t
doctor_json(const struct doctor *d, struct buf *b)
{
	TRY(buf_str(b, "{\"findings\":["));
	for (size_t i = 0; i < d->n; i++) {
		TRY(answer_comma(b));
		TRY(buf_byte(b, '{'));
		TRY(answer_str(b, "what", d->f[i].what));
		TRY(answer_str(b, "grade", grade(&d->f[i])));
		TRY(answer_str(b, "text", d->f[i].text));
		TRY(buf_byte(b, '}'));
	}
	return (buf_str(b, "]}\n"));
}

err_t
doctor_words(const struct doctor *d, const char *lang, struct buf *b)
{
	bool en = strcmp(lang, "en") == 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct finding *f = &d->f[i];
		const char *word = f->code == ERR_NONE ? (en ? "ok" : "bien")
				   : f->mild           ? (en ? "note" : "ojo")
						       : (en ? "BAD" : "MAL");

		TRY(buf_fmt(b, "%-5s %-12s %s\n", word, f->what, f->text));
	}
	return (NULL);
}
