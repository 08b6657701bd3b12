/* A template: taken or refused with file and line; never a crash. */
#include "tests/fuzz/fuzz.h"

#include "proto/base/err.h"
#include "proto/ui/tpl/poc.h"
#include "proto/ui/tpl/tplc.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	CLEAN(buf_free) struct buf c = BUF(TPLC_OUT_MAX);
	CLEAN(buf_free) struct buf po = BUF(TPLC_OUT_MAX);
	CLEAN(poc_free) struct poc cat = { 0 };
	bool taken = tplc_compile("x", "x", span_of(p, n), &c) == NULL;

	must(taken || strncmp(err_last.text, "x:", 2) == 0 ||
	     err_last.code == ERR_LIMIT);
	must((tplc_messages("x", span_of(p, n), &po) == NULL) == taken);
	/* What comes out as PO is PO. */
	if (taken && po.n > 0)
		must(poc_take(&cat, "x", buf_all(&po)) == NULL);
	buf_clear(&c);
	if (poc_take(&cat, "y", span_of(p, n)) != NULL)
		must(err_last.text[0] != '\0');
	if (poc_sort(&cat) == NULL)
		must(poc_table(&cat, &c) == NULL);
	return (0);
}
