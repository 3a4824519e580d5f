#!/usr/bin/env bash
# The key in a real Secret Service (gnome-keyring), in a D-Bus session of its own.
# Usage: keychain.sh PATH-OF-MUXI, which was built with the feature `keychain`
set -euo pipefail
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home XDG_DATA_HOME=$work/home/data XDG_RUNTIME_DIR=$work/run MUXI_STATE_DIR=$work/state muxi work
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
mkdir -p "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" "$work/formation"
chmod 700 "$XDG_RUNTIME_DIR"
cd "$work/formation"
printf 'schema: "1.0.0"\nid: kept\ndescription: d\n' > formation.afs
printf %s value | "$muxi" -q secrets add X

fail() { echo "keychain.sh: $*" >&2; exit 1; }
is() { [ "$1" = "$2" ] || fail "$3: got '$1', not '$2'"; }
export -f fail is

# With a keychain that is open.
timeout 120 dbus-run-session -- bash -euo pipefail -c '
  printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  "$muxi" secrets key keychain
  "$muxi" secrets key show | grep -q "the system.s keychain" || fail "it is not shown"
  is "$("$muxi" secrets key keychain --json | tr -d " \n")" "{\"result\":\"unchanged\"}" "a second time"
  mv .key ../key
  is "$("$muxi" secrets get X)" value "without the file"
  code=0; "$muxi" secrets key keychain --remove 2>../said || code=$?
  is "$code" 4 "removing the last key"
  grep -q "nothing but the keychain" ../said
  "$muxi" -q secrets key rotate
  is "$("$muxi" secrets get X)" value "after a rotation"
  [ ! -e .key ] || fail "the rotation made a key file"
  "$muxi" -q secrets key rotate --finish
  "$muxi" -q secrets convert --format 1
  is "$("$muxi" secrets get X)" value "in format 1"
  "$muxi" -q secrets convert --format 2
  is "$("$muxi" secrets get X)" value "in format 2"
  printf %s "a long passphrase" > ../phrase
  "$muxi" -q secrets key passphrase --new-passphrase-file ../phrase
  is "$("$muxi" secrets get X --passphrase-file ../phrase)" value "with a passphrase"
  "$muxi" -q secrets key passphrase --remove --passphrase-file ../phrase
  "$muxi" -q secrets key export --plain --yes > ../key
  "$muxi" -q secrets key import ../key
' 2>"$work/stderr" || { cat "$work/stderr" >&2; fail "with an open keychain"; }

# From here on there is a key file, as export and import made it; the keychain has the key too, locked.
timed() { # what it is, the longest time in ms
  local start end
  start=$(date +%s%N)
  is "$("$muxi" secrets get X)" value "$1"
  end=$(date +%s%N)
  echo "$1: $(((end - start) / 1000000)) ms"
  [ $(((end - start) / 1000000)) -lt "$2" ] || fail "$1 took too long"
}
export -f timed
timeout 60 dbus-run-session -- bash -euo pipefail -c '
  gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1
  timed "a locked keychain is passed over" 4000
' || fail "with a locked keychain"
timed "no D-Bus at all" 4000

# A bus that takes the connection and says nothing.
python3 - "$work/silent" <<'PY' &
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
kept = []
server.settimeout(30)
try:
    while True:
        kept.append(server.accept())
except OSError:
    pass
PY
silent=$!
for _ in $(seq 100); do [ -S "$work/silent" ] && break; sleep 0.05; done
DBUS_SESSION_BUS_ADDRESS=unix:path=$work/silent timed "a bus that says nothing" 4000
kill "$silent" 2>/dev/null || true

timeout 60 dbus-run-session -- bash -euo pipefail -c '
  printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  "$muxi" secrets key keychain --remove
  is "$("$muxi" secrets key keychain --remove --json | tr -d " \n")" "{\"result\":\"unchanged\"}" "a second removal"
  is "$("$muxi" secrets get X)" value "from the key file again"
' 2>"$work/stderr" || { cat "$work/stderr" >&2; fail "removing"; }
echo "the key was kept in, used from and taken out of the keychain"
