#!/bin/sh
# run.sh [profiles...]: what a sync costs on bad links.  Two network namespaces
# and linkem between them; root only.  O says which build; FILE is the size of
# the attachment (6000000), RECORDS how many new ones (10000); JOBS=file is the
# attachment alone; PROFILES of their own stand below.  Prints a line for each job of each profile:
#
#   profile job seconds tries turns up down lost cuts
#
# bytes are of IP, headers and all; `tries` are syncs until it was done.
set -eu
cd "$(dirname "$0")/../.."
BIN=$(cd "${O:-build/release}" && pwd)
FILE=${FILE:-6000000}
RECORDS=${RECORDS:-10000}
WAIT=${WAIT:-7200} # seconds for one job, at most
export MESAS_LANG=en MESAS_ACTOR=link
[ "$(id -u)" -eq 0 ] || {
	echo 'link-test: namespaces need root' >&2
	exit 77
}

# name kbit/s one-way-ms loss% cut-every-s
PROFILES='slow    32  300 0 0
slower  20 1000 0 0
lossy   32  300 2 0
cut     32  300 0 20'

one_profile() {
	name=$1 kbit=$2 delay=$3 loss=$4 cut=$5
	id=$(printf '%s' "$name" | cut -c1-6)$$
	T=$(mktemp -d)
	H=mh$id A=ma$id
	mkfifo "$T/ask"
	"$BIN/tests/link/linkem" "o$id" "h$id" "$kbit" "$delay" "$loss" "$cut" 1 \
	    <"$T/ask" >"$T/linkem" &
	LINK=$!
	exec 3>"$T/ask"
	HUB=
	trap 'stop_profile' EXIT
	trap 'exit 1' INT TERM
	i=0
	until grep -q ready "$T/linkem"; do
		i=$((i + 1))
		[ $i -lt 50 ] && kill -0 "$LINK" 2>/dev/null || exit 77
		sleep 0.1
	done
	for n in "$H h$id 10.9.0.1" "$A o$id 10.9.0.2"; do
		# shellcheck disable=SC2086 # three words
		set -- $n
		ip netns add "$1"
		ip link set "$2" netns "$1"
		ip -n "$1" addr add "$3/24" dev "$2"
		ip -n "$1" link set "$2" mtu 1500 up
		ip -n "$1" link set lo up
	done
	prepare
	jobs
}
# shellcheck disable=SC2317 # by the trap
stop_profile() {
	[ -z "$HUB" ] || kill "$HUB" 2>/dev/null || :
	kill "$LINK" 2>/dev/null || :
	ip netns del "$H" 2>/dev/null || :
	ip netns del "$A" 2>/dev/null || :
	rm -rf "$T"
}
hub() { ip netns exec "$H" "$BIN/mesas-hub" -C "$T/hub" "$@"; }
node() {
	who=$1
	shift
	ip netns exec "$A" "$BIN/mesas-node" -C "$T/$who" "$@"
}
quiet() {
	"$@" >"$T/out" 2>>"$T/err" || {
		echo "$name: $* failed:" >&2
		tail -n 3 "$T/out" "$T/err" >&2
		exit 1
	}
}

