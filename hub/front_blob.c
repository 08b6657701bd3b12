/*
 * front_blob -- /v1/blob/HASH: the files of documents, in pieces.
 *
 * A file is taken and given by its hash, to who may see a document that names
 * it.  What arrived of a cut piece is kept, and HEAD tells how much that is.
 * docs/protocol.md, section 13.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hub/front_in.h"
#include "proto/base/blob.h"
#include "proto/base/say.h"
#include "proto/base/text.h"

#define BLOB_TYPE "application/octet-stream"

SQL_SCAN(front_blob_documents,
    "SELECT id, bytes, classification FROM document WHERE sha256 = ?1"
    " AND life = 0");

enum blob_want { BLOB_PUT, BLOB_GET, BLOB_HEAD };

struct blob_call {
	struct front *f;
	struct request *q;
	enum blob_want want;
	struct gate_pass pass;
	char name[BLOB_NAME + 1], who[24];
	char *dir;
	struct buf body;
	int64_t at, size, held;
	bool cut, whole;
	struct writer_job job;
	struct blob_call *next;    /* of f->putting, or of those that wait */
	struct blob_call *waiting; /* for the end of this piece */
};

/* ---- pieces that are coming --------------------------------------------- */

static void
putting(struct blob_call *c)
{
	pthread_mutex_lock(&c->f->lock);
	c->next = c->f->putting;
	c->f->putting = c;
	pthread_mutex_unlock(&c->f->lock);
}

/* A computer that comes again after a cut asks at once how much is here; then
 * what came before the cut may not be stored yet, and would be sent again. */
static bool
waits(struct blob_call *c)
{
	struct blob_call *p;

	pthread_mutex_lock(&c->f->lock);
	for (p = c->f->putting; p != NULL; p = p->next)
		if (strcmp(p->who, c->who) == 0 &&
		    strcmp(p->name, c->name) == 0)
			break;
	if (p != NULL) {
		c->next = p->waiting;
		p->waiting = c;
	}
	pthread_mutex_unlock(&c->f->lock);
	return (p != NULL);
}

/* It comes no more; those who waited for it. */
static struct blob_call *
put_end(struct blob_call *c)
{
	struct blob_call **at, *w = NULL;

	pthread_mutex_lock(&c->f->lock);
	for (at = &c->f->putting; *at != NULL && *at != c; at = &(*at)->next)
		;
	if (*at != NULL) {
		*at = c->next;
		w = c->waiting;
	}
	pthread_mutex_unlock(&c->f->lock);
	return (w);
}

static void
call_free(struct blob_call *c)
{
	gate_leave(c->f->g, &c->pass);
	buf_free(&c->body);
	mem_free(c->dir);
	mem_free(c);
}

/* False: refused, and to be freed. */
static bool
queued(struct blob_call *c)
{
	err_t e = writer_add(c->f->w, &c->job);

	if (e == NULL)
		return (true);
	writer_free(c->f->w, c->body.n);
	front_answer_refusal(c->f, c->q, e, 0);
	return (false);
}

/* Answered: whoever waited for it goes on. */
static void
over(struct blob_call *c)
{
	struct blob_call *w = put_end(c), *next;

	call_free(c);
	for (; w != NULL; w = next) {
		next = w->next;
		if (!queued(w))
			call_free(w);
	}
}

void
front_blob_begin(void *ctx, struct request *q)
{
	const char *at = serve_query(q, "at"), *name = serve_rest(q),
		   *method = serve_method(q);
	struct front *f = ctx;
	struct blob_call *c;
	struct gate_pass pass;
	int64_t from = 0;
	err_t e = gate_admit(f->g, tls_peer(q), GATE_ELSE, &pass);

	if (e != NULL) {
		front_answer_refusal(f, q, e, pass.retry_s);
		return;
	}
	if (!writer_room(f->w))
		e = err_new(ERR_BUSY, "the hub has too much to write");
	else if (!blob_valid(name))
		e = err_new(ERR_MISSING, "no document is called so");
	else if (at != NULL && (text_int(at, &from) != NULL || from < 0))
		e = err_new(ERR_FORMAT, "at is a number");
	if (e != NULL) {
		gate_leave(f->g, &pass);
		front_answer_refusal(f, q, e, 0);
		return;
	}
	c = mem_new(sizeof(*c));
	c->f = f;
	c->q = q;
	c->pass = pass;
	c->at = from;
	c->want = strcmp(method, "PUT") == 0    ? BLOB_PUT
		  : strcmp(method, "HEAD") == 0 ? BLOB_HEAD
						: BLOB_GET;
	(void)snprintf(c->name, sizeof(c->name), "%s", name);
	(void)snprintf(c->who, sizeof(c->who), "%lld", (long long)pass.node.no);
	c->body = (struct buf)BUF(LIMIT_BLOB_BODY_BYTES);
	serve_state_set(q, c);
	if (c->want == BLOB_PUT)
		putting(c);
}

