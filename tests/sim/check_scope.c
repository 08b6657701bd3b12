/* No commit is where its space is not known. */
#include <stdio.h>

#include "tests/sim/check_in.h"

static void
add(struct view *v, const char *name, size_t n)
{
	char key[LIMIT_SPACE_NAME + 3];
	size_t len = strlen(v->ever);

	if (n == 0)
		return;
	(void)snprintf(key, sizeof(key), ",%.*s,", (int)n, name);
	if (strstr(v->ever, key) == NULL)
		(void)snprintf(v->ever + len, sizeof(v->ever) - len, "%s", key);
}

/* Spaces of the seat's office now are known from now on. */
static void
learn(const struct seat *s, struct view *v)
{
	const char *at = s->spaces == NULL ? "" : s->spaces;
	char home[LIMIT_SPACE_NAME + 1];

	(void)snprintf(home, sizeof(home), "%s%s", SPACE_HOME,
	    s->code == NULL ? "" : s->code);
	add(v, SPACE_NATIONAL, strlen(SPACE_NATIONAL));
	add(v, home, strlen(home));
	while (*at != '\0') {
		size_t n = strcspn(at, ",");

		add(v, at, n);
		at += n + (at[n] == ',' ? 1 : 0);
	}
}

static bool
knows(const struct view *v, const char *name)
{
	char key[LIMIT_SPACE_NAME + 3];

	(void)snprintf(key, sizeof(key), ",%s,", name);
	return (strstr(v->ever, key) != NULL);
}

void
oracle_spaces(struct world *w, const struct seat *s)
{
	if (!s->hub)
		learn(s, &w->oracle->view[s->n]);
}

void
check_scope(struct world *w, struct seat *s, bool now)
{
	struct view current = { .ever = "" }, *v = &w->oracle->view[s->n];

	if (s->hub)
		return;
	if (now)
		v = &current;
	learn(s, v);
	for (uint32_t no = 1; no <= ledger_logs(s->st->l); no++) {
		const struct log_info *i = ledger_log(s->st->l, no);
		const char *name;

		if (i == NULL || i->seq < i->first)
			continue;
		name = ledger_space_name(s->st->l, i->space);
		if (!knows(v, name))
			world_fail(w, "scope",
			    "seat %u of %s holds commits of %s", s->n, s->code,
			    name);
	}
}

/* What the hub has of an office is of spaces the office was admitted to. */
void
check_scope_hub(struct world *w)
{
	struct oracle *o = w->oracle;

	for (uint32_t c = 0; c < o->n; c++) {
		const struct oracle_commit *m = &o->c[c];

		if (m->wild || m->seat >= SEATS || m->seat == SEAT_HUB ||
		    !oracle_set_has(&o->view[SEAT_HUB].held, c))
			continue;
		if (!knows(&o->view[m->seat], o->space[m->space]))
			world_fail(w, "scope",
			    "the hub took commit %u of seat %u, in %s", c,
			    m->seat, o->space[m->space]);
	}
}
