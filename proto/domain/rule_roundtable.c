/* Rule 8: where a roundtable stands; who should be in it. */
#include "proto/domain/rule_parts.h"

#include "proto/domain/geo.h"

#define GEO_TEXT_MAX 8
#define PARENTS_MAX  8 /* plenary, thematic: two in practice */

static void
code(struct val v, char out[GEO_TEXT_MAX])
{
	size_t n = 0;

	if (v.kind == VAL_TEXT && v.s.n < GEO_TEXT_MAX)
		n = v.s.n;
	if (n > 0)
		memcpy(out, v.s.p, n);
	out[n] = '\0';
}

static err_t
placed(const struct rule_ask *k, struct val level, const char *geo)
{
	size_t n = strlen(geo);

	if (rule_is(level, CODE_level_federal) && n > 0)
		return (rule_broken(k, 8,
		    "a federal roundtable has no cvegeo (%s); leave it empty",
		    "una mesa federal no lleva clave geográfica (%s); déjela "
		    "vacía",
		    geo));
	if (rule_is(level, CODE_level_state) && (n != 2 || !geo_valid(geo)))
		return (rule_broken(k, 8,
		    "cvegeo \"%s\" is not a state; write two digits (07)",
		    "la clave geográfica \"%s\" no es de un estado; escriba "
		    "dos dígitos (07)",
		    geo));
	if (rule_is(level, CODE_level_municipal) && (n != 5 || !geo_valid(geo)))
		return (rule_broken(k, 8,
		    "cvegeo \"%s\" is not a municipality of a state; write "
		    "five digits (07065)",
		    "la clave geográfica \"%s\" no es de un municipio de un "
		    "estado; escriba cinco dígitos (07065)",
		    geo));
	return (NULL);
}

static err_t
parented(
    const struct rule_ask *k, int64_t id, struct val parent, const char *geo)
{
	char outer[GEO_TEXT_MAX];
	struct val v;

	if (parent.kind != VAL_INT)
		return (NULL);
	TRY(RULE_GET(k, roundtable, parent.i, cvegeo, &v));
	code(v, outer);
	if (outer[0] != '\0' && !geo_inside(geo, outer))
		TRY(rule_broken(k, 8,
		    "cvegeo \"%s\" is not inside \"%s\" of the parent "
		    "roundtable; correct one of them",
		    "la clave geográfica \"%s\" no está dentro de \"%s\", la "
		    "de la mesa superior; corrija una de las dos",
		    geo, outer));
	for (int i = 0; i < PARENTS_MAX && parent.kind == VAL_INT; i++) {
		if (parent.i == id)
			return (rule_broken(k, 8,
			    "%s leads back to the same roundtable; choose "
			    "another",
			    "%s lleva de regreso a la misma mesa; elija otra",
			    "parent (mesa superior)"));
		v = parent;
		TRY(RULE_GET(k, roundtable, v.i, parent, &parent));
	}
	return (NULL);
}

static err_t
thematic(const struct rule_ask *k, int64_t id, struct val parent)
{
	struct val theme;
	bool live = false;

	TRY(RULE_GET(k, roundtable, id, theme, &theme));
	if (theme.kind != VAL_INT)
		TRY(RULE_AT(
		    rule_broken(k, 8,
			"a thematic roundtable has a %s; choose it",
			"una mesa temática tiene %s; elíjalo", "theme (tema)"),
		    roundtable, theme));
	if (parent.kind == VAL_INT)
		TRY(RULE_LIVE(k, roundtable, parent.i, &live));
	if (!live)
		TRY(rule_broken(k, 8,
		    "a thematic roundtable has a %s that exists; choose it",
		    "una mesa temática tiene %s que exista; elíjala",
		    "parent (mesa superior)"));
	return (NULL);
}

/* The founding document: federal agencies, civil society, international. */
static err_t
composition(const struct rule_ask *k, int64_t id)
{
	struct val institution, kind, since, until, status;
	bool federal = false, civil = false, world = false;
	int64_t *ids;
	size_t n;

	TRY(RULE_GET(k, roundtable, id, status, &status));
	if (!rule_is(status, CODE_roundtable_status_installed) &&
	    !rule_is(status, CODE_roundtable_status_operating))
		return (NULL);
	TRY(RULE_FIND(k, membership, roundtable, id, &ids, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(RULE_GET(k, membership, ids[i], institution, &institution));
		TRY(RULE_GET(k, membership, ids[i], since, &since));
		TRY(RULE_GET(k, membership, ids[i], until, &until));
		if (institution.kind != VAL_INT ||
		    !rule_covers(since, until, k->in->today))
			continue;
		TRY(RULE_GET(k, institution, institution.i, kind, &kind));
		federal |= rule_is(kind, CODE_institution_kind_federal_agency);
		civil |= rule_is(
		    kind, CODE_institution_kind_civil_society_organization);
		world |= rule_is(
		    kind, CODE_institution_kind_international_organization);
	}
	if (!federal || !civil || !world)
		rule_note(k, 0,
		    "the roundtable lacks%s%s%s among its members; invite "
		    "them or record their memberships",
		    "a la mesa le falta entre sus integrantes:%s%s%s; "
		    "convóquelas o registre sus membresías",
		    federal ? "" : " [dependencia federal / federal agency]",
		    civil ? "" : " [sociedad civil / civil society]",
		    world ? ""
			  : " [organismo internacional / international body]");
	return (NULL);
}

err_t
rule_roundtable_after(const struct rule_ask *k, int64_t id)
{
	struct val level, kind, parent, geo, pct;
	char text[GEO_TEXT_MAX];
	bool live;

	TRY(RULE_LIVE(k, roundtable, id, &live));
	if (!live)
		return (NULL);
	TRY(RULE_GET(k, roundtable, id, level, &level));
	TRY(RULE_GET(k, roundtable, id, kind, &kind));
	TRY(RULE_GET(k, roundtable, id, parent, &parent));
	TRY(RULE_GET(k, roundtable, id, cvegeo, &geo));
	TRY(RULE_GET(k, roundtable, id, quorum_pct, &pct));
	code(geo, text);
	TRY(placed(k, level, text));
	TRY(parented(k, id, parent, text));
	if (pct.kind == VAL_INT && (pct.i < 1 || pct.i > 100))
		TRY(RULE_AT(
		    rule_broken(k, 7,
			"quorum_pct %lld is not a percentage; write 1 to 100",
			"el quórum %lld no es un porcentaje; escriba de 1 a "
			"100",
			(long long)pct.i),
		    roundtable, quorum_pct));
	if (rule_is(kind, CODE_roundtable_kind_thematic))
		return (thematic(k, id, parent));
	return (composition(k, id));
}
