#!/bin/sh
# sentences.sh objdir: every sentence of a template has its English one, and
# every icon that a template names is in the list.
set -eu
objdir=$1
bad=0
set -- proto/ui/*.tpl node/pages/*.tpl hub/pages/*.tpl
[ -f "$1" ] || exit 0
"$objdir/tplc" -m "$@" >"$objdir/want.po"
"$objdir/poc" -c "$objdir/want.po" proto/ui/po/en/*.po || bad=1
sed -n 's/.*{{icon "\([a-z0-9-]*\)".*/\1/p' "$@" | sort -u >"$objdir/want.icons"
while read -r icon; do
	grep -qx "$icon" proto/ui/icons.txt || {
		echo "proto/ui/icons.txt has no $icon"
		bad=1
	}
done <"$objdir/want.icons"
exit $bad
