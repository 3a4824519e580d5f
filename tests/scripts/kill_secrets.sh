#!/usr/bin/env bash
# Kills commands that write secrets at random moments, each on a formation of its own and of each format.
# After each kill the old or the new state opens as a whole; the next writer leaves no temporary file, journal
# or half-made key behind, and names, template and references agree.
# Usage: kill_secrets.sh PATH-OF-MUXI TIMES
set -euo pipefail
muxi=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
times=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
export HOME=$work/home MUXI_STATE_DIR=state
unset MUXI_SECRETS_KEY MUXI_SECRETS_KEY_FILE MUXI_SECRETS_PASSPHRASE MUXI_SECRETS_PASSPHRASE_FILE

die() { echo "$case, kill $killed: $*" >&2; ls -lA . >&2; exit 1; }
quiet() { "$muxi" -q --no-input secrets "$@" >/dev/null 2>"$work/stderr"; }

# Two environments, references in two files, and a secret that nothing refers to.
formation() { # FORMAT
  mkdir sops
  printf 'schema: "1.0.0"\nid: killed\ndescription: d # ${{ secrets.A }}\nuser: ${{ secrets.KEEP }} ${{ secrets.A }}\n' > formation.afs
  printf 'Use ${{ secrets.A }}.\n' > sops/one.md
  for env in "" prod; do
    for name in A KEEP GONE; do printf %s "value of $name $env" | quiet add "$name" ${env:+--env "$env"}; done
    quiet convert --format "$1" ${env:+--env "$env"}
  done
}
# As a merge by lines leaves it: two values for A.
conflict() {
  git init -q . && git config user.email a@example.com && git config user.name a
  # What muxi does in a repository: lines of both sides are kept.
  printf 'again' | quiet add KEEP && git add -A && git commit -qm base
  git checkout -q -b other && printf theirs | quiet add A && git commit -qam theirs
  git checkout -q - && printf ours | quiet add A && git commit -qam ours
  git merge -q --no-edit other >/dev/null && rm -rf .git
  ! quiet get A || { echo "$case: there is no conflict" >&2; exit 1; }
}
operation() {
  case "${case%-*}" in
    add) printf fresh | exec "$muxi" -q secrets add FRESH ;;
    delete) exec "$muxi" -q --no-input secrets delete GONE ;;
    rename) exec "$muxi" -q --no-input secrets rename A RENAMED ;;
    rotate) exec "$muxi" -q --no-input secrets key rotate ;;
    convert) exec "$muxi" -q --no-input secrets convert --format $((3 - ${case#*-})) ;;
    import) exec "$muxi" -q --no-input secrets import --overwrite --format env "$work/import" ;;
    resolve) exec "$muxi" -q --no-input secrets resolve A --take 2 ;;
  esac >/dev/null 2>"$work/said"
}
# Whatever was killed: this clears up after it, and nothing has to be typed again for that.
writer() { for env in "" prod; do printf next | quiet add NEXT ${env:+--env "$env"} || return 1; done; }
# Then the same command again, if it is not done: it ends in the new state.
again() {
  (operation) || {
    # 3: what was to go has gone.
    [ $? = 3 ] && case "${case%-*}" in delete | rename | resolve) ;; *) return 1 ;; esac
  }
  [ "${case%-*}" != rotate ] || quiet key rotate --finish
}
# All names and values, of both environments; with a conflict those of the others.
state() {
  { "$muxi" -q secrets export 2>/dev/null || { echo "conflict" && "$muxi" -q secrets get KEEP 2>/dev/null; }; } | sort
  "$muxi" -q secrets export --env prod | sort
}
# What killed writers may leave. A key that is pending is no such thing: the secrets may need it.
leftovers() { find . \( -name '.muxi-tmp-*' -o -name .muxi-journal \); }
# The same, the files there are, and the text of those that hold names.
all() { state && find . -path ./state -prune -o -print | sort && cat formation.afs sops/one.md && sort secrets; }
fresh() { cd "$work" && rm -rf now && cp -a "$case" now && cd now; }
now() { echo $((${EPOCHREALTIME/[.,]/})); }

printf 'A=imported\nB1=1\nB2=2\nB3=3\nB4="4\n4"\n' > "$work/import"
cases=(add-1 add-2 delete-1 delete-2 rename-1 rename-2 rotate-1 rotate-2 convert-1 convert-2 import-1 import-2 resolve-2)
total=0
for at in "${!cases[@]}"; do
  case=${cases[$at]} killed=0 old=0 new=0 between=0 left=0 pending=0 late=0
  share=$(((times * (at + 1)) / ${#cases[@]} - (times * at) / ${#cases[@]}))
  mkdir "$work/$case" && cd "$work/$case"
  formation "${case#*-}"
  [ "$case" != resolve-2 ] || conflict
  before=$(state)
  fresh && if [ "$case" = resolve-2 ]; then old_next=none; else writer && old_next=$(state); fi
  fresh && begin=$(now) && (operation) && took=$(($(now) - begin))
  after=$(state) && writer && new_next=$(state) && again && end=$(all)
  while [ "$killed" -lt "$share" ]; do
    fresh
    operation & pid=$!
    # Half of the kills come in the second half, where the writes are.
    wait_for=$((RANDOM * RANDOM % took)) && [ $((RANDOM % 2)) = 0 ] || wait_for=$((took / 2 + wait_for / 2))
    sleep "$(printf '%d.%06d' $((wait_for / 1000000)) $((wait_for % 1000000)))"
    kill -KILL "$pid" 2>/dev/null || true
    code=0 && wait "$pid" 2>/dev/null || code=$?
    if [ "$code" != 137 ]; then
      # It was done before; take a little less time from now on.
      [ "$code" = 0 ] || die "it failed by itself with $code: $(cat "$work/said")"
      late=$((late + 1)) took=$((took - took / 50))
      continue
    fi
    killed=$((killed + 1)) took=$((took + took / 100))
    opened=$(state) || die "it does not open: $(cat "$work/stderr")"
    case $opened in
      "$before") old=$((old + 1)) ;;
      "$after") new=$((new + 1)) ;;
      # Of a rename, one environment may be done and the other not yet; the journal knows.
      *) [ -e .muxi-journal ] && between=$((between + 1)) || die "neither the old nor the new state: $opened" ;;
    esac
    [ -z "$(leftovers)" ] || left=$((left + 1))
    [ ! -e .key.pending ] || pending=$((pending + 1))
    # A conflict that is still there is settled first: no other writer goes before that.
    case $opened in *conflict*) again || die "the same command fails: $(cat "$work/said")" ;; esac
    writer || die "the next writer fails: $(cat "$work/stderr")"
    found=$(state)
    [ "$found" = "$old_next" ] || [ "$found" = "$new_next" ] || die "neither what follows the old nor what follows the new state: $found"
    [ -z "$(leftovers)" ] || die "the next writer leaves something behind"
    quiet check || die "names and references do not agree: $(cat "$work/stderr")"
    again || die "the same command fails: $(cat "$work/said" "$work/stderr")"
    found=$(all)
    [ "$found" = "$end" ] || { diff <(echo "$end") <(echo "$found") >&2 || true; die "it does not end in the new state"; }
    quiet check || die "names and references do not agree: $(cat "$work/stderr")"
  done
  total=$((total + killed))
  echo "$case: $killed killed within $((took / 1000)) ms ($late came too late): $old old, $new new, $between between; $left left a file, $pending a pending key"
done
echo "$total killed; nothing lost"
