/*
 * tplc -- what a template becomes, and what it may not say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/ui/tpl/tplc.h"

#define VIEW "{{view struct x \"x.h\"}}\n"

static err_t
compile(const char *text, struct buf *out)
{
	return (tplc_compile("x.tpl", "x", span_str(text), out));
}

static void
has(const char *text, const char *c)
{
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);
	CLEAN(buf_free) struct buf in = BUF(TPLC_OUT_MAX);

	assert_null(buf_str(&in, VIEW));
	assert_null(buf_str(&in, text));
	assert_null(compile((const char *)in.p, &out));
	if (strstr((const char *)out.p, c) == NULL)
		fail_msg("%s\nhas no %s:\n%s", text, c, (const char *)out.p);
}

static void
refused(const char *text, const char *why)
{
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);
	CLEAN(buf_free) struct buf in = BUF(TPLC_OUT_MAX);
	err_t e;

	assert_null(buf_str(&in, VIEW));
	assert_null(buf_str(&in, text));
	e = compile((const char *)in.p, &out);
	if (e == NULL)
		fail_msg("%s was taken", text);
	if (strstr(e->text, why) == NULL)
		fail_msg("%s: %s, not %s", text, e->text, why);
	assert_memory_equal(e->text, "x.tpl:", 6);
}

static void
test_a_template_becomes_this_c(void **state)
{
	static const char want[] =
	    "/* Made by tplc. */\n"
	    "#include \"proto/ui/tpl.h\"\n"
	    "#include \"x.h\"\n\n"
	    "void\nx_tpl(struct html *h, const struct x *v)\n{\n\t(void)v;\n"
	    "\ttpl_markup(h, \"<p>\", 3);\n"
	    "#line 2 \"x.tpl\"\n\ttpl_show(h, v->name);\n"
	    "\ttpl_markup(h, \"</p>\\012\", 5);\n"
	    "}\n";
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);

	(void)state;
	assert_null(compile(VIEW "<p>{{v.name}}</p>\n", &out));
	assert_string_equal((const char *)out.p, want);
}

static void
test_paths_follow_v_and_the_variables_of_each(void **state)
{
	(void)state;
	has("{{v.a.b}}", "tpl_show(h, v->a.b);");
	has("{{v.a->b}}", "tpl_show(h, v->a->b);");
	has("{{each r in v.rows}}{{r.n}}{{end}}",
	    "for (size_t n_r = 0; n_r < v->rows_n; n_r++) {\n"
	    "\tconst __typeof__(v->rows[0]) *r = &v->rows[n_r];");
	has("{{each r in v.rows}}{{r.n}}{{end}}", "tpl_show(h, r->n);");
	has("{{each r in v.rows}}{{r}}{{end}}", "tpl_show(h, (*r));");
	has("{{each r in v.rows}}a{{else}}b{{end}}", "if (v->rows_n == 0) {");
	has("{{each r in v.rows}}{{each k in r.x}}{{k.y}}{{end}}{{end}}",
	    "n_k < r->x_n");
	refused("{{w.a}}", "a path begins with v");
	refused("{{v.a.}}", "a path is v.name");
	refused("{{v.A}}", "a path is v.name");
	refused("{{v.a;system}}", "a path is v.name");
	refused("{{v.a+1}}", "a path is v.name");
	refused("{{each v in v.rows}}{{end}}", "this name is taken");
	refused("{{each r in v.rows}}{{end}}{{r.n}}", "a path begins with v");
	refused("{{each r in v.rows}}{{else}}{{r.n}}{{end}}", "a path begins");
	refused("{{v.a v.b}}", "too many words");
	refused("{{ }}", "nothing in it");
	refused("{{v.a", "not closed");
}

static void
test_branches_are_c_branches(void **state)
{
	(void)state;
	has("{{if v.a}}x{{end}}", "if (tpl_true(v->a)) {");
	has("{{if !v.a}}x{{end}}", "if (!tpl_true(v->a)) {");
	has("{{if v.a == KIND_B}}x{{end}}", "if (v->a == KIND_B) {");
	has("{{if v.a != 3}}x{{end}}", "if (v->a != 3) {");
	has("{{if v.a}}x{{elif v.b}}y{{else}}z{{end}}",
	    "} else if (tpl_true(v->b)) {");
	refused("{{if v.a}}x", "is not ended");
	refused("{{end}}", "nothing to end");
	refused("{{else}}", "no if");
	refused("{{if v.a}}{{else}}{{else}}{{end}}", "no if");
	refused("{{if v.a == 3;}}x{{end}}", "CONSTANT");
	refused("{{if}}x{{end}}", "if what");
}

