#!/bin/sh
# headers.sh headers...: each compiles alone.  CC and MESAS_CFLAGS from make.
set -eu
bad=0
for h; do
	# shellcheck disable=SC2086 # flags are words
	printf '#include "%s"\n' "$h" |
	    ${CC:-gcc} $MESAS_CFLAGS -Wall -Wextra -Werror -fsyntax-only -x c - || bad=1
done
exit $bad
