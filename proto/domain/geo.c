/*
 * geo -- see geo.h.
 */
#include "proto/domain/geo.h"

#include <string.h>

#include "proto/base/err.h"

#define MUNICIPALITY_LEN 5

const struct geo_state geo_states[GEO_STATES] = {
#define STATE(code, iso, name, abbr, common, zone, region)                     \
	{ code, iso, name, abbr, common, zone, GEO_##region },
#define MUNICIPALITY(...)
#include "proto/domain/geo.def"
#undef STATE
#undef MUNICIPALITY
};

const struct geo_municipality geo_municipalities[] = {
#define STATE(...)
#define MUNICIPALITY(code, name) { code, name },
#include "proto/domain/geo.def"
#undef STATE
#undef MUNICIPALITY
};

const size_t geo_municipalities_count =
    sizeof(geo_municipalities) / sizeof(geo_municipalities[0]);

const struct geo_state *
geo_state(const char *code)
{
	if (code == NULL)
		return (NULL);
	for (size_t i = 0; i < GEO_STATES; i++)
		if (strncmp(geo_states[i].code, code, 2) == 0)
			return (&geo_states[i]);
	return (NULL);
}

const char *
geo_name(const char *code)
{
	const struct geo_state *state = geo_state(code);

	if (state == NULL || !geo_valid(code))
		return (NULL);
	if (strlen(code) == 2)
		return (state->name);
	for (size_t i = 0; i < geo_municipalities_count; i++)
		if (strcmp(geo_municipalities[i].code, code) == 0)
			return (geo_municipalities[i].name);
	return (NULL);
}

const char *
geo_region_name(enum geo_region region, const char *lang)
{
	static const char *const names[][2] = {
		[GEO_NORTH] = { "norte", "north" },
		[GEO_CENTRE] = { "centro", "centre" },
		[GEO_SOUTH] = { "sur", "south" },
	};

	must(region <= GEO_SOUTH);
	return (names[region][strcmp(lang, "en") == 0]);
}

bool
geo_valid(const char *code)
{
	size_t n;

	if (geo_state(code) == NULL)
		return (false);
	n = strlen(code);
	if (n != 2 && n != MUNICIPALITY_LEN)
		return (false);
	/* The state's own two digits are known; AGEEML has no 000. */
	return (n == 2 || (strspn(code, "0123456789") == n &&
			      strcmp(code + 2, "000") != 0));
}

bool
geo_inside(const char *inner, const char *outer)
{
	if (!geo_valid(inner) || !geo_valid(outer))
		return (false);
	return (strncmp(inner, outer, strlen(outer)) == 0);
}
