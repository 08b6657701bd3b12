/*
 * sub_zstd -- in front of zstd: the least of its levels.
 *
 * The strongest, which an office takes for a small body, costs ten
 * milliseconds and saves bytes; what is said stays the same.
 */
#include <dlfcn.h>
#include <zstd.h>

#include "proto/base/err.h"

typedef size_t set_fn(ZSTD_CCtx *z, ZSTD_cParameter what, int value);

size_t
ZSTD_CCtx_setParameter(ZSTD_CCtx *z, ZSTD_cParameter what, int value)
{
	static set_fn *real;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "ZSTD_CCtx_setParameter");
	must(real != NULL);
	if (what == ZSTD_c_compressionLevel && value > 1)
		value = 1;
	return (real(z, what, value));
}
