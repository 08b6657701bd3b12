#!/bin/sh
# The files of documents: after every record, resumed after cuts both ways,
# once for the same content, to nobody who may not see the record, and the
# confidential ones not at all.
. tests/e2e/lib.sh

G=07-BR-2021-001
SIZE=3000000

# What passed the roads counts: the socket's buffer is not the road.
road_end() {
	road_close "$1"
	tail -n +2 "$T/road.out" >>"$T/passed"
}
passed() { awk -v c="$1" '{ n += $c } END { print n + 0 }' "$T/passed"; }
# attach NAME RECORD FILE TITLE CLASS: as the page does; the document's id.
attach() {
	_sha=$(sha256sum "$3" | cut -d' ' -f1)
	_dir=$T/$1/documents/$(printf %.2s "$_sha")
	mkdir -p "$_dir"
	cp "$3" "$_dir/$_sha"
	new "$1" save document "object=$2" "sha256=$_sha" name=prueba.pdf \
	    media_type=application/pdf "bytes=$(wc -c <"$3" | tr -d ' ')" \
	    "title=$4" "classification=$5"
}
held() { find "$HUB/documents" -type f -name "$1*" 2>/dev/null | head -n 1; }
# Syncs of NAME until no file waits, each over a road that is cut.
through_cuts() {
	rm -f "$T"/files.*.json
	_k=0
	while :; do
		_k=$((_k + 1))
		[ $_k -lt 40 ] || fail "the file does not get through"
		road "$1" "$2" "$3"
		_rc=0
		node "$1" --json sync >"$T/files.$_k.json" 2>"$T/err.$_k" || _rc=$?
		road_end "$1"
		[ -s "$T/files.$_k.json" ] || continue
		[ $_rc -eq 0 ] || continue
		[ "$(jq ".$4" "$T/files.$_k.json")" -eq 0 ] || break
	done
}

world TAP PAL TIJ
chiapas TAP
sync_all TAP PAL TIJ
head -c $SIZE /dev/urandom >"$T/file"
SHA=$(sha256sum "$T/file" | cut -d' ' -f1)

step "every record is confirmed before the first byte of a file"
D=$(attach TAP $G "$T/file" 'Oficio escaneado' public)
road TAP lost 12000
"$BIN/mesas-node" -C "$T/TAP" --json sync >"$T/first.json" 2>"$T/TAP.err" &
SYNC=$!
k=0
until [ -n "$(find "$HUB/documents/part" -type f -size +20k 2>/dev/null)" ]; do
	k=$((k + 1))
	[ $k -lt 500 ] || fail "no byte of it"
	sleep 0.02
done
kill -KILL $SYNC
wait $SYNC || :
road_end TAP
if held "$SHA" | grep -qv /part/; then fail "it went through"; fi
eq "the record at the hub" "$(field hub "$D" title)" 'Oficio escaneado'
eq "waits" "$(node TAP --json digest | jq '[.spaces[].pending] | add')" 0

step "killed, and cut again and again: nothing is sent much twice"
rm "$T/passed"
hub_kill
hub_start
through_cuts TAP lost 400000 files_sent
cat "$T/passed"
UP=$(passed 4)
say "$UP bytes passed the road for $SIZE, in $(wc -l <"$T/passed") connections"
[ "$UP" -le $((SIZE * 115 / 100)) ] || fail "$UP bytes up for $SIZE"
rm "$T/passed"
cmp -s "$(held "$SHA")" "$T/file" || fail "the hub holds something else"
eq "no piece is left" "$(find "$HUB/documents/part" -type f -size +0 | wc -l | tr -d ' ')" 0

step "the same content is sent once"
attach TAP 07-AC-2026-001 "$T/file" 'El mismo oficio' public >/dev/null
node TAP --json sync >"$T/twice.json"
eq "no byte more" "$(jq .file_bytes_up "$T/twice.json")" 0

step "Palenque asks for it, over a road that is cut"
sync_ok PAL
[ -z "$(find "$T/PAL/documents" -type f 2>/dev/null)" ] || fail "nobody asked"
node PAL fetch "$D" >"$T/fetch.out"
through_cuts PAL faint 700000 files_fetched
cmp -s "$T/PAL/documents/$(printf %.2s "$SHA")/$SHA" "$T/file" ||
    fail "Palenque has something else"
DOWN=$(passed 6)
say "$DOWN bytes passed the road down"
[ "$DOWN" -le $((SIZE * 115 / 100)) ] || fail "$DOWN bytes for $SIZE"

step "Tijuana, which may not see the record, gets nothing"
refused 66 '' node TIJ fetch "$D"

step "a confidential file stays on its computer"
printf '%%PDF-1.4 reservado' >"$T/secret"
C=$(attach TAP $G "$T/secret" 'Reservado' confidential)
node TAP --json sync >"$T/secret.json"
eq "sent" "$(jq .files_sent "$T/secret.json")" 0
sync_ok PAL
node PAL fetch "$C" >"$T/fetch.out"
node PAL --json sync >"$T/secret.json" 2>"$T/PAL.err"
eq "fetched" "$(jq .files_fetched "$T/secret.json")" 0
has "said why" "$(cat "$T/PAL.err")" 'confidential'
[ -z "$(held "$(sha256sum "$T/secret" | cut -d' ' -f1)")" ] || fail "it left"

step "a hub that was put back without its files gets them again"
hub backup "$T/hub.copy" >/dev/null
hub_stop
rm -r "$HUB/documents" "$T/hub.copy.files"
hub restore "$T/hub.copy" >/dev/null
hub_start
sync_ok TAP
cmp -s "$(held "$SHA")" "$T/file" || fail "the hub did not get it again"

step "a copy has the files too; the next one writes only what is new"
eq "written" "$(hub --json backup "$T/hub.two" | jq .files)" 1
rm "$T/hub.two" "$T/hub.two.keys"
eq "there already" "$(hub --json backup "$T/hub.two" | jq .files)" 0
node TAP backup "$T/TAP.copy" >/dev/null
hub_stop
rm -r "$HUB/documents" "$T/TAP/documents"
hub restore "$T/hub.two" >/dev/null
cmp -s "$(held "$SHA")" "$T/file" || fail "the hub's copy has no files"
node TAP restore "$T/TAP.copy" >/dev/null
S=$(sha256sum "$T/secret" | cut -d' ' -f1)
cmp -s "$T/TAP/documents/$(printf %.2s "$S")/$S" "$T/secret" ||
    fail "what is only on this computer did not come back"
hub_start

step "a damaged one is told, at the copy and at the way back"
printf x >>"$T/TAP.copy.files/documents/$(printf %.2s "$S")/$S"
rm -r "$T/TAP/documents"
refused 74 'not what they were' node TAP restore "$T/TAP.copy"
mkdir -p "$T/TAP/documents/$(printf %.2s "$S")"
printf y >"$T/TAP/documents/$(printf %.2s "$S")/$S"
rm -r "$T/TAP.copy" "$T/TAP.copy.files"
refused 74 'not what they were' node TAP backup "$T/TAP.copy"
cp "$T/secret" "$T/TAP/documents/$(printf %.2s "$S")/$S"
sync_ok TAP

four_checks TAP PAL TIJ
