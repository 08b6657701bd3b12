#!/bin/sh
# sprite.sh folder <icons.txt: one SVG of symbols out of many icons.
set -eu
folder=$1
echo '<svg xmlns="http://www.w3.org/2000/svg">'
while read -r name; do
	case $name in
	'' | '#'*) continue ;;
	esac
	awk -v id="$name" '
	    /<svg/ { printf "<symbol id=\"%s\" viewBox=\"0 0 24 24\">", id; head = 1 }
	    head { if (/^>/) head = 0; next }
	    /<\/svg>/ { print "</symbol>"; next }
	    /<!--/ { next }
	    { sub(/^ +/, ""); gsub(/ \/>/, "/>"); printf "%s", $0 }
	' "$folder/$name.svg"
done
echo '</svg>'
