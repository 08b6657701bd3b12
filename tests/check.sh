#!/bin/sh
# check.sh stages...: lint, unit, sql, fuzz, e2e, model, crash, sim, torture (or
# tidy, format, browser alone).  Every stage tells its counts and seconds; the last line
# is the sum of the counts.  Called by make, which sets O, SOURCES, HEADERS,
# TEST_C, SCRIPTS, UNIT, FUZZERS and MESAS_CFLAGS.
set -eu
passed=0
failed=0
work=$O/check
mkdir -p "$work"
export O

# step name command...: one check; its output is shown when it fails.
step() {
	name=$1
	shift
	if "$@" >"$work/$name.out" 2>&1; then
		passed=$((passed + 1))
		printf '  ok     %s\n' "$name"
	else
		failed=$((failed + 1))
		sed 's/^/    /' "$work/$name.out"
		printf '  FAILED %s\n' "$name"
	fi
}

# behind name command...: a long check that only computes, at the lowest priority
# while the stages go on, which wait and sleep much; `await` tells how it went.
behind=
behind() {
	behind=$1
	shift
	setsid nice -n 19 "$@" >"$work/$behind.log" 2>&1 &
	# A session of its own has a share of its own, where the kernel does so.
	echo 19 2>/dev/null >"/proc/$!/autogroup" || :
	trap 'kill -- "-$!" 2>/dev/null || :' EXIT
	trap 'exit 1' INT TERM
}
await() {
	rc=0
	wait "$!" || rc=$?
	trap - EXIT
	cat "$work/$behind.log"
	return $rc
}

# add file: the counts that a runner left, "passed failed".
add() {
	if [ -f "$1" ] && read -r p f <"$1"; then
		passed=$((passed + p))
		failed=$((failed + f))
	else
		failed=$((failed + 1))
	fi
}

quotes() {
	[ ! -f docs/protocol.md ] || sh tests/lint/spec.sh docs/protocol.md "$@"
}

format() {
	clang-format --dry-run -Werror "$@" 2>&1 |
	    awk -F: '/error:|warning:/ && !seen[$1]++ { print $1 ": make format" }
	        END { exit length(seen) > 0 }'
}

manuals() {
	for m in docs/man/*.[15]; do
		[ ! -f "$m" ] || mandoc -Tlint -W warning "$m" || return 1
	done
}

# The lists are words, and no name of ours has a space.
# shellcheck disable=SC2046,SC2086
stage() {
	case $1 in
	lint)
		behind tidy env NODES=20000 sh tests/lint/tidy.sh "$O" $SOURCES
		step layers sh tests/lint/layers.sh "$O" $SOURCES
		step symbols sh tests/lint/symbols.sh "$O" $SOURCES
		step words sh tests/lint/words.sh $SOURCES $HEADERS
		step headers sh tests/lint/headers.sh $HEADERS
		step quotes quotes $SOURCES $HEADERS
		step strings sh tests/lint/strings.sh
		step sentences sh tests/lint/sentences.sh "$O"
		step mutants sh tests/sim/mutants.sh check
		step size sh tests/lint/size.sh $SOURCES $HEADERS $TEST_C
		step shellcheck shellcheck $SCRIPTS
		step manuals manuals
		step format format $SOURCES $HEADERS $TEST_C
		;;
	tidy) step tidy sh tests/lint/tidy.sh "$O" $SOURCES ;;
	format) step format format $SOURCES $HEADERS $TEST_C ;;
	unit)
		sh tests/unit/run.sh "$work/unit" $(printf '%s\n' $UNIT | grep -v '/sql_' || :)
		add "$work/unit"
		;;
	sql)
		sh tests/unit/run.sh "$work/sql" $(printf '%s\n' $UNIT | grep '/sql_' || :)
		add "$work/sql"
		;;
	fuzz)
		for f in $FUZZERS; do
			name=${f##*/}
			step "$name" "$f" "tests/fuzz/corpus/${name#fuzz_}"
		done
		;;
	e2e)
		rm -f "$work/e2e"
		COUNTS=$work/e2e sh tests/e2e/run.sh || :
		add "$work/e2e"
		;;
	browser)
		rm -f "$work/browser"
		COUNTS=$work/browser sh tests/browser/run.sh || :
		add "$work/browser"
		;;
	model) step models sh tests/model/run.sh quick ;;
	torture)
		step torture "$O/tests/torture/torture" -r 1 -t 6
		step swarm sh tests/torture/swarm.sh quick
		;;
	crash) step cuts "$O/mesas-crash" -s 1 -n 20000 -j 2 ;;
	# What worlds begin with lives in memory shared with them, where a leak
	# checker does not look; and a killed machine leaks what it had.
	sim) step worlds env ASAN_OPTIONS=detect_leaks=0 "$O/mesas-sim" -s 1 -n 1000 -t 60 -j 2 ;;
	esac
}

for s; do
	printf '%s\n' "$s"
	began=$(date +%s)
	stage "$s"
	printf '  (%s: %d s)\n' "$s" "$(($(date +%s) - began))"
done
if [ -n "$behind" ]; then
	printf 'beside them\n'
	began=$(date +%s)
	step "$behind" await
	printf '  (waited for: %d s)\n' "$(($(date +%s) - began))"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
