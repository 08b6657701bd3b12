#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "proto/sync/message.h"
#include "proto/sync/parcel.h"

#define ID  "\"AAECAwQFBgcICQoLDA0ODw\""
#define ID2 "\"AQECAwQFBgcICQoLDA0ODw\""
#define B8  "\"AAECAwQFBgc\""
#define B8B "\"AQECAwQFBgc\""
#define B32 "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
#define B64                                                                    \
	"\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  \
	"AAAAAAAAAAAAAAAAAAAAA\""

enum kind { HELLO, REPLY, ENTRY, TRAILER };

/* Take a line and put it again; NULL and the text, or the error. */
static err_t
round_once(enum kind k, const char *line, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct hello h;
	struct reply r;
	struct entry e;
	struct trailer t;

	switch (k) {
	case HELLO:
		TRY(message_hello_take(span_str(line), &a, &h));
		return (message_hello_put(&h, out));
	case REPLY:
		TRY(message_reply_take(span_str(line), &a, &r));
		return (message_reply_put(&r, out));
	case ENTRY:
		assert_true(message_entry_is(span_str(line)));
		TRY(message_entry_take(span_str(line), &a, &e));
		return (message_entry_put(&e, out));
	case TRAILER:
		assert_true(message_trailer_is(span_str(line)));
		TRY(message_trailer_take(span_str(line), &a, &t));
		return (message_trailer_put(&t, out));
	}
	return (NULL);
}

static void
same(enum kind k, const char *line)
{
	struct buf out = BUF(LIMIT_MESSAGE_BYTES);
	err_t e = round_once(k, line, &out);

	if (e != NULL)
		fail_msg("%s: %s", line, e->text);
	assert_int_equal(out.p[out.n - 1], '\n');
	out.p[out.n - 1] = '\0';
	assert_string_equal((const char *)out.p, line);
	buf_free(&out);
}

static void
bad(enum kind k, const char *line, enum err_code code)
{
	struct buf out = BUF(LIMIT_MESSAGE_BYTES);
	err_t e = round_once(k, line, &out);

	if (e == NULL)
		fail_msg("taken: %s", line);
	if (e->code != code)
		fail_msg("%s: %s", line, e->text);
	buf_free(&out);
}

#define HEAD                                                                   \
	"{\"mesas\":1,\"sw\":\"0.1.0\",\"schema\":1,\"inst\":" B8              \
	",\"clock\":1771778683,\"max\":1048576"

static void
test_what_is_put_is_taken_and_put_the_same(void **state)
{
	(void)state;
	same(HELLO, HEAD ",\"s\":{}}");
	same(HELLO, HEAD ",\"epoch\":" ID ",\"s\":{\"national\":[3," B8
			 "],\"07\":[0,[" B8 ",4," B8 "]],\"federal\":[9," B8
			 ",[" B8 ",4," B8 "],[" B8B ",1," B8 "]]}}");
	same(REPLY, "{\"mesas\":1,\"time\":1771778683}");
	same(REPLY,
	    "{\"mesas\":1,\"time\":5,\"epoch\":" ID ",\"heads\":[[" B8 ",0," B8
	    "]],\"err\":{\"code\":\"GAP\",\"text\":\"missing\",\"log\":" ID
	    ",\"seq\":7},\"spaces\":[\"national\",\"07\"],\"orders\":[\"epoch\""
	    ",\"slow:500\"],\"epochs\":{\"07\":[[" ID ",9,8," B8 "," B8
	    "],[" ID2 ",9,9," B8 "]]}}");
	same(REPLY, "{\"mesas\":1,\"time\":5,\"orders\":[\"slow:1\"]}");
	same(ENTRY,
	    "{\"in\":\"07\",\"pos\":1,\"n\":2,\"at\":3,\"nat\":0,\"log\":" ID
	    ",\"seq\":1}");
	same(ENTRY,
	    "{\"in\":\"07\",\"pos\":1,\"n\":2,\"at\":3,\"nat\":4,\"e\":" ID
	    ",\"ne\":" ID2 ",\"was\":[[" ID ",9,8,7],[" ID2 ",1,-2,0," ID
	    "]],\"log\":" ID ",\"seq\":1,\"hash\":" B8 "}");
	same(TRAILER, "{\"sig\":" B64 "}");
	same(TRAILER,
	    "{\"sig\":" B64 ",\"end\":{\"07\":[4," B32 "]},\"more\":1}");
}

