/*
 * sub_link -- in place of node/link_https*.c: calls go over net.c.
 *
 * What TLS proves is proved here with the product's own certificates: the hub
 * shows a root that must be the pinned one, the office its certificate, whose
 * key it must hold.
 */
#include "node/link_https.h"
#include "proto/base/cert.h"
#include "proto/base/mem.h"
#include "tests/sim/net.h"

struct link_https {
	struct world *w;
	struct tls_peer peer;
	struct buf root;
	struct link_stats stats;
	bool foreign; /* the hub's root is another */
};

err_t
link_https_open(struct link_https **lp, const struct link_https_conf *conf)
{
	struct link_https *l = mem_new(sizeof(*l));
	struct hash print, want;

	*lp = l;
	l->w = net_world();
	l->root = (struct buf)BUF(LIMIT_PEM_BYTES);
	TRY(buf_span(&l->root, net_root(l->w, &print)));
	if (conf->ca_print != NULL)
		want = *conf->ca_print;
	else if (span_eq(conf->ca_pem, buf_all(&l->root)))
		want = print;
	else
		TRY(cert_print(conf->ca_pem, &want));
	l->foreign = memcmp(print.b, want.b, HASH_LEN) != 0;
	net_peer(l->w, conf->cert_pem, conf->key, &l->peer);
	return (NULL);
}

void
link_https_close(struct link_https **lp)
{
	if (*lp == NULL)
		return;
	buf_free(&(*lp)->root);
	mem_free(*lp);
	*lp = NULL;
}

err_t
link_https_call(struct link_https *l, struct link_call *c)
{
	c->status = 0;
	c->retry_after_s = -1;
	c->length = -1;
	l->stats.requests++;
	l->stats.turns++;
	if (l->foreign)
		return (err_new(ERR_LINK, "the hub shows another root"));
	return (net_call(l->w, &l->peer, c, &l->stats));
}

err_t
link_https_post(struct link_https *l, const char *path, const char *type,
    struct span body, link_https_sink sink, void *ctx, int *status,
    int64_t *retry_after_s)
{
	struct link_call c = { .method = "POST",
		.path = path,
		.type = type,
		.body = body,
		.sink = sink,
		.ctx = ctx };
	err_t e = link_https_call(l, &c);

	*status = c.status;
	*retry_after_s = c.retry_after_s;
	return (e);
}

void
link_https_hang_up(struct link_https *l)
{
	(void)l;
}

const struct link_stats *
link_https_stats(const struct link_https *l)
{
	return (&l->stats);
}

void
link_https_stats_clear(struct link_https *l)
{
	l->stats = (struct link_stats){ 0 };
}

err_t
link_https_root(const struct link_https *l, struct buf *pem)
{
	return (buf_span(pem, buf_all(&l->root)));
}
