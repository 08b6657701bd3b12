#include "node/pages/accounts.h"

#include <stdio.h>

#include "node/page.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"

/* What an office's people can be here (DOMAIN 3.2). */
static const uint16_t offered[] = { CODE_role_recorder,
	CODE_role_technical_secretariat, CODE_role_chair,
	CODE_role_technical_admin, CODE_role_audit };

#define OFFERED (sizeof(offered) / sizeof(offered[0]))

static unsigned
chosen(struct page *p)
{
	unsigned roles = 0;
	const char *s;
	int64_t no;

	for (size_t i = 0; (s = page_field_at(p, "rol", i)) != NULL; i++)
		for (size_t k = 0; k < OFFERED; k++)
			if (text_int(s, &no) == NULL && no == offered[k])
				roles |= 1U << offered[k];
	return (roles);
}

static const char *
roles_words(struct page *p, unsigned roles)
{
	const char *s = "";

	for (int64_t i = 1; i <= CODE_role_audit; i++)
		if ((roles & 1U << i) != 0)
			s = arena_fmt(p->a, "%s%s%s", s, *s == '\0' ? "" : ", ",
			    page_code(p, "role", i));
	return (s);
}

static err_t
rows(struct page *p, struct accounts_view *v)
{
	struct person *all;
	size_t n;

	TRY(people_list(p->o->st.db, p->a, &all, &n));
	v->rows = arena_new(p->a, (n + 1) * sizeof(*v->rows));
	for (size_t i = 0; i < n; i++)
		v->rows[i] = (struct accounts_row){ .account = all[i].account,
			.name = all[i].name,
			.position = all[i].position,
			.roles = roles_words(p, all[i].roles),
			.closed = all[i].closed,
			.me = strcmp(all[i].account, p->who->account) == 0 };
	v->rows_n = n;
	return (NULL);
}

static err_t
show(struct page *p)
{
	unsigned has = chosen(p);
	struct accounts_view v = { .admin = page_may(p, ROLES_ADMIN),
		.account = page_field(p, "cuenta"),
		.name = page_field(p, "nombre"),
		.position = page_field(p, "cargo") };

	TRY(rows(p, &v));
	v.roles = arena_new(p->a, OFFERED * sizeof(*v.roles));
	v.roles_n = OFFERED;
	for (size_t i = 0; i < OFFERED; i++)
		v.roles[i] = (struct accounts_role){ offered[i],
			page_code(p, "role", offered[i]),
			(has & 1U << offered[i]) != 0 };
	page_begin(p, page_tr(p, "Personas", "People"));
	accounts_tpl(&p->h, &v);
	return (page_end(p));
}

/* What a rule says is shown above the form, with what was typed. */
static err_t
again(struct page *p, err_t e)
{
	if (e->code != ERR_RULE)
		return (e);
	p->fault = page_sentence(p, e);
	p->r->status = 422;
	return (show(p));
}

static err_t
add(struct page *p)
{
	struct person who = { .roles = chosen(p) };
	const char *password = serve_form(p->q, "clave", 0);
	err_t e;

	(void)snprintf(
	    who.account, sizeof(who.account), "%s", page_field(p, "cuenta"));
	(void)snprintf(
	    who.name, sizeof(who.name), "%s", page_field(p, "nombre"));
	(void)snprintf(
	    who.position, sizeof(who.position), "%s", page_field(p, "cargo"));
	e = people_add(
	    p->o->st.db, &who, password == NULL ? "" : password, clock_now());
	if (e != NULL)
		return (again(p, e));
	page_say(p, "La cuenta está lista.", "The account is ready.");
	return (page_go(p, "/personas"));
}

static void
sessions_end(struct page *p, const char *account)
{
	for (size_t i = 0; i < PAGE_SESSIONS; i++) {
		struct session *x = &p->web->session[i];

		if (x->in && strcmp(x->who.account, account) == 0)
			x->in = x->locked = false;
	}
}

static err_t
set_state(struct page *p)
{
	const char *account = page_field(p, "cuenta");
	struct person who;
	bool found;

	TRY(people_get(p->o->st.db, account, &who, &found));
	if (!found)
		return (err_new(ERR_MISSING, "no such account"));
	if (strcmp(account, p->who->account) == 0)
		return (
		    again(p, err_new(ERR_RULE, "rule 0: Nobody closes the own "
					       "account. / Nadie cierra su "
					       "propia cuenta.")));
	who.closed = strcmp(page_field(p, "cerrada"), "1") == 0;
	TRY(people_change(p->o->st.db, &who, clock_now()));
	if (who.closed)
		sessions_end(p, account);
	page_say(p, "Hecho.", "Done.");
	return (page_go(p, "/personas"));
}

static err_t
password(struct page *p)
{
	const char *was = serve_form(p->q, "actual", 0);
	const char *now = serve_form(p->q, "nueva", 0);
	struct person who;
	int64_t wait;
	err_t e;

	e = people_enter(p->o->st.db, p->who->account, was == NULL ? "" : was,
	    clock_now(), &who, &wait);
	if (e != NULL && (e->code == ERR_UNTRUSTED || e->code == ERR_SLOW))
		return (
		    again(p, err_new(ERR_RULE, "rule 0: The present password "
					       "is wrong. / La contraseña de "
					       "ahora no es correcta.")));
	if (e == NULL)
		e = people_password(p->o->st.db, p->who->account,
		    now == NULL ? "" : now, clock_now());
	if (e != NULL)
		return (again(p, e));
	page_say(p, "La contraseña cambió.", "The password was changed.");
	return (page_go(p, "/personas"));
}

const struct screen accounts_screens[] = {
	{ .method = "GET",
	    .path = "/personas",
	    .flags = SCREEN_EARLY,
	    .run = show },
	{ .method = "POST",
	    .path = "/personas",
	    .roles = ROLES_ADMIN,
	    .flags = SCREEN_EARLY,
	    .run = add },
	{ .method = "POST",
	    .path = "/personas/estado",
	    .roles = ROLES_ADMIN,
	    .flags = SCREEN_EARLY,
	    .run = set_state },
	{ .method = "POST",
	    .path = "/personas/clave",
	    .flags = SCREEN_EARLY,
	    .run = password },
	{ .method = NULL },
};
