/*
 * hub_gate_world -- a hub in a folder of its own, two offices, invitations.
 *
 * Only for hub_gate_*test.c: it sees the hub, so it cannot be among the
 * helpers that go into every test.
 */
#ifndef TESTS_UNIT_HUB_GATE_WORLD_H
#define TESTS_UNIT_HUB_GATE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hub/invite.h"
#include "proto/base/cert.h"
#include "proto/base/clock.h"
#include "tests/unit/folder.h"

#define OK(e)                                                                  \
	do {                                                                   \
		err_t e_ = (e);                                                \
		if (e_ != NULL)                                                \
			fail_msg("%s", e_->text);                              \
	} while (0)
#define FAILS(e, want, words)                                                  \
	do {                                                                   \
		err_t e_ = (e);                                                \
		assert_non_null(e_);                                           \
		if (e_->code != (want) || strstr(e_->text, words) == NULL)     \
			fail_msg("%s: %s", err_name(e_->code), e_->text);      \
	} while (0)

static char folder[64];

/* A hub with two offices in a folder of its own. */
static inline void
add_office(struct house *h, const char *code)
{
	struct act *act = NULL;
	struct reg_office o = { 0 };
	const char *spaces[] = { "07", NULL };
	dot_t commit;

	snprintf(o.code, sizeof(o.code), "%s", code);
	snprintf(o.home, sizeof(o.home), "home-%.20s", code);
	OK(house_act(h, &act));
	OK(act_create(act, schema_entity(ENTITY_office),
	    (const struct fv[]){ { FIELD_office_code, val_str(code) } }, 1,
	    &o.record));
	OK(registry_office_add(h->st.db, &o));
	OK(registry_spaces_set(h->st.db, o.no, spaces, clock_now()));
	OK(act_save(act, "", &commit));
	house_act_end(&act);
}

static inline int
open_hub(void **state)
{
	struct house *h = calloc(1, sizeof(*h));
	err_t e;

	snprintf(folder, sizeof(folder), "/tmp/mesas-test-XXXXXX");
	if (h == NULL || mkdtemp(folder) == NULL)
		return (-1);
	if ((e = house_make(folder, NULL, NULL, NULL, 0)) != NULL ||
	    (e = house_open(h, folder)) != NULL) {
		fprintf(stderr, "%s\n", e->text);
		return (-1);
	}
	add_office(h, "TAP");
	add_office(h, "TIJ");
	*state = h;
	return (0);
}

static inline int
close_hub(void **state)
{
	house_close(*state);
	free(*state);
	return (folder_sweep(folder));
}

/* ---- invitations -------------------------------------------------------- */

static inline void
invited(struct house *h, const char *code, struct invitation *i)
{
	CLEAN(buf_free) struct buf line = BUF(4096);

	OK(invite_make(
	    h, code, "https://hub.example:8443", clock_now(), &line));
	OK(enrol_invitation_take(buf_all(&line), i));
}

static inline struct enrol_request
request(const struct invitation *i, const struct key *k, const char *computer)
{
	struct enrol_request r = { 0 };

	memcpy(r.code, i->code, sizeof(r.code));
	snprintf(r.office, sizeof(r.office), "%s", i->office);
	snprintf(r.computer, sizeof(r.computer), "%s", computer);
	snprintf(r.software, sizeof(r.software), "mesas-node 0.1.0");
	OK(enrol_prove(&r, &i->ca, k));
	return (r);
}

static inline struct key *
new_key(void)
{
	struct key *k = NULL;

	OK(key_make(&k));
	return (k);
}

/* A computer of an office: its certificate as the door would see it. */
static inline struct tls_peer
enrolled(struct house *h, const char *office, struct key **k)
{
	CLEAN(buf_free) struct buf b = BUF(LIMIT_ENROL_BYTES);
	struct tls_peer p = { .verified = true };
	struct enrol_answer ans;
	struct arena a = ARENA;
	struct enrol_request r;
	struct cert_info ci;
	struct invitation i;

	*k = new_key();
	invited(h, office, &i);
	r = request(&i, *k, "equipo");
	OK(invite_enrol(h, &r, clock_now(), &b));
	OK(enrol_answer_take(buf_all(&b), &a, &ans));
	OK(cert_read(ans.cert, &ci));
	memcpy(p.serial, ci.serial, sizeof(p.serial));
	memcpy(p.spki, ci.spki, KEY_LEN);
	snprintf(p.cn, sizeof(p.cn), "%s", ci.cn);
	snprintf(p.o, sizeof(p.o), "%s", ci.o);
	arena_free(&a);
	return (p);
}

#endif
