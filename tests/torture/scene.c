#include "tests/torture/scene.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hub/house.h"
#include "hub/pages/overview.h"
#include "node/office.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/base/mem.h"
#include "proto/log/place.h"
#include "tests/torture/near.h"
#include "tests/torture/world.h"

int node_main(int argc, char **argv);
int hub_main(int argc, char **argv);

#define NODE node_main, "node"
#define HUB  hub_main, "hub"
#define GAP                                                                    \
	{                                                                      \
		"save", "gap", "roundtable=MESA-07", "title=Falta intérprete", \
		    "severity=high"                                            \
	}

const struct scene scenes[] = {
	{ "init", NODE, { "init" }, .from = FROM_NOTHING },
	{ "hub-init", HUB, { "init" }, .from = FROM_NOTHING },
	{ "save", NODE, GAP, .from = FROM_WORLD, .adds = true },
	{ "import", NODE, { "import", "@import" }, .from = FROM_WORLD },
	{ "list", NODE, { "list", "membership" }, .from = FROM_WORLD,
	    .steady = true },
	{ "sync", NODE, { "sync" }, .from = FROM_WORLD },
	{ "refused", NODE, { "sync" }, .from = FROM_WORLD, .status = 76,
	    .bend = true },
	{ "rebuild", NODE, { "rebuild" }, .from = FROM_WORLD },
	{ "verify", NODE, { "verify" }, .from = FROM_WORLD },
	{ "check", NODE, { "check" }, .from = FROM_WORLD },
	{ "status", NODE, { "status" }, .from = FROM_WORLD },
	{ "backup", NODE, { "backup", "@new-copy" }, .from = FROM_WORLD },
	{ "restore", NODE, { "restore", "@copy" }, .from = FROM_WORLD,
	    .backs = true },
	{ "enrol", node_main, "new", { "enrol", "@invite" },
	    .from = FROM_WORLD },
	{ "hub-save", HUB, GAP, .from = FROM_WORLD, .adds = true },
	{ "office-add", HUB,
	    { "office", "add", "PAL", "--name", "Palenque", "--spaces", "07" },
	    .from = FROM_WORLD },
	{ "invite", HUB, { "invite", "TAP" }, .from = FROM_WORLD },
	{ "view", HUB, { "view", "mesas", "--csv" }, .from = FROM_WORLD,
	    .steady = true },
	{ "page", page_main, "hub", { NULL }, .from = FROM_WORLD },
	{ "hub-rebuild", HUB, { "rebuild" }, .from = FROM_WORLD },
	{ "hub-backup", HUB, { "backup", "@new-copy" }, .from = FROM_WORLD },
	{ "hub-restore", HUB, { "restore", "@hub-copy" }, .from = FROM_WORLD,
	    .backs = true },
	{ .name = NULL },
};

static char invitation[2048];
static int out_fd[3], real_err;

void
scene_tell(const char *fmt, ...)
{
	char line[4096];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > (int)sizeof(line) - 1)
		n = (int)sizeof(line) - 1;
	if (n > 0 && write(real_err, line, (size_t)n) < 0)
		abort();
}

/* ---- running ------------------------------------------------------------ */

static const char *
meant(const char *word)
{
	if (strcmp(word, "@invite") == 0)
		return (invitation);
	return (word[0] == '@' ? world_path(word + 1) : word);
}

static void
hear(int fd)
{
	must(ftruncate(out_fd[fd], 0) == 0);
	must(lseek(out_fd[fd], 0, SEEK_SET) == 0);
}

static int
call(int (*run)(int, char **), const char *dir, const char *const *word)
{
	static char held[SCENE_WORDS + 3][2048];
	char *argv[SCENE_WORDS + 4];
	int argc = 0, rc;

	(void)snprintf(held[0], sizeof(held[0]), "mesas");
	(void)snprintf(held[1], sizeof(held[1]), "-C");
	(void)snprintf(held[2], sizeof(held[2]), "%s", world_path(dir));
	for (argc = 3; *word != NULL; word++, argc++)
		(void)snprintf(held[argc], sizeof(held[0]), "%s", meant(*word));
	for (int i = 0; i < argc; i++)
		argv[i] = held[i];
	argv[argc] = NULL;
	hear(1);
	hear(2);
	rc = run(argc, argv);
	(void)fflush(stdout);
	return (rc);
}

