#!/bin/sh
# world.sh dir: a hub with the founding document and two invitations for
# Tapachula, in dir; prints the hub's process.  BIN says where the programs
# are.  Who calls it ends the process.
set -eu
: "${BIN:?}"
dir=$1
data=tests/data/founding
hub() { "$BIN/mesas-hub" -C "$dir/hub" "$@" >>"$dir/hub.out" 2>>"$dir/hub.err"; }
hub init
grep -v '^#' "$data/offices.txt" >"$dir/offices"
while IFS='|' read -r code name spaces; do
	hub office add "$code" --name "$name" --spaces "$spaces"
done <"$dir/offices"
"$BIN/mesas-hub" -C "$dir/hub" --json serve --listen 127.0.0.1:0 \
    --pages 127.0.0.1:0 >"$dir/serve" 2>>"$dir/hub.err" </dev/null &
pid=$!
i=0
until [ -s "$dir/serve" ]; do
	i=$((i + 1))
	[ $i -lt 300 ] || exit 1
	sleep 0.1
done
for f in "$data"/10-*.jsonl "$data"/20-*.jsonl "$data"/30-*.jsonl \
    "$data"/40-*.jsonl "$data"/50-*.jsonl; do
	hub import "$f"
done
for n in TAP-1:TAP TAP-2:TAP PAL:PAL TIJ:TIJ TEN-1:TEN; do
	"$BIN/mesas-hub" -C "$dir/hub" invite "${n#*:}" >"$dir/${n%:*}.invitation"
done
echo "$pid"
