#!/bin/sh
# SIGTERM while a request is on its way: it is answered to its end, nobody else
# is let in, and the hub ends with 0 before its deadline.  Its log is one JSON
# object a line, whatever strangers are called.
. tests/e2e/lib.sh

HUB_ARGS='--log-json -v'
world TAP
chiapas TAP
sync_ok TAP

step "a form that takes four seconds, and SIGTERM after one"
AT=https://$(jq -r .pages "$T/serve.out")
curl -skL -f -c "$T/jar" -b "$T/jar" -o "$T/page.html" "$AT/cuenta/entrar" ||
    fail "no page"
token=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/page.html" | head -n 1)
{
	printf 'csrf=%s&cuenta=nadie&clave=' "$token"
	head -c 80000 /dev/zero | tr '\0' a
} >"$T/form"
curl -sk -b "$T/jar" -H "Origin: $AT" --limit-rate 20k --data-binary "@$T/form" \
    -o "$T/answer" -w '%{http_code}' "$AT/cuenta/entrar" >"$T/code" &
CURL=$!
sleep 1
began=$(date +%s)
kill -TERM "$HUB_PID"
sleep 0.5
kill -0 "$HUB_PID" || fail "it did not wait for what is at work"
! curl -sk --max-time 1 -o "$T/new" "$AT/healthz" || fail "somebody was let in"
wait "$CURL" || fail "the form was cut"
[ "$(cat "$T/code")" -ge 200 ] || fail "no answer"
grep -q 'name="csrf"' "$T/answer" || fail "not the page that says no"
rc=0
wait "$HUB_PID" || rc=$?
HUB_PID=
eq "its end" $rc 0
[ $(($(date +%s) - began)) -lt 20 ] || fail "it took too long"
eq "the log is in the store" "$(find "$HUB" -name 'hub.db-wal' -size +0)" ""

step "its log, one object a line"
jq -e 'select((.time | fromdate) and (.level | IN("error", "warn", "info"))
    and .module and .message)' "$T/hub.err" >"$T/log" || fail "no such log"
eq "lines" "$(jq -s length "$T/log")" "$(wc -l <"$T/hub.err")"
jq -s -e 'any(.module == "front" and (.message | test("commits, .* ms$")))' \
    "$T/log" >"$T/one" || fail "no exchange is told of"
hub_start
four_checks TAP
