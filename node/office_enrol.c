/*
 * office_enrol -- from an invitation to a certificate, and to the next one.
 */
#include <stdio.h>
#include <unistd.h>

#include "node/office.h"
#include "proto/base/file.h"
#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/sync/enrol.h"

#define DAY_S 86400

static err_t
keep(void *ctx, struct span s)
{
	struct buf *b = ctx;

	return (buf_span(b, s));
}

/* What the hub says to a JSON body: its answer, or its refusal as an error. */
static err_t
ask(struct link_https *l, const char *path, const struct buf *body,
    struct buf *answer)
{
	int64_t retry_s;
	int status = 0;

	TRY(link_https_post(l, path, ENROL_TYPE, buf_all(body), keep, answer,
	    &status, &retry_s));
	if (status == 200)
		return (NULL);
	TRY_FOR(enrol_refusal_take(buf_all(answer)), "the hub");
	return (err_new(ERR_FORMAT, "the hub answers %d", status));
}

static err_t
put(const struct office *o, const char *name, struct span s)
{
	char *path = office_path(o->dir, name);
	err_t e = file_replace(path, s, 0600);

	mem_free(path);
	return (e);
}

/* Is it a certificate over our key, by the root that was promised? */
static err_t
prove(const struct office *o, const struct enrol_answer *ans,
    const struct hash *root)
{
	struct cert_info info;
	uint8_t mine[KEY_LEN];
	struct hash print;

	TRY(cert_print(ans->ca, &print));
	if (memcmp(print.b, root->b, HASH_LEN) != 0)
		return (err_new(ERR_UNTRUSTED,
		    "the hub's root is not the one that was promised"));
	TRY(cert_read(ans->cert, &info));
	TRY(cert_signed(ans->cert, ans->ca));
	key_public(o->key, mine);
	if (memcmp(mine, info.spki, KEY_LEN) != 0)
		return (
		    err_new(ERR_UNTRUSTED, "a certificate for another key"));
	return (NULL);
}

static err_t
write_conf(struct office *o, const char *url, const struct enrol_answer *ans)
{
	CLEAN(buf_free) struct buf record = BUF(LIMIT_SHORT_BYTES);
	char letter[2] = { ans->letter, '\0' };
	char *path = office_path(o->dir, OFFICE_CONF);
	const char *v[OFFICE_ITEMS];
	err_t e = buf_b64(&record, span_of(ans->log, LOG_ID_LEN));

	if (e == NULL)
		e = buf_fmt(&record, ".%lu.%lu", (unsigned long)ans->seq,
		    (unsigned long)ans->index);
	v[OFFICE_ITEM_HUB] = url;
	v[OFFICE_ITEM_OFFICE] = ans->office;
	v[OFFICE_ITEM_HOME] = ans->home;
	v[OFFICE_ITEM_LETTER] = ans->letter == '\0' ? NULL : letter;
	v[OFFICE_ITEM_RECORD] = (const char *)record.p;
	v[OFFICE_ITEM_PROXY] = o->conf[OFFICE_ITEM_PROXY].value;
	for (size_t i = 0; i < OFFICE_ITEMS; i++) {
		char *was = o->conf[i].value;

		o->conf[i].value = mem_dup(v[i]);
		mem_free(was);
	}
	if (e == NULL)
		e = conf_write(path, o->conf);
	mem_free(path);
	return (e);
}

/* The certificate last: its presence is what "enrolled" means. */
static err_t
write_all(struct office *o, const char *url, const struct enrol_answer *ans)
{
	CLEAN(buf_free) struct buf hub = BUF(LIMIT_SHORT_BYTES);

	TRY(buf_b64(&hub, span_of(ans->hub, KEY_LEN)));
	TRY(buf_str(&hub, "\n"));
	TRY(put(o, OFFICE_CA, ans->ca));
	TRY(put(o, OFFICE_HUB, buf_all(&hub)));
	TRY(write_conf(o, url, ans));
	return (put(o, OFFICE_CERT, ans->cert));
}

/* Whoever is there: an enrolled computer does not change its office. */
static err_t
may_enrol(const struct office *o, const struct invitation *inv)
{
	const char *code = o->conf[OFFICE_ITEM_OFFICE].value;

	if (!o->enrolled || code == NULL)
		return (NULL);
	if (strcmp(code, inv->office) != 0)
		return (err_new(ERR_EXISTS,
		    "this computer is enrolled for office %s", code));
	return (NULL);
}

/* What the hub is asked. */
static err_t
request(struct office *o, const struct invitation *inv, struct buf *body)
{
	struct enrol_request *r = mem_new(sizeof(*r));
	err_t e;

	memcpy(r->code, inv->code, ENROL_CODE_LEN);
	(void)snprintf(r->office, sizeof(r->office), "%s", inv->office);
	(void)snprintf(r->software, sizeof(r->software), "%s", OFFICE_SOFTWARE);
	if (gethostname(r->computer, sizeof(r->computer) - 1) != 0 ||
	    !text_valid(span_str(r->computer)))
		r->computer[0] = '\0';
	e = enrol_prove(r, &inv->ca, o->key);
	if (e == NULL)
		e = enrol_request_put(r, body);
	mem_free(r);
	return (e);
}

