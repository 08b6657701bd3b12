/*
 * hub_reports_world -- a hub in a folder of its own that holds what the
 * founding document says, for the tests of reports.
 *
 * Only for hub_reports*_test.c and hub_api_test.c: it sees the hub.
 */
#ifndef TESTS_UNIT_HUB_REPORTS_WORLD_H
#define TESTS_UNIT_HUB_REPORTS_WORLD_H

#include "tests/unit/hub_gate_world.h"

#include "hub/reports.h"
#include "proto/cmd/cmd.h"

#define FOUNDING "tests/data/founding/"

/* Everything, before the offices take over, so that one author may write it. */
static const char *const founding[] = { "10-national", "20-roundtables",
	"30-federal", "40-04-campeche", "40-05-coahuila", "40-14-jalisco",
	"40-19-nuevo-leon", "40-23-quintana-roo", "40-27-tabasco",
	"40-30-veracruz", "60-pal-palenque", "60-tap-chiapas",
	"60-tij-baja-california", "50-secretariats", NULL };

static inline void
world_run(struct house *h, err_t (*fn)(struct cmd *, struct cli *),
    const char *const *words, const char *reason)
{
	struct cmd c = { .st = &h->st,
		.desk = &h->desk,
		.actor = "prueba",
		.lang = "es",
		.out = fopen("/dev/null", "w") };
	struct cli cli = { .dir = folder };

	assert_non_null(c.out);
	for (; *words != NULL; words++)
		cli.word[cli.words++] = *words;
	if (reason != NULL) {
		cli.opt[0].name = "reason";
		cli.opt[0].value = reason;
		cli.opts = 1;
	}
	OK(fn(&c, &cli));
	(void)fclose(c.out);
	OK(house_own(h));
}

#define WORLD_RUN(h, fn, reason, ...)                                          \
	world_run(                                                             \
	    (h), (fn), (const char *const[]){ __VA_ARGS__, NULL }, (reason))

static inline int
open_until(void **state, const char *end)
{
	static const char *const codes[] = { "PAL", "ACA", "TEN", "SAL", "GDL",
		"MTY" };
	struct house *h;

	if (open_hub(state) != 0)
		return (-1);
	h = *state;
	OK(cmd_tables(h->st.db));
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		add_office(h, codes[i]);
	for (size_t i = 0; founding[i] != NULL; i++) {
		char path[96];

		if (end != NULL && strcmp(founding[i], end) == 0)
			break;
		(void)snprintf(
		    path, sizeof(path), FOUNDING "%s.jsonl", founding[i]);
		WORLD_RUN(h, cmd_import, NULL, path);
	}
	return (0);
}

static inline int
open_world(void **state)
{
	return (open_until(state, NULL));
}

/* While every roundtable is still the federal level's to change. */
static inline int
open_early_world(void **state)
{
	return (open_until(state, "50-secretariats"));
}

/* A report as it stands now, printed. */
static inline void
world_report(struct house *h, const struct reports_ask *ask, enum report_as as,
    struct buf *out)
{
	CLEAN(report_free) struct report r = REPORT;

	buf_clear(out);
	OK(reports_of(&r, &h->st, folder, ask));
	OK(report_put(&r, as, out));
	OK(buf_byte(out, '\0'));
	out->n--;
}

#endif
