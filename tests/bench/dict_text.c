/*
 * dict_text -- samples of what travels, to train the dictionary on.
 *
 *	dict_text folder [samples [seed [offices]]]
 *
 * Invented roundtable data through the program's own encoder: every entity of
 * the schema, Spanish administrative prose from fragments, and the lines
 * around the segments; then offices with the rows of the benchmarks' workload
 * from other seeds, in pushes of 1 to 50 edits and of new rows.  Why these are
 * there on purpose: dict_work.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "proto/domain/vocab.h"
#include "proto/log/accept.h"
#include "proto/log/append.h"
#include "proto/log/store.h"
#include "proto/sync/message.h"
#include "proto/base/file.h"
#include "proto/base/rand.h"
#include "tests/bench/dict_work.h"

#define OFFICE_SAMPLES 48

static uint64_t state;

static uint64_t
below(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((state >> 11) % n);
}

static void
noise(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)below(256);
}

static void
ok(err_t e)
{
	if (e == NULL)
		return;
	(void)fprintf(stderr, "dict_text: %s\n", e->text);
	exit(70);
}

static const char *const who[] = { "La Secretaría de Salud",
	"La Secretaría de Educación Pública", "El Registro Civil del estado",
	"El Instituto Nacional de Migración", "El DIF municipal",
	"La Comisión Estatal de Derechos Humanos", "El ACNUR", "La OIM",
	"El Servicio Nacional de Empleo", "La Secretaría del Trabajo",
	"La presidencia municipal", "La oficina de representación",
	"La Procuraduría de Protección de Niñas, Niños y Adolescentes",
	"El IMSS-Bienestar", "La sociedad civil", "La Fiscalía del estado",
	"El Instituto de la Mujer", "La Secretaría de Bienestar" };
static const char *const does[] = { "se compromete a entregar",
	"presentará ante la mesa", "revisará junto con la COMAR",
	"difundirá entre su personal", "emitirá antes de la próxima sesión",
	"informó del avance de", "solicita ampliar el plazo para",
	"compartirá por correo electrónico", "designará un enlace para",
	"no acepta todavía", "propone modificar", "capacitará a su personal en",
	"dará seguimiento a", "publicará en su portal", "reporta la falta de" };
static const char *const what[] = { "la constancia de solicitud de refugio",
	"el lineamiento de inscripción escolar",
	"la CURP temporal para personas refugiadas",
	"el protocolo de atención a personas con protección complementaria",
	"un directorio de servicios disponibles",
	"la ruta de acceso al primer nivel de atención",
	"el formato de canalización interinstitucional",
	"la apertura de cuentas bancarias de nómina",
	"la revalidación de estudios sin apostilla",
	"el calendario de jornadas de regularización",
	"el registro de nacimientos de hijas e hijos de personas refugiadas",
	"los requisitos para la licencia de funcionamiento",
	"el mecanismo de interpretación en lengua haitiana",
	"la bolsa de trabajo y la feria del empleo",
	"los espacios en albergues temporales", "la cartilla de vacunación" };
static const char *const when[] = { "en el municipio",
	"para el primer trimestre", "durante el mes en curso",
	"conforme al plan de trabajo",
	"en los términos de la Ley sobre "
	"Refugiados, Protección Complementaria "
	"y Asilo Político",
	"con enfoque de género y derechos humanos", "sin costo alguno",
	"a más tardar en quince días hábiles", "en coordinación con la mesa",
	"de acuerdo con el compromiso del MIRPS", "hasta nuevo aviso",
	"según consta en la minuta de la sesión anterior",
	"para la población solicitante y refugiada", "por falta de personal" };
static const char *const names[] = { "Mesa de Inclusión Laboral",
	"Sesión ordinaria", "Sala de juntas del ayuntamiento",
	"Oficio de respuesta", "Plan de trabajo anual", "Minuta firmada",
	"Lista de asistencia", "Reunión por videoconferencia",
	"Subdirección de vinculación", "Enlace institucional",
	"Coordinación regional", "Informe trimestral" };

#define PICK(list) list[below(sizeof(list) / sizeof(*(list)))]

static void
sentence(struct buf *b)
{
	ok(buf_fmt(
	    b, "%s %s %s %s.", PICK(who), PICK(does), PICK(what), PICK(when)));
}

static struct span
text(struct arena *a, const struct field *f)
{
	CLEAN(buf_free) struct buf b = BUF(4096);
	size_t n = f->type == TYPE_LONG ? 1 + below(3) : 1;

	if (f->type == TYPE_TEXT && below(3) == 0) {
		ok(buf_str(&b, PICK(names)));
	} else if (f->type == TYPE_TEXT) {
		ok(buf_fmt(&b, "%s %s", PICK(what), PICK(when)));
	} else {
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				ok(buf_byte(&b, below(2) == 0 ? '\n' : ' '));
			sentence(&b);
		}
	}
	if (f->max > 0 && b.n > f->max)
		return (span_str(arena_dup(a, span_str("ENL-01"))));
	return (span_of(arena_dup(a, buf_all(&b)), b.n));
}

static const char *const geo[] = { "07", "07089", "07065", "07101", "02",
	"02004", "28", "27", "30", "09" };

struct writer {
	struct store st;
	struct arena a;
	dot_t last[64][16]; /* some records of each entity */
	size_t n[64];
	int64_t at, cursor;
	uint32_t space, epoch;
	uint8_t key[KEY_LEN];
	struct key *k;
};

