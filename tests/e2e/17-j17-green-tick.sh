#!/bin/sh
# J17: the green tick is true.  The road is cut after the request was received
# and before the answer, at every message and at many bytes: nothing is called
# confirmed that the hub does not keep, and nothing is there twice.
. tests/e2e/lib.sh

A=07-AC-2026-001

# What the office calls confirmed is at the hub, even if that dies now.
true_tick() {
	node TAP --json log | jq -r '.logs[] | "\(.log) \(.confirmed)"' |
	    sort >"$T/told"
	hub_kill
	hub_start
	hub --json log --all | jq -r '.logs[] | "\(.log) \(.commits)"' |
	    sort >"$T/kept"
	join "$T/told" "$T/kept" >"$T/both"
	_bad=$(awk '$2 > $3' "$T/both")
	[ -z "$_bad" ] || fail "confirmed but not kept (log, told, kept): $_bad"
	_own=$(awk '$2 > 0' "$T/told" | wc -l)
	[ "$(awk '$2 > 0' "$T/both" | wc -l)" -eq "$_own" ] ||
	    fail "the hub does not know a log that has confirmed commits"
}
n=0
edit() {
	n=$((n + 1))
	save TAP save agreement $A "means_of_verification=Medio $n" >/dev/null
}
# One sync on the broken road; true when it was cut.
cut_sync() {
	rc=0
	node TAP --json sync >"$T/cut.json" 2>"$T/cut.err" || rc=$?
	road_close TAP
	true_tick
	case $rc in
	0) return 1 ;;
	75) ;;
	*) fail "a cut sync ends with $rc: $(cat "$T/cut.err")" ;;
	esac
	return 0
}

step "a hub, a computer"
world TAP
chiapas TAP
sync_all TAP

step "cut before each answer, with and without a TLS session to resume"
cuts=0
for fresh in yes no; do
	k=0
	while :; do
		edit
		[ $fresh = no ] || rm -f "$T/TAP/tls.session"
		road TAP answer $k
		cut_sync || break
		cuts=$((cuts + 1))
		[ $fresh = yes ] || sync_ok TAP
		k=$((k + 1))
		[ $k -lt 20 ] || fail "always cut"
	done
done
[ $cuts -ge 3 ] || fail "only $cuts cuts"

step "several requests: 40 long texts, cut before each answer"
awk 'BEGIN {
	for (i = 1; i <= 40; i++) {
		printf "{\"entity\":\"gap\",\"key\":\"larga-%d\",\"set\":{\"roundtable\":\"MESA-07\",\"title\":\"Brecha %d\",\"theme\":\"health\",\"description\":\"", i, i
		for (k = 0; k < 330; k++)
			printf "%d texto largo %d que no se repite. ", i * k, (i * 7919 + k * 104729) % 1000003
		printf "\"}}\n"
	}
}' >"$T/long.jsonl"
import_node TAP "$T/long.jsonl"
k=0
most=0 # commits in one request
while :; do
	road TAP answer $k
	more=yes
	cut_sync || more=no
	c=$(jq -s '.[0] | .commits_sent / .requests | ceil' "$T/cut.json")
	[ "$c" -le "$most" ] || most=$c
	[ $more = yes ] || break
	k=$((k + 1))
	[ $k -lt 40 ] || fail "always cut"
done
[ $k -ge 1 ] || fail "never cut"
[ "$most" -lt 40 ] || fail "it was one request"
eq "gaps at the hub" "$(hub --json list gap theme=health |
    jq '[.records[] | select(.fields.title | startswith("Brecha "))] | length')" 40

step "cut after so many bytes, either way"
for bytes in 1 300 700 900 1000 1100 1200 1300 1500 2000; do
	for way in up down; do
		edit
		road TAP $way $bytes
		cut_sync || :
	done
done

step "nothing twice: each edit once in the history"
sync_ok TAP
eq "writes" "$(hub --json history $A | jq '.writes | length')" $((n + 1))
eq "the last one is shown" "$(field hub $A means_of_verification)" "Medio $n"
four_checks TAP
