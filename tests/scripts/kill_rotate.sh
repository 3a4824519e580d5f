#!/usr/bin/env bash
# Kills `muxi secrets key rotate` at random moments; after each kill every secret has to open, and at the end
# a rotation and its finish have to go through. Usage: kill_rotate.sh PATH-OF-MUXI TIMES
set -euo pipefail
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
times=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for format in 1 2; do
  mkdir "$work/$format"
  cd "$work/$format"
  printf 'schema: "1.0.0"\nid: killed\ndescription: d\n' > formation.afs
  for name in A B C; do printf %s "value of $name" | "$muxi" -q secrets add "$name"; done
  "$muxi" -q secrets convert --format "$format"
  killed=0 begun=0
  for i in $(seq "$times"); do
    "$muxi" -q secrets key rotate & pid=$!
    sleep "0.$(printf %05d $((RANDOM % 2500)))"
    kill -KILL "$pid" 2>/dev/null && killed=$((killed + 1)) || true
    wait "$pid" 2>/dev/null || true
    [ -e .key.pending ] && begun=$((begun + 1)) || true
    for name in A B C; do
      got=$("$muxi" secrets get "$name") || { echo "format $format, kill $i: $name does not open" >&2; exit 1; }
      [ "$got" = "value of $name" ] || { echo "format $format, kill $i: $name is $got" >&2; exit 1; }
    done
    if [ $((i % 50)) = 0 ]; then
      "$muxi" -q secrets key rotate
      "$muxi" -q secrets key rotate --finish
    fi
  done
  "$muxi" -q secrets key rotate
  "$muxi" -q secrets key rotate --finish
  [ "$("$muxi" secrets get A)" = "value of A" ] || { echo "format $format: lost at the end" >&2; exit 1; }
  [ "$(ls -A | grep -c '^\.key')" = 1 ] || { echo "format $format: key files are left over" >&2; ls -A >&2; exit 1; }
  echo "format $format: $times rotations, $killed killed, $begun with a pending key left; nothing lost"
done
