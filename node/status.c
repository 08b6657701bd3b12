#include "node/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "node/answer.h"
#include "proto/base/text.h"
#include "proto/cmd/table.h"
#include "proto/log/place.h"

static size_t
count_spaces(struct ledger *l)
{
	size_t n = 0;

	while (ledger_space_name(l, (uint32_t)n + 1)[0] != '\0')
		n++;
	return (n);
}

static err_t
count_logs(struct ledger *l, struct status *s)
{
	for (uint32_t no = 1; no <= ledger_logs(l); no++) {
		const struct log_info *i = ledger_log(l, no);
		struct status_space *sp;
		int64_t saved, pending;
		uint32_t last;

		if (i == NULL || i->mine == 0 || i->seq < i->first)
			continue;
		must(i->space >= 1 && i->space <= s->n);
		sp = &s->spaces[i->space - 1];
		saved = (int64_t)i->seq - i->first + 1;
		TRY(place_last(l, no, &last));
		pending = last >= i->seq    ? 0
			  : last < i->first ? saved
					    : (int64_t)i->seq - last;
		sp->saved += saved;
		sp->pending += pending;
		s->saved += saved;
		s->pending += pending;
	}
	return (NULL);
}

static err_t
count_held(struct office *o, struct arena *a, struct status *s)
{
	struct dispute *d;
	struct held *h;
	size_t n;

	TRY(state_disputes(o->st.l, 0, a, &d, &s->disputes));
	TRY(state_held(o->st.l, 0, true, a, &h, &n));
	for (size_t i = 0; i < n && o->desk.office != 0; i++) {
		if (h[i].owner_office == o->desk.office)
			s->proposals++;
		else if (h[i].author_office == o->desk.office)
			s->proposed++;
	}
	return (NULL);
}

err_t
status_read(struct office *o, struct arena *a, struct status *s)
{
	struct ledger *l = o->st.l;

	TRY(ledger_refresh(l));
	*s = (struct status){ .n = count_spaces(l) };
	s->spaces = arena_new(a, sizeof(*s->spaces) * (s->n + 1));
	for (size_t i = 0; i < s->n; i++) {
		struct cursor c;

		TRY(accept_cursor(l, (uint32_t)i + 1, &c));
		s->spaces[i].name = ledger_space_name(l, (uint32_t)i + 1);
		s->spaces[i].epoch = c.epoch;
		s->spaces[i].cursor = c.number;
	}
	TRY(count_logs(l, s));
	return (count_held(o, a, s));
}

/* ---- saying it ---------------------------------------------------------- */

static err_t
put_space(struct buf *b, const struct status_space *sp)
{
	TRY(answer_comma(b));
	TRY(buf_byte(b, '{'));
	TRY(answer_str(b, "space", sp->name));
	TRY(answer_int(b, "epoch", sp->epoch));
	TRY(answer_int(b, "cursor", sp->cursor));
	TRY(answer_int(b, "saved", sp->saved));
	TRY(answer_int(b, "pending", sp->pending));
	TRY(answer_int(b, "confirmed", sp->saved - sp->pending));
	return (buf_byte(b, '}'));
}

err_t
status_json(struct office *o, const struct status *s, struct buf *b)
{
	TRY(buf_byte(b, '{'));
	TRY(answer_yes(b, "enrolled", o->enrolled));
	TRY(answer_str(b, "office", o->conf[OFFICE_ITEM_OFFICE].value));
	TRY(answer_str(b, "hub", o->conf[OFFICE_ITEM_HUB].value));
	TRY(answer_str(b, "home", o->conf[OFFICE_ITEM_HOME].value));
	TRY(answer_str(b, "letter", o->conf[OFFICE_ITEM_LETTER].value));
	if (o->enrolled) {
		TRY(answer_time(
		    b, "certificate_until", o->cert_info.not_after));
		TRY(answer_int(b, "certificate_days", office_cert_days(o)));
	}
	if (o->clock.known)
		TRY(answer_int(b, "offset_s", o->clock.s));
	if (o->clock.last_sync != 0)
		TRY(answer_time(b, "last_sync", o->clock.last_sync));
	TRY(answer_int(b, "saved", s->saved));
	TRY(answer_int(b, "pending", s->pending));
	TRY(answer_int(b, "confirmed", s->saved - s->pending));
	TRY(answer_int(b, "disputes", (int64_t)s->disputes));
	TRY(answer_int(b, "proposals", (int64_t)s->proposals));
	TRY(answer_int(b, "proposed", (int64_t)s->proposed));
	TRY(answer_key(b, "spaces"));
	TRY(buf_byte(b, '['));
	for (size_t i = 0; i < s->n; i++)
		TRY(put_space(b, &s->spaces[i]));
	return (buf_str(b, "]}\n"));
}

