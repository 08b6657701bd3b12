#!/bin/sh
# train_dict.sh program N.dict: trains a dictionary on what the program
# (tests/bench/dict_text) writes.  A released dictionary never changes: another
# one gets another number.
set -eu
program=$1
dict=$2
no=$(basename "$dict" .dict)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/text"
"$program" "$tmp/text" 3000
zstd -q --train -r "$tmp/text" --maxdict=65536 --dictID="$no" -19 -o "$dict"
ls -l "$dict"
