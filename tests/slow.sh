#!/usr/bin/env bash
# The long forms of checks whose short forms run in `cargo test`.
#   tests/slow.sh            lists them
#   tests/slow.sh NAME       runs one
#   tests/slow.sh all        runs all
set -euo pipefail
cd "$(dirname "$0")/.."

kill_secrets() { # 500 real SIGKILLs of the commands that write secrets: the old or the new state opens, nothing is left over
  cargo build --quiet
  bash tests/scripts/kill_secrets.sh target/debug/muxi 500
}
kill_turns() { # 200 real SIGKILLs of `muxi serve` during turns, first requests, links and migrations: no acknowledged message is lost, doubled or another user's
  cargo build --quiet
  python3 tests/scripts/kill_turns.py target/debug/muxi 200
}
kill_records() { # 200 real SIGKILLs of processes that append to the audit and to the log, and close and move files: nothing acknowledged is lost or doubled
  MUXI_KILLS=200 cargo test --quiet --lib killed_at_random
}
kill_servers() { # 200 real SIGKILLs of a server that updates and rolls back, 200 of a formation, and 200 updates and rollbacks under 100 requests a second: the right version comes back, no request fails
  MUXI_KILLS=200 cargo test --quiet --test cli server_kills
}
fifty_formations() { # 50 formations of one server: how long they take to be ready, and their memory
  cargo test --quiet --release --test cli fifty_formations -- --ignored --nocapture
}
properties() { # the property tests with 20 times as many cases
  PROPTEST_CASES=5000 cargo test --quiet
}
idle_streams() { # 1,000 streaming clients that wait at once: memory of the server
  cargo build --quiet --release
  python3 tests/scripts/idle_streams.py target/release/muxi 1000 60
}
soak() { # an hour of chats, streams, calls, files, cuts and refusals: memory grows by 5 % at most
  cargo build --quiet --release
  python3 tests/scripts/soak.py target/release/muxi 60
}
schemas() { # every single change of every formation: the JSON Schemas and `muxi validate` agree; needs node and a network
  cargo build --quiet --release
  bash tests/judges/schema/run.sh target/release/muxi 0
}
fuzz() { # the parsers of secrets, key and template files, and formations, 5 minutes each; needs nightly and cargo-fuzz
  bash tests/scripts/fuzz.sh 300
}

names() { sed -n 's/^\([a-z_]*\)() { # \(.*\)/  \1  \2/p' "$0"; }
case "${1:-}" in
  "") names ;;
  all) for name in $(names | awk '{print $1}'); do echo "== $name"; "$name"; done ;;
  *) names | awk '{print $1}' | grep -qx "$1" || { echo "there is no check $1; there are:" >&2; names >&2; exit 2; }; "$1" ;;
esac