static void
test_values_stand_in_text_and_in_quotes_only(void **state)
{
	(void)state;
	has("<p class=\"a {{v.c}}\">", "tpl_show(h, v->c);");
	has("<p class='{{v.c}}'>", "tpl_show(h, v->c);");
	has("<input value=\"{{v.c}}\" title=\"{{t \"Hola\"}}\">", "tpl_say");
	refused("<p class={{v.c}}>", "needs quotes");
	refused("<p class=a{{v.c}}>", "needs quotes");
	refused("<p {{v.c}}>", "name a tag or an attribute");
	refused("<p {{v.c}}=\"x\">", "name a tag or an attribute");
	refused("<{{v.c}}>", "name a tag");
	refused("<h{{v.c}}>", "name a tag");
	refused("</{{v.c}}>", "name a tag");
	refused("<!-- {{v.c}} -->", "a comment");
	refused("<script>var a = \"{{v.c}}\";</script>", "a script");
	refused("<style>a { color: {{v.c}} }</style>", "a style");
	has("<script src=\"/x\"></script>{{v.c}}", "tpl_show(h, v->c);");
	refused("<SCRIPT>{{v.c}}", "a script");
	refused("<script>if (a</b) {{v.c}}", "a script");
}

static void
test_no_value_is_run(void **state)
{
	(void)state;
	refused("<a onclick=\"x({{v.c}})\">", "it is run");
	refused("<a ONMOUSEOVER='{{v.c}}'>", "it is run");
	refused("<a style=\"width:{{v.c}}\">", "it is run");
	refused("<iframe srcdoc=\"{{v.c}}\">", "it is run");
	refused("<a hx-on:click=\"{{v.c}}\">", "it is run");
	refused("<a hx-vals=\"{{v.c}}\">", "it is run");
	refused("<a hx-trigger=\"{{v.c}}\">", "it is run");
	refused("<a data-hx-on=\"{{v.c}}\">", "it is run");
	refused("<meta http-equiv=\"refresh\" content=\"{{v.c}}\">", "run");
	has("<a hx-nonce=\"{{nonce}}\" hx-target=\"#r{{v.c}}\">",
	    "tpl_nonce(h);");
}

static void
test_addresses_are_encoded_or_checked(void **state)
{
	(void)state;
	has("<a href=\"/r/{{url v.id}}\">", "tpl_url(h, v->id);");
	has("<a href=\"{{href v.to}}\">", "tpl_href(h, v->to);");
	has("<a href=\"{{href v.to}}?a={{url v.b}}\">", "tpl_url(h, v->b);");
	has("<link href=\"{{asset \"mesas.css\"}}\">",
	    "tpl_asset(h, \"mesas.css\");");
	has("<a hx-get=\"/a?b={{url v.c}}\">", "tpl_url(h, v->c);");
	refused("<a href=\"{{v.to}}\">", "in an address");
	refused("<a href=\"/r/{{v.to}}\">", "in an address");
	refused("<a href=\"{{url v.to}}\">", "how an address begins");
	refused("<a href=\"/r/{{href v.to}}\">", "cannot follow");
	refused("<form action=\"{{v.to}}\">", "in an address");
	refused("<img src='{{v.to}}'>", "in an address");
	refused("<a href=\"{{t \"x\"}}\">", "in an address");
}

static void
test_branches_end_where_they_began(void **state)
{
	(void)state;
	has("<a{{if v.c}} aria-current=\"page\"{{end}}>x</a>", "tpl_true");
	has("<a class=\"b{{if v.c}} on{{end}}\">x</a>", "tpl_true");
	has("<input{{if v.a}} checked{{end}} name=\"a\">", "tpl_true");
	has("{{if v.a}}<a href=\"/x\">{{else}}<b>{{end}}", "else");
	refused("{{if v.a}}<a href=\"{{end}}\">", "ends where it began");
	refused(
	    "{{if v.a}}<p{{else}}<p class=\"{{end}}\">", "different places");
	refused("<a{{if v.c}}b=\"x\"{{end}}>", "a blank belongs");
	refused("<a x=\"1\"{{if v.c}}{{end}}y=\"2\">", "a blank belongs");
	refused("{{each r in v.x}}<script>{{end}}", "a script");
	refused("<p class=\"x", "inside a tag");
	refused("a < b", "&lt;");
	refused("<p \"x\">", "no attribute begins so");
}

