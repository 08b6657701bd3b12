/* What the federal level asks of the hub and does there: offices, computers,
 * the doctor, the federal picture. */
#include "tests/unit/hub_gate_world.h"

#include <sys/stat.h>

#include "hub/admin.h"
#include "hub/doctor.h"
#include "hub/view_cmd.h"
#include "proto/base/json.h"

#define DAY 86400LL

typedef err_t (*command)(struct house *h, struct cmd *c, struct cli *cli);

struct said {
	char *text;
	size_t n;
};

/* Run it with these words and options: "name=value", "flag=", NULL ends. */
static err_t
run(struct house *h, command fn, const char *lang, bool json,
    const char *const *words, struct said *s)
{
	struct cmd c = {
		.st = &h->st, .desk = &h->desk, .actor = "ana", .lang = lang
	};
	struct cli cli = { .json = json };
	char opt[8][128];
	err_t e;

	free(s->text);
	s->text = NULL;
	for (; *words != NULL; words++) {
		const char *eq = strchr(*words, '=');

		if (eq == NULL) {
			cli.word[cli.words++] = *words;
			continue;
		}
		(void)snprintf(opt[cli.opts], sizeof(opt[0]), "%.*s",
		    (int)(eq - *words), *words);
		cli.opt[cli.opts].name = opt[cli.opts];
		cli.opt[cli.opts++].value = eq[1] == '\0' ? NULL : eq + 1;
	}
	c.out = open_memstream(&s->text, &s->n);
	assert_non_null(c.out);
	e = fn(h, &c, &cli);
	(void)fclose(c.out);
	if (e == NULL && json) {
		json_t *root = NULL;

		assert_int_equal(s->text[s->n - 1], '\n');
		OK(json_parse(
		    span_of((uint8_t *)s->text, s->n - 1), 1 << 20, 8, &root));
		json_free(&root);
	}
	return (e);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define NONE       ((const char *const[]){ NULL })

static void
has(const struct said *s, const char *words)
{
	if (strstr(s->text, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, s->text);
}

static void
has_not(const struct said *s, const char *words)
{
	if (strstr(s->text, words) != NULL)
		fail_msg("\"%s\" in: %s", words, s->text);
}

/* ---- offices ------------------------------------------------------------ */

static void
test_an_office_is_added_renamed_and_given_other_spaces(void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };

	FAILS(run(h, admin_office_add, "es", false, WORDS("PAL"), &s),
	    ERR_USAGE, "--name");
	OK(run(h, admin_office_add, "es", false,
	    WORDS("PAL", "name=Palenque", "spaces=07,27"), &s));
	assert_string_equal(s.text, "Oficina PAL\n");
	OK(run(h, admin_office_add, "en", false,
	    WORDS("PAL", "name=Palenque Centro"), &s));
	assert_string_equal(s.text, "Office PAL\n");
	OK(run(h, admin_office_add, "es", true,
	    WORDS("PAL", "name=Palenque Centro", "spaces=07,federal"), &s));
	has(&s, "\"lost\":[\"27\"]");
	has(&s, "\"federal\"");
	OK(run(h, admin_offices, "es", false, NONE, &s));
	has(&s, "PAL");
	has(&s, "TIJ");
	has_not(&s, "27");
	OK(run(h, admin_offices, "es", true, NONE, &s));
	has(&s, "{\"office\":\"PAL\",\"home\":\"home-PAL\"");
	free(s.text);
}

static void
test_what_is_no_office_no_space_and_no_kind_is_told(void **state)
{
	static const struct {
		const char *words[4];
		enum err_code code;
		const char *says;
	} bad[] = {
		{ { "PAL", "name=P", "spaces=7" }, ERR_DATA, "no space 7" },
		{ { "PAL", "name=P", "spaces=07,99" }, ERR_DATA,
		    "no space 99" },
		{ { "PAL", "name=P", "spaces=home-X" }, ERR_DATA, "no space" },
		{ { "PAL", "name=P", "kind=central" }, ERR_DATA, "--kind" },
		{ { "PAL", "name=P", "kind=otra" }, ERR_DATA, "--kind" },
	};
	struct house *h = *state;
	struct said s = { NULL, 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		FAILS(run(h, admin_office_add, "es", false, bad[i].words, &s),
		    bad[i].code, bad[i].says);
	OK(run(h, admin_office_add, "es", false,
	    WORDS("PAL", "name=P", "kind=liaison", "spaces=national,07"), &s));
	free(s.text);
}

/* ---- computers ---------------------------------------------------------- */

/* The computer that was enrolled last, as the registry has it now. */
static void
changed(struct house *h, const char *set)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
	    "UPDATE h_node SET %s WHERE no = (SELECT max(no) FROM h_node)",
	    set);
	OK(db_exec(h->st.db, sql));
}

