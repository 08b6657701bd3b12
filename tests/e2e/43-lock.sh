#!/bin/sh
# Fifteen minutes without a person: the page asks for the password again. What
# the page asks by itself keeps nobody in; what was being typed is kept. The
# clock of the page runs a hundred times as fast.
. tests/e2e/lib.sh

PAGE=$T/page
JAR=$T/jar
get() { # path, curl options...
	_p=$1
	shift
	curl -sS -b "$JAR" -c "$JAR" -o "$T/body" -w '%{http_code} %{redirect_url}' \
	    "$@" "$AT$_p" >"$T/status" || fail "curl $_p"
}
status() { cut -d' ' -f1 "$T/status"; }
goes() { cut -d' ' -f2 "$T/status"; }
post() { # path, form fields...
	_p=$1
	shift
	get "$_p" -X POST -H "Origin: $AT" --data-urlencode "csrf=$TOKEN" "$@"
}
enter() {
	post /cuenta/entrar -d cuenta=ana --data-urlencode 'clave=una frase larga'
}
begin() { # variables of its own
	rm -f "$T/page.out"
	env "$@" "$BIN/mesas-node" -C "$PAGE" --json serve >"$T/page.out" \
	    2>>"$T/page.err" &
	OTHERS=$!
	i=0
	until [ -s "$T/page.out" ]; do
		i=$((i + 1))
		[ $i -lt 200 ] || fail "the page does not answer after 20 s"
		sleep 0.1
	done
	AT=http://127.0.0.1:$(jq -r .port "$T/page.out")
}
end() {
	stop "$OTHERS"
	OTHERS=
}
shown() { grep -q "$1" "$T/body" || fail "the page has no \"$1\""; }

step "somebody works"
mkdir -p "$PAGE"
node page init >"$T/init.out"
begin
ticket=$(node page open --print)
get "${ticket#"$AT"}"
get /cuenta/primera
TOKEN=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/body" | head -n 1)
post /cuenta/primera -d cuenta=ana -d nombre=Ana -d cargo=ST \
    --data-urlencode 'clave=una frase larga' \
    --data-urlencode 'otra=una frase larga'
end
[ -f "$CLOCK_LIB" ] || fail "libfaketime is missing"
begin LD_PRELOAD="$CLOCK_LIB" FAKETIME='+0 x100' ASAN_OPTIONS="$CLOCK_ASAN"
enter
eq "entered" "$(status)" 303
get /personas
eq "the page is there" "$(status)" 200

step "ten minutes and a request: still in"
sleep 6
get /personas
eq "still" "$(status)" 200

step "sixteen minutes in which only the page asks: the password again"
i=0
while [ $i -lt 16 ]; do
	sleep 0.6
	get /envio/estado
	i=$((i + 1))
done
get /personas
eq "locked" "$(goes)" "$AT/cuenta/entrar?a=/personas"
get /cuenta/entrar
shown "15 minutos"

step "what is typed meanwhile is kept, and shown to nobody before the password"
SERIAL=aaaaaaaaaaaaaaaaaaaaaa
post /borrador -H 'HX-Request: true' -d borrador=$SERIAL \
    -d borrador-de=/documentos -d borrador-en=/documentos \
    -d borrador-titulo=Documentos --data-urlencode 'titulo=Lo que escribía'
eq "kept" "$(status)" 200
shown "está guardado"
get /borrador/$SERIAL
eq "not shown" "$(goes)" "$AT/cuenta/entrar?a=/borrador/$SERIAL"
eq "it is in the store" "$(sqlite3 "$PAGE/node.db" \
    "SELECT account || ' ' || title FROM draft")" "ana Documentos"

step "the password, and on"
enter
eq "in again" "$(status)" 303
get /personas
eq "and there" "$(status)" 200
eq "noted" "$(sqlite3 "$PAGE/node.db" \
    "SELECT count(*) FROM visit WHERE what = 4")" 1

end
