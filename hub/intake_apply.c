#include "hub/intake_in.h"

#include <stdio.h>

bool
intake_apply_admits(const struct intake *in, const char *space, bool lost_too)
{
	const struct peer *p = &in->peer;

	for (size_t i = 0; i < p->spaces_n; i++) {
		if (strcmp(p->space[i], space) == 0)
			return (true);
	}
	for (size_t i = 0; lost_too && i < p->lost_n; i++) {
		if (strcmp(p->lost[i], space) == 0)
			return (true);
	}
	return (false);
}

/* The writer of a segment's log and its space, known or told by its genesis. */
static err_t
origin(struct intake *in, const struct segment *s, uint8_t node[KEY_LEN],
    char space[LIMIT_SPACE_NAME + 1])
{
	const struct log_info *i = ledger_log_by_id(in->st->l, s->log);
	struct genesis g;

	if (i != NULL && i->space != 0) {
		memcpy(node, i->node, KEY_LEN);
		(void)snprintf(space, LIMIT_SPACE_NAME + 1, "%s",
		    ledger_space_name(in->st->l, i->space));
		return (NULL);
	}
	if (s->from != 1) {
		intake_refuse(
		    in, ERR_GAP, s->log, 0, "nothing of this log is here");
		return (NULL);
	}
	TRY(genesis_take(s->genesis, &g)); /* segment_take took it before */
	memcpy(node, g.node, KEY_LEN);
	memcpy(space, g.space, sizeof(g.space));
	return (NULL);
}

/* Handed back: of any node that was ever enrolled, or of the hub itself. */
static err_t
known_writer(struct intake *in, const struct segment *s,
    const uint8_t node[KEY_LEN], bool *federal)
{
	dot_t office;
	err_t e;

	e = segment_verify(s, node);
	if (e != NULL)
		return (intake_blame(in, e, s));
	*federal = memcmp(node, in->hub, KEY_LEN) == 0;
	if (*federal || memcmp(node, in->peer.key, KEY_LEN) == 0) {
		*federal = *federal || in->peer.federal;
		return (NULL);
	}
	e = state_office(in->st->l, node, &office, federal);
	if (e != NULL && e->code == ERR_MISSING) {
		intake_refuse(in, ERR_SCOPE, s->log, s->from,
		    "a log of a node that is not enrolled");
		return (NULL);
	}
	return (e);
}

static err_t
rights(struct intake *in, const struct segment *s, bool back)
{
	char space[LIMIT_SPACE_NAME + 1];
	bool federal = in->peer.federal;
	uint8_t node[KEY_LEN];

	TRY(origin(in, s, node, space));
	if (in->gone)
		return (NULL);
	/* SPEC 10.4: A space the office is not admitted to, or has lost, MUST
	 * be refused with SCOPE. */
	if (!intake_apply_admits(in, space, true)) {
		intake_refuse(in, ERR_SCOPE, s->log, s->from,
		    "not admitted to the space %s", space);
		return (NULL);
	}
	if (back)
		TRY(known_writer(in, s, node, &federal));
	else if (memcmp(node, in->peer.key, KEY_LEN) != 0)
		intake_refuse(
		    in, ERR_SCOPE, s->log, s->from, "a log of another node");
	/* SPEC 10.4: Only nodes of the federal level write in `national`, also
	 * what is handed back. */
	if (!in->gone && strcmp(space, SPACE_NATIONAL) == 0 && !federal)
		intake_refuse(in, ERR_SCOPE, s->log, s->from,
		    "only the federal level writes in national");
	return (NULL);
}

/* Who was given (epoch, n) had seen less of that epoch. */
static void
before(const uint8_t id[EPOCH_LEN], const uint8_t epoch[EPOCH_LEN], int64_t n,
    int64_t *most)
{
	if (memcmp(id, epoch, EPOCH_LEN) == 0 && n - 1 > *most)
		*most = n - 1;
}

