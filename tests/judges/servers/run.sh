#!/usr/bin/env bash
# Lets five published MCP servers judge the client, the walls and turns with tools. Usage: run.sh PATH-OF-MUXI
# First through the client alone (tests/cli/real_servers.rs), then through a real `muxi serve`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$here/../../..
mkdir -p "$root/target/judges/servers/npm"
place=$(cd "$root/target/judges/servers" && pwd)
modules=$place/npm/node_modules/@modelcontextprotocol
npm_servers=(everything@2026.8.31 filesystem@2026.8.31 memory@2026.8.31)
python_servers=(mcp-server-time==2026.10.19 mcp-server-git==2026.10.19)
if [ "$(cat "$place/installed" 2>/dev/null)" != "${npm_servers[*]} ${python_servers[*]}" ]; then
  rm -rf "$place"
  mkdir -p "$place/npm"
  (cd "$place/npm" && npm install --silent --no-audit --no-fund --ignore-scripts \
    "${npm_servers[@]/#/@modelcontextprotocol/server-}")
  tools=$(mktemp -d)
  # A plain `python3 -m venv` wants ensurepip, which Debian packs apart.
  python3 -m venv "$place/venv" 2>/dev/null || { python3 -m pip install --quiet --target "$tools" virtualenv && PYTHONPATH="$tools" python3 -m virtualenv --quiet "$place/venv"; }
  "$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check "${python_servers[@]}"
  rm -rf "$tools"
  echo "${npm_servers[*]} ${python_servers[*]}" > "$place/installed"
fi

echo "-- through the client"
(cd "$root" && MUXI_REAL_SERVERS=$place cargo test --locked --quiet --test cli real_servers -- --ignored --nocapture)

echo "-- through muxi serve"
work=$(cd "$(mktemp -d)" && pwd -P)
processes=()
trap 'for one in "${processes[@]}"; do kill "$one" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT
export MUXI_STATE_DIR="$work/state"
mkdir -p "$work"/{formation,inside,outside,notes,repository}
echo "of another one" > "$work/outside/secret"
git -C "$work/repository" init --quiet
git -C "$work/repository" -c user.name=Ann -c user.email=ann@example.test commit --quiet --allow-empty -m "The first commit of all"
"$place/venv/bin/python" "$here/model.py" > "$work/model" & processes+=($!)
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
streamable=$(free) sse=$(free)
PORT=$streamable node "$modules/server-everything/dist/index.js" streamableHttp >/dev/null 2>&1 & processes+=($!)
PORT=$sse node "$modules/server-everything/dist/index.js" sse >/dev/null 2>&1 & processes+=($!)
cd "$work/formation"
cat > formation.afs <<FORMATION
schema: "1.0.0"
id: judged
description: Five published servers
llm:
  models:
    - text: ollama/played
agents:
  - id: assistant
    name: Assistant
    description: Uses tools
    system_message: Use the tools.
tool_policy:
  default: allow
  dangerous: allow
mcp:
  default_timeout_seconds: 60
  servers:
    - id: everything
      description: All that MCP has, over stdio
      type: command
      command: node
      args: ["$modules/server-everything/dist/index.js", "stdio"]
    - id: everything-http
      description: The same over streamable HTTP
      type: http
      endpoint: "http://127.0.0.1:$streamable/mcp"
      allowed_addresses: ["127.0.0.1"]
    - id: everything-sse
      description: The same over the old SSE transport
      type: http
      endpoint: "http://127.0.0.1:$sse/sse"
      allowed_addresses: ["127.0.0.1"]
    - id: files
      description: Files; it believes that it may go anywhere
      type: command
      command: node
      args: ["$modules/server-filesystem/dist/index.js", "$work/inside", "/"]
      allowed_directories: ["$work/inside"]
    - id: memory
      description: What was said of whom
      type: command
      command: node
      args: ["$modules/server-memory/dist/index.js"]
      allowed_directories: ["$work/notes"]
      env:
        MEMORY_FILE_PATH: "$work/notes/memory.jsonl"
    - id: time
      description: The time
      type: command
      command: "$place/venv/bin/mcp-server-time"
    - id: git
      description: A repository
      type: command
      command: "$place/venv/bin/mcp-server-git"
      args: ["--repository", "$work/repository"]
      allowed_directories: ["$work/repository"]
FORMATION
for _ in $(seq 100); do [ -s "$work/model" ] && break; sleep 0.1; done
OLLAMA_BASE_URL="http://127.0.0.1:$(cat "$work/model")/v1" "$muxi" serve --json --port 0 > "$work/ready.json" 2> "$work/log" & processes+=($!)
for _ in $(seq 100); do [ -s "$work/ready.json" ] && break; sleep 0.1; done
"$muxi" keys show --json > "$work/keys.json"
python3 "$here/judge.py" "$work/ready.json" "$work/keys.json" "$work" || { cat "$work/log" >&2; exit 1; }
# Nothing of the servers is left behind.
kill -TERM "${processes[-1]}"
wait "${processes[-1]}"
cd /
python3 "$here/judge.py" --left "$work"
