#include "node/instance.h"

#include <stdio.h>

#include "proto/base/file.h"
#include "proto/base/rand.h"
#include "proto/base/text.h"
#include "proto/log/accept.h"
#include "proto/log/append.h"

#define FIRST_LINE  "mesas-instance 1"
#define LINE_WORDS  4
#define LOCK_SUFFIX ".lock"
#define WORD_MAX    64

static const char *const part_name[INSTANCE_PARTS] = { "machine", "product",
	"board", "network" };

void
instance_free(struct instance *i)
{
	mem_free(i->note);
	*i = (struct instance){ 0 };
}

/* ---- the file ----------------------------------------------------------- */

static struct instance_note *
note_of(struct instance *i, const uint8_t log[LOG_ID_LEN])
{
	for (size_t k = 0; k < i->n; k++)
		if (memcmp(i->note[k].log, log, LOG_ID_LEN) == 0)
			return (&i->note[k]);
	return (NULL);
}

static size_t
split(struct span line, struct span w[LINE_WORDS + 1])
{
	size_t n = 0;

	while (line.n > 0 && n <= LINE_WORDS) {
		const uint8_t *e = memchr(line.p, ' ', line.n);
		size_t k = e == NULL ? line.n : (size_t)(e - line.p);

		w[n++] = span_of(line.p, k);
		line.p += k;
		line.n -= k;
		if (line.n > 0) {
			line.p++;
			line.n--;
		}
	}
	return (n);
}

static err_t
take_note(struct instance *i, const struct span w[LINE_WORDS + 1])
{
	struct instance_note note = { .missed = w[0].p[0] == 'm' };
	char number[WORD_MAX];
	int64_t to;

	TRY(span_b64(w[1], note.log, LOG_ID_LEN));
	if (w[2].n >= sizeof(number))
		return (err_new(ERR_FORMAT, "a number too long"));
	memcpy(number, w[2].p, w[2].n);
	number[w[2].n] = '\0';
	TRY(text_int(number, &to));
	if (to < 1 || to > LIMIT_SEQ)
		return (err_new(ERR_FORMAT, "a number out of range"));
	note.to = (uint32_t)to;
	TRY(span_b64(w[3], note.head.b, HASH_LEN));
	if (i->n >= LIMIT_INSTANCE_LOGS || note_of(i, note.log) != NULL)
		return (err_new(ERR_FORMAT, "a log too many"));
	mem_room(&i->note, &i->cap, i->n + 1, sizeof(*i->note));
	i->note[i->n++] = note;
	return (NULL);
}

static err_t
take_line(struct instance *i, struct span line)
{
	struct span w[LINE_WORDS + 1];
	size_t n = split(line, w);

	if (n == 2 && span_eq(w[0], span_str("id")))
		return (span_b64(w[1], i->id, INST_LEN));
	if (n == 4 && (span_eq(w[0], span_str("log")) ||
			  span_eq(w[0], span_str("missed"))))
		return (take_note(i, w));
	for (size_t k = 0; n == 2 && k < INSTANCE_PARTS; k++) {
		if (span_eq(w[0], span_str(part_name[k]))) {
			i->machine.has[k] = true;
			return (span_b64(w[1], i->machine.part[k].b, HASH_LEN));
		}
	}
	return (err_new(ERR_FORMAT, "an unknown line"));
}

err_t
instance_read(const char *path, struct instance *i)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);
	struct span rest, line;
	bool whole = false;
	err_t e = NULL;

	*i = (struct instance){ 0 };
	TRY(file_read(path, &b));
	rest = buf_all(&b);
	if (!span_line(&rest, &line) || !span_eq(line, span_str(FIRST_LINE)))
		return (err_new(ERR_FORMAT, "%s: not an instance", path));
	while (e == NULL && span_line(&rest, &line)) {
		whole = span_eq(line, span_str("end"));
		if (whole)
			break;
		e = take_line(i, line);
	}
	if (e == NULL && (!whole || rest.n > 0))
		e = err_new(ERR_FORMAT, "cut short");
	if (e != NULL) {
		instance_free(i);
		err_set(ERR_FORMAT, "%s: not an instance", path);
		return (&err_last);
	}
	return (NULL);
}

