#!/bin/sh
# The bad days of one computer: a copy restored, an older database put in its
# place, the folder woken up elsewhere, damage to what was never sent, to what
# was confirmed and to what came from others.  No help from a person, no loss.
. tests/e2e/lib.sh

A=07-AC-2026-001
# said TEXT CMD...: the command is done and says TEXT on stderr.
said() {
	_say=$1
	shift
	"$@" >"$T/said.out" 2>"$T/said.err" || fail "$*: $(cat "$T/said.err")"
	grep -q -e "$_say" "$T/said.err" ||
	    fail "$*: does not say \"$_say\": $(cat "$T/said.err")"
}
sql() { sqlite3 "$T/$1/node.db" "$2"; }
did() { jq -r ".$1" "$T/repair.json"; }
repair() { node "$1" --json repair >"$T/repair.json"; }

step "a hub and three computers"
world TAP TAP2 PAL
chiapas TAP
palenque PAL
sync_all TAP TAP2 PAL

step "restored from a copy: a new log, and what was sent comes back"
node TAP backup "$T/one.copy" >"$T/out"
save TAP save agreement $A priority=high >"$T/out"
sync_ok TAP
node TAP restore "$T/one.copy" >"$T/out"
save TAP save agreement $A progress_pct=30 >"$T/out"
sync_ok TAP
eq "what was sent is back" "$(field TAP $A priority)" high
four_checks TAP TAP2 PAL

step "an older database in its place is noticed"
node TAP backup "$T/two.copy" >"$T/out"
save TAP save agreement $A progress_pct=40 >"$T/out"
sync_ok TAP
rm -f "$T"/TAP/node.db*
cp "$T/two.copy" "$T/TAP/node.db"
said 'más viejos que lo ya enviado' node TAP status
save TAP save agreement $A progress_pct=50 >"$T/out"
sync_ok TAP
four_checks TAP TAP2 PAL

step "the folder on another machine is noticed, both go on"
cp -r "$T/TAP" "$T/TAPC"
save TAP save agreement $A progress_pct=60 >"$T/out"
MESAS_MACHINE=other
export MESAS_MACHINE
said 'viene de otro equipo' node TAPC status
save TAPC save agreement $A progress_pct=61 >"$T/out"
sync_ok TAPC
unset MESAS_MACHINE
sync_ok TAP
has "a dispute" "$(conflicts TAP)" progress_pct

step "damage to what was never sent"
save TAP2 save agreement $A priority=low >"$T/out"
save TAP2 save agreement $A means_of_verification=Oficio >"$T/out"
sql TAP2 'UPDATE tail SET hash = zeroblob(32)
    WHERE no = (SELECT min(no) FROM tail)'
refused 74 'check\|repair' node TAP2 check
repair TAP2
eq "own logs" "$(did logs)" 1
eq "logs of others" "$(did foreign_logs)" 0
eq "unreadable" "$(did commits_unreadable)" 0
node TAP2 verify >"$T/out"
eq "priority" "$(field TAP2 $A priority)" low
has "marked" "$(node TAP2 --json history $A)" '(reparado)'
# They were written again under new names.
sed -i '$d' "$T/saved"
sed -i '$d' "$T/saved"
four_checks TAP TAP2 PAL

step "damage to what was confirmed, with something unsent after it"
save TAP2 save agreement $A priority=high >"$T/out"
sync_ok TAP2
save TAP2 save agreement $A priority=medium >"$T/out"
sql TAP2 'UPDATE segment SET body = zeroblob(40) WHERE no >> 32 IN
    (SELECT no FROM log WHERE mine = 1)'
repair TAP2
eq "own logs" "$(did logs)" 1
sync_ok TAP2
sed -i '$d' "$T/saved" # written again under a new name
# What was confirmed came back from the hub. The change that was written again
# does not claim to have seen it: both are shown, and a person decides.
P=$(conflicts TAP2 | grep priority)
eq "values" "$(node TAP2 --json conflicts | jq -r '
    .conflicts[] | select(.field == "priority") | [.branches[].value] | sort |
    join(" ")')" 'high medium'
save TAP2 resolve "$P" --value medium --reason 'Es lo que se capturó al final' \
    >"$T/out"
eq "priority" "$(field TAP2 $A priority)" medium
sync_ok TAP2
four_checks TAP TAP2 PAL

step "damage to what came from others"
sql PAL "UPDATE segment SET body = zeroblob(40) WHERE no = (SELECT max(s.no)
    FROM segment s JOIN log l ON l.no = s.no >> 32 WHERE l.mine = 0
    AND l.space = (SELECT no FROM space WHERE name = '07'))"
refused 74 . node PAL verify
repair PAL
eq "logs of others" "$(did foreign_logs)" 1
four_checks TAP TAP2 PAL

step "one sync at a time"
flock "$T/PAL/sync.lock" sleep 2 &
OTHERS=$!
sleep 0.3
refused 75 'another sync' node PAL sync
wait "$OTHERS" || :
OTHERS=
sync_ok PAL
