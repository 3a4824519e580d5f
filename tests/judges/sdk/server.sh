#!/usr/bin/env bash
# Starts a server with a legacy key and lets the server client of the published Rust SDK make every call that it has.
# Usage: server.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cargo build --locked --quiet --manifest-path "$here/Cargo.toml" --target-dir "$here/../../../target/judges"
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }; rm -rf "$work"' EXIT
export MUXI_STATE_DIR="$work/state" MUXI_CONFIG_DIR="$work/server" MUXI_SDK_VERSION_NOTIFICATION=0
python3 - "$work" <<'PAYLOADS'
import base64, io, json, sys, tarfile

def payload(name, formation, version):
    text = f'''schema: "1.0.0"
id: {formation}
description: What the published SDK deploys
version: {version}
llm:
  models:
    - text: muxi/echo
agents:
  - id: assistant
    name: Assistant
    description: Says it back
'''.encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        entry = tarfile.TarInfo(f"{formation}/formation.afs")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    bundle = {"bundle": base64.b64encode(packed.getvalue()).decode(), "version": version}
    with open(f"{sys.argv[1]}/{name}.json", "w") as file:
        json.dump(bundle, file)

for number in range(1, 31):
    payload(f"judged-{number}", "judged", f"1.0.{number}")
payload("streamed", "streamed", "1.0.0")
PAYLOADS
"$muxi" server init --legacy --no-input --json > "$work/key.json"
"$muxi" server start --json --port 0 > "$work/ready.json" & server=$!
for _ in $(seq 100); do [ -s "$work/ready.json" ] && break; sleep 0.1; done
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }
"$here/../../../target/judges/debug/server" \
  "$(field "$work/ready.json" url)" "$(field "$work/key.json" key_id)" "$(field "$work/key.json" secret)" "$work"
"$muxi" server stop
