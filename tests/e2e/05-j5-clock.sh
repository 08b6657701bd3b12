#!/bin/sh
# J5: a clock wrong by a year or by ten: never refused, causality decides, and
# the person is told.
. tests/e2e/lib.sh

A=07-AC-2026-001

story() { # NAME OFFSET DAYS
	FAKE_TAP=
	again "$1"
	world TAP TAP2
	chiapas TAP
	sync_all TAP TAP2

	step "the clock of TAP is $2; it edits first"
	export FAKE_TAP="$2" # read by node
	save TAP save agreement $A priority=low >/dev/null
	save TAP save agreement 07-AC-2026-003 priority=low >/dev/null
	sync_ok TAP
	has "the banner" "$(cat "$T/TAP.err")" \
	    "la hora de este equipo difiere $3 días del servidor"
	node TAP status >/dev/null 2>"$T/status.err"
	has "the banner stays" "$(cat "$T/status.err")" "difiere $3 días"
	eq "the hub keeps how far it is off" \
	    "$(hub --json nodes | jq '[.nodes[].skew_s
	    | fabs] | max > 86400')" true

	step "TAP2, with a right clock, has seen it and edits later: it wins"
	sync_ok TAP2
	eq "it sees the first edit" "$(field TAP2 $A priority)" low
	save TAP2 save agreement $A priority=high >/dev/null
	sync_ok TAP2 TAP
	for w in TAP TAP2 hub; do
		eq "the later edit at $w" "$(field $w $A priority)" high
		eq "disputes at $w" "$(conflicts $w)" ''
	done
	step "and TAP, later again, with its wrong clock"
	save TAP save agreement $A priority=medium >/dev/null
	sync_ok TAP TAP2
	for w in TAP TAP2 hub; do
		eq "priority at $w" "$(field $w $A priority)" medium
		eq "disputes at $w" "$(conflicts $w)" ''
	done

	step "concurrent edits are a dispute, whatever the clocks say"
	save TAP save agreement $A means_of_verification=Uno >/dev/null
	save TAP2 save agreement $A means_of_verification=Dos >/dev/null
	# shellcheck disable=SC2086 # a list
	sync_ok $4
	for w in TAP TAP2 hub; do
		eq "disputes at $w" "$(conflicts $w | wc -l | tr -d ' ')" 1
	done
	save TAP resolve "$(conflicts TAP)" --value Tres --reason Acordado \
	    >/dev/null

	step "a date that a person wrote stays as written"
	save TAP save agreement 07-AC-2026-003 status=done done_on=2026-11-03 \
	    no_evidence_reason='Consta en actas' >/dev/null
	sync_ok TAP TAP2
	eq "done on" "$(field TAP2 07-AC-2026-003 done_on)" 2026-11-03
	node TAP --json history $A >"$T/history"
	eq "only what was written before the hub was heard has a wrong time" \
	    "$(jq --arg y "$(date -u +%Y)" '[.writes[]
	    | select(.at[0:4] != $y)] | length' "$T/history")" 1
	four_checks TAP TAP2
}

story ahead +365d 365 'TAP TAP2 TAP'
story behind -365d 365 'TAP2 TAP TAP2'
story decade -3650d 3650 'TAP TAP2 TAP'
