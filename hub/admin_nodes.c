/*
 * admin_nodes -- the computers: who they are, how they are, and the end.
 */
#include <stdio.h>

#include "hub/admin_in.h"
#include "hub/ticket.h"
#include "proto/base/clock.h"
#include "proto/base/json.h"
#include "proto/base/text.h"

/* ---- spaces and offices ------------------------------------------------- */

struct spaces {
	struct buf *b;
	bool lost; /* these, or those it has */
	size_t n;
};

static err_t
space_put(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	struct spaces *s = ctx;

	(void)gained;
	if ((lost != 0) != s->lost)
		return (NULL);
	if (s->n++ > 0)
		TRY(buf_str(s->b, ","));
	return (json_put_text(s->b, span_str(space)));
}

err_t
admin_spaces(struct house *h, const struct reg_office *o, struct buf *b)
{
	struct spaces s = { .b = b };

	TRY(buf_str(b, ",\"spaces\":["));
	TRY(registry_spaces(h->st.db, o->no, space_put, &s));
	TRY(buf_str(b, "],\"lost\":["));
	s = (struct spaces){ .b = b, .lost = true };
	TRY(registry_spaces(h->st.db, o->no, space_put, &s));
	return (buf_str(b, "]"));
}

static err_t
space_say(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	struct buf *b = ctx;

	(void)gained;
	if (lost != 0)
		return (NULL);
	return (buf_fmt(b, "%s%s", b->n == 0 ? "" : " ", space));
}

static err_t
office_see(void *ctx, const struct reg_office *o)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_LINE_BYTES);
	struct listing *l = ctx;

	if (!l->json) {
		table_add(&l->t, o->code);
		TRY(registry_spaces(l->h->st.db, o->no, space_say, &b));
		table_add(&l->t, (const char *)b.p);
		return (NULL);
	}
	TRY(buf_str(&l->b, l->n++ == 0 ? "{" : ",{"));
	TRY(admin_pair(&l->b, "office", o->code));
	TRY(admin_pair(&l->b, "home", o->home));
	TRY(admin_spaces(l->h, o, &l->b));
	return (buf_str(&l->b, "}"));
}

static err_t
listing_answer(struct listing *l)
{
	if (l->json)
		TRY(buf_str(&l->b, "]}\n"));
	else
		TRY(table_put(&l->t, &l->b));
	return (admin_answer(l->c, &l->b));
}

err_t
admin_offices(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(admin_listing_end)
	struct listing l = {
		.h = h, .c = c, .json = cli->json, .b = BUF(LIMIT_PAGE_BYTES)
	};

	l.t = (struct table){ .a = &l.a, .cols = 2 };
	if (l.json)
		TRY(buf_str(&l.b, "{\"offices\":["));
	TRY(registry_offices(h->st.db, office_see, &l));
	return (listing_answer(&l));
}

/* ---- nodes -------------------------------------------------------------- */

static const char *
status_name(const struct listing *l, int status)
{
	const struct code *code =
	    vocab_code(vocab_named("node_status"), status);

	must(code != NULL); /* only our own are written */
	if (l->json)
		return (code->name);
	return (admin_english(l->c) ? code->en : code->es);
}

static err_t
node_json(struct listing *l, const struct reg_node *n, const char *office)
{
	char print[44], letter[2] = { n->letter, '\0' }, at[21];

	registry_print(n->key, print);
	TRY(buf_fmt(&l->b, "%s{\"node\":%lld", l->n++ == 0 ? "" : ",",
	    (long long)n->no));
	TRY(admin_pair(&l->b, "office", office));
	TRY(admin_pair(&l->b, "letter", letter));
	TRY(admin_pair(&l->b, "status", status_name(l, n->status)));
	TRY(admin_pair(&l->b, "computer", n->computer));
	TRY(admin_pair(&l->b, "fingerprint", print));
	TRY(admin_pair(&l->b, "serial", n->serial));
	TRY(admin_pair(&l->b, "software", n->software));
	TRY(buf_fmt(&l->b, ",\"schema\":%lld,\"skew_s\":%lld,\"backlog\":%lld",
	    (long long)n->schema, (long long)n->skew, (long long)n->backlog));
	text_time_put(n->enrolled, at);
	TRY(admin_pair(&l->b, "enrolled", at));
	text_time_put(n->contact, at);
	TRY(n->contact == 0 ? buf_str(&l->b, ",\"contact\":null")
			    : admin_pair(&l->b, "contact", at));
	text_time_put(n->until, at);
	TRY(n->until == 0 ? buf_str(&l->b, ",\"certificate_until\":null")
			  : admin_pair(&l->b, "certificate_until", at));
	return (buf_str(&l->b, "}"));
}

