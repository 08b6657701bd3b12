#!/bin/sh
# cover.sh unit-programs...: run the unit tests, the fuzzers' corpora, WORLDS
# simulated worlds, CUTS power cuts, TORTURE seconds of refused calls, some
# SCENARIOS and the walks of PAGES through the pages with the counting build in
# O, then say what of the product ran, a line a directory.  All of them run the
# product's own code.
# Ends with 1 when a figure is under what docs/testing.md promises.
#
# MC/DC counts the conditions of every decision with more than one; one counts
# when two runs are seen that differ in it alone and decide otherwise.  What a
# macro expands to (must, TRY) is no decision of the line it stands in: that is
# llvm-cov's rule and the only exclusion.
set -eu
cd "$(dirname "$0")/.."
O=$(cd "${O:-build/cover}" && pwd)
export O
out=$O/cover
scenarios=${SCENARIOS-01 08 09 14 16 17 20-office 22 23 40}

mkdir -p "$out"
rm -f "$out"/*.profraw "$out/all.profdata"
echo unit
# A test program a file; the many runs of the two programs share theirs.
LLVM_PROFILE_FILE=$out/%p.profraw sh tests/unit/run.sh "$out/unit" "$@"
read -r _ failed <"$out/unit"
echo corpora
for f in tests/fuzz/corpus/*; do
	name=fuzz_$(basename "$f")
	[ ! -x "$O/tests/fuzz/$name" ] ||
	    LLVM_PROFILE_FILE=$out/$name.profraw \
		"$O/tests/fuzz/$name" "$f" >"$out/$name.out" 2>&1 || {
		echo "  FAILED $name"
		failed=1
	}
done
echo worlds
LLVM_PROFILE_FILE=$out/sim-%2m.profraw "$O/mesas-sim" -s 1 \
    -n "${WORLDS:-300}" >"$out/sim.out" 2>&1 || {
	tail -n 40 "$out/sim.out"
	failed=1
}
echo cuts
LLVM_PROFILE_FILE=$out/crash-%2m.profraw "$O/mesas-crash" -s 1 \
    -n "${CUTS:-300}" >"$out/crash.out" 2>&1 || {
	tail -n 40 "$out/crash.out"
	failed=1
}
# Its children count as they leave; one that is to stop by abort does not.
echo torture
LLVM_PROFILE_FILE=$out/torture-%2m.profraw "$O/tests/torture/torture" -r 1 \
    -t "${TORTURE:-60}" >"$out/torture.out" 2>&1 || {
	tail -n 40 "$out/torture.out"
	failed=1
}
echo e2e
set --
for n in $scenarios; do
	set -- "$@" tests/e2e/"$n"-*.sh
done
if [ $# -gt 0 ]; then
	LLVM_PROFILE_FILE=$out/e2e-%2m.profraw COUNTS=$out/e2e \
	    TIMEOUT=900 sh tests/e2e/run.sh "$@" || failed=1
fi
echo pages
set --
for f in tests/browser/[0-8][0-9]-*.mjs; do
	n=${f#tests/browser/}
	case " ${PAGES-all} " in
	*" all "* | *" ${n%%-*} "*) set -- "$@" "$f" ;;
	esac
done
if [ $# -gt 0 ]; then
	LLVM_PROFILE_FILE=$out/pages-%2m.profraw COUNTS=$out/pages \
	    TIMEOUT=900 sh tests/browser/run.sh "$@" || failed=1
fi

llvm-profdata-19 merge -sparse -o "$out/all.profdata" "$out"/*.profraw
llvm-cov-19 export "$O/mesas-node" -object "$O/mesas-hub" \
    -instr-profile="$out/all.profdata" -summary-only >"$out/all.json" \
    2>"$out/all.err" || {
	cat "$out/all.err"
	exit 1
}

# file lines of-them branches of-them conditions of-them; "covered first".
jq -r --arg root "$PWD/" '.data[0].files[]
    | .filename |= ltrimstr($root)
    | select(.filename | test("^(proto|node|hub)/"))
    | [.filename, (.summary
        | .lines, .branches, .mcdc | .covered, .count)]
    | @tsv' "$out/all.json" >"$out/files.tsv"

awk -F'\t' '
function share(n, of) { return of == 0 ? 100 : 100 * n / of }
function row(d) {
	printf "%-14s %6d %7.1f %8.1f %6d %7.1f\n", d, of[d, 2],
	    share(n[d, 2], of[d, 2]), share(n[d, 4], of[d, 4]),
	    of[d, 6], share(n[d, 6], of[d, 6])
}
function least(d, column, what, want,    got) {
	got = share(n[d, column], of[d, column])
	if (got < want) {
		printf "%s: %s %.1f %%, at least %d is promised\n", d, what,
		    got, want
		bad = 1
	}
}
{
	split($1, part, "/")
	dir = part[1] == "proto" || part[2] == "pages" ? \
	    part[1] "/" part[2] : part[1]
	for (c = 2; c <= 6; c += 2) {
		n[dir, c] += $c
		of[dir, c] += $(c + 1)
		n["all", c] += $c
		of["all", c] += $(c + 1)
	}
}
END {
	printf "%-14s %6s %7s %8s %6s %7s\n", "", "lines", "%",
	    "branch %", "conds", "MC/DC %"
	k = split("proto/base proto/domain proto/log proto/cmd proto/sync" \
	    " proto/ui proto/out node node/pages hub hub/pages all", order, " ")
	for (i = 1; i <= k; i++)
		row(order[i])
	for (i = 3; i <= 5; i += 2) {
		least(order[i], 2, "lines", 95)
		least(order[i], 6, "MC/DC", 90)
	}
	least("all", 2, "lines", 85)
	exit bad
}' "$out/files.tsv" || failed=1
[ "$failed" -eq 0 ]
