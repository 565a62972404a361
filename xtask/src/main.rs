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
          (without a display: demonstrate the main job headless and save pictures)
  test [NAME ...]
          run all tests, in Chromium and a selection also in Firefox; with names,
          only the tests whose path contains one of them (badges::every)
          (--firefox: run all browser tests, or the matching ones, in Firefox)
          (--repeat N: run each group N times, and stop at the first failure)
  build   build dist/chromium and dist/firefox
          (--dev: build dist/dev/chromium and dist/dev/firefox, within seconds
          after a change and with source maps)
  watch   build the development version after each save; the browser that `run`
          opened reloads the extension
  package build the packages for both stores, and the source archive for
          reviewers, in dist/packages
          (--compare: build them again from that archive in another folder,
          and check that the bytes are the same)
  bench [PART ...]
          measure the speed in the browser and compare it with baselines; a run
          of all parts updates docs/benchmarks.md
          (loop: how long a change takes to reach the development build)
  pictures [store]
          take the pictures for the documentation, or those for the stores
  generate
          generate the checked-in files from the core's types and tables
  fuzz [MINUTES] [TARGET ...]
          run all parsers of outside data, or the named ones, on random input,
          starting from the seeds in fuzz/corpus (default: five minutes each)
  soak [MINUTES]
          run random walks over the demo portals and two watched sites, while
          the worker is stopped and access is withdrawn (default: an hour)
  check   check formatting, lints and types
  fix     apply the automatic fixes of rustfmt, clippy and biome
  setup   install what is missing, which the other commands do too

With --no-install, a command lists what is missing instead of installing it.";

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
