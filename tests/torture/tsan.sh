#!/bin/sh
# tsan.sh programs...: the unit tests of the hub's threads, then a hub with
# OFFICES computers that save and sync, and readers of its pages, all at once
# for BUSY seconds, everything built with ThreadSanitizer.  One report is a
# failure.  Called by make, which sets O.
set -eu
O=$(cd "${O:-build/tsan}" && pwd)
OFFICES=${OFFICES:-6}
BUSY=${BUSY:-40}
T=$(mktemp -d "${TMPDIR:-/tmp}/mesas-tsan.XXXXXX")
HUB_PID=
finish() {
	[ -z "$HUB_PID" ] || kill "$HUB_PID" 2>/dev/null || :
	wait
	rm -rf "$T"
}
trap finish EXIT
trap 'exit 1' INT TERM
export TSAN_OPTIONS="exitcode=66 log_path=$T/report second_deadlock_stack=1"
export MESAS_LANG=es MESAS_ACTOR=prueba
bad=0

for t; do
	rc=0
	timeout 300 "$t" >"$T/out" 2>&1 || rc=$?
	printf '  %-28s status %d\n' "$(basename "$t")" "$rc"
	[ "$rc" -eq 0 ] || { bad=$((bad + 1)) && tail -n 30 "$T/out"; }
done

hub() { "$O/mesas-hub" -C "$T/hub" "$@"; }
node() {
	n=$1
	shift
	"$O/mesas-node" -C "$T/n$n" "$@"
}
hub init >/dev/null
hub office add TAP --name Tapachula --spaces 07 >/dev/null
grep -h '"key":"inst-\(segob\|sdhpm\|comar\|gob-chis\)"' \
    tests/data/founding/10-national.jsonl >"$T/in"
grep -h '"key":"mesa-\(fed\|07\)"' tests/data/founding/20-roundtables.jsonl >>"$T/in"
grep -h '"sec-07"' tests/data/founding/50-secretariats.jsonl >>"$T/in"
hub import "$T/in" >/dev/null
"$O/mesas-hub" -C "$T/hub" --json serve --listen 127.0.0.1:0 --pages 127.0.0.1:0 \
    >"$T/serve" 2>"$T/hub.err" &
HUB_PID=$!
i=0
until [ -s "$T/serve" ] || [ $i -ge 300 ]; do
	i=$((i + 1))
	sleep 0.1
done
PAGES=$(jq -r .pages "$T/serve")
printf 'una frase para entrar\n' | hub user add lectora --name Lectora \
    --role audit >/dev/null
sh tests/enter.sh "https://$PAGES" "$T/jar" lectora 'una frase para entrar'

office() {
	mkdir -p "$T/n$1"
	{
		node "$1" init
		node "$1" enrol "$(hub invite TAP)"
		node "$1" sync
	} >"$T/office$1" 2>&1 || return 1
	k=0
	while [ "$(date +%s)" -lt "$END" ]; do
		k=$((k + 1))
		node "$1" save gap roundtable=MESA-07 "title=Brecha $1.$k" \
		    severity=low >>"$T/office$1" 2>&1 || return 1
		node "$1" sync >>"$T/office$1" 2>&1 || return 1
		echo >>"$T/synced"
	done
}
reader() {
	while [ "$(date +%s)" -lt "$END" ]; do
		for p in / /?space=07 /view/mesas.csv /view/gaps.json; do
			curl -skf -b "$T/jar" -o /dev/null "https://$PAGES$p" || return 1
			echo >>"$T/read"
		done
	done
}
: >"$T/synced"
: >"$T/read"
END=$(($(date +%s) + BUSY))
PIDS=
i=0
while [ $i -lt "$OFFICES" ]; do
	office $i &
	PIDS="$PIDS $!"
	i=$((i + 1))
done
reader &
PIDS="$PIDS $!"
reader &
PIDS="$PIDS $!"
for p in $PIDS; do
	wait "$p" || bad=$((bad + 1))
done
kill -TERM "$HUB_PID"
rc=0
wait "$HUB_PID" || rc=$?
HUB_PID=
[ "$rc" -eq 0 ] || bad=$((bad + 1))
reports=$(find "$T" -name 'report*' -exec cat {} + | grep -c 'WARNING: Thread' || :)
printf '  %d syncs, %d pages, hub ended with %d, %d reports\n' \
    "$(wc -l <"$T/synced")" "$(wc -l <"$T/read")" "$rc" "$reports"
[ "$reports" -eq 0 ] || find "$T" -name 'report*' -exec cat {} + | head -n 200
[ "$bad" -eq 0 ] || cat "$T"/hub.err "$T"/office* | tail -n 30
[ "$((bad + reports))" -eq 0 ]