static void
test_a_bad_hello_is_refused(void **state)
{
	(void)state;
	bad(HELLO, "[]", ERR_FORMAT);
	bad(HELLO, "{}", ERR_FORMAT);
	bad(HELLO, "{\"mesas\":2}", ERR_PROTOCOL);
	bad(HELLO, "{\"mesas\":\"1\"}", ERR_FORMAT);
	bad(HELLO, "{\"mesas\":1,\"mesas\":1}", ERR_FORMAT);
	bad(HELLO, HEAD "}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":[]}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":3}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[-1]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[1]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[1,\"AA\"]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0],\"02\":[0]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0],\"national\":[0]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0],\"07\":[0]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"\":[0]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"a b\":[0]}}", ERR_FORMAT);
	bad(HELLO,
	    HEAD ",\"s\":{\"0123456789012345678901234567890123456789\":[0]}}",
	    ERR_FORMAT);
	bad(HELLO,
	    HEAD ",\"s\":{\"07\":[0,[" B8 ",1," B8 "],[" B8 ",2," B8 "]]}}",
	    ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0,[" ID ",1," B8 "]]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0,[" B8 ",4294967296," B8 "]]}}",
	    ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[0,[" B8 ",1]]}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"epoch\":\"AA\",\"s\":{}}", ERR_FORMAT);
	bad(HELLO, HEAD ",\"s\":{\"07\":[[[[[0]]]]]}}", ERR_LIMIT);
}

static void
test_a_bad_reply_is_refused(void **state)
{
#define R "{\"mesas\":1,\"time\":5,"
	(void)state;
	bad(REPLY, "{\"mesas\":3,\"time\":5}", ERR_PROTOCOL);
	bad(REPLY, "{\"mesas\":1}", ERR_FORMAT);
	bad(REPLY, R "\"heads\":{}}", ERR_FORMAT);
	bad(REPLY, R "\"heads\":[[" B8 ",1]]}", ERR_FORMAT);
	bad(REPLY, R "\"err\":[]}", ERR_FORMAT);
	bad(REPLY, R "\"err\":{\"code\":\"GAP\"}}", ERR_FORMAT);
	bad(REPLY, R "\"spaces\":[1]}", ERR_FORMAT);
	bad(REPLY, R "\"spaces\":[\"07\",\"07\"]}", ERR_FORMAT);
	bad(REPLY, R "\"orders\":[1]}", ERR_FORMAT);
	bad(REPLY, R "\"orders\":[\"slow:-4\"]}", ERR_FORMAT);
	bad(REPLY, R "\"orders\":[\"slow:99999999999\"]}", ERR_FORMAT);
	bad(REPLY, R "\"epochs\":{\"07\":[[" ID ",9]]}}", ERR_FORMAT);
	bad(REPLY, R "\"epochs\":{\"07\":[[" ID ",9,8," B8 "]]}}", ERR_FORMAT);
	bad(REPLY, R "\"epochs\":{\"07\":[[" ID ",9,9," B8 "," B8 "]]}}",
	    ERR_FORMAT);
	bad(REPLY, R "\"epochs\":[]}", ERR_FORMAT);
}

static void
test_what_newer_software_says_is_let_be(void **state)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct reply r;

	(void)state;
	assert_null(message_reply_take(
	    span_str("{\"mesas\":1,\"time\":5,\"orders\":[\"dance\"],\"new\":1,"
		     "\"err\":{\"code\":\"NEW\",\"text\":\"\"}}"),
	    &a, &r));
	assert_false(r.new_epoch);
	assert_int_equal(r.err.code, ERR_PROTOCOL);
}

