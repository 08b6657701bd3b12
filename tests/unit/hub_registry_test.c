#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hub/registry.h"

#define NOW 1767225600

#define OK(e) assert_null(e)
#define FAILS(e, want)                                                         \
	do {                                                                   \
		err_t e_ = (e);                                                \
		assert_non_null(e_);                                           \
		assert_int_equal(e_->code, want);                              \
	} while (0)

static int
setup(void **state)
{
	struct db *db = NULL;

	if (db_open(&db, "", DB_MEMORY) != NULL || registry_open(db) != NULL)
		return (-1);
	*state = db;
	return (0);
}

static int
teardown(void **state)
{
	struct db *db = *state;

	db_close(&db);
	return (0);
}

static struct reg_office
office(struct db *db, const char *code)
{
	struct reg_office o = { .record = dot_pack(1, 1, 0) };

	snprintf(o.code, sizeof(o.code), "%s", code);
	snprintf(o.home, sizeof(o.home), "home-%.20s", code);
	OK(registry_office_add(db, &o));
	return (o);
}

static struct reg_node
node(struct db *db, int64_t of, uint8_t key, const char *computer)
{
	struct reg_node n = {
		.office = of, .status = CODE_node_status_active, .enrolled = NOW
	};
	char serial[41];

	memset(n.key, key, KEY_LEN);
	snprintf(n.computer, sizeof(n.computer), "%s", computer);
	OK(registry_letter(db, of, &n.letter));
	OK(registry_node_add(db, &n));
	snprintf(serial, sizeof(serial), "%032x", key);
	OK(registry_serial_add(db, n.no, serial, NOW, NOW + 90 * 86400));
	return (n);
}

static void
test_an_office_is_found_by_code_number_and_record(void **state)
{
	struct reg_office o = office(*state, "TAP"), got;

	OK(registry_office(*state, "TAP", &got));
	assert_int_equal(got.no, o.no);
	OK(registry_office_no(*state, o.no, &got));
	assert_string_equal(got.home, "home-TAP");
	OK(registry_office_record(*state, o.record, &got));
	assert_string_equal(got.code, "TAP");
	FAILS(registry_office(*state, "TIJ", &got), ERR_MISSING);
	FAILS(registry_federal(*state, &got), ERR_MISSING);
	FAILS(registry_office_add(*state, &o), ERR_EXISTS);
}

struct seen {
	size_t has, lost;
	int64_t lost_at;
};

static err_t
see(void *ctx, const char *space, int64_t gained, int64_t lost)
{
	struct seen *s = ctx;

	(void)space;
	assert_true(gained >= NOW);
	s->has += lost == 0;
	s->lost += lost != 0;
	s->lost_at = lost != 0 ? lost : s->lost_at;
	return (NULL);
}

static void
test_spaces_are_gained_and_lost_with_their_dates(void **state)
{
	struct reg_office o = office(*state, "TAP");
	const char *two[] = { "07", "27", NULL }, *one[] = { "07", NULL };
	struct seen s = { 0 };

	OK(registry_spaces_set(*state, o.no, two, NOW));
	OK(registry_spaces(*state, o.no, see, &s));
	assert_int_equal(s.has, 4); /* national and home too */
	OK(registry_spaces_set(*state, o.no, one, NOW + 10));
	s = (struct seen){ 0 };
	OK(registry_spaces(*state, o.no, see, &s));
	assert_int_equal(s.has, 3);
	assert_int_equal(s.lost, 1);
	assert_int_equal(s.lost_at, NOW + 10);
	OK(registry_spaces_set(*state, o.no, two, NOW + 20));
	s = (struct seen){ 0 };
	OK(registry_spaces(*state, o.no, see, &s));
	assert_int_equal(s.lost, 0);
}

static void
test_a_peer_has_the_rights_of_its_office(void **state)
{
	struct reg_office o = office(*state, "TAP");
	const char *two[] = { "07", "27", NULL }, *one[] = { "07", NULL };
	struct reg_node n = node(*state, o.no, 1, "uno");
	static struct peer p;

	OK(registry_spaces_set(*state, o.no, two, NOW));
	OK(registry_spaces_set(*state, o.no, one, NOW));
	OK(registry_peer(*state, &n, &p));
	assert_int_equal(p.spaces_n, 3);
	assert_int_equal(p.lost_n, 1);
	assert_string_equal(p.lost[0], "27");
	assert_int_equal(p.office, o.record);
	assert_false(p.federal);
	assert_memory_equal(p.key, n.key, KEY_LEN);
}

