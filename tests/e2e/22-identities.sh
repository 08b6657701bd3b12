#!/bin/sh
# Who is refused, each with a message of its own: no certificate, a foreign
# one, expired, revoked (also on a resumed session), one speaking for another
# office or for a space that is not its own.
. tests/e2e/lib.sh

# ask CURL-OPTION...: the hub's answer to a bare request, with its status.
ask() {
	curl -sk --max-time 20 -w '\n%{http_code}\n' "$@" \
	    -H 'Content-Type: application/vnd.mesas.sync+ndjson' \
	    --data-binary nada "https://127.0.0.1:$PORT/v1/sync" \
	    >"$T/ask.out" 2>&1 || :
}
asked() { # STATUS TEXT
	eq "status" "$(tail -n 1 "$T/ask.out")" "$1"
	has "message" "$(cat "$T/ask.out")" "$2"
}
dict() {
	curl -sk --max-time 20 -w '\n%{http_code}\n' --cert "$T/$1/node.pem" \
	    --key "$T/$1/node.key" "https://127.0.0.1:$PORT/v1/dict/1" \
	    >"$T/ask.out" 2>&1 || :
}
commits() { hub --json log --all | jq '[.logs[].commits] | add'; }

step "a hub, four computers; a second hub that is none of ours"
world TAP PAL PAL2 TIJ
chiapas TAP
sync_ok TAP PAL PAL2
ours=$HUB
HUB=$T/foreign
hub init >/dev/null
hub office add TAP --name 'Otra' --spaces 07 >/dev/null
"$BIN/mesas-hub" -C "$HUB" --json serve --listen 127.0.0.1:0 \
    --pages 127.0.0.1:0 >"$T/foreign.out" 2>"$T/foreign.err" &
OTHERS=$!
until [ -s "$T/foreign.out" ]; do sleep 0.1; done
node stranger init >/dev/null
node stranger enrol "$(hub invite TAP)" >/dev/null
HUB=$ours

step "no certificate"
ask
asked 403 'showed no certificate'

step "a foreign one"
ask --cert "$T/stranger/node.pem" --key "$T/stranger/node.key"
asked 403 'not issued by this hub'

step "an invitation works once, and only whole"
I=$(hub invite PAL)
node fresh init >/dev/null
# The same with another secret.
false_one() {
	printf '%s==' "${I#mesas1:}" | tr '_-' '/+' | base64 -d 2>/dev/null |
	    sed 's/"code":"......../"code":"AAAAAAAA/' | base64 -w 0 |
	    tr '/+' '_-' | tr -d '='
}
refused 77 'invitation' node fresh enrol "mesas1:$(false_one)"
node fresh enrol "$I" >/dev/null
node fresh2 init >/dev/null
refused 73 'another computer' node fresh2 enrol "$I"

step "speaking for another office: what TAP signed, pushed by PAL"
save TAP save agreement 07-AC-2026-001 priority=low >/dev/null
node TAP backup "$T/stolen.db" >/dev/null # closes and seals its log
before=$(commits)
"$BIN/tests/e2e/logtool" push "$T/PAL" "$T/stolen.db" >"$T/other.out" ||
    fail "logtool push"
eq "status" "$(sed -n 1p "$T/other.out")" 403
has "message" "$(sed -n 2p "$T/other.out")" 'a log of another node'
eq "nothing of it is at the hub" "$(commits)" "$before"

step "speaking for a space that is not its own"
"$BIN/tests/e2e/logtool" write "$T/TIJ" 07 "$T/TIJ" '[18,0]' || fail "logtool"
refused 77 'not admitted to the space 07' node TIJ sync
"$BIN/tests/e2e/logtool" write "$T/PAL" national "$T/PAL" \
    '[1,0,"ZZZ","Una oficina falsa",2]' || fail "logtool"
refused 77 'only the federal level writes in national' node PAL sync
eq "nothing of it is at the hub" "$(commits)" "$before"

step "revoked: refused at once, also on a session that is resumed"
sync_ok TAP
node TAP --json sync >"$T/resumed.json"
eq "resumed" "$(jq .resumed "$T/resumed.json")" true
N=$(hub --json nodes | jq '.nodes[] | select(.office == "TAP") | .node')
save TAP save agreement 07-AC-2026-001 priority=high >/dev/null
hub revoke "$N" >/dev/null
refused 77 'revoked' node TAP sync
rm -f "$T/TAP/tls.session"
refused 77 'revoked' node TAP sync
ask --cert "$T/TAP/node.pem" --key "$T/TAP/node.key"
asked 403 'revoked this computer'
eq "its change stays to be sent" "$(node TAP --json status | jq .pending)" 1
eq "the hub has nothing of it" "$(field hub 07-AC-2026-001 priority)" low

step "expired: told so; renewal and the records still pass"
hub_stop
env LD_PRELOAD="$CLOCK_LIB" FAKETIME=+100d DONT_FAKE_MONOTONIC=1 \
    ASAN_OPTIONS="$CLOCK_ASAN" \
    "$BIN/mesas-hub" -C "$HUB" --json serve --listen "127.0.0.1:$PORT" \
    --pages 127.0.0.1:0 >"$T/late.out" 2>>"$T/hub.err" &
HUB_PID=$!
_i=0
until [ -s "$T/late.out" ]; do
	_i=$((_i + 1))
	[ $_i -lt 100 ] || fail "the late hub did not start"
	sleep 0.1
done
save PAL2 save agreement 07-AC-2026-001 priority=medium >/dev/null
node PAL2 --json sync >"$T/late.json" 2>"$T/late.err" ||
    fail "expired: $(cat "$T/late.err")"
eq "renewed" "$(jq .renewed "$T/late.json")" true
eq "what went before the renewal counts" \
    "$(jq .commits_sent "$T/late.json")" 1
dict fresh
asked 401 'has ended; renew it'
rm -f "$T/saved"
node fresh --json sync >"$T/late.json" 2>"$T/late.err" ||
    fail "expired: $(cat "$T/late.err")"
eq "renewed" "$(jq .renewed "$T/late.json")" true
dict fresh
eq "status" "$(tail -n 1 "$T/ask.out")" 200

step "what was admitted is whole"
same_digests fresh
verify_all fresh
rebuild_equal fresh
