#!/usr/bin/env bash
# Kills `muxi secrets add` at random moments; after each kill the old or the new value has to open.
# Usage: kill_secrets.sh PATH-OF-MUXI TIMES
set -euo pipefail
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
times=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'schema: "1.0.0"\nid: killed\ndescription: d\n' > formation.afs
printf %s value-0 | "$muxi" -q secrets add NAME
printf %s stays | "$muxi" -q secrets add OTHER
killed=0 old=0 new=0
for i in $(seq "$times"); do
  before=$("$muxi" secrets get NAME)
  printf %s "value-$i" > value
  "$muxi" -q secrets add NAME < value & pid=$!
  sleep "0.$(printf %05d $((RANDOM % 1500)))"
  kill -KILL "$pid" 2>/dev/null && killed=$((killed + 1)) || true
  wait "$pid" 2>/dev/null || true
  after=$("$muxi" secrets get NAME) || { echo "after kill $i nothing opens" >&2; exit 1; }
  case $after in
    "value-$i") new=$((new + 1)) ;;
    "$before") old=$((old + 1)) ;;
    *) echo "after kill $i the value is $after, neither $before nor value-$i" >&2; exit 1 ;;
  esac
  [ "$("$muxi" secrets get OTHER)" = stays ] || { echo "after kill $i the other value is lost" >&2; exit 1; }
done
echo "$times adds, $killed killed: $old times the old value, $new times the new one; nothing lost"
