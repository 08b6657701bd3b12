#!/bin/sh
# J2: two people of one office edit the same agreement offline.
. tests/e2e/lib.sh

A=07-AC-2026-001
B=07-AC-2026-002

story() { # the order in which they sync
	again "order-$1"
	world TAP TAP2
	chiapas TAP
	sync_all TAP TAP2

	step "both offline, from the same base"
	hub_stop
	save TAP save agreement $A priority=high due_on=2026-06-30 \
	    means_of_verification='Circular publicada' \
	    + reschedule agreement=@. old_due=2026-03-31 new_due=2026-06-30 \
	    reason='La firma se retrasó' >/dev/null
	save TAP2 save agreement $A progress_pct=80 status=done \
	    done_on=2026-03-20 no_evidence_reason='Consta en actas' \
	    means_of_verification='Acuses de recibo' >/dev/null
	save TAP save agreement $B due_on=2026-10-30 \
	    + reschedule agreement=@. old_due=2026-07-31 new_due=2026-10-30 \
	    reason='Calendario escolar' >/dev/null
	save TAP2 save agreement $B due_on=2026-09-15 \
	    + reschedule agreement=@. old_due=2026-07-31 new_due=2026-09-15 \
	    reason='Antes del ciclo' >/dev/null
	refused 75 'could not be reached' node TAP sync

	step "they sync: $1, then $2"
	hub_start
	sync_ok "$1" "$2" "$1"
	for w in TAP TAP2 hub; do
		eq "priority at $w" "$(field $w $A priority)" high
		eq "due date at $w" "$(field $w $A due_on)" 2026-06-30
		eq "progress at $w" "$(field $w $A progress_pct)" 80
		eq "status at $w" "$(field $w $A status)" "done"
		eq "disputes at $w" "$(conflicts $w | wc -l | tr -d ' ')" 2
		eq "both values at $w" "$(at $w --json conflicts | jq -r '
		    .conflicts[] | select(.field == "means_of_verification")
		    | [.branches[].value] | sort | join("|")')" \
		    'Acuses de recibo|Circular publicada'
		eq "the base is shown at $w" \
		    "$(field $w $A means_of_verification)" \
		    'Circular firmada y acuses de recibo'
		eq "the earlier due date counts at $w" \
		    "$(field $w $B due_on)" 2026-09-15
		has "merged by itself, said in the history of $w" \
		    "$(at $w --json history $A)" merged_with
		eq "names at $w" "$(at $w --json conflicts | jq '
		    [.conflicts[].branches[] | select(.actor == "")] | length')" 0
	done
	same_digests TAP TAP2

	step "the secretary resolves with a reason; both authors see it"
	M=$(conflicts TAP | grep means_of)
	D=$(conflicts TAP | grep due_on)
	refused 64 reason node TAP resolve "$M" --take A
	save TAP resolve "$M" --value 'Circular y acuses' \
	    --reason 'Ambos medios' >/dev/null
	sync_ok TAP TAP2
	for w in TAP TAP2 hub; do
		eq "means at $w" "$(field $w $A means_of_verification)" \
		    'Circular y acuses'
		has "reason at $w" "$(at $w --json history $A)" 'Ambos medios'
		eq "disputes at $w" "$(conflicts $w | wc -l | tr -d ' ')" 1
	done

	step "two concurrent resolutions with different values reopen it"
	save TAP resolve "$D" --value 2026-09-15 --reason 'Primero' >/dev/null
	save TAP2 resolve "$D" --value 2026-10-30 --reason 'Segundo' >/dev/null
	sync_ok "$1" "$2" "$1"
	for w in TAP TAP2 hub; do
		eq "disputes at $w" "$(conflicts $w)" "$D"
		eq "due date at $w" "$(field $w $B due_on)" 2026-09-15
	done

	step "with equal values they do not"
	save TAP resolve "$D" --value 2026-10-30 --reason 'Acordado' >/dev/null
	save TAP2 resolve "$D" --value 2026-10-30 --reason 'Lo mismo' >/dev/null
	sync_ok "$1" "$2" "$1"
	for w in TAP TAP2 hub; do
		eq "disputes at $w" "$(conflicts $w)" ''
		eq "due date at $w" "$(field $w $B due_on)" 2026-10-30
	done
	four_checks "$1" "$2"
}

story TAP TAP2
story TAP2 TAP
