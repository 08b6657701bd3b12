/*
 * quick -- mesas-hub with short deadlines at its door, by a wrapped tls_open.
 *
 * For the swarm inside `make check`; the product has no such setting.
 */
#include "hub/tls.h"

err_t __real_tls_open(struct tls **tp, const struct tls_conf *conf);
err_t __wrap_tls_open(struct tls **tp, const struct tls_conf *conf);

/* A twentieth of the limits. */
err_t
__wrap_tls_open(struct tls **tp, const struct tls_conf *conf)
{
	struct tls_conf c = *conf;

	c.handshake_ms = 3000; /* the crowd comes all at once */
	c.header_ms = LIMIT_TLS_HEADER_MS / 20;
	c.idle_ms = LIMIT_TLS_IDLE_MS / 20;
	c.floor_ms = LIMIT_TLS_FLOOR_MS / 20;
	c.linger_ms = LIMIT_TLS_LINGER_MS / 20;
	return (__real_tls_open(tp, &c));
}
