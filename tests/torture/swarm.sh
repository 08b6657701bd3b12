#!/bin/sh
# swarm.sh [quick]: 256 connections that behave badly at the door of a hub,
# and three offices that sync among them (swarm.c).  quick: a hub whose
# deadlines are a twentieth.  Called by make, which sets O.
set -eu
O=$(cd "${O:-build/release}" && pwd)
T=$(mktemp -d "${TMPDIR:-/tmp}/mesas-swarm.XXXXXX")
HUB=$O/mesas-hub
SCALE=1000
if [ "${1:-}" = quick ]; then
	HUB=$O/tests/torture/quick-hub
	SCALE=50
fi
HUB_PID=
finish() {
	[ -z "$HUB_PID" ] || kill "$HUB_PID" 2>/dev/null || :
	wait
	rm -rf "$T"
}
trap finish EXIT
trap 'exit 1' INT TERM
export MESAS_LANG=es MESAS_ACTOR=prueba

hub() { "$O/mesas-hub" -C "$T/hub" "$@"; }
{
	hub init
	hub office add TAP --name Tapachula --spaces 07
	grep -h '"key":"inst-\(segob\|sdhpm\|comar\|gob-chis\)"' \
	    tests/data/founding/10-national.jsonl >"$T/in"
	grep -h '"key":"mesa-\(fed\|07\)"' \
	    tests/data/founding/20-roundtables.jsonl >>"$T/in"
	grep -h '"sec-07"' tests/data/founding/50-secretariats.jsonl >>"$T/in"
	hub import "$T/in"
} >"$T/out"
"$HUB" -C "$T/hub" --json serve --listen 127.0.0.1:0 --pages 127.0.0.1:0 \
    >"$T/serve" 2>"$T/hub.err" &
HUB_PID=$!
i=0
until [ -s "$T/serve" ] || [ $i -ge 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
PORT=$(jq -r '.listen | sub(".*:"; "")' "$T/serve")
for n in n1 n2 n3; do
	mkdir -p "$T/$n"
	{
		"$O/mesas-node" -C "$T/$n" init
		"$O/mesas-node" -C "$T/$n" enrol "$(hub invite TAP)"
		"$O/mesas-node" -C "$T/$n" sync
	} >>"$T/out"
done
rc=0
"$O/tests/torture/swarm" "$HUB_PID" "$PORT" $SCALE "$O/mesas-node" \
    "$T/n1" "$T/n2" "$T/n3" >"$T/swarm" 2>&1 || rc=1
grep -v '^enviados\|^[0-9a-f]*\.' "$T/swarm" || :
kill -TERM "$HUB_PID"
stop=0
wait "$HUB_PID" || stop=$?
HUB_PID=
printf '  the hub stopped with %d\n' $stop
[ $stop -eq 0 ] || tail -n 20 "$T/hub.err"
"$O/mesas-hub" -C "$T/hub" verify
[ $((rc + stop)) -eq 0 ]
