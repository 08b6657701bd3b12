#!/bin/sh
# run.sh counts programs...: run the test programs, JOBS (2) at a time, a line
# each; what a failing one printed is shown.  Leaves "passed failed" in the
# file counts.
set -eu
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"

# sum word: how many tests cmocka counted so (every group says it).
sum() {
	sed -n "s/^\[  $1  \] \([0-9]*\) test(s).*/\1/p" "$out" |
	    awk '{ n += $1 } END { print n + 0 }'
}

# One program; what it comes to in a file of its own.
one() {
	name=$(basename "$1")
	out=$counts.d/$name.out
	begin=$(date +%s%N)
	rc=0
	timeout 300 "$1" >"$out" 2>&1 || rc=$?
	ms=$((($(date +%s%N) - begin) / 1000000))
	p=$(sum PASSED)
	f=$(sum FAILED)
	# Killed, leaking or silent is one failure even if no test says so.
	if [ $rc -ne 0 ] && [ "$f" -eq 0 ] || [ $((p + f)) -eq 0 ]; then
		f=$((f + 1))
	fi
	echo "$p $f" >"$counts.d/$name.sum"
	if [ "$f" -eq 0 ]; then
		printf '  ok     %-28s %4d tests %6d ms\n' "$name" "$p" "$ms"
		return
	fi
	{
		grep -v '^\[ *\(RUN\|OK\) ' "$out" | tail -n 200 | sed 's/^/    /' || :
		printf '  FAILED %-28s %4d of %d, status %d\n' "$name" "$f" "$((p + f))" "$rc"
	} >"$counts.d/$name.said"
	cat "$counts.d/$name.said" # in one piece beside the others'
}

counts=$1
shift
if [ "${ONE:-}" = yes ]; then
	one "$1"
	exit 0
fi
rm -rf "$counts.d"
mkdir -p "$counts.d"
printf '%s\n' "$@" | ONE=yes xargs -r -P "${JOBS:-2}" -n 1 sh "$0" "$counts"
# A program that left no sum failed.
cat "$counts.d"/*.sum 2>/dev/null | awk -v n=$# '{ p += $1; f += $2 }
	END { print p + 0, f + n - NR }' >"$counts"
rm -rf "$counts.d"
