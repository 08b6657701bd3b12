#!/bin/sh
# run.sh [scripts...]: run the scenarios (all of tests/e2e/NN-*.sh), JOBS at a
# time, each in a folder of its own.
#
# A scenario is plain sh, started at the root of the tree with BIN (where the
# programs are, absolute) and T (its folder, empty, removed when it passes).
# Exit status 0 is passed.  O says which build; COUNTS is a file that gets
# "passed failed"; KEEP=1 keeps the folders.
set -eu
cd "$(dirname "$0")/../.."
BIN=$(cd "${O:-build/release}" && pwd)
# In memory when there is room: what a kill leaves behind is the same there,
# and thousands of fsyncs cost nothing.
where=/tmp
if [ -w /dev/shm ] &&
    [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 400000 ]; then
	where=/dev/shm
fi
base=${TMPDIR:-$where}/mesas-e2e.$$
export BIN base KEEP="${KEEP:-}"
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
mkdir -p "$base"
trap 'rmdir "$base" 2>/dev/null || :' EXIT

if [ $# -eq 0 ]; then
	set -- tests/e2e/[0-9][0-9]-*.sh
	[ -f "$1" ] || shift
fi

# shellcheck disable=SC2016 # for the inner shell
printf '%s\n' "$@" | xargs -r -P "${JOBS:-2}" -n 1 sh -c '
	name=$(basename "$1" .sh)
	T=$base/$name
	export T
	mkdir -p "$T"
	begin=$(date +%s)
	rc=0
	timeout -k 10 "${TIMEOUT:-400}" sh "$1" >"$T.out" 2>&1 </dev/null || rc=$?
	took=$(($(date +%s) - begin))
	if [ $rc -eq 0 ]; then
		printf "  ok     %-40s %4d s\n" "$name" $took
		[ -n "$KEEP" ] || rm -rf "$T" "$T.out"
		echo ok >"$base/$name.ok"
	else
		{
			tail -n 80 "$T.out" | sed "s/^/    /"
			printf "  FAILED %-40s %4d s, status %d, see %s\n" "$name" $took $rc "$T"
		} >"$T.said"
		cat "$T.said"
		rm -f "$T.said"
	fi
' run || :

passed=0
failed=0
for s; do
	ok=$base/$(basename "$s" .sh).ok
	if [ -f "$ok" ]; then
		passed=$((passed + 1))
		rm -f "$ok"
	else
		failed=$((failed + 1))
	fi
done
if [ -n "${COUNTS:-}" ]; then
	echo "$passed $failed" >"$COUNTS"
else
	printf '%d passed, %d failed\n' "$passed" "$failed"
fi
[ "$failed" -eq 0 ]
