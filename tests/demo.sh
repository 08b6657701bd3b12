#!/bin/sh
# demo.sh: the whole story on this machine, told as it happens (make demo).
#
# A hub and four computers of offices on loopback, in a folder of its own; the
# founding document's data; the link is cut, an agreement is edited on both
# computers of Tapachula and a gap of Palenque by Tapachula; the link is back,
# the dispute is seen by everyone and resolved, the proposal accepted, and all
# copies are equal.  O says which build.  With a terminal the hub stays up
# until Enter; without one everything is stopped and the exit status is 0.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
O=${O:-build/release}
case $O in
/*) BIN=$O ;;
*) BIN=$ROOT/$O ;;
esac
DATA=$ROOT/tests/data/founding
MOST=${DEMO_SECONDS:-300}
export MESAS_LANG=es

WORK=$(mktemp -d "${TMPDIR:-/tmp}/mesas-demo.XXXXXX")
cd "$WORK"
HUB_PID=
WATCH_PID=
STEP=inicio
DONE=

if [ -t 1 ]; then
	BOLD=$(printf '\033[1m')
	DIM=$(printf '\033[2m')
	PLAIN=$(printf '\033[0m')
else
	BOLD=
	DIM=
	PLAIN=
fi

# ---- telling and doing ---------------------------------------------------

step() { # Spanish, English
	STEP=$1
	printf '\n%s%s%s\n%s%s%s\n' "$BOLD" "$1" "$PLAIN" "$DIM" "$2" "$PLAIN"
}
quoted() {
	for w; do
		case $w in
		*[!A-Za-z0-9_./:=,@+-]*) printf " '%s'" "$w" ;;
		*) printf ' %s' "$w" ;;
		esac
	done
}
shown() { printf '  $%s\n' "$(quoted "$@")"; }
indent() { sed 's/^/    /'; }
fail() {
	printf '\nLa demostración falló en el paso "%s": %s\n' "$STEP" "$*"
	printf 'The demonstration failed at that step.\n'
	for f in "$WORK"/*.log; do
		[ -s "$f" ] || continue
		printf -- '--- %s\n' "$f"
		tail -n 25 "$f"
	done
	exit 1
}
hub() { "$BIN/mesas-hub" -C hub "$@"; }
node() { # computer, command...
	n=$1
	shift
	MESAS_ACTOR=secretaria.$n "$BIN/mesas-node" -C "$n" "$@"
}
# Show the command and what it answers; it must end well.
do_hub() {
	shown mesas-hub -C hub "$@"
	hub "$@" >out.txt 2>err.log || fail "$(cat out.txt)"
	cat err.log out.txt | indent
}
do_node() {
	n=$1
	shift
	shown mesas-node -C "$n" "$@"
	node "$n" "$@" >out.txt 2>err.log || fail "$(cat out.txt)"
	cat err.log out.txt | indent
}
# The same for many of one kind: the answer only when something goes wrong.
quietly() {
	"$@" >out.txt 2>err.log || fail "$(cat out.txt)"
}

PORT=0
PAGES=0
hub_start() {
	: >ready.txt
	"$BIN/mesas-hub" -C hub --json serve --listen "127.0.0.1:$PORT" \
	    --pages "127.0.0.1:$PAGES" >ready.txt 2>>hub.log &
	HUB_PID=$!
	i=0
	until [ -s ready.txt ]; do
		kill -0 "$HUB_PID" 2>/dev/null || fail 'el nodo central no arrancó'
		i=$((i + 1))
		[ $i -lt 300 ] || fail 'el nodo central no respondió en 30 s'
		sleep 0.1
	done
	PORT=$(sed 's/.*"listen":"[^"]*:\([0-9]*\)".*/\1/' ready.txt)
	PAGES=$(sed 's/.*"pages":"[^"]*:\([0-9]*\)".*/\1/' ready.txt)
	shown mesas-hub -C hub serve --listen "127.0.0.1:$PORT" \
	    --pages "127.0.0.1:$PAGES" '&'
}
hub_stop() {
	[ -n "$HUB_PID" ] || return 0
	kill "$HUB_PID" 2>/dev/null || :
	wait "$HUB_PID" 2>/dev/null || :
	HUB_PID=
}
PAGE_PID=
page_start() { # computer
	: >page.txt
	MESAS_ACTOR=secretaria.$1 "$BIN/mesas-node" -C "$1" --json serve \
	    >page.txt 2>>page.log &
	PAGE_PID=$!
	i=0
	until [ -s page.txt ]; do
		kill -0 "$PAGE_PID" 2>/dev/null || fail 'la página no arrancó'
		i=$((i + 1))
		[ $i -lt 300 ] || fail 'la página no respondió en 30 s'
		sleep 0.1
	done
}
page_stop() {
	[ -n "$PAGE_PID" ] || return 0
	kill "$PAGE_PID" 2>/dev/null || :
	wait "$PAGE_PID" 2>/dev/null || :
	PAGE_PID=
}
finish() {
	rc=$?
	trap - EXIT TERM INT
	page_stop
	[ -z "$WATCH_PID" ] || kill "$WATCH_PID" 2>/dev/null || :
	hub_stop
	if [ -n "$DONE" ]; then
		cd /
		rm -rf "$WORK"
	else
		printf 'Queda para revisar / left to look at: %s\n' "$WORK"
	fi
	exit "$rc"
}
trap finish EXIT
trap 'fail "no terminó a tiempo / it took too long"' TERM
trap 'exit 130' INT
(
	trap 'kill "$nap" 2>/dev/null; exit 0' TERM
	sleep "$MOST" &
	nap=$!
	wait "$nap"
	kill -TERM $$ 2>/dev/null || :
) >/dev/null 2>&1 &
WATCH_PID=$!

