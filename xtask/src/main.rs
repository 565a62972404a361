//! The work behind `build.sh`.
//!
//! - `setup`: gets what is missing on this machine
//! - `bundle`: makes `dist/` from the core and `extension/`
//! - `shipped`: tests of what ships, as a whole
//! - `recipes`: what `run`, `test`, `check` and `build` do, step by step

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod bundle;
mod project;
mod recipes;
mod setup;
#[cfg(test)]
mod shipped;

use std::process::ExitCode;

const USAGE: &str = "\
usage: ./build.sh COMMAND

  run     open a browser with the extension on the demo portals
          (without a display: walk the main job headless and save pictures)
  test    run all tests
  build   make dist/
  check   formatting, lints and types
  setup   get what is missing; the others call it";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["run", rest @ ..] => recipes::run(rest),
        ["test", rest @ ..] => recipes::test(rest),
        ["build"] => recipes::build(),
        ["check"] => recipes::check(),
        ["setup"] => setup::everything(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
