#include "proto/sync/frame.h"

#include <zstd.h>

#include "proto/base/mem.h"
#include "proto/limits.h"

/* Made by the build from proto/sync/dict (proto/ui/embed.sh). */
extern const unsigned char dict_1[];
extern const size_t dict_1_size;

static const struct {
	unsigned no;
	const unsigned char *p;
	const size_t *n;
} dicts[] = { { 1, dict_1, &dict_1_size } };

#define CHUNK         16384
#define LITTLE        1024 /* a hello or reply with nothing new */
#define LITTLE_LEVEL  5
#define SMALL         65536 /* pushes and replies of a day's work */
#define SMALL_LEVEL   19
#define SMALL_WINDOW  17 /* less to set up: text and dictionary fit */
#define WINDOW_LOG    19 /* what we write with */
#define HEADER_MAX    18
#define MAGIC_LEN     4
#define KNOWN_MAX_LEN 10 /* magic, descriptor, window, dictionary */

err_t
frame_dict(unsigned no, struct span *out)
{
	for (size_t i = 0; i < sizeof(dicts) / sizeof(*dicts); i++) {
		if (dicts[i].no == no) {
			*out = span_of(dicts[i].p, *dicts[i].n);
			return (NULL);
		}
	}
	return (err_new(ERR_PROTOCOL, "dictionary %u is not known here", no));
}

struct frame_out {
	ZSTD_CCtx *z;
	const struct sink *sink;
	int level;
	size_t text, bytes;
	size_t marked; /* text at the last flush */
	/* Text is held back until it is clear that it is more than small, and
	 * the places where it is to be flushed. */
	struct buf held;
	size_t cut[SMALL / LIMIT_FRAME_BLOCK];
	size_t cuts;
	bool begun;
	uint8_t chunk[CHUNK];
};

err_t
frame_out_open(struct frame_out **fp, int level, const struct sink *sink)
{
	struct frame_out *f = mem_new(sizeof(*f));
	struct span d;
	size_t bad;

	*fp = f;
	f->sink = sink;
	f->level = level;
	f->held.max = SMALL;
	f->z = ZSTD_createCCtx();
	if (f->z == NULL)
		return (err_new(ERR_SYSTEM, "zstd: no memory"));
	TRY(frame_dict(FRAME_DICT, &d));
	bad = ZSTD_CCtx_setParameter(f->z, ZSTD_c_compressionLevel, level);
	must(!ZSTD_isError(bad));
	bad = ZSTD_CCtx_setParameter(f->z, ZSTD_c_windowLog, WINDOW_LOG);
	must(!ZSTD_isError(bad));
	bad = ZSTD_CCtx_setParameter(f->z, ZSTD_c_contentSizeFlag, 0);
	must(!ZSTD_isError(bad));
	bad = ZSTD_CCtx_loadDictionary(f->z, d.p, d.n);
	if (ZSTD_isError(bad))
		return (
		    err_new(ERR_SYSTEM, "zstd: %s", ZSTD_getErrorName(bad)));
	return (NULL);
}

static err_t
run(struct frame_out *f, struct span text, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { text.p, text.n, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { f->chunk, CHUNK, 0 };

		left = ZSTD_compressStream2(f->z, &out, &in, how);
		if (ZSTD_isError(left))
			return (err_new(
			    ERR_SYSTEM, "zstd: %s", ZSTD_getErrorName(left)));
		if (out.pos > 0) {
			f->bytes += out.pos;
			TRY(f->sink->put(
			    f->sink->ctx, span_of(f->chunk, out.pos)));
		}
	} while (how == ZSTD_e_continue ? in.pos < in.size : left > 0);
	return (NULL);
}

/* A small body is worth more work where one sends it, ten milliseconds of an
 * office's; the hub, with a lower level, has many to answer. */
static void
choose(struct frame_out *f)
{
	int level = f->level < FRAME_STRONG ? f->level : SMALL_LEVEL;
	size_t bad;

	/* Strong levels do not always take the dictionary's own code for a few
	 * random letters, and lose 15 bytes by it. */
	if (f->held.n <= LITTLE && level > LITTLE_LEVEL)
		level = LITTLE_LEVEL;
	bad = ZSTD_CCtx_setParameter(f->z, ZSTD_c_compressionLevel, level);
	must(!ZSTD_isError(bad));
	bad = ZSTD_CCtx_setParameter(f->z, ZSTD_c_windowLog, SMALL_WINDOW);
	must(!ZSTD_isError(bad));
}

