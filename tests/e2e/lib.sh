# shellcheck shell=sh
# lib.sh -- the words of the scenarios: a hub, computers of offices, and what
# must be true at the end.  Sourced; BIN and T come from run.sh.
#
#   hub CMD...            mesas-hub on this scenario's hub
#   node NAME CMD...      mesas-node on the computer NAME; FAKE_NAME=+1y moves
#                         its clock (faketime)
#   fake CLOCK CMD...     CMD with another clock (libfaketime's words: +60d)
#   hub_new, hub_start, hub_stop, office_add CODE NAME SPACES
#   node_new NAME OFFICE  a computer, enrolled; nothing synced yet
#   save NAME CMD...      a command that must be kept for ever (prints JSON)
#   sync_ok NAME...       one sync each; sync_all NAME...  until all have all
#   road NAME HOW N       from now on over a road that breaks; road_close NAME
#   refused RC TEXT CMD.. must end with RC and say TEXT
#   eq WHAT GOT WANTED
#   four_checks NAME...   DOMAIN 5.0, and rebuild equals incremental
set -eu
: "${BIN:?}" "${T:?}"
HUB=$T/hub
DATA=tests/data/founding
NOW=start
EMPTY=0bf474896363505e5ea5e5d6ace8ebfb13a760a409b1fb467d428fc716f9f284
export MESAS_LANG=es MESAS_ACTOR=prueba

say() { printf '%s\n' "$*"; }
step() {
	NOW=$*
	printf -- '--- %s\n' "$*"
}
fail() {
	printf 'FAILED at "%s": %s\n' "$NOW" "$*"
	for f in "$T"/*.err; do
		[ -s "$f" ] || continue
		printf '%s\n' "-- $f"
		tail -n 15 "$f"
	done
	exit 1
}

# Not through the program faketime: it would stand between us and what it runs,
# and what it leaves in /dev/shm when killed ends the next one with that pid.
CLOCK_LIB=$(printf '%s\n' /usr/lib/*/faketime/libfaketime.so.1)
CLOCK_ASAN=verify_asan_link_order=0:detect_leaks=0
fake() {
	_f=$1
	shift
	[ -f "$CLOCK_LIB" ] || fail "libfaketime is missing"
	LD_PRELOAD=$CLOCK_LIB FAKETIME=$_f ASAN_OPTIONS=$CLOCK_ASAN \
	    DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1 "$@"
}

hub() { "$BIN/mesas-hub" -C "$HUB" "$@"; }
node() {
	_n=$1
	shift
	eval "_f=\${FAKE_$_n:-}"
	if [ -n "$_f" ]; then
		fake "$_f" "$BIN/mesas-node" -C "$T/$_n" "$@"
	else
		"$BIN/mesas-node" -C "$T/$_n" "$@"
	fi
}

# A story told again from the start, in a folder of its own.
TOP=$T
again() {
	hub_stop
	T=$TOP/$1
	HUB=$T/hub
	PORT=0
	mkdir -p "$T"
	printf '===== %s\n' "$1"
}

# ---- the hub -------------------------------------------------------------

PORT=0
HUB_PID=
hub_new() { hub init >"$T/init.out"; }

# Again at the same port, so that the computers find it.
hub_start() {
	rm -f "$T/serve.out"
	# shellcheck disable=SC2086 # HUB_ARGS: more options, one word each
	"$BIN/mesas-hub" -C "$HUB" --json serve --listen "127.0.0.1:$PORT" \
	    --pages 127.0.0.1:0 ${HUB_ARGS:-} >"$T/serve.out" 2>>"$T/hub.err" &
	HUB_PID=$!
	_i=0
	until [ -s "$T/serve.out" ]; do
		kill -0 "$HUB_PID" 2>/dev/null || fail "the hub did not start"
		_i=$((_i + 1))
		[ $_i -lt 200 ] || fail "the hub is not ready after 20 s"
		sleep 0.1
	done
	PORT=$(jq -r '.listen | sub(".*:"; "")' "$T/serve.out")
}
hub_stop() {
	[ -n "$HUB_PID" ] || return 0
	kill "$HUB_PID" 2>/dev/null || :
	wait "$HUB_PID" 2>/dev/null || :
	HUB_PID=
}
hub_kill() {
	kill -9 "$HUB_PID" 2>/dev/null || :
	wait "$HUB_PID" 2>/dev/null || :
	HUB_PID=
}
# Whatever happens, nothing is left running.
OTHERS=
stop() {
	kill "$1" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
}
finish() {
	for _p in $OTHERS; do
		stop "$_p"
	done
	hub_stop
}
trap finish EXIT
trap 'exit 1' INT TERM

