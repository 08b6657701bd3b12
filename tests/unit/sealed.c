#include "tests/unit/sealed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct key *
sealed_key(void)
{
	static const char pem[] =
	    "-----BEGIN PRIVATE KEY-----\n"
	    "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
	    "-----END PRIVATE KEY-----\n";
	char path[] = "/tmp/sealed-XXXXXX";
	struct key *k = NULL;
	int fd = mkstemp(path);

	must(fd >= 0);
	must(write(fd, pem, sizeof(pem) - 1) == (ssize_t)sizeof(pem) - 1);
	must(close(fd) == 0);
	must(key_read(path, &k) == NULL);
	must(unlink(path) == 0);
	return (k);
}

static void
numbered(uint8_t *to, size_t n, uint8_t first)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(first + i);
}

void
sealed_put(struct sealed *x)
{
	buf_clear(&x->wire);
	must(segment_put(&x->s, &x->wire) == NULL);
}

void
sealed_make(struct sealed *x, uint32_t from, const char *body)
{
	struct genesis g = { .space = "07" };
	struct chain c;
	struct span rest;

	*x = (struct sealed){ .genesis = BUF(LIMIT_LINE_BYTES),
		.body = BUF(SIZE_MAX),
		.wire = BUF(SIZE_MAX) };
	x->key = sealed_key();
	key_public(x->key, x->pub);
	numbered(g.log, LOG_ID_LEN, 0x10);
	memcpy(g.node, x->pub, KEY_LEN);
	memcpy(x->s.log, g.log, LOG_ID_LEN);
	numbered(x->s.seed, SEED_LEN, 0x20);
	x->s.from = from;
	x->s.time = 1767225600;
	x->s.offset = -3;
	if (from == 1) {
		must(genesis_put(&g, &x->genesis) == NULL);
		x->s.genesis = buf_all(&x->genesis);
		genesis_hash(x->s.genesis, &x->s.prev);
	} else {
		numbered(x->s.prev.b, HASH_LEN, 0x40);
	}
	must(buf_str(&x->body, body) == NULL);
	x->s.body = rest = buf_all(&x->body);
	chain_start(&c, &x->s);
	for (; rest.n > 0; x->s.n++)
		must(chain_next(&c, &rest, NULL, NULL, NULL, NULL) == NULL);
	x->s.head = c.prev;
	must(segment_sign(&x->s, x->key) == NULL);
	sealed_put(x);
}

void
sealed_part(struct sealed *x, const char *body, uint32_t from, uint32_t n)
{
	struct chain c;
	struct span rest;
	const uint8_t *begin;

	sealed_make(x, 1, body);
	rest = x->s.body;
	chain_start(&c, &x->s);
	while (c.seq < from)
		must(chain_next(&c, &rest, NULL, NULL, NULL, NULL) == NULL);
	begin = rest.p;
	x->s.prev = c.prev;
	while (c.seq < from + n)
		must(chain_next(&c, &rest, NULL, NULL, NULL, NULL) == NULL);
	x->s.from = from;
	x->s.n = n;
	x->s.head = c.prev;
	x->s.body = span_of(begin, (size_t)(rest.p - begin));
	if (from > 1)
		x->s.genesis = span_of(NULL, 0);
	must(segment_sign(&x->s, x->key) == NULL);
	sealed_put(x);
}

void
sealed_receive(struct sealed *x)
{
	struct span in = buf_all(&x->wire);

	must(segment_take(&in, &x->a, &x->s) == NULL);
}

void
sealed_free(struct sealed *x)
{
	key_free(&x->key);
	arena_free(&x->a);
	buf_free(&x->genesis);
	buf_free(&x->body);
	buf_free(&x->wire);
}