/* How much of an epoch a commit can have seen. */
static err_t
could_see(struct intake *in, uint32_t space, uint32_t no,
    const struct entry *back, int64_t *most)
{
	const uint8_t *current = in->e.id[in->e.n - 1];
	uint8_t id[EPOCH_LEN];

	TRY(place_top(in->st->l, space, no, most));
	for (size_t i = 0; i < in->e.n; i++) {
		struct cursor base = { 0 };

		if (in->e.no[i] != no)
			continue;
		TRY(epoch_base(in->st, &in->e, i, space, &base));
		*most = base.number > *most ? base.number : *most;
	}
	TRY(ledger_epoch_id(in->st->l, no, id));
	/* The current one is the hub's own to know. */
	if (back == NULL || memcmp(id, current, EPOCH_LEN) == 0)
		return (NULL);
	before(id, back->epoch, back->pos, most);
	for (size_t i = 0; i < back->was_n; i++)
		before(id, back->was[i].epoch, back->was[i].n, most);
	return (NULL);
}

/*
 * The author cannot have seen what nobody was given: such a basis would hide
 * other people's edits, and go into the basis of all who read it.
 */
static err_t
check_basis(struct intake *in, const struct segment *s,
    const struct acceptance *acc, const struct entry *back)
{
	struct ledger *l = in->st->l;
	uint32_t space = ledger_log(l, acc->log)->space, all;

	TRY(place_epochs(l, &all));
	for (uint32_t no = 1; no <= all; no++) {
		int64_t seen = place_basis(l, acc->log, acc->last, no), most;

		if (seen == 0)
			continue;
		TRY(could_see(in, space, no, back, &most));
		/* SPEC 10.4: A basis that names a hub epoch or a number that
		 * the hub cannot resolve MUST be refused with EPOCH. */
		if (seen > most) {
			intake_refuse(in, ERR_EPOCH, s->log, s->from,
			    "it has seen number %lld; there are %lld",
			    (long long)seen, (long long)most);
			return (NULL);
		}
	}
	return (NULL);
}

static err_t
keep(struct intake *in, const struct segment *s, const struct entry *back,
    struct acceptance *acc)
{
	uint32_t were, are;

	TRY(place_epochs(in->st->l, &were));
	TRY(accept_segment(in->st->l, s, acc));
	if (acc->what == ACCEPTED_KNOWN)
		return (NULL);
	if (acc->what == ACCEPTED_GAP) {
		intake_refuse(in, ERR_GAP, s->log, acc->have,
		    "commit %u comes after %u", s->from, acc->have);
		return (NULL);
	}
	TRY(place_epochs(in->st->l, &are));
	if (are > were)
		intake_refuse(in, ERR_EPOCH, s->log, s->from,
		    "it names a life of the hub that is not known here");
	else
		TRY(check_basis(in, s, acc, back));
	if (in->gone)
		return (NULL);
	if (back == NULL)
		TRY(stamp_give(&in->stamp, acc->log, acc->first, acc->last,
		    &s->hash[acc->first - s->from]));
	return (fold_commits(in->st->f, acc->log, acc->first, acc->last));
}

static uint64_t
ops_of(const struct segment *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->body.n; i++)
		n += s->body.p[i] == '\n';
	return (n - s->n);
}

err_t
intake_apply_segment(struct intake *in, const struct segment *s,
    const struct entry *back, struct acceptance *acc)
{
	CLEAN(tx_undo) struct tx sp = { 0 };
	err_t e;

	*acc = (struct acceptance){ .what = ACCEPTED_KNOWN };
	in->gone = false;
	TRY(rights(in, s, back != NULL));
	if (in->gone)
		return (NULL);
	TRY(tx_save(&sp, in->st->db));
	e = keep(in, s, back, acc);
	TRY(intake_blame(in, e, s));
	if (in->gone) { /* nothing half applied */
		tx_undo(&sp);
		return (intake_forget(in->st));
	}
	TRY(tx_commit(&sp));
	if (acc->what == ACCEPTED_KNOWN)
		return (NULL);
	in->r.segments++;
	in->r.commits += acc->last - acc->first + 1;
	in->r.ops += ops_of(s);
	if (acc->what == ACCEPTED_FORK && back == NULL) {
		in->r.order_epoch = true;
		intake_refuse(in, ERR_FORK, s->log, acc->first,
		    "two branches from commit %u on; both are kept",
		    acc->first);
	}
	return (NULL);
}

