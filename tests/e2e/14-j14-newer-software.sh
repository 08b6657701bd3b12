#!/bin/sh
# J14: one computer has software two versions ahead.  What it writes is kept
# byte for byte and passed on; nothing that the others do waits for it.
. tests/e2e/lib.sh

A=07-AC-2026-001
stored() { "$BIN/tests/e2e/logtool" lines "$T/$1"; }

story() {
	again "order-$1"
	world TAP TAP2
	chiapas TAP
	sync_all TAP TAP2
	seq=$(node TAP --json show $A | jq -r .id | cut -d. -f2)

	step "an unknown field, an unknown entity, an unknown kind of op"
	F="[19,$seq,10,1,250,\"un campo nuevo\"]"
	E='[900,0,"una entidad nueva",[1,2,3],{"a":null}]'
	K="[-99,19,$seq,\"una clase nueva\"]"
	# As far as a reader goes: known entity, a value of another type.
	V="[19,$seq,11,[\"no\",\"un\",\"número\"]]"
	for line in "$F" "$E" "$K" "$V"; do
		"$BIN/tests/e2e/logtool" write "$T/TAP" 07 "$T/TAP" "$line" ||
		    fail "logtool: $line"
	done
	step "and a commit with ops of both sorts"
	"$BIN/tests/e2e/logtool" write "$T/TAP" 07 "$T/TAP" "$K" \
	    "[19,$seq,11,45]" "$E" || fail "logtool: both sorts"

	step "later commits go on, here and elsewhere"
	save TAP save agreement $A status=partly_done >/dev/null
	save TAP2 save agreement 07-AC-2026-002 priority=low >/dev/null
	sync_ok "$1" "$2" "$1"
	for w in TAP TAP2 hub; do
		eq "the known part at $w" "$(field $w $A priority)" high
		eq "the known op at $w" "$(field $w $A progress_pct)" 45
		eq "the later commit at $w" "$(field $w $A status)" partly_done
		eq "the other agreement at $w" \
		    "$(field $w 07-AC-2026-002 priority)" low
	done
	for db in TAP/node.db TAP2/node.db hub/hub.db; do
		stored "$db" >"$T/lines"
		for line in "$F" "$E" "$K" "$V"; do
			grep -qxF -e "$line" "$T/lines" ||
			    fail "$db does not hold $line"
		done
	done

	step "a computer that comes later gets the same bytes"
	node_new TAP3 TAP
	sync_all TAP3
	stored TAP3/node.db >"$T/lines"
	for line in "$F" "$E" "$K" "$V"; do
		grep -qxF -e "$line" "$T/lines" || fail "TAP3 does not hold $line"
	done
	save TAP3 save agreement $A progress_pct=60 >/dev/null
	four_checks "$1" "$2" TAP3
	eq "progress" "$(field TAP $A progress_pct)" 60
}

story TAP TAP2
story TAP2 TAP
