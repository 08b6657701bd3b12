/*
 * entry -- coming in, going out, the language.
 */
#include "hub/board.h"
#include "proto/base/clock.h"
#include "proto/ui/shell.h"

static err_t
show(struct page *p, const char *back)
{
	struct enter_view v = { .account = board_field(p, "cuenta"),
		.name = "",
		.back = screen_back(back) };

	board_title(p, board_tr(p, "Entrar", "Enter"));
	enter_tpl(&p->h, &v);
	return (NULL);
}

static err_t
enter(struct page *p)
{
	if (p->who != NULL)
		return (board_go(p, "/"));
	return (show(p, board_ask(p, "a")));
}

/* Said where it was typed; the status tells machines. */
static err_t
refused(struct page *p, const char *why, int64_t wait_s)
{
	p->fault = wait_s == 0
		       ? why
		       : arena_fmt(p->a, "%s %lld s.", why, (long long)wait_s);
	p->r->status = wait_s == 0 ? 403 : 429;
	if (wait_s != 0)
		response_header(p->r, "Retry-After", "%lld", (long long)wait_s);
	return (show(p, board_field(p, "a")));
}

static err_t
do_enter(struct page *p)
{
	CLEAN(house_close) struct house h = { 0 };
	const char *password = serve_form(p->q, "clave", 0);
	const char *wait =
	    board_tr(p, "Demasiados intentos. Su cuenta sigue bien; espere",
		"Too many tries. Your account is all right; wait");
	struct person who;
	int64_t wait_s;
	err_t e;

	if (!board_try(p, &wait_s))
		return (refused(p, wait, wait_s));
	TRY(board_house(p, &h));
	e = people_enter(h.st.db, board_field(p, "cuenta"),
	    password == NULL ? "" : password, clock_now(), &who, &wait_s);
	if (e != NULL && e->code == ERR_SLOW)
		return (refused(p, wait, wait_s));
	if (e != NULL && e->code == ERR_UNTRUSTED)
		return (refused(p,
		    board_tr(p,
			"La cuenta o la contraseña no es correcta. Las "
			"cuentas las abre quien administra el nodo central.",
			"The account or the password is wrong. Accounts are "
			"opened by who administers the hub."),
		    0));
	TRY(e);
	board_enter(p, &who);
	return (board_go(p, "%s", screen_back(board_field(p, "a"))));
}

static err_t
leave(struct page *p)
{
	CLEAN(house_close) struct house h = { 0 };

	if (p->who != NULL) {
		TRY(board_house(p, &h));
		TRY(board_note(p, &h, VISIT_LEAVE, ""));
	}
	board_leave(p);
	return (board_go(p, "/cuenta/entrar"));
}

static err_t
language(struct page *p)
{
	CLEAN(house_close) struct house h = { 0 };
	bool en = strcmp(board_field(p, "idioma"), "en") == 0;

	response_header(p->r, "Set-Cookie",
	    SCREEN_LANG_COOKIE "=%s; Path=/; Secure; HttpOnly; "
			       "SameSite=Strict; Max-Age=31536000",
	    en ? "en" : "es");
	if (p->who != NULL) {
		TRY(board_house(p, &h));
		TRY(people_speak(h.st.db, p->who->account, en ? "en" : "es"));
		board_lang(p, en ? "en" : "es");
	}
	return (board_go(p, "%s", screen_back(board_field(p, "a"))));
}

const struct screen entry_screens[] = {
	{ .method = "GET",
	    .path = "/cuenta/entrar",
	    .flags = BOARD_OPEN | BOARD_BLIND,
	    .run = enter },
	{ .method = "POST",
	    .path = "/cuenta/entrar",
	    .flags = BOARD_OPEN | BOARD_BLIND,
	    .run = do_enter },
	{ .method = "POST",
	    .path = "/cuenta/salir",
	    .flags = BOARD_OPEN | BOARD_BLIND,
	    .run = leave },
	{ .method = "POST",
	    .path = "/idioma",
	    .flags = BOARD_OPEN | BOARD_BLIND,
	    .run = language },
	{ .method = NULL },
};
