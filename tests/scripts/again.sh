#!/usr/bin/env bash
# Tests that failed in a whole run, once more: again.sh LOG, where LOG is what `cargo test --no-fail-fast` printed.
#
# A few of a thousand that start processes, terminals and servers side by side may fail by chance. Each that failed is run
# three times alone and has to pass each time; more than three that failed are no chance, and neither is what failed
# otherwise (a build, a crash). What passes here is named at the end: it is a fault of the test or of muxi all the same.
set -euo pipefail
log=${1:?the log of cargo test}

# "Running tests/cli/main.rs (target/debug/deps/cli-0123)" comes before the tests of that program.
failed=$(awk '
  /^ *Running .*\(.*\)$/ { program = $NF; gsub(/[()]/, "", program) }
  /^test .* \.\.\. FAILED$/ { print program, $2 }
' < <(tr -cd '\11\12\40-\176' < "$log") | sort -u)
named=$(grep -c . <<< "$failed" || true)
counted=$(grep -a '^test result: FAILED' "$log" | grep -aoE '[0-9]+ failed' | awk '{ sum += $1 } END { print sum + 0 }')
if [ "$named" -eq 0 ] || [ "$named" -gt 3 ] || [ "$named" -ne "$counted" ]; then
  echo "$counted tests failed, of which $named are known by name: not by chance"
  exit 101
fi
while read -r program name; do
  for _ in 1 2 3; do
    said=$("$program" --exact "$name" < /dev/null 2>&1) || { echo "$said"; exit 101; }
    grep -q '^test result: ok. 1 passed' <<< "$said"
  done
done <<< "$failed"
echo "BY CHANCE, to be mended:"
echo "$failed"
