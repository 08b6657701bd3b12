#include "hub/invite.h"

#include <stdio.h>

#include "proto/base/cert.h"
#include "proto/base/rand.h"
#include "proto/base/say.h"
#include "proto/base/text.h"

#define KEPT_S (30 * 86400LL) /* those that ended are still told apart */

static void
code_print(const uint8_t code[ENROL_CODE_LEN], struct hash *out)
{
	struct hasher h;

	hash_start(&h, "invitation");
	hash_add(&h, code, ENROL_CODE_LEN);
	hash_end(&h, out);
}

static uint32_t
code_id(const uint8_t code[ENROL_CODE_LEN])
{
	return ((uint32_t)code[0] << 24 | (uint32_t)code[1] << 16 |
		(uint32_t)code[2] << 8 | code[3]);
}

/* However much of it is right, it takes as long. */
static bool
same(const struct hash *a, const struct hash *b)
{
	uint8_t differ = 0;

	for (size_t i = 0; i < HASH_LEN; i++)
		differ |= a->b[i] ^ b->b[i];
	return (differ == 0);
}

/* ---- inviting ----------------------------------------------------------- */

static err_t
add(struct house *h, struct reg_invite *v, struct invitation *i, int64_t now)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct reg_invite other;
	bool taken = true;

	TRY(tx_begin(&tx, h->st.db));
	TRY(registry_invites_purge(h->st.db, now - KEPT_S));
	while (taken) {
		rand_bytes(i->code, sizeof(i->code));
		TRY(registry_invite(
		    h->st.db, code_id(i->code), &other, &taken));
	}
	v->id = code_id(i->code);
	code_print(i->code, &v->print);
	TRY(registry_invite_add(h->st.db, v));
	return (tx_commit(&tx));
}

err_t
invite_make(struct house *h, const char *office, const char *url, int64_t now,
    struct buf *line)
{
	CLEAN(buf_free) struct buf at = BUF(LIMIT_URL_BYTES);
	struct reg_invite v = { .made = now, .until = now + LIMIT_INVITE_S };
	struct reg_office o;
	struct invitation i;

	TRY(registry_office(h->st.db, office, &o));
	if (o.federal)
		return (err_new(
		    ERR_SCOPE, "the federal level writes at the hub itself"));
	if (url == NULL)
		TRY(house_url(h, &at));
	else
		TRY_FOR(buf_str(&at, url), "address");
	if (strncmp((char *)at.p, "https://", 8) != 0)
		return (
		    err_new(ERR_USAGE, "%s is no https address", (char *)at.p));
	memset(&i, 0, sizeof(i));
	snprintf(i.url, sizeof(i.url), "%s", (char *)at.p);
	snprintf(i.office, sizeof(i.office), "%s", o.code);
	i.ca = h->ca_print;
	i.has_hub = true;
	memcpy(i.hub, h->pub, KEY_LEN);
	v.office = o.no;
	TRY(add(h, &v, &i, now));
	return (enrol_invitation_put(&i, line));
}

/* ---- enrolling ---------------------------------------------------------- */

struct enrolment {
	struct house *h;
	const struct enrol_request *r;
	int64_t now;
	struct reg_office office;
	struct reg_node node;
	bool known; /* the key is in the registry already */
	bool tried; /* the failure counts against the invitation */
	struct buf pem;
};

