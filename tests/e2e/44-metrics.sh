#!/bin/sh
# What a monitor on the hub's machine is told: the format, line by line; the
# numbers grow with what happens; nobody else is answered.
. tests/e2e/lib.sh

HUB_ARGS='--metrics 127.0.0.1:0'
scrape() {
	curl -sS -f "http://$AT/metrics" >"$T/metrics" || fail "no metrics"
}
# The value of a series, its labels as they are written.
val() { awk -v s="$1" '$1 == s { print $2 }' "$T/metrics"; }
# grew SERIES BEFORE BY
grew() { eq "$1" "$(val "$1")" $(($2 + $3)); }

# Each line is a comment of its family or a sample of the family that was
# announced; a name has its HELP and TYPE once; the buckets of a histogram do
# not fall and end with what _count says.
grammar() {
	awk '
	function bad(why) { print NR ": " why ": " $0; wrong = 1 }
	/^# HELP [a-z_:][a-z0-9_:]* ./ {
		if ($3 in help) bad("help twice")
		help[$3] = 1; name = $3; next
	}
	/^# TYPE [a-z_:][a-z0-9_:]* (counter|gauge|histogram)$/ {
		if ($3 != name) bad("type without its help")
		if ($3 in type) bad("type twice")
		type[$3] = $4; kind = $4
		if ((kind == "counter") != (name ~ /_total$/)) bad("name")
		next
	}
	/^[a-z_:][a-z0-9_:]*(\{[a-z_]+="([^"\\]|\\[\\"n])*"(,[a-z_]+="([^"\\]|\\[\\"n])*")*\})? (-?[0-9]+(\.[0-9]+)?|\+Inf|NaN)$/ {
		series = $0; sub(/ [^ ]*$/, "", series)
		if (series in seen) bad("series twice")
		seen[series] = 1
		base = series; sub(/\{.*/, "", base)
		if (kind == "histogram") {
			if (base == name "_bucket") {
				if ($NF + 0 < last + 0) bad("a bucket falls")
				last = $NF
			} else if (base == name "_count") {
				if ($NF != last) bad("count")
				last = 0
			} else if (base != name "_sum") bad("of another family")
		} else if (base != name) bad("of another family")
		if (kind == "counter" && $NF ~ /^-/) bad("negative")
		samples++; next
	}
	{ bad("no line of the format") }
	END { if (samples < 50) { print samples " samples"; wrong = 1 } exit wrong }
	' "$T/metrics" >"$T/grammar" || fail "$(cat "$T/grammar")"
	[ "$(tail -c 1 "$T/metrics" | od -An -tx1)" = ' 0a' ] || fail "no end"
	# Prometheus' own reader, where it is; `make check-oracle` insists.
	if [ -n "${PROMTOOL:-}" ] || command -v promtool >/dev/null; then
		"${PROMTOOL:-promtool}" check metrics <"$T/metrics" \
		    >"$T/promtool" 2>&1 ||
		    fail "promtool: $(cat "$T/promtool")"
	fi
}

step "two offices, one with changes that the hub has not"
world TAP PAL
chiapas TAP
sync_ok TAP
AT=$(jq -r .metrics "$T/serve.out")
scrape
grammar
before=$(val 'mesas_syncs_total{outcome="ok"}')
[ "$before" -ge 3 ] || fail "syncs: $before"
eq "the same in the histogram" "$(val mesas_sync_duration_seconds_count)" "$before"
eq "the offices' door" "$(val 'mesas_connections{door="pages"}')" 0
eq "nobody waits" "$(val mesas_writer_queue_jobs)" 0
eq "the store is read" "$(val mesas_store_readable)" 1
for c in authority server pages; do
	[ "$(val "mesas_certificate_remaining_seconds{certificate=\"$c\"}")" -gt 2592000 ] ||
	    fail "the certificate $c"
done
[ "$(val 'mesas_database_bytes{part="store"}')" -gt 4096 ] || fail "no store"
eq "offices" "$(grep -c '^mesas_office_backlog_commits{' "$T/metrics")" 3
eq "computers" "$(grep -c '^mesas_computer_certificate_remaining_seconds{' "$T/metrics")" 2
eq "TIJ was never heard of" \
    "$(val 'mesas_office_last_contact_timestamp_seconds{office="TIJ"}')" 0

step "three syncs more, and one that is refused"
commits=$(val mesas_received_commits_total)
sync_ok TAP PAL PAL
no=$(hub --json nodes | jq -r '.nodes[] | select(.office == "PAL") | .node')
hub revoke "$no" >"$T/revoke.out"
node PAL sync >"$T/pal.out" 2>&1 && fail "a revoked computer synced"
scrape
grammar
grew 'mesas_syncs_total{outcome="ok"}' "$before" 3
grew 'mesas_syncs_total{outcome="revoked"}' 0 1
grew 'mesas_refusals_total{reason="revoked"}' 0 1
grew mesas_sync_duration_seconds_count "$before" 3
eq "nothing new came" "$(val mesas_received_commits_total)" "$commits"
eq "its computer has gone" \
    "$(grep -c '^mesas_computer_certificate_remaining_seconds{' "$T/metrics")" 1

step "health, and who is not answered"
eq "health" "$(curl -sS "http://$AT/healthz")" ok
code() { curl -sS -o /dev/null -w '%{http_code}' "$@"; }
eq "a name that was pointed here" \
    "$(code -H 'Host: evil.example' "http://$AT/metrics")" 403
eq "nothing to change" "$(code -X POST "http://$AT/metrics")" 405
for door in listen pages; do
	at=$(jq -r ".$door" "$T/serve.out")
	curl -sk -o "$T/door" "https://$at/metrics" || :
	! grep -q mesas_ "$T/door" || fail "the door $door tells"
done
hub_stop
refused 64 'address of this machine' hub serve --listen 127.0.0.1:0 \
    --pages 127.0.0.1:0 --metrics 0.0.0.0:0

step "off unless it is asked for"
HUB_ARGS=
hub_start
eq "no metrics" "$(jq -r .metrics "$T/serve.out")" null
