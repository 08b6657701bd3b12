/* In place of proto/base/clock.c: the clock of the machine that runs. */
#include "proto/base/clock.h"

#include "tests/sim/machine.h"

int64_t
clock_now(void)
{
	int64_t ms = machine_clock_ms(machine_here());

	return (ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000));
}

int64_t
clock_mono_ms(void)
{
	return (machine_time() - machine_here()->boot_ms);
}
