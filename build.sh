#!/bin/sh
# The single entry point: run · test · build · bench · package · check · fix · setup. The Rust tool in xtask/ does the work.
set -eu
cd "$(dirname "$0")"

# Without this, rustup would install a missing toolchain.
case " $* " in *" --no-install "*) export RUSTUP_AUTO_INSTALL=0 ;; esac

# Compiling the tool with a different compiler would fail later, with a less
# clear message.
needed=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
  found="nothing"
else
  # rustup prints the reason on stderr, and installs the toolchain unless
  # RUSTUP_AUTO_INSTALL forbids it.
  found=$(RUST_BACKTRACE=0 rustc --version) || found="no such toolchain"
fi
case "$found" in
"rustc $needed "*) ;;
*)
  echo "✗ Rust: found $found, needed $needed (rust-toolchain.toml)." >&2
  if [ -n "${RUSTUP_TOOLCHAIN-}" ]; then
    echo "  RUSTUP_TOOLCHAIN selects $RUSTUP_TOOLCHAIN: unset it, then run this again." >&2
  elif command -v rustup >/dev/null; then
    echo "  Run \`rustup toolchain install\` in this folder, then run this again." >&2
  else
    echo "  Install Rust with rustup (https://rustup.rs), then run this again." >&2
  fi
  exit 1
  ;;
esac

# The first time takes a minute or two, so show progress. A `sleep` that
# outlives its loop must not keep a pipe open.
(while sleep 8 >/dev/null 2>&1; do echo "  … building the tool in xtask/"; done) &
beat=$!
trap 'kill "$beat" 2>/dev/null || true' EXIT
cargo build --locked --package xtask
kill "$beat" && trap - EXIT

exec cargo run --quiet --locked --package xtask -- "$@"
