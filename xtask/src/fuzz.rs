//! Fuzzing: every parser of outside data, with seeds from the repository.
//!
//! The pinned compiler compiles the targets with the coverage that libFuzzer
//! needs. So neither a nightly compiler nor `cargo-fuzz` is required, only a
//! C++ compiler for libFuzzer itself. AddressSanitizer, which would need a
//! nightly compiler, would find nothing in code without `unsafe`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::project::{command, root, run, step};

/// How long each target runs, in minutes, by default.
const MINUTES: u64 = 5;

/// The same options as `cargo-fuzz` uses, without the sanitizer.
const COVERAGE: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
];

/// Runs all targets, or the named ones, for some minutes each.
pub fn fuzz(rest: &[&str]) -> Result<()> {
    let is_number = |word: &&&str| word.parse::<u64>().is_ok();
    let (numbers, names): (Vec<&&str>, Vec<&&str>) = rest.iter().partition(is_number);
    let minutes = numbers.first().map_or(Ok(MINUTES), |number| number.parse())?;
    let known = targets()?;
    let is_asked = |target: &&String| names.is_empty() || names.iter().any(|name| **name == target.as_str());
    let asked: Vec<&String> = known.iter().filter(is_asked).collect();
    ensure!(minutes > 0 && !asked.is_empty(), "usage: ./build.sh fuzz [MINUTES] [{}]", known.join("|"));
    let host = crate::rust::host()?;
    step("fuzz targets", || {
        let mut cargo = command("cargo", &["build", "--release", "--locked", "--bins", "--target", &host]);
        cargo.args(["--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target/fuzz"]);
        run(cargo.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}")))
    })?;
    for target in asked {
        step(&format!("{target}, {minutes} min"), || fuzz_one(target, minutes, &host))?;
    }
    Ok(())
}

/// Checks that the fuzz targets compile. They are in a separate workspace that
/// no other command builds.
pub fn check() -> Result<()> {
    let mut cargo = command("cargo", &["check", "--locked", "--bins", "--manifest-path", "fuzz/Cargo.toml"]);
    cargo.args(["--target-dir", "target/fuzz"]);
    // Nothing is linked, so libFuzzer itself, which needs a C++ compiler, isn't
    // built.
    run(cargo.env("CUSTOM_LIBFUZZER_PATH", root().join("target/libFuzzer.a")))
}

fn fuzz_one(target: &str, minutes: u64, host: &str) -> Result<()> {
    let folder = root().join("target/fuzz");
    // New inputs are stored there; the seeds stay unchanged.
    let found = folder.join("corpus").join(target);
    fs::create_dir_all(&found).context("creating the folder for new inputs")?;
    let program = folder.join(host).join("release").join(target);
    let mut fuzzer = command(&program.to_string_lossy(), &["-print_final_stats=1", "-verbosity=0", "-timeout=10"]);
    fuzzer.arg(format!("-max_total_time={}", minutes * 60));
    fuzzer.arg(format!("-artifact_prefix={}/{target}-", folder.display()));
    let dictionary = root().join("fuzz").join(format!("{target}.dict"));
    if dictionary.exists() {
        fuzzer.arg(format!("-dict={}", dictionary.display()));
    }
    run(fuzzer.arg(found).arg(seeds(target)))
}

fn seeds(target: &str) -> PathBuf {
    root().join("fuzz/corpus").join(target)
}

/// The names of the targets, from the fuzz workspace's manifest.
fn targets() -> Result<Vec<String>> {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).context("reading fuzz/Cargo.toml")?;
    let bins = manifest.split("[[bin]]").skip(1);
    let names: Vec<String> = bins.filter_map(|bin| Some(bin.split('"').nth(1)?.to_owned())).collect();
    if names.is_empty() {
        bail!("fuzz/Cargo.toml has no targets");
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_seeds_and_every_seed_a_target() {
        let mut targets = targets().unwrap();
        targets.sort();
        let folder = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut seeded: Vec<String> =
            fs::read_dir(root().join("fuzz/corpus")).unwrap().map(|entry| folder(entry.unwrap())).collect();
        seeded.sort();
        assert_eq!(seeded, targets);
        for target in targets {
            assert!(fs::read_dir(seeds(&target)).unwrap().count() >= 3, "{target} has few seeds");
            let source = root().join("fuzz/fuzz_targets").join(format!("{target}.rs"));
            assert!(source.exists(), "{target}");
        }
    }
}