office_add() { hub office add "$1" --name "$2" --spaces "$3" >>"$T/hub.out"; }
node_new() {
	mkdir -p "$T/$1"
	node "$1" init >"$T/$1.out"
	node "$1" enrol "$(hub invite "$2")" >>"$T/$1.out" ||
	    fail "$1 could not enrol"
}

# Offices TAP and PAL (07), TIJ (02), and the roundtables of the founding
# document; then the computers named, all of them up to date.
world() {
	hub_new
	office_add TAP 'COMAR Tapachula' 07
	office_add PAL 'COMAR Palenque' 07
	office_add TIJ 'COMAR Tijuana' 02
	hub_start
	grep -v '"entity":"office"' "$DATA/10-national.jsonl" >"$T/national"
	import_hub "$T/national"
	import_hub "$DATA/20-roundtables.jsonl"
	grep -E '"office":"(TAP|PAL|TIJ)"' "$DATA/50-secretariats.jsonl" \
	    >"$T/secretariats"
	import_hub "$T/secretariats"
	for _n; do
		case $_n in
		TAP*) node_new "$_n" TAP ;;
		PAL*) node_new "$_n" PAL ;;
		TIJ*) node_new "$_n" TIJ ;;
		*) fail "no office for $_n" ;;
		esac
	done
	sync_ok "$@"
}
import_hub() { hub import "$1" >"$T/import.out" || fail "$(cat "$T/import.out")"; }
import_node() {
	node "$1" import "$2" >"$T/import.out" ||
	    fail "$1: $(cat "$T/import.out")"
}
chiapas() { import_node "$1" "$DATA/60-tap-chiapas.jsonl"; }
palenque() { import_node "$1" "$DATA/60-pal-palenque.jsonl"; }

# ---- doing ---------------------------------------------------------------

# What was acknowledged: "record commit", looked for at the end.
save() {
	_n=$1
	shift
	node "$_n" --json "$@" >"$T/saved.json" 2>"$T/saved.err" ||
	    fail "$_n $*: $(cat "$T/saved.err")"
	jq -r '[.id // .record, .commit] | @tsv' "$T/saved.json" >>"$T/saved"
	cat "$T/saved.json"
}
# The id of a new record.
new() { save "$@" | jq -r .id; }

sync_ok() {
	for _n; do
		node "$_n" --json sync >"$T/sync.json" 2>"$T/$_n.err" ||
		    fail "sync of $_n: $(cat "$T/$_n.err" "$T/sync.json")"
		[ "$(jq .done "$T/sync.json")" = true ] ||
		    fail "sync of $_n: $(cat "$T/sync.json")"
		disputes_note "$_n"
	done
}
# The last hears of all in the first round, the others in the second.
sync_all() {
	sync_ok "$@"
	sync_ok "$@"
}
# "A B C" backwards.
backwards() {
	_r=
	for _n; do _r="$_n $_r"; done
	printf '%s' "$_r"
}

refused() {
	_rc=$1
	_say=$2
	shift 2
	_got=0
	"$@" >"$T/refused.out" 2>&1 || _got=$?
	[ "$_got" -eq "$_rc" ] ||
	    fail "$*: status $_got, not $_rc: $(cat "$T/refused.out")"
	grep -q -e "$_say" "$T/refused.out" ||
	    fail "$*: does not say \"$_say\": $(cat "$T/refused.out")"
}
eq() { [ "$2" = "$3" ] || fail "$1: \"$2\", not \"$3\""; }
has() {
	case $2 in
	*"$3"*) ;;
	*) fail "$1: \"$2\" has no \"$3\"" ;;
	esac
}

# field NAME|hub ID FIELD: what is shown.
field() {
	if [ "$1" = hub ]; then
		hub --json show "$2" | jq -r ".fields.$3 // \"\""
	else
		node "$1" --json show "$2" | jq -r ".fields.$3 // \"\""
	fi
}
at() {
	_w=$1
	shift
	if [ "$_w" = hub ]; then hub "$@"; else node "$_w" "$@"; fi
}
# conflicts NAME|hub: ids of the open disputes.
conflicts() { at "$1" --json conflicts | jq -r '.conflicts[].id'; }
disputes_note() { conflicts "$1" >>"$T/disputes"; }
proposals() { at "$1" --json proposals | jq -r '.proposals[].id'; }

