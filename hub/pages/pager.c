#include "hub/pages/pager.h"

#include "proto/base/text.h"

#define PAGES 100000

err_t
pager_asked(struct page *p, struct pager *g)
{
	const char *s = board_ask(p, "pagina");

	*g = (struct pager){ .page = 1, .before = "", .after = "" };
	if (s != NULL &&
	    (text_int(s, &g->page) != NULL || g->page < 1 || g->page > PAGES))
		return (err_new(ERR_MISSING, "no such page"));
	return (NULL);
}

bool
pager_has(const struct pager *g, int64_t i)
{
	return (i / PAGER_ROWS + 1 == g->page);
}

static const char *
at(struct page *p, const char *address, int64_t page)
{
	const char *sep = strchr(address, '?') == NULL ? "?" : "&";

	return (page == 1 ? address
			  : arena_fmt(p->a, "%s%spagina=%lld", address, sep,
				(long long)page));
}

err_t
pager_set(struct page *p, struct pager *g, const char *address, int64_t found)
{
	int64_t before = (g->page - 1) * PAGER_ROWS;

	if (g->page > 1 && before >= found)
		return (err_new(ERR_MISSING, "no such page"));
	g->found = found;
	g->first = found == 0 ? 0 : before + 1;
	g->last = before + PAGER_ROWS < found ? before + PAGER_ROWS : found;
	if (g->page > 1)
		g->before = at(p, address, g->page - 1);
	if (g->last < found)
		g->after = at(p, address, g->page + 1);
	return (NULL);
}
