#!/usr/bin/env bash
# Compose accepts compose.yaml, with the defaults and with each variable set, and what it makes of it is what was meant.
set -euo pipefail
cd "$(dirname "$0")/../.."
compose=(docker-compose)
if docker compose version >/dev/null 2>&1; then compose=(docker compose); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expect() { # text that has to be in the file
  for text in "${@:2}"; do
    grep -qF -- "$text" "$1" || { echo "compose.yaml: $text is not in:" >&2; cat "$1" >&2; exit 1; }
  done
}
env -u FORMATIONS_DIR -u FORMATION -u MUXI_KEY_FILE -u MUXI_USER -u MUXI_PORT -u MUXI_SUBNET \
  "${compose[@]}" -f compose.yaml config > "$work/defaults"
expect "$work/defaults" "$PWD/formations" "$PWD/formations/my-agent/.key" 172.31.71.0/24 "read_only: true" no-new-privileges:true
FORMATIONS_DIR=/srv/formations FORMATION=support MUXI_KEY_FILE=/srv/keys/support MUXI_USER=1234:1234 MUXI_PORT=9000 \
  MUXI_SUBNET=10.9.8.0/24 "${compose[@]}" -f compose.yaml config > "$work/set"
expect "$work/set" /srv/formations /srv/keys/support /formations/support 1234:1234 9000 10.9.8.0/24
echo "compose.yaml is accepted by $("${compose[@]}" version --short)"