static err_t
node_see(void *ctx, const struct reg_node *n)
{
	struct listing *l = ctx;
	struct reg_office o;
	char no[24], letter[2] = { n->letter, '\0' }, at[21], skew[32];

	TRY(registry_office_no(l->h->st.db, n->office, &o));
	if (l->json)
		return (node_json(l, n, o.code));
	(void)snprintf(no, sizeof(no), "%lld", (long long)n->no);
	(void)snprintf(skew, sizeof(skew), "%+lld s", (long long)n->skew);
	text_time_put(n->contact, at);
	table_add(&l->t, no);
	table_add(&l->t, o.code);
	table_add(&l->t, letter);
	table_add(&l->t, status_name(l, n->status));
	table_add(&l->t, n->computer);
	table_add(&l->t, n->software);
	table_add(&l->t, n->contact == 0 ? "-" : at);
	table_add(&l->t, skew);
	return (NULL);
}

err_t
admin_nodes(struct house *h, struct cmd *c, struct cli *cli)
{
	static const char *const es[] = { "nodo", "oficina", "letra", "estado",
		"equipo", "programa", "contacto", "reloj" };
	static const char *const en[] = { "node", "office", "letter", "status",
		"computer", "software", "contact", "clock" };
	CLEAN(admin_listing_end)
	struct listing l = {
		.h = h, .c = c, .json = cli->json, .b = BUF(LIMIT_PAGE_BYTES)
	};

	l.t = (struct table){ .a = &l.a, .cols = 8 };
	for (size_t i = 0; i < 8; i++)
		table_add(&l.t, admin_english(c) ? en[i] : es[i]);
	if (l.json)
		TRY(buf_str(&l.b, "{\"nodes\":["));
	TRY(registry_nodes(h->st.db, 0, node_see, &l));
	return (listing_answer(&l));
}

/* ---- revoke ------------------------------------------------------------- */

static err_t
forget_sessions(void *ctx, const char *serial)
{
	return (ticket_delete(ctx, serial));
}

static err_t
revoke(struct house *h, struct cmd *c, struct reg_node *n)
{
	CLEAN(house_act_end) struct act *act = NULL;
	const struct fv fv[] = { { FIELD_node_status,
	    val_int(CODE_node_status_revoked) } };
	dot_t commit;

	TRY(house_act(h, &act));
	TRY(registry_node_status(h->st.db, n->no, CODE_node_status_revoked));
	TRY(registry_serials(h->st.db, n->no, forget_sessions, h->st.db));
	TRY(act_edit(act, schema_entity(ENTITY_node), n->record, fv, 1));
	return (act_save(act, c->actor, &commit));
}

err_t
admin_revoke(struct house *h, struct cmd *c, struct cli *cli)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_LINE_BYTES);
	struct reg_node n;

	TRY(registry_node_find(h->st.db, cli->word[0], &n));
	if (memcmp(n.key, h->pub, KEY_LEN) == 0)
		return (err_new(ERR_DATA, "that is the hub itself"));
	TRY(ticket_table(h->st.db));
	if (n.status != CODE_node_status_revoked)
		TRY(revoke(h, c, &n));
	TRY(house_own(h));
	if (cli->json)
		TRY(buf_fmt(&b, "{\"node\":%lld,\"status\":\"revoked\"}\n",
		    (long long)n.no));
	else
		TRY(buf_fmt(&b, "%s %lld (%s)\n",
		    admin_english(c) ? "Revoked" : "Revocado", (long long)n.no,
		    n.computer));
	return (admin_answer(c, &b));
}
