#include "tests/sim/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/base/err.h"

#define BEGIN_MS INT64_C(1790000000000) /* September 2026 */

static int64_t now_ms = BEGIN_MS;
static struct machine nobody;
static struct machine *here = &nobody;

int64_t
machine_time(void)
{
	return (now_ms);
}

void
machine_time_set(int64_t ms)
{
	must(ms >= now_ms);
	now_ms = ms;
}

void
machine_time_begin(void)
{
	now_ms = BEGIN_MS;
	nobody = (struct machine){ 0 };
	(void)machine_enter(NULL);
}

struct machine *
machine_enter(struct machine *m)
{
	struct machine *was = here;
	char name[32];

	here = m == NULL ? &nobody : m;
	/* What the office takes for the identity of the hardware. */
	(void)snprintf(name, sizeof(name), "machine-%u", (unsigned)here->n);
	must(setenv("MESAS_MACHINE", name, 1) == 0);
	return (was);
}

struct machine *
machine_here(void)
{
	return (here);
}

int64_t
machine_clock_ms(const struct machine *m)
{
	if (m == NULL)
		m = here;
	if (m->stuck)
		return (m->stuck_at_ms);
	return (now_ms + m->offset_ms +
		(now_ms - BEGIN_MS) / 1000 * m->drift_ppm / 1000);
}

/* The name of this computer, which stands in requests for certificates. */
int
gethostname(char *name, size_t n)
{
	return (snprintf(name, n, "m%u", (unsigned)here->n) < (int)n ? 0 : -1);
}
