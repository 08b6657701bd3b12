#include "hub/contact.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/log/place.h"

/* Commits of the peer's own logs that it has and we have not. */
static err_t
backlog(struct store *st, const uint8_t key[KEY_LEN], const struct hello *h,
    int64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < h->n; i++)
		for (size_t k = 0; k < h->spaces[i].logs_n; k++) {
			const struct log_head *l = &h->spaces[i].logs[k];
			const struct log_info *have;
			uint32_t no, seq;

			TRY(place_named(st->l, l->log, CHECK_LEN, key, &no));
			have = ledger_log(st->l, no);
			seq = have == NULL ? 0 : have->seq;
			*n += l->seq > seq ? (int64_t)(l->seq - seq) : 0;
		}
	return (NULL);
}

err_t
contact_note(struct house *h, const struct reg_node *was,
    const struct hello *hello, int64_t now, bool live)
{
	struct reg_node n = *was;

	n.contact = now;
	if (live)
		n.skew = hello->clock - now;
	n.schema = hello->schema;
	(void)snprintf(n.software, sizeof(n.software), "%s", hello->sw);
	TRY(backlog(&h->st, n.key, hello, &n.backlog));
	/* A clock that jumped is news as well. */
	if (now - was->contact < LIMIT_SEEN_S && now >= was->contact &&
	    llabs((long long)(n.skew - was->skew)) < LIMIT_SEEN_S &&
	    n.schema == was->schema && n.backlog == was->backlog &&
	    strcmp(n.software, was->software) == 0)
		return (NULL);
	return (registry_seen(h->st.db, &n));
}
