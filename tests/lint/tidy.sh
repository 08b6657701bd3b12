#!/bin/sh
# tidy.sh objdir sources...: clang-tidy, one file at a time (several at once
# give false valist warnings), two processes, and only what was built anew
# since it last passed.  MESAS_CFLAGS from make.  NODES is how far the path
# analysis goes into a function: clang's own 225,000 (make tidy) finds nothing
# more so far and takes several times as long as what `make check` gives it.
set -eu
objdir=$1
shift
NODES=${NODES:-225000}
export objdir NODES
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
	out=$(clang-tidy -quiet "$1" -- $MESAS_CFLAGS \
		-Xclang -analyzer-config -Xclang "max-nodes=$NODES" 2>&1) || {
		printf "%s\n" "$out" | grep -v "warnings generated"
		exit 1
	}
	mkdir -p "$(dirname "$objdir/tidy/$1")" && touch "$objdir/tidy/$1.ok"
' tidy <"$objdir/tidy.list"
