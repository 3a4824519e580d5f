#!/usr/bin/env bash
# Starts a formation and lets the published SDKs call it: that of Rust, and that of Python what is about credentials.
# Usage: run.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cargo build --locked --quiet --manifest-path "$here/Cargo.toml" --target-dir "$here/../../../target/judges"
venv=$here/../../../target/judges/muxi-python
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import muxi' 2>/dev/null; then
  tools=$(mktemp -d)
  # A plain `python3 -m venv` wants ensurepip, which Debian packs apart.
  python3 -m venv "$venv" 2>/dev/null || { python3 -m pip install --quiet --target "$tools" virtualenv && PYTHONPATH="$tools" python3 -m virtualenv --quiet "$venv"; }
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'muxi==1.20260713.0'
  rm -rf "$tools"
fi
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export MUXI_STATE_DIR="$work/state"
mkdir "$work/formation" && cd "$work/formation"
cat > formation.afs <<'FORMATION'
schema: "1.0.0"
id: judged
description: What the published SDK calls
llm:
  models:
    - text: muxi/echo
agents:
  - id: assistant
    name: Assistant
    description: Says it back
FORMATION
# Credentials are sealed under a key of the formation.
printf %s "any-value-of-a-secret" | "$muxi" secrets add ANY
"$muxi" serve --json --port 0 > ready.json & server=$!
for _ in $(seq 100); do [ -s ready.json ] && break; sleep 0.1; done
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }
"$muxi" keys show --json > keys.json
"$here/../../../target/judges/debug/muxi-sdk-judge" \
  "$(field ready.json url)/v1" "$(field keys.json client_key)" "$(field keys.json admin_key)"
"$venv/bin/python" "$here/credentials.py" ready.json keys.json "$here/../../../README.md" "$muxi"
