/*
 * page -- one request of the office's page, and what a screen may do with it.
 *
 * A screen is a small C function that reads the store, fills a view and calls
 * its compiled template between page_begin and page_end (a whole page) or
 * alone (a piece for htmx).  A POST changes something through an act, says so
 * (page_say) and sends the browser on (page_go).  An error that a screen
 * returns becomes a page that says it in the person's language.  docs/pages.md
 * tells how to add one.
 */
#ifndef NODE_PAGE_H
#define NODE_PAGE_H

#include <pthread.h>

#include "node/autosync.h"
#include "node/draft.h"
#include "proto/ui/guard.h"
#include "node/office.h"
#include "proto/ui/people.h"
#include "node/status.h"
#include "proto/cmd/cmd.h"
#include "proto/ui/html.h"
#include "proto/ui/screen.h"

#define PAGE_SAID     600 /* what is said on the next page */
#define PAGE_SESSIONS 16
#define PAGE_LOCK_MS  900000  /* 15 minutes without a request of the person */
#define PAGE_FORM     1048576 /* bytes of a form */
#define PAGE_UPLOAD   33554432

#define SCREEN_OPEN  1U /* nobody needs to have entered */
#define SCREEN_QUIET 2U /* the page asks by itself: the person may be away */
#define SCREEN_WRITES                                                          \
	4U               /* a GET that writes to the store (a note, a draft)   \
			  */
#define SCREEN_FILES 8U  /* its form carries files */
#define SCREEN_EARLY 16U /* also before this computer is enrolled */

struct session {
	uint8_t sid[GUARD_SID];
	bool used, in, locked;
	struct person who;
	int64_t seen_ms;
	char said[PAGE_SAID];
	bool said_bad;
	/* The form saved last, and when: what the browser had still to send of
	 * it is no draft any more. */
	char saved[DRAFT_SERIAL + 1];
	int64_t saved_ms;
	/* Kept because of rule 14, of a form that does not say its serial. */
	char asked[DRAFT_SERIAL + 1];
};

/* What the server keeps for all requests (node/web.c); one at a time. */
struct web {
	pthread_mutex_t lock;
	const char *dir;
	struct guard guard;
	struct office office;
	bool opened;
	struct autosync *sync;
	uint64_t rounds; /* exchanges the office was opened after */
	struct session session[PAGE_SESSIONS];
	const struct screen *const *screens; /* ends with NULL */
};

/* What looks like personal data in what was to be saved (rule 14), and what
 * the person decided about it. */
struct page_pii {
	const char *hash;                  /* of what was found */
	const char *kind, *field;          /* in words */
	const char *before, *text, *after; /* as it stands in the text */
};
struct page_verdict {
	const char *hash, *reason;
	bool removed;
	int kind; /* of what was removed; 0: it was not found */
};

/* What a form that was kept is sent again for (node/page_draft.c). */
enum page_how {
	PAGE_DO,  /* to do it, as any form */
	PAGE_SHOW /* to show it with what was typed; nothing is saved */
};

struct page {
	struct web *web;
	struct request *q;
	struct response *r;
	struct arena *a; /* until the request is answered */
	const struct screen *screen;
	size_t rest; /* bytes of the path before page_rest */
	struct session *session;
	const struct person *who; /* NULL: nobody has entered */
	struct office *o;
	struct cmd c; /* what things are called: cmd_name(&p->c, ...) */
	const char *lang;
	int64_t now, today; /* of this office's clock, corrected */
	struct html h;
	bool piece;        /* htmx asks: only the piece is wanted */
	const char *fault; /* shown above the page's content */
	const char *title; /* of the page that was begun */
	enum page_how how;
	bool shown;         /* the form came back because it was asked to */
	const char *serial; /* of the form that was sent; NULL: none yet */
	const struct draft *was; /* the draft that is sent again */
	struct page_pii *pii;    /* undecided */
	size_t pii_n;
	struct page_verdict *verdict;
	size_t verdicts;
	char nonce[GUARD_TEXT], token[GUARD_TEXT];
};

/* What was asked. Text is valid UTF-8; NULL: absent. */
const char *page_rest(const struct page *p);
const char *page_ask(const struct page *p, const char *name); /* ?name= */
/* Of the form: without blanks around, "" when absent. */
const char *page_field(struct page *p, const char *name);
const char *page_field_at(struct page *p, const char *name, size_t i);
bool page_checked(struct page *p, const char *name);
/* May this person do what these roles may? */
bool page_may(const struct page *p, unsigned roles);

