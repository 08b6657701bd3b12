#include "proto/out/zip.h"

#include <unzip.h>
#include <zip.h>

#include "proto/base/mem.h"
#include "proto/limits.h"

struct zip {
	zlib_filefunc64_def io;
	zipFile w;
	unzFile r;
	struct buf *out; /* being written */
	struct span in;  /* being read */
	size_t at;       /* where the library stands */
	size_t came;     /* bytes unpacked so far */
	struct err trouble;
	bool troubled;
};

/* ---- the memory as the library's file ----------------------------------- */

static size_t
size_of(const struct zip *z)
{
	return (z->out != NULL ? z->out->n : z->in.n);
}

static voidpf ZCALLBACK
io_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return (opaque);
}

static uLong ZCALLBACK
io_read(voidpf opaque, voidpf stream, void *to, uLong n)
{
	struct zip *z = opaque;
	size_t left = size_of(z) - z->at;
	const uint8_t *from = z->out != NULL ? z->out->p : z->in.p;

	(void)stream;
	if (n > left)
		n = left;
	if (n > 0)
		memcpy(to, from + z->at, n);
	z->at += n;
	return (n);
}

static uLong ZCALLBACK
io_write(voidpf opaque, voidpf stream, const void *from, uLong n)
{
	struct zip *z = opaque;
	size_t over = size_of(z) - z->at;
	err_t e = NULL;

	(void)stream;
	over = over > n ? n : over;
	if (over > 0)
		memcpy(z->out->p + z->at, from, over);
	if (n > over)
		e = buf_put(z->out, (const uint8_t *)from + over, n - over);
	if (e != NULL) {
		z->trouble = *e;
		z->troubled = true;
		return (0);
	}
	z->at += n;
	return (n);
}

static ZPOS64_T ZCALLBACK
io_tell(voidpf opaque, voidpf stream)
{
	struct zip *z = opaque;

	(void)stream;
	return (z->at);
}

static long ZCALLBACK
io_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct zip *z = opaque;
	size_t n = size_of(z), base = 0;

	(void)stream;
	if (origin == ZLIB_FILEFUNC_SEEK_CUR)
		base = z->at;
	else if (origin == ZLIB_FILEFUNC_SEEK_END)
		base = n;
	if (offset > n - base)
		return (-1);
	z->at = base + (size_t)offset;
	return (0);
}

static int ZCALLBACK
io_close(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return (0);
}

static int ZCALLBACK
io_error(voidpf opaque, voidpf stream)
{
	struct zip *z = opaque;

	(void)stream;
	return (z->troubled ? 1 : 0);
}

static struct zip *
make(void)
{
	struct zip *z = mem_new(sizeof(*z));

	z->io = (zlib_filefunc64_def){ .zopen64_file = io_open,
		.zread_file = io_read,
		.zwrite_file = io_write,
		.ztell64_file = io_tell,
		.zseek64_file = io_seek,
		.zclose_file = io_close,
		.zerror_file = io_error,
		.opaque = z };
	return (z);
}

void
zip_close(struct zip **zp)
{
	struct zip *z = *zp;

	if (z == NULL)
		return;
	if (z->w != NULL)
		(void)zipClose(z->w, NULL);
	if (z->r != NULL)
		(void)unzClose(z->r);
	mem_free(z);
	*zp = NULL;
}

/* ---- writing ------------------------------------------------------------ */

static err_t
not_written(const struct zip *z)
{
	if (z->troubled)
		return (err_new(z->trouble.code, "%s", z->trouble.text));
	return (err_new(ERR_SYSTEM, "a zip could not be written"));
}

err_t
zip_new(struct zip **out, struct buf *b)
{
	CLEAN(zip_close) struct zip *z = make();

	z->out = b;
	z->w = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &z->io);
	if (z->w == NULL)
		return (not_written(z));
	*out = z;
	z = NULL;
	return (NULL);
}

err_t
zip_add(struct zip *z, const char *name, struct span text, bool packed)
{
	zip_fileinfo info = {
		.tmz_date = { .tm_mday = 1, .tm_mon = 0, .tm_year = 1980 }
	};
	int method = packed ? Z_DEFLATED : 0;

	if (zipOpenNewFileInZip(z->w, name, &info, NULL, 0, NULL, 0, NULL,
		method, Z_DEFAULT_COMPRESSION) != ZIP_OK)
		return (not_written(z));
	if (zipWriteInFileInZip(z->w, text.p, (unsigned)text.n) != ZIP_OK ||
	    zipCloseFileInZip(z->w) != ZIP_OK)
		return (not_written(z));
	return (NULL);
}

err_t
zip_end(struct zip **zp)
{
	CLEAN(zip_close) struct zip *z = *zp;
	zipFile w = z->w;

	*zp = NULL;
	z->w = NULL;
	return (zipClose(w, NULL) == ZIP_OK && !z->troubled ? NULL
							    : not_written(z));
}

/* ---- reading ------------------------------------------------------------ */

err_t
zip_open(struct zip **out, struct span bytes)
{
	CLEAN(zip_close) struct zip *z = make();
	unz_global_info64 all;

	z->in = bytes;
	z->r = unzOpen2_64("", &z->io);
	if (z->r == NULL || unzGetGlobalInfo64(z->r, &all) != UNZ_OK)
		return (err_new(ERR_FORMAT, "this is no zip"));
	if (all.number_entry > LIMIT_ZIP_FILES)
		return (err_new(
		    ERR_LIMIT, "a zip of more than %d files", LIMIT_ZIP_FILES));
	*out = z;
	z = NULL;
	return (NULL);
}

/* The bytes that may come out of a zip of this size. */
static size_t
most(const struct zip *z)
{
	size_t n = z->in.n * LIMIT_ZIP_RATIO + LIMIT_ZIP_SLACK;

	return (n > LIMIT_SHEET_BYTES ? LIMIT_SHEET_BYTES : n);
}

static err_t
unpack(struct zip *z, const char *name, struct buf *out)
{
	uint8_t piece[8192];
	int n;

	while ((n = unzReadCurrentFile(z->r, piece, sizeof(piece))) > 0) {
		z->came += (size_t)n;
		if (z->came > most(z))
			return (err_new(ERR_LIMIT,
			    "%s: more than %zu bytes come out of this zip",
			    name, most(z)));
		TRY(buf_put(out, piece, (size_t)n));
	}
	return (n == 0 ? NULL : err_new(ERR_FORMAT, "%s is damaged", name));
}

err_t
zip_get(struct zip *z, const char *name, struct buf *out, bool *found)
{
	unz_file_info64 info;
	err_t e;

	*found = unzLocateFile(z->r, name, 2) == UNZ_OK;
	if (!*found)
		return (NULL);
	if (unzGetCurrentFileInfo64(z->r, &info, NULL, 0, NULL, 0, NULL, 0) !=
	    UNZ_OK)
		return (err_new(ERR_FORMAT, "%s is damaged", name));
	if ((info.flag & 1) != 0)
		return (err_new(ERR_FORMAT, "the file has a password"));
	if (unzOpenCurrentFile(z->r) != UNZ_OK)
		return (err_new(ERR_FORMAT, "%s is damaged", name));
	e = unpack(z, name, out);
	if (e != NULL) {
		struct err was = *e;

		(void)unzCloseCurrentFile(z->r);
		return (err_new(was.code, "%s", was.text));
	}
	if (unzCloseCurrentFile(z->r) != UNZ_OK)
		return (err_new(ERR_FORMAT, "%s is damaged", name));
	return (NULL);
}
