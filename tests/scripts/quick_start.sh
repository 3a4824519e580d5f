#!/usr/bin/env bash
# The README's quick start, word for word, against a scripted OpenAI-compatible server that streams.
# Usage: quick_start.sh PATH-OF-MUXI
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$(dirname "$1")" && pwd)
work=$(mktemp -d)
model= server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$model" ] || kill "$model" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
fail() { echo "quick start: $1" >&2; exit 1; }

export HOME="$work/home" PATH="$bin:$PATH" K="sk-quick-start-1234567890"
unset XDG_DATA_HOME MUXI_STATE_DIR MUXI_LISTEN MUXI_SECRETS_KEY MUXI_SECRETS_KEY_FILE MUXI_SECRETS_KEY_FD
mkdir -p "$HOME" && cd "$work"
python3 "$here/model.py" "$K" > port & model=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
export OPENAI_BASE_URL="http://127.0.0.1:$(cat port)/v1"

mkdir -p formations/my-agent && cd formations/my-agent
cat > formation.afs <<'FORMATION'
schema: "1.0.0"
id: my-agent

llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: "openai/gpt-4o-mini"

agents:
  - id: assistant
    name: "My Assistant"
    system_message: "You are helpful."
FORMATION
printf %s "$K" | muxi secrets add OPENAI_API_KEY
[ "$(muxi secrets list)" = "OPENAI_API_KEY  sk-****" ] || fail "secrets list"
muxi validate > findings || fail "validate"
grep -q '^warning\[missing-description\]' findings && grep -q 'formation.afs:2:1' findings || fail "the warnings"
! grep -q '^error' findings || fail "an error in a good formation"

muxi serve 2> serve.log & server=$!
for _ in $(seq 100); do grep -q 'is ready at http://127.0.0.1:8271' serve.log && break; sleep 0.1; done
cat serve.log
grep -q 'is ready at http://127.0.0.1:8271' serve.log || fail "serve"
grep -q 'muxi keys show' serve.log && grep -q 'Ctrl-C' serve.log || fail "what serve says"
[ "$(muxi chat "Hello")" = "Hello from the model" ] || fail "chat"
kill -INT "$server" && wait "$server" || fail "the end of serve"
server=
! grep -rqF "$K" "$work" || fail "the key is in a file"
echo "quick start: good"
