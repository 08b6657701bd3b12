/*
 * say -- one line of log: time, level, module, message.  Goes to stderr, as
 * text or as one JSON object a line.
 */
#ifndef PROTO_BASE_SAY_H
#define PROTO_BASE_SAY_H

#include "proto/base/err.h"

enum say_level { SAY_ERROR, SAY_WARN, SAY_INFO, SAY_DEBUG };

void say_level(enum say_level most); /* default SAY_WARN */
void say_as_json(bool yes);          /* default false */
void
say(enum say_level l, const char *module, const char *fmt, ...) PRINTF(3, 4);
void say_err(const char *module, err_t e);

#endif
