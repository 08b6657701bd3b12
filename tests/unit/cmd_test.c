/* The commands over one store with a federal desk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/base/json.h"
#include "proto/cmd/cmd.h"

struct here {
	char dir[64], path[96], lines[96];
	struct store st;
	struct desk desk;
	struct key *key;
	struct cmd c;
	char *out; /* what the last command answered */
	size_t out_n;
	json_t *json;
	struct err err; /* and its error */
};

static int
setup(void **state)
{
	struct here *h = calloc(1, sizeof(*h));
	uint8_t pub[KEY_LEN];

	(void)snprintf(h->dir, sizeof(h->dir), "/tmp/mesas-cmd-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	(void)snprintf(h->path, sizeof(h->path), "%s/hub.db", h->dir);
	(void)snprintf(h->lines, sizeof(h->lines), "%s/in.jsonl", h->dir);
	assert_null(store_open(&h->st, h->path, DB_CREATE));
	assert_null(key_make(&h->key));
	key_public(h->key, pub);
	fold_federal(h->st.f, pub);
	h->desk = (struct desk){ .l = h->st.l,
		.f = h->st.f,
		.key = h->key,
		.federal = true,
		.home = "home-FED" };
	h->c = (struct cmd){
		.st = &h->st, .desk = &h->desk, .actor = "ana", .lang = "es"
	};
	*state = h;
	return (0);
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct here *h = *state;
	char name[128];

	store_close(&h->st);
	key_free(&h->key);
	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(name, sizeof(name), "%s%s", h->path, ends[i]);
		(void)unlink(name);
	}
	(void)unlink(h->lines);
	assert_int_equal(rmdir(h->dir), 0); /* nothing is left behind */
	json_free(&h->json);
	free(h->out);
	free(h);
	return (0);
}

typedef err_t (*command)(struct cmd *, struct cli *);

