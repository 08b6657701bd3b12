#include "node/pages/account.h"

#include <stdio.h>

#include "node/page.h"
#include "proto/base/clock.h"
#include "proto/base/text.h"
#include "proto/ui/upload.h"

/* ---- entering ----------------------------------------------------------- */

static err_t
show_enter(struct page *p, const char *back)
{
	const struct session *x = p->session;
	struct enter_view v = { .locked = x->in && x->locked,
		.account = x->in ? x->who.account : page_field(p, "cuenta"),
		.name = x->who.name,
		.back = screen_back(back) };

	page_begin(p, page_tr(p, "Entrar", "Enter"));
	enter_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
enter(struct page *p)
{
	return (show_enter(p, page_ask(p, "a")));
}

/* Said where it was typed; the status tells machines. */
static err_t
refused(struct page *p, err_t e, int64_t wait_s)
{
	if (e->code == ERR_UNTRUSTED)
		p->fault =
		    page_tr(p, "La cuenta o la contraseña no es correcta.",
			"The account or the password is wrong.");
	else if (e->code == ERR_SLOW)
		p->fault = arena_fmt(p->a, "%s %lld s.",
		    page_tr(p, "Demasiados intentos. Espere",
			"Too many tries. Wait"),
		    (long long)wait_s);
	else
		return (e);
	p->r->status = 403;
	return (show_enter(p, page_field(p, "a")));
}

static err_t
do_enter(struct page *p)
{
	const char *account = page_field(p, "cuenta");
	const char *password = serve_form(p->q, "clave", 0);
	struct session *x = p->session;
	struct person who;
	int64_t wait;
	err_t e;

	e = people_enter(p->o->st.db, account, password == NULL ? "" : password,
	    clock_now(), &who, &wait);
	if (e != NULL)
		return (refused(p, e, wait));
	x->who = who;
	x->in = true;
	x->locked = false;
	x->seen_ms = clock_mono_ms();
	return (page_go(p, "%s", screen_back(page_field(p, "a"))));
}

static err_t
leave(struct page *p)
{
	struct session *x = p->session;

	if (x->in)
		TRY(people_note(
		    p->o->st.db, x->who.account, VISIT_LEAVE, "", clock_now()));
	x->in = x->locked = false;
	x->who = (struct person){ .account = "" };
	x->said[0] = '\0';
	return (page_go(p, "/cuenta/entrar"));
}

static err_t
lock(struct page *p)
{
	TRY(people_note(
	    p->o->st.db, p->session->who.account, VISIT_LOCK, "", clock_now()));
	p->session->locked = true;
	return (page_go(p, "/cuenta/entrar"));
}

static err_t
language(struct page *p)
{
	bool en = strcmp(page_field(p, "idioma"), "en") == 0;

	response_header(p->r, "Set-Cookie",
	    SCREEN_LANG_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; "
			       "Max-Age=31536000",
	    en ? "en" : "es");
	if (p->who != NULL) {
		struct person *who = &p->session->who;

		memcpy(who->lang, en ? "en" : "es", 3);
		TRY(people_speak(p->o->st.db, who->account, who->lang));
	}
	return (page_go(p, "%s", screen_back(page_field(p, "a"))));
}

/* ---- the first account -------------------------------------------------- */

static err_t
show_first(struct page *p)
{
	struct first_view v = { .account = page_field(p, "cuenta"),
		.name = page_field(p, "nombre"),
		.position = page_field(p, "cargo") };

	page_begin(p, page_tr(p, "Primera vez", "First time"));
	first_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
first(struct page *p)
{
	int64_t n;

	TRY(people_count(p->o->st.db, &n));
	if (n > 0)
		return (page_go(p, "/"));
	return (show_first(p));
}

static err_t
make_first(struct page *p, struct person *who)
{
	const char *a = serve_form(p->q, "clave", 0);
	const char *b = serve_form(p->q, "otra", 0);
	int64_t n;

	TRY(people_count(p->o->st.db, &n));
	if (n > 0)
		return (err_new(ERR_RULE,
		    "rule 0: The first account exists already. / La primera "
		    "cuenta ya existe."));
	if (a == NULL || b == NULL || strcmp(a, b) != 0)
		return (err_new(ERR_RULE,
		    "rule 0: The two passwords are not the same. / Las dos "
		    "contraseñas no son iguales."));
	*who = (struct person){ .roles = ROLE(technical_secretariat) };
	(void)snprintf(
	    who->account, sizeof(who->account), "%s", page_field(p, "cuenta"));
	(void)snprintf(
	    who->name, sizeof(who->name), "%s", page_field(p, "nombre"));
	(void)snprintf(
	    who->position, sizeof(who->position), "%s", page_field(p, "cargo"));
	(void)snprintf(who->lang, sizeof(who->lang), "%s", p->lang);
	return (people_add(p->o->st.db, who, a, clock_now()));
}

static err_t
do_first(struct page *p)
{
	struct person who;
	err_t e = make_first(p, &who);

	if (e != NULL && e->code != ERR_RULE)
		return (e);
	if (e != NULL) {
		p->fault = page_sentence(p, e);
		p->r->status = 422;
		return (show_first(p));
	}
	p->session->who = who;
	p->session->in = true;
	p->session->locked = false;
	return (page_go(p, p->o->enrolled ? "/" : "/inscribir"));
}

/* ---- enrolment ---------------------------------------------------------- */

static err_t
show_enrol(struct page *p, const char *invitation)
{
	struct enrol_view v = { .invitation = invitation };

	page_begin(p, page_tr(p, "Inscribir", "Enrol"));
	enrol_tpl(&p->h, &v);
	return (page_end(p));
}

static err_t
enrol(struct page *p)
{
	return (p->o->enrolled ? page_go(p, "/") : show_enrol(p, ""));
}

/* What was pasted or, when nothing was, the file; without line ends. */
static const char *
invitation(struct page *p)
{
	const struct upload_file *f = upload_get(p->q, "archivo");
	const char *s = page_field(p, "invitacion");
	char *out;
	size_t n = 0;

	if (s[0] == '\0' && f != NULL && f->bytes.n > 0 &&
	    f->bytes.n <= LIMIT_ENROL_BYTES && text_valid(f->bytes))
		s = arena_dup(p->a, f->bytes);
	out = arena_new(p->a, strlen(s) + 1);
	for (; *s != '\0'; s++)
		if (strchr(" \t\r\n", *s) == NULL)
			out[n++] = *s;
	out[n] = '\0';
	return (out);
}

static const char *
enrol_fault(struct page *p, err_t e)
{
	switch ((int)e->code) {
	case ERR_LINK:
	case ERR_BUSY:
		return (page_tr(p,
		    "No se pudo llegar al nodo central. La invitación sigue "
		    "siendo válida: revise la conexión e intente otra vez.",
		    "The hub could not be reached. The invitation is still "
		    "good: look at the connection and try again."));
	case ERR_UNTRUSTED:
	case ERR_SCOPE:
		return (page_tr(p,
		    "El nodo central no aceptó la invitación: ya se usó o "
		    "venció. Pida otra.",
		    "The hub did not accept the invitation: it was used or "
		    "is too old. Ask for another."));
	case ERR_FORMAT:
	case ERR_DATA:
	case ERR_USAGE:
	case ERR_LIMIT:
		return (page_tr(p,
		    "Este texto no es una invitación completa. Cópiela otra "
		    "vez, desde el principio hasta el final.",
		    "This text is not a whole invitation. Copy it again, from "
		    "its beginning to its end."));
	default:
		return (page_sentence(p, e));
	}
}

static err_t
do_enrol(struct page *p)
{
	const char *text = invitation(p);
	bool by_file = page_checked(p, "paquete");
	err_t e = by_file ? stick_ask(p, text) : office_enrol(p->o, text);

	if (by_file && e == NULL)
		return (NULL);
	if (e != NULL) {
		p->r->status = 422;
		p->fault = enrol_fault(p, e);
		return (show_enrol(p, text));
	}
	page_say(p,
	    "Computadora inscrita. Se están recibiendo los datos de su "
	    "oficina.",
	    "This computer is enrolled. The data of your office are coming.");
	/* The office is opened anew with the next request. */
	p->web->opened = false;
	autosync_now(p->web->sync);
	autosync_wait(p->web->sync, 5000);
	return (page_go(p, "/"));
}

const struct screen account_screens[] = {
	{ .method = "GET",
	    .path = "/cuenta/entrar",
	    .flags = SCREEN_OPEN,
	    .run = enter },
	{ .method = "POST",
	    .path = "/cuenta/entrar",
	    .flags = SCREEN_OPEN,
	    .run = do_enter },
	{ .method = "POST",
	    .path = "/cuenta/salir",
	    .flags = SCREEN_OPEN,
	    .run = leave },
	{ .method = "POST",
	    .path = "/cuenta/bloquear",
	    .flags = SCREEN_EARLY,
	    .run = lock },
	{ .method = "POST",
	    .path = "/idioma",
	    .flags = SCREEN_OPEN,
	    .run = language },
	{ .method = "GET",
	    .path = "/cuenta/primera",
	    .flags = SCREEN_OPEN,
	    .run = first },
	{ .method = "POST",
	    .path = "/cuenta/primera",
	    .flags = SCREEN_OPEN,
	    .run = do_first },
	{ .method = "GET",
	    .path = "/inscribir",
	    .roles = ROLES_ADMIN,
	    .flags = SCREEN_EARLY,
	    .run = enrol },
	{ .method = "POST",
	    .path = "/inscribir",
	    .roles = ROLES_ADMIN,
	    .flags = SCREEN_EARLY | SCREEN_FILES,
	    .run = do_enrol },
	{ .method = NULL },
};
