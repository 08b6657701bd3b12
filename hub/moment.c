#include "hub/moment.h"

#include <stdlib.h>

#include "proto/base/text.h"
#include "proto/limits.h"
#include "proto/log/place.h"

SQL_SCAN(moment_spaces,
    "SELECT s.no, s.name, s.number, s.h, (SELECT max(p.receipt) FROM"
    " position p WHERE p.space = s.no) FROM space s WHERE s.number > 0"
    " ORDER BY s.name");

#define HEX ((size_t)8)

static err_t
whole_log(struct ledger *l, const struct log_info *i, bool *whole)
{
	uint32_t last;

	if (i == NULL || i->space == 0 || i->seq < i->first)
		return (NULL);
	TRY(place_last(l, i->no, &last));
	*whole = *whole && last >= i->seq;
	return (NULL);
}

err_t
moment_now(struct ledger *l, struct arena *a, struct moment *m, bool *whole)
{
	CLEAN(rows_done) struct rows r = { 0 };
	size_t cap = 0;
	bool more;

	*m = (struct moment){ .n = 0 };
	*whole = true;
	TRY(db_query(&r, ledger_db(l), &moment_spaces));
	for (;;) {
		struct moment_space *s;
		int64_t at;

		TRY(rows_next(&r, &more));
		if (!more)
			break;
		at = rows_int(&r, 4);
		m->receipt = at > m->receipt ? at : m->receipt;
		if (rows_span(&r, 3).n < sizeof(s->h) ||
		    rows_span(&r, 1).n > LIMIT_SPACE_NAME)
			return (err_new(ERR_DAMAGED, "cursor of a space"));
		arena_room(a, &m->v, &cap, m->n + 1, sizeof(*m->v));
		s = &m->v[m->n++];
		memcpy(s->name, rows_span(&r, 1).p, rows_span(&r, 1).n);
		s->name[rows_span(&r, 1).n] = '\0';
		s->number = rows_int(&r, 2);
		memcpy(s->h, rows_span(&r, 3).p, sizeof(s->h));
	}
	for (uint32_t no = 1; no <= ledger_logs(l); no++)
		TRY(whole_log(l, ledger_log(l, no), whole));
	return (NULL);
}

err_t
moment_put(const struct moment *m, struct buf *out)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct moment_space *s = &m->v[i];

		TRY(buf_fmt(out, "%s%s:%lld:%02x%02x%02x%02x",
		    i == 0 ? "" : ",", s->name, (long long)s->number, s->h[0],
		    s->h[1], s->h[2], s->h[3]));
	}
	return (NULL);
}

static bool
hex(const char *s, uint8_t *out, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(s) != 2 * n)
		return (false);
	for (size_t i = 0; i < n; i++) {
		const char *x = strchr(digits, s[2 * i]);
		const char *y = strchr(digits, s[2 * i + 1]);

		if (x == NULL || y == NULL)
			return (false);
		out[i] = (uint8_t)((x - digits) << 4 | (y - digits));
	}
	return (true);
}

static bool
one(char *s, struct moment_space *out)
{
	char *number = strchr(s, ':');
	char *h = number == NULL ? NULL : strchr(number + 1, ':');

	if (h == NULL)
		return (false);
	*number++ = '\0';
	*h++ = '\0';
	if (s[0] == '\0' || strlen(s) > LIMIT_SPACE_NAME ||
	    text_int(number, &out->number) != NULL || out->number <= 0)
		return (false);
	memcpy(out->name, s, strlen(s) + 1);
	return (hex(h, out->h, sizeof(out->h)));
}

err_t
moment_take(const char *s, struct arena *a, struct moment *m)
{
	char *rest = arena_dup(a, span_str(s));
	size_t cap = 0;

	*m = (struct moment){ .n = 0 };
	while (rest != NULL) {
		char *next = strchr(rest, ',');

		if (next != NULL)
			*next++ = '\0';
		arena_room(a, &m->v, &cap, m->n + 1, sizeof(*m->v));
		if (!one(rest, &m->v[m->n]) ||
		    (m->n > 0 &&
			strcmp(m->v[m->n - 1].name, m->v[m->n].name) >= 0))
			return (err_new(ERR_USAGE,
			    "positions are SPACE:NUMBER:HASH,... in order"));
		m->n++;
		rest = next;
	}
	return (NULL);
}

bool
moment_same(const struct moment *a, const struct moment *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = a->v[i].number == b->v[i].number &&
		       strcmp(a->v[i].name, b->v[i].name) == 0 &&
		       memcmp(a->v[i].h, b->v[i].h, sizeof(a->v[i].h)) == 0;
	return (same);
}
