#!/bin/sh
# run.sh [NN-name.mjs...]: walk the pages in a real browser, as tests/e2e/run.sh
# does with its scenarios; all of them without arguments, one alone with all
# that it says.  O says which build; SHOTS is a folder for screenshots.
set -eu
cd "$(dirname "$0")/../.."
if [ $# -eq 1 ]; then
	BIN=$(cd "${O:-build/release}" && pwd)
	export BIN
	exec timeout -k 10 "${TIMEOUT:-900}" node "$1"
fi
[ $# -gt 0 ] || set -- tests/browser/[0-9][0-9]-*.mjs
exec sh tests/e2e/run.sh "$@"