static err_t
answered(struct office *o, const struct invitation *inv, struct span answer)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct enrol_answer ans;

	TRY_FOR(enrol_answer_take(answer, &a, &ans), "the hub's answer");
	if (!ans.has_hub)
		return (err_new(ERR_FORMAT, "the hub's answer is not whole"));
	TRY(prove(o, &ans, &inv->ca));
	return (write_all(o, inv->url, &ans));
}

err_t
office_enrol(struct office *o, const char *invitation)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_ENROL_BYTES);
	CLEAN(buf_free) struct buf answer = BUF(LIMIT_ENROL_BYTES);
	CLEAN(link_https_close) struct link_https *l = NULL;
	struct link_https_conf conf = { 0 };
	struct invitation inv;

	TRY(enrol_invitation_take(span_str(invitation), &inv));
	TRY(may_enrol(o, &inv));
	TRY(request(o, &inv, &body));
	conf.url = inv.url;
	conf.ca_print = &inv.ca;
	conf.key = o->key;
	conf.proxy = o->conf[OFFICE_ITEM_PROXY].value;
	TRY(link_https_open(&l, &conf));
	TRY(ask(l, ENROL_PATH, &body, &answer));
	return (answered(o, &inv, buf_all(&answer)));
}

err_t
office_enrol_ask(struct office *o, const char *invitation, struct buf *file)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_ENROL_BYTES);
	struct invitation inv;

	TRY(enrol_invitation_take(span_str(invitation), &inv));
	TRY(may_enrol(o, &inv));
	if (!inv.has_hub)
		return (err_new(ERR_USAGE,
		    "this invitation is of before bundles: ask for another"));
	TRY(request(o, &inv, &body));
	/* The answer is proved by it. */
	TRY(put(o, OFFICE_ASKED, span_str(invitation)));
	return (
	    bundle_put(BUNDLE_ENROL, o->key, inv.hub, buf_all(&body), file));
}

err_t
office_enrol_answered(struct office *o, const struct bundle *b)
{
	CLEAN(buf_free) struct buf text = BUF(LIMIT_CONF_BYTES);
	struct invitation inv;
	char *path = office_path(o->dir, OFFICE_ASKED);
	err_t e = file_read(path, &text);

	if (e != NULL && e->code == ERR_MISSING)
		e = err_new(ERR_MISSING,
		    "this computer did not ask to be enrolled by a bundle");
	if (e == NULL)
		e = enrol_invitation_take(buf_all(&text), &inv);
	if (e == NULL && memcmp(inv.hub, b->from, KEY_LEN) != 0)
		e = err_new(ERR_UNTRUSTED, "another hub than was asked");
	if (e == NULL)
		e = answered(o, &inv, b->payload);
	if (e == NULL)
		e = file_remove(path);
	mem_free(path);
	return (e);
}

int64_t
office_cert_days(const struct office *o)
{
	int64_t left = o->cert_info.not_after - offset_now(&o->clock);

	return (left < 0 ? -((-left + DAY_S - 1) / DAY_S) : left / DAY_S);
}

bool
office_renew_due(const struct office *o)
{
	int64_t from = o->cert_info.not_before, to = o->cert_info.not_after;

	return (o->enrolled && offset_now(&o->clock) >= from + (to - from) / 2);
}

err_t
office_renew_take(struct office *o, struct span answer)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct enrol_answer ans;
	struct hash root;

	TRY(cert_print(buf_all(&o->ca), &root));
	TRY_FOR(enrol_answer_take(answer, &a, &ans), "the hub's answer");
	TRY(prove(o, &ans, &root));
	TRY(put(o, OFFICE_CERT, ans.cert));
	buf_clear(&o->cert);
	TRY(buf_span(&o->cert, ans.cert));
	return (cert_read(buf_all(&o->cert), &o->cert_info));
}

err_t
office_renew(struct office *o, struct link_https *l)
{
	CLEAN(buf_free) struct buf body = BUF(LIMIT_ENROL_BYTES);
	CLEAN(buf_free) struct buf answer = BUF(LIMIT_ENROL_BYTES);
	struct enrol_renewal r;
	struct hash root;

	TRY(cert_print(buf_all(&o->ca), &root));
	TRY(enrol_renewal_prove(&r, o->cert_info.serial, &root, o->key));
	TRY(enrol_renewal_put(&r, &body));
	TRY(ask(l, ENROL_RENEW, &body, &answer));
	return (office_renew_take(o, buf_all(&answer)));
}