static void
row(struct table *t, const char *name, const char *fmt, ...) PRINTF(3, 4);

static void
row(struct table *t, const char *name, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	table_add(t, name);
	table_add(t, text);
}

static void
say_head(struct office *o, bool en, struct table *t)
{
	const char *code = o->conf[OFFICE_ITEM_OFFICE].value;
	int64_t days = office_cert_days(o);
	char when[21];

	if (!o->enrolled) {
		row(t, en ? "Office" : "Oficina", "%s",
		    en ? "not enrolled yet" : "aún sin inscribir");
		return;
	}
	row(t, en ? "Office" : "Oficina", "%s", code == NULL ? "?" : code);
	row(t, en ? "Hub" : "Nodo central", "%s",
	    o->conf[OFFICE_ITEM_HUB].value);
	if (o->clock.last_sync == 0) {
		row(t, en ? "Last sync" : "Último envío", "%s",
		    en ? "never" : "nunca");
	} else {
		text_time_put(o->clock.last_sync, when);
		row(t, en ? "Last sync" : "Último envío", "%s", when);
	}
	if (days < 0)
		row(t, en ? "Certificate" : "Certificado",
		    en ? "expired %lld days ago" : "venció hace %lld días",
		    (long long)-days);
	else
		row(t, en ? "Certificate" : "Certificado",
		    en ? "%lld days left" : "vence en %lld días",
		    (long long)days);
}

static void
say_numbers(const struct status *s, bool en, struct table *t)
{
	row(t, "Guardado aquí", en ? "%lld (kept here)" : "%lld",
	    (long long)s->saved);
	row(t, "Por enviar", en ? "%lld (to be sent)" : "%lld",
	    (long long)s->pending);
	row(t, "Confirmado", en ? "%lld (confirmed by the hub)" : "%lld",
	    (long long)(s->saved - s->pending));
	row(t, en ? "Open disputes" : "Diferencias abiertas", "%zu",
	    s->disputes);
	row(t, en ? "Proposals to decide" : "Propuestas por decidir", "%zu",
	    s->proposals);
}

err_t
status_words(
    struct office *o, const struct status *s, const char *lang, struct buf *b)
{
	CLEAN(arena_free) struct arena a = ARENA;
	bool en = strcmp(lang, "en") == 0;
	struct table head = { .a = &a, .cols = 2 };
	struct table t = { .a = &a, .cols = 4 };
	char n[24];

	say_head(o, en, &head);
	say_numbers(s, en, &head);
	TRY(table_put(&head, b));
	if (s->n == 0)
		return (NULL);
	table_add(&t, en ? "Space" : "Espacio");
	table_add(&t, en ? "Received up to" : "Recibido hasta");
	table_add(&t, "Por enviar");
	table_add(&t, "Confirmado");
	for (size_t i = 0; i < s->n; i++) {
		const struct status_space *sp = &s->spaces[i];

		table_add(&t, sp->name);
		(void)snprintf(n, sizeof(n), "%lld", (long long)sp->cursor);
		table_add(&t, n);
		(void)snprintf(n, sizeof(n), "%lld", (long long)sp->pending);
		table_add(&t, n);
		(void)snprintf(
		    n, sizeof(n), "%lld", (long long)(sp->saved - sp->pending));
		table_add(&t, n);
	}
	TRY(buf_str(b, "\n"));
	return (table_put(&t, b));
}
