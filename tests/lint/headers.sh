#!/bin/sh
# headers.sh headers...: each compiles alone.  CC and MESAS_CFLAGS from make.
# The build has shown it of a header whose own source includes it first.
set -eu
bad=0
for h; do
	first=$(sed -n '/^#include/{p;q;}' "${h%.h}.c" 2>/dev/null) || :
	[ "$first" != "#include \"$h\"" ] || continue
	# shellcheck disable=SC2086 # flags are words
	printf '#include "%s"\n' "$h" |
	    ${CC:-gcc} $MESAS_CFLAGS -Wall -Wextra -Werror -fsyntax-only -x c - || bad=1
done
exit $bad