static struct val
value(struct writer *w, const struct field *f)
{
	const struct vocab *v;
	size_t t = f->target < 64 ? f->target : 0;

	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG:
		return (val_text(text(&w->a, f)));
	case TYPE_INT:
		return (val_int((int64_t)below(120)));
	case TYPE_BOOL:
		return (val_int((int64_t)below(2)));
	case TYPE_DATE:
		return (val_int(20300 + (int64_t)below(400)));
	case TYPE_TIME:
		return (val_int(w->at - (int64_t)below(864000)));
	case TYPE_CODE:
		v = vocab_named(f->vocab);
		return (
		    v == NULL ? val_null() : val_int(v->codes[below(v->n)].no));
	case TYPE_REF:
		for (int i = 0; t == 0 && i < 8; i++)
			t = 1 + below(35);
		for (size_t i = t; i < 64 && w->n[t] == 0; i++)
			t = i;
		return (w->n[t] == 0 ? val_null()
				     : val_int(w->last[t][below(w->n[t])]));
	case TYPE_GEO:
		return (val_str(PICK(geo)));
	default:
		return (val_null());
	}
}

static void
create(struct writer *w, struct append *ap, const struct entity *e)
{
	struct fv fv[96];
	struct op op = { .kind = OP_CREATE, .entity = e->no, .fv = fv };
	dot_t dot;

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		uint64_t odds = i < e->n / 2 ? 5 : 2;

		if (!f->required && below(6) >= odds)
			continue;
		if (f->merge == MERGE_COUNT)
			continue;
		fv[op.n].field = f->no;
		fv[op.n].v = value(w, f);
		if (f->merge == MERGE_ONCE && f->type == TYPE_TEXT)
			fv[op.n].v =
			    val_str(arena_fmt(&w->a, "07-089-%s-2026-%03u",
				e->folio, (unsigned)below(400)));
		if (fv[op.n].v.kind != VAL_NULL)
			op.n++;
	}
	ok(append_op(ap, &op, &dot));
	if (e->no >= 64)
		return;
	w->last[e->no][w->n[e->no] < 16 ? w->n[e->no]++ : below(16)] = dot;
}

static void
edit(struct writer *w, struct append *ap, const struct entity *e)
{
	struct fv fv[3];
	struct op op = { .kind = OP_EDIT, .entity = e->no, .fv = fv };
	dot_t dot;

	if (w->n[e->no] == 0) {
		create(w, ap, e);
		return;
	}
	op.record = w->last[e->no][below(w->n[e->no])];
	for (uint64_t k = 1 + below(2); k > 0; k--) {
		const struct field *f = &e->fields[below(e->n)];

		if ((f->merge != MERGE_REG && f->merge != MERGE_TEXT) ||
		    (op.n > 0 && fv[0].field == f->no))
			continue;
		fv[op.n].field = f->no;
		fv[op.n].v = value(w, f);
		if (fv[op.n].v.kind != VAL_NULL)
			op.n++;
	}
	if (op.n > 0)
		ok(append_op(ap, &op, &dot));
}

