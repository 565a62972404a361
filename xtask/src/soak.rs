//! Soak test: random walks in a real browser, for as long as wanted.

use anyhow::{Result, ensure};

use crate::project::{command, run, step};
use crate::recipes::build;
use crate::setup::{Need, needs};
use crate::tests_recipe::BROWSER_TESTS;

/// How long it runs, in minutes, by default.
const MINUTES: &str = "60";

/// Builds, and runs random walks for some minutes.
pub fn soak(rest: &[&str]) -> Result<()> {
    let minutes = rest.first().copied().unwrap_or(MINUTES);
    let is_right = rest.len() <= 1 && minutes.parse::<u64>().is_ok_and(|minutes| minutes > 0);
    ensure!(is_right, "usage: ./build.sh soak [MINUTES]");
    needs(&[Need::Chromium])?;
    build()?;
    const SOAK: [&str; 5] = ["--locked", "--package", BROWSER_TESTS, "--bin", "soak"];
    step("demo portals and browser harness", || run(command("cargo", &["build"]).args(SOAK)))?;
    step(&format!("soak, {minutes} min"), || {
        run(command("cargo", &["run", "--quiet"]).args(SOAK).arg("--").arg(minutes))
    })
}
