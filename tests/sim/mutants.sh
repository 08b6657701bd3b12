#!/bin/sh
# mutants.sh -- planted bugs: does the simulator find each?
#
#   mutants.sh list              their names
#   mutants.sh file NAME         the source that it changes
#   mutants.sh plant NAME        that source with the bug, on stdout; fails
#                                unless the text is there exactly once
#   mutants.sh run [NAME...]     build and hunt each (all); O is the build
#
# T seconds are given to each (100), worlds from seed SEED on (1), J at a time
# (2).  The table goes to stdout; exit status 1 when one survives.
set -eu

here=$(dirname "$0")
list=$here/mutants.txt
: "${O:=build/release}" "${T:=100}" "${SEED:=1}" "${J:=2}"

column() { # NAME NUMBER
	awk -F ' [|] ' -v name="$1" -v col="$2" '
	$1 == name { print $col; found = 1 }
	END { exit !found }' "$list" || {
		echo "mutants: no mutant $1" >&2
		exit 64
	}
}

plant() { # NAME
	file=$(column "$1" 2)
	OLD=$(column "$1" 3) NEW=$(column "$1" 4) NAME=$1 awk '
	function plain(s) {
		gsub(/\\n/, "\n", s)
		gsub(/\\t/, "\t", s)
		gsub(/\\\|/, "|", s)
		return s
	}
	{ text = text $0 "\n" }
	END {
		old = plain(ENVIRON["OLD"])
		at = index(text, old)
		rest = substr(text, at + length(old))
		if (at == 0 || index(rest, old) > 0) {
			print "mutants: " ENVIRON["NAME"] ": the text is" \
			    (at == 0 ? " not there" : " there twice") \
			    >"/dev/stderr"
			exit 1
		}
		printf "%s%s%s", substr(text, 1, at - 1), \
		    plain(ENVIRON["NEW"]), rest
	}' "$file"
}

# The first violation from a seed on, into DIR/out.
search() { # DIR SEED SECONDS
	"$1/mesas-sim" -s "$2" -t "$3" -k >"$1/all" 2>&1 &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		if [ "$(sed -n '/^seed .*, event/{n;p;}' "$1/all" |
		    wc -l)" -gt 0 ]; then
			kill "$pid" 2>/dev/null || true
		fi
		sleep 0.2
	done
	wait "$pid" 2>/dev/null || true
	sed -n '/^seed .*, event/{p;n;p;q;}' "$1/all" >"$1/out"
}

# One mutant: a line of the table.
hunt() { # NAME
	dir=$O/mutants/$1
	mkdir -p "$dir"
	what=$(column "$1" 5)
	if ! make -s O="$O" MUTANT="$1" "$dir/mesas-sim" >"$dir/build" 2>&1; then
		printf '%s\t-\t-\t-\t%s\n' "$1" "does not build" >"$dir/row"
		return 0
	fi
	from=$(date +%s) next=$SEED by=survives seed=-
	while [ $(($(date +%s) - from)) -lt "$T" ]; do
		search "$dir" "$next" $((T - $(date +%s) + from))
		seed=$(sed -n 's/^seed \([0-9]*\), .*, event.*/\1/p' "$dir/out")
		by=$(sed -n '/^seed [0-9]*, .*, event/{n;s/:.*//p;}' "$dir/out")
		[ -n "$by" ] || by=survives
		[ -n "$seed" ] || seed=-
		[ "$seed" != - ] || break
		# Is it this bug, or one that is there without it?
		"$O/mesas-sim" -s "$seed" -k >/dev/null 2>&1 || [ $? -eq 2 ] || {
			next=$((seed + 1)) by=survives seed=-
			continue
		}
		break
	done
	spent=$(($(date +%s) - from))
	printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$by" "$seed" "$spent" "$what" \
	    >"$dir/row"
	printf '  MUTANT %-22s %-11s seed %s, %s s\n' "$1" "$by" "$seed" \
	    "$spent" >&2
	rm -f "$dir/mesas-sim"
}

names() {
	awk -F ' [|] ' '/^[a-z]/ { print $1 }' "$list"
}

run() {
	# shellcheck disable=SC2046 # names have no blanks
	[ $# -gt 0 ] || set -- $(names)
	for n in "$@"; do
		rm -f "$O/mutants/$n/row"
		plant "$n" >/dev/null
	done
	printf '%s\n' "$@" | xargs -P "$J" -n 1 env O="$O" T="$T" SEED="$SEED" \
	    sh "$here/mutants.sh" hunt
	left=0
	printf '| mutant | found by | seed | s | what it is |\n|---|---|---|---|---|\n'
	for n in "$@"; do
		awk -F '\t' '{ printf "| %s | %s | %s | %s | %s |\n", \
		    $1, $2, $3, $4, $5 }' "$O/mutants/$n/row"
		case $(cut -f 2 "$O/mutants/$n/row") in
		survives | -) left=$((left + 1)) ;;
		esac
	done
	echo "$# mutants, $left not found"
	[ "$left" -eq 0 ]
}

case ${1-} in
list) names ;;
file) column "$2" 2 ;;
plant) plant "$2" ;;
hunt) hunt "$2" ;;
run)
	shift
	run "$@"
	;;
*)
	sed -n '2,/^set/{/^#/p;}' "$0" >&2
	exit 64
	;;
esac
