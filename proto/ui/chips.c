#include "proto/ui/chips.h"

#include "proto/domain/vocab.h"

struct chips
chips_make(struct arena *a, const char *label, size_t most)
{
	return ((struct chips){
	    label, arena_new(a, most * sizeof(struct chip)), 0, most });
}

struct chip *
chips_add(
    struct chips *c, const char *text, const char *href, int64_t n, bool on)
{
	must(c->v_n < c->cap);
	c->v[c->v_n] = (struct chip){ text, href, "", "", n, on };
	return (&c->v[c->v_n++]);
}

struct chips_look
chips_agreement(int shown)
{
	switch (shown) {
	case CODE_agreement_shown_overdue:
		return ((struct chips_look){ "bad", "circle-alert" });
	case CODE_agreement_shown_due_soon:
		return ((struct chips_look){ "warn", "clock" });
	case CODE_agreement_shown_done_on_time:
	case CODE_agreement_shown_done_late:
		return ((struct chips_look){ "ok", "circle-check" });
	case CODE_agreement_shown_in_dispute:
		return ((struct chips_look){ "info", "git-merge" });
	case CODE_agreement_shown_no_report:
		return ((struct chips_look){ "warn", "circle-help" });
	case CODE_agreement_shown_cancelled:
		return ((struct chips_look){ "", "x" });
	default:
		return ((struct chips_look){ "", "clock" });
	}
}
