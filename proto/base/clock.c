#include "proto/base/clock.h"

#include <time.h>

#include "proto/base/err.h"

static int64_t
ask(clockid_t which, struct timespec *t)
{
	must(clock_gettime(which, t) == 0);
	return (t->tv_sec);
}

int64_t
clock_now(void)
{
	struct timespec t;

	return (ask(CLOCK_REALTIME, &t));
}

int64_t
clock_mono_ms(void)
{
	struct timespec t;
	int64_t sec = ask(CLOCK_MONOTONIC, &t);

	return (sec * 1000 + t.tv_nsec / 1000000);
}
