/*
 * json_in -- the tree that json.c and json_read.c make; nobody else's.
 *
 * One block holds the nodes, as many again for lists not yet ended, and the
 * texts.  A json_t is the first node.
 */
#ifndef PROTO_BASE_JSON_IN_H
#define PROTO_BASE_JSON_IN_H

#include "proto/base/json.h"
#include "proto/base/mem.h"

struct json_node {
	uint8_t kind; /* enum json_kind */
	bool yes;
	uint32_t n;      /* bytes of text; members */
	const char *key; /* in a map */
	union {
		int64_t i;
		const char *s;        /* NUL follows */
		struct json_node *at; /* the members, side by side */
	};
};

struct json_tree {
	struct json_node *root, *node; /* node: the next free one */
	struct json_node *stack;       /* members of what is not ended */
	uint8_t *text;
};

/* Room for so many nodes, texts and keys of so many bytes with their NULs. */
void json_read_room(struct json_tree *t, size_t nodes, size_t bytes);
/* What stands on the stack from mark on are the members of j. */
void json_read_members(
    struct json_tree *t, struct json_node *mark, struct json_node *j);
/* A list of plain values, or one: no maps. On an error nothing is kept. */
err_t json_read_plain(struct span s, size_t nodes, struct json_tree *t) WUR;

#endif
