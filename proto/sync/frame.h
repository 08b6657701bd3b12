/*
 * frame -- lines of text in one zstd frame, both ways as they come.
 *
 * A body is NDJSON in one frame that names its dictionary by number.  The
 * writer hands compressed bytes to a sink as they are ready; the reader is fed
 * with pieces of any size and gives back whole lines.  What a sender can make
 * us hold is bounded: the body, the text, their ratio, a line, the window.
 * docs/protocol.md, section 10.1.
 */
#ifndef PROTO_SYNC_FRAME_H
#define PROTO_SYNC_FRAME_H

#include "proto/base/buf.h"

#define FRAME_DICT   1  /* the dictionary that this software writes with */
#define FRAME_STRONG 12 /* from here on, small bodies get the best level */
#define FRAME_TYPE   "application/vnd.mesas.sync+ndjson"

/* A dictionary by its number; PROTOCOL when there is none. */
err_t frame_dict(unsigned no, struct span *out) WUR;

/* Where bytes go. */
struct sink {
	void *ctx;
	err_t (*put)(void *ctx, struct span bytes);
};

struct frame_out;
/* level: zstd's, 1..19, see FRAME_STRONG. The sink must outlive the frame. */
err_t
frame_out_open(struct frame_out **fp, int level, const struct sink *sink) WUR;
/* Whole lines, each with its '\n'. */
err_t frame_out_put(struct frame_out *f, struct span lines) WUR;
/* A good place to be cut: flushed when 8 KiB of text wait. (What is not
 * flushed cannot be read before the end: zstd closes a block at 128 KiB.) */
err_t frame_out_mark(struct frame_out *f) WUR;
/* Everything put so far can be read by the other side after this. */
err_t frame_out_flush(struct frame_out *f) WUR;
err_t frame_out_end(struct frame_out *f) WUR; /* the frame is whole */
void frame_out_close(struct frame_out **fp);
size_t frame_out_text(const struct frame_out *f);  /* bytes put */
size_t frame_out_bytes(const struct frame_out *f); /* bytes given to the sink */

struct frame_in;
/* body_max, text_max: most compressed and decompressed bytes taken. */
void frame_in_open(struct frame_in **fp, size_t body_max, size_t text_max);
/* Feed a piece; line() is called for every line that is now whole (without
 * its '\n'), until it returns an error, which is returned.  PROTOCOL for a
 * dictionary that is not ours, LIMIT, FORMAT.  After an error no more. */
err_t frame_in_feed(struct frame_in *f, struct span piece,
    err_t (*line)(void *ctx, struct span line), void *ctx) WUR;
/* Did the frame end, with a whole last line? */
bool frame_in_whole(const struct frame_in *f);
size_t frame_in_bytes(const struct frame_in *f);
size_t frame_in_text(const struct frame_in *f);
void frame_in_close(struct frame_in **fp);

#endif
