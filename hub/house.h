/*
 * house -- what a hub has: its folder, keys, certificates and store.
 *
 * DIR holds hub.db (the store), hub.key (signs the hub's logs and is its key
 * in TLS), ca.key and ca.pem (the authority of the offices' computers),
 * server.pem and mesas-hub.conf.  Every command opens a house, does its work
 * and closes it; `serve` opens one for its writer.  Private keys never leave
 * this module but to be used.
 */
#ifndef HUB_HOUSE_H
#define HUB_HOUSE_H

#include "hub/registry.h"
#include "proto/base/buf.h"
#include "proto/base/conf.h"
#include "proto/log/desk.h"
#include "proto/log/store.h"

#define HOUSE_NAMES  16 /* names of the hub that its certificate carries */
#define HOUSE_CONF   4  /* items of mesas-hub.conf, with the end */
#define HOUSE_LISTEN "127.0.0.1:8443"
#define HOUSE_PAGES  "127.0.0.1:8080"

struct house {
	char *dir;
	char *listen, *pages, *name; /* mesas-hub.conf; name: blank-separated */
	struct key *key, *ca;
	uint8_t pub[KEY_LEN]; /* of key */
	struct buf ca_pem;
	struct hash ca_print;
	struct store st;
	struct reg_office fed; /* the federal level's office */
	struct desk desk;      /* the hub as an author */
};

/* Open what house_make made. CONFIG when there is no hub in dir. */
err_t house_open(struct house *h, const char *dir) WUR;
void house_close(struct house *h);
/* CONFIG when a restore was cut between two moves: only restore may go on. */
err_t house_moving(const char *dir) WUR;
/* Close the store and open it again: after a failed COMMIT. */
err_t house_reopen(struct house *h) WUR;
/* One more connection to the store, of another thread. */
err_t house_store(const struct house *h, struct store *st) WUR;
/* dir/file, freed by the caller. */
char *house_path(const char *dir, const char *file);

/* Make what is missing of a hub in dir; a hub that is whole stays as it is,
 * but for listen, pages (NULL: unchanged) and names (none: unchanged). */
err_t house_make(const char *dir, const char *listen, const char *pages,
    const char *const *names, size_t names_n) WUR;
/* The hub's certificate, made anew when it has ended or soon will. *pem is
 * overwritten: buf_free what it had before. */
err_t house_server(const struct house *h, int64_t now, struct buf *pem) WUR;
/* The same for browsers (pages.pem, pages.key): ours, of a P-256 key and made
 * anew like the other; or what somebody put there, with its chain, which stays
 * as it is. */
err_t house_pages(
    const struct house *h, int64_t now, struct buf *pem, struct buf *key) WUR;
/* The names that the hub has: those of the configuration, cut out of list,
 * then this machine's; ends with NULL. */
size_t house_names(char *list, const char *names[HOUSE_NAMES + 4]);
/* mesas-hub.conf with what it leaves unsaid: listen, pages, name, end. The
 * values are the caller's (conf_free). */
err_t house_conf(const char *dir, struct conf_item items[HOUSE_CONF]) WUR;
/* Only the keys, certificates and configuration of dir. */
err_t house_keys(struct house *h, const char *dir) WUR;

/* "ADDR:PORT" or "[ADDR]:PORT"; USAGE. */
err_t house_split(const char *s, char addr[48], uint16_t *port) WUR;
/* Note where `serve` listens, for invitations; and the address to give out:
 * "https://NAME:PORT". */
err_t house_listens(const struct house *h, const char *addr, uint16_t port) WUR;
err_t house_url(const struct house *h, struct buf *url) WUR;

/* Give what the hub's desk wrote its positions. */
err_t house_own(struct house *h) WUR;
/* An act, on the heap: it is large. NULL after. */
err_t house_act(struct house *h, struct act **act) WUR;
void house_act_end(struct act **act);

#endif