/* Run; words end with NULL, options "--name" or "--name=value". */
static enum err_code
run(struct here *h, command f, bool json, const char *const *word)
{
	struct cli cli = { .dir = h->dir, .json = json, .command = "test" };
	char *value[CLI_OPTS_MAX] = { NULL };
	err_t e;

	free(h->out);
	h->out = NULL;
	json_free(&h->json);
	h->c.out = open_memstream(&h->out, &h->out_n);
	assert_non_null(h->c.out);
	for (; *word != NULL; word++) {
		char *s, *eq;

		if (strncmp(*word, "--", 2) != 0) {
			cli.word[cli.words++] = *word;
			continue;
		}
		s = value[cli.opts] = strdup(*word + 2);
		eq = strchr(s, '=');
		if (eq != NULL)
			*eq++ = '\0';
		cli.opt[cli.opts].name = s;
		cli.opt[cli.opts++].value = eq;
	}
	e = f(&h->c, &cli);
	h->err = (struct err){ .code = ERR_NONE };
	if (e != NULL)
		h->err = *e;
	(void)fclose(h->c.out);
	for (size_t i = 0; i < cli.opts; i++)
		free(value[i]);
	if (json && h->out_n > 0 &&
	    json_parse(span_of(h->out, h->out_n), 1 << 20, 8, &h->json) != NULL)
		fail_msg("%s: %s", err_last.text, h->out);
	return (h->err.code);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
good(struct here *h, command f, bool json, const char *const *word)
{
	if (run(h, f, json, word) != ERR_NONE)
		fail_msg("%s: %s", err_name(h->err.code), h->err.text);
}
#define TEXT_OF(h, f, ...) (good((h), (f), false, WORDS(__VA_ARGS__)), (h)->out)
#define JSON_OF(h, f, ...) (good((h), (f), true, WORDS(__VA_ARGS__)), (h)->json)

/* A member as text; it lives until the next command. */
static const char *
member(const json_t *j, const char *name)
{
	const json_t *v = json_get(j, name);

	return (json_kind(v) == JSON_IS_TEXT ? (const char *)json_text(v).p
					     : "(none)");
}

static int64_t
number(const json_t *j, const char *name)
{
	const json_t *v = json_get(j, name);

	return (json_kind(v) == JSON_IS_INT ? json_int(v) : -1);
}

/* A federal roundtable with an institution and a session, by import. */
#define SCENE                                                                  \
	"{\"entity\":\"institution\",\"key\":\"sep\",\"set\":{"                \
	"\"official_name\":\"Secretaría de Educación Pública\","            \
	"\"acronym\":\"SEP\",\"themes\":[\"education\"]}}\n"                   \
	"{\"entity\":\"roundtable\",\"key\":\"mesa\",\"set\":{"                \
	"\"code\":\"FED\",\"official_name\":\"Mesa federal\","                 \
	"\"level\":\"federal\",\"kind\":\"plenary\"}}\n"                       \
	"{\"entity\":\"session\",\"key\":\"s1\",\"set\":{"                     \
	"\"roundtable\":\"@mesa\",\"number\":1,\"kind\":\"ordinary\"}}\n"
#define AGREEMENT(key, text)                                                   \
	"{\"entity\":\"agreement\",\"key\":\"" key "\",\"set\":{\"session\":"  \
	"\"@s1\",\"theme\":\"education\",\"text\":\"" text "\",\"agreed_on\""  \
	":\"2026-01-15\",\"due_on\":\"2026-06-30\",\"means_of_verification\""  \
	":\"Oficio\"},\"with\":[{\"entity\":\"responsible\",\"set\":{"         \
	"\"agreement\":\"@.\",\"institution\":\"SEP\",\"role\":"               \
	"\"responsible\"}}]}\n"

static const char *
lines(struct here *h, const char *text)
{
	FILE *f = fopen(h->lines, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return (h->lines);
}

static void
test_an_import_saves_lines_and_what_belongs_to_them(void **state)
{
	struct here *h = *state;
	const json_t *j = JSON_OF(
	    h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Abrir un módulo")));

	assert_int_equal(number(j, "lines"), 4);
	assert_int_equal(number(j, "created"), 5);
	assert_int_equal(number(j, "bad_lines"), 0);
	assert_int_equal(number(j, "batch"), 1);
	j = json_get(JSON_OF(h, cmd_list, "responsible"), "records");
	assert_int_equal(json_len(j), 1);
	assert_non_null(
	    strstr(TEXT_OF(h, cmd_list, "agreement", "theme=education"),
		"Abrir un módulo"));
	assert_non_null(strstr(h->out, "AC-2026-001"));
}

static void
test_the_same_import_again_changes_only_what_differs(void **state)
{
	struct here *h = *state;
	const json_t *j;

	(void)JSON_OF(h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Uno")));
	j = JSON_OF(h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Uno")));
	assert_int_equal(number(j, "created"), 0);
	assert_int_equal(number(j, "edited"), 0);
	assert_int_equal(number(j, "unchanged"), 5);
	assert_int_equal(json_kind(json_get(j, "batch")), JSON_IS_NULL);
	j = JSON_OF(h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Dos")));
	assert_int_equal(number(j, "edited"), 1);
	assert_int_equal(number(j, "unchanged"), 4);
	j = JSON_OF(h, cmd_show, "@a1");
	assert_string_equal(member(json_get(j, "fields"), "text"), "Dos");
}

static void
test_a_bad_line_is_told_and_the_good_ones_go_in(void **state)
{
	struct here *h = *state;
	const json_t *bad;

	assert_int_equal(
	    run(h, cmd_import, true,
		WORDS(lines(h,
		    "{\"entity\":\"unicorn\",\"key\":\"k\",\"set\":{}}\n"
		    "not json\n" SCENE "{\"entity\":\"agreement\",\"key\":"
		    "\"x\",\"set\":{\"session\":"
		    "\"@nowhere\"}}\n"
		    "{\"entity\":\"agreement\",\"key\":\"y\",\"set\":{"
		    "\"session\":"
		    "\"@s1\",\"theme\":\"education\",\"text\":\"sin "
		    "responsable\","
		    "\"agreed_on\":\"2026-01-15\",\"means_of_verification\":"
		    "\"x\"}}\n" AGREEMENT("a1", "Bueno")))),
	    ERR_DATA);
	assert_int_equal(number(h->json, "created"), 5);
	assert_int_equal(number(h->json, "bad_lines"), 4);
	bad = json_get(h->json, "bad");
	assert_int_equal(number(json_at(bad, 0), "line"), 1);
	assert_int_equal(number(json_at(bad, 1), "line"), 2);
	assert_int_equal(number(json_at(bad, 2), "line"), 6);
	assert_int_equal(number(json_at(bad, 3), "line"), 7);
	assert_non_null(strstr(member(json_at(bad, 2), "reason"), "nowhere"));
	assert_non_null(strstr(member(json_at(bad, 3), "reason"), "rule 1"));
	assert_non_null(strstr(TEXT_OF(h, cmd_list, "agreement"), "Bueno"));
	assert_null(strstr(h->out, "sin responsable"));
}

static void
test_a_dry_run_says_the_same_and_saves_nothing(void **state)
{
	struct here *h = *state;
	const json_t *j = JSON_OF(h, cmd_import, "--dry-run",
	    lines(h, SCENE AGREEMENT("a1", "Ensayo")));

	assert_int_equal(number(j, "created"), 5);
	assert_int_equal(json_kind(json_get(j, "batch")), JSON_IS_NULL);
	j = json_get(JSON_OF(h, cmd_list, "agreement"), "records");
	assert_int_equal(json_len(j), 0);
	j = JSON_OF(h, cmd_import, lines(h, SCENE));
	assert_int_equal(number(j, "created"), 3);
}

static void
test_undo_takes_back_what_nobody_changed_since(void **state)
{
	struct here *h = *state;
	const json_t *j;

	(void)JSON_OF(h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Uno")));
	j = JSON_OF(h, cmd_import,
	    lines(h, AGREEMENT("a1",
			 "Dos") "{\"entity\":\"roundtable\",\"key\":\"mesa\","
				"\"set\":{"
				"\"official_name\":\"Otra\"}}\n" AGREEMENT(
				    "a2", "Nuevo")));
	assert_int_equal(number(j, "batch"), 2);
	(void)JSON_OF(h, cmd_save, "roundtable", "FED",
	    "official_name=Mesa federal corregida");
	j = JSON_OF(h, cmd_undo, "2");
	assert_int_equal(number(j, "voided"), 2);
	assert_int_equal(number(j, "reverted"), 1);
	assert_int_equal(number(j, "kept"), 1);
	j = JSON_OF(h, cmd_show, "@a1");
	assert_string_equal(member(json_get(j, "fields"), "text"), "Uno");
	j = JSON_OF(h, cmd_show, "FED");
	assert_string_equal(member(json_get(j, "fields"), "official_name"),
	    "Mesa federal corregida");
	j = json_get(JSON_OF(h, cmd_list, "agreement"), "records");
	assert_int_equal(json_len(j), 1);
	assert_int_equal(number(JSON_OF(h, cmd_undo, "2"), "voided"), 0);
	assert_int_equal(run(h, cmd_undo, false, WORDS("77")), ERR_MISSING);
}

static void
test_a_save_prints_id_and_folio_and_takes_several_records(void **state)
{
	struct here *h = *state;
	const json_t *j;
	char id[64], folio[64];

	(void)JSON_OF(h, cmd_import, lines(h, SCENE));
	j = JSON_OF(h, cmd_save, "agreement", "session=@s1", "theme=education",
	    "text=Abrir", "agreed_on=2026-01-15", "due_on=2026-06-30",
	    "means_of_verification=Oficio", "+", "responsible", "agreement=@.",
	    "institution=SEP", "role=responsible");
	(void)snprintf(id, sizeof(id), "%s", member(j, "id"));
	(void)snprintf(folio, sizeof(folio), "%s", member(j, "folio"));
	assert_int_equal(json_len(json_get(j, "with")), 1);
	j = JSON_OF(h, cmd_show, folio);
	assert_string_equal(member(j, "id"), id);
	(void)TEXT_OF(h, cmd_save, "agreement", id, "priority=high");
	assert_memory_equal(h->out, id, strlen(id));
	assert_non_null(strstr(h->out, folio));
	assert_int_equal(
	    run(h, cmd_save, false, WORDS("agreement", id, "nonsense=1")),
	    ERR_USAGE);
	assert_non_null(strstr(h->err.text, "means_of_verification"));
	assert_int_equal(run(h, cmd_save, false,
			     WORDS("agreement", "99-XX-1", "priority=high")),
	    ERR_MISSING);
}

static void
test_a_list_field_takes_and_gives_elements(void **state)
{
	struct here *h = *state;
	const json_t *t;

	(void)JSON_OF(h, cmd_save, "institution", "official_name=Salud",
	    "acronym=SSA", "themes=health,labor");
	t = json_get(json_get(JSON_OF(h, cmd_show, "SSA"), "fields"), "themes");
	assert_int_equal(json_len(t), 2);
	(void)JSON_OF(h, cmd_save, "institution", "SSA", "themes+=education",
	    "themes-=labor");
	t = json_get(json_get(JSON_OF(h, cmd_show, "SSA"), "fields"), "themes");
	assert_int_equal(json_len(t), 2);
	(void)JSON_OF(h, cmd_save, "institution", "SSA", "themes=identity");
	t = json_get(json_get(JSON_OF(h, cmd_show, "SSA"), "fields"), "themes");
	assert_int_equal(json_len(t), 1);
	assert_string_equal(
	    (const char *)json_text(json_at(t, 0)).p, "identity");
	t = json_get(
	    JSON_OF(h, cmd_list, "institution", "themes=identity"), "records");
	assert_int_equal(json_len(t), 1);
}

static void
test_history_tells_every_write_with_who_and_why(void **state)
{
	struct here *h = *state;
	const json_t *w;

	(void)JSON_OF(h, cmd_import, lines(h, SCENE));
	(void)JSON_OF(h, cmd_save, "session", "@s1", "place=Palenque");
	(void)JSON_OF(h, cmd_void, "@s1", "--reason=duplicada");
	w = json_get(JSON_OF(h, cmd_history, "@s1"), "writes");
	assert_int_equal(json_len(w), 3);
	assert_string_equal(member(json_at(w, 0), "kind"), "create");
	assert_string_equal(member(json_at(w, 1), "kind"), "edit");
	assert_string_equal(member(json_at(w, 1), "actor"), "ana");
	assert_string_equal(member(json_at(w, 2), "kind"), "void");
	assert_string_equal(member(json_at(w, 2), "reason"), "duplicada");
	assert_non_null(strstr(TEXT_OF(h, cmd_history, "@s1"), "duplicada"));
	assert_non_null(strstr(TEXT_OF(h, cmd_show, "@s1"), "anulado"));
	assert_int_equal(run(h, cmd_void, false, WORDS("@s1")), ERR_USAGE);
}

struct heard {
	size_t n;
	char was[4][16]; /* of the codes an edit changed, as their author saw */
};

static err_t
hear(void *ctx, const struct cmd_told *t)
{
	struct heard *h = ctx;

	assert_true(h->n < 4);
	(void)snprintf(h->was[h->n], sizeof(h->was[0]), "%.*s",
	    (int)t->was[0].s.n,
	    t->was[0].kind == VAL_TEXT ? (const char *)t->was[0].s.p : "");
	h->n++;
	return (NULL);
}

static void
test_history_knows_what_an_author_saw(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct here *h = *state;
	struct heard heard = { 0 };
	struct record r;
	bool found;
	char id[64];
	dot_t d;

	(void)snprintf(id, sizeof(id), "%s",
	    member(
		JSON_OF(h, cmd_save, "office", "name=Uno", "code=UNO"), "id"));
	good(h, cmd_save, false, WORDS("office", id, "name=Dos"));
	good(h, cmd_save, false, WORDS("office", id, "name=Tres"));
	good(h, cmd_void, false, WORDS(id, "--reason=prueba"));
	assert_null(ledger_id_take(h->st.l, id, &d));
	assert_null(state_get(
	    h->st.l, schema_entity(ENTITY_office), d, &a, &r, &found));
	assert_true(found);
	assert_null(cmd_story(&h->c, &r, hear, &heard));
	assert_int_equal(heard.n, 4);
	assert_string_equal(heard.was[0], ""); /* there was nothing before */
	assert_string_equal(heard.was[1], "Uno");
	assert_string_equal(heard.was[2], "Dos");
	assert_string_equal(heard.was[3], "");
}

static void
test_people_read_labels_in_their_language(void **state)
{
	struct here *h = *state;

	(void)JSON_OF(h, cmd_import, lines(h, SCENE));
	assert_non_null(strstr(TEXT_OF(h, cmd_show, "FED"), "Nombre oficial"));
	assert_non_null(
	    strstr(TEXT_OF(h, cmd_show, "FED", "--lang=en"), "Official name"));
}

static void
test_csv_quotes_and_disarms_formulas(void **state)
{
	struct here *h = *state;

	(void)JSON_OF(h, cmd_save, "institution", "official_name==cmd(\"x\")",
	    "acronym=A,B");
	assert_non_null(strstr(TEXT_OF(h, cmd_list, "institution", "--csv"),
	    "\"'=cmd(\"\"x\"\")\",\"A,B\""));
	assert_memory_equal(h->out, "id,state,official_name", 22);
}

static void
test_the_store_proves_itself_and_rebuilds_to_the_same_digest(void **state)
{
	struct here *h = *state;
	char was[80], copy[96];
	const json_t *s;

	(void)JSON_OF(h, cmd_import, lines(h, SCENE AGREEMENT("a1", "Uno")));
	s = json_get(JSON_OF(h, cmd_digest, "federal"), "spaces");
	assert_int_equal(json_len(s), 1);
	(void)snprintf(was, sizeof(was), "%s", member(json_at(s, 0), "digest"));
	assert_int_equal(strlen(was), 64);
	s = json_get(JSON_OF(h, cmd_rebuild, NULL), "spaces");
	assert_int_equal(json_len(s), 2);
	s = json_get(JSON_OF(h, cmd_digest, "federal"), "spaces");
	assert_string_equal(member(json_at(s, 0), "digest"), was);
	assert_true(json_yes(json_get(JSON_OF(h, cmd_verify, NULL), "sound")));
	s = json_get(JSON_OF(h, cmd_log, "--space=federal"), "logs");
	assert_int_equal(json_len(s), 1);
	assert_int_equal(number(json_at(s, 0), "commits"), 3);
	assert_int_equal(number(json_at(s, 0), "confirmed"), 0);
	(void)snprintf(copy, sizeof(copy), "%s/copy.db", h->dir);
	(void)JSON_OF(h, cmd_backup, copy);
	assert_int_equal(unlink(copy), 0);
}

static void
test_nothing_open_is_said_in_words(void **state)
{
	struct here *h = *state;

	assert_non_null(strstr(TEXT_OF(h, cmd_conflicts, NULL), "No hay"));
	assert_non_null(strstr(TEXT_OF(h, cmd_proposals, NULL), "No hay"));
	(void)JSON_OF(h, cmd_import, lines(h, SCENE));
	assert_int_equal(run(h, cmd_resolve, false,
			     WORDS("FED/status", "--take=A", "--reason=x")),
	    ERR_MISSING);
	assert_int_equal(
	    run(h, cmd_accept, false, WORDS("12345678.1.0", "--reason=x")),
	    ERR_MISSING);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_an_import_saves_lines_and_what_belongs_to_them),
		T(test_the_same_import_again_changes_only_what_differs),
		T(test_a_bad_line_is_told_and_the_good_ones_go_in),
		T(test_a_dry_run_says_the_same_and_saves_nothing),
		T(test_undo_takes_back_what_nobody_changed_since),
		T(test_a_save_prints_id_and_folio_and_takes_several_records),
		T(test_a_list_field_takes_and_gives_elements),
		T(test_history_tells_every_write_with_who_and_why),
		T(test_history_knows_what_an_author_saw),
		T(test_people_read_labels_in_their_language),
		T(test_csv_quotes_and_disarms_formulas),
		T(test_the_store_proves_itself_and_rebuilds_to_the_same_digest),
		T(test_nothing_open_is_said_in_words),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
