#!/usr/bin/env bash
# Lets the official `openai` SDK of PyPI chat with a formation. Usage: run.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
venv=$here/../../../target/judges/openai
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import openai' 2>/dev/null; then
  tools=$(mktemp -d)
  # A plain `python3 -m venv` wants ensurepip, which Debian packs apart.
  python3 -m venv "$venv" 2>/dev/null || { python3 -m pip install --quiet --target "$tools" virtualenv && PYTHONPATH="$tools" python3 -m virtualenv --quiet "$venv"; }
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'openai==3.54.0'
  rm -rf "$tools"
fi
work=$(mktemp -d)
server=
model=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; [ -z "$model" ] || kill "$model" 2>/dev/null || true; rm -rf "$work"' EXIT
export MUXI_STATE_DIR="$work/state"
mkdir "$work/formation" && cd "$work/formation"
cat > formation.afs <<'FORMATION'
schema: "1.0.0"
id: judged
description: What the official SDK talks to
llm:
  models:
    - text: ollama/played
agents:
  - id: assistant
    name: Assistant
    description: Answers
    system_message: Be kind.
  - id: echo
    name: Echo
    description: Says it back
    llm_models:
      - text: muxi/echo
FORMATION
"$venv/bin/python" "$here/model.py" > port & model=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
OLLAMA_BASE_URL="http://127.0.0.1:$(cat port)/v1" "$muxi" serve --json --port 0 > ready.json & server=$!
for _ in $(seq 100); do [ -s ready.json ] && break; sleep 0.1; done
"$muxi" keys show --json > keys.json
"$venv/bin/python" "$here/judge.py" ready.json keys.json "$(cat port)"
