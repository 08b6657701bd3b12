#!/bin/sh
# tidy.sh objdir sources...: clang-tidy, one file at a time (several at once
# give false valist warnings), two processes, and only what was built anew
# since it last passed.  MESAS_CFLAGS from make.
set -eu
objdir=$1
shift
export objdir
for c; do
	stamp=$objdir/tidy/$c.ok
	# shellcheck disable=SC3013 # dash and busybox have it
	if [ "$stamp" -nt "$objdir/${c%.c}.o" ] && [ "$stamp" -nt .clang-tidy ]; then
		continue
	fi
	echo "$c"
done >"$objdir/tidy.list"
# shellcheck disable=SC2016 # for the inner shell
xargs -r -P 2 -n 1 sh -c '
	out=$(clang-tidy -quiet "$1" -- $MESAS_CFLAGS 2>&1) || {
		printf "%s\n" "$out" | grep -v "warnings generated"
		exit 1
	}
	mkdir -p "$(dirname "$objdir/tidy/$1")" && touch "$objdir/tidy/$1.ok"
' tidy <"$objdir/tidy.list"
