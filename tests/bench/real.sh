# shellcheck shell=sh
# real.sh -- what only real processes show: bytes on the wire with mutual TLS
# and a resumed session, as the office's road counts them, and memory.  Started
# by run.sh with BIN and T (a folder of its own); prints lines like the others
# and ends with 1 when a budget was missed.
# shellcheck source=tests/e2e/lib.sh
. tests/e2e/lib.sh

MISSED=0
line() { # name value unit sense budget
	_ok=$(awk -v v="$2" -v b="$5" -v s="$4" \
	    'BEGIN { print (s == ">" ? v >= b : v <= b) ? "ok" : "MISSED" }')
	printf '%-46s %10.2f %-12s %s=%9.2f  %s\n' "$1" "$2" "$3" "$4" "$5" \
	    "$_ok"
	[ "$_ok" = ok ] || MISSED=1
}
peak() { awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$1/status"; }
now() { awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$1/status"; }

# Peak of a node's command, MiB, from the kernel's account of it.
node_peak() {
	_n=$1
	shift
	"$BIN/tests/bench/peak_bench" "$T/peak" "$BIN/mesas-node" \
	    -C "$T/$_n" "$@" >"$T/peak.out" 2>"$T/peak.err" ||
	    fail "$*: $(cat "$T/peak.err")"
	awk 'END { print $1 / 1024 }' "$T/peak"
}

world TAP1
node TAP1 import "$DATA/60-tap-chiapas.jsonl" >"$T/import.out"
sync_ok TAP1
for _i in 1 2 3; do sync_ok TAP1; done
told() { jq -r "$1" "$T/sync.json"; }
line "real, nothing new: HTTP up" "$(told .http_up)" "B of HTTP" '<' 400
line "real, nothing new: HTTP down" "$(told .http_down)" "B of HTTP" '<' 200
line "real, nothing new: turns" "$(told '.turns + .requests - 1')" turns '<' 1
eq "the TLS session was resumed" "$(told .resumed)" true
line "real, nothing new: on the wire, TLS resumed" \
    "$(told '.tls_up + .tls_down')" B '<' 2250

# Memory with a short log, and with MANY more gaps.
MANY=3000
gap_line=$(grep -m1 '"entity":"gap"' "$DATA/60-tap-chiapas.jsonl")
memory() { # what the log is like
	line "node: peak of a sync, $1" "$(node_peak TAP1 sync)" MiB '<' 16
	_g=$(node TAP1 --json list gap | grep -o '"id":"[^"]*"' |
	    head -n 1 | cut -d'"' -f4)
	line "node: peak of a save, $1" \
	    "$(node_peak TAP1 save gap "$_g" severity=high)" MiB '<' 16
	sync_ok TAP1
	line "hub: peak, $1" "$(peak "$HUB_PID")" MiB '<' 64
}
memory "short log"
awk -v n="$MANY" -v l="$gap_line" 'BEGIN {
	for (i = 0; i < n; i++) {
		x = l
		sub(/"key":"[^"]*"/, "\"key\":\"bench-" i "\"", x)
		gsub(/"folio":"[^"]*",?/, "", x)
		print x
	}
}' >"$T/many.jsonl"
node TAP1 import "$T/many.jsonl" >"$T/import.out" 2>&1 ||
    fail "$(tail -n 3 "$T/import.out")"
sync_ok TAP1
memory "long log"

# Guests that say nothing.
GUESTS=24
_before=$(now "$HUB_PID")
_i=0
while [ $_i -lt $GUESTS ]; do
	sleep 4 | openssl s_client -quiet -connect "127.0.0.1:$PORT" \
	    >/dev/null 2>&1 &
	_i=$((_i + 1))
done
sleep 3
line "hub: memory of a connection" \
    "$(awk -v a="$_before" -v b="$(now "$HUB_PID")" -v n=$GUESTS \
	'BEGIN { print (b > a ? (b - a) * 1024 / n : 0) }')" KiB '<' 80
hub_stop
exit $MISSED
