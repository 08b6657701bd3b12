/*
 * gen_data_model -- print docs/data-model.md from the compiled schema.
 *
 *   gcc -std=c11 -D_GNU_SOURCE -I. -o /tmp/gen docs/gen_data_model.c \
 *       proto/domain/schema.c proto/domain/vocab.c proto/domain/geo.c \
 *       proto/base/err.c proto/base/text.c proto/base/buf.c proto/base/mem.c
 *   /tmp/gen >docs/data-model.md
 */
#include <inttypes.h>
#include <stdio.h>

#include "proto/domain/geo.h"
#include "proto/domain/schema.h"
#include "proto/domain/vocab.h"

static const char *const types[] = { "text", "long text", "integer", "yes/no",
	"date", "instant", "code", "record", "place" };
static const char *const merges[] = { "register", "list", "counter",
	"paragraphs", "once" };
static const char *const shows[] = { "latest", "earliest", "lowest",
	"least advanced", "what both saw" };
static const char *const writers[] = { "owner office", "federal", "any" };
static const char *const spaces[] = { "national", "of its roundtable",
	"home of the office", "that of the record it is about" };
static const char *const regions[] = { "north", "centre", "south" };

static const char *const head =
    "# Data model\n"
    "\n"
    "What a roundtable's records are made of. This page is printed by\n"
    "`docs/gen_data_model.c` from `proto/domain/schema.def`, `vocab.def` "
    "and\n"
    "`geo.def`; change those, not this.\n"
    "\n"
    "Numbers travel and are permanent: an entity, a field or a code never\n"
    "changes its number, and a number is never used again. What is added "
    "takes\n"
    "the next one.\n"
    "\n"
    "## How concurrent writes merge\n"
    "\n"
    "| merge | meaning |\n"
    "|---|---|\n"
    "| register | every concurrent value is kept; equal values are no "
    "dispute; while it is open the column *disputed* says what is shown |\n"
    "| list | a set of values; a concurrent add beats a remove, and a remove "
    "takes only what its author saw |\n"
    "| counter | the sum of all increments |\n"
    "| paragraphs | three-way by paragraph; where both changed one, both "
    "stand, marked |\n"
    "| once | written when the record is made, never again |\n"
    "\n"
    "| disputed | shows |\n"
    "|---|---|\n"
    "| latest | the value of the highest rank |\n"
    "| earliest | the earlier date |\n"
    "| lowest | the lower percentage |\n"
    "| least advanced | the status that is less far along; two different "
    "final ones show *in dispute* |\n"
    "| what both saw | the value before the dispute |\n"
    "\n"
    "A record of an entity marked *append only* is not edited, only voided. "
    "A\n"
    "second record with the same natural key is shown as a possible "
    "duplicate.\n"
    "The lifecycle of every record (live, voided, blocked, erased) is field "
    "0.\n"
    "A field marked **!** must be filled at every save.\n";

static void
field_type(const struct field *f)
{
	printf("%s", types[f->type]);
	if (f->vocab != NULL)
		printf(" [%s](#%s)", f->vocab, f->vocab);
	else if (f->target != 0)
		printf(" `%s`", schema_entity(f->target)->name);
	else if (f->max != 0)
		printf(", %" PRIu32 " bytes", f->max);
	else if (f->type == TYPE_INT && f->show == SHOW_LOWEST)
		printf(", 0 to 100");
}

static void
field_row(const struct field *f)
{
	printf("| %u | `%s`%s | %s | %s | ", f->no, f->name,
	    f->required ? " **!**" : "", f->es, f->en);
	field_type(f);
	printf(" | %s | %s | %s | %s%s%s |\n", merges[f->merge],
	    f->merge == MERGE_REG ? shows[f->show] : "", writers[f->writer],
	    f->hxl == NULL ? "" : "`", f->hxl == NULL ? "" : f->hxl,
	    f->hxl == NULL ? "" : "`");
}

static void
entity_page(const struct entity *e)
{
	printf("\n### %u. %s: %s, %s\n\n", e->no, e->name, e->es, e->en);
	printf("Space: %s. Created by: %s.%s", spaces[e->space],
	    writers[e->writer], e->append_only ? " Append only." : "");
	if (e->parent != 0)
		printf(" Belongs to the roundtable through `%s`.",
		    schema_field(e, e->parent)->name);
	if (e->folio != NULL)
		printf(" Folio letters: %s.", e->folio);
	if (e->natural != NULL) {
		printf(" Natural key: ");
		for (const uint8_t *k = e->natural; *k != 0; k++)
			printf("%s`%s`", k == e->natural ? "" : ", ",
			    schema_field(e, *k)->name);
		printf(".");
	}
	printf("\n\n| # | field | es | en | type | merge | disputed | writer "
	       "| HXL |\n|---|---|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < e->n; i++)
		field_row(&e->fields[i]);
}

static void
vocab_page(const struct vocab *v)
{
	bool steps = v->codes[0].advance != 0;

	printf("\n### %s\n\n", v->name);
	if (v->open)
		printf("Open: the federal level may add codes, from %d up.\n\n",
		    VOCAB_EXTRA);
	printf("| # | code | es | en |%s\n|---|---|---|---|%s\n",
	    steps ? " how far | final |" : "", steps ? "---|---|" : "");
	for (size_t i = 0; i < v->n; i++) {
		const struct code *c = &v->codes[i];

		printf("| %u | `%s` | %s | %s |", c->no, c->name, c->es, c->en);
		if (steps)
			printf(
			    " %d | %s |", c->advance, c->terminal ? "yes" : "");
		printf("\n");
	}
}

static void
theme_page(void)
{
	const struct vocab *themes = vocab_named("theme");
	const struct vocab *axes = vocab_named("axis");

	printf("\n### Themes, MIRPS axes and who coordinates them federally\n\n"
	       "| theme | axis | authority es | authority en |\n"
	       "|---|---|---|---|\n");
	for (size_t i = 0; i < themes->n; i++) {
		const struct theme *t = vocab_theme(themes->codes[i].no);

		if (t != NULL)
			printf("| `%s` | `%s` | %s | %s |\n",
			    themes->codes[i].name,
			    vocab_code(axes, t->axis)->name, t->es, t->en);
	}
}

static void
geo_page(void)
{
	printf("\n## Places\n\n"
	       "INEGI codes: two digits of the state, three more of the "
	       "municipality.\n\n"
	       "| code | ISO 3166-2 | name | abbreviation | time zone | region "
	       "|\n|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < GEO_STATES; i++) {
		const struct geo_state *s = &geo_states[i];

		printf("| %s | %s | %s | %s | %s | %s |\n", s->code, s->iso,
		    s->name, s->abbr, s->zone, regions[s->region]);
	}
	printf("\nMunicipalities built in:");
	for (size_t i = 0; i < geo_municipalities_count; i++)
		printf("%s %s %s", i == 0 ? "" : ",",
		    geo_municipalities[i].code, geo_municipalities[i].name);
	printf(".\n");
}

int
main(void)
{
	printf("%s\n## Entities\n\nSchema version %d.\n", head, SCHEMA_VERSION);
	for (size_t i = 0; i < schema_count; i++)
		entity_page(&schema_entities[i]);
	printf("\n## Vocabularies\n");
	for (size_t i = 0; i < vocab_count; i++)
		vocab_page(&vocab_all[i]);
	theme_page();
	geo_page();
	return (fflush(stdout) == 0 ? 0 : 1);
}
