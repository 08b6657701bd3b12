#!/bin/sh
# J6: Palenque has no network at all, from its first hour on: it is enrolled,
# sends and hears by a stick that Tapachula's bus carries.
. tests/e2e/lib.sh

G=07-BR-2021-001
CANARY='Reservado: la puerta del archivo no cierra (4411)'

# Everything is a file in one of these.
HOME_STICK=
stick() {
	HOME_STICK=$T/stick.$1
	mkdir -p "$HOME_STICK"
}
only_file() { eq "files on the stick" "$(find "$HOME_STICK" -type f | wc -l | tr -d ' ')" 1; }
at_home() { # MAKE, and nobody reads it but the hub
	node PAL --json bundle make "$HOME_STICK" >"$T/made.json"
	for _f in "$HOME_STICK"/*; do
		case ${_f##*/} in
		*[!A-Za-z0-9.-]*) fail "a name that FAT may not take: $_f" ;;
		esac
	done
}
at_hub() {
	hub --json bundle read "$HOME_STICK"/mesas-*[0-9].mesas --out "$HOME_STICK" \
	    >"$T/hub-read.json" || fail "$(cat "$T/hub-read.json")"
}
back_home() {
	node PAL --json bundle read "$HOME_STICK"/*-r.mesas >"$T/read.json"
}
pending() { node PAL --json digest | jq '[.spaces[].pending] | add'; }

step "a hub, Tapachula with a network; Palenque is enrolled by a stick"
hub_new
office_add TAP 'COMAR Tapachula' 07
office_add PAL 'COMAR Palenque' 07
hub_start
grep -v '"entity":"office"' "$DATA/10-national.jsonl" >"$T/national"
import_hub "$T/national"
import_hub "$DATA/20-roundtables.jsonl"
grep -E '"office":"(TAP|PAL)"' "$DATA/50-secretariats.jsonl" >"$T/secretariats"
import_hub "$T/secretariats"
node_new TAP TAP
mkdir -p "$T/PAL"
node PAL init >"$T/PAL.out"
stick enrol
INVITATION=$(hub invite PAL)
node PAL enrol "$INVITATION" --bundle "$HOME_STICK" >>"$T/PAL.out"
only_file
at_hub
back_home
eq "enrolled" "$(jq .enrolled "$T/read.json")" true
eq "the same answer twice" "$(node PAL bundle read "$HOME_STICK"/*-r.mesas 2>&1 |
    grep -c 'did not ask')" 1
sync_ok TAP
chiapas TAP
sync_all TAP

step "the first letter brings everything that the office may know"
stick first
at_home
at_hub
back_home
eq "Chiapas' gap" "$(field PAL $G severity)" high
palenque PAL
MINE=$(new PAL save gap roundtable=MESA-07-065 title="$CANARY" severity=low)

step "to the federation on Tapachula's stick: nobody on the way can read it"
stick bus
at_home
only_file
eq "what is in it" "$(jq '.commits > 0' "$T/made.json")" true
! grep -rqa -e 4411 -e Reservado -e Palenque "$HOME_STICK" ||
    fail "the stick tells what is in it"
has "Tapachula knows what to do with it" \
    "$(node TAP bundle show "$HOME_STICK"/*.mesas)" 'nodo central'
refused 77 'somebody else' node TAP bundle read "$HOME_STICK"/*.mesas
P=$(pending)
eq "pending before the answer" "$((P > 0))" 1

step "meanwhile Tapachula works, and proposes"
save TAP save gap $G severity=critical >/dev/null
sync_ok TAP
at_hub
eq "the hub has it" "$(field hub "$MINE" title)" "$CANARY"
eq "still pending at Palenque" "$(pending)" "$P"

step "a flipped bit, a missing end: refused whole, nothing applied"
A=$(ls "$HOME_STICK"/*-r.mesas)
cp "$A" "$T/answer"
BEFORE=$(node PAL --json digest)
SIZE=$(wc -c <"$A")
for at in 0 8 12 40 $((SIZE / 2)) $((SIZE - 1)); do
	cp "$T/answer" "$A"
	printf '\377' | dd of="$A" bs=1 seek="$at" conv=notrunc 2>/dev/null
	! cmp -s "$A" "$T/answer" || continue
	! node PAL bundle read "$A" >"$T/bad" 2>&1 || fail "read with byte $at"
done
for n in 0 9 60 $((SIZE / 2)) $((SIZE - 1)); do
	head -c "$n" "$T/answer" >"$A"
	! node PAL bundle read "$A" >"$T/bad" 2>&1 || fail "read $n bytes"
done
eq "nothing was applied" "$(node PAL --json digest)" "$BEFORE"
cp "$T/answer" "$A"

step "the answer makes it confirmed, once and twice"
back_home
eq "confirmed" "$(jq .confirmed "$T/read.json")" "$P"
eq "pending" "$(pending)" 0
eq "Tapachula's edit came with it" "$(field PAL $G severity)" critical
back_home
eq "again: nothing new" "$(jq .positions "$T/read.json")" 0

step "two letters under way, answered and read in the wrong order"
save PAL save gap "$MINE" severity=high >/dev/null
stick one
at_home
ONE=$HOME_STICK
save PAL save gap "$MINE" severity=critical >/dev/null
stick two
at_home
at_hub
HOME_STICK=$ONE
at_hub
HOME_STICK=$T/stick.two
back_home
HOME_STICK=$ONE
back_home
eq "pending" "$(pending)" 0
eq "at the hub" "$(field hub "$MINE" severity)" critical

step "a lost stick costs a journey, no more"
save PAL save gap "$MINE" severity=medium >/dev/null
stick lost
at_home
rm -r "$HOME_STICK"
stick found
at_home
at_hub
back_home
eq "pending" "$(pending)" 0

step "the hub's clock is what certificates go by: a stick renews them"
openssl x509 -in "$T/PAL/node.pem" -noout -serial >"$T/serial.before"
stick renew
at_home
HUB_FAKE=+60d
fake "$HUB_FAKE" "$BIN/mesas-hub" -C "$HUB" --json bundle read \
    "$HOME_STICK"/mesas-*[0-9].mesas --out "$HOME_STICK" >"$T/hub-read.json" 2>"$T/fake.err" ||
    fail "$(cat "$T/hub-read.json" "$T/fake.err")"
back_home
eq "renewed" "$(jq .renewed "$T/read.json")" true
openssl x509 -in "$T/PAL/node.pem" -noout -serial >"$T/serial.after"
! cmp -s "$T/serial.before" "$T/serial.after" || fail "the same certificate"

step "a bundle that is read after its computer was revoked is kept, unread"
save PAL save gap "$MINE" severity=low >/dev/null
stick stolen
at_home
cp -r "$T/PAL" "$T/PAL2" # the office's own copy goes on below
hub revoke "$(hub --json nodes | jq -r '.nodes[] | select(.office == "PAL") | .fingerprint')" \
    >"$T/revoke.out"
refused 77 'revocó' hub bundle read "$HOME_STICK"/*.mesas
eq "kept aside" "$(find "$HUB/quarantine" -type f | wc -l | tr -d ' ')" 1
eq "not applied" "$(field hub "$MINE" severity)" medium
verify_all TAP PAL
rebuild_equal TAP PAL