static void
test_each_computer_of_an_office_gets_a_letter(void **state)
{
	struct reg_office o = office(*state, "TAP");
	struct reg_office other = office(*state, "TIJ");
	char letter;

	assert_int_equal(node(*state, o.no, 1, "uno").letter, '\0');
	assert_int_equal(node(*state, o.no, 2, "dos").letter, 'b');
	assert_int_equal(node(*state, other.no, 3, "tres").letter, '\0');
	assert_int_equal(node(*state, o.no, 4, "cuatro").letter, 'c');
	for (uint8_t i = 5; i < 28; i++)
		(void)node(*state, o.no, i, "más");
	FAILS(registry_letter(*state, o.no, &letter), ERR_LIMIT);
}

static void
test_a_computer_is_found_by_what_people_know(void **state)
{
	struct reg_office o = office(*state, "TAP");
	struct reg_node n = node(*state, o.no, 1, "uno"), got;
	char print[44];

	(void)node(*state, o.no, 2, "dos");
	(void)node(*state, o.no, 3, "dos");
	OK(registry_node_find(*state, "uno", &got));
	assert_int_equal(got.no, n.no);
	registry_print(n.key, print);
	print[8] = '\0';
	OK(registry_node_find(*state, print, &got));
	assert_int_equal(got.no, n.no);
	print[5] = '\0'; /* too short to be sure */
	FAILS(registry_node_find(*state, print, &got), ERR_MISSING);
	OK(registry_node_find(*state, got.serial, &got));
	assert_int_equal(got.no, n.no);
	FAILS(registry_node_find(*state, "dos", &got), ERR_DATA);
}

static void
test_an_older_certificate_still_tells_who_it_is(void **state)
{
	struct reg_office o = office(*state, "TAP");
	struct reg_node n = node(*state, o.no, 1, "uno"), got;
	int64_t until;

	OK(registry_serial_add(*state, n.no, "abcd", NOW + 50, NOW + 100));
	OK(registry_serial(*state, "00000000000000000000000000000001", &got));
	assert_int_equal(got.no, n.no);
	assert_string_equal(got.serial, "abcd");
	OK(registry_serial_until(*state, "abcd", &until));
	assert_int_equal(until, NOW + 100);
	FAILS(registry_serial(*state, "ffff", &got), ERR_MISSING);
}

static void
test_the_version_moves_when_a_right_changes(void **state)
{
	struct reg_office o = office(*state, "TAP");
	struct reg_node n = node(*state, o.no, 1, "uno");
	const char *one[] = { "07", NULL };
	int64_t before, after;

	OK(registry_version(*state, &before));
	n.contact = NOW;
	OK(registry_seen(*state, &n));
	OK(registry_version(*state, &after));
	assert_int_equal(before, after);
	OK(registry_spaces_set(*state, o.no, one, NOW));
	OK(registry_version(*state, &after));
	assert_true(after > before);
	before = after;
	OK(registry_node_status(*state, n.no, CODE_node_status_revoked));
	OK(registry_version(*state, &after));
	assert_true(after > before);
}

static void
test_an_invitation_has_one_first_user(void **state)
{
	struct reg_invite i = { .id = 0xfffffffe,
		.office = 1,
		.made = NOW,
		.until = NOW + 5 },
			  got;
	bool found, first;

	OK(registry_invite_add(*state, &i));
	OK(registry_invite(*state, 0xfffffffe, &got, &found));
	assert_true(found);
	assert_int_equal(got.until, NOW + 5);
	OK(registry_invite_use(*state, i.id, 3, &first));
	assert_true(first);
	OK(registry_invite_use(*state, i.id, 4, &first));
	assert_false(first);
	OK(registry_invite(*state, i.id, &got, &found));
	assert_int_equal(got.node, 3);
	OK(registry_invites_purge(*state, NOW + 6));
	OK(registry_invite(*state, i.id, &got, &found));
	assert_false(found);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_an_office_is_found_by_code_number_and_record),
		T(test_spaces_are_gained_and_lost_with_their_dates),
		T(test_a_peer_has_the_rights_of_its_office),
		T(test_each_computer_of_an_office_gets_a_letter),
		T(test_a_computer_is_found_by_what_people_know),
		T(test_an_older_certificate_still_tells_who_it_is),
		T(test_the_version_moves_when_a_right_changes),
		T(test_an_invitation_has_one_first_user),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
