/* What is said when a computer joins, and what of it is not believed. */
#include "tests/unit/fixture.h"

#include <stdio.h>

#include "proto/sync/enrol.h"

#define CODE "\"AAECAwQFBgcICQoLDA0ODw\""
#define B32  "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
#define B64                                                                    \
	"\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  \
	"AAAAAAAAAAAAAAAAAAAAA\""

static const struct invitation invited = { .url = "https://hub.example:8443",
	.ca = { "root" },
	.code = "0123456789abcde",
	.office = "TAP" };

/* An invitation with this JSON inside. */
static err_t
invite(const char *json, struct invitation *i)
{
	CLEAN(buf_free) struct buf b = BUF(8192);

	TRY(buf_str(&b, "mesas1:"));
	TRY(buf_b64(&b, span_str(json)));
	return (enrol_invitation_take(buf_all(&b), i));
}

static void
test_an_invitation_is_read_with_blanks_around_it(void **state)
{
	static const char *const around[] = { "", " ", "\t", "\r\n", " \n \t" };
	CLEAN(buf_free) struct buf plain = BUF(4096);
	struct invitation i;

	(void)state;
	ok(enrol_invitation_put(&invited, &plain));
	for (size_t a = 0; a < 5; a++) {
		for (size_t b = 0; b < 5; b++) {
			CLEAN(buf_free) struct buf t = BUF(4096);

			ok(buf_str(&t, around[a]));
			ok(buf_span(&t, buf_all(&plain)));
			ok(buf_str(&t, around[b]));
			memset(&i, 0, sizeof(i));
			ok(enrol_invitation_take(buf_all(&t), &i));
			assert_string_equal(i.url, invited.url);
			assert_string_equal(i.office, "TAP");
			assert_memory_equal(i.ca.b, invited.ca.b, HASH_LEN);
			assert_memory_equal(
			    i.code, invited.code, ENROL_CODE_LEN);
		}
	}
}

static void
test_what_is_no_invitation_is_refused(void **state)
{
	static const char *const none[] = { "", " ", "\n\n", "mesas1",
		"mesas2:e30", "hola, qué tal", "m" };
	struct invitation i;

	(void)state;
	for (size_t k = 0; k < sizeof(none) / sizeof(*none); k++)
		fails_saying(enrol_invitation_take(span_str(none[k]), &i),
		    ERR_FORMAT, "mesas1:");
	fails(enrol_invitation_take(span_str("mesas1:***"), &i), ERR_FORMAT);
	fails(enrol_invitation_take(span_str("mesas1:e3"), &i), ERR_FORMAT);
	fails_saying(invite("[]", &i), ERR_FORMAT, "map");
	fails_saying(invite("{}", &i), ERR_FORMAT, "url");
	/* Nobody is sent to a hub without TLS. */
	fails_saying(invite("{\"url\":\"http://hub.example\",\"ca\":" B32
			    ",\"code\":" CODE ",\"office\":\"TAP\"}",
			 &i),
	    ERR_FORMAT, "https");
	fails(invite("{\"url\":\"https://h\",\"ca\":" CODE ",\"code\":" CODE
		     ",\"office\":\"TAP\"}",
		  &i),
	    ERR_FORMAT);
	fails(invite("{\"url\":\"https://h\",\"ca\":" B32 ",\"code\":" B32
		     ",\"office\":\"TAP\"}",
		  &i),
	    ERR_FORMAT);
	fails(invite("{\"url\":\"https://h\",\"ca\":" B32 ",\"code\":" CODE
		     ",\"office\":7}",
		  &i),
	    ERR_FORMAT);
	ok(invite("{\"url\":\"https://h\",\"ca\":" B32 ",\"code\":" CODE
		  ",\"office\":\"TAP\"}",
	    &i));
}

static void
test_names_longer_than_their_place_are_refused(void **state)
{
	char json[4096], office[LIMIT_CODE_BYTES + 2];
	struct invitation i;

	(void)state;
	memset(office, 'A', sizeof(office));
	for (size_t n = LIMIT_CODE_BYTES; n <= LIMIT_CODE_BYTES + 1; n++) {
		office[n] = '\0';
		(void)snprintf(json, sizeof(json),
		    "{\"url\":\"https://h\",\"ca\":%s,\"code\":%s,"
		    "\"office\":\"%s\"}",
		    B32, CODE, office);
		office[n] = 'A';
		if (n == LIMIT_CODE_BYTES)
			ok(invite(json, &i));
		else
			fails_saying(invite(json, &i), ERR_LIMIT, "office");
	}
}

static void
test_a_request_proves_that_the_key_is_the_askers(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct enrol_request r = { .code = "0123456789abcde",
		.office = "TAP",
		.computer = "Mostrador \"uno\"",
		.software = "0.1.0" };
	struct enrol_request got, other;
	struct hash ca = { "root" }, elsewhere = { "another root" };
	struct key *k;

	(void)state;
	ok(key_make(&k));
	ok(enrol_prove(&r, &ca, k));
	ok(enrol_request_put(&r, &b));
	memset(&got, 0, sizeof(got));
	ok(enrol_request_take(buf_all(&b), &got));
	assert_string_equal(got.office, r.office);
	assert_string_equal(got.computer, r.computer);
	assert_string_equal(got.software, r.software);
	assert_memory_equal(got.code, r.code, ENROL_CODE_LEN);
	ok(enrol_proved(&got, &ca));
	/* Not for another hub, another code, another key. */
	assert_non_null(enrol_proved(&got, &elsewhere));
	other = got;
	other.code[0] ^= 1;
	assert_non_null(enrol_proved(&other, &ca));
	other = got;
	other.key[0] ^= 1;
	assert_non_null(enrol_proved(&other, &ca));
	other = got;
	other.proof[SIG_LEN - 1] ^= 1;
	assert_non_null(enrol_proved(&other, &ca));
	/* Every shorter text is refused. */
	for (size_t n = 0; n < b.n; n++)
		assert_non_null(enrol_request_take(span_of(b.p, n), &got));
	key_free(&k);
}

