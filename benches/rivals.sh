#!/usr/bin/env bash
# Installs what `benches/secrets.sh` and `cargo bench --bench validate` compare muxi with, each at the version that the README's table names.
#   benches/rivals.sh [DIR]     DIR: where to (default: ~/.cache/muxi-rivals); prints it at the end
# What cannot be installed is said and left out: the comparison then runs without it.
set -uo pipefail
dir=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/muxi-rivals}
mkdir -p "$dir/bin"
failed=()

rust() { # program, crate, version
  [ -x "$dir/bin/$1" ] && return
  # One job: an install must not take the machine from whoever else works on it.
  CARGO_BUILD_JOBS=${CARGO_BUILD_JOBS:-1} CARGO_TARGET_DIR="$dir/target" \
    cargo install --quiet --locked --root "$dir" --version "$3" "$2" || failed+=("$2")
}
system() { # program, Debian package
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null || failed+=("$2")
  else
    failed+=("$2 (install it by hand)")
  fi
}

system age age
system pass pass
system gpg gnupg
if [ ! -x "$dir/ansible/bin/ansible-vault" ]; then
  { python3 -m venv "$dir/ansible" &&
    "$dir/ansible/bin/pip" install --quiet --disable-pip-version-check 'ansible-core==2.19.*'; } || failed+=(ansible-core)
fi
if [ ! -x "$dir/lint/bin/check-jsonschema" ]; then
  { python3 -m venv "$dir/lint" &&
    "$dir/lint/bin/pip" install --quiet --disable-pip-version-check yamllint==1.38.0 check-jsonschema==0.39.0; } ||
    failed+=("yamllint, check-jsonschema")
fi
if [ ! -x "$dir/node/node_modules/.bin/dotenvx" ]; then
  if command -v npm >/dev/null; then
    npm install --silent --no-audit --no-fund --prefix "$dir/node" @dotenvx/dotenvx@2.38.2 >/dev/null || failed+=(dotenvx)
  else
    failed+=("dotenvx (there is no npm)")
  fi
fi
rust rage rage 0.12.1
rust murk murk-cli 0.14.0

[ "${#failed[@]}" = 0 ] || echo "not installed: ${failed[*]}" >&2
echo "$dir"