int
scene_run(const struct scene *s)
{
	near_hub(world_path("hub"), s->bend);
	return (call(s->run, s->dir, s->word));
}

char *
scene_said(int fd)
{
	off_t n = lseek(out_fd[fd], 0, SEEK_END);
	char *s = mem_new((size_t)n + 1);

	must(n >= 0 && pread(out_fd[fd], s, (size_t)n, 0) == n);
	return (s);
}

int
page_main(int argc, char **argv)
{
	CLEAN(buf_free) struct buf page = BUF(LIMIT_PAGE_BYTES);
	CLEAN(house_close) struct house h = { 0 };
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct view_ask ask = { .now = 1780000000, .today = 20601 };
	err_t e = house_open(&h, argv[2]);

	(void)argc;
	ask.l = h.st.l;
	if (e == NULL)
		e = tx_read(&tx, h.st.db);
	if (e == NULL)
		e = ledger_refresh(h.st.l);
	if (e == NULL)
		e = overview_page(&ask, "es", &page);
	if (e == NULL)
		return (0);
	(void)fprintf(stderr, "%s\n", e->text);
	return (err_exit(e->code));
}

/* ---- the world ---------------------------------------------------------- */

static void
do_(int (*run)(int, char **), const char *dir, ...)
{
	const char *word[SCENE_WORDS + 1] = { NULL };
	va_list ap;
	int n = 0, rc;

	va_start(ap, dir);
	while (n < SCENE_WORDS && (word[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	rc = call(run, dir, word);
	if (rc == 0)
		return;
	scene_tell(
	    "%s %s: %d: %s%s", dir, word[0], rc, scene_said(1), scene_said(2));
	exit(1);
}

/* Lines of the founding document that hold one of the words. */
static void
cull(const char *from, const char *const *words, const char *to, bool more)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, more ? "a" : "w");
	static char line[65536];

	must(in != NULL && out != NULL);
	while (fgets(line, sizeof(line), in) != NULL)
		for (const char *const *w = words; *w != NULL; w++)
			if (strstr(line, *w) != NULL) {
				(void)fputs(line, out);
				break;
			}
	must(fclose(in) == 0 && fclose(out) == 0);
}

#define DATA "tests/data/founding/"

/* What the scene imports: three records, a line each. */
static void
more(const char *to)
{
	static const char *const of[] = { "ACNUR", "SEP", "SDHPM" };
	FILE *out = fopen(to, "w");

	must(out != NULL);
	for (int i = 0; i < 3; i++)
		(void)fprintf(out,
		    "{\"entity\":\"membership\",\"key\":\"k%d\",\"set\":{"
		    "\"roundtable\":\"MESA-07\",\"institution\":\"%s\","
		    "\"quality\":\"member\",\"voice\":true,\"vote\":true,"
		    "\"since\":\"2021-06-18\"}}\n",
		    i, of[i]);
	must(fclose(out) == 0);
}

static void
files(void)
{
	static const char *const inst[] = { "inst-comar\"", "inst-sep\"",
		"GOB-CHIS\"", "SE-CHIS\"", "\"ACNUR\"", "inst-sdhpm\"", NULL };
	static const char *const rt[] = { "\"key\":\"mesa-fed\"",
		"\"key\":\"mesa-07\"", NULL };
	static const char *const sec[] = { "\"sec-07\"", NULL };
	static const char *const first[] = { "m07-m-gob-chis", "m07-m-comar",
		"m07-m-se-chis", NULL };
	const char *national = world_path("national");

	cull(DATA "10-national.jsonl", inst, national, false);
	cull(DATA "20-roundtables.jsonl", rt, national, true);
	cull(DATA "50-secretariats.jsonl", sec, national, true);
	cull(DATA "60-tap-chiapas.jsonl", first, world_path("first"), false);
	more(world_path("import"));
}

static void
invite(void)
{
	char *line;

	do_(HUB, "invite", "TAP", "--url", "https://localhost:8443", NULL);
	line = scene_said(1);
	(void)snprintf(invitation, sizeof(invitation), "%s",
	    strstr(line, "mesas1:") == NULL ? line : strstr(line, "mesas1:"));
	invitation[strcspn(invitation, " \n")] = '\0';
	mem_free(line);
}

static void
people(void)
{
	do_(HUB, "init", NULL);
	do_(HUB, "office", "add", "TAP", "--name", "Tapachula", "--spaces",
	    "07", NULL);
	do_(HUB, "import", world_path("national"), NULL);
	invite();
	do_(NODE, "init", NULL);
	do_(NODE, "enrol", invitation, NULL);
	do_(NODE, "sync", NULL);
	do_(NODE, "import", world_path("first"), NULL);
	do_(NODE, "sync", NULL);
	do_(NODE, "backup", world_path("copy"), NULL);
	do_(HUB, "backup", world_path("hub-copy"), NULL);
	do_(NODE, "save", "gap", "roundtable=MESA-07", "title=Uno",
	    "severity=low", NULL);
	do_(NODE, "save", "gap", "roundtable=MESA-07", "title=Dos",
	    "severity=low", NULL);
	do_(node_main, "new", "init", NULL);
	invite();
}

void
scene_open(void)
{
	real_err = fcntl(2, F_DUPFD_CLOEXEC, 10);
	for (int i = 1; i <= 2; i++) {
		out_fd[i] = memfd_create("said", MFD_CLOEXEC);
		must(out_fd[i] >= 0 && dup2(out_fd[i], i) == i);
		out_fd[i] = fcntl(out_fd[i], F_DUPFD_CLOEXEC, 20);
	}
	must(setenv("MESAS_ACTOR", "prueba", 1) == 0);
	must(setenv("MESAS_LANG", "es", 1) == 0);
	must(setenv("MESAS_MACHINE", "una", 1) == 0);
	world_open();
	files();
	near_hub(world_path("hub"), false);
	people();
	world_keep();
}

void
scene_close(void)
{
	world_close();
}

void
scene_reset(const struct scene *s)
{
	world_reset(s->from == FROM_WORLD);
}

bool
scene_moving(const struct scene *s)
{
	char db[200], before[220];

	(void)snprintf(db, sizeof(db), "%s/%s.db", world_path(s->dir), s->dir);
	(void)snprintf(before, sizeof(before), "%s.before", db);
	return (!file_exists(db) && file_exists(before));
}

void
scene_clear(void)
{
	(void)unlink(world_path("new-copy"));
}

bool
scene_untouched(void)
{
	return (world_same());
}

/* ---- what is there ------------------------------------------------------ */

static err_t
count(struct store *st, uint64_t *n)
{
	*n = 0;
	TRY(ledger_refresh(st->l));
	for (uint32_t i = 1; i <= ledger_logs(st->l); i++) {
		const struct log_info *l = ledger_log(st->l, i);

		if (l != NULL)
			*n += l->seq - (l->first - 1);
	}
	return (NULL);
}

static err_t
proved(struct store *st)
{
	CLEAN(buf_free) struct buf report = BUF(LIMIT_REPORT_BYTES);

	return (store_verify(st, &report));
}

static err_t
office_sound(const char *dir, bool prove, uint64_t *n)
{
	CLEAN(office_close) struct office o = { 0 };

	TRY(office_open(&o, world_path(dir), OFFICE_LOOK));
	TRY(count(&o.st, n));
	return (prove ? proved(&o.st) : NULL);
}

static err_t
house_sound(bool prove, uint64_t *n)
{
	CLEAN(house_close) struct house h = { 0 };

	TRY(house_open(&h, world_path("hub")));
	TRY(count(&h.st, n));
	return (prove ? proved(&h.st) : NULL);
}

err_t
scene_sound(const struct scene *s, bool prove, struct tally *t)
{
	bool hub = strcmp(s->dir, "hub") == 0;
	bool both = s->from == FROM_WORLD;

	*t = (struct tally){ .there = { both || !hub, both || hub } };
	if (t->there[0])
		TRY_FOR(
		    office_sound(hub ? "node" : s->dir, prove, &t->commits[0]),
		    "office");
	if (t->there[1])
		TRY_FOR(house_sound(prove, &t->commits[1]), "hub");
	return (NULL);
}
