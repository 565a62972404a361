#!/bin/sh
# The one entry: run · test · build · bench · package · check · setup. The work is done by the Rust tool in xtask/.
set -eu
cd "$(dirname "$0")"

if ! command -v cargo >/dev/null; then
  echo "Rust is missing. Get it with rustup (https://rustup.rs) or your system's packages, then run this again." >&2
  exit 1
fi

# The first time takes a minute or two: say that it goes on.
(while sleep 8; do echo "  … building the tool in xtask/"; done) &
beat=$!
trap 'kill "$beat" 2>/dev/null || true' EXIT
cargo build --locked --package xtask
kill "$beat" && trap - EXIT

exec cargo run --quiet --locked --package xtask -- "$@"