static void
test_computers_are_listed_and_revoked_once(void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };
	struct key *k = NULL;

	(void)enrolled(h, "TAP", &k);
	OK(run(h, admin_nodes, "es", false, NONE, &s));
	has(&s, "equipo");
	has(&s, "nodo");
	OK(run(h, admin_nodes, "en", false, NONE, &s));
	has(&s, "computer");
	OK(run(h, admin_nodes, "es", true, NONE, &s));
	has(&s, "\"office\":\"TAP\"");
	has(&s, "\"contact\":null");
	has(&s, "\"certificate_until\":\"");
	changed(h, "contact = 1767225600");
	OK(run(h, admin_nodes, "es", true, NONE, &s));
	has(&s, "\"contact\":\"2026-01-01");
	OK(run(h, admin_nodes, "es", false, NONE, &s));
	has(&s, "2026-01-01");
	FAILS(run(h, admin_revoke, "es", false, WORDS("nadie"), &s),
	    ERR_MISSING, "");
	FAILS(run(h, admin_revoke, "es", false, WORDS("1"), &s), ERR_DATA,
	    "the hub itself");
	OK(run(h, admin_revoke, "es", false, WORDS("2"), &s));
	has(&s, "Revocado 2 (equipo)");
	OK(run(h, admin_revoke, "en", false, WORDS("equipo"), &s));
	has(&s, "Revoked 2");
	OK(run(h, admin_revoke, "en", true, WORDS("2"), &s));
	has(&s, "\"status\":\"revoked\"");
	OK(run(h, admin_nodes, "es", true, NONE, &s));
	has(&s, "\"status\":\"revoked\"");
	free(s.text);
	key_free(&k);
}

static void
test_an_invitation_is_one_line_with_its_end(void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };

	OK(run(h, admin_invite, "es", false,
	    WORDS("TAP", "url=https://hub.example:8443"), &s));
	assert_non_null(s.text);
	OK(run(h, admin_invite, "es", true,
	    WORDS("TAP", "url=https://hub.example:8443"), &s));
	has(&s, "\"office\":\"TAP\"");
	FAILS(run(h, admin_invite, "es", false, WORDS("QRO"), &s), ERR_MISSING,
	    "");
	free(s.text);
}

/* ---- the doctor --------------------------------------------------------- */

static void
test_a_hub_in_order_has_nothing_to_say(void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };

	OK(run(h, doctor_check, "es", false, NONE, &s));
	assert_string_equal(s.text, "Todo está en orden.\n");
	OK(run(h, doctor_check, "en", false, NONE, &s));
	assert_string_equal(s.text, "Everything is in order.\n");
	OK(run(h, doctor_check, "es", true, NONE, &s));
	assert_string_equal(s.text, "{\"findings\":[]}\n");
	free(s.text);
}

static void
test_a_secret_that_others_may_read_is_told_and_one_that_is_gone_fails(
    void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };
	char *path = house_path(h->dir, "ca.key");

	assert_int_equal(chmod(path, 0644), 0);
	OK(run(h, doctor_check, "es", false, NONE, &s));
	has(&s, "error: file ca.key: otros pueden leerlo (modo 644)");
	OK(run(h, doctor_check, "en", true, NONE, &s));
	has(&s, "\"what\":\"file\",\"level\":\"error\",\"about\":\"ca.key\"");
	assert_int_equal(unlink(path), 0);
	FAILS(
	    run(h, doctor_check, "es", false, NONE, &s), ERR_SYSTEM, "ca.key");
	mem_free(path);
	free(s.text);
}

static void
test_the_hubs_certificate_is_told_before_it_ends_and_after(void **state)
{
	CLEAN(buf_free) struct buf pem = BUF(LIMIT_PEM_BYTES);
	struct house *h = *state;
	struct said s = { NULL, 0 };
	int64_t now = clock_now();

	OK(house_server(h, now, &pem));
	OK(run(h, doctor_check, "es", false, NONE, &s));
	has(&s, "Todo está en orden.");
	/* As if it had been made then. */
	for (int i = 0; i < 2; i++) {
		char *path = house_path(h->dir, "server.pem");

		assert_int_equal(unlink(path), 0);
		mem_free(path);
		buf_free(&pem); /* house_server begins another */
		OK(house_server(h,
		    now - (LIMIT_SERVER_DAYS - (i == 0 ? 20 : -5)) * DAY,
		    &pem));
		OK(run(h, doctor_check, "es", false, NONE, &s));
		has(&s, i == 0 ? "warning: certificate server.pem: vence en"
			       : "error: certificate server.pem: venció hace");
		OK(run(h, doctor_check, "en", false, NONE, &s));
		has(&s, i == 0 ? "ends in" : "ended");
	}
	free(s.text);
}