/* What was held back goes in; whole: that is all. */
static err_t
begin(struct frame_out *f, bool whole)
{
	size_t at = 0;

	if (f->begun)
		return (NULL);
	f->begun = true;
	if (whole)
		choose(f);
	for (size_t i = 0; i < f->cuts; i++) {
		TRY(run(
		    f, span_of(f->held.p + at, f->cut[i] - at), ZSTD_e_flush));
		at = f->cut[i];
	}
	if (at == f->held.n)
		return (NULL);
	return (
	    run(f, span_of(f->held.p + at, f->held.n - at), ZSTD_e_continue));
}

err_t
frame_out_put(struct frame_out *f, struct span lines)
{
	if (lines.n == 0)
		return (NULL);
	must(lines.p[lines.n - 1] == '\n');
	f->text += lines.n;
	if (!f->begun && lines.n <= SMALL - f->held.n)
		return (buf_span(&f->held, lines));
	TRY(begin(f, false));
	return (run(f, lines, ZSTD_e_continue));
}

err_t
frame_out_mark(struct frame_out *f)
{
	if (f->text - f->marked < LIMIT_FRAME_BLOCK)
		return (NULL);
	if (f->begun)
		return (frame_out_flush(f));
	f->marked = f->text;
	f->cut[f->cuts++] = f->held.n;
	return (NULL);
}

err_t
frame_out_flush(struct frame_out *f)
{
	f->marked = f->text;
	TRY(begin(f, false));
	return (run(f, span_of("", 0), ZSTD_e_flush));
}

err_t
frame_out_end(struct frame_out *f)
{
	TRY(begin(f, true));
	return (run(f, span_of("", 0), ZSTD_e_end));
}

void
frame_out_close(struct frame_out **fp)
{
	if (*fp == NULL)
		return;
	ZSTD_freeCCtx((*fp)->z);
	buf_free(&(*fp)->held);
	mem_free(*fp);
	*fp = NULL;
}

size_t
frame_out_text(const struct frame_out *f)
{
	return (f->text);
}

size_t
frame_out_bytes(const struct frame_out *f)
{
	return (f->bytes);
}

struct frame_in {
	ZSTD_DCtx *z; /* once the header is known */
	uint8_t header[HEADER_MAX];
	size_t header_n;
	size_t body, body_max, text, text_max;
	struct buf line; /* of a line on its way */
	bool ended;
	uint8_t chunk[CHUNK];
};

void
frame_in_open(struct frame_in **fp, size_t body_max, size_t text_max)
{
	struct frame_in *f = mem_new(sizeof(*f));

	f->body_max = body_max;
	f->text_max = text_max;
	f->line.max = LIMIT_MESSAGE_BYTES;
	*fp = f;
}

void
frame_in_close(struct frame_in **fp)
{
	if (*fp == NULL)
		return;
	ZSTD_freeDCtx((*fp)->z);
	buf_free(&(*fp)->line);
	mem_free(*fp);
	*fp = NULL;
}

/* How many bytes of header until the dictionary is known; 0: not a frame. */
static size_t
known_len(const uint8_t *h)
{
	static const uint8_t magic[MAGIC_LEN] = { 0x28, 0xb5, 0x2f, 0xfd };
	static const uint8_t id[4] = { 0, 1, 2, 4 };
	uint8_t d = h[MAGIC_LEN];

	if (memcmp(h, magic, MAGIC_LEN) != 0 || (d & 0x08) != 0)
		return (0);
	return (MAGIC_LEN + 1 + ((d & 0x20) != 0 ? 0U : 1U) + id[d & 3]);
}

static err_t
start(struct frame_in *f, size_t known)
{
	static const uint8_t id[4] = { 0, 1, 2, 4 };
	size_t n = id[f->header[MAGIC_LEN] & 3], bad;
	unsigned no = 0;
	struct span d;

	for (size_t i = 0; i < n; i++)
		no |= (unsigned)f->header[known - n + i] << (8 * i);
	f->z = ZSTD_createDCtx();
	if (f->z == NULL)
		return (err_new(ERR_SYSTEM, "zstd: no memory"));
	bad = ZSTD_DCtx_setParameter(
	    f->z, ZSTD_d_windowLogMax, LIMIT_FRAME_WINDOW);
	must(!ZSTD_isError(bad));
	if (no == 0)
		return (NULL);
	/* SPEC 10.1: A frame whose dictionary the reader does not have MUST be
	 * refused with PROTOCOL. */
	TRY(frame_dict(no, &d));
	bad = ZSTD_DCtx_loadDictionary(f->z, d.p, d.n);
	if (ZSTD_isError(bad))
		return (
		    err_new(ERR_SYSTEM, "zstd: %s", ZSTD_getErrorName(bad)));
	return (NULL);
}