/* Does the peer's idea of what it has seen agree with what was given? */
static err_t
check_cursors(struct intake *in)
{
	const struct hello *h = &in->hello;
	struct hash at;
	bool ok;

	if (!h->has_epoch) {
		for (size_t i = 0; i < h->n && !in->stale; i++)
			in->stale = h->spaces[i].n > 0;
	} else {
		in->stale =
		    memcmp(h->epoch, in->e.id[in->e.n - 1], EPOCH_LEN) != 0;
	}
	for (size_t i = 0; i < h->n && !in->stale; i++) {
		const struct hello_space *s = &h->spaces[i];
		uint32_t space;
		err_t e;

		if (!intake_apply_admits(in, s->name, false) || s->n == 0)
			continue;
		e = ledger_space(in->st->l, s->name, false, &space);
		if (e != NULL && e->code == ERR_MISSING) {
			in->stale = true;
			return (NULL);
		}
		TRY(e);
		TRY(epoch_h(in->st, &in->e, space, s->n, &at, &ok));
		in->stale = !ok || memcmp(at.b, s->h, CHECK_LEN) != 0;
	}
	return (NULL);
}

/* A node that knows less of its own log than the hub was restored; one that
 * knows it otherwise was cloned. */
static err_t
check_head(struct intake *in, const struct log_head *h)
{
	struct ledger *l = in->st->l;
	const struct log_info *i;
	uint8_t id[LOG_ID_LEN];
	uint32_t log;

	TRY(place_named(l, h->log, CHECK_LEN, in->peer.key, &log));
	i = ledger_log(l, log);
	if (i == NULL || i->space == 0 || i->seq < h->seq || h->seq == 0)
		return (NULL);
	memcpy(id, i->id, LOG_ID_LEN);
	TRY(place_find(l, id, h->seq, h->hash, CHECK_LEN, &log));
	i = ledger_log(l, log);
	if (i == NULL) {
		in->r.order_epoch = true;
		intake_refuse(in, ERR_FORK, id, h->seq,
		    "commit %u of this log is another here", h->seq);
	} else if (i->seq > h->seq) {
		/* SPEC 10.4: A hello whose own head is behind the hub's MUST be
		 * answered with ROLLBACK and the order to open new logs. */
		in->r.order_epoch = true;
		intake_refuse(in, ERR_ROLLBACK, id, i->seq,
		    "commit %u of this log is here already", i->seq);
	}
	return (NULL);
}

static err_t
check_heads(struct intake *in)
{
	for (size_t i = 0; i < in->hello.n; i++) {
		const struct hello_space *s = &in->hello.spaces[i];

		for (size_t k = 0; k < s->logs_n; k++)
			TRY(check_head(in, &s->logs[k]));
	}
	return (NULL);
}

static err_t
prepare(struct intake *in, struct store *st, const struct key *key, int64_t now)
{
	in->st = st;
	key_public(key, in->hub);
	TRY(ledger_refresh(st->l));
	TRY(intake_own(st, key, now));
	TRY(epoch_all(st, &in->e));
	must(in->e.n > 0);
	in->stamp = (struct stamp){ st, &in->e, 0 };
	return (stamp_now(st, now, &in->stamp.receipt));
}

err_t
intake_apply(
    struct intake *in, struct store *st, const struct key *key, int64_t now)
{
	must(in->has_hello && db_in_tx(st->db));
	TRY(prepare(in, st, key, now));
	TRY(check_cursors(in));
	if (in->stale) {
		/* More than whatever else is wrong with the request: the reply
		 * goes by cursors that hold. */
		in->r.err = (struct refusal){ .code = ERR_NONE };
		intake_refuse(in, ERR_EPOCH, NULL, 0,
		    "the hub was restored, or history differs");
	} else {
		TRY(check_heads(in));
	}
	for (size_t i = 0; i < in->parcel.n; i++) {
		const struct parcel_item *it = &in->parcel.items[i];
		struct acceptance acc;

		in->gone = false;
		if (it->has_entry)
			TRY(intake_back(in, it));
		/* SPEC 10.7: While the hello is of another hub epoch, new
		 * segments MUST NOT be taken; what is handed back MUST be. */
		else if (!in->stale)
			TRY(intake_apply_segment(in, &it->segs[0], NULL, &acc));
	}
	TRY(fold_late_again(st->f));
	/* SPEC 10.4: To a certificate that has ended the hub MUST answer
	 * EXPIRED and give nothing; what it pushed is kept. */
	if (in->peer.expired && in->r.err.code == ERR_NONE)
		intake_refuse(in, ERR_EXPIRED, NULL, 0,
		    "the certificate of this computer has ended; what it"
		    " pushed was kept; renew it");
	return (NULL);
}