static void
test_sentences_count_their_values(void **state)
{
	(void)state;
	has("{{t \"Año\"}}", "tpl_say(h, \"A\\303\\261o\", 0, NULL);");
	has("{{t \"%s de %s\" v.a v.b}}",
	    "tpl_say(h, \"%s de %s\", 2, (const struct tpl_arg[]){ "
	    "tpl_arg(v->a), tpl_arg(v->b) });");
	has("{{tn \"%s mesa\" \"%s mesas\" v.n}}",
	    "tpl_many(h, \"%s mesa\", \"%s mesas\", 1, (const struct "
	    "tpl_arg[]){ tpl_arg(v->n) });");
	has("{{t \"}} \\\"x\\\"\"}}", "\"}} \\\"x\\\"\"");
	refused("{{t \"%s\"}}", "as many values");
	refused("{{t \"x\" v.a}}", "as many values");
	refused("{{t \"%d\" v.a}}", "a sentence takes");
	refused("{{t \"100 %\"}}", "a sentence takes");
	refused("{{t \"\"}}", "empty");
	refused("{{t x}}", "a text in quotes");
	refused("{{t \"x}}", "not closed");
	refused("{{tn \"a\" \"b\"}}", "tn wants");
}

static void
test_other_templates_icons_and_forms(void **state)
{
	(void)state;
	has("{{use row v.first}}", "row_tpl(h, &v->first);");
	has("{{each r in v.x}}{{use row r}}{{end}}", "row_tpl(h, r);");
	has("{{icon \"house\" \"lg\"}}", "tpl_icon(h, \"house\", \"lg\");");
	has("{{icon v.icon}}", "tpl_icon(h, v->icon, \"\");");
	has("<form>{{csrf}}</form>", "tpl_csrf(h);");
	has("<form>{{draft \"/x\"}}</form>", "tpl_draft(h, \"/x\");");
	has("<form>{{draft v.to}}</form>", "tpl_draft(h, v->to);");
	refused("<form>{{draft \"x\"}}</form>", "the form's action");
	refused("<form>{{draft \"/x?a=1\"}}</form>", "the form's action");
	refused("<form>{{draft}}</form>", "of which action?");
	has("{{# nothing }}x", "tpl_markup(h, \"x\"");
	refused("<a title=\"{{icon \"x\"}}\">", "markup has no place");
	refused("<a title=\"{{use row v.x}}\">", "markup has no place");
	refused("<a title=\"{{csrf}}\">", "markup has no place");
	refused(VIEW, "one view");
}

static void
test_the_first_line_names_the_view(void **state)
{
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);
	static const char *const bad[] = { "", "<p>", "{{v.a}}",
		"{{view int \"x.h\"}}", "{{view struct x}}",
		"{{view struct X \"x.h\"}}", "{{view struct x \"a\nb\"}}",
		"{{view struct x \"x.h\" more}}", "\xff" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(compile(bad[i], &out));
}

static void
test_the_sentences_come_out_as_po(void **state)
{
	CLEAN(buf_free) struct buf out = BUF(TPLC_OUT_MAX);

	(void)state;
	assert_null(tplc_messages("x.tpl",
	    span_str(VIEW "{{t \"Di \\\"no\\\"\"}}\n"
			  "{{tn \"una\" \"%s\" v.n}}"),
	    &out));
	assert_string_equal((const char *)out.p,
	    "#: x.tpl:2\nmsgid \"Di \\\"no\\\"\"\nmsgstr \"\"\n\n"
	    "#: x.tpl:3\nmsgid \"una\"\nmsgid_plural \"%s\"\n"
	    "msgstr[0] \"\"\nmsgstr[1] \"\"\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_template_becomes_this_c),
		cmocka_unit_test(test_paths_follow_v_and_the_variables_of_each),
		cmocka_unit_test(test_branches_are_c_branches),
		cmocka_unit_test(test_values_stand_in_text_and_in_quotes_only),
		cmocka_unit_test(test_no_value_is_run),
		cmocka_unit_test(test_addresses_are_encoded_or_checked),
		cmocka_unit_test(test_branches_end_where_they_began),
		cmocka_unit_test(test_sentences_count_their_values),
		cmocka_unit_test(test_other_templates_icons_and_forms),
		cmocka_unit_test(test_the_first_line_names_the_view),
		cmocka_unit_test(test_the_sentences_come_out_as_po),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
