//! `./build.sh bench`: measures speed in the browser, and compares it with baselines.
//!
//! Each part measures one subject and returns rows of the table:
//!
//! - [`paint`]: the badge and the page's first paint
//! - [`paste`]: from a paste to the warning
//! - [`worker`]: the start of a stopped worker
//! - [`cost`]: the cost for portal pages and other pages
//! - [`large`]: the cost for a large page that never stops changing
//! - [`scan`]: scanning texts, natively, in the browser, and with other scanners
//! - [`tabs`]: an event with many open tabs
//! - [`flood`]: a paste while another tab floods the extension with events
//! - [`fanout`]: from a confirmed sign-out to the last of many tabs
//! - [`memory`]: the memory of the worker and of a page
//! - [`size`]: the size of what is packaged and loaded
//! - [`slowed`]: tests the benchmark itself with a slowed build
//!
//! [`against`] compares this build with others: `./build.sh bench against FOLDER ...`.
//! `./build.sh bench worker FOLDER ...` compares the start of their workers alone, also of
//! builds that are too old for the rest.
//!
//! [`sample`] holds the measurements of one thing, [`report`] the table.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null")]

mod against;
mod cost;
mod fanout;
mod flood;
mod large;
mod memory;
mod paint;
mod paste;
mod report;
mod sample;
mod scan;
mod size;
mod slowed;
mod tabs;
mod worker;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use report::Row;

/// The project's root folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder for everything that the benchmark creates and downloads.
fn workshop() -> PathBuf {
    root().join("target/bench")
}

const PARTS: [&str; 12] =
    ["paint", "paste", "worker", "cost", "large", "scan", "tabs", "flood", "fanout", "memory", "size", "slowed"];

#[tokio::main]
async fn main() -> Result<()> {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("against", others)) = chosen.split_first().map(|(part, others)| (part.as_str(), others)) {
        against::measure(others).await?.iter().for_each(Row::print);
        return Ok(());
    }
    if let Some(("worker", others @ [_, ..])) = chosen.split_first().map(|(part, others)| (part.as_str(), others)) {
        std::fs::create_dir_all(workshop()).context("making the bench's folder")?;
        worker::measure_builds(others).await?.iter().for_each(Row::print);
        return Ok(());
    }
    if let Some(unknown) = chosen.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("there is no part `{unknown}`; there are {}", PARTS.join(", "));
    }
    std::fs::create_dir_all(workshop()).context("making the bench's folder")?;
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    for part in PARTS.into_iter().filter(|part| chosen.is_empty() || chosen.iter().any(|one| one == part)) {
        println!("▸ {part}");
        let begun = Instant::now();
        let measured = match part {
            "paint" => paint::measure().await,
            "paste" => paste::measure().await,
            "worker" => worker::measure().await,
            "cost" => cost::measure().await,
            "large" => large::measure().await,
            "scan" => scan::measure().await,
            "tabs" => tabs::measure(),
            "flood" => flood::measure().await,
            "fanout" => fanout::measure().await,
            "memory" => memory::measure().await,
            "size" => size::measure(),
            _ => slowed::measure().await,
        };
        match measured {
            Ok(measured) => {
                measured.iter().for_each(Row::print);
                rows.extend(measured);
            }
            Err(error) => {
                println!("  ✗ {error:#}");
                failed.push(part);
            }
        }
        println!("  {part}: done in {:.0} s", begun.elapsed().as_secs_f64());
    }
    println!("\n{}", report::table(&rows));
    if !failed.is_empty() {
        bail!("not measured: {}", failed.join(", "));
    }
    if chosen.is_empty() {
        report::write(&rows)?;
    }
    Ok(())
}