/* Give on one line whose end is here. */
static err_t
whole(struct frame_in *f, struct span one,
    err_t (*line)(void *ctx, struct span line), void *ctx)
{
	if (f->line.n == 0) {
		if (one.n > f->line.max)
			return (
			    err_new(ERR_LIMIT, "a line of %zu bytes", one.n));
		return (line(ctx, one));
	}
	TRY_FOR(buf_span(&f->line, one), "a line");
	TRY(line(ctx, buf_all(&f->line)));
	buf_clear(&f->line);
	return (NULL);
}

/* Cut text into lines. */
static err_t
lines(struct frame_in *f, struct span text,
    err_t (*line)(void *ctx, struct span line), void *ctx)
{
	struct span one;

	while (span_line(&text, &one))
		TRY(whole(f, one, line, ctx));
	if (text.n > 0)
		TRY_FOR(buf_span(&f->line, text), "a line");
	return (NULL);
}

/* SPEC 10.1: A reader MUST stop with LIMIT at 4 MiB of body, at 32 MiB of
 * text, or when the text is more than 256 KiB and 256 times the body. */
static err_t
bounded(const struct frame_in *f)
{
	if (f->text > f->text_max)
		return (err_new(
		    ERR_LIMIT, "more than %zu bytes of text", f->text_max));
	if (f->text > LIMIT_FRAME_SLACK &&
	    f->text / LIMIT_FRAME_RATIO > f->body)
		return (err_new(
		    ERR_LIMIT, "%zu bytes grow to %zu", f->body, f->text));
	return (NULL);
}

static err_t
inflate(struct frame_in *f, struct span piece,
    err_t (*line)(void *ctx, struct span line), void *ctx)
{
	ZSTD_inBuffer in = { piece.p, piece.n, 0 };
	bool full = true;

	while (in.pos < in.size || full) {
		ZSTD_outBuffer out = { f->chunk, CHUNK, 0 };
		size_t left;

		if (f->ended)
			return (
			    in.pos == in.size
				? NULL
				: err_new(ERR_FORMAT, "bytes after the frame"));
		left = ZSTD_decompressStream(f->z, &out, &in);
		if (ZSTD_isError(left))
			return (err_new(
			    ERR_FORMAT, "frame: %s", ZSTD_getErrorName(left)));
		full = out.pos == CHUNK;
		f->ended = left == 0;
		f->text += out.pos;
		TRY(bounded(f));
		TRY(lines(f, span_of(f->chunk, out.pos), line, ctx));
	}
	return (NULL);
}

err_t
frame_in_feed(struct frame_in *f, struct span piece,
    err_t (*line)(void *ctx, struct span line), void *ctx)
{
	size_t known = MAGIC_LEN + 1;

	f->body += piece.n;
	if (f->body > f->body_max)
		return (err_new(
		    ERR_LIMIT, "a body of more than %zu bytes", f->body_max));
	while (f->z == NULL && piece.n > 0) {
		f->header[f->header_n++] = *piece.p;
		piece = span_of(piece.p + 1, piece.n - 1);
		if (f->header_n < MAGIC_LEN + 1)
			continue;
		known = known_len(f->header);
		if (known == 0)
			return (err_new(ERR_FORMAT, "not a zstd frame"));
		must(known <= KNOWN_MAX_LEN);
		if (f->header_n < known)
			continue;
		TRY(start(f, known));
		TRY(inflate(f, span_of(f->header, f->header_n), line, ctx));
	}
	if (piece.n == 0)
		return (NULL);
	return (inflate(f, piece, line, ctx));
}

bool
frame_in_whole(const struct frame_in *f)
{
	return (f->ended && f->line.n == 0);
}

size_t
frame_in_bytes(const struct frame_in *f)
{
	return (f->body);
}

size_t
frame_in_text(const struct frame_in *f)
{
	return (f->text);
}
