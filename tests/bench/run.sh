#!/bin/sh
# run.sh: every budget of DESIGN 13, measured; a line each (name, value, unit,
# budget, ok or MISSED).  Exit status 1 when one was missed.  O says which
# build; ROWS how many rows the hub takes; docs/benchmarks.md explains.
set -eu
cd "$(dirname "$0")/../.."
BIN=$(cd "${O:-build/release}" && pwd)
T=$(mktemp -d "${TMPDIR:-/tmp}/mesas-bench.XXXXXX")
export BIN T
trap 'rm -rf "$T"' EXIT
missed=0
run() { "$@" || missed=1; }

printf '# %s, %s processors\n' "$(uname -srm)" "$(nproc)"
run "$BIN/tests/bench/wire_bench"
if [ -x "$BIN/mesas-hub" ] && [ -x "$BIN/mesas-node" ]; then
	run sh tests/bench/real.sh
fi
run "$BIN/tests/bench/save_bench"
run "$BIN/tests/bench/ingest_bench" "${ROWS:-100000}"
exit $missed
