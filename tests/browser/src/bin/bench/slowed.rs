//! Tests the benchmark itself: it must show that a slowed build is slower.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use browser_tests::browser::built_extension;
use browser_tests::{Browser, Options};

use crate::cost;
use crate::paste::Bench;
use crate::report::Row;
use crate::sample::{Sample, short};
use crate::workshop;

const ROUNDS: usize = 10;
const PORTAL: &str = "https://commercedeveloper-sandbox.adobe.com/extensions/";

/// Creates a build in which each background event takes 60 ms longer and each page’s scripts 10 ms
/// longer.
fn slowed_build() -> Result<PathBuf> {
    let folder = workshop().join("slowed");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("clearing the slowed build")?;
    }
    copy(&built_extension(), &folder)?;
    let busy = |milliseconds: u32| {
        format!("for (const until = performance.now() + {milliseconds}; performance.now() < until; );\n")
    };
    let background = fs::read_to_string(folder.join("background.js"))?;
    let slow = background.replacen(
        "const hand = (event, how) => {",
        &format!("const hand = (event, how) => {{ {}", busy(60)),
        1,
    );
    ensure!(slow != background, "background.js has no place to be slowed at");
    fs::write(folder.join("background.js"), slow)?;
    let frame = fs::read_to_string(folder.join("content/frame.js"))?;
    fs::write(folder.join("content/frame.js"), busy(10) + frame.as_str())?;
    Ok(folder)
}

fn copy(from: &Path, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let path = entry?.path();
        let target = into.join(path.file_name().context("a name")?);
        if path.is_dir() { copy(&path, &target)? } else { fs::copy(&path, &target).map(drop)? }
    }
    Ok(())
}

async fn measured(build: PathBuf) -> Result<[Sample; 2]> {
    let bench = Bench::start(build.clone(), 10).await?;
    let pastes = bench.pastes(ROUNDS, false).await?;
    bench.end().await?;
    let browser = Browser::start_with(Options { extension: Some(build), ..Options::default() }).await?;
    let loads = cost::of(&browser, PORTAL, ROUNDS).await?;
    browser.end().await?;
    Ok([pastes.shown, loads.load])
}

/// Measures both builds in the same way.
///
/// # Errors
///
/// Returns an error if the slowed build isn't measured as slower: then no other
/// number counts.
pub async fn measure() -> Result<Vec<Row>> {
    let as_built = measured(built_extension()).await?;
    let slowed = measured(slowed_build()?).await?;
    let names = [("paste to warning, warm", 30.0), ("main thread per load", 5.0)];
    let rows = names.iter().zip(as_built).zip(slowed).map(|((&(name, least), before), after)| {
        // At least half of the added time must be visible.
        let seen = after.median() >= before.median() + least;
        Row::new(
            format!("self-test: a slowed build, {name}"),
            format!("{} ms against {} ms", short(after.median()), short(before.median())),
            "seen as slower",
            seen,
        )
    });
    let rows: Vec<Row> = rows.collect();
    let told: Vec<&str> = rows.iter().map(|row| row.measured.as_str()).collect();
    ensure!(
        rows.iter().all(|row| row.reached == Some(true)),
        "a slowed build is not seen as slower: {}",
        told.join("; ")
    );
    Ok(rows)
}
