/*
 * roundtables_kinds -- the parts of a roundtable that have a form, and what
 * each form says.
 */
#include "node/pages/roundtables_in.h"

static const struct part parts[] = {
	{ .path = "integrante",
	    .entity = ENTITY_membership,
	    .until = FIELD_membership_until,
	    .since = FIELD_membership_since,
	    .add = { "Agregar una institución integrante",
		"Add a member institution" },
	    .change = { "Cambiar una membresía", "Change a membership" },
	    .end = { "Terminar una membresía", "End a membership" },
	    .saved = { "La membresía quedó guardada.",
		"The membership is saved." },
	    .intro = { "Si la institución deja la mesa, termine su membresía "
		       "con la fecha: las sesiones anteriores la conservan.",
		"When an institution leaves, end its membership with the date: "
		"earlier sessions keep it." } },
	{ .path = "designacion",
	    .entity = ENTITY_designation,
	    .until = FIELD_designation_until,
	    .since = FIELD_designation_since,
	    .add = { "Registrar una designación", "Record a designation" },
	    .change = { "Cambiar una designación", "Change a designation" },
	    .end = { "Terminar una designación", "End a designation" },
	    .saved = { "La designación quedó guardada.",
		"The designation is saved." },
	    .intro = { "Quién acude por la institución, con el oficio que la "
		       "designa. Una institución tiene una persona titular a "
		       "la vez en cada papel; suplentes, las que haga falta.",
		"Who comes for the institution, with the letter that says so. "
		"One titular at a time in each role; as many alternates as "
		"needed." } },
	{ .path = "tema",
	    .entity = ENTITY_roundtable_theme,
	    .until = FIELD_roundtable_theme_until,
	    .since = FIELD_roundtable_theme_since,
	    .add = { "Agregar un tema", "Add a theme" },
	    .change = { "Cambiar un tema", "Change a theme" },
	    .end = { "Terminar un tema", "End a theme" },
	    .saved = { "El tema quedó guardado.", "The theme is saved." },
	    .intro = { "La autoridad coordinadora es la local: quien conduce "
		       "el tema en esta mesa.",
		"The coordinating authority is the local one: who leads the "
		"theme in this roundtable." } },
	{ .path = "persona",
	    .entity = ENTITY_representative,
	    .add = { "Registrar a una persona servidora pública",
		"Record a representative" },
	    .change = { "Cambiar los datos de una persona",
		"Change a representative" },
	    .saved = { "Los datos de la persona quedaron guardados.",
		"The representative is saved." },
	    .intro = { "Solo personas servidoras públicas o representantes de "
		       "organizaciones. Nunca personas solicitantes o "
		       "refugiadas.",
		"Only officials and representatives of organizations. Never "
		"applicants or refugees." } },
	{ .path = "datos",
	    .entity = ENTITY_roundtable,
	    .change = { "Datos y reglas de la mesa",
		"Facts and rules of the roundtable" },
	    .saved = { "Los datos de la mesa quedaron guardados.",
		"The roundtable's facts are saved." },
	    .intro = { "Clave, nivel, territorio y mesa superior los lleva el "
		       "nivel federal.",
		"Code, level, territory and parent are kept by the federal "
		"level." } },
};

const struct part *
roundtables_kinds_part(const char *path)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i].path, path) == 0)
			return (&parts[i]);
	return (NULL);
}
