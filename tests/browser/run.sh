#!/bin/sh
# run.sh [NN-name.mjs...]: walk the pages in a real browser; all of them
# without arguments.  BIN is where the programs are; SHOTS a folder for
# screenshots; COUNTS a file that gets "passed failed".
set -eu
cd "$(dirname "$0")/../.."
BIN=$(cd "${O:-build/release}" && pwd)
export BIN
[ $# -gt 0 ] || set -- tests/browser/[0-9][0-9]-*.mjs
passed=0
failed=0
for s; do
	begin=$(date +%s)
	if timeout -k 10 "${TIMEOUT:-900}" node "$s"; then
		passed=$((passed + 1))
		word=ok
	else
		failed=$((failed + 1))
		word=FAILED
	fi
	printf '  %-6s %-40s %4d s\n' "$word" "$(basename "$s" .mjs)" \
	    $(($(date +%s) - begin))
done
[ -z "${COUNTS:-}" ] || echo "$passed $failed" >"$COUNTS"
[ "$failed" -eq 0 ]
