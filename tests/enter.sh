#!/bin/sh
# enter.sh URL JAR ACCOUNT PASSWORD: enter the hub's pages with curl; the
# cookies of the session are in JAR then.  Ends with 0 when it is in.
set -eu
url=$1
jar=$2
form=$(curl -fsSk --max-time 20 -c "$jar" -b "$jar" "$url/cuenta/entrar")
token=$(printf '%s\n' "$form" |
    sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
code=$(curl -sSk --max-time 20 -o /dev/null -w '%{http_code}' -c "$jar" \
    -b "$jar" -H "Origin: $url" --data-urlencode "csrf=$token" \
    --data-urlencode "cuenta=$3" --data-urlencode "clave=$4" \
    "$url/cuenta/entrar")
[ "$code" = 303 ]