/* May it? In the transaction that enrols. */
static err_t
judge(struct enrolment *n)
{
	struct db *db = n->h->st.db;
	struct reg_invite v;
	struct hash print;
	char when[21];
	bool found;

	TRY(registry_invite(db, code_id(n->r->code), &v, &found));
	code_print(n->r->code, &print);
	n->tried = found;
	if (!found || !same(&v.print, &print))
		return (
		    err_new(ERR_UNTRUSTED, "this hub gave no such invitation"));
	if (v.tries >= LIMIT_INVITE_TRIES)
		return (err_new(ERR_UNTRUSTED,
		    "the invitation was tried too often; ask for another"));
	/* SPEC 11.2: The hub MUST NOT certify a key whose proof does not
	 * hold. */
	TRY_FOR(enrol_proved(n->r, &n->h->ca_print), "proof of the key");
	TRY(registry_office_no(db, v.office, &n->office));
	if (strcmp(n->office.code, n->r->office) != 0)
		return (
		    err_new(ERR_SCOPE, "the invitation is for another office"));
	n->tried = false;
	text_time_put(v.until, when);
	if (n->now > v.until)
		return (
		    err_new(ERR_EXPIRED, "the invitation ended on %s", when));
	if (v.node != 0 && !(n->known && n->node.no == v.node))
		return (err_new(
		    ERR_EXISTS, "the invitation was used by another computer"));
	if (n->known && n->node.status != CODE_node_status_active)
		return (
		    err_new(ERR_REVOKED, "this key was revoked; make another"));
	if (n->known && n->node.office != n->office.no)
		return (
		    err_new(ERR_SCOPE, "this key belongs to another office"));
	return (NULL);
}

static err_t
certify(struct house *h, const struct reg_node *n, const char *office,
    int64_t now, struct buf *pem)
{
	struct cert_info i;
	char print[44];

	registry_print(n->key, print);
	TRY(cert_node(h->ca, buf_all(&h->ca_pem), n->key, print, office, now,
	    LIMIT_NODE_DAYS, pem));
	TRY(cert_read(buf_all(pem), &i));
	return (
	    registry_serial_add(h->st.db, n->no, i.serial, now, i.not_after));
}

/* The invitation is this node's; the certificate. */
static err_t
take(struct enrolment *n)
{
	bool first;

	TRY(registry_invite_use(
	    n->h->st.db, code_id(n->r->code), n->node.no, &first));
	return (certify(n->h, &n->node, n->office.code, n->now, &n->pem));
}

static err_t
enrol_known(struct enrolment *n)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, n->h->st.db));
	TRY(judge(n));
	TRY(take(n));
	return (tx_commit(&tx));
}

static err_t
record(struct act *act, struct reg_node *n, dot_t office)
{
	char print[44];
	struct fv fv[] = {
		{ FIELD_node_office, val_int(office) },
		{ FIELD_node_fingerprint, val_null() },
		{ FIELD_node_computer, val_str(n->computer) },
		{ FIELD_node_status, val_int(n->status) },
		{ FIELD_node_enrolled_at, val_int(n->enrolled) },
		{ FIELD_node_version, val_str(n->software) },
	};
	size_t m = sizeof(fv) / sizeof(fv[0]);

	registry_print(n->key, print);
	fv[1].v = val_str(print);
	return (act_create(act, schema_entity(ENTITY_node), fv,
	    n->software[0] == '\0' ? m - 1 : m, &n->record));
}

static err_t
enrol_new(struct enrolment *n)
{
	CLEAN(house_act_end) struct act *act = NULL;
	dot_t commit;

	TRY(house_act(n->h, &act));
	TRY(judge(n));
	memcpy(n->node.key, n->r->key, KEY_LEN);
	n->node.office = n->office.no;
	n->node.status = CODE_node_status_active;
	n->node.enrolled = n->now;
	snprintf(n->node.computer, sizeof(n->node.computer), "%s",
	    n->r->computer[0] == '\0' ? n->office.code : n->r->computer);
	snprintf(
	    n->node.software, sizeof(n->node.software), "%s", n->r->software);
	TRY(registry_letter(n->h->st.db, n->office.no, &n->node.letter));
	TRY(record(act, &n->node, n->office.record));
	TRY(registry_node_add(n->h->st.db, &n->node));
	TRY(take(n));
	return (act_save(act, "", &commit));
}

/* In a transaction of its own: the other was rolled back. */
static err_t
count_try(struct house *h, uint32_t id)
{
	CLEAN(tx_undo) struct tx tx = { 0 };

	TRY(tx_begin(&tx, h->st.db));
	TRY(registry_invite_tried(h->st.db, id));
	return (tx_commit(&tx));
}

