#!/usr/bin/env bash
# muxi's secrets beside the other command lines, in one run on one machine.
#   benches/secrets.sh [--only muxi murk …] [--runs N] [--count N] [--large N …]
# Measures those of the others that are installed; benches/rivals.sh installs them. Writes target/secrets.json and
# target/secrets.md. Run it on a machine that does nothing else.
#
# Columns: start (--version); names (no key needed, or the one way to list); list (muxi's own: with masked values);
# get 1 value; all values; add 1 value; the highest memory of all these; size of the file(s), and how often the plain text.
set -euo pipefail
cd "$(dirname "$0")/.."
rivals=${MUXI_RIVALS:-${XDG_CACHE_HOME:-$HOME/.cache}/muxi-rivals}
cargo build --quiet --locked --release
export PATH="$PWD/target/release:$rivals/bin:$rivals/node/node_modules/.bin:$rivals/ansible/bin:$PATH"
python=python3
for candidate in "$rivals/ansible/bin/python" target/judges/python/bin/python; do
  if [ -x "$candidate" ] && "$candidate" -c 'import cryptography' 2>/dev/null; then python=$candidate; break; fi
done
PYTHONDONTWRITEBYTECODE=1 "$python" benches/secrets/run.py --json target/secrets.json --markdown target/secrets.md "$@"