/* Answering. */
void page_begin(struct page *p, const char *title); /* the shell's beginning */
err_t page_end(struct page *p) WUR;
/* 303 to an address of ours. */
err_t page_go(struct page *p, const char *fmt, ...) WUR PRINTF(2, 3);
/* Told on the next whole page: something was done; something was not. */
void page_say(struct page *p, const char *es, const char *en);
void page_complain(struct page *p, const char *sentence);
/* One of two sentences. */
const char *page_tr(const struct page *p, const char *es, const char *en);
/* An error in the person's language (arena). */
const char *page_sentence(struct page *p, err_t e);
/* A whole page that says it, with its status. */
void page_trouble(struct page *p, err_t e);
/* A file to keep: type is a literal, the name is ASCII. */
void page_file(struct page *p, const char *type, const char *name);

/* Records (arena). */
err_t page_record(struct page *p, const char *id, const struct entity *e,
    struct record *r) WUR; /* MISSING when there is none */
const char *page_id(struct page *p, dot_t id);
err_t page_name(
    struct page *p, const struct entity *e, dot_t id, const char **out) WUR;
err_t
page_name_of(struct page *p, const struct record *r, const char **out) WUR;
/* Where a record is shown: its own screen, that of its roundtable when it is a
 * part of it, or the record itself. */
const char *page_address(struct page *p, const struct record *r);
/* Of a record of which the kind is known: no reading. */
const char *page_address_kind(struct page *p, int entity, dot_t id);
/* The same of a reference; "" when the record is not here. */
err_t page_address_of(
    struct page *p, const struct entity *e, dot_t id, const char **out) WUR;
/* Times are told as in the roundtable of this record. */
err_t page_zone(struct page *p, const struct record *r) WUR;
/* A value in words; "" when there is none. */
err_t page_value(
    struct page *p, const struct field *f, struct val v, const char **out) WUR;
const char *page_label(struct page *p, const struct field *f);
/* Label of a code of a vocabulary, "" when unknown. */
const char *page_code(struct page *p, const char *vocab, int64_t no);
/* The roundtables that this office keeps today (arena). */
struct page_mesa {
	dot_t id;
	const char *code, *name, *zone; /* "" when empty */
};
err_t page_mesas(struct page *p, struct page_mesa **out, size_t *n) WUR;
/* Is the record wholly with the hub? */
err_t page_confirmed(struct page *p, dot_t id, bool *yes) WUR;

/* Writing: CLEAN(cmd_end) struct act *act = NULL; TRY(page_act(p, &act)); ...
 * TRY(page_save(p, act)): durable, its warnings are told, sending is begun
 * soon. */
err_t page_act(struct page *p, struct act **act) WUR;
err_t page_save(struct page *p, struct act *act) WUR;

/* Drafts (node/page_draft.c).  {{draft "/address"}} in a form keeps it while
 * it is written; page_save lets the draft go. */
bool page_draft_takes(const struct screen *s);
/* The serial of the form that was sent. */
const char *page_draft_serial(struct page *p);
/* Keep what was sent, for that account; LIMIT when it is too long. */
err_t page_draft_keep(struct page *p, const char *account) WUR;
/* It is saved. */
err_t page_draft_done(struct page *p) WUR;
/* Send a draft again. */
err_t
page_draft_run(struct page *p, const struct draft *d, enum page_how how) WUR;
/* What {{draft}} puts. */
void page_draft_form(struct html *h, const char *to);
/* The screen runs; what it refused is kept. */
err_t page_draft_screen(struct page *p) WUR;

/* Rule 14 (node/page_pii.c): RULE when something is undecided, and p->pii says
 * what; the page's head asks the person.  page_save does it. */
err_t page_pii_look(struct page *p, struct act *act) WUR;
/* The act is saved: what was taken out is recorded. */
void page_pii_saved(struct page *p);
/* The same for the text of a file that becomes the document id. */
err_t
page_pii_file(struct page *p, struct act *act, dot_t id, struct span text) WUR;
/* A form's fields without what the person takes out. */
err_t page_pii_without(struct page *p, const char *text, struct buf *out) WUR;

/* Made by node/web.c for each request. */
void page_open(struct page *p);

#endif