ids() { # the first id that a JSON list has
	grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4
}
count() { grep -o '"id":"[^"]*"' | wc -l | tr -d ' '; }
same() { # what, got, wanted
	[ "$2" = "$3" ] || fail "$1: $2 en vez de $3"
}

# ---- the story -----------------------------------------------------------

printf '%sMesas: la demostración%s\nCarpeta / folder: %s\n' "$BOLD" "$PLAIN" "$WORK"

step '1. El nodo central y sus oficinas.' \
    'The hub and its offices.'
do_hub init
grep -v '^#' "$DATA/offices.txt" >offices.txt
while IFS='|' read -r code name spaces; do
	do_hub office add "$code" --name "$name" --spaces "$spaces"
done <offices.txt
hub_start

step '2. El documento fundacional: la mesa federal y las cuatro temáticas, nueve estados y Palenque.' \
    'The founding document: the federal roundtable and four thematic ones, nine states and Palenque.'
for f in "$DATA"/10-*.jsonl "$DATA"/20-*.jsonl "$DATA"/30-*.jsonl \
    "$DATA"/40-*.jsonl "$DATA"/50-*.jsonl; do
	shown mesas-hub -C hub import "tests/data/founding/$(basename "$f")"
	quietly hub import "$f"
	head -n 1 out.txt | indent
done

step '3. Cuatro equipos: los dos de Tapachula, Palenque y Tijuana. Cada invitación sirve una vez.' \
    'Four computers: the two of Tapachula, Palenque, Tijuana. Each invitation works once.'