err_t
instance_write(const char *path, const struct instance *i)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);

	TRY(buf_str(&b, FIRST_LINE "\nid "));
	TRY(buf_b64(&b, span_of(i->id, INST_LEN)));
	for (size_t k = 0; k < INSTANCE_PARTS; k++) {
		if (!i->machine.has[k])
			continue;
		TRY(buf_fmt(&b, "\n%s ", part_name[k]));
		TRY(buf_b64(&b, span_of(i->machine.part[k].b, HASH_LEN)));
	}
	for (size_t k = 0; k < i->n; k++) {
		TRY(buf_str(&b, i->note[k].missed ? "\nmissed " : "\nlog "));
		TRY(buf_b64(&b, span_of(i->note[k].log, LOG_ID_LEN)));
		TRY(buf_fmt(&b, " %lu ", (unsigned long)i->note[k].to));
		TRY(buf_b64(&b, span_of(i->note[k].head.b, HASH_LEN)));
	}
	TRY(buf_str(&b, "\nend\n"));
	return (file_replace(path, buf_all(&b), 0600));
}

bool
instance_same(
    const struct instance_machine *a, const struct instance_machine *b)
{
	int both = 0, equal = 0;

	for (size_t k = 0; k < INSTANCE_PARTS; k++) {
		if (!a->has[k] || !b->has[k])
			continue;
		both++;
		if (memcmp(a->part[k].b, b->part[k].b, HASH_LEN) == 0)
			equal++;
	}
	return (equal >= 2 || equal == both);
}

/* ---- the rule at open --------------------------------------------------- */

static bool
has_commits(struct ledger *l)
{
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);

		if (i != NULL && i->mine == 1 && i->seq > 0)
			return (true);
	}
	return (false);
}

/* Is every noted commit in the store?  Logs that have ended do not count:
 * nothing is written to them any more. */
static err_t
behind(struct ledger *l, const struct instance *i, bool *yes)
{
	CLEAN(arena_free) struct arena a = ARENA;

	*yes = false;
	for (size_t k = 0; k < i->n && !*yes; k++) {
		const struct instance_note *note = &i->note[k];
		const struct log_info *log = ledger_log_by_id(l, note->log);
		struct hash *h = NULL;

		if (log == NULL ? note->missed : log->mine != 1)
			continue;
		*yes = log == NULL || log->seq < note->to;
		if (*yes)
			break;
		if (log->seq == note->to) {
			*yes = memcmp(log->head.b, note->head.b, HASH_LEN) != 0;
			continue;
		}
		TRY(accept_hashes(l, log->no, note->to, 1, &a, &h));
		*yes = memcmp(h->b, note->head.b, HASH_LEN) != 0;
	}
	return (NULL);
}

/* The file first and the store after it: a store only grows, so that it is
 * at least as new as the file says. */
static err_t
compare(const char *path, struct store *st, struct instance *i,
    enum instance_why *why)
{
	struct instance_machine now;
	bool old;
	err_t e = instance_read(path, i);

	*why = INSTANCE_FINE;
	if (e != NULL && e->code != ERR_MISSING && e->code != ERR_FORMAT)
		return (e);
	TRY(ledger_refresh(st->l));
	if (e != NULL) {
		*why = INSTANCE_ABSENT;
		return (NULL);
	}
	instance_look(i->id, &now);
	TRY(behind(st->l, i, &old));
	if (!instance_same(&i->machine, &now))
		*why = INSTANCE_ELSEWHERE;
	else if (old)
		*why = INSTANCE_BEHIND;
	return (NULL);
}

static err_t
lock(const char *path, int *fd)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_CONF_BYTES);

	TRY(buf_fmt(&b, "%s" LOCK_SUFFIX, path));
	return (file_lock((const char *)b.p, FILE_ALONE, LIMIT_BUSY_MS, fd));
}

/* Notes of logs that have ended are of no use. */
static void
prune(struct ledger *l, struct instance *i)
{
	size_t n = 0;

	for (size_t k = 0; k < i->n; k++) {
		const struct log_info *log =
		    ledger_log_by_id(l, i->note[k].log);

		if (log != NULL && log->mine == 1)
			i->note[n++] = i->note[k];
	}
	i->n = n;
}

/* A file for this machine.  Its notes stay: an older store may come again, in
 * which a log that has ended goes on. */
static err_t
begin(const char *path, struct ledger *l, struct instance *i)
{
	rand_bytes(i->id, INST_LEN);
	instance_look(i->id, &i->machine);
	if (i->n > LIMIT_INSTANCE_KEEP)
		prune(l, i);
	for (size_t k = 0; k < i->n; k++)
		i->note[k].missed = ledger_log_by_id(l, i->note[k].log) == NULL;
	return (instance_write(path, i));
}

