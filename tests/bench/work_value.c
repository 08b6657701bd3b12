#include "tests/bench/work_parts.h"

static const char *const towns[] = { "Palenque", "Tapachula",
	"Tuxtla Gutiérrez", "Tijuana", "Mexicali", "Xalapa", "Chetumal",
	"Villahermosa", "Saltillo", "Guadalajara", "Campeche", "Monterrey",
	"Acayucan", "Tenosique", "San Cristóbal de las Casas", "Comitán",
	"Benito Juárez", "Escárcega" };
static const char *const states[] = { "Chiapas", "Baja California", "Veracruz",
	"Quintana Roo", "Tabasco", "Coahuila", "Jalisco", "Campeche",
	"Nuevo León" };
static const char *const bodies[] = { "COMAR",
	"Secretaría de Educación Pública", "Servicio Nacional de Empleo",
	"Registro Nacional de Población", "Secretaría de Salud",
	"Instituto Nacional de Migración", "ACNUR",
	"Organización Internacional para las Migraciones", "DIF Estatal",
	"Registro Civil del Estado", "Sin Fronteras IAP",
	"Programa Casa Refugiados", "Secretaría del Trabajo", "IMSS-Bienestar",
	"Cruz Roja Mexicana", "Asylum Access México" };
static const char *const given[] = { "María", "José", "Guadalupe", "Juan",
	"Ana", "Luis", "Rosa", "Miguel", "Verónica", "Carlos", "Leticia",
	"Jorge", "Alejandra", "Ricardo", "Gabriela", "Óscar", "Sofía", "Raúl",
	"Inés", "Tomás" };
static const char *const family[] = { "Hernández", "García", "Martínez",
	"López", "González", "Pérez", "Rodríguez", "Sánchez", "Ramírez", "Cruz",
	"Gómez", "Flores", "Morales", "Vázquez", "Jiménez", "Ruiz", "Núñez",
	"Ordóñez", "Peña", "Zúñiga" };
static const char *const posts[] = { "Enlace institucional",
	"Subdirectora de Vinculación", "Jefe de Departamento",
	"Coordinadora Estatal", "Asesor jurídico", "Oficial de Protección",
	"Directora de Control Escolar", "Trabajadora social" };
static const char *const people[] = { "Las personas solicitantes de la "
				      "condición de refugiado",
	"Niñas, niños y adolescentes no acompañados",
	"Las mujeres jefas de familia",
	"Las personas con protección complementaria",
	"Las familias en tránsito", "Las personas adultas mayores",
	"Los jóvenes egresados de bachillerato",
	"Las personas con discapacidad" };
static const char *const lacks[] = { "no cuentan con CURP temporal",
	"enfrentan rechazo de su constancia en ventanilla",
	"no pueden abrir una cuenta de nómina",
	"carecen de revalidación de estudios",
	"no acceden a consulta de salud mental",
	"desconocen los requisitos de inscripción",
	"no logran registrar a sus hijos nacidos en México",
	"son atendidas sin intérprete",
	"esperan más de tres meses por una cita",
	"no tienen número de seguridad social" };
static const char *const where[] = { "en los módulos del municipio",
	"en las escuelas de la zona norte", "en el hospital general",
	"en la oficina regional", "en la bolsa de trabajo estatal",
	"en el registro civil", "en los albergues", "en las ferias de empleo" };
static const char *const tasks[] = { "Capacitar al personal de ventanilla",
	"Emitir una circular interna", "Habilitar un módulo itinerante",
	"Firmar un convenio de colaboración", "Difundir una guía de requisitos",
	"Designar un enlace permanente", "Elaborar un diagnóstico conjunto",
	"Instalar una mesa de trabajo técnica",
	"Traducir los formatos al creole haitiano",
	"Canalizar los casos urgentes" };
static const char *const ends[] = { "antes de la próxima sesión",
	"en coordinación con las organizaciones civiles",
	"con apoyo del área jurídica", "e informar avances por oficio",
	"y remitir la lista de asistencia", "conforme al acta anterior",
	"en un plazo de treinta días", "y dar vista a la Secretaría Técnica" };
