#!/bin/sh
# The service serves with few rights: a sync, a page, the metrics and a copy
# work; what somebody who took over one of its threads would try is refused by
# the kernel, shown by a program that confines itself by the same functions.
. tests/e2e/lib.sh

D=$T/confined
mkdir -p "$D"
ln -s /etc/passwd "$D/link"
attempts() { "$BIN/tests/e2e/confined" "$D" >"$T/tried" 2>"$T/tried.err"; }
# went ANSWER NAMES...: so it went, for main and for the thread.
went() {
	_want=$1
	shift
	for _w; do
		for _who in main thread; do
			grep -qx "$_who $_w: $_want" "$T/tried" ||
			    fail "$(grep "^$_who $_w:" "$T/tried"), not \"$_want\""
		done
	done
}

step "what is refused, and what is not"
attempts || fail "$(cat "$T/tried.err")"
went yes 'a file of its own' 'its new name' 'to remove it' 'a file in memory'
if grep -q 'files: only beneath' "$T/tried.err"; then
	went 'Permission denied' passwd 'passwd by a link' 'a file beside' \
	    'a list of home'
else
	grep -q 'this kernel has no Landlock' "$T/tried.err" || fail "not told"
fi
if grep -q 'system calls: only' "$T/tried.err"; then
	went yes 'a pair'
	went 'Resource temporarily unavailable' 'who waits at the door'
	went 'Operation not permitted' 'a program' 'another process' \
	    'a socket' 'a local socket' 'a raw pair' 'to call somebody' \
	    'to listen' "its parent's memory" 'a signal to it'
else
	grep -q 'this kernel has no seccomp\|not known here' "$T/tried.err" ||
	    fail "not told"
fi

step "the hub is such a process, in every thread"
HUB_ARGS='--metrics 127.0.0.1:0 -v'
world TAP
if grep -q 'system calls: only' "$T/hub.err"; then
	for f in /proc/"$HUB_PID"/task/*/status; do
		eq "$f" "$(sed -n 's/^Seccomp:\t//p' "$f")" 2
		eq "$f" "$(sed -n 's/^NoNewPrivs:\t//p' "$f")" 1
	done
elif ! nm "$BIN/mesas-hub" | grep -q '__[al]san_\|__tsan_\|__llvm_profile'; then
	grep -q 'this kernel has no seccomp\|not known here' "$T/hub.err" ||
	    fail "it is not confined and does not say so"
fi

step "it serves: a sync, a page, metrics, a copy, and it ends"
chiapas TAP
sync_ok TAP
AT=$(jq -r .pages "$T/serve.out")
curl -skL -f -c "$T/jar" -b "$T/jar" -o "$T/page.html" "https://$AT/" ||
    fail "no page"
grep -q 'name="csrf"' "$T/page.html" || fail "not the way in"
curl -sS -f "http://$(jq -r .metrics "$T/serve.out")/metrics" >"$T/metrics" ||
    fail "no metrics"
eq "the store is read" \
    "$(awk '$1 == "mesas_store_readable" { print $2 }' "$T/metrics")" 1
hub backup "$T/copy.db" >"$T/copy.out" || fail "no copy"
hub --json digest | jq -r '.spaces[] | "\(.space) \(.digest)"' | sort >"$T/now"
kill -TERM "$HUB_PID"
rc=0
wait "$HUB_PID" || rc=$?
HUB_PID=
eq "its end" $rc 0
! grep -e ' error \| warn ' "$T/hub.err" || fail "it complains"

step "the copy is whole, in another folder"
mkdir "$T/drill"
"$BIN/mesas-hub" -C "$T/drill" restore "$T/copy.db" >"$T/drill.out" ||
    fail "no restore"
"$BIN/mesas-hub" -C "$T/drill" verify >"$T/drill.out" || fail "$(cat "$T/drill.out")"
"$BIN/mesas-hub" -C "$T/drill" --json digest |
    jq -r '.spaces[] | "\(.space) \(.digest)"' | sort >"$T/then"
cmp "$T/now" "$T/then" || fail "the copy says something else"
hub_start
four_checks TAP
