#!/usr/bin/env bash
# Fuzzes the parsers and the checks, from the files of the kit and the fixtures. Usage: fuzz.sh SECONDS-EACH [TARGET...]
# Needs a nightly compiler and cargo-fuzz (cargo install cargo-fuzz --version 0.13.2 --locked).
# What it learned stays in fuzz/corpus; an input that breaks a property in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1; shift
command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is not installed: cargo install cargo-fuzz --version 0.13.2 --locked" >&2; exit 2; }
cargo +nightly --version >/dev/null || { echo "there is no nightly compiler: rustup toolchain install nightly" >&2; exit 2; }
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)

kit=tests/format/kit
seeds() { # the files of the kit that a target begins with, into a directory
  case "$1" in
    secrets_format2) cp $kit/secrets2--* "$2" ;;
    secrets_format1) cp $kit/secrets1--* "$2" ;;
    key_file) cp $kit/key--* "$2" ;;
    template) cp $kit/template--* "$2" ;;
    dotenv)
      cp $kit/template--* "$2"
      printf 'export A = b # c\r\nB="x\\n\\"y\\$"\r\nC='"'"'a\r\nb'"'"' # d\r\n' > "$2/windows"
      printf 'A=a#b\nB= # nothing\nmy.key-1="one\\\ntwo"\n# note\n\nE=\n' > "$2/lines"
      ;;
    json) printf '{"A": "b\\u00e9\\n", "my.key": 1.10, "B": {"base64": "/wA="}, "C": true}' > "$2/one" ;;
    yaml)
      printf 'A: b # c\nmy.key: 1.10\n"N": !!binary |\n  /wA=\nB: >-\n  x\n  y\nC: '"'"'it'"''"'s'"'"'\n' > "$2/block"
      printf '{A: "b\\u00e9", B: !!str "", ? C : d}\n' > "$2/flow"
      ;;
    merge_driver)
      # Three files, parted by a line of their own.
      for ours in $kit/secrets2--ok--* $kit/secrets2--seal_*; do
        { cat $kit/secrets2--ok--three.enc; echo ===; cat "$ours"; echo ===; cat $kit/secrets2--ok--one.enc; } > "$2/$(basename "$ours")"
      done ;;
    formation_yaml | formation_style | formation_edits | formation_fixes)
      cp tests/fixtures/formation/*.afs "$2"
      # One file for each case of the table of surprises.
      python3 - "$2" <<'SEEDS'
import json, sys
lines = open("tests/fixtures/formation/yaml-verdicts.txt", encoding="utf-8")
for nth, line in enumerate(line for line in lines if line.startswith('"')):
    open(f"{sys.argv[1]}/case-{nth}", "w", encoding="utf-8", newline="").write(json.loads(line))
SEEDS
      ;;
    formation_load)
      for file in tests/fixtures/formation/*.afs; do
        { cat "$file"; printf '===\nschema: "1.0.0"\nid: a\nname: A\ndescription: d\n===\nid: b\ntype: http\n===\n===\n---\nname: x\n---\ntext\n'; } > "$2/$(basename "$file")"
      done ;;
    *) echo "there are no seeds for $1" >&2; exit 2 ;;
  esac
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
cargo +nightly fuzz build >"$log" 2>&1 || { tail -60 "$log"; exit 1; }
for target in "${targets[@]}"; do
  corpus=fuzz/corpus/$target
  mkdir -p "$corpus"
  seeds "$target" "$corpus"
  echo "== $target"
  # A file of secrets is small; longer inputs only repeat themselves more slowly.
  cargo +nightly fuzz run "$target" "$corpus" -- -max_total_time="$seconds" -max_len=8192 -timeout=10 \
    -rss_limit_mb=1024 -print_final_stats=1 >"$log" 2>&1 || { tail -60 "$log"; echo "$target: FOUND, see fuzz/artifacts/$target"; exit 1; }
  sed -n 's/^stat::number_of_executed_units: *\(.*\)/\1 executions, no finding/p' "$log"
  grep -o 'cov: [0-9]* ft: [0-9]* corp: [0-9]*' "$log" | tail -1
done
