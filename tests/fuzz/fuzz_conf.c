/* Files beside a store: settings, the clock's offset, the installation. */
#include "node/instance.h"
#include "node/offset.h"
#include "proto/base/conf.h"
#include "proto/base/text.h"
#include "tests/fuzz/fuzz.h"

#define ITEMS                                                                  \
	{                                                                      \
		{ "hub", NULL }, { "office", NULL }, { "listen", NULL },       \
		    { "proxy", NULL },                                         \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}

static void
conf(struct span s)
{
	struct conf_item a[] = ITEMS, b[] = ITEMS;
	const char *path = fuzz_file("conf", s);

	if (conf_read(path, a) == NULL) {
		for (size_t i = 0; a[i].name != NULL; i++)
			must(a[i].value == NULL ||
			     text_valid(span_str(a[i].value)));
		must(conf_write(path, a) == NULL);
		must(conf_read(path, b) == NULL);
		for (size_t i = 0; a[i].name != NULL; i++)
			must((a[i].value == NULL && b[i].value == NULL) ||
			     strcmp(a[i].value, b[i].value) == 0);
	}
	conf_free(a);
	conf_free(b);
}

static void
offset(struct span s)
{
	const char *path = fuzz_file("clock", s);
	struct offset a, b;

	offset_read(path, &a);
	must(a.known || a.s == 0);
	must(a.s > INT32_MIN * 16LL && a.s < INT32_MAX * 16LL);
	if (!a.known)
		return;
	must(offset_write(path, &a) == NULL);
	offset_read(path, &b);
	must(b.known && a.s == b.s && a.last_sync == b.last_sync);
}

static void
instance(struct span s)
{
	CLEAN(instance_free) struct instance a = { 0 }, b = { 0 };
	const char *path = fuzz_file("instance", s);

	if (instance_read(path, &a) != NULL) {
		must(a.n == 0 && a.note == NULL);
		return;
	}
	must(instance_write(path, &a) == NULL);
	must(instance_read(path, &b) == NULL);
	must(memcmp(a.id, b.id, INST_LEN) == 0 && a.n == b.n);
	must(instance_same(&a.machine, &b.machine));
	for (size_t i = 0; i < a.n; i++)
		must(memcmp(a.note[i].log, b.note[i].log, LOG_ID_LEN) == 0 &&
		     a.note[i].to == b.note[i].to && a.note[i].to > 0 &&
		     memcmp(&a.note[i].head, &b.note[i].head, HASH_LEN) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);

	conf(in);
	offset(in);
	instance(in);
	return (0);
}
