#include "tests/bench/work_parts.h"

const char *
work_ddl(void)
{
	return (
	    "CREATE TABLE institucion (id TEXT PRIMARY KEY, oficina, tema,"
	    " nombre, enlace, telefono, correo, activa, notas);"
	    "CREATE TABLE mesa (id TEXT PRIMARY KEY, oficina, tema, nombre,"
	    " presidencia, secretaria, estado_mesa, notas);"
	    "CREATE TABLE sesion (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " mesa, fecha, lugar, estado);"
	    "CREATE TABLE minuta (id TEXT PRIMARY KEY, sesion, orden, minuta);"
	    "CREATE TABLE asistencia (id TEXT PRIMARY KEY, oficina, tema,"
	    " sesion, institucion, persona, cargo, asistio, observacion);"
	    "CREATE TABLE brecha (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " sesion, descripcion, prioridad, estado, poblacion, observacion);"
	    "CREATE TABLE acuerdo (id TEXT PRIMARY KEY, oficina, tema, folio,"
	    " brecha, descripcion, plazo, estado, observacion);"
	    "CREATE TABLE responsable (id TEXT PRIMARY KEY, acuerdo,"
	    " institucion, responsable);"
	    "CREATE TABLE seguimiento (id TEXT PRIMARY KEY, oficina, tema,"
	    " acuerdo, fecha, avance, porcentaje, responsable, estado)");
}

const char *
work_insert(enum work_type t, bool second)
{
	static const char *const v[WORK_TYPES][WORK_OPS] = {
		{ "INSERT INTO institucion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO mesa VALUES (?, ?, ?, ?, ?, ?, ?, ?)", NULL },
		{ "INSERT INTO sesion VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		    "INSERT INTO minuta VALUES (?, ?, ?, ?)" },
		{ "INSERT INTO asistencia VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO brecha VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
		{ "INSERT INTO acuerdo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    "INSERT INTO responsable VALUES (?, ?, ?, ?)" },
		{ "INSERT INTO seguimiento VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL },
	};

	return (v[t][second ? 1 : 0]);
}

static const char *
ref(const struct work *w, uint32_t row)
{
	return (row == 0 ? "" : w->row[row - 1].id);
}

/* The columns of the first or second row; institution and second values go
 * with the second where there is one. */
size_t
work_raw(struct work *w, size_t i, bool second, struct val args[WORK_COLUMNS])
{
	const struct work_row *r = &w->row[i];
	bool two = work_entities[r->type][1] != 0;
	size_t n = 0;

	if (second && !two)
		return (0);
	args[n++] = val_str(second ? r->second_id : r->id);
	if (second) {
		args[n++] = val_str(r->id);
	} else {
		args[n++] = val_int(r->office);
		args[n++] = val_str(work_themes[r->theme]);
		if (r->folio != NULL)
			args[n++] = val_str(r->folio);
		if (r->up != 0)
			args[n++] = val_str(ref(w, r->up));
	}
	if (r->institution != 0 && second == two)
		args[n++] = val_str(ref(w, r->institution));
	for (size_t k = 0; k < r->n; k++) {
		if (work_columns[r->type][k].second == second)
			args[n++] = r->v[k].text == NULL
					? val_int(r->v[k].number)
					: val_str(r->v[k].text);
	}
	return (n);
}
