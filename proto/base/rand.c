#include "proto/base/rand.h"

#include <errno.h>
#include <sys/random.h>

#include "proto/base/err.h"

void
rand_bytes(void *out, size_t n)
{
	unsigned char *p = out;

	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		must(got > 0);
		p += got;
		n -= (size_t)got;
	}
}

uint64_t
rand_below(uint64_t n)
{
	uint64_t x, skip;

	must(n > 0);
	skip = (UINT64_MAX - n + 1) % n; /* 2^64 mod n */
	do
		rand_bytes(&x, sizeof(x));
	while (x < skip);
	return (x % n);
}