static const char *const news[] = { "Se envió oficio a la dependencia",
	"Se realizó la capacitación", "Pendiente de firma del titular",
	"Se reprogramó la reunión", "La institución solicitó prórroga",
	"Se atendieron los casos canalizados",
	"Se publicó la guía en el portal",
	"No se presentó el enlace designado" };
static const char *const stages[] = { "abierto", "en proceso", "cumplido",
	"vencido", "cancelado" };
static const char *const standings[] = { "instalada", "suspendida",
	"en receso" };
static const char *const ranks[] = { "alta", "media", "baja" };
static const char *const mails[] = { "chiapas", "tabasco", "veracruz",
	"jalisco" };

#define COUNT(list)   (sizeof(list) / sizeof(*(list)))
#define PICK(w, list) ((list)[work_below((w), COUNT(list))])

static const char *
person(struct work *w)
{
	return (arena_fmt(&w->a, "%s %s %s", PICK(w, given), PICK(w, family),
	    PICK(w, family)));
}

static const char *
progress(struct work *w)
{
	return (arena_fmt(&w->a, "%s %s; %d casos", PICK(w, news),
	    PICK(w, ends), (int)work_below(w, 80) + 1));
}

static struct work_value
text(const char *s)
{
	return ((struct work_value){ s, 0 });
}

static struct work_value
number(uint64_t n)
{
	return ((struct work_value){ NULL, (int64_t)n });
}

struct work_value
work_value_make(struct work *w, enum work_kind k)
{
	switch (k) {
	case KIND_PLACE:
		return (text(arena_fmt(
		    &w->a, "%s — %s", PICK(w, bodies), PICK(w, towns))));
	case KIND_PERSON:
		return (text(person(w)));
	case KIND_PHONE:
		return (text(
		    arena_fmt(&w->a, "%d %d %d", 900 + (int)work_below(w, 100),
			100 + (int)work_below(w, 900),
			1000 + (int)work_below(w, 9000))));
	case KIND_MAIL:
		return (text(arena_fmt(&w->a, "enlace%d@%s.gob.mx",
		    (int)work_below(w, 9999) + 1, PICK(w, mails))));
	case KIND_FLAG:
		return (number(work_below(w, 4) != 0));
	case KIND_NEWS:
		return (text(progress(w)));
	case KIND_STANDING:
		return (text(PICK(w, standings)));
	case KIND_DATE:
		return (text(arena_fmt(&w->a, "20%d-%02d-%02d",
		    22 + (int)work_below(w, 5), (int)work_below(w, 12) + 1,
		    (int)work_below(w, 28) + 1)));
	case KIND_HALL:
		return (text(arena_fmt(&w->a, "Palacio Municipal de %s, %s",
		    PICK(w, towns), PICK(w, states))));
	case KIND_AGENDA:
		return (text(arena_fmt(&w->a,
		    "1. Lista de asistencia 2. Lectura del acta 3. %s %s %s",
		    PICK(w, tasks), PICK(w, where), PICK(w, ends))));
	case KIND_STAGE:
		return (text(PICK(w, stages)));
	case KIND_POST:
		return (text(PICK(w, posts)));
	case KIND_GAP:
		return (text(arena_fmt(&w->a, "%s %s %s", PICK(w, people),
		    PICK(w, lacks), PICK(w, where))));
	case KIND_RANK:
		return (text(PICK(w, ranks)));
	case KIND_HEADS:
		return (number(work_below(w, 900) + 1));
	case KIND_TASK:
		return (text(arena_fmt(&w->a, "%s %s %s", PICK(w, tasks),
		    PICK(w, where), PICK(w, ends))));
	case KIND_PERCENT:
	default:
		return (number(work_below(w, 21) * 5));
	}
}

static int64_t
code(const char *const *list, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i], s) == 0)
			return ((int64_t)i + 1);
	}
	return (1);
}

int64_t
work_value_code(enum work_kind k, const char *s)
{
	if (k == KIND_STAGE)
		return (code(stages, COUNT(stages), s));
	if (k == KIND_STANDING)
		return (code(standings, COUNT(standings), s));
	must(k == KIND_RANK);
	return (code(ranks, COUNT(ranks), s));
}
