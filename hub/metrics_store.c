/*
 * metrics_store -- what the store says: offices, computers, disputes, bytes.
 */
#include "hub/metrics_in.h"
#include "hub/view.h"
#include "proto/base/clock.h"
#include "proto/base/file.h"
#include "proto/log/state.h"

/* One reading; everything in it is of one snapshot. */
struct reading {
	struct arena a;
	struct db *db;
	struct ledger *l;
	struct view_ask ask;
	struct buf *b;
};

static void
reading_end(struct reading *r)
{
	ledger_close(&r->l);
	db_close(&r->db);
	arena_free(&r->a);
}

static err_t
put_bytes(const char *dir, struct buf *b)
{
	static const struct {
		const char *file, *part;
	} all[] = { { "hub.db", "store" }, { "hub.db-wal", "log" } };

	TRY(metrics_family(b, "mesas_database_bytes", "gauge",
	    "Size of the store on the disk, and of its write-ahead log."));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		char *path = house_path(dir, all[i].file);
		bool there = file_exists(path);
		int64_t n = 0;
		err_t e = there ? file_length(path, &n) : NULL;

		mem_free(path);
		TRY(e);
		TRY(buf_fmt(b, "mesas_database_bytes{part=\"%s\"} %lld\n",
		    all[i].part, (long long)n));
	}
	return (NULL);
}

/* ---- offices ------------------------------------------------------------ */

static int64_t
backlog_of(const struct view_office *o)
{
	return (o->backlog);
}

static int64_t
contact_of(const struct view_office *o)
{
	return (o->contact);
}

static int64_t
through_of(const struct view_office *o)
{
	return (o->contact == 0 ? 0 : o->through);
}

static int64_t
skew_of(const struct view_office *o)
{
	return (o->skew);
}

static int64_t
disputes_of(const struct view_office *o)
{
	return (o->disputes);
}

/* Families of one sample an office. */
static const struct family {
	const char *name, *help;
	int64_t (*of)(const struct view_office *o);
} families[] = {
	{ "mesas_office_backlog_commits",
	    "Commits that an office's computers said to have and that are not "
	    "here.",
	    backlog_of },
	{ "mesas_office_last_contact_timestamp_seconds",
	    "When an office was last heard of; 0 never.", contact_of },
	{ "mesas_office_complete_timestamp_seconds",
	    "Until when an office's data are complete here; 0 unknown.",
	    through_of },
	{ "mesas_office_clock_skew_seconds",
	    "How far the worst clock of an office is ahead of the hub's.",
	    skew_of },
	{ "mesas_office_open_disputes",
	    "Open disputes in the roundtables that an office owns.",
	    disputes_of },
};

static err_t
put_offices(struct reading *r)
{
	struct view_office *o;
	size_t n;

	TRY(view_offices(&r->ask, &r->a, &o, &n));
	for (size_t k = 0; k < sizeof(families) / sizeof(families[0]); k++) {
		const struct family *f = &families[k];

		TRY(metrics_family(r->b, f->name, "gauge", f->help));
		for (size_t i = 0; i < n; i++)
			TRY(buf_fmt(r->b, "%s{office=\"%s\"} %lld\n", f->name,
			    metrics_label(&r->a, o[i].code),
			    (long long)f->of(&o[i])));
	}
	return (NULL);
}

static err_t
put_disputes(struct reading *r)
{
	struct dispute *d;
	size_t n;

	TRY(state_disputes(r->l, 0, &r->a, &d, &n));
	TRY(metrics_family(
	    r->b, "mesas_open_disputes", "gauge", "Open disputes, in all."));
	return (buf_fmt(r->b, "mesas_open_disputes %zu\n", n));
}

/* ---- computers ---------------------------------------------------------- */

static err_t
put_computer(void *ctx, const struct reg_node *n)
{
	struct reading *r = ctx;
	struct reg_office o;

	/* The hub's own entry has no certificate in the registry. */
	if (n->status != CODE_node_status_active || n->until == 0)
		return (NULL);
	TRY(registry_office_no(r->db, n->office, &o));
	return (buf_fmt(r->b,
	    "mesas_computer_certificate_remaining_seconds"
	    "{office=\"%s\",computer=\"%lld\"} %lld\n",
	    metrics_label(&r->a, o.code), (long long)n->no,
	    (long long)(n->until - r->ask.now)));
}

static err_t
put_computers(struct reading *r)
{
	TRY(metrics_family(r->b, "mesas_computer_certificate_remaining_seconds",
	    "gauge",
	    "How long the certificate of an active computer is still valid, by "
	    "its number in `mesas-hub nodes`."));
	return (registry_nodes(r->db, 0, put_computer, r));
}

err_t
metrics_store(const char *dir, struct buf *b)
{
	CLEAN(reading_end) struct reading r = { .b = b };
	CLEAN(tx_undo) struct tx tx = { 0 };
	char *path = house_path(dir, "hub.db");
	err_t e = db_open(&r.db, path, DB_READ);

	mem_free(path);
	TRY(e);
	TRY(ledger_open(&r.l, r.db));
	TRY(tx_read(&tx, r.db));
	TRY(ledger_refresh(r.l));
	r.ask = (struct view_ask){ .l = r.l, .now = clock_now() };
	r.ask.today = clock_day(r.ask.now, NULL);
	TRY(put_bytes(dir, b));
	TRY(put_disputes(&r));
	TRY(put_offices(&r));
	return (put_computers(&r));
}
