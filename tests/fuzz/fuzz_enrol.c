/* Invitations, enrolments, renewals, answers and refusals. */
#include "proto/base/text.h"
#include "proto/sync/enrol.h"
#include "tests/fuzz/fuzz.h"

static bool
ends(const char *s, size_t size)
{
	return (memchr(s, '\0', size) != NULL && text_valid(span_str(s)));
}

static bool
invitation(struct span s, struct buf *out)
{
	struct invitation i;

	if (enrol_invitation_take(s, &i) != NULL)
		return (false);
	must(ends(i.url, sizeof(i.url)) && ends(i.office, sizeof(i.office)));
	must(strncmp(i.url, "https://", 8) == 0);
	return (enrol_invitation_put(&i, out) == NULL);
}

static bool
request(struct span s, struct buf *out)
{
	struct enrol_request r;

	if (enrol_request_take(s, &r) != NULL)
		return (false);
	must(ends(r.office, sizeof(r.office)));
	must(ends(r.computer, sizeof(r.computer)));
	must(ends(r.software, sizeof(r.software)));
	return (enrol_request_put(&r, out) == NULL);
}

static bool
renewal(struct span s, struct buf *out)
{
	struct enrol_renewal r;

	return (enrol_renewal_take(s, &r) == NULL &&
		enrol_renewal_put(&r, out) == NULL);
}

static bool
answer(struct span s, struct buf *out)
{
	CLEAN(arena_free) struct arena a = ARENA;
	struct enrol_answer r;

	if (enrol_answer_take(s, &a, &r) != NULL)
		return (false);
	must(ends(r.office, sizeof(r.office)) && ends(r.home, sizeof(r.home)));
	return (enrol_answer_put(&r, out) == NULL);
}

static bool
refusal(struct span s, struct buf *out)
{
	err_t e = enrol_refusal_take(s);

	must(e != NULL && e->code != ERR_NONE);
	return (enrol_refusal_put(e->code, e->text, out) == NULL);
}

/* An invitation with this JSON inside, so that its form is not in the way. */
static void
inside(struct span s)
{
	CLEAN(buf_free) struct buf b = BUF(1 << 20);

	must(buf_str(&b, "mesas1:") == NULL && buf_b64(&b, s) == NULL);
	(void)fuzz_round(buf_all(&b), invitation);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);

	inside(in);
	(void)fuzz_round(in, invitation);
	(void)fuzz_round(in, request);
	(void)fuzz_round(in, renewal);
	(void)fuzz_round(in, answer);
	(void)fuzz_round(in, refusal);
	return (0);
}