/* What is written most, most often. */
static const uint16_t often[] = { ENTITY_gap, ENTITY_agreement, ENTITY_followup,
	ENTITY_attendance, ENTITY_session, ENTITY_responsible,
	ENTITY_agenda_item, ENTITY_agreement, ENTITY_gap, ENTITY_followup,
	ENTITY_representative, ENTITY_minutes };

static const struct entity *
entity(void)
{
	if (below(5) > 0)
		return (schema_entity(PICK(often)));
	return (&schema_entities[below(schema_count)]);
}

static void
commit(struct writer *w)
{
	static const char *const actors[] = { "mlopez", "jramirez", "enlace" };
	struct append ap;
	size_t before;

	ok(append_begin(&ap, w->st.l, &w->a, w->space, w->key));
	before = ap.n;
	for (uint64_t k = 1 + below(3); k > 0; k--) {
		if (below(2) == 0)
			create(w, &ap, entity());
		else
			edit(w, &ap, entity());
	}
	w->at += 20 + (int64_t)below(900);
	if (ap.n > before)
		ok(append_end(&ap, w->at, PICK(actors)));
	if (below(8) == 0) {
		struct cursor c = { w->epoch,
			w->cursor += 1 + (int64_t)below(30), { { 0 } } };

		ok(accept_cursor_set(w->st.l, w->space, &c));
	}
}

static void
hello(struct writer *w, struct buf *out)
{
	static const char *const spaces[] = { "national", "07", "federal",
		"home-tapachula" };
	struct hello_space s[4];
	struct log_head logs[4];
	struct hello h = { .sw = "0.1.0",
		.schema = SCHEMA_VERSION,
		.clock = w->at,
		.max = LIMIT_PULL_BYTES,
		.has_epoch = true,
		.n = 4,
		.spaces = s };

	noise(h.inst, sizeof(h.inst));
	noise(h.epoch, sizeof(h.epoch));
	for (size_t i = 0; i < 4; i++) {
		s[i] = (struct hello_space){ .n = (int64_t)below(90000) };
		(void)snprintf(s[i].name, sizeof(s[i].name), "%s", spaces[i]);
		noise(s[i].h, sizeof(s[i].h));
		noise(logs[i].log, sizeof(logs[i].log));
		noise(logs[i].hash, sizeof(logs[i].hash));
		logs[i].seq = (uint32_t)below(4000);
		s[i].logs_n = i == 0 ? 0 : 1;
		s[i].logs = &logs[i];
	}
	ok(message_hello_put(&h, out));
}

static void
reply(struct writer *w, struct buf *out, bool trailer)
{
	struct reply r = { .time = w->at };
	struct trailer t = { .n = 0 };
	struct end_space ends[1];

	if (!trailer) {
		ok(message_reply_put(&r, out));
		return;
	}
	noise(t.sig, sizeof(t.sig));
	if (below(2) == 0) {
		t.n = 1;
		t.ends = ends;
		(void)snprintf(ends[0].name, sizeof(ends[0].name), "07");
		ends[0].n = (int64_t)below(90000);
		noise(ends[0].h.b, HASH_LEN);
		t.more = below(4) == 0;
	}
	ok(message_trailer_put(&t, out));
}

static void
entry(struct writer *w, struct buf *out, const struct segment *s)
{
	struct entry e = { .pos = (int64_t)below(90000),
		.at = w->at,
		.nat = (int64_t)below(3000) };

	(void)snprintf(e.space, sizeof(e.space), "07");
	e.n = s == NULL ? 1 + (uint32_t)below(30) : s->n;
	e.seq = s == NULL ? 1 + (uint32_t)below(3000) : s->from;
	noise(e.log, sizeof(e.log));
	e.has_hash = s == NULL;
	noise(e.hash, sizeof(e.hash));
	ok(message_entry_put(&e, out));
}

