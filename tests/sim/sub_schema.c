/*
 * sub_schema -- in place of proto/domain/schema.c: see old.h.
 *
 * It is that file, with its tables under another name; the tables the program
 * sees are copies whose sizes change with the machine that runs.
 */
#define schema_version  sub_version
#define schema_entities sub_entities
#define schema_count    sub_count
#define schema_entity   sub_entity
#define schema_named    sub_named
#include "proto/domain/schema.c"
#undef schema_version
#undef schema_entities
#undef schema_count
#undef schema_entity
#undef schema_named

#include "tests/sim/old.h"

#define ALL (sizeof(sub_entities) / sizeof(sub_entities[0]))

int schema_version;
size_t schema_count;
struct entity schema_entities[ALL];
const struct entity *schema_entity(uint64_t no);
const struct entity *schema_named(const char *name);

/* What a later version added. */
static const struct {
	uint16_t entity;
	size_t fields; /* that the old one has */
} older[] = { { ENTITY_gap, FIELD_gap_close_reason },
	{ ENTITY_measurement, FIELD_measurement_cutoff } };
#define OLD_COUNT ENTITY_measurement

void
old_set(bool old)
{
	if (schema_count == 0)
		memcpy(schema_entities, sub_entities, sizeof(schema_entities));
	schema_version = old ? SCHEMA_VERSION : SCHEMA_VERSION + 1;
	schema_count = old ? OLD_COUNT : ALL;
	for (size_t i = 0; i < sizeof(older) / sizeof(older[0]); i++) {
		size_t k = older[i].entity - 1;

		schema_entities[k].n =
		    old ? older[i].fields : sub_entities[k].n;
	}
}

const struct entity *
schema_entity(uint64_t no)
{
	if (no == 0 || no > schema_count)
		return (NULL);
	return (&schema_entities[no - 1]);
}

const struct entity *
schema_named(const char *name)
{
	for (size_t i = 0; i < schema_count; i++)
		if (strcmp(schema_entities[i].name, name) == 0)
			return (&schema_entities[i]);
	return (NULL);
}