static err_t
enrol_either(struct enrolment *n)
{
	err_t e = registry_node_key(n->h->st.db, n->r->key, &n->node);
	struct err kept;

	if (e != NULL && e->code != ERR_MISSING)
		return (e);
	n->known = e == NULL;
	if (!n->known)
		memset(&n->node, 0, sizeof(n->node));
	e = n->known ? enrol_known(n) : enrol_new(n);
	if (e == NULL || !n->tried)
		return (e);
	kept = *e;
	if ((e = count_try(n->h, code_id(n->r->code))) != NULL)
		say_err("invite", e);
	return (err_new(kept.code, "%s", kept.text));
}

static err_t
answer_put(struct enrolment *n, struct buf *out)
{
	const struct log_info *l =
	    ledger_log(n->h->st.l, dot_log(n->office.record));
	struct enrol_answer a = {
		.cert = buf_all(&n->pem),
		.ca = buf_all(&n->h->ca_pem),
		.letter = n->node.letter,
		.has_hub = true,
		.seq = dot_seq(n->office.record),
		.index = dot_index(n->office.record),
	};

	if (l == NULL)
		return (err_new(ERR_STORE, "the office's log was not read"));
	memcpy(a.log, l->id, LOG_ID_LEN);
	memcpy(a.hub, n->h->pub, KEY_LEN);
	snprintf(a.office, sizeof(a.office), "%s", n->office.code);
	snprintf(a.home, sizeof(a.home), "%s", n->office.home);
	return (enrol_answer_put(&a, out));
}

err_t
invite_enrol(struct house *h, const struct enrol_request *r, int64_t now,
    struct buf *answer)
{
	struct enrolment n = {
		.h = h, .r = r, .now = now, .pem = BUF(LIMIT_PEM_BYTES)
	};
	err_t e = enrol_either(&n);

	if (e == NULL)
		e = answer_put(&n, answer);
	buf_free(&n.pem);
	TRY(e);
	/* Positions for the new record; later ones would do as well. */
	if ((e = house_own(h)) != NULL)
		say_err("invite", e);
	return (NULL);
}

/* ---- renewing ----------------------------------------------------------- */

/* From half the life of the certificate that ends at `until`. */
static err_t
renew(struct house *h, const struct reg_node *n, int64_t until, int64_t now,
    struct buf *answer)
{
	CLEAN(buf_free) struct buf pem = BUF(LIMIT_PEM_BYTES);
	struct enrol_answer a = { .ca = buf_all(&h->ca_pem) };
	int64_t from = until - (int64_t)LIMIT_NODE_DAYS * 86400 / 2;
	struct reg_office o;
	char when[21];

	text_time_put(from, when);
	if (now < from)
		return (err_new(ERR_EXISTS,
		    "the certificate is good; it can be renewed from %s",
		    when));
	TRY(registry_office_no(h->st.db, n->office, &o));
	TRY(certify(h, n, o.code, now, &pem));
	a.cert = buf_all(&pem);
	return (enrol_answer_put(&a, answer));
}

err_t
invite_renew_unasked(
    struct house *h, const struct reg_node *n, int64_t now, struct buf *answer)
{
	return (renew(h, n, n->until, now, answer));
}

err_t
invite_renew(struct house *h, const struct gate_pass *pass,
    const struct enrol_renewal *r, int64_t now, struct buf *answer)
{
	struct reg_node n;
	int64_t until;

	if (memcmp(r->key, pass->peer.key, KEY_LEN) != 0)
		return (err_new(ERR_UNTRUSTED,
		    "a certificate is renewed with the key that it has"));
	TRY_FOR(enrol_renewal_proved(r, pass->serial, &h->ca_print),
	    "proof of the key");
	/* What the gate saw may have changed since. */
	TRY(registry_caller(h->st.db, pass->serial, pass->peer.key, &n));
	if (n.status != CODE_node_status_active)
		return (
		    err_new(ERR_REVOKED, "the hub has revoked this computer"));
	TRY(registry_serial_until(h->st.db, pass->serial, &until));
	return (renew(h, &n, until, now, answer));
}
