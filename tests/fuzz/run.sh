#!/bin/sh
# run.sh [merge]: every fuzzer of $O/tests/fuzz for T seconds, JOBS at a time,
# then a table; exit status 1 when one crashed.  ONLY names some.  What is
# found stays under $O/found/NAME, what crashes in $O/crash/NAME-*.
# merge: what was found goes into tests/fuzz/corpus, as few and as small files
# as reach the same branches.
set -eu
cd "$(dirname "$0")/../.."
O=${O:-build/fuzz}
T=${T:-60}
export O T
where=${TMPDIR:-/tmp}
[ ! -w /dev/shm ] || where=/dev/shm
export TMPDIR="$where"
# Arguments of one fuzzer: lengths that make sense, a dictionary.
# shellcheck disable=SC2016 # for the inner shells
export ONE='
	name=$1
	prog=$O/tests/fuzz/fuzz_$name
	tree=tests/fuzz/corpus/$name
	found=$O/found/$name
	mkdir -p "$tree" "$found" "$O/crash"
	len=4096 dict=json wait=10
	case $name in
	op | reply | hello | import | enrol | json) ;;
	parcel | seal | segment | frame) len=16384 ;;
	http) dict=http wait=90 ;;
	conf | cert | cli) dict=$name ;;
	text | html | value) dict=text len=512 ;;
	form) dict=form ;;
	csv) dict= ;;
	xlsx) dict=xlsx ;;
	bytes) dict= len=2048 ;;
	merge) dict= len=600 ;;
	world) dict= len=240 wait=60 ;;
	esac
	set -- -rss_limit_mb=1024 -timeout=$wait -max_len=$len
	[ -z "$dict" ] || set -- "$@" -dict=tests/fuzz/dict/$dict.dict
	[ "$name" != cli ] || set -- "$@" -close_fd_mask=3
'
# shellcheck disable=SC2016 # for the inner shell
run='
	eval "$ONE"
	before=$(find "$found" -type f | wc -l)
	rc=0
	"$prog" "$@" -max_total_time="$T" -print_final_stats=1 \
	    -artifact_prefix="$O/crash/$name-" "$found" "$tree" \
	    >"$O/found/$name.out" 2>&1 </dev/null || rc=$?
	awk -v name="$name" -v rc=$rc \
	    -v new=$(($(find "$found" -type f | wc -l) - before)) "
	/stat::number_of_executed_units/ { n = \$2 }
	/stat::average_exec_per_sec/ { s = \$2 }
	/ cov: / { for (i = 1; i < NF; i++) if (\$i == \"cov:\") c = \$(i + 1) }
	END { printf \"%-10s %10d %8d %6d %5d  %s\\n\", name, n, s, c, new,
	    rc == 0 ? \"ok\" : \"CRASH\" }" "$O/found/$name.out" |
	    tee "$O/found/$name.row"
	if [ $rc -ne 0 ]; then
		grep -aE "ERROR|SUMMARY|must|Test unit written|error:" \
		    "$O/found/$name.out" | head -8 | sed "s/^/    /"
	fi
'
# Files of the tree with names of their own stay; the others are made anew.
# shellcheck disable=SC2016
merge='
	eval "$ONE"
	new=$O/merge/$name
	rm -rf "$new" && mkdir -p "$new"
	"$prog" "$@" -set_cover_merge=1 "$new" "$tree" "$found" >"$O/found/$name.out" 2>&1 \
	    </dev/null
	find "$tree" -type f -name "[0-9a-f]*" |
	    grep -E "/[0-9a-f]{40}$" | xargs -r rm
	find "$new" -type f -size -3k -printf "%s %f\n" | sort -n |
	    awk "{ all += \$1 } all < 24000 && NR <= 160 { print \$2 }" |
	    while read -r f; do
		cp "$new/$f" "$tree/$f"
	    done
	printf "  %-10s %4d files, %6d bytes\n" "$name" \
	    "$(find "$tree" -type f | wc -l)" \
	    "$(find "$tree" -type f -printf "%s\n" | awk "{ n += \$1 } END { print n + 0 }")"
'

[ -n "${ONLY:-}" ] ||
    ONLY=$(find tests/fuzz -name 'fuzz_*.c' | sed 's|.*/fuzz_||; s|\.c$||' | sort)
if [ "${1:-}" = merge ]; then
	# shellcheck disable=SC2086 # words
	printf '%s\n' $ONLY | xargs -P "${JOBS:-2}" -n 1 sh -c "$merge" merge
	exit 0
fi
mkdir -p "$O/found"
printf '%-10s %10s %8s %6s %5s\n' target runs per-s cov new
# shellcheck disable=SC2086
printf '%s\n' $ONLY | xargs -P "${JOBS:-2}" -n 1 sh -c "$run" run
bad=0
for name in $ONLY; do
	if ! grep -q ' ok$' "$O/found/$name.row"; then
		bad=$((bad + 1))
		find "$O/crash" -name "$name-*" -print
	fi
done
[ "$bad" -eq 0 ] || { echo "$bad fuzzers crashed"; exit 1; }
