/*
 * tplc_do -- what stands between {{ and }}, one function a word.
 */
#include "proto/ui/tpl/tplc_in.h"

#include <stdio.h>

/* ---- directives --------------------------------------------------------- */

static err_t
place(struct tpl *t, enum place_what what)
{
	const char *why = place_takes(&t->place, what);

	return (why == NULL ? NULL : tplc_bad(t, why));
}

static err_t
do_view(struct tpl *t)
{
	char kind[TPLC_WORD], type[TPLC_WORD], file[TPLC_SAY];

	if (t->viewed)
		return (tplc_bad(t, "there is one view, in the first line"));
	t->viewed = true;
	if (!tplc_word(t, kind, sizeof(kind)) || strcmp(kind, "struct") != 0 ||
	    !tplc_word(t, type, sizeof(type)) || tplc_name_end(type) == NULL ||
	    *tplc_name_end(type) != '\0')
		return (tplc_bad(t, "{{view struct NAME \"HEADER\"}}"));
	TRY(tplc_string(t, file));
	if (strpbrk(file, "\"\\\n") != NULL)
		return (tplc_bad(t, "no file is called so"));
	TRY(tplc_end(t));
	if (t->messages)
		return (NULL);
	return (buf_fmt(t->out,
	    "/* Made by tplc. */\n#include \"proto/ui/tpl.h\"\n"
	    "#include \"%s\"\n\nvoid\n%s_tpl(struct html *h, "
	    "const struct %s *v)\n{\n\t(void)v;\n",
	    file, t->name, type));
}

static err_t
push(struct tpl *t, bool each)
{
	struct frame *f;

	TRY(place(t, PLACE_FLOW));
	if (t->depth == TPLC_DEPTH_MAX)
		return (tplc_bad(t, "too many ifs inside each other"));
	f = &t->frame[t->depth++];
	*f = (struct frame){ .each = each, .line = t->line, .from = t->place };
	return (NULL);
}

/* !path, path, path == CONSTANT, path != CONSTANT */
static err_t
condition(struct tpl *t, const char *before)
{
	char w[TPLC_WORD], op[4], k[TPLC_NAME], c[TPLC_WORD + 8];
	bool no;

	if (!tplc_word(t, w, sizeof(w)))
		return (tplc_bad(t, "if what?"));
	no = w[0] == '!';
	TRY(tplc_path(t, w + (no ? 1 : 0), true, c));
	if (!tplc_word(t, op, sizeof(op)))
		return (tplc_code(
		    t, "%sif (%stpl_true(%s)) {", before, no ? "!" : "", c));
	if (no || (strcmp(op, "==") != 0 && strcmp(op, "!=") != 0) ||
	    !tplc_word(t, k, sizeof(k)) || k[0] == '\0' ||
	    strspn(k, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		      "0123456789_") != strlen(k))
		return (tplc_bad(t, "if path, if !path, if path == CONSTANT"));
	TRY(tplc_end(t));
	return (tplc_code(t, "%sif (%s %s %s) {", before, c, op, k));
}

static err_t
do_if(struct tpl *t)
{
	TRY(push(t, false));
	TRY(condition(t, ""));
	return (tplc_end(t));
}

/* A branch ends: it must stand where its brothers ended. */
static err_t
branch(struct tpl *t, struct frame *f)
{
	TRY(place(t, PLACE_FLOW));
	if (f->ended && !place_same(&t->place, &f->to))
		return (tplc_bad(
		    t, "the branches of an if end in different places"));
	f->to = t->place;
	f->ended = true;
	t->place = f->from;
	return (NULL);
}

static err_t
do_else(struct tpl *t, bool more)
{
	struct frame *f = t->depth == 0 ? NULL : &t->frame[t->depth - 1];

	if (f == NULL || f->other || (more && f->each))
		return (tplc_bad(t, "there is no if that this belongs to"));
	TRY(branch(t, f));
	if (more) {
		TRY(condition(t, "} else "));
		return (tplc_end(t));
	}
	f->other = true;
	TRY(tplc_end(t));
	if (f->each)
		return (tplc_code(t, "}\n\tif (%s_n == 0) {", f->path));
	return (tplc_code(t, "} else {"));
}

