/*
 * tplc -- templates of pages become C, at build time.
 *
 * A template is HTML with {{ }}.  Its first line names the C type it shows
 * ({{view struct home_view "node/pages/home.h"}}), so that a field that does
 * not exist is an error of the C compiler, with the template's file and line.
 * What is shown is escaped by its C type; where escaping would not help (a
 * script, an event handler, a value without quotes, the name of a tag, the
 * beginning of an address) a value is refused here.  docs/pages.md has the
 * words.  Two jobs: tplc.c reads and writes, tplc_place.c knows where in the
 * HTML we are.
 */
#ifndef PROTO_UI_TPL_TPLC_H
#define PROTO_UI_TPL_TPLC_H

#include "proto/base/buf.h"

#define TPLC_TEXT_MAX  262144 /* bytes of a template */
#define TPLC_OUT_MAX   4194304
#define TPLC_DEPTH_MAX 16 /* if and each inside each other */

/* The function NAME_tpl.  DATA with "file:line: what is wrong". */
err_t tplc_compile(
    const char *file, const char *name, struct span text, struct buf *out) WUR;
/* The sentences to translate, as PO entries. */
err_t tplc_messages(const char *file, struct span text, struct buf *out) WUR;

#endif