static void
test_a_renewal_holds_for_one_certificate_only(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	struct enrol_renewal r, got;
	struct enrol_request e = { .code = "renew" };
	struct hash ca = { "root" };
	struct key *k;

	(void)state;
	ok(key_make(&k));
	ok(enrol_renewal_prove(&r, "0A1B", &ca, k));
	ok(enrol_renewal_put(&r, &b));
	ok(enrol_renewal_take(buf_all(&b), &got));
	assert_memory_equal(&got, &r, sizeof(r));
	ok(enrol_renewal_proved(&got, "0A1B", &ca));
	assert_non_null(enrol_renewal_proved(&got, "0A1C", &ca));
	/* A proof for one thing is none for another. */
	memcpy(e.key, got.key, KEY_LEN);
	memcpy(e.proof, got.proof, SIG_LEN);
	assert_non_null(enrol_proved(&e, &ca));
	for (size_t n = 0; n < b.n; n++)
		assert_non_null(enrol_renewal_take(span_of(b.p, n), &got));
	key_free(&k);
}

static void
test_an_answer_of_enrolment_says_where_the_office_is(void **state)
{
	static const char letters[] = { '\0', 'a', 'z' };
	CLEAN(arena_free) struct arena a = ARENA;
	struct enrol_answer r = { .cert = span_str("-----CERT\n"),
		.ca = span_str("-----CA\n") };
	struct enrol_answer got;

	(void)state;
	for (size_t i = 0; i <= sizeof(letters); i++) {
		CLEAN(buf_free) struct buf b = BUF(4096);

		r.has_hub = i < sizeof(letters); /* the last: a renewal */
		r.letter = r.has_hub ? letters[i] : '\0';
		(void)snprintf(r.office, sizeof(r.office), "TAP");
		(void)snprintf(r.home, sizeof(r.home), "home-TAP");
		r.seq = 7;
		r.index = LIMIT_OPS_COMMIT - 1;
		ok(enrol_answer_put(&r, &b));
		ok(enrol_answer_take(buf_all(&b), &a, &got));
		assert_true(span_eq(got.cert, r.cert));
		assert_true(span_eq(got.ca, r.ca));
		assert_int_equal(got.has_hub, r.has_hub);
		assert_int_equal(got.letter, r.letter);
		if (r.has_hub) {
			assert_string_equal(got.home, "home-TAP");
			assert_int_equal(got.seq, 7);
			assert_int_equal(got.index, LIMIT_OPS_COMMIT - 1);
		}
	}
}

#define PLACE(letter, seq, index)                                              \
	"{\"cert\":\"c\",\"ca\":\"d\",\"letter\":" letter                      \
	",\"office\":\"TAP\",\"hub\":" B32                                     \
	",\"home\":\"home-TAP\",\"log\":" CODE ",\"seq\":" seq                 \
	",\"index\":" index "}"

static void
test_an_answer_out_of_its_bounds_is_refused(void **state)
{
	static const char *const bad[] = { "[]", "{}", "{\"cert\":\"c\"}",
		PLACE("\"A\"", "1", "0"), PLACE("\"{\"", "1", "0"),
		PLACE("\"`\"", "1", "0"), PLACE("3", "1", "0"),
		PLACE("\"a\"", "0", "0"), PLACE("\"a\"", "4294967296", "0"),
		PLACE("\"a\"", "1", "-1"), PLACE("\"a\"", "1", "256") };
	CLEAN(arena_free) struct arena a = ARENA;
	struct enrol_answer got;

	(void)state;
	ok(enrol_answer_take(
	    span_str(PLACE("\"a\"", "4294967295", "255")), &a, &got));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		fails(
		    enrol_answer_take(span_str(bad[i]), &a, &got), ERR_FORMAT);
	fails(enrol_answer_take(span_str(PLACE("\"ab\"", "1", "0")), &a, &got),
	    ERR_LIMIT);
}

static void
test_a_refusal_comes_back_as_the_error_it_was(void **state)
{
	CLEAN(buf_free) struct buf b = BUF(4096);

	(void)state;
	ok(enrol_refusal_put(ERR_REVOKED, "certificado \"revocado\"", &b));
	fails_saying(enrol_refusal_take(buf_all(&b)), ERR_REVOKED,
	    "certificado \"revocado\"");
	fails_saying(enrol_refusal_take(
			 span_str("{\"error\":\"FUTURE\",\"text\":\"nuevo\"}")),
	    ERR_FORMAT, "FUTURE");
	/* A server that is no hub of ours. */
	fails(enrol_refusal_take(span_str("<html>")), ERR_FORMAT);
	fails(enrol_refusal_take(span_str("[1]")), ERR_FORMAT);
	fails(enrol_refusal_take(span_str("{\"error\":\"GAP\"}")), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_an_invitation_is_read_with_blanks_around_it),
		cmocka_unit_test(test_what_is_no_invitation_is_refused),
		cmocka_unit_test(
		    test_names_longer_than_their_place_are_refused),
		cmocka_unit_test(
		    test_a_request_proves_that_the_key_is_the_askers),
		cmocka_unit_test(test_a_renewal_holds_for_one_certificate_only),
		cmocka_unit_test(
		    test_an_answer_of_enrolment_says_where_the_office_is),
		cmocka_unit_test(test_an_answer_out_of_its_bounds_is_refused),
		cmocka_unit_test(test_a_refusal_comes_back_as_the_error_it_was),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