/* New network card: remember it, so that the next change is one of four too. */
static err_t
follow(const char *path, struct ledger *l, struct instance *i)
{
	struct instance_machine now;
	bool moved = i->n > LIMIT_INSTANCE_KEEP;

	if (moved)
		prune(l, i);

	instance_look(i->id, &now);
	for (size_t k = 0; k < INSTANCE_PARTS; k++) {
		if (!now.has[k] ||
		    (i->machine.has[k] && memcmp(i->machine.part[k].b,
					      now.part[k].b, HASH_LEN) == 0))
			continue;
		i->machine.has[k] = true;
		i->machine.part[k] = now.part[k];
		moved = true;
	}
	return (moved ? instance_write(path, i) : NULL);
}

err_t
instance_check(const char *path, struct store *st, enum instance_why *why)
{
	CLEAN(instance_free) struct instance i = { 0 };

	TRY(compare(path, st, &i, why));
	if (*why == INSTANCE_ABSENT && !has_commits(st->l))
		*why = INSTANCE_FINE;
	return (NULL);
}

err_t
instance_meet(const char *path, struct store *st, struct instance *i,
    enum instance_why *why)
{
	CLEAN(file_unlock) int fd = -1;
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(lock(path, &fd));
	TRY(compare(path, st, i, why));
	if (*why == INSTANCE_FINE)
		return (follow(path, st->l, i));
	if (*why == INSTANCE_ABSENT && !has_commits(st->l)) {
		*why = INSTANCE_FINE;
		return (begin(path, st->l, i));
	}
	TRY(tx_begin(&tx, st->db));
	TRY(append_epoch(st->l, 0));
	TRY(tx_commit(&tx));
	/* A cut before this line leads here once more: harmless. */
	return (begin(path, st->l, i));
}

const char *
instance_words(enum instance_why why, const char *lang)
{
	bool en = strcmp(lang, "en") == 0;

	switch (why) {
	case INSTANCE_ABSENT:
		return (en ? "the file \"instance\" is missing: a new log is "
			     "begun, nothing is lost"
			   : "falta el archivo \"instance\": se abre un "
			     "registro nuevo, no se pierde nada");
	case INSTANCE_ELSEWHERE:
		return (en ? "this folder comes from another computer: a new "
			     "log is begun; enrol one of the two anew"
			   : "esta carpeta viene de otro equipo: se abre un "
			     "registro nuevo; vuelva a inscribir uno de los "
			     "dos");
	case INSTANCE_BEHIND:
		return (en ? "the data are older than what was sent (an old "
			     "copy?): a new log is begun and the next sync "
			     "brings back the rest"
			   : "los datos son más viejos que lo ya enviado "
			     "(¿una copia antigua?): se abre un registro "
			     "nuevo y el próximo envío trae lo que falta");
	case INSTANCE_FINE:
	default:
		return (en ? "this installation is in order"
			   : "esta instalación está en orden");
	}
}

/* ---- what leaves -------------------------------------------------------- */

static bool
put_note(struct instance *i, const uint8_t log[LOG_ID_LEN], uint32_t to,
    const struct hash *head)
{
	struct instance_note *note = note_of(i, log);

	if (note != NULL && note->to >= to)
		return (false);
	if (note == NULL) {
		mem_room(&i->note, &i->cap, i->n + 1, sizeof(*i->note));
		note = &i->note[i->n++];
		memcpy(note->log, log, LOG_ID_LEN);
	}
	note->to = to;
	note->head = *head;
	note->missed = false;
	return (true);
}

err_t
instance_leaving(const char *path, const uint8_t log[LOG_ID_LEN], uint32_t to,
    const struct hash *head)
{
	CLEAN(instance_free) struct instance i = { 0 };
	CLEAN(file_unlock) int fd = -1;

	TRY(lock(path, &fd));
	TRY(instance_read(path, &i));
	if (!put_note(&i, log, to, head))
		return (NULL);
	return (instance_write(path, &i));
}

err_t
instance_leaving_all(const char *path, struct store *st)
{
	CLEAN(instance_free) struct instance i = { 0 };
	CLEAN(file_unlock) int fd = -1;
	bool moved = false;

	TRY(lock(path, &fd));
	TRY(instance_read(path, &i));
	TRY(ledger_refresh(st->l));
	for (uint32_t no = 1; no <= ledger_logs(st->l); no++) {
		const struct log_info *log = ledger_log(st->l, no);

		if (log != NULL && log->mine == 1 && log->seq > 0)
			moved = put_note(&i, log->id, log->seq, &log->head) ||
				moved;
	}
	return (moved ? instance_write(path, &i) : NULL);
}
