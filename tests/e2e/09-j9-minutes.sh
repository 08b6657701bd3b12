#!/bin/sh
# J9: minutes are approved while another computer still edits them: they stay
# as approved, and the edit becomes a draft amendment.
. tests/e2e/lib.sh

A=07-AC-2026-001

story() {
	again "order-$1"
	world TAP TAP2
	chiapas TAP
	M=$(new TAP save minutes session=07-SE-2026-001 version=1 status=draft \
	    "agreements=$A,07-AC-2026-002" \
	    'text=Se pasó lista.

Se dio seguimiento a los acuerdos.')
	sync_all TAP TAP2

	step "TAP approves and signs; TAP2, not knowing, edits a paragraph"
	hub_stop
	SHA=$(node TAP --json show "$M" | jq -j .fields.text | sha256sum |
	    cut -d' ' -f1)
	save TAP save minutes "$M" status=approved approved_on=2026-04-23 \
	    sha256="$SHA" >/dev/null
	save TAP save minutes "$M" status=signed >/dev/null
	save TAP2 save minutes "$M" 'text=Se pasó lista y hubo quórum.

Se dio seguimiento a los acuerdos.' >/dev/null

	step "they sync: $1, then $2"
	hub_start
	sync_ok "$1" "$2" "$1"
	for w in TAP TAP2 hub; do
		eq "text at $w" "$(at $w --json show "$M" | jq -j .fields.text |
		    sha256sum | cut -d' ' -f1)" "$SHA"
		eq "hash at $w" "$(field $w "$M" sha256)" "$SHA"
		eq "status at $w" "$(field $w "$M" status)" signed
		eq "a draft amendment at $w" "$(at $w --json proposals |
		    jq -r '[.proposals[] | .kind] | join(" ")')" amendment
	done
	has "with its author" "$(node TAP --json proposals)" '"actor":"prueba"'

	step "every other way is refused"
	refused 65 'rule 4' node TAP2 save minutes "$M" text=Otro
	refused 65 'rule 4' node TAP void "$M" --reason 'No'
	refused 65 'rule 5' node TAP2 save agreement $A text=Otro
	refused 65 'rule 5' node TAP void $A --reason 'No'
	printf '{"entity":"minutes","id":"%s","set":{"text":"Otro"}}\n' "$M" \
	    >"$T/minutes.jsonl"
	refused 65 'rule 4' node TAP import "$T/minutes.jsonl"
	eq "state of an agreement lives on" "$(save TAP save agreement $A \
	    progress_pct=50 | jq .created)" false

	step "the secretary takes it as amendment number 1"
	P=$(proposals TAP)
	save TAP accept "$P" --reason 'Faltaba el quórum' >/dev/null
	save TAP save minutes "$M" status=amended >/dev/null
	sync_ok TAP TAP2
	for w in TAP TAP2 hub; do
		eq "amendments at $w" "$(at $w --json list amendment \
		    minutes="$M" | jq -r '[.records[].fields.number]
		    | join(" ")')" 1
		has "its text at $w" "$(at $w --json list amendment)" 'hubo quórum'
		eq "text of the minutes at $w" "$(at $w --json show "$M" |
		    jq -j .fields.text | sha256sum | cut -d' ' -f1)" "$SHA"
		eq "status at $w" "$(field $w "$M" status)" amended
	done
	four_checks "$1" "$2"
}

story TAP TAP2
story TAP2 TAP
