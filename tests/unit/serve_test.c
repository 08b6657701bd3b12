#include "tests/unit/serve_world.h"

static void
test_routes_answer_by_method_and_path(void **state)
{
	char t[8192];

	assert_non_null(
	    strstr(ask(*state,
		       "GET /hello?name=Ana%20Luz HTTP/1.1\r\nHost: h\r\n"
		       "Cookie: id=7\r\n\r\n",
		       t),
		"GET /hello Ana Luz 7 0"));
	assert_non_null(strstr(t, "200 OK"));
	assert_non_null(strstr(t, "default-src 'none'"));
	assert_non_null(
	    strstr(ask(*state, "GET /tree/a/b HTTP/1.1\r\nHost: h\r\n\r\n", t),
		"GET /tree/a/b - - 0"));
	ask(*state, "HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, "200 OK"));
	assert_null(strstr(t, "HEAD /hello"));
	ask(*state, "GET /none HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, " 404 "));
	ask(*state, "DELETE /hello HTTP/1.1\r\nHost: h\r\n\r\n", t);
	assert_non_null(strstr(t, " 405 "));
}

static void
test_a_body_past_its_limit_is_refused_before_it_is_read(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", t);
	assert_non_null(strstr(t, " 413 "));
	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n"
	    "0123456789",
	    t);
	assert_non_null(strstr(t, "POST /hello - - 10"));
	ask(*state,
	    "POST /hello HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
	    "\r\nb\r\n0123456789a\r\n0\r\n\r\n",
	    t);
	assert_null(strstr(t, "200 OK"));
	ask(*state,
	    "POST /up HTTP/1.1\r\nHost: h\r\nX-Busy: 1\r\n"
	    "Content-Length: 100\r\n\r\n",
	    t);
	assert_non_null(strstr(t, " 503 "));
}

static void
test_a_form_is_decoded_and_no_header_is_smuggled_through_it(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n"
	    "a=uno+dos%21&b=&a=%C3%B1%0D%0A",
	    t);
	assert_non_null(strstr(t, "[uno dos!][\303\261\n]"));
	assert_non_null(strstr(t, "Location: /xEvil: uno dos!\r\n"));
	ask(*state,
	    "POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\na=%0%1",
	    t);
	assert_non_null(strstr(t, "[-][-]"));
}

static void
test_what_two_readers_could_understand_differently_is_refused(void **state)
{
	static const char *const bad[] = {
		"Host: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
		("Host: h\r\nContent-Length: 1\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		("Host: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
		 "1\r\nx\r\n0\r\n\r\n"),
		("Host: h\r\nTransfer-Encoding: chunked\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		"Content-Length: 1\r\n\r\nx",
		"Host: h\r\nHost: i\r\nContent-Length: 1\r\n\r\nx",
		"Host: h\r\nContent-Length: +1\r\n\r\nx",
		"Host: h\r\nContent-Length: 1x\r\n\r\nx",
		"Host: h\r\nContent-Length: -1\r\n\r\nx",
		"Host : h\r\nContent-Length: 1\r\n\r\nx",
		"Host: h\r\nContent-Length : 1\r\n\r\nx",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char t[8192], q[512];

		snprintf(q, sizeof(q), "POST /hello HTTP/1.1\r\n%s", bad[i]);
		ask(*state, q, t);
		if (t[0] != '\0' && strncmp(t, "HTTP/1.1 400 ", 13) != 0)
			fail_msg("%s\ngave\n%s", q, t);
	}
}

static void
test_a_header_without_end_or_measure_is_refused(void **state)
{
	char t[8192];
	struct buf b = BUF(200000);

	assert_null(buf_str(&b, "GET /hello HTTP/1.1\r\nHost: h\r\n"));
	for (int i = 0; i < 41; i++)
		assert_null(buf_fmt(&b, "X-%d: 1\r\n", i));
	assert_null(buf_str(&b, "\r\n"));
	ask(*state, (char *)b.p, t);
	assert_non_null(strstr(t, " 431 "));
	buf_clear(&b);
	assert_null(buf_str(&b, "GET /hello HTTP/1.1\r\nHost: h\r\nX: "));
	for (int i = 0; i < 20000; i++)
		assert_null(buf_byte(&b, 'a'));
	assert_null(buf_str(&b, "\r\n\r\n"));
	ask(*state, (char *)b.p, t);
	assert_null(strstr(t, "200 OK"));
	buf_free(&b);
}

static void
test_a_small_answer_has_forty_bytes_of_header(void **state)
{
	char t[8192];

	ask(*state,
	    "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", t);
	assert_string_equal(t, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3");
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_routes_answer_by_method_and_path),
		T(test_a_body_past_its_limit_is_refused_before_it_is_read),
		T(test_a_form_is_decoded_and_no_header_is_smuggled_through_it),
		T(test_what_two_readers_could_understand_differently_is_refused),
		T(test_a_header_without_end_or_measure_is_refused),
		T(test_a_small_answer_has_forty_bytes_of_header),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
