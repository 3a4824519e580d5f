#!/usr/bin/env bash
# Lets jsonschema, ajv and yaml-language-server judge the schemas of `muxi schema`. Usage: run.sh PATH-OF-MUXI [CHANGES]
# CHANGES (3000) says how many changed files are tried; 0 means all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
tools=$here/../../../target/judges/schema
venv=$tools/python
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import jsonschema, ruamel.yaml' 2>/dev/null; then
  lib=$(mktemp -d)
  # A plain `python3 -m venv` wants ensurepip, which Debian packs apart.
  python3 -m venv "$venv" 2>/dev/null || { python3 -m pip install --quiet --target "$lib" virtualenv && PYTHONPATH="$lib" python3 -m virtualenv --quiet "$venv"; }
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'jsonschema==4.26.0' 'ruamel.yaml==0.19.1'
  rm -rf "$lib"
fi
if [ ! -d "$tools/node_modules/yaml-language-server" ] || [ ! -d "$tools/node_modules/ajv" ]; then
  mkdir -p "$tools"
  echo '{"private": true}' > "$tools/package.json"
  npm install --silent --no-audit --no-fund --prefix "$tools" ajv@8.20.0 yaml-language-server@1.25.0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$muxi" schema --all --output "$work/schemas" --quiet
"$venv/bin/python" "$here/judge.py" "$muxi" "$here/../../.." "$work/cases.jsonl" "${2:-3000}"
cd "$tools"
node "$here/ajv.mjs" "$work/schemas" "$work/cases.jsonl"
timeout 120 node "$here/editor.mjs" node_modules/yaml-language-server/bin/yaml-language-server "$work/schemas"