static void
test_a_computer_that_needs_care_is_told_and_a_revoked_one_is_not(void **state)
{
	static const struct {
		const char *set, *es, *en;
	} cases[] = {
		{ "contact = 0", "equipo nunca se ha comunicado",
		    "equipo was never heard of" },
		{ "contact = 1767225600", "sin contacto desde hace",
		    "silent for" },
		{ "backlog = 7", "faltan por llegar 7 cambios",
		    "7 changes have not arrived" },
		{ "skew = 601", "difiere 601 segundos", "601 seconds off" },
		{ "skew = -601", "difiere -601 segundos", "-601 seconds off" },
	};
	struct house *h = *state;
	struct said s = { NULL, 0 };
	struct key *k = NULL;
	char fresh[80];

	(void)enrolled(h, "TAP", &k);
	(void)snprintf(fresh, sizeof(fresh),
	    "contact = %lld, backlog = 0, skew = 600", (long long)clock_now());
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		changed(h, fresh);
		OK(run(h, doctor_check, "es", false, NONE, &s));
		assert_string_equal(s.text, "Todo está en orden.\n");
		changed(h, cases[i].set);
		OK(run(h, doctor_check, "es", false, NONE, &s));
		has(&s, cases[i].es);
		has(&s, "node 2");
		OK(run(h, doctor_check, "en", true, NONE, &s));
		has(&s, cases[i].en);
	}
	changed(h, "skew = -600");
	OK(run(h, doctor_check, "es", false, NONE, &s));
	assert_string_equal(s.text, "Todo está en orden.\n");
	OK(run(h, admin_revoke, "es", false, WORDS("2"), &s));
	changed(h, "contact = 0, backlog = 7");
	OK(run(h, doctor_check, "es", false, NONE, &s));
	assert_string_equal(s.text, "Todo está en orden.\n");
	free(s.text);
	key_free(&k);
}

/* ---- the federal picture ------------------------------------------------ */

static err_t
view(struct house *h, struct cmd *c, struct cli *cli)
{
	(void)h;
	return (view_cmd(c, cli));
}

static void
test_the_federal_picture_is_told_as_text_csv_and_json(void **state)
{
	struct house *h = *state;
	struct said s = { NULL, 0 };

	OK(run(h, view, "es", false, NONE, &s));
	assert_true(s.n > 0);
	OK(run(h, view, NULL, false, WORDS("overview", "lang=en"), &s));
	assert_true(s.n > 0);
	OK(run(h, view, "es", false, WORDS("overview", "csv=x"), &s));
	has(&s, ",");
	OK(run(h, view, "es", false, WORDS("overview", "csv=x", "bom=x"), &s));
	assert_memory_equal(s.text, "\xef\xbb\xbf", 3);
	OK(run(h, view, "es", true, WORDS("overview", "on=2026-01-31"), &s));
	has(&s, "{");
	OK(run(h, view, "es", false, WORDS("freshness", "space=national"), &s));
	FAILS(run(h, view, "es", false, WORDS("overview", "lang=fr"), &s),
	    ERR_USAGE, "es or en");
	FAILS(run(h, view, "es", false, WORDS("overview", "on=ayer"), &s),
	    ERR_USAGE, "YYYY-MM-DD");
	FAILS(run(h, view, "es", false, WORDS("overview", "space=99"), &s),
	    ERR_MISSING, "99");
	FAILS(
	    run(h, view, "es", false, WORDS("nada"), &s), ERR_MISSING, "nada");
	free(s.text);
}

#define AT_HUB(test) cmocka_unit_test_setup_teardown(test, open_hub, close_hub)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HUB(test_an_office_is_added_renamed_and_given_other_spaces),
		AT_HUB(test_what_is_no_office_no_space_and_no_kind_is_told),
		AT_HUB(test_computers_are_listed_and_revoked_once),
		AT_HUB(test_an_invitation_is_one_line_with_its_end),
		AT_HUB(test_a_hub_in_order_has_nothing_to_say),
		AT_HUB(
		    test_a_secret_that_others_may_read_is_told_and_one_that_is_gone_fails),
		AT_HUB(
		    test_the_hubs_certificate_is_told_before_it_ends_and_after),
		AT_HUB(
		    test_a_computer_that_needs_care_is_told_and_a_revoked_one_is_not),
		AT_HUB(test_the_federal_picture_is_told_as_text_csv_and_json),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