for pair in tapachula-1:TAP tapachula-2:TAP palenque:PAL tijuana:TIJ; do
	n=${pair%:*}
	code=${pair#*:}
	shown mesas-hub -C hub invite "$code"
	quietly hub invite "$code"
	invitation=$(cat out.txt)
	printf '    %.40s...\n' "$invitation"
	quietly node "$n" init
	shown mesas-node -C "$n" enrol INVITACION
	quietly node "$n" enrol "$invitation"
	indent <out.txt
	do_node "$n" sync
done

step '4. Cada oficina registra lo suyo y lo envía. "Confirmado" solo se dice con el acuse del nodo central.' \
    'Each office records its own and sends it. "Confirmed" is said only with the hub'"'"'s receipt.'
for pair in tapachula-1:60-tap-chiapas palenque:60-pal-palenque \
    tijuana:60-tij-baja-california; do
	n=${pair%:*}
	f=${pair#*:}.jsonl
	shown mesas-node -C "$n" import "tests/data/founding/$f"
	quietly node "$n" import "$DATA/$f"
	head -n 1 out.txt | indent
done
for n in tapachula-1 palenque tijuana tapachula-2 tapachula-1; do
	do_node "$n" sync
done
do_node tapachula-1 status

A=07-AC-2026-001
G=07-065-BR-2026-001

step '5. Se corta el enlace. Las oficinas siguen trabajando.' \
    'The link is cut. The offices go on working.'
hub_stop
printf '    (nodo central detenido / hub stopped)\n'
shown mesas-node -C tapachula-1 sync
rc=0
node tapachula-1 sync >out.txt 2>err.log || rc=$?
indent <err.log
same 'sync sin enlace' $rc 75
printf '    (estado de salida 75: se intenta después, nada se pierde)\n'

step "6. Sin enlace, el acuerdo $A se edita en los dos equipos de Tapachula: campos distintos y uno igual." \
    'Offline, one agreement is edited on both computers: different fields, and one the same.'
do_node tapachula-1 save agreement $A priority=high \
    'means_of_verification=Circular publicada en el Periódico Oficial'
do_node tapachula-2 save agreement $A progress_pct=65 \
    'means_of_verification=Acuses de recibo de las 118 oficialías'
step "   Y Tapachula edita la brecha $G, que es de Palenque: no la cambia, la propone." \
    'And Tapachula edits a gap of Palenque: it does not change it, it proposes.'
do_node tapachula-1 save gap $G severity=critical

step '7. Vuelve el enlace; todos sincronizan.' \
    'The link is back; all of them sync.'
hub_start
for n in tapachula-1 tapachula-2 palenque tapachula-1 tijuana; do
	do_node "$n" sync
done

step '8. Los campos distintos se fusionaron; el mismo campo es una disputa que todos ven, con los dos valores.' \
    'The different fields are merged; the same field is a dispute that everyone sees, with both values.'
do_node tapachula-1 conflicts
do_node tapachula-2 conflicts
do_hub conflicts
for w in tapachula-1 tapachula-2; do
	same "disputas en $w" "$(node $w --json conflicts | count)" 1
done
same 'disputas en el nodo central' "$(hub --json conflicts | count)" 1
node tapachula-1 --json show $A >out.txt 2>err.log
grep -q '"priority":"high".*"progress_pct":65' out.txt ||
    fail 'los campos distintos no se fusionaron'

step '9. La secretaría resuelve, con un motivo; el valor que pierde queda en la historia.' \
    'The secretary resolves, with a reason; the value that loses stays in the history.'
conflict=$(node tapachula-2 --json conflicts | ids)
do_node tapachula-2 resolve "$conflict" \
    --value 'Circular publicada y acuses de recibo de las oficialías' \
    --reason 'Se piden ambos medios, según lo dicho en la sesión'

step '10. En la bandeja de Palenque está la propuesta de Tapachula; la acepta.' \
    'Palenque finds the proposal of Tapachula in its inbox and accepts it.'
do_node palenque proposals
proposal=$(node palenque --json proposals | ids)
[ -n "$proposal" ] || fail 'Palenque no recibió la propuesta'
do_node palenque accept "$proposal" \
    --reason 'De acuerdo: la distancia impide registrar nacimientos a tiempo'
for n in tapachula-2 palenque tapachula-1 tapachula-2 palenque tijuana; do
	quietly node $n sync
done
for w in tapachula-1 tapachula-2; do
	same "disputas en $w" "$(node $w --json conflicts | count)" 0
done
same 'propuestas en palenque' "$(node palenque --json proposals | count)" 0
do_node tapachula-1 history $A
node tapachula-1 --json show $G >out.txt 2>err.log
grep -q '"severity":"critical"' out.txt || fail 'la brecha no cambió'

step '11. Todas las copias son iguales, y cada una lo demuestra.' \
    'All copies are equal, and each proves itself.'
hub --json digest | grep -o '"space":"[^"]*","digest":"[^"]*"' | sort >hub.sums
for n in tapachula-1 tapachula-2 palenque tijuana; do
	node $n --json digest 2>err.log |
	    grep -o '"space":"[^"]*","digest":"[^"]*"' |
	    grep -v '"space":"home-' | sort >$n.sums
	[ -s $n.sums ] || fail "$n no tiene espacios"
	other=$(comm -23 $n.sums hub.sums)
	[ -z "$other" ] || fail "$n difiere del nodo central: $other"
	do_node $n verify
done
do_hub verify
do_hub digest
printf '    iguales en los cuatro equipos y el nodo central / equal everywhere\n'

step '12. La vista federal consolidada.' \
    'The consolidated federal view.'
do_hub view overview
do_hub view mesas
do_hub view agreements
do_hub view freshness
SECRET='demostración de Mesas'
shown mesas-hub -C hub user add ana.ruiz --name 'Ana Ruiz' \
    --role federal_secretariat,technical_admin
printf '%s\n' "$SECRET" | hub user add ana.ruiz --name 'Ana Ruiz' \
    --role federal_secretariat,technical_admin >out.txt 2>err.log ||
    fail "$(cat out.txt)"
indent <out.txt
printf '\n%sPáginas / pages:%s  https://127.0.0.1:%s/\n' "$BOLD" "$PLAIN" "$PAGES"
printf '    cuenta / account: ana.ruiz   contraseña / password: %s\n' "$SECRET"
printf '    (el navegador avisa: el certificado es de esta máquina / the browser\n'
printf '    warns: the certificate is of this machine)\n'
printf '%sOficinas / offices:%s https://127.0.0.1:%s\n' "$BOLD" "$PLAIN" "$PORT"
if command -v curl >/dev/null 2>&1; then
	sh "$ROOT/tests/enter.sh" "https://127.0.0.1:$PAGES" hub.jar ana.ruiz \
	    "$SECRET" || fail 'no se pudo entrar a las páginas federales'
	curl -fsSk --max-time 20 -b hub.jar -o page.html \
	    "https://127.0.0.1:$PAGES/" || fail 'la página no responde'
	grep -q 'Chiapas' page.html || fail 'la página no muestra los estados'
fi

step '13. La página de la oficina, en español y sin internet.' \
    'The page of the office, in Spanish and with no internet.'
page_start tapachula-1
shown mesas-node -C tapachula-1 open --print
if command -v curl >/dev/null 2>&1; then
	curl -fsS --max-time 20 -L -c cookies -b cookies -o office.html \
	    "$(node tapachula-1 open --print)" ||
	    fail 'la página de la oficina no responde'
	grep -q 'Mesas' office.html || fail 'la página de la oficina está vacía'
fi
printf '    %s\n' "$(node tapachula-1 open --print)"
printf '    (sirve una vez, durante dos minutos; para otra / good once, for two minutes; another:\n'
printf '    %s/mesas-node -C %s/tapachula-1 open)\n' "$BIN" "$WORK"
printf '\n%sPágina de la oficina / office:%s la de arriba / the one above\n' \
    "$BOLD" "$PLAIN"
printf '%sPágina federal / federal page:%s https://127.0.0.1:%s/\n' \
    "$BOLD" "$PLAIN" "$PAGES"

kill "$WATCH_PID" 2>/dev/null || :
WATCH_PID=
if [ -t 0 ] && [ -t 1 ]; then
	printf '\nTodo sigue en marcha. Pulse Entrar para terminar. / Press Enter to stop.\n'
	read -r _ || :
fi
DONE=yes
printf '\nFin de la demostración. / End of the demonstration.\n'
