#!/bin/sh
# The one entry: run · test · build · check · setup. The work is done by the Rust tool in xtask/.
set -eu
cd "$(dirname "$0")"

if ! command -v cargo >/dev/null; then
  echo "Rust is missing. Get it with rustup (https://rustup.rs) or your system's packages, then run this again." >&2
  exit 1
fi
exec cargo run --locked --package xtask -- "$@"
