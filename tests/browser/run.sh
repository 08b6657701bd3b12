#!/bin/sh
# run.sh [NN-name.mjs...]: walk the pages in a real browser, all of them without
# arguments, one alone with all that it says.  O says which build; SHOTS is a
# folder for screenshots; JOBS, COUNTS and TIMEOUT as in tests/browser/all.mjs.
set -eu
cd "$(dirname "$0")/../.."
BIN=$(cd "${O:-build/release}" && pwd)
export BIN
[ $# -ne 1 ] || exec timeout -k 10 "${TIMEOUT:-900}" node "$1"
[ $# -gt 0 ] || set -- tests/browser/[0-9][0-9]-*.mjs
exec node tests/browser/all.mjs "$@"
