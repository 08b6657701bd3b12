#!/bin/sh
# mutants.sh -- planted bugs: does the simulator find each?
#
#   mutants.sh list              their names
#   mutants.sh sources [NAME]    name:source of each
#   mutants.sh plant NAME        that source with the bug, on stdout; fails
#                                unless the text is there exactly once
#   mutants.sh check             can each be planted?
#   mutants.sh run [NAME...]     hunt each (all); O is the build
#
# N worlds are given to each (3000), from seed SEED on (1), J mutants at a time
# (2).  The table goes to stdout; exit status 1 when one survives.
set -eu

here=$(dirname "$0")
list=$here/mutants.txt
: "${O:=build/release}" "${N:=3000}" "${SEED:=1}" "${J:=2}"

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

# One mutant: a line of the table.
hunt() { # NAME
	dir=$O/mutants/$1
	from=$(date +%s) next=$SEED end=$((SEED + N)) by=survives seed=-
	while [ "$next" -lt "$end" ]; do
		"$dir/mesas-sim" -s "$next" -n $((end - next)) -q \
		    >"$dir/out" 2>&1 || true
		seed=$(sed -n 's/^seed \([0-9]*\), .*, event.*/\1/p' "$dir/out")
		[ -n "$seed" ] || {
			# Not even the template stands?
			by=$(sed -n 's/^template \([a-z]*\):.*/\1/p' "$dir/out")
			seed=-
			break
		}
		by=$(sed -n '/^seed [0-9]*, .*, event/{n;s/:.*//p;}' "$dir/out")
		# Is it this bug, or one that is there without it?
		"$O/mesas-sim" -s "$seed" -k >/dev/null 2>&1 && break
		next=$((seed + 1)) by=survives seed=-
	done
	worlds=$N
	[ "$seed" = - ] || worlds=$((seed - SEED + 1))
	printf '%s\t%s\t%s\t%s\n' "$1" "${by:-survives}" "$worlds" \
	    "$(column "$1" 5)" >"$dir/row"
	printf '  MUTANT %-22s %-11s %s worlds, %s s\n' "$1" "${by:-survives}" \
	    "$worlds" $(($(date +%s) - from)) >&2
}

names() {
	awk -F ' [|] ' '/^[a-z]/ { print $1 }' "$list"
}

run() {
	# shellcheck disable=SC2046 # names have no blanks
	[ $# -gt 0 ] || set -- $(names)
	for n in "$@"; do
		rm -f "$O/mutants/$n/row"
	done
	printf '%s\n' "$@" | xargs -P "$J" -n 1 env O="$O" N="$N" SEED="$SEED" \
	    sh "$here/mutants.sh" hunt
	left=0
	printf '| mutant | found by | worlds | what it is |\n|---|---|---|---|\n'
	for n in "$@"; do
		awk -F '\t' '{ printf "| %s | %s | %s | %s |\n", \
		    $1, $2, $3, $4 }' "$O/mutants/$n/row"
		case $(cut -f 2 "$O/mutants/$n/row") in
		survives) left=$((left + 1)) ;;
		esac
	done
	echo "$# mutants, $left not found"
	[ "$left" -eq 0 ]
}

case ${1-} in
list) names ;;
sources)
	for n in ${2:-$(names)}; do
		echo "$n:$(column "$n" 2)"
	done
	;;
plant) plant "$2" ;;
check)
	for n in $(names); do
		plant "$n" >/dev/null
	done
	;;
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
