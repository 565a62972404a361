//! The commands of `build.sh`.
//!
//! - `build_script`: tests of `build.sh` itself
//! - `setup`: installs what is missing on this machine
//! - `rust`: the toolchain, and how it compiles for WebAssembly
//! - `bundle`: builds `dist/` from the core and `extension/`
//! - `machines`: tests of the setup of the workflow and the container
//! - `package`: builds the zips for the stores from `dist/`
//! - `shipped`: tests of everything that ships
//! - `page_nodes`: a test of how the content scripts read pages
//! - `translations`: checks the messages in every language
//! - `store`: tests of the store materials besides the packages
//! - `dev_loop`: measures how long a development build takes
//! - `watch`: builds after each save
//! - `audit`: looks for known vulnerabilities in the dependencies
//! - `fuzz`: runs the fuzz targets
//! - `soak`: runs random walks in a browser
//! - `recipes`: the steps of `run`, `bench`, `check`, `build` and `package`
//! - `tests_recipe`: the command `test`

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod audit;
#[cfg(test)]
mod build_script;
mod bundle;
mod dev_loop;
mod fuzz;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod messages;
mod package;
#[cfg(test)]
mod page_nodes;
mod project;
mod recipes;
mod rust;
mod setup;
#[cfg(test)]
mod shipped;
mod soak;
#[cfg(test)]
mod store;
mod tests_recipe;
mod translations;
mod watch;

use std::process::ExitCode;

use bundle::Profile;
use setup::{Mode, NO_INSTALL};

const USAGE: &str = "\
usage: ./build.sh COMMAND

  run     open a browser with the extension on the demo portals
          (without a display: walk the main job headless and save pictures)
  test [NAME ...]
          run all tests, in Chromium, and chosen ones in Firefox; with names,
          only the tests whose path contains one of them (badges::every)
          (--firefox: all browser tests, or those that match, in Firefox)
          (--repeat N: run each group N times, and end at the first failure)
  build   make dist/chromium and dist/firefox
          (--dev: make dist/dev/chromium and dist/dev/firefox, within seconds
          after a change and with source maps)
  watch   make a development build after each save; the browser that `run`
          opened reloads the extension
  package make the packages for both stores, and the source archive for
          reviewers, in dist/packages
          (--compare: make them once more, from that archive in another
          folder; the bytes have to be the same)
  bench [PART ...]
          measure how fast it is where it runs, against baselines; all parts
          together are written to docs/benchmarks.md
          (loop: how long a change takes to be in the development build)
  pictures [store]
          take the pictures of the extension pages, or those for the stores, again
  generate
          write the checked-in files that follow from the core's types
  fuzz [MINUTES] [TARGET ...]
          run every reader of outside data, or those named, on random input,
          from the seeds in fuzz/corpus (five minutes each)
  soak [MINUTES]
          walk randomly over the demo portals and two watched sites, while
          the worker is ended and access is withdrawn (an hour)
  check   formatting, lints and types
  fix     apply what rustfmt, clippy and biome can fix
  setup   install what is missing; the other commands do so too

With --no-install, a command names what is missing instead of installing it.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (options, arguments): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| *argument == NO_INSTALL);
    setup::set_mode(if options.is_empty() { Mode::Install } else { Mode::NameOnly });
    let outcome = match arguments.as_slice() {
        ["run", rest @ ..] => recipes::run(rest),
        ["test", rest @ ..] => tests_recipe::test(rest),
        ["build"] => recipes::build(),
        ["build", "--dev"] => recipes::build_for(Profile::Dev),
        ["watch"] => watch::watch(),
        ["bench", "loop"] => dev_loop::measure(),
        ["bench", rest @ ..] => recipes::bench(rest),
        ["package"] => recipes::package(),
        ["package", "--compare"] => recipes::package().and_then(|()| package::compare()),
        ["pictures", rest @ ..] => recipes::pictures(rest),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["soak", rest @ ..] => soak::soak(rest),
        ["check"] => recipes::check(),
        ["generate"] => recipes::generate(),
        ["fix"] => recipes::fix(),
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
