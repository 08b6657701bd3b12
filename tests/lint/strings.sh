#!/bin/sh
# strings.sh: no open points and no paths of somebody's machine in the tree.
set -eu
bad=0
files=$(git ls-files -co --exclude-standard -- '*.c' '*.h' '*.def' '*.sh' \
    '*.md' '*.txt' '*.css' '*.js' '*.1' '*.5' Makefile .ci/run |
    grep -v '^tests/lint/strings.sh$' | while read -r f; do
	[ -f "$f" ] && echo "$f"
    done)
# shellcheck disable=SC2086 # none of our names has a space
if grep -nE '(^|[^A-Za-z_])(TODO|FIXME|XXX)([^A-Za-z_]|$)' $files; then
	echo 'an open point is an issue or a decision page'
	bad=1
fi
# shellcheck disable=SC2086
if grep -nE '(^|[^A-Za-z0-9_.])/(home|root|work|Users)/[a-z]' $files; then
	echo 'a path of one machine'
	bad=1
fi
exit $bad
