#!/bin/sh
# world.sh dir: a hub with the offices and the records of the founding
# document, in dir/hub, for World of lib.mjs to start.  BIN says where the
# programs are.
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
for f in "$data"/10-*.jsonl "$data"/20-*.jsonl "$data"/30-*.jsonl \
    "$data"/40-*.jsonl "$data"/50-*.jsonl; do
	hub import "$f"
done
