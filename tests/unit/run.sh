#!/bin/sh
# run.sh counts programs...: run each test program, a line each; what a
# failing one printed is shown.  Leaves "passed failed" in the file counts.
set -eu
counts=$1
shift
passed=0
failed=0
out=$counts.out
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"

# sum word: how many tests cmocka counted so (every group says it).
sum() {
	sed -n "s/^\[  $1  \] \([0-9]*\) test(s).*/\1/p" "$out" |
	    awk '{ n += $1 } END { print n + 0 }'
}

for t; do
	name=$(basename "$t")
	begin=$(date +%s%N)
	rc=0
	timeout 300 "$t" >"$out" 2>&1 || rc=$?
	ms=$((($(date +%s%N) - begin) / 1000000))
	p=$(sum PASSED)
	f=$(sum FAILED)
	# Killed, leaking or silent is one failure even if no test says so.
	if [ $rc -ne 0 ] && [ "$f" -eq 0 ] || [ $((p + f)) -eq 0 ]; then
		f=$((f + 1))
	fi
	passed=$((passed + p))
	failed=$((failed + f))
	if [ "$f" -eq 0 ]; then
		printf '  ok     %-28s %4d tests %6d ms\n' "$name" "$p" "$ms"
	else
		grep -v '^\[ *\(RUN\|OK\) ' "$out" | tail -n 200 | sed 's/^/    /' || :
		printf '  FAILED %-28s %4d of %d, status %d\n' "$name" "$f" "$((p + f))" "$rc"
	fi
done
echo "$passed $failed" >"$counts"