static err_t
do_each(struct tpl *t)
{
	char var[TPLC_NAME], in[4], w[TPLC_WORD], c[TPLC_WORD + 8];
	struct frame *f;

	if (!tplc_word(t, var, sizeof(var)) || tplc_name_end(var) == NULL ||
	    *tplc_name_end(var) != '\0' || !tplc_word(t, in, sizeof(in)) ||
	    strcmp(in, "in") != 0 || !tplc_word(t, w, sizeof(w)))
		return (tplc_bad(t, "{{each x in v.items}}"));
	if (tplc_known(t, var, strlen(var)) || strcmp(var, "h") == 0)
		return (tplc_bad(t, "this name is taken"));
	TRY(tplc_path(t, w, false, c));
	if (strchr(c, '>') == NULL || strlen(c) >= TPLC_WORD)
		return (tplc_bad(t, "each walks v.items, of which there are "
				    "v.items_n"));
	TRY(push(t, true));
	f = &t->frame[t->depth - 1];
	(void)snprintf(f->var, sizeof(f->var), "%s", var);
	(void)snprintf(f->path, sizeof(f->path), "%s", c);
	TRY(tplc_end(t));
	return (tplc_code(t,
	    "for (size_t n_%s = 0; n_%s < %s_n; n_%s++) {\n"
	    "\tconst __typeof__(%s[0]) *%s = &%s[n_%s];",
	    var, var, c, var, c, var, c, var));
}

static err_t
do_end(struct tpl *t)
{
	struct frame *f = t->depth == 0 ? NULL : &t->frame[t->depth - 1];

	if (f == NULL)
		return (tplc_bad(t, "there is nothing to end"));
	TRY(tplc_end(t));
	TRY(branch(t, f));
	/* Nothing at all is a branch too, unless there was an else. */
	if ((!f->other || f->each) && !place_same(&f->to, &f->from))
		return (tplc_bad(t, "an if or each ends where it began"));
	t->place = f->to;
	TRY(tplc_code(t, "}"));
	t->depth--;
	return (NULL);
}

static err_t
do_use(struct tpl *t)
{
	char name[TPLC_NAME], w[TPLC_WORD], c[TPLC_WORD + 8];

	TRY(place(t, PLACE_MARKUP));
	if (!tplc_word(t, name, sizeof(name)) || tplc_name_end(name) == NULL ||
	    *tplc_name_end(name) != '\0' || !tplc_word(t, w, sizeof(w)))
		return (tplc_bad(t, "{{use row x}}"));
	TRY(tplc_path(t, w, false, c));
	TRY(tplc_end(t));
	return (tplc_code(
	    t, "%s_tpl(h, %s%s);", name, strchr(c, '>') == NULL ? "" : "&", c));
}

/* icon "name" "classes", icon v.icon "classes", asset "name" */
static err_t
do_named(struct tpl *t, bool icon)
{
	char s[TPLC_SAY], w[TPLC_WORD], c[TPLC_WORD + 8] = "",
						      more[TPLC_SAY] = "";

	TRY(place(t, icon ? PLACE_MARKUP : PLACE_ADDRESS));
	tplc_skip(t);
	if (t->word.n > 0 && *t->word.p == '"') {
		TRY(tplc_string(t, s));
		if (strlen(s) >= TPLC_NAME || strpbrk(s, "\"\\\n") != NULL)
			return (tplc_bad(t, "nothing is called so"));
		(void)snprintf(c, sizeof(c), "\"%.*s\"", TPLC_NAME, s);
	} else if (icon && tplc_word(t, w, sizeof(w))) {
		TRY(tplc_path(t, w, true, c));
	} else
		return (tplc_bad(t, "which?"));
	tplc_skip(t);
	if (icon && t->word.n > 0)
		TRY(tplc_string(t, more));
	if (strlen(more) >= TPLC_WORD || strpbrk(more, "\"\\\n") != NULL)
		return (tplc_bad(t, "no classes are called so"));
	TRY(tplc_end(t));
	if (!icon)
		return (tplc_code(t, "tpl_asset(h, %s);", c));
	return (tplc_code(t, "tpl_icon(h, %s, \"%.*s\");", c, TPLC_WORD, more));
}

