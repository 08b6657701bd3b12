#!/bin/sh
# J3: the municipal roundtable of Palenque and the state's of Chiapas: who
# owns, who proposes, and an escalation that is answered.
. tests/e2e/lib.sh

G=07-065-BR-2022-001
H=07-065-BR-2026-001

story() {
	again "order-$1"
	world TAP PAL
	chiapas TAP
	palenque PAL
	sync_all TAP PAL

	step "Tapachula edits gaps of Palenque, which closes one, all offline"
	hub_stop
	save TAP save gap $G severity=critical >/dev/null
	eq "it is a proposal" "$(jq .proposal "$T/saved.json")" true
	save TAP save gap $H severity=low >/dev/null
	eq "not even here it changes" "$(field TAP $G severity)" medium
	save PAL save gap $G status=resolved resolved_on=2026-09-30 \
	    close_reason='Hay brigada' >/dev/null
	refused 77 'mixes own records' node TAP save gap 07-BR-2021-001 \
	    severity=low + gap $G severity=low

	step "they sync: $1, then $2"
	hub_start
	sync_ok "$1" "$2" "$1"
	for w in TAP PAL hub; do
		eq "the closing stands at $w" "$(field $w $G status)" resolved
		eq "severity at $w" "$(field $w $G severity)" medium
		eq "disputes at $w" "$(conflicts $w)" ''
		eq "proposals at $w" "$(proposals $w | wc -l | tr -d ' ')" 2
	done
	eq "Palenque's inbox" "$(node PAL --json proposals |
	    jq '[.proposals[] | select(.ours)] | length')" 2
	eq "Tapachula's sent ones" "$(node TAP --json proposals |
	    jq '[.proposals[] | select(.ours | not)] | length')" 2

	step "only the owner decides, with a reason"
	P=$(node PAL --json proposals | jq -r '.proposals[]
	    | select(.values[0].value == "critical") | .id')
	Q=$(node PAL --json proposals | jq -r '.proposals[]
	    | select(.values[0].value == "low") | .id')
	refused 77 'only the owner' node TAP accept "$P" --reason 'Sí'
	refused 64 reason node PAL accept "$P"
	save PAL accept "$P" --reason 'De acuerdo' >/dev/null
	save PAL reject "$Q" --reason 'La distancia sigue igual' >/dev/null
	refused 73 'decided already' node PAL reject "$P" --reason 'No'
	sync_ok PAL TAP
	for w in TAP PAL hub; do
		eq "accepted at $w" "$(field $w $G severity)" critical
		eq "rejected at $w" "$(field $w $H severity)" high
		eq "open proposals at $w" "$(proposals $w)" ''
	done
	has "the reason at Tapachula" \
	    "$(node TAP --json proposals --all)" 'La distancia sigue igual'

	step "a gap is escalated to the state, which answers"
	save PAL save gap $H status=escalated >/dev/null
	E=$(new PAL save escalation from_roundtable=MESA-07-065 \
	    to_roundtable=MESA-07 object=$H asked_on=2026-10-01 \
	    reason='Hace falta la oficialía del estado' status=sent)
	sync_ok PAL TAP
	eq "asked of the state" \
	    "$(node TAP --json list escalation to_roundtable=MESA-07 status=sent |
	    jq '.records | length')" 1
	save TAP save escalation "$E" status=answered answered_on=2026-10-20 \
	    answer='Se envía una unidad móvil' >/dev/null
	eq "an answer is no proposal" "$(jq .proposal "$T/saved.json")" false
	sync_ok TAP PAL
	eq "the answer at Palenque" "$(field PAL "$E" answer)" \
	    'Se envía una unidad móvil'
	eq "the state" "$(field PAL "$E" status)" answered

	step "Chiapas is there once as a state, Palenque once as a municipality"
	eq states "$(hub --json list roundtable cvegeo=07 | jq '.records | length')" 1
	eq municipalities \
	    "$(hub --json list roundtable level=municipal | jq '.records | length')" 1
	four_checks "$1" "$2"
}

story TAP PAL
story PAL TAP
