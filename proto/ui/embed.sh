#!/bin/sh
# embed.sh assets files...: a C table of files for proto/ui/assets.h.
# embed.sh dict N.dict...:  arrays dict_N and dict_N_size.
set -eu
kind=$1
shift

bytes() { # file: its bytes as C, sixteen a line
	od -An -v -tu1 -w16 "$1" | sed 's/  */,/g; s/^,/\t/; s/$/,/'
}

type_of() {
	case $1 in
	*.css) echo 'text/css; charset=utf-8' ;;
	*.js) echo 'text/javascript; charset=utf-8' ;;
	*.html) echo 'text/html; charset=utf-8' ;;
	*.svg) echo 'image/svg+xml' ;;
	*.png) echo 'image/png' ;;
	*.ico) echo 'image/x-icon' ;;
	*.woff2) echo 'font/woff2' ;;
	*.json) echo 'application/json' ;;
	*.txt) echo 'text/plain; charset=utf-8' ;;
	*) echo 'application/octet-stream' ;;
	esac
}

echo "/* Made by proto/ui/embed.sh. */"
case $kind in
dict)
	echo '#include <stddef.h>'
	for f; do
		n=$(basename "$f" .dict | tr -cd 0-9)
		printf 'extern const unsigned char dict_%s[];\n' "$n"
		printf 'extern const size_t dict_%s_size;\n' "$n"
		printf 'const unsigned char dict_%s[] = {\n' "$n"
		bytes "$f"
		printf '};\nconst size_t dict_%s_size = sizeof(dict_%s);\n' "$n" "$n"
	done
	;;
assets)
	echo '#include "proto/ui/assets.h"'
	i=0
	for f; do
		printf 'static const unsigned char bytes_%d[] = {\n' "$i"
		bytes "$f"
		# An empty file still needs one byte to be an array.
		printf '\t0\n};\n'
		i=$((i + 1))
	done
	echo 'const struct asset assets[] = {'
	i=0
	for f; do
		sum=$(sha256sum "$f" | cut -c1-32)
		printf '\t{ "%s", "%s", "\\"%s\\"", bytes_%d, sizeof(bytes_%d) - 1 },\n' \
		    "$(basename "$f")" "$(type_of "$f")" "$sum" "$i" "$i"
		i=$((i + 1))
	done
	printf '\t{ NULL, NULL, NULL, NULL, 0 }\n};\n'
	;;
*)
	echo "embed.sh: assets or dict, not $kind" >&2
	exit 64
	;;
esac
