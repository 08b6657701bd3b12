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

# Is it worth a gzip twin?  Fonts and pictures are compressed already.
twin() {
	case $1 in
	*.css | *.js | *.svg | *.txt) [ "$(wc -c <"$1")" -gt 1000 ] ;;
	*) false ;;
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
		if twin "$f"; then
			printf 'static const unsigned char twin_%d[] = {\n' "$i"
			gzip -9nc "$f" | od -An -v -tu1 -w16 |
			    sed 's/  */,/g; s/^,/\t/; s/$/,/'
			printf '\t0\n};\n'
		fi
		i=$((i + 1))
	done
	echo 'const struct asset assets[] = {'
	i=0
	for f; do
		sum=$(sha256sum "$f" | cut -c1-32)
		gz='NULL, 0'
		if twin "$f"; then
			gz="twin_$i, sizeof(twin_$i) - 1"
		fi
		printf '\t{ "%s", "%s", "\\"%s\\"", bytes_%d, sizeof(bytes_%d) - 1, %s },\n' \
		    "$(basename "$f")" "$(type_of "$f")" "$sum" "$i" "$i" "$gz"
		i=$((i + 1))
	done
	printf '\t{ NULL, NULL, NULL, NULL, 0, NULL, 0 }\n};\n'
	printf 'const char assets_version[] = "%s";\n' \
	    "$(cat "$@" | sha256sum | cut -c1-16)"
	;;
*)
	echo "embed.sh: assets or dict, not $kind" >&2
	exit 64
	;;
esac
