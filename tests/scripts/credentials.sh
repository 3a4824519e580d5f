#!/usr/bin/env bash
# The README's commands and its curl for users' credentials, word for word, against a running server.
# Usage: credentials.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$(dirname "$1")" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "credentials: $1" >&2; exit 1; }

export HOME="$work/home" PATH="$bin:$PATH" MUXI_STATE_DIR="$work/state"
unset XDG_DATA_HOME MUXI_LISTEN MUXI_SECRETS_KEY MUXI_SECRETS_KEY_FILE MUXI_SECRETS_KEY_FD
mkdir -p "$HOME" "$work/formation" && cd "$work/formation"
cat > formation.afs <<'FORMATION'
schema: "1.0.0"
id: kept
description: Keeps what users bring
llm:
  models:
    - text: muxi/echo
agents:
  - id: assistant
    name: Assistant
    description: Says it back
FORMATION
printf %s "any-value-of-a-secret" | muxi secrets add ANY
muxi serve --json --port 0 > ready.json 2> serve.log & server=$!
for _ in $(seq 100); do [ -s ready.json ] && break; sleep 0.1; done
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }
muxi keys show --json > keys.json
MUXI_URL=$(field ready.json url) MUXI_CLIENT_KEY=$(field keys.json client_key)
export MUXI_URL MUXI_CLIENT_KEY

# The blocks of the section, each between its fences.
python3 - "$here/../../README.md" <<'PYTHON'
import sys
section = open(sys.argv[1]).read().split("### Credentials of users")[1].split("\n### ")[0]
for at, block in enumerate(part.split("```")[0] for part in section.split("```sh\n")[1:]):
    open(f"block{at}.sh", "w").write("set -eu\n" + block)
PYTHON
TOKEN="ghp_of_the_readme_0123456789" bash block0.sh > said || fail "the commands"
grep -q 'github .*ghp_\*\*\*\*' said || fail "muxi credentials list: $(cat said)"
grep -q '^28$' said || fail "muxi credentials get"
muxi credentials delete github --user alice@acme.com
# Deleting wants an id: first the other calls, then all of them again with it.
export TOKEN=ghp_posted_by_the_readme_0123
ID=cred_0123456789abcdefghijk bash block1.sh > said || fail "curl: $(cat said)"
grep -q '"type":"credential.created"' said || fail "POST: $(cat said)"
grep -q '"credential_preview":"ghp_\*\*\*\*"' said && ! grep -q "$TOKEN" said || fail "GET: $(cat said)"
grep -q CREDENTIAL_NOT_FOUND said || fail "DELETE of none: $(cat said)"
ID=$(muxi credentials list --user alice@acme.com --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["credentials"][0]["credential_id"])')
export ID
bash block1.sh > said || fail "curl again: $(cat said)"
grep -q CREDENTIAL_DUPLICATE said || fail "the same value again: $(cat said)"
grep -q '"deleted":true' said || fail "DELETE: $(cat said)"
[ "$(muxi credentials list --user alice@acme.com --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["count"])')" = 0 ] || fail "one is left"
kill -INT "$server" && wait "$server" || fail "the end of serve"
server=
! grep -rqF -e "$TOKEN" -e ghp_of_the_readme "$work/state" serve.log || fail "a value is in a file"
echo "credentials: good"
