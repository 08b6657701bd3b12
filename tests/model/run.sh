#!/bin/sh
# run.sh [quick]: search the models completely, then see that every mutant is
# found.  The table goes to standard output.  O is where to build.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${O:-build/release}/model
quick=${1:-}
bad=0
mkdir -p "$out"
out=$(cd "$out" && pwd)

opt=-O2 mem=1200

# build dir file compile-flags spin-flags...
build() {
	dir=$1 file=$2 cc=$3
	shift 3
	rm -rf "$dir"
	mkdir -p "$dir"
	# shellcheck disable=SC2086 # words
	(cd "$dir" && cp "$here/$file.pml" . && spin -a "$@" "$file.pml" >spin.out &&
	    gcc $opt -w -DCOLLAPSE -DVECTORSZ=2048 -DMEMLIM=$mem $cc -o pan pan.c)
}

# Truncated, out of memory or hashed away is not a search.
whole() {
	! grep -q -e 'max search depth too small' -e 'Search not completed' \
	    -e 'out of memory' -e 'reached -DMEMLIM' -e 'Bit statespace' "$1" &&
	    grep -q 'errors: 0' "$1"
}

# model name file "property" spin-flags...
model() {
	name=$1 file=$2 property=$3
	shift 3
	case $name in
	live*) cc='-DNFAIR=3' run='-a -f' ;;
	*) cc=-DSAFETY run= ;;
	esac
	dir=$out/$name
	build "$dir" "$file" "$cc" "$@"
	# shellcheck disable=SC2086 # words
	(cd "$dir" && ./pan $run -m500000 -w22 >pan.out 2>&1) || :
	result=complete
	whole "$dir/pan.out" || result=FAILED bad=1
	awk -v n="$name" -v p="$property" -v r="$result" -v f="$*" '
	    / states, stored/ { s = $1 }
	    /depth reached/ { d = $6; sub(",", "", d) }
	    /total actual memory/ { m = $1 }
	    /elapsed time/ { t = $4 }
	    END { printf "%-12s %-34s %9d %6d %6.1f %6d %-9s %s\n",
	        n, p, s, d, t, m, r, f }' "$dir/pan.out"
}

# mutant flag file spin-flags...: it must be found
mutant() {
	flag=$1 file=$2
	shift 2
	dir=$out/mutant opt=-O1 mem=800
	build "$dir" "$file" -DSAFETY "-D$flag" "$@"
	(cd "$dir" && ./pan -m500000 -w22 >pan.out 2>&1) || :
	why=$(sed -n 's/^pan:1: //; s/assertion violated/violated/p' \
	    "$dir/pan.out" | cut -c1-64 | head -1)
	if grep -q 'errors: 1' "$dir/pan.out" && [ -n "$why" ]; then
		printf '%-20s found   %s\n' "$flag" "$why"
	else
		bad=1
		printf '%-20s SURVIVED\n' "$flag"
	fi
}

printf '%-12s %-34s %9s %6s %6s %6s %-9s %s\n' \
	model property states depth secs MB result bounds
if [ "$quick" = quick ]; then
	opt=-O1
	model fork fork 'names, both kept, no seq again' -DC=4
	model both exchange 'all of it, node and hub restored' \
	    -DC=2 -DE=2 -DRESTORE=1 -DLOSS=0
	model twice exchange 'hub restored twice' \
	    -DC=2 -DE=3 -DRESTORE=0 -DLOSS=0
	exit "$bad"
fi
n='-DC=2 -DE=1 -DRESTORE=1 -DLOSS=1'
f='-DC=3 -DE=1 -DRESTORE=1 -DWRITERS=1 -DLOSS=0'
l='-DC=3 -DE=1 -DRESTORE=1 -DWRITERS=1 -DLOSS=1'
h='-DC=2 -DE=2 -DRESTORE=0 -DLOSS=1'

# shellcheck disable=SC2086 # words
mutants() {
	mutant M_TRUST_ACK exchange $n
	mutant M_ACK_BEFORE_SYNC exchange $n
	mutant M_CURSOR_FIRST exchange $n
	mutant M_ACK_ANY exchange -DC=4 -DE=1 -DRESTORE=1 -DLOSS=0 -DWRITERS=1
	mutant M_OVERWRITE exchange $f
	mutant M_NO_NOTE exchange $f
	mutant M_FORK_WAITS exchange $l
	mutant M_NO_HUB_EPOCH exchange $h
	mutant M_NO_HAND_BACK exchange $h
	mutant M_QUIET_BACK exchange $h
	mutant M_KEEP_CURSOR exchange -DC=3 -DE=2 -DRESTORE=0 -DLOSS=0
	mutant M_HANDED_ONCE exchange -DC=2 -DE=3 -DRESTORE=0 -DLOSS=0
	mutant M_ARRIVAL fork -DC=5
	mutant M_ONE_NAME fork -DC=5
	mutant M_SEGMENT_FORK fork -DC=5
	mutant M_TRUNK_ONLY fork -DC=5
	mutant M_FIRST_ONLY fork -DC=5
	mutant M_OVERWRITE fork -DC=5
	mutant M_NO_NEW_LOG fork -DC=5
	return "$bad"
}

# Beside the models, on the other core.
mutants >"$out/mutants.out" 2>&1 &
model fork fork 'names, both kept, no seq again' -DC=6
model node exchange 'node restored, any losses' \
    -DC=2 -DE=1 -DRESTORE=1 -DLOSS=99
model node3 exchange 'node restored, three commits' \
    -DC=3 -DE=1 -DRESTORE=1 -DLOSS=0
model hub exchange 'hub restored, any losses' \
    -DC=2 -DE=2 -DRESTORE=0 -DLOSS=99
model hub3 exchange 'hub restored, three commits' \
    -DC=3 -DE=2 -DRESTORE=0 -DLOSS=0
model both exchange 'node and hub restored, a loss' \
    -DC=2 -DE=2 -DRESTORE=1 -DLOSS=1
model twice exchange 'hub restored twice, a loss' \
    -DC=2 -DE=3 -DRESTORE=0 -DLOSS=1
model fork4 exchange 'node restored, four commits of it' \
    -DC=4 -DE=1 -DRESTORE=1 -DLOSS=0 -DWRITERS=1
model live exchange 'converges, weak fairness' \
    -DLIVE -DC=2 -DE=2 -DRESTORE=0 -DLOSS=1 -DROUNDS=0
model live1 exchange 'converges, weak fairness' \
    -DLIVE -DC=2 -DE=1 -DRESTORE=1 -DLOSS=0 -DROUNDS=0

wait $! || bad=1
cat "$out/mutants.out"
exit "$bad"
