/*
 * cmd_import_parts -- one import, as its two files share it: cmd_import.c
 * reads lines and tells what became of them, cmd_import_line.c saves one.
 */
#ifndef PROTO_CMD_CMD_IMPORT_PARTS_H
#define PROTO_CMD_CMD_IMPORT_PARTS_H

#include "proto/cmd/cmd.h"
#include "proto/limits.h"

struct bad {
	int64_t line;
	const char *reason;
};

struct import {
	struct cmd *c;
	const char *file;
	int64_t batch; /* 0 until something is written */
	int64_t line, lines, created, edited, unchanged, notes;
	struct bad bad[LIMIT_IMPORT_BAD];
	int64_t bad_n;
	const char *not_personal; /* --not-personal, or NULL */
	struct arena a;           /* reasons */
};

/* Save what one line says, or say what is wrong with it. */
err_t cmd_import_line(struct import *im, struct span text) WUR;

#endif
