#include "node/pages/strip.h"

#include "node/attempts.h"

#define WAIT_MS 1500 /* for the button's answer to be the result */

err_t
strip_fill(struct page *p, struct strip_view *v)
{
	struct autosync_seen seen;
	enum err_code last;
	struct status s;
	int64_t left;

	TRY(status_read(p->o, p->a, &s));
	TRY(attempts_last(p->o->st.db, &last));
	autosync_look(p->web->sync, &seen);
	left =
	    seen.next_at - (p->now - (p->o->clock.known ? p->o->clock.s : 0));
	*v = (struct strip_view){ .running = seen.running,
		.enrolled = p->o->enrolled,
		.away = last != ERR_NONE,
		.saved = s.saved,
		.pending = s.pending,
		.confirmed_at = p->o->clock.last_sync };
	v->ok = v->enrolled && !v->away && s.pending == 0;
	v->stuck = v->away && last != ERR_LINK;
	if (v->away) {
		v->why = err_sentence(last, p->lang);
		v->next_min = left > 0 && !v->running ? (left + 59) / 60 : 0;
	}
	return (NULL);
}

static err_t
state(struct page *p)
{
	struct strip_view v;

	TRY(strip_fill(p, &v));
	strip_tpl(&p->h, &v);
	return (NULL);
}

/* The button always answers: with the result, or with what goes on. */
static err_t
now(struct page *p)
{
	autosync_now(p->web->sync);
	autosync_wait(p->web->sync, WAIT_MS);
	if (!p->piece)
		return (page_go(p, "/sincronizacion"));
	return (state(p));
}

static err_t
spaces(struct page *p, struct sending_view *v)
{
	struct status s;

	TRY(status_read(p->o, p->a, &s));
	v->spaces = arena_new(p->a, (s.n + 1) * sizeof(*v->spaces));
	for (size_t i = 0; i < s.n; i++)
		v->spaces[v->spaces_n++] = (struct sending_space){
			.name = cmd_space_label(s.spaces[i].name, p->lang),
			.saved = s.spaces[i].saved,
			.pending = s.spaces[i].pending,
			.cursor = s.spaces[i].cursor
		};
	return (NULL);
}

static err_t
sending(struct page *p)
{
	struct sending_view v = { .enrolled = p->o->enrolled,
		.hub = p->o->conf[OFFICE_ITEM_HUB].value };

	TRY(strip_fill(p, &v.strip));
	TRY(spaces(p, &v));
	TRY(queue_fill(p, &v.queue));
	TRY(tries_fill(p, &v.tries));
	v.stick.pending = v.strip.pending;
	if (v.enrolled)
		v.certificate_days = office_cert_days(p->o);
	if (p->o->clock.known && (p->o->clock.s > LIMIT_CLOCK_OFF_S ||
				     p->o->clock.s < -LIMIT_CLOCK_OFF_S))
		v.clock_off = p->o->clock.s;
	page_begin(p, page_tr(p, "Sincronización", "Sending"));
	sending_tpl(&p->h, &v);
	return (page_end(p));
}

const struct screen strip_screens[] = {
	{ .method = "GET",
	    .path = "/envio/estado",
	    .flags = SCREEN_QUIET,
	    .run = state },
	{ .method = "POST", .path = "/envio/ahora", .run = now },
	{ .method = "GET",
	    .path = "/sincronizacion",
	    .flags = SCREEN_EARLY,
	    .run = sending },
	{ .method = NULL },
};
