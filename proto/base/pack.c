#include "proto/base/pack.h"

#include <zstd.h>

static _Thread_local ZSTD_CCtx *squeezer;
static _Thread_local ZSTD_DCtx *expander;

err_t
pack_squeeze(struct span raw, int level, struct buf *out)
{
	size_t room = ZSTD_compressBound(raw.n), n;
	uint8_t *p;

	if (squeezer == NULL && (squeezer = ZSTD_createCCtx()) == NULL)
		return (err_new(ERR_SYSTEM, "no memory for zstd"));
	TRY(buf_room(out, room, &p));
	n = ZSTD_compressCCtx(squeezer, p, room, raw.p, raw.n, level);
	if (ZSTD_isError(n))
		return (err_new(ERR_SYSTEM, "zstd: %s", ZSTD_getErrorName(n)));
	out->n -= room - n;
	return (NULL);
}

err_t
pack_expand(struct span packed, size_t size, struct buf *out)
{
	uint8_t *p;
	size_t n;

	if (expander == NULL && (expander = ZSTD_createDCtx()) == NULL)
		return (err_new(ERR_SYSTEM, "no memory for zstd"));
	TRY(buf_room(out, size, &p));
	n = ZSTD_decompressDCtx(expander, p, size, packed.p, packed.n);
	if (ZSTD_isError(n) || n != size) {
		out->n -= size;
		return (err_new(ERR_DAMAGED, "stored bytes do not expand"));
	}
	return (NULL);
}

void
pack_end(void)
{
	(void)ZSTD_freeCCtx(squeezer);
	(void)ZSTD_freeDCtx(expander);
	squeezer = NULL;
	expander = NULL;
}