static void
test_a_bad_entry_is_refused(void **state)
{
#define E(pos, n, seq)                                                         \
	"{\"in\":\"07\",\"pos\":" pos ",\"n\":" n                              \
	",\"at\":3,\"nat\":0,\"log\":" ID ",\"seq\":" seq
	(void)state;
	bad(ENTRY, "{\"in\":7}", ERR_FORMAT);
	bad(ENTRY, E("0", "1", "1") "}", ERR_FORMAT);
	bad(ENTRY, E("1", "0", "1") "}", ERR_FORMAT);
	bad(ENTRY, E("1", "513", "1") "}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "0") "}", ERR_FORMAT);
	bad(ENTRY, E("1", "2", "4294967295") "}", ERR_FORMAT);
	bad(ENTRY, E("9223372036854775807", "2", "1") "}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID "]]}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID ",9]]}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID ",0,1,1]]}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID ",1,1,-1]]}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID ",1,1,1,7]]}", ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"was\":[[" ID ",1,1,1," ID ",1]]}",
	    ERR_FORMAT);
	bad(ENTRY, E("1", "1", "1") ",\"hash\":\"\"}", ERR_FORMAT);
	bad(TRAILER, "{\"sig\":" B8 "}", ERR_FORMAT);
	bad(TRAILER, "{\"sig\":" B64 ",\"end\":{\"07\":[1]}}", ERR_FORMAT);
	bad(TRAILER, "{\"sig\":" B64 ",\"more\":2}", ERR_FORMAT);
}

static void
test_national_stands_first(void **state)
{
	(void)state;
	assert_true(message_space_order("national", "07") < 0);
	assert_true(message_space_order("07", "national") > 0);
	assert_true(message_space_order("02", "07") < 0);
	assert_int_equal(message_space_order("national", "national"), 0);
}

static void
test_a_parcel_takes_no_half_entries(void **state)
{
	static const char entry[] = E("1", "1", "1") "}";
	struct parcel p;

	(void)state;
	parcel_open(&p);
	assert_true(parcel_whole(&p));
	assert_null(parcel_line(&p, span_str(entry)));
	assert_int_equal(p.n, 0);
	assert_false(parcel_whole(&p));
	/* Another entry instead of its segments. */
	assert_int_equal(parcel_line(&p, span_str(entry))->code, ERR_FORMAT);
	parcel_close(&p);
	parcel_open(&p);
	assert_null(
	    parcel_line(&p, span_str(E("1", "1", "1") ",\"hash\":" B8 "}")));
	assert_int_equal(p.n, 1);
	assert_int_equal(parcel_line(&p, span_str("[1]"))->code, ERR_FORMAT);
	assert_int_equal(p.n, 1);
	parcel_close(&p);
}

/* A map or list with n members made from one text. */
static const char *
many(const char *before, const char *one, size_t n, const char *after)
{
	static char text[LIMIT_MESSAGE_BYTES];
	size_t at = (size_t)snprintf(text, sizeof(text), "%s", before);

	for (size_t i = 0; i < n; i++) {
		char name[24];

		(void)snprintf(name, sizeof(name), "%04zu", i);
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    strchr(one, '%') == NULL ? "%s%s" : "%s\"%s\":[0]",
		    i == 0 ? "" : ",", strchr(one, '%') == NULL ? one : name);
	}
	(void)snprintf(text + at, sizeof(text) - at, "%s", after);
	return (text);
}

