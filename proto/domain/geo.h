/*
 * geo -- INEGI codes of states and municipalities (AGEEML: CVE_ENT + CVE_MUN).
 */
#ifndef PROTO_DOMAIN_GEO_H
#define PROTO_DOMAIN_GEO_H

#include <stdbool.h>
#include <stddef.h>

struct geo_state {
	const char *code, *iso, *name, *abbr, *zone; /* "07", "MX-CHP", "Chiapas", "Chis.", IANA zone */
};

extern const struct geo_state geo_states[32]; /* in code order */

const struct geo_state *geo_state(const char *code);   /* first two digits count */
/* Name of a state or municipality; NULL when unknown. */
const char *geo_name(const char *code);
/* "07" or "07065" with a known state and three digits more? (Municipalities not
 * built in are allowed: the catalogue may be older than the country.) */
bool geo_valid(const char *code);
bool geo_inside(const char *inner, const char *outer); /* 07065 inside 07; equal counts */

#endif
