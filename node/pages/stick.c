#include "node/pages/stick.h"

#include "node/courier.h"
#include "node/search.h"
#include "proto/base/say.h"
#include "proto/ui/upload.h"

#define BUNDLE_TYPE "application/vnd.mesas.bundle"

/* ---- away --------------------------------------------------------------- */

/* The first bundle becomes the answer; what did not fit goes with the next,
 * when this one was answered. */
static err_t
into_answer(void *ctx, const char *name, struct span bytes)
{
	struct page *p = ctx;

	if (p->r->body.n > 0)
		return (NULL);
	page_file(p, BUNDLE_TYPE, name);
	return (buf_span(&p->r->body, bytes));
}

static err_t
away(struct page *p)
{
	struct exchange x = { .o = p->o, .lang = p->lang };

	return (courier_pack(&x, into_answer, p));
}

err_t
stick_ask(struct page *p, const char *invitation)
{
	return (courier_ask(p->o, invitation, into_answer, p));
}

/* ---- and back ----------------------------------------------------------- */

static const char *
fault(struct page *p, err_t e)
{
	switch ((int)e->code) {
	case ERR_FORMAT:
	case ERR_PROTOCOL:
		return (page_tr(p,
		    "Este archivo no es un paquete de Mesas que se entienda "
		    "aquí. Elija el que termina en -r.mesas.",
		    "This file is no bundle of Mesas that is understood here. "
		    "Choose the one that ends in -r.mesas."));
	case ERR_DATA:
		return (page_tr(p,
		    "Este paquete es para el nodo central: llévelo tal cual. "
		    "La respuesta es el archivo que termina en -r.mesas.",
		    "This bundle is for the hub: carry it on as it is. The "
		    "answer is the file that ends in -r.mesas."));
	case ERR_SCOPE:
		return (page_tr(p,
		    "Este paquete es para otra computadora: llévelo tal cual. "
		    "Aquí no se usó nada de él.",
		    "This bundle is for another computer: carry it on as it "
		    "is. Nothing of it was used here."));
	case ERR_UNTRUSTED:
		return (page_tr(p,
		    "El archivo está dañado o alguien lo cambió: no se usó "
		    "nada de él. Cópielo otra vez o haga otro paquete.",
		    "The file is damaged or somebody changed it: nothing of it "
		    "was used. Copy it again, or make another bundle."));
	case ERR_GAP:
	case ERR_EPOCH:
	case ERR_MISSING:
		return (page_tr(p,
		    "Esta respuesta ya no corresponde a lo que hay aquí. No se "
		    "perdió nada: haga otro paquete.",
		    "This answer does not belong to what is here any more. "
		    "Nothing is lost: make another bundle."));
	case ERR_LOCKED:
		return (page_tr(p,
		    "En este momento se está sincronizando. Intente otra vez "
		    "en un minuto.",
		    "A sync is going on at this moment. Try again in a "
		    "minute."));
	default:
		return (page_sentence(p, e));
	}
}

static void
told(struct page *p, const struct exchange *x, const struct courier_news *n)
{
	unsigned confirmed = x->stats.confirmed,
		 came = x->stats.commits_received;

	if (n->kind == BUNDLE_ENROLLED) {
		page_say(p,
		    "Computadora inscrita. Haga un paquete para traer los "
		    "datos de su oficina.",
		    "This computer is enrolled. Make a bundle to bring the "
		    "data of your office.");
		return;
	}
	if (n->carried.hand_back) {
		page_complain(p,
		    page_tr(p,
			"El nodo central fue restaurado de una copia: haga "
			"otro paquete para devolverle lo que perdió.",
			"The hub was restored from a copy: make another bundle "
			"to hand back what it lost."));
		return;
	}
	page_say(p,
	    arena_fmt(p->a,
		"Respuesta leída. Cambios confirmados: %u; recibidos: %u.%s",
		confirmed, came,
		n->carried.more
		    ? " No cupo todo: haga otro paquete para traer el resto."
		    : ""),
	    arena_fmt(p->a,
		"Answer read. Changes confirmed: %u; received: %u.%s",
		confirmed, came,
		n->carried.more ? " Not everything fitted: make another bundle "
				  "for the rest."
				: ""));
}

static err_t
back(struct page *p)
{
	const struct upload_file *f = upload_get(p->q, "respuesta");
	struct exchange x = { .o = p->o, .lang = p->lang };
	struct courier_news news;
	const char *to = p->o->enrolled ? "/sincronizacion" : "/inscribir";
	err_t e;

	if (f == NULL || f->bytes.n == 0) {
		page_complain(
		    p, page_tr(p, "Elija el archivo que volvió en la memoria.",
			   "Choose the file that came back on the stick."));
		return (page_go(p, "%s", to));
	}
	e = courier_unpack(&x, f->bytes, &news);
	if (e != NULL) {
		page_complain(p, fault(p, e));
		return (page_go(p, "%s", to));
	}
	told(p, &x, &news);
	if (news.kind == BUNDLE_ENROLLED)
		p->web->opened = false; /* anew with the next request */
	else if ((e = search_refresh(p->o->st.l, p->now)) != NULL)
		say_err("search", e);
	return (page_go(p, "/sincronizacion"));
}

const struct screen stick_screens[] = {
	{ .method = "POST", .path = "/envio/paquete", .run = away },
	{ .method = "POST",
	    .path = "/envio/respuesta",
	    .flags = SCREEN_EARLY | SCREEN_FILES,
	    .run = back },
	{ .method = NULL },
};
