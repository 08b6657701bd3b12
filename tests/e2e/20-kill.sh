#!/bin/sh
# 200 times kill -9 in the middle of saving, syncing, taking in and folding:
# what was acknowledged is there afterwards.  SEED repeats a run.
. tests/e2e/lib.sh

SEED=${SEED:-$(date +%s)}
KILLS=${KILLS:-200}

# killed MILLISECONDS CMD...: true when it came to its end before.
killed() {
	_ms=$1
	shift
	timeout -s KILL "$(printf '0.%03d' "$_ms")" "$@" >"$T/killed.json" \
	    2>"$T/killed.err"
}
# A save under the knife; acknowledged is what ended with 0.
save_killed() {
	if killed "$2" "$BIN/mesas-node" -C "$T/$1" --json save agreement \
	    "$3" "means_of_verification=Medio $4"; then
		jq -r '[.id, .commit] | @tsv' "$T/killed.json" >>"$T/saved"
		acknowledged=$((acknowledged + 1))
	else
		interrupted=$((interrupted + 1))
	fi
}

step "a hub, two computers"
world TAP TAP2
chiapas TAP
sync_all TAP TAP2

# How long each takes here decides when the knife falls.
took() {
	_begin=$(date +%s%N)
	"$@" >/dev/null
	_took=$((($(date +%s%N) - _begin) / 1000000 + 1))
	[ $_took -lt 400 ] || _took=400
	printf '%s' $_took
}
saving=$(took node TAP save agreement 07-AC-2026-001 priority=low)
syncing=$(took node TAP sync)
folding=$(took node TAP rebuild)

step "$KILLS kills, SEED=$SEED (a save $saving ms, a sync $syncing, a fold $folding)"
awk -v seed="$SEED" -v n="$KILLS" -v save="$saving" -v sync="$syncing" \
    -v fold="$folding" 'BEGIN {
	srand(seed)
	for (i = 1; i <= n; i++) {
		what = int(rand() * 6)
		most = what < 2 ? save : what < 4 ? sync : fold
		print i, what, int(rand() * most * 1.6) + 1
	}
}' >"$T/plan"
acknowledged=0
interrupted=0
while read -r i what ms; do
	if [ $((i % 2)) -eq 0 ]; then
		who=TAP
		rec=07-AC-2026-001
	else
		who=TAP2
		rec=07-AC-2026-002
	fi
	case $what in
	0 | 1)
		save_killed $who "$ms" $rec "$i"
		continue
		;;
	2)
		save $who save agreement $rec "progress_pct=$((i % 100))" \
		    >/dev/null
		killed "$ms" "$BIN/mesas-node" -C "$T/$who" sync &&
		    continue
		;;
	3)
		save $who save agreement $rec "progress_pct=$((i % 100))" \
		    >/dev/null
		"$BIN/mesas-node" -C "$T/$who" sync >"$T/bg.out" 2>&1 &
		bg=$!
		sleep "$(printf '0.%03d' "$ms")"
		hub_kill
		wait $bg || :
		hub_start
		;;
	4)
		killed "$ms" "$BIN/mesas-node" -C "$T/$who" rebuild &&
		    continue
		;;
	5)
		killed "$ms" "$BIN/mesas-hub" -C "$HUB" rebuild &&
		    continue
		;;
	esac
	interrupted=$((interrupted + 1))
done <"$T/plan"
say "$acknowledged saves were acknowledged under the knife, $interrupted were killed"
[ "$acknowledged" -gt 0 ] || fail "no save was quick enough"
[ "$interrupted" -ge $((KILLS / 4)) ] || fail "too few were killed in the middle"
four_checks TAP TAP2