/* draft "/address", draft v.address: of the form that it stands in */
static err_t
do_draft(struct tpl *t)
{
	char s[TPLC_SAY], w[TPLC_WORD], c[TPLC_WORD + 8];

	TRY(place(t, PLACE_MARKUP));
	tplc_skip(t);
	if (t->word.n > 0 && *t->word.p == '"') {
		TRY(tplc_string(t, s));
		if (s[0] != '/' || strlen(s) >= TPLC_NAME ||
		    strpbrk(s, "\"\\\n?#") != NULL)
			return (tplc_bad(t, "the form's action, without ?"));
		(void)snprintf(c, sizeof(c), "\"%.*s\"", TPLC_NAME, s);
	} else if (tplc_word(t, w, sizeof(w))) {
		TRY(tplc_path(t, w, true, c));
	} else
		return (tplc_bad(t, "of which action?"));
	TRY(tplc_end(t));
	return (tplc_code(t, "tpl_draft(h, %s);", c));
}

static err_t
do_value(struct tpl *t, const char *fn, const char *path, enum place_what what)
{
	char c[TPLC_WORD + 8];

	TRY(place(t, what));
	TRY(tplc_path(t, path, true, c));
	TRY(tplc_end(t));
	return (tplc_code(t, "%s(h, %s);", fn, c));
}

/* Words that show a path in a way of their own. */
static const struct {
	const char *word, *fn;
	enum place_what what;
} ways[] = {
	{ "url", "tpl_url", PLACE_PART },
	{ "href", "tpl_href", PLACE_ADDRESS },
	{ "num", "tpl_num", PLACE_VALUE },
	{ "day", "tpl_day", PLACE_VALUE },
	{ "weekday", "tpl_weekday", PLACE_VALUE },
	{ "time", "tpl_time", PLACE_VALUE },
	{ "lines", "tpl_lines", PLACE_MARKUP },
};

static err_t
value(struct tpl *t, const char *w)
{
	char path[TPLC_WORD];

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(w, ways[i].word) != 0)
			continue;
		if (!tplc_word(t, path, sizeof(path)))
			return (tplc_bad(t, "a path is missing"));
		return (do_value(t, ways[i].fn, path, ways[i].what));
	}
	return (do_value(t, "tpl_show", w, PLACE_VALUE));
}

err_t
tplc_do(struct tpl *t)
{
	char w[TPLC_WORD];

	tplc_skip(t);
	if (t->word.n > 0 && *t->word.p == '#')
		return (NULL);
	if (!tplc_word(t, w, sizeof(w)))
		return (tplc_bad(t, "{{ }} with nothing in it"));
	if (strcmp(w, "view") == 0)
		return (do_view(t));
	if (!t->viewed)
		return (tplc_bad(t, "the first line is {{view struct ...}}"));
	if (strcmp(w, "if") == 0)
		return (do_if(t));
	if (strcmp(w, "elif") == 0)
		return (do_else(t, true));
	if (strcmp(w, "else") == 0)
		return (do_else(t, false));
	if (strcmp(w, "each") == 0)
		return (do_each(t));
	if (strcmp(w, "end") == 0)
		return (do_end(t));
	if (strcmp(w, "use") == 0)
		return (do_use(t));
	if (strcmp(w, "icon") == 0 || strcmp(w, "asset") == 0)
		return (do_named(t, w[0] == 'i'));
	if (strcmp(w, "draft") == 0)
		return (do_draft(t));
	if (strcmp(w, "t") == 0 || strcmp(w, "tn") == 0) {
		TRY(place(t, PLACE_VALUE));
		return (tplc_say(t, w[1] == 'n'));
	}
	if (strcmp(w, "nonce") == 0 || strcmp(w, "csrf") == 0) {
		TRY(place(t, w[0] == 'n' ? PLACE_VALUE : PLACE_MARKUP));
		TRY(tplc_end(t));
		return (tplc_code(t, "tpl_%s(h);", w));
	}
	return (value(t, w));
}