size_t
front_blob_data(void *ctx, struct request *q, struct span s)
{
	struct blob_call *c = serve_state(q);
	struct front *f = ctx;

	f->bytes_in += s.n;
	/* serve's body_max is the buffer's. */
	must(buf_span(&c->body, s) == NULL);
	writer_hold(f->w, s.n);
	return (s.n);
}

/* ---- may it? ------------------------------------------------------------ */

static bool
admitted(const struct peer *p, const char *space)
{
	for (size_t i = 0; i < p->spaces_n; i++)
		if (strcmp(p->space[i], space) == 0)
			return (true);
	return (false);
}

/* Documents of that hash: one that this office may see is enough. */
static err_t
may(struct blob_call *c, struct store *st)
{
	CLEAN(rows_done) struct rows r = { 0 };
	bool more = true, guarded = false;

	TRY(ledger_refresh(st->l));
	TRY(db_query(&r, st->db, &front_blob_documents, val_str(c->name)));
	for (;;) {
		const struct log_info *i;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		i = ledger_log(st->l, dot_log(rows_int(&r, 0)));
		if (i == NULL || !admitted(&c->pass.peer,
				     ledger_space_name(st->l, i->space)))
			continue;
		c->size = rows_int(&r, 1);
		/* SPEC 13.1: The file of a confidential document MUST NOT
		 * leave its computer. */
		if (rows_int(&r, 2) == CODE_classification_confidential)
			guarded = true;
		else if (c->size > 0 && c->size <= LIMIT_DOCUMENT_BYTES)
			return (NULL);
	}
	if (guarded)
		return (err_new(
		    ERR_SCOPE, "confidential files stay on their computer"));
	return (err_new(
	    ERR_MISSING, "no document that this office may see has that file"));
}

/* In the writer's thread, so that two pieces never meet. */
static err_t
apply(void *ctx, struct house *h, int64_t now)
{
	struct blob_call *c = ctx;

	(void)now;
	c->dir = mem_dup(h->dir);
	TRY(may(c, &h->st));
	if (c->want == BLOB_PUT)
		return (blob_piece(c->dir, c->name, c->who, c->at, c->size,
		    buf_all(&c->body), &c->held, &c->whole));
	TRY(blob_held(c->dir, c->name, c->who, &c->held, &c->whole));
	if (c->want == BLOB_GET && !c->whole)
		return (err_new(ERR_MISSING, "the file has not arrived yet"));
	return (NULL);
}

/* ---- the answer --------------------------------------------------------- */

static err_t
give(struct blob_call *c, struct response *r)
{
	r->type = BLOB_TYPE;
	response_header(r, "Cache-Control", "no-store");
	response_header(r, "Upload-Offset", "%lld", (long long)c->held);
	if (c->want != BLOB_GET)
		return (NULL);
	if (c->at > c->held)
		return (err_new(ERR_FORMAT, "at is beyond the end"));
	TRY(blob_get(c->dir, c->name, &r->body));
	memmove(r->body.p, r->body.p + c->at, r->body.n - (size_t)c->at);
	r->body.n -= (size_t)c->at;
	c->f->bytes_out += r->body.n;
	return (NULL);
}

static void
done(void *ctx, struct store *st, err_t e)
{
	CLEAN(response_free) struct response r = RESPONSE;
	struct blob_call *c = ctx;

	(void)st;
	/* The road broke: nobody reads it, but serve wants its answer. */
	if (e == NULL && !c->cut)
		e = give(c, &r);
	if (e != NULL && e->code == ERR_GAP) {
		front_refuse(&r, e, 0);
		response_header(
		    &r, "Upload-Offset", "%lld", (long long)c->held);
		e = NULL;
	}
	gate_leave(c->f->g, &c->pass);
	if (e != NULL)
		front_answer_refusal(c->f, c->q, e, 0);
	else
		serve_answer(c->q, &r);
	over(c);
}

void
front_blob_end(void *ctx, struct request *q, bool complete)
{
	struct blob_call *c = serve_state(q);

	(void)ctx;
	c->cut = !complete;
	c->job = (struct writer_job){ .ctx = c,
		.bytes = c->body.n,
		.alone = true,
		.apply = apply,
		.done = done };
	if (c->want == BLOB_HEAD && waits(c))
		return;
	if (!queued(c))
		over(c);
}
