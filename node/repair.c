#include "node/repair.h"

#include "node/answer.h"
#include "node/search.h"
#include "proto/base/file.h"

#define EVIDENCE OFFICE_DB ".damaged"

/* A copy as it is; one that cannot even be copied is no reason to stop. */
static err_t
keep_evidence(struct office *o)
{
	char *path = office_path(o->dir, EVIDENCE);
	err_t e = file_remove(path);

	if (e == NULL && db_backup(o->st.db, path) != NULL)
		e = file_remove(path);
	mem_free(path);
	return (e);
}

/* Is there anything to mend?  Looks only. */
static err_t
damaged(struct ledger *l, bool *yes)
{
	*yes = false;
	TRY(ledger_refresh(l));
	for (uint32_t no = 1; no <= ledger_logs(l) && !*yes; no++) {
		struct cut c;

		if (ledger_log(l, no) == NULL)
			continue;
		TRY(cut_find(l, no, &c));
		*yes = !c.sound;
	}
	return (NULL);
}

err_t
repair_run(struct repair *r)
{
	struct office *o = r->o;
	bool yes;

	r->did = (struct salvage){ .l = o->st.l,
		.key = o->key,
		.now = offset_now(&o->clock),
		.actor = r->actor };
	TRY(damaged(o->st.l, &yes));
	if (yes) {
		TRY(keep_evidence(o));
		TRY(salvage_run(&r->did));
	}
	/* Always: a cut after the commit leaves the state to be made again,
	 * and rows may be what is damaged. */
	TRY(fold_rebuild(o->st.f));
	TRY(search_drop(o->st.db));
	r->rebuilt = true;
	return (NULL);
}

err_t
repair_json(const struct repair *r, struct buf *b)
{
	const struct salvage *s = &r->did;

	TRY(buf_byte(b, '{'));
	TRY(answer_yes(b, "damaged", s->logs + s->foreign > 0));
	TRY(answer_int(b, "logs", s->logs));
	TRY(answer_int(b, "foreign_logs", s->foreign));
	TRY(answer_int(b, "commits_from_hub", s->again));
	TRY(answer_int(b, "ops_saved", s->saved));
	TRY(answer_int(b, "ops_from_state", s->rebuilt));
	TRY(answer_int(b, "commits_unreadable", s->lost));
	TRY(answer_yes(b, "rebuilt", r->rebuilt));
	return (buf_str(b, "}\n"));
}

err_t
repair_words(const struct repair *r, struct buf *b)
{
	const struct salvage *s = &r->did;
	bool en = strcmp(r->lang, "en") == 0;

	if (s->logs + s->foreign == 0)
		return (buf_str(
		    b, en ? "The log is sound; the state was made again from "
			    "it.\n"
			  : "El registro está íntegro; el estado se rehízo a "
			    "partir de él.\n"));
	TRY(buf_fmt(b,
	    en ? "Damaged logs: %lu own, %lu of others.\nSaved again, marked: "
		 "%lu changes from their text, %lu from the current state.\n"
		 "Unreadable commits: %lu.\n"
	       : "Registros dañados: %lu propios, %lu de otros.\nGuardados de "
		 "nuevo, marcados: %lu cambios por su texto, %lu por el estado "
		 "actual.\nActos ilegibles: %lu.\n",
	    (unsigned long)s->logs, (unsigned long)s->foreign,
	    (unsigned long)s->saved, (unsigned long)s->rebuilt,
	    (unsigned long)s->lost));
	if (s->again + s->foreign > 0)
		TRY(buf_str(
		    b, en ? "The rest comes back from the hub: use sync.\n"
			  : "Lo demás vuelve del nodo central: use sync.\n"));
	return (NULL);
}
