/*
 * page_mesas -- the roundtables of this office.
 */
#include "node/page.h"

SQL_SCAN(page_mesas_all,
    "SELECT id, code, official_name, time_zone FROM roundtable WHERE life = 0"
    " ORDER BY level, code, id");

static const char *
text_of(struct page *p, const char *s)
{
	return (arena_dup(p->a, span_str(s)));
}

err_t
page_mesas(struct page *p, struct page_mesa **out, size_t *n)
{
	CLEAN(rows_done) struct rows r = { 0 };
	struct page_mesa *all = NULL;
	size_t cap = 0;
	bool more;
	err_t e = NULL;

	*n = 0;
	TRY(db_query(&r, p->o->st.db, &page_mesas_all));
	for (;;) {
		struct page_mesa m;
		dot_t office = 0;

		e = rows_next(&r, &more);
		if (e != NULL || !more)
			break;
		m.id = rows_int(&r, 0);
		e = state_owner(p->o->st.l, m.id, 0, -1, p->today, &office);
		if (e != NULL)
			break;
		if (office == 0 || office != p->o->desk.office)
			continue;
		m.code = text_of(p, rows_text(&r, 1));
		m.name = text_of(p, rows_text(&r, 2));
		m.zone = text_of(p, rows_text(&r, 3));
		mem_room(&all, &cap, *n + 1, sizeof(*all));
		all[(*n)++] = m;
	}
	*out = arena_new(p->a, (*n + 1) * sizeof(**out));
	if (*n > 0)
		memcpy(*out, all, *n * sizeof(**out));
	mem_free(all);
	return (e);
}
