/*
 * tls_in -- what the files of the door share; for nobody else.
 */
#ifndef HUB_TLS_IN_H
#define HUB_TLS_IN_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "hub/tls.h"
#include "hub/tls_tally.h"
#include "proto/limits.h"

/* What is constant while the door is open. */
struct tls_ctx {
	SSL_CTX *ssl;
	X509 *root[LIMIT_TLS_CAS];
	size_t roots;
	struct tls_store store;
	bool stored;
};
err_t tls_ctx_open(struct tls_ctx *c, const struct tls_conf *conf) WUR;
void tls_ctx_close(struct tls_ctx *c);
/* Judge who is at the end of a finished handshake. */
void tls_ctx_judge(const struct tls_ctx *c, SSL *ssl, struct tls_peer *peer);

struct tls {
	struct tls_conf conf;
	struct tls_ctx ctx;
	struct tally tally;
	int listener;
	uint16_t port;
	_Atomic unsigned open, greeting; /* all, and those in the handshake */
	_Atomic int64_t stop_at; /* 0: running; clock_mono_ms to end at */
	struct tls_thread *thread;
	int threads;
};

/* Bytes on their way in one direction. */
struct tls_flow {
	uint8_t *p; /* only while there are some */
	size_t from, to;
	uint64_t bytes; /* passed on so far */
	int64_t since;  /* beginning of the window of the slowest pace */
	uint64_t then;  /* bytes at that time */
};

enum tls_step {
	TLS_GREET, /* in the handshake */
	TLS_OPEN,
	TLS_LINGER, /* serve is done; the peer reads to the end */
	TLS_MUTE,   /* the peer is gone; serve reads to the end */
	TLS_GONE,
};

struct tls_conn {
	struct tls *t;
	SSL *ssl;
	int fd, back; /* the network's end and serve's */
	enum tls_step step;
	bool up_end; /* the peer sends no more */
	bool shut;   /* and serve has been told so */
	bool again;  /* there is more to do without an event */
	struct tls_flow up, down;
	struct tls_peer *peer;
	struct tally_key key;
	bool counted;
	unsigned seen;          /* the peer's state when last looked at */
	int64_t began, step_at; /* connection; step or state */
	int64_t header_at;      /* first byte of this header, or 0 */
	struct tls_conn *next, **back_link;
};
/* A connection just accepted; NULL when it is not wanted. Owns fd. */
struct tls_conn *
tls_conn_new(struct tls *t, int epoll, int fd, const void *addr);
/* Go as far as it goes. */
void tls_conn_run(struct tls_conn *c, int epoll);
/* Look at the clock: closes what took too long. */
void tls_conn_tick(struct tls_conn *c, int64_t now, bool stopping);
/* Everything goes; step is TLS_GONE. */
void tls_conn_end(struct tls_conn *c);
void tls_conn_free(struct tls_conn *c);

/* Text and key of the address it comes from. */
void tls_sock_address(struct tls_conn *c, const void *addr);
void tls_sock_tune(int fd);

#endif
