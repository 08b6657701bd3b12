#!/bin/sh
# The office's page with no browser: from the icon to the first account, the
# enrolment, a page with real data; strangers and forged requests are turned
# away; it ends in order, and begins again after a kill.
. tests/e2e/lib.sh

world PAL
PAGE=$T/page
JAR=$T/jar
PAGE_PID=
page_start() {
	rm -f "$T/page.out"
	"$BIN/mesas-node" -C "$PAGE" --json serve >"$T/page.out" 2>>"$T/page.err" &
	PAGE_PID=$!
	OTHERS=$PAGE_PID
	_i=0
	until [ -s "$T/page.out" ]; do
		kill -0 "$PAGE_PID" 2>/dev/null || fail "the page did not start"
		_i=$((_i + 1))
		[ $_i -lt 200 ] || fail "the page does not answer after 20 s"
		sleep 0.1
	done
	AT=http://127.0.0.1:$(jq -r .port "$T/page.out")
}
get() { # path, curl options...: the body; the status in $T/status
	_p=$1
	shift
	curl -sS -b "$JAR" -c "$JAR" -o "$T/body" -w '%{http_code} %{redirect_url}' \
	    "$@" "$AT$_p" >"$T/status" || fail "curl $_p"
}
status() { cut -d' ' -f1 "$T/status"; }
goes() { cut -d' ' -f2 "$T/status"; }
token() { sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/body" | head -n 1; }
post() { # path, form fields...
	_p=$1
	shift
	get "$_p" -X POST -H "Origin: $AT" --data-urlencode "csrf=$TOKEN" "$@"
}

step "from the icon: a ticket that is good once becomes a cookie"
mkdir -p "$PAGE"
node page init >"$T/init.out"
page_start
eq "the file is for its owner only" "$(stat -c %a "$PAGE/page")" 600
ticket=$(node page open --print)
eq "the ticket is for this page" "${ticket%%/entrar*}" "$AT"
get "${ticket#"$AT"}"
eq "the ticket opens" "$(status)" 303
cp "$JAR" "$T/first-jar"
rm -f "$JAR"
get "${ticket#"$AT"}"
eq "and not twice" "$(status)" 401
cp "$T/first-jar" "$JAR"

step "the first account, then the enrolment"
get /
eq "nobody is there yet" "$(goes)" "$AT/cuenta/primera"
get /cuenta/primera
TOKEN=$(token)
post /cuenta/primera -d cuenta=ana -d nombre=Ana -d clave=corta -d otra=corta
eq "a short password" "$(status)" 422
post /cuenta/primera -d cuenta=ana -d nombre=Ana -d 'clave=un secreto largo' \
    -d 'otra=un secreto largo'
eq "the account is made" "$(goes)" "$AT/inscribir"
post /cuenta/primera -d cuenta=eva -d nombre=Eva -d 'clave=un secreto largo' \
    -d 'otra=un secreto largo'
eq "and no second first one" "$(status)" 422
get /
eq "first the enrolment" "$(goes)" "$AT/inscribir"
get /sincronizacion
grep -q 'Todo confirmado' "$T/body" && fail "confirmed, and by whom?"
grep -q 'aún no está inscrita' "$T/body" || fail "not told to be enrolled"
post /inscribir -d invitacion=nada
eq "that is no invitation" "$(status)" 422
hub invite TAP >"$T/invitation"
get /inscribir -X POST -H "Origin: $AT" -F "csrf=$TOKEN" -F invitacion= \
    -F "archivo=@$T/invitation"
eq "enrolled, by a file" "$(goes)" "$AT/"
get /
eq "the home page" "$(status)" 200
_i=0
until grep -q 'Integración de personas solicitantes' "$T/body"; do
	_i=$((_i + 1))
	[ $_i -lt 100 ] || fail "the roundtable of the office is not there"
	sleep 0.2
	get /
done

step "what is saved is sent by itself"
chiapas page
post /envio/ahora
eq "the button answers" "$(goes)" "$AT/sincronizacion"
_i=0
until [ "$(node page --json status | jq .pending)" -eq 0 ]; do
	_i=$((_i + 1))
	[ $_i -lt 100 ] || fail "nothing was sent after 20 s"
	sleep 0.2
done
get /registros/agreement
grep -q '07-AC-2026-001' "$T/body" || fail "the agreement is not in the list"
id=$(sed -n 's,.*href="/registro/\([^"]*\)".*07-AC-2026-001.*,\1,p' "$T/body" |
    head -n 1)
get "/registro/$id/historia"
eq "its history" "$(status)" 200
get /nada
eq "no such page" "$(status)" 404

step "no hub; then a command reaches it, and the page knows"
hub_stop
post /envio/ahora
_i=0
until get /envio/estado && grep -q 'Sin conexión' "$T/body"; do
	_i=$((_i + 1))
	[ $_i -lt 100 ] || fail "the page does not say it after 20 s"
	sleep 0.2
done
node page save gap roundtable=MESA-07 title='Sin señal en la ventanilla' \
    >"$T/gap.out"
get /sincronizacion
grep -q 'Por enviar: 1 cambio<' "$T/body" || fail "what waits is not counted"
grep -q 'Brecha: 07-BR-' "$T/body" || fail "what waits is not named"
_i=0
while [ $_i -lt 22 ]; do
	refused 75 'nodo central' node page sync
	_i=$((_i + 1))
done
eq "so many are kept" "$(sqlite3 "$PAGE/node.db" \
    'SELECT count(*) FROM attempt')" 20
hub_start
node page sync >"$T/sync.out" || fail "the command does not reach the hub"
get /envio/estado
grep -q 'Todo confirmado' "$T/body" || fail "the page does not know"
get /sincronizacion
grep -q 'No hay nada por enviar' "$T/body" || fail "it still waits"
grep -q 'Completo' "$T/body" || fail "the last try is not told"

step "strangers are turned away everywhere"
for path in / /registros /sincronizacion /static/mesas.css /cuenta/entrar \
    /envio/estado /personas /inscribir; do
	curl -sS -o /dev/null -w '%{http_code}' "$AT$path" >"$T/status"
	eq "no cookie: $path" "$(cat "$T/status")" 401
done
curl -sS -o /dev/null -w '%{http_code}' -X POST -H "Origin: $AT" -d a=b \
    "$AT/cuenta/entrar" >"$T/status"
eq "no cookie, a POST" "$(cat "$T/status")" 401
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	if setpriv --reuid=65534 --regid=65534 --clear-groups \
	    cat "$PAGE/page" >/dev/null 2>&1; then
		fail "another user reads the secret"
	fi
fi

step "forged requests change nothing"
get /personas
TOKEN=$(token)
forged() { # what, wanted status, curl options
	_w=$1
	_s=$2
	shift 2
	get /personas -X POST -d cuenta=mala -d nombre=Mala -d rol=1 \
	    -d 'clave=un secreto largo' "$@"
	eq "$_w" "$(status)" "$_s"
}
forged "no origin" 403 --data-urlencode "csrf=$TOKEN"
forged "another origin" 403 -H 'Origin: http://evil.example' \
    --data-urlencode "csrf=$TOKEN"
forged "no token" 403 -H "Origin: $AT"
forged "another site" 403 -H "Origin: $AT" -H 'Sec-Fetch-Site: cross-site' \
    --data-urlencode "csrf=$TOKEN"
forged "a rebound name" 421 -H 'Host: evil.example' -H "Origin: $AT" \
    --data-urlencode "csrf=$TOKEN"
forged "not a form" 415 -H "Origin: $AT" -H 'Content-Type: text/plain' \
    --data-urlencode "csrf=$TOKEN"
get /personas
grep -q 'mala' "$T/body" && fail "a forged request made an account"
post /personas -d cuenta=beto -d nombre=Beto -d rol=1 \
    -d 'clave=un secreto largo'
eq "a request of ours" "$(goes)" "$AT/personas"

step "this computer is revoked: the page says so, and not that there is no link"
hub revoke "$(hub --json nodes | jq -r '.nodes[] | select(.office == "TAP") | .fingerprint')" >"$T/revoked.out"
refused 77 '' node page sync
get /envio/estado
grep -q 'No se pudo enviar' "$T/body" || fail "the page does not say it"
grep -q 'Sin conexión' "$T/body" && fail "there is a link"

step "leaving, and a wrong password"
post /cuenta/salir
get /
eq "the password again" "$(goes)" "$AT/cuenta/entrar"
post /cuenta/entrar -d cuenta=beto -d clave=equivocada
eq "a wrong one" "$(status)" 403
post /cuenta/entrar -d cuenta=beto -d 'clave=un secreto largo'
eq "the right one" "$(goes)" "$AT/"
post /personas -d cuenta=otra -d nombre=Otra -d rol=1 \
    -d 'clave=un secreto largo'
eq "a recorder makes no accounts" "$(status)" 422

step "it ends in order; after a kill it is as before"
kill "$PAGE_PID"
wait "$PAGE_PID" || fail "the end was not in order"
was=$AT
page_start
eq "the same address" "$AT" "$was"
get /
eq "the cookie holds, the password is asked" "$(goes)" "$AT/cuenta/entrar"
kill -9 "$PAGE_PID"
wait "$PAGE_PID" || :
page_start
get /cuenta/entrar
eq "after a kill" "$(status)" 200
kill "$PAGE_PID"
wait "$PAGE_PID" || fail "the end was not in order"
OTHERS=
node page verify >"$T/verify.out" || fail "$(cat "$T/verify.out")"