struct put {
	struct writer *w;
	struct buf *out;
	bool entries;
};

static err_t
put_segment(void *ctx, const struct segment *s)
{
	struct put *p = ctx;

	if (p->entries)
		entry(p->w, p->out, s);
	return (segment_put(s, p->out));
}

/* One body: a request with what was written, or a reply with it. */
static void
sample(struct writer *w, struct buf *out, size_t i)
{
	CLEAN(tx_undo) struct tx tx = { 0 };
	struct put p = { w, out, i % 3 == 2 };
	const struct log_info *l;

	if (p.entries)
		reply(w, out, false);
	else
		hello(w, out);
	ok(tx_begin(&tx, w->st.db));
	if (i % 5 != 0) { /* else: nothing new */
		ok(append_epoch(w->st.l, 0));
		memset(w->n, 0, sizeof(w->n));
		w->at = 1767000000 + (int64_t)below(20000000);
		for (uint64_t k = 1 + below(i % 4 == 0 ? 60 : 20); k > 0; k--)
			commit(w);
		l = ledger_mine(w->st.l, w->space);
		if (l != NULL && l->seq > 0) {
			ok(append_close(w->st.l, l->no, w->k, w->at, 0));
			ok(accept_segments(
			    w->st.l, l->no, 1, l->seq, &w->a, put_segment, &p));
		}
	}
	ok(tx_commit(&tx));
	if (p.entries) {
		entry(w, out, NULL);
		reply(w, out, true);
	}
	arena_free(&w->a);
}

/* One push of an office of the workload. */
static void
office_sample(struct writer *w, struct dict_work *d, struct buf *out, size_t i)
{
	struct put p = { w, out, false };

	w->at = d->at;
	hello(w, out);
	if (i % 8 == 7)
		ok(dict_work_rows(d, 1 + below(40), put_segment, &p));
	else
		ok(dict_work_edits(d, 1 + below(50), put_segment, &p));
}

static void
save(const char *folder, size_t i, struct buf *out)
{
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/%05zu", folder, i);
	ok(file_replace(path, buf_all(out), 0600));
}

/* So many offices; their files come after the first ones. */
static void
offices(struct writer *w, size_t many, const char *folder, size_t first)
{
	for (size_t o = 0; o < many; o++) {
		CLEAN(tx_undo) struct tx tx = { 0 };
		struct dict_work d;

		ok(tx_begin(&tx, w->st.db));
		ok(dict_work_open(
		    &d, &w->st, w->k, w->space, DICT_WORK_SEED + o));
		for (size_t i = 0; i < OFFICE_SAMPLES; i++) {
			CLEAN(buf_free) struct buf out = BUF(16 << 20);

			office_sample(w, &d, &out, i);
			save(folder, first + o * OFFICE_SAMPLES + i, &out);
		}
		ok(tx_commit(&tx));
		dict_work_close(&d);
	}
}

int
main(int argc, char **argv)
{
	static struct writer w;
	size_t n = argc > 2 ? (size_t)atoll(argv[2]) : 2000;
	size_t many = argc > 4 ? (size_t)atoll(argv[4]) : 40;
	uint8_t epoch[EPOCH_LEN];

	if (argc < 2) {
		(void)fprintf(
		    stderr, "dict_text folder [samples [seed [offices]]]\n");
		return (64);
	}
	state = argc > 3 ? (uint64_t)atoll(argv[3]) : 77031;
	ok(store_open(&w.st, ":memory:", DB_MEMORY));
	ok(key_make(&w.k));
	key_public(w.k, w.key);
	noise(epoch, sizeof(epoch));
	ok(ledger_space(w.st.l, "07", true, &w.space));
	ok(ledger_epoch(w.st.l, epoch, &w.epoch));
	for (size_t i = 0; i < n; i++) {
		CLEAN(buf_free) struct buf out = BUF(16 << 20);

		sample(&w, &out, i);
		save(argv[1], i, &out);
	}
	offices(&w, many, argv[1], n);
	store_close(&w.st);
	key_free(&w.k);
	return (0);
}
