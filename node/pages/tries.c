#include "node/pages/tries.h"

#include "node/attempts.h"
#include "proto/ui/fmt.h"

#define SHOWN 8

static const char *
bytes(struct page *p, int64_t n)
{
	char text[FMT_MAX];

	fmt_bytes((uint64_t)n, text);
	return (arena_fmt(p->a, "%s", text));
}

/* Cut in the middle is no failure: the next one goes on from there. */
static void
outcome(struct page *p, const struct attempt *t, struct tries_row *r)
{
	if (t->code == ERR_NONE) {
		r->mood = "ok";
		r->icon = "cloud-check";
		r->text = page_tr(p, "Completo", "Complete");
	} else if (t->sent + t->received > 0 && t->left > 0) {
		r->mood = "warn";
		r->icon = "clock";
		r->text = arena_fmt(p->a, "%s %lld%s",
		    page_tr(p, "Cortado; faltan", "Cut;"), (long long)t->left,
		    page_tr(p, ", sigue donde quedó",
			" to go, it goes on from there"));
	} else {
		r->mood = t->code == ERR_LINK ? "warn" : "bad";
		r->icon = t->code == ERR_LINK ? "cloud-off" : "circle-alert";
		r->text = t->code == ERR_LINK
			      ? page_tr(p, "Sin conexión", "No connection")
			      : err_sentence(t->code, p->lang);
	}
}

err_t
tries_fill(struct page *p, struct tries_view *v)
{
	struct attempt *t;
	size_t n;

	TRY(attempts_list(p->o->st.db, p->a, &t, &n));
	*v = (struct tries_view){ .rows_n = n < SHOWN ? n : SHOWN };
	v->rows = arena_new(p->a, (v->rows_n + 1) * sizeof(*v->rows));
	for (size_t i = 0; i < v->rows_n; i++) {
		struct tries_row *r = &v->rows[i];

		*r = (struct tries_row){ .at = t[i].at,
			.up = bytes(p, t[i].up),
			.down = bytes(p, t[i].down),
			.sent = t[i].sent,
			.received = t[i].received };
		outcome(p, &t[i], r);
	}
	return (NULL);
}
