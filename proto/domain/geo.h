/*
 * geo -- INEGI codes of states and municipalities (AGEEML: CVE_ENT + CVE_MUN).
 */
#ifndef PROTO_DOMAIN_GEO_H
#define PROTO_DOMAIN_GEO_H

#include <stdbool.h>
#include <stddef.h>

/* Which part of the country: the founding document counts by these. */
enum geo_region { GEO_NORTH, GEO_CENTRE, GEO_SOUTH };

struct geo_state {
	const char *code, *iso;  /* "07", "MX-CHP" */
	const char *name, *abbr; /* official, "Coahuila de Zaragoza", "Coah." */
	const char *common;      /* as people say it, "Coahuila" */
	const char *zone;        /* IANA zone */
	enum geo_region region;
};

struct geo_municipality {
	const char *code, *name; /* "07065", "Palenque" */
};

#define GEO_STATES 32

extern const struct geo_state geo_states[GEO_STATES]; /* in code order */
/* The municipalities built in, in code order. */
extern const struct geo_municipality geo_municipalities[];
extern const size_t geo_municipalities_count;

/* By the first two digits; NULL when unknown. */
const struct geo_state *geo_state(const char *code);
/* Name of a state or municipality; NULL when unknown. */
const char *geo_name(const char *code);
/* "norte"/"north" and so on; lang is "es" or "en". */
const char *geo_region_name(enum geo_region region, const char *lang);
/* "07" or "07065" with a known state and three digits more? (Municipalities not
 * built in are allowed: the catalogue may be older than the country.) */
bool geo_valid(const char *code);
/* 07065 is inside 07; a place is inside itself. */
bool geo_inside(const char *inner, const char *outer);

#endif
