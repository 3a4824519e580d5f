#!/usr/bin/env bash
# Lets Python's `cryptography` judge both formats of the secrets file. Usage: run.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
venv=$here/../../../target/judges/python
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import cryptography' 2>/dev/null; then
  tools=$(mktemp -d)
  # A plain `python3 -m venv` wants ensurepip, which Debian packs apart.
  python3 -m venv "$venv" 2>/dev/null || { python3 -m pip install --quiet --target "$tools" virtualenv && PYTHONPATH="$tools" python3 -m virtualenv --quiet "$venv"; }
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'cryptography==50.0.2'
  rm -rf "$tools"
fi
"$venv/bin/python" "$here/judge.py" "$muxi" "$here/../.."
