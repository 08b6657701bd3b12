/*
 * page_pii -- rule 14 at the page: what looks like personal data is shown in
 * its place, and the person takes it out or says why it is none.
 *
 * page_save asks here, so every screen has it.  The form that was sent is kept
 * as a draft; the decision comes with its serial and sends it again.
 */
#include "node/page.h"

#include "proto/ui/form.h"

#define AROUND 60 /* bytes of the text shown on each side */

static const char *
hash_of(struct page *p, struct span found)
{
	CLEAN(buf_free) struct buf b = BUF(64);
	struct hash hash;

	pii_hash(found, &hash);
	must(buf_b64(&b, span_of(hash.b, sizeof(hash.b))) == NULL);
	return (arena_dup(p->a, buf_all(&b)));
}

static struct page_verdict *
verdict_on(struct page *p, const char *hash)
{
	for (size_t i = 0; i < p->verdicts; i++)
		if (strcmp(p->verdict[i].hash, hash) == 0)
			return (&p->verdict[i]);
	return (NULL);
}

/* ---- what was decided --------------------------------------------------- */

/* The first that somebody decided on becomes a record of the act. */
static err_t
decide_one(struct page *p, struct act *act, bool *more)
{
	struct rule_pii *v;
	size_t n;

	*more = false;
	TRY(act_pii(act, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct span s = span_of(v[i].text.p + v[i].at.at, v[i].at.n);
		const struct page_verdict *d = verdict_on(p, hash_of(p, s));

		if (d == NULL || d->removed ||
		    v[i].c->e->no == ENTITY_pii_decision)
			continue;
		*more = true;
		return (act_pii_decide(act, &v[i], d->reason));
	}
	return (NULL);
}

static err_t
decide(struct page *p, struct act *act)
{
	bool more = p->verdicts > 0;

	for (size_t most = act->n + PII_MOST; more && most > 0; most--)
		TRY(decide_one(p, act, &more));
	for (size_t i = 0; i < p->verdicts; i++)
		if (p->verdict[i].removed && p->verdict[i].kind != 0)
			TRY(act_pii_removed(act, p->verdict[i].kind));
	return (NULL);
}

void
page_pii_saved(struct page *p)
{
	for (size_t i = 0; i < p->verdicts; i++)
		p->verdict[i].kind = 0;
}

/* ---- what is asked ------------------------------------------------------ */

static bool
inside(struct span s, size_t at)
{
	return (at > 0 && at < s.n && (s.p[at] & 0xc0) == 0x80);
}

static const char *
part(struct page *p, struct span s, size_t from, size_t to)
{
	return (arena_dup(p->a, span_of(s.p + from, to - from)));
}

static void
show(struct page *p, const struct rule_pii *x)
{
	struct page_pii *out = &p->pii[p->pii_n];
	size_t at = x->at.at, end = x->at.at + x->at.n;
	size_t from = at > AROUND ? at - AROUND : 0;
	size_t to = x->text.n - end > AROUND ? end + AROUND : x->text.n;
	const char *hash = hash_of(p, span_of(x->text.p + at, x->at.n));

	for (size_t i = 0; i < p->pii_n; i++)
		if (strcmp(p->pii[i].hash, hash) == 0)
			return;
	while (inside(x->text, from))
		from--;
	while (inside(x->text, to))
		to++;
	*out = (struct page_pii){ .hash = hash,
		.kind = page_code(p, "pii_kind", x->at.kind),
		.field = x->f == NULL ? page_tr(p, "Motivo", "Reason")
				      : page_label(p, x->f),
		.text = arena_dup(p->a, span_of(x->text.p + at, x->at.n)),
		.before = arena_fmt(p->a, "%s%s", from > 0 ? "…" : "",
		    part(p, x->text, from, at)),
		.after = arena_fmt(p->a, "%s%s", part(p, x->text, end, to),
		    to < x->text.n ? "…" : "") };
	p->pii_n++;
}

/* A form may be saved in several acts: what each has is asked together. */
static err_t
ask(struct page *p, struct act *act)
{
	struct page_pii *was = p->pii;
	struct rule_pii *v;
	size_t n;

	TRY(act_pii(act, &v, &n));
	if (n == 0)
		return (NULL);
	p->pii = arena_new(p->a, (p->pii_n + n) * sizeof(*p->pii));
	if (p->pii_n > 0)
		memcpy(p->pii, was, p->pii_n * sizeof(*was));
	for (size_t i = 0; i < n; i++)
		show(p, &v[i]);
	return (err_new(ERR_RULE,
	    "rule 14: Nothing is saved yet: something looks like personal "
	    "data. / Todavía no se guardó: hay algo que parece un dato "
	    "personal."));
}

err_t
page_pii_look(struct page *p, struct act *act)
{
	err_t e = decide(p, act), asked;
	struct err was = { .code = ERR_NONE };

	if (e != NULL && e->code != ERR_RULE)
		return (e);
	if (e != NULL)
		was = *e;
	asked = ask(p, act);
	if (was.code == ERR_NONE || (asked != NULL && asked->code != ERR_RULE))
		return (asked);
	return (err_new(was.code, "%s", was.text));
}

/* The text of a file that is attached: it is no field, and nobody takes
 * anything out of it here. */
err_t
page_pii_file(struct page *p, struct act *act, dot_t id, struct span text)
{
	const struct rule_change c = { .kind = RULE_CREATE,
		.e = schema_entity(ENTITY_document),
		.id = id };
	struct rule_pii x = { .c = &c, .text = text };
	struct page_pii *v = arena_new(p->a, PII_MOST * sizeof(*v));

	p->pii = v;
	p->pii_n = 0;
	for (size_t at = 0; p->pii_n < PII_MOST && pii_next(text, at, &x.at);
	     at = x.at.at + x.at.n) {
		const struct page_verdict *d = verdict_on(
		    p, hash_of(p, span_of(text.p + x.at.at, x.at.n)));

		if (d == NULL || d->removed)
			show(p, &x);
		else
			TRY(act_pii_decide(act, &x, d->reason));
	}
	for (size_t i = 0; i < p->pii_n; i++)
		v[i].field = page_tr(p, "Dentro del archivo", "In the file");
	if (p->pii_n == 0)
		return (NULL);
	return (err_new(ERR_RULE,
	    "rule 14: Not saved yet: the file has what looks like personal "
	    "data. Say why it is none, or take it out of the file and choose "
	    "it again. / Todavía no se guardó: dentro del archivo hay lo que "
	    "parece un dato personal. Diga por qué no lo es, o quítelo del "
	    "archivo y elíjalo otra vez."));
}

/* ---- what is taken out -------------------------------------------------- */

static err_t
put_without(struct page *p, struct span s, struct buf *out)
{
	size_t from = 0;
	struct pii x;

	for (size_t at = 0; pii_next(s, at, &x); at = x.at + x.n) {
		struct page_verdict *d =
		    verdict_on(p, hash_of(p, span_of(s.p + x.at, x.n)));

		if (d == NULL || !d->removed)
			continue;
		d->kind = x.kind;
		TRY(buf_put(out, s.p + from, x.at - from));
		TRY(buf_str(out, page_tr(p, "[dato personal quitado]",
				     "[personal data removed]")));
		from = x.at + x.n;
	}
	return (buf_put(out, s.p + from, s.n - from));
}

err_t
page_pii_without(struct page *p, const char *text, struct buf *out)
{
	struct form f;

	TRY(form_take(p->a, span_str(text), &f));
	for (size_t i = 0; i < f.n; i++) {
		CLEAN(buf_free)
		struct buf b = BUF((size_t)2 * LIMIT_DRAFT_BYTES);

		TRY(put_without(p, span_str(f.field[i].value), &b));
		TRY(form_put(
		    out, f.field[i].name, b.n == 0 ? "" : (const char *)b.p));
	}
	return (NULL);
}