# ---- a road that breaks ----------------------------------------------------

# road NAME HOW N: its next syncs go over tests/e2e/proxy; road_close NAME.
road() {
	rm -f "$T/road.out" # not the port of the road before
	"$BIN/tests/e2e/proxy" "$PORT" "$2" "$3" >"$T/road.out" &
	ROAD=$!
	OTHERS=$ROAD
	_i=0
	until [ -s "$T/road.out" ]; do
		_i=$((_i + 1))
		[ $_i -lt 100 ] || fail "the road does not open"
		sleep 0.05
	done
	via "$1" "$(sed -n 1p "$T/road.out")"
}
via() { sed -i "s|^hub .*|hub https://127.0.0.1:$2|" "$T/$1/mesas-node.conf"; }
road_close() {
	kill "$ROAD" 2>/dev/null || :
	wait "$ROAD" 2>/dev/null || :
	OTHERS=
	via "$1" "$PORT"
}

# ---- what must be true at the end ----------------------------------------

digests() { at "$1" --json digest | jq -r '.spaces[] | "\(.space) \(.digest)"' | sort; }
same_digests() {
	digests hub >"$T/digests.hub"
	for _n; do
		digests "$_n" >"$T/digests.$_n"
		[ -s "$T/digests.$_n" ] || fail "$_n has no space"
		# A space without a commit may be unknown at the hub.
		_d=$(comm -23 "$T/digests.$_n" "$T/digests.hub" | grep -v " $EMPTY\$" || :)
		[ -z "$_d" ] || fail "$_n differs from the hub: $_d"
		eq "$_n: to be confirmed" \
		    "$(node "$_n" --json digest | jq '[.spaces[].pending] | add')" 0
	done
}
verify_all() {
	for _w in hub "$@"; do
		at "$_w" verify >"$T/verify.out" 2>&1 ||
		    fail "$_w does not verify: $(cat "$T/verify.out")"
	done
}
# Each acknowledged change is in the history of its record at the hub.
nothing_missing() {
	[ -f "$T/saved" ] || return 0
	sort -u "$T/saved" >"$T/saved.all"
	cut -f1 "$T/saved.all" | sort -u | while read -r _id; do
		hub --json history "$_id" 2>/dev/null |
		    jq -r '.writes[].op' >>"$T/kept.ops" ||
		    say "the hub has no $_id"
	done >"$T/missing"
	sed 's/\.[0-9]*$//' "$T/kept.ops" | sort -u >"$T/kept"
	cut -f2 "$T/saved.all" | sed 's/\.[0-9]*$//' | sort -u |
	    comm -23 - "$T/kept" >>"$T/missing"
	[ ! -s "$T/missing" ] || fail "saved but not at the hub: $(cat "$T/missing")"
}
# A dispute that was seen is still open, or its record has a later write that
# a person made over it.
no_silent_end() {
	[ -f "$T/disputes" ] || return 0
	conflicts hub | sort -u >"$T/disputes.open"
	sort -u "$T/disputes" | comm -23 - "$T/disputes.open" |
	    while read -r _d; do
		    hub --json history "${_d%/*}" | jq -e --arg f "${_d##*/}" '
			[.writes[] | select((.kind == "resolve" or .kind == "edit"
			    or .kind == "void") and .actor != ""
			    and ($f == "life" or ([.values[]?.field] | index($f))))]
			| length > 2 or any(.[]; .kind == "resolve")' \
			>/dev/null || say "$_d"
	    done >"$T/silent"
	[ ! -s "$T/silent" ] || fail "closed without a person: $(cat "$T/silent")"
}
rebuild_equal() {
	for _w in hub "$@"; do
		digests "$_w" >"$T/before"
		at "$_w" --json rebuild |
		    jq -r '.spaces[] | "\(.space) \(.digest)"' | sort >"$T/after"
		cmp -s "$T/before" "$T/after" || fail "rebuild differs at $_w"
	done
}
four_checks() {
	step "the four checks: $*"
	sync_all "$@"
	same_digests "$@"
	verify_all "$@"
	nothing_missing
	no_silent_end
	rebuild_equal "$@"
	same_digests "$@"
}
