#include "proto/cmd/cmd.h"

#include "proto/base/text.h"
#include "proto/cmd/cmd_parts.h"
#include "proto/cmd/keys.h"

/* What people call records by, in this order. */
static const char *const called[] = { "folio", "code", "acronym", "account",
	"fingerprint", "reference", "period", "official_name" };

struct hits {
	struct cmd *c;
	dot_t id[4];
	size_t n;
	const struct entity *e;
};

static err_t
hit(void *ctx, const struct record *r)
{
	struct hits *h = ctx;

	if (h->n < sizeof(h->id) / sizeof(h->id[0]))
		h->id[h->n] = r->id;
	if (h->n == 0)
		h->e = r->entity;
	h->n++;
	return (NULL);
}

err_t
cmd_tables(struct db *db)
{
	return (keys_tables(db));
}

err_t
cmd_entity(const char *name, const struct entity **e)
{
	CLEAN(buf_free) struct buf b = BUF(4096);

	*e = schema_named(name);
	if (*e != NULL)
		return (NULL);
	for (size_t i = 0; i < schema_count; i++)
		TRY(buf_fmt(
		    &b, "%s%s", i == 0 ? "" : ", ", schema_entities[i].name));
	return (err_new(ERR_USAGE, "no entity \"%.40s\"; there are: %.420s",
	    name, (const char *)b.p));
}

err_t
cmd_field(
    const struct entity *e, const char *name, size_t n, const struct field **f)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	char s[64];

	*f = NULL;
	if (n < sizeof(s)) {
		memcpy(s, name, n);
		s[n] = '\0';
		*f = schema_field_named(e, s);
	}
	if (*f != NULL)
		return (NULL);
	for (size_t i = 0; i < e->n; i++)
		TRY(buf_fmt(&b, "%s%s", i == 0 ? "" : ", ", e->fields[i].name));
	return (err_new(ERR_USAGE, "%s has no field \"%.*s\"; it has: %.380s",
	    e->name, (int)(n > 40 ? 40 : n), name, (const char *)b.p));
}

/* Records of e called so, live ones first. */
static err_t
find_called(struct cmd *c, const char *text, const struct entity *e,
    bool voided, struct hits *h)
{
	CLEAN(arena_free) struct arena a = ARENA;

	for (size_t i = 0; i < sizeof(called) / sizeof(called[0]); i++) {
		const struct field *f = schema_field_named(e, called[i]);
		struct cond cond;

		if (f == NULL || f->type != TYPE_TEXT)
			continue;
		cond = (struct cond){ f, val_str(text) };
		TRY(state_find(c->st->l, e, &cond, 1, voided, &a, hit, h));
		if (h->n > 0)
			return (NULL);
	}
	return (NULL);
}

static err_t
which(struct cmd *c, const char *text, const struct hits *h, dot_t *id)
{
	char one[ID_TEXT], two[ID_TEXT];

	if (h->n == 1) {
		*id = h->id[0];
		return (NULL);
	}
	ledger_id_put(c->st->l, h->id[0], one);
	ledger_id_put(c->st->l, h->id[1], two);
	return (err_new(ERR_DATA,
	    "\"%.60s\" names %zu records (%s, %s%s);"
	    " give the id of one",
	    text, h->n, one, two, h->n > 2 ? ", ..." : ""));
}

static err_t
find_named(struct cmd *c, const char *text, const struct entity *e, dot_t *id)
{
	struct hits h = { .c = c };

	for (int voided = 0; voided < 2 && h.n == 0; voided++) {
		for (size_t i = 0; i < schema_count; i++) {
			if (e == NULL || e == &schema_entities[i])
				TRY(find_called(c, text, &schema_entities[i],
				    voided != 0, &h));
		}
	}
	if (h.n > 0)
		return (which(c, text, &h, id));
	*id = 0;
	return (NULL);
}

err_t
cmd_find_record(
    struct cmd *c, const char *text, const struct entity *e, dot_t *id)
{
	*id = 0;
	if (text[0] == '\0' || strlen(text) > LIMIT_NAME_BYTES + 1 ||
	    !text_valid(span_str(text)))
		return (err_new(ERR_DATA, "a record is named by its id, folio"
					  " or code"));
	if (text[0] == '@') {
		TRY(keys_get(c->st->db, text + 1, id));
		if (*id == 0)
			return (err_new(ERR_MISSING,
			    "no record was imported"
			    " with the key \"%.80s\"; its line must come"
			    " before",
			    text + 1));
		return (NULL);
	}
	if (strcspn(text, ".") == 8 &&
	    ledger_id_take(c->st->l, text, id) == NULL)
		return (NULL);
	TRY(find_named(c, text, e, id));
	if (*id == 0)
		TRY(keys_get(c->st->db, text, id));
	if (*id == 0)
		return (err_new(ERR_MISSING,
		    "no %s \"%.80s\" here; give an"
		    " id, folio, code or @key (the command list shows them)",
		    e == NULL ? "record" : e->name, text));
	return (NULL);
}

err_t
cmd_need(struct cmd *c, const char *text, struct arena *a, struct record *r)
{
	bool found;
	dot_t id;

	TRY(cmd_find_record(c, text, NULL, &id));
	TRY(state_get(c->st->l, NULL, id, a, r, &found));
	if (!found)
		return (err_new(ERR_MISSING,
		    "the record %.40s is not here"
		    " yet; a sync may bring it",
		    text));
	return (NULL);
}
