#!/bin/sh
# What `make install` puts where: programs, manuals, units that systemd finds
# good (where systemd-analyze is), with nothing open that need not be; and
# `make uninstall` leaves no file.
. tests/e2e/lib.sh

P=$T/prefix
# Nothing is built here: the programs are there, whatever their flags were.
installer() { env -u MAKEFLAGS make -s -o all O="$BIN" PREFIX="$P" "$1"; }

step "installed"
installer install >"$T/install.out" 2>&1 || fail "$(cat "$T/install.out")"
hub_unit=$P/lib/systemd/system/mesas-hub.service
node_unit=$P/lib/systemd/user/mesas-node.service
for f in "$P/bin/mesas-hub" "$P/bin/mesas-node" "$hub_unit" "$node_unit" \
    "$P/share/man/man1/mesas-hub.1"; do
	[ -s "$f" ] || fail "no $f"
done
! grep -n '@[A-Z]*@' "$hub_unit" "$node_unit" ||
    fail "a place was not filled in"
"$P/bin/mesas-hub" -h >"$T/help.out" || fail "it does not start"

step "the units are good"
if command -v systemd-analyze >/dev/null; then
	for u in "--system $hub_unit" "--user $node_unit"; do
		# shellcheck disable=SC2086 # two words
		HOME=$T XDG_RUNTIME_DIR=$T systemd-analyze verify --man=no $u >"$T/verify.out" 2>&1 ||
		    fail "$(cat "$T/verify.out")"
		! grep -e "$(basename "${u#* }")" "$T/verify.out" ||
		    fail "systemd warns"
	done
	# 0 is closed, 10 is open; a network service cannot be 0.
	systemd-analyze security --offline=true --threshold=20 "$hub_unit" \
	    >"$T/security.out" 2>&1 || fail "$(tail -n 3 "$T/security.out")"
	tail -n 1 "$T/security.out"
fi

step "and away again"
installer uninstall >"$T/uninstall.out" 2>&1 || fail "$(cat "$T/uninstall.out")"
eq "nothing stays" "$(find "$P" -type f)" ""
