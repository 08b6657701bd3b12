#!/bin/sh
# LibreOffice and Poppler as readers: the XLSX of a list says what its CSV says,
# cell by cell; the papers of a session open, with their tables and accents; a
# sheet that LibreOffice wrote comes in; the minutes that a browser prints are a
# tagged PDF.  `make check-oracle` installs what it takes first.
. tests/e2e/lib.sh

world PAL
PAGE=$T/page
JAR=$T/jar
page_start() {
	"$BIN/mesas-node" -C "$PAGE" --json serve >"$T/page.out" 2>>"$T/page.err" &
	OTHERS=$!
	_i=0
	until [ -s "$T/page.out" ]; do
		_i=$((_i + 1))
		[ $_i -lt 200 ] || fail "the page does not answer after 20 s"
		sleep 0.1
	done
	AT=http://127.0.0.1:$(jq -r .port "$T/page.out")
}
get() { # path, file, curl options...
	_p=$1
	_f=$2
	shift 2
	curl -sS -f -b "$JAR" -c "$JAR" -o "$_f" "$@" "$AT$_p" || fail "curl $_p"
}
post() {
	_p=$1
	shift
	get "$_p" "$T/body" -X POST -H "Origin: $AT" "$@"
}
token() { sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/body" | head -n 1; }
office() { # format, file...: what LibreOffice makes of it, in $T/made
	_to=$1
	shift
	soffice -env:UserInstallation="file://$T/profile" --headless \
	    --convert-to "$_to" --outdir "$T/made" "$@" >"$T/soffice.out" 2>&1 ||
	    fail "soffice: $(cat "$T/soffice.out")"
}

step "an office with a year of work, and its page"
mkdir -p "$PAGE"
node page init >"$T/init.out"
page_start
ticket=$(node page open --print)
get "${ticket#"$AT"}" "$T/body"
get /cuenta/primera "$T/body"
TOKEN=$(token)
post /cuenta/primera -d "csrf=$TOKEN" -d cuenta=ana -d nombre=Ana \
    -d 'clave=un secreto largo' -d 'otra=un secreto largo'
hub invite TAP >"$T/invitation"
post /inscribir -F "csrf=$TOKEN" -F invitacion= -F "archivo=@$T/invitation"
chiapas page
node page save agreement session=07-SE-2026-001 theme=health \
    'text==1+1 «Niñez»; "dos"
renglones, y €' agreed_on=2026-01-22 due_on=2026-12-31 \
    means_of_verification='-Oficio' + responsible agreement=@. \
    institution=SS-CHIS role=responsible >"$T/save.out" ||
    fail "$(cat "$T/save.out")"

step "the XLSX of every list says what its CSV says"
mkdir -p "$T/lists" "$T/made"
for e in agreement institution session membership representative followup \
    roundtable agenda_item commitment; do
	get "/exportar/$e.csv" "$T/lists/$e.csv"
	get "/exportar/$e.xlsx" "$T/lists/$e.xlsx"
done
office 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' \
    "$T"/lists/*.xlsx
for e in "$T"/lists/*.csv; do
	n=$(basename "$e")
	# The mark, line ends, and the guard of formulas, which a workbook has
	# no need of; quotes are where each program likes them.
	python3 - "$e" "$T/made/$n" <<'PY' || fail "$n differs"
import csv, sys
def rows(name):
    with open(name, encoding='utf-8-sig', newline='') as f:
        return [[c[1:] if c[:1] == "'" and c[1:2] in '=+-@\t\r' else c
                 for c in r] for r in csv.reader(f)]
a, b = rows(sys.argv[1]), rows(sys.argv[2])
assert len(a) == len(b), (len(a), len(b))
for i, (x, y) in enumerate(zip(a, b)):
    assert x == y, (i, x, y)
PY
done
ok_lists=$(find "$T/made" -name '*.csv' | wc -l)
[ "$ok_lists" -eq 9 ] || fail "$ok_lists lists, not 9"

step "the papers of a session open, with tables and accents"
id=$(node page --json list session folio=07-SE-2026-001 |
    jq -r '.records[0].id')
for p in convocatoria orden-del-dia lista-de-asistencia minuta; do
	get "/odt/$p/$id.odt" "$T/lists/$p.odt"
done
office 'txt:Text (encoded):UTF8' "$T"/lists/*.odt
for s in 'Minuta' 'Seguimiento de acuerdos' 'Acuerdos' '«Niñez»' \
    'Lista de asistencia' 'Fecha límite'; do
	grep -qF "$s" "$T/made/minuta.txt" || fail "the minutes lack \"$s\""
done
grep -qF 'Firma' "$T/made/lista-de-asistencia.txt" || fail "nothing to sign on"
grep -qF 'Orden del día' "$T/made/convocatoria.txt" || fail "no agenda"
office pdf "$T/lists/minuta.odt"
head -c 5 "$T/made/minuta.pdf" | grep -q '%PDF-' || fail "no PDF"

step "a sheet that LibreOffice wrote comes in"
printf 'Nombre oficial,Siglas,Vigente desde\nCasa del Niño «Ñu»,CNÑ,31/03/2021\n' \
    >"$T/lists/nuevas.csv"
office 'xlsx:Calc MS Excel 2007 XML' --infilter='CSV:44,34,76,1,3/4' \
    "$T/lists/nuevas.csv"
post /importar -F "csrf=$TOKEN" -F tipo=1 -F "archivo=@$T/made/nuevas.xlsx"
get /importar/1 "$T/body"
grep -qF 'Casa del Niño «Ñu»' "$T/body" || fail "the sheet was not read"
grep -qF '2021-03-31' "$T/body" || fail "its day was not read"

step "the minutes, printed by a browser, are a tagged PDF"
"$BIN/mesas-node" -C "$PAGE" open --print >"$T/ticket"
command node tests/oracle/pdf.mjs "$(cat "$T/ticket")" ana 'un secreto largo' \
    "$id" "$T/made/pagina.pdf" >"$T/pdf.out" 2>&1 || fail "$(cat "$T/pdf.out")"
pdfinfo "$T/made/pagina.pdf" >"$T/pdfinfo"
grep -Eq '^Tagged: +yes' "$T/pdfinfo" || fail "not tagged: $(cat "$T/pdfinfo")"
pdfinfo -struct-text "$T/made/pagina.pdf" >"$T/struct" 2>&1
for s in Document H2 H3 Table TR TH TD; do
	grep -Eq "^ *$s([ :]|\$)" "$T/struct" || fail "the PDF's structure has no $s"
done
pdftotext -layout "$T/made/pagina.pdf" "$T/pagina.txt"
for s in 'Seguimiento de acuerdos' 'Integración' '«Niñez»' 'Secretaría técnica'; do
	grep -qF "$s" "$T/pagina.txt" || fail "the PDF lacks \"$s\""
done
