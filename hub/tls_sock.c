#include "hub/tls_in.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

void
tls_sock_address(struct tls_conn *c, const void *addr)
{
	const struct sockaddr_storage *a = addr;
	const struct sockaddr_in *four = addr;
	const struct sockaddr_in6 *six = addr;

	c->key.b[0] = 'a';
	if (a->ss_family == AF_INET6) {
		inet_ntop(AF_INET6, &six->sin6_addr, c->peer->addr,
		    sizeof(c->peer->addr));
		memcpy(c->key.b + 1, &six->sin6_addr, 8); /* the /64 */
		return;
	}
	inet_ntop(
	    AF_INET, &four->sin_addr, c->peer->addr, sizeof(c->peer->addr));
	memcpy(c->key.b + 1, &four->sin_addr, sizeof(four->sin_addr));
}

/* Latency before everything, and a peer that vanished is noticed. */
void
tls_sock_tune(int fd)
{
	static const struct {
		int level, name, value;
	} option[] = {
		{ IPPROTO_TCP, TCP_NODELAY, 1 },
		{ SOL_SOCKET, SO_KEEPALIVE, 1 },
		{ IPPROTO_TCP, TCP_KEEPIDLE, 60 },
		{ IPPROTO_TCP, TCP_KEEPINTVL, 15 },
		{ IPPROTO_TCP, TCP_KEEPCNT, 4 },
		{ IPPROTO_TCP, TCP_USER_TIMEOUT, LIMIT_TLS_FLOOR_MS },
	};

	for (size_t i = 0; i < sizeof(option) / sizeof(option[0]); i++)
		(void)setsockopt(fd, option[i].level, option[i].name,
		    &option[i].value, sizeof(option[i].value));
}