# The world is made on a link of its own inside the hub's namespace: what is
# not measured costs no time.
# shellcheck disable=SC2317
near() {
	who=$1
	shift
	ip netns exec "$H" "$BIN/mesas-node" -C "$T/$who" "$@"
}
prepare() {
	quiet hub init --name 10.9.0.1
	quiet hub office add TAP --name Tapachula --spaces 07
	quiet hub office add PAL --name Palenque --spaces 07
	ip netns exec "$H" "$BIN/mesas-hub" -C "$T/hub" --json serve \
	    --listen 10.9.0.1:8443 --pages 127.0.0.1:0 >"$T/serve" 2>>"$T/err" &
	HUB=$!
	i=0
	until [ -s "$T/serve" ]; do
		i=$((i + 1))
		[ $i -lt 100 ] || exit 1
		sleep 0.1
	done
	D=tests/data/founding
	grep -v '"entity":"office"' $D/10-national.jsonl >"$T/national"
	quiet hub import "$T/national"
	quiet hub import $D/20-roundtables.jsonl
	grep -E '"office":"(TAP|PAL)"' $D/50-secretariats.jsonl >"$T/sec"
	quiet hub import "$T/sec"
	for n in TAP PAL; do
		mkdir "$T/$n"
		quiet near $n init
		quiet near $n enrol "$(hub invite $n)"
		quiet near $n sync
	done
	quiet near TAP import $D/60-tap-chiapas.jsonl
	for n in TAP PAL TAP; do quiet near $n sync; done
	# Titles of words as they come: eight of the founding data's, by chance.
	cat $D/*.jsonl | grep -o '[[:alpha:]]\{4,\}' | sort -u |
	    awk -v n="$RECORDS" '{ w[NR] = $1 } END {
		srand(1)
		for (i = 1; i <= n; i++) {
			t = ""
			for (k = 0; k < 8; k++)
				t = t " " w[int(rand() * NR) + 1]
			printf "{\"entity\":\"gap\",\"key\":\"g%d\",\"set\":{\"roundtable\":\"MESA-07\",\"title\":\"%s\",\"theme\":\"%s\",\"severity\":\"low\",\"identified_on\":\"2026-0%d-%02d\"}}\n",
			    i, substr(t, 2), rand() < .5 ? "health" : "education",
			    int(rand() * 9) + 1, int(rand() * 28) + 1
		} }' >"$T/records"
	head -n 1000 "$T/records" | sed 's/"severity":"low"/"severity":"high"/' \
	    >"$T/edits"
}

count() {
	: >"$T/linkem"
	echo >&3
	i=0
	until [ -s "$T/linkem" ]; do
		i=$((i + 1))
		[ $i -lt 50 ] || exit 1
		sleep 0.05
	done
	cat "$T/linkem"
}
# measured JOB WHO WANT: syncs of WHO until .WANT of the answer is true.
measured() {
	c0=$(count)
	began=$(date +%s%N)
	tries=0 turns=0
	while :; do
		tries=$((tries + 1))
		node "$2" --json sync >"$T/sync" 2>>"$T/err" || :
		k=$(jq '.turns // 0' "$T/sync" 2>/dev/null | tail -n 1)
		turns=$((turns + ${k:-0}))
		[ "$(jq "$3" "$T/sync" 2>/dev/null)" = true ] && break
		[ $((($(date +%s%N) - began) / 1000000000)) -lt "$WAIT" ] || break
	done
	ms=$((($(date +%s%N) - began) / 1000000))
	printf '%s %s\n' "$c0" "$(count)" | awk -v p="$name" -v j="$1" \
	    -v ms=$ms -v tries=$tries -v turns=$turns '{ printf \
	    "%-7s %-14s %8.1f s %3d tries %4d turns %9d up %9d down %5d lost %3d cuts\n",
	    p, j, ms / 1000, tries, turns, $8 - $2, $10 - $4, $11 - $5, $12 - $6 }'
}
DONE='.done and .files_waiting == 0'
jobs() {
	# From now on the link is as bad as the profile says.
	rm -f "$T/TAP/tls.session"
	[ "${JOBS:-all}" = file ] || record_jobs
	file_jobs
}
record_jobs() {
	measured first TAP "$DONE"
	measured nothing TAP "$DONE"
	head -n 20 "$T/records" >"$T/twenty"
	quiet node TAP import "$T/twenty"
	quiet near TAP sync --no-files
	quiet near PAL sync --no-files
	head -n 20 "$T/edits" >"$T/twenty"
	quiet node TAP import "$T/twenty"
	measured 20-up TAP "$DONE"
	measured 20-down PAL "$DONE"
	quiet node TAP import "$T/records"
	measured records-up TAP "$DONE"
	measured records-down PAL "$DONE"
	quiet node TAP import "$T/edits"
	measured 1000-up TAP "$DONE"
	measured 1000-down PAL "$DONE"
}
file_jobs() {
	head -c "$FILE" /dev/urandom >"$T/file"
	sha=$(sha256sum "$T/file" | cut -d' ' -f1)
	mkdir -p "$T/TAP/documents/$(printf %.2s "$sha")"
	cp "$T/file" "$T/TAP/documents/$(printf %.2s "$sha")/$sha"
	doc=$(node TAP --json save document object=07-AC-2026-001 sha256="$sha" \
	    name=a.pdf media_type=application/pdf bytes="$FILE" title=Oficio \
	    classification=public | jq -r .id)
	measured file-up TAP "$DONE"
	quiet near PAL sync --no-files
	quiet node PAL fetch "$doc"
	measured file-down PAL '.files_fetched == 1'
}

[ $# -gt 0 ] || set -- slow slower lossy cut
for want; do
	printf '%s\n' "$PROFILES" | grep -q "^$want " || {
		echo "no profile $want" >&2
		exit 64
	}
done
# All at once: each has its own link, and mostly they wait.
pids=
for want; do
	# shellcheck disable=SC2046 # five words
	(one_profile $(printf '%s\n' "$PROFILES" | grep "^$want ")) &
	pids="$pids $!"
done
rc=0
for p in $pids; do wait "$p" || rc=$?; done
exit "$rc"
