/*
 * world_hub -- what the federal level does, by the commands of hub/admin.
 */
#include <stdio.h>

#include "hub/admin.h"
#include "tests/sim/world_in.h"

typedef err_t admin_fn(struct house *, struct cmd *, struct cli *);

/* One command, as hub/main.c runs it; its answer goes nowhere. */
static err_t
command(struct world *w, admin_fn *fn, struct cli *cli)
{
	struct house *h = &world_hub(w)->house;
	FILE *out = fopen("/dev/null", "w");
	struct cmd c = { .st = &h->st,
		.desk = &h->desk,
		.actor = "federal",
		.lang = "en",
		.out = out };
	err_t e;

	must(out != NULL);
	e = cmd_tables(h->st.db);
	if (e == NULL)
		e = fn(h, &c, cli);
	(void)fclose(out);
	return (e);
}

static void
option(struct cli *cli, const char *name, const char *value)
{
	cli->opt[cli->opts].name = name;
	cli->opt[cli->opts++].value = value;
}

err_t
world_office_add(struct world *w, const char *code, const char *spaces)
{
	struct seat *was = world_enter(w, world_hub(w));
	struct cli cli = { .word = { code }, .words = 1 };
	err_t e;

	option(&cli, "name", code);
	option(&cli, "spaces", spaces);
	e = command(w, admin_office_add, &cli);
	world_hub_wrote(w, e);
	(void)world_enter(w, was);
	return (e);
}

err_t
world_revoke(struct world *w, const uint8_t key[KEY_LEN])
{
	struct seat *was = world_enter(w, world_hub(w));
	struct cli cli = { .words = 1 };
	char print[44];
	err_t e;

	registry_print(key, print);
	cli.word[0] = print;
	e = command(w, admin_revoke, &cli);
	world_hub_wrote(w, e);
	(void)world_enter(w, was);
	return (e);
}

/* A failed command of the hub's leaves the outcome unknown: its process ends,
 * and the next one looks at what is there. */
void
world_hub_wrote(struct world *w, err_t e)
{
	struct seat *hub = world_hub(w);
	struct err kept;

	if (e != NULL) {
		kept = *e;
		world_say(w, "the hub's desk: %s: %s", err_name(kept.code),
		    kept.text);
		world_down(w, hub);
		err_set(kept.code, "%s", kept.text);
	} else if (w->oracle != NULL && !disk_dark(hub->disk)) {
		oracle_look(w, hub, false);
	}
}
