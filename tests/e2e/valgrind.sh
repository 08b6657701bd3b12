#!/bin/sh
# valgrind.sh objdir [scenario]: one scenario with both programs under
# valgrind; any error or lost block ends a command with 99, and the scenario
# with it.
set -eu
objdir=$(cd "$1" && pwd)
scenario=${2:-tests/e2e/01-straight-line.sh}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
BIN=$T/bin
mkdir "$BIN" "$T/work"
for p in mesas-node mesas-hub; do
	cat >"$BIN/$p" <<END
#!/bin/sh
exec valgrind -q --error-exitcode=99 --leak-check=full \\
    --errors-for-leak-kinds=definite --log-file=$T/valgrind.%p \\
    $objdir/$p "\$@"
END
	chmod +x "$BIN/$p"
done
ln -s "$objdir/tests" "$BIN/tests"
status=0
# Its own system calls are not those of serving.
HUB_ARGS=--unconfined BIN=$BIN T=$T/work sh "$scenario" >"$T/out" 2>&1 || status=$?
found=$(cat "$T"/valgrind.* | grep -c '^==' || :)
runs=$(find "$T" -name 'valgrind.*' | wc -l)
echo "$(basename "$scenario" .sh) under valgrind: $runs processes, $found lines of findings, exit $status"
if [ "$status" -ne 0 ] || [ "$found" -ne 0 ]; then
	tail -n 20 "$T/out"
	cat "$T"/valgrind.* | head -n 60
	exit 1
fi
