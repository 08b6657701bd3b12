/*
 * instance_look -- what this machine shows of itself.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "node/instance.h"
#include "proto/base/file.h"

#define FACT_MAX 256

static const char *const fact_path[INSTANCE_PARTS] = {
	[PART_MACHINE] = "/etc/machine-id",
	[PART_PRODUCT] = "/sys/class/dmi/id/product_uuid",
	[PART_BOARD] = "/sys/class/dmi/id/board_serial",
};

static void
keep(const uint8_t id[INST_LEN], size_t part, struct span fact,
    struct instance_machine *m)
{
	struct hasher h;

	while (fact.n > 0 && fact.p[fact.n - 1] <= ' ')
		fact.n--;
	if (fact.n == 0)
		return;
	hash_start(&h, "machine");
	hash_add(&h, id, INST_LEN);
	hash_u64(&h, part);
	hash_add(&h, fact.p, fact.n);
	hash_end(&h, &m->part[part]);
	m->has[part] = true;
}

/* Not every kernel or account lets us read it: then it does not count. */
static bool
fact(const char *path, struct buf *b)
{
	buf_clear(b);
	return (file_read(path, b) == NULL && b->n > 0);
}

/* The lowest address among cards that are a device, not a bridge or tunnel. */
static void
look_network(const uint8_t id[INST_LEN], struct instance_machine *m)
{
	CLEAN(buf_free) struct buf b = BUF(FACT_MAX);
	char path[FACT_MAX + 64], low[FACT_MAX + 1] = "";
	DIR *d = opendir("/sys/class/net");
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path),
		    "/sys/class/net/%.200s/device", e->d_name);
		if (!file_exists(path))
			continue;
		(void)snprintf(path, sizeof(path),
		    "/sys/class/net/%.200s/address", e->d_name);
		if (!fact(path, &b) || b.p[0] == '\n' ||
		    memcmp(b.p, "00:00:00:00:00:00", b.n < 17 ? b.n : 17) == 0)
			continue;
		if (low[0] == '\0' || strcmp((const char *)b.p, low) < 0)
			(void)snprintf(
			    low, sizeof(low), "%s", (const char *)b.p);
	}
	if (d != NULL)
		(void)closedir(d);
	if (low[0] != '\0')
		keep(id, PART_NETWORK, span_str(low), m);
}

void
instance_look(const uint8_t id[INST_LEN], struct instance_machine *m)
{
	CLEAN(buf_free) struct buf b = BUF(FACT_MAX);
	const char *told = getenv("MESAS_MACHINE");

	*m = (struct instance_machine){ 0 };
	for (size_t k = 0; k < INSTANCE_PARTS; k++) {
		if (told != NULL && told[0] != '\0')
			keep(id, k, span_str(told), m);
		else if (fact_path[k] != NULL && fact(fact_path[k], &b))
			keep(id, k, buf_all(&b), m);
	}
	if (told == NULL || told[0] == '\0')
		look_network(id, m);
}
