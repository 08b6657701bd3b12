#!/bin/sh
# deps.sh packages...: install with apt-get those that are missing.
set -eu
if ! command -v dpkg-query >/dev/null; then
	echo "deps: no dpkg here; these are needed by some name: $*" >&2
	exit 0
fi
missing=
for p; do
	case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) in
	*' installed') ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # one word a package
$sudo apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || {
	$sudo apt-get update -q
	$sudo apt-get install -y --no-install-recommends $missing
}
