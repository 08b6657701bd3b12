#!/bin/sh
# The hub is restored from an old backup, and so is an office: who still holds
# a change hands it back, and nothing is lost or there twice.
. tests/e2e/lib.sh

A=07-AC-2026-001
B=07-AC-2026-002

story() { # the order in which they sync
	again "order-$1"
	world TAP TAP2 PAL
	chiapas TAP
	palenque PAL
	sync_all TAP TAP2 PAL

	step "a backup of the hub; then everybody works on"
	hub backup "$T/hub.copy" >/dev/null
	save TAP save agreement $A priority=high >/dev/null
	save TAP2 save agreement $B priority=low >/dev/null
	save PAL save agreement 07-065-AC-2026-001 progress_pct=55 >/dev/null
	save TAP save gap 07-065-BR-2026-001 severity=critical >/dev/null
	sync_all TAP TAP2 PAL
	hub save institution official_name='Después de la copia' acronym=DDC \
	    kind=federal_agency government_level=federal >/dev/null
	sync_all TAP TAP2 PAL
	eq "confirmed" "$(node TAP --json status | jq .pending)" 0

	step "the hub dies and is restored; offices go on meanwhile"
	hub_kill
	save TAP save agreement $A means_of_verification=Uno >/dev/null
	save TAP2 save agreement $A means_of_verification=Dos >/dev/null
	hub restore "$T/hub.copy" >/dev/null
	hub_start
	sync_ok "$1"
	sync_ok "$2" PAL
	sync_all "$1" "$2" PAL
	for w in TAP TAP2 PAL hub; do
		eq "priority at $w" "$(field $w $A priority)" high
		eq "the other's at $w" "$(field $w $B priority)" low
		eq "Palenque's at $w" \
		    "$(field $w 07-065-AC-2026-001 progress_pct)" 55
		eq "disputes at $w" "$(conflicts $w | wc -l | tr -d ' ')" 1
		eq "proposals at $w" "$(proposals $w | wc -l | tr -d ' ')" 1
		eq "the hub's own at $w" "$(field $w DDC official_name)" \
		    'Después de la copia'
	done
	eq "all is confirmed again" "$(node TAP --json status | jq .pending)" 0
	save TAP2 resolve "$(conflicts TAP2)" --value Tres --reason Acordado \
	    >/dev/null
	four_checks "$1" "$2" PAL

	step "an office is restored from an old backup and works before it syncs"
	node TAP backup "$T/node.copy" >/dev/null
	save TAP save agreement $B progress_pct=70 >/dev/null
	sync_ok TAP
	save TAP save agreement $B progress_pct=75 >/dev/null
	node TAP restore "$T/node.copy" >/dev/null
	# The last change had not left: it was lost with the disk, as it must.
	sed '$d' "$T/saved" >"$T/saved.kept"
	mv "$T/saved.kept" "$T/saved"
	save TAP save agreement $A priority=low >/dev/null
	sync_all "$1" "$2"
	for w in TAP TAP2 hub; do
		eq "what had left is at $w" "$(field $w $B progress_pct)" 70
		eq "what came after is at $w" "$(field $w $A priority)" low
	done
	eq "a folio of the new log has its mark" \
	    "$(save TAP save gap roundtable=MESA-07 title=Nueva theme=health |
	    jq -r .folio | grep -c -- '-[0-9A-Z][0-9A-Z]$')" 1
	four_checks "$1" "$2" PAL
}

story TAP TAP2
story TAP2 TAP