static void
test_what_is_longer_than_its_limit_is_refused(void **state)
{
	static const char long_sw[] =
	    "{\"mesas\":1,\"sw\":\"0123456789012345678901234567890123\"}";
	char text[LIMIT_REFUSAL_BYTES + 2], line[1024];

	(void)state;
	bad(HELLO, long_sw, ERR_LIMIT);
	same(HELLO, many(HEAD ",\"s\":{", "%", LIMIT_PEER_SPACES, "}}"));
	bad(HELLO, many(HEAD ",\"s\":{", "%", LIMIT_PEER_SPACES + 1, "}}"),
	    ERR_LIMIT);
	bad(HELLO,
	    many(HEAD ",\"s\":{\"07\":[0,", "[" B8 ",1," B8 "]",
		LIMIT_HELLO_LOGS + 1, "]}}"),
	    ERR_LIMIT);
	bad(REPLY,
	    many(R "\"spaces\":[", "\"07\"", LIMIT_PEER_SPACES + 1, "]}"),
	    ERR_LIMIT);
	bad(REPLY, many(R "\"orders\":[", "\"x\"", ORDERS_MAX + 1, "]}"),
	    ERR_LIMIT);
	bad(REPLY, many(R "\"epochs\":{", "%", LIMIT_PEER_SPACES + 1, "}}"),
	    ERR_LIMIT);
	bad(REPLY, many(R "\"epochs\":{\"07\":[", "1", 257, "]}}"), ERR_FORMAT);
	bad(REPLY, R "\"epochs\":{\"07\":3}}", ERR_FORMAT);
	bad(TRAILER,
	    many(
		"{\"sig\":" B64 ",\"end\":{", "%", LIMIT_PEER_SPACES + 1, "}}"),
	    ERR_LIMIT);
	bad(TRAILER, "{\"sig\":" B64 ",\"end\":3}", ERR_FORMAT);
	bad(TRAILER, "{\"sig\":" B64 ",\"end\":{\"07\":3}}", ERR_FORMAT);
	bad(TRAILER, "{\"sig\":", ERR_FORMAT);
	bad(ENTRY, "{\"in\":", ERR_FORMAT);
	bad(REPLY, "[]", ERR_FORMAT);
	bad(REPLY, R "\"heads\":[7]}", ERR_FORMAT);
	bad(REPLY, R "\"heads\":[[1,2]]}", ERR_FORMAT);
	bad(REPLY,
	    R "\"err\":{\"code\":\"01234567890123456789012345678901\","
	      "\"text\":\"\"}}",
	    ERR_LIMIT);
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	(void)snprintf(line, sizeof(line),
	    R "\"err\":{\"code\":\"GAP\",\"text\":\"%s\"}}", text);
	bad(REPLY, line, ERR_LIMIT);
}

static void
test_the_name_of_a_space_is_plain(void **state)
{
	static const char *const no[] = { "a\x7f", "a\\\"", "a\\\\", "a ",
		"ñ" };
	char line[256];

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		(void)snprintf(
		    line, sizeof(line), HEAD ",\"s\":{\"%s\":[0]}}", no[i]);
		bad(HELLO, line, ERR_FORMAT);
	}
	same(HELLO, HEAD ",\"s\":{\"!~\":[0]}}");
}

static void
test_an_order_to_go_slowly_is_taken_only_in_its_bounds(void **state)
{
	static const struct {
		const char *order;
		int64_t ms;
	} said[] = { { "slow:", 0 }, { "slow:7", 7 },
		{ "slow:86400000", 86400000 }, { "slow", 0 }, { "slower", 0 },
		{ "fast:12", 0 }, { "slow:0000000000000000000000000", 0 } };
	CLEAN(arena_free) struct arena a = ARENA;
	struct reply r;
	char line[256];

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		(void)snprintf(line, sizeof(line), R "\"orders\":[\"%s\"]}",
		    said[i].order);
		assert_null(message_reply_take(span_str(line), &a, &r));
		assert_int_equal(r.slow_ms, said[i].ms);
	}
	bad(REPLY, R "\"orders\":[\"slow:86400001\"]}", ERR_FORMAT);
	bad(REPLY, R "\"orders\":[\"slow:x\"]}", ERR_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_put_is_taken_and_put_the_same),
		cmocka_unit_test(test_a_bad_hello_is_refused),
		cmocka_unit_test(test_a_bad_reply_is_refused),
		cmocka_unit_test(test_what_newer_software_says_is_let_be),
		cmocka_unit_test(test_a_bad_entry_is_refused),
		cmocka_unit_test(test_national_stands_first),
		cmocka_unit_test(test_a_parcel_takes_no_half_entries),
		cmocka_unit_test(test_what_is_longer_than_its_limit_is_refused),
		cmocka_unit_test(test_the_name_of_a_space_is_plain),
		cmocka_unit_test(
		    test_an_order_to_go_slowly_is_taken_only_in_its_bounds),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
