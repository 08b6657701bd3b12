#!/bin/sh
# The straight line: an office records offline, the hub consolidates, another
# computer reads; and a sync with nothing new costs one request and one turn.
. tests/e2e/lib.sh

step "a hub and three computers"
world TAP TAP2 PAL

step "Tapachula records Chiapas, Palenque its own"
chiapas TAP
palenque PAL
eq "nothing is confirmed before a sync" \
    "$(node TAP --json status | jq .confirmed)" 0
sync_ok TAP PAL TAP2
eq "all of it is confirmed after one" \
    "$(node TAP --json status | jq .pending)" 0
eq "agreements at the hub" "$(hub --json list agreement | jq '.records | length')" 5
eq "agreements at the other computer" \
    "$(node TAP2 --json list agreement | jq '.records | length')" 5

step "an edit travels"
A=07-AC-2026-001
save TAP save agreement $A priority=high >/dev/null
sync_ok TAP TAP2
eq "priority at TAP2" "$(field TAP2 $A priority)" high

step "nothing new: one request, one turn, a resumed session"
sync_all TAP TAP2 PAL
node TAP --json sync >"$T/noop.json"
eq requests "$(jq .requests "$T/noop.json")" 1
eq turns "$(jq .turns "$T/noop.json")" 1
eq resumed "$(jq .resumed "$T/noop.json")" true
eq "commits sent" "$(jq .commits_sent "$T/noop.json")" 0

step "folios of the second computer have its letter"
S=$(node TAP2 --json list session | jq -r '.records[0].id')
save TAP2 save agreement session="$S" theme=labor text='Segundo equipo' \
    agreed_on=2026-01-22 due_on=2026-12-01 means_of_verification=Oficio \
    + responsible agreement=@. institution=SNE role=responsible >/dev/null
has "folio" "$(jq -r .folio "$T/saved.json")" 001b

four_checks TAP TAP2 PAL
