#!/bin/sh
# Of 1,000 random changes of one byte in a stored segment, seal or receipt,
# verify finds each; at an office and at the hub.  SEED repeats a run.
. tests/e2e/lib.sh

SEED=${SEED:-$(date +%s)}

step "a small world"
hub_new
office_add TAP 'COMAR Tapachula' 07
hub_start
grep -E '"inst-(sdhpm|comar|gob-chis)"' "$DATA/10-national.jsonl" >"$T/national"
import_hub "$T/national"
hub save roundtable code=MESA-07 official_name=Chiapas level=state \
    kind=plenary cvegeo=07 chair=GOB-CHIS >/dev/null
hub save secretariat roundtable=MESA-07 office=TAP since=2021-06-18 >/dev/null
node_new TAP TAP
sync_ok TAP
for i in 1 2 3 4 5 6; do
	save TAP save gap roundtable=MESA-07 "title=Brecha $i" theme=health \
	    >/dev/null
	[ $((i % 2)) -ne 0 ] || sync_ok TAP
done
four_checks TAP
hub_stop

step "1,000 changes of one byte, SEED=$SEED"
node TAP backup "$T/node.copy" >/dev/null
hub backup "$T/hub.copy" >/dev/null
"$BIN/tests/e2e/logtool" tamper "$T/node.copy" "$T/TAP/hub.key" \
    "$SEED" 500 || fail "the office"
"$BIN/tests/e2e/logtool" tamper "$T/hub.copy" "$T/TAP/hub.key" \
    "$SEED" 500 || fail "the hub"

step "the command says so too, in words and by its status"
sqlite3 "$T/TAP/node.db" 'UPDATE segment SET sig = zeroblob(64)
    WHERE no = (SELECT min(no) FROM segment)'
refused 74 'segment' node TAP verify
