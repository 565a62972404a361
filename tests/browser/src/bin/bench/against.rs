//! Compares this build with others. They take turns, so that a disturbance affects all of them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use browser_tests::browser::built_extension;

use crate::paste::Bench;
use crate::report::Row;
use crate::sample::{Sample, short};

/// The number of rounds. In each, every build starts once and receives two pastes.
const ROUNDS: usize = 40;

/// The measurements of one build, in milliseconds.
#[derive(Default)]
struct Delays {
    start: Vec<f64>,
    warm: Vec<f64>,
    dead: Vec<f64>,
}

/// The folders of the other builds, and of this one.
///
/// # Errors
/// If a folder holds no extension.
pub fn builds(others: &[String]) -> Result<Vec<(String, PathBuf)>> {
    let mut builds = vec![("this build".to_owned(), built_extension())];
    for other in others {
        let folder = Path::new(other).canonicalize().with_context(|| format!("finding {other}"))?;
        ensure!(folder.join("manifest.json").exists(), "{other} is not an extension");
        builds.push((other.clone(), folder));
    }
    Ok(builds)
}

/// Measures the start of a stopped worker, and the time from a paste to the warning.
///
/// # Errors
///
/// Returns an error if a folder contains no build, or a browser doesn't do what is
/// measured.
pub async fn measure(others: &[String]) -> Result<Vec<Row>> {
    let builds = builds(others)?;
    let mut benches = Vec::new();
    for (_, folder) in &builds {
        benches.push(Bench::start(folder.clone(), 10).await?);
    }
    let mut pages = Vec::new();
    for bench in &benches {
        pages.push(bench.ready().await?);
    }
    let mut all: Vec<Delays> = builds.iter().map(|_| Delays::default()).collect();
    for _ in 0..ROUNDS {
        for ((bench, page), delays) in benches.iter().zip(&pages).zip(&mut all) {
            delays.start.push(bench.start_of_worker().await?);
            delays.warm.push(bench.paste(page, false).await?.0);
            delays.dead.push(bench.paste(page, true).await?.0);
        }
    }
    drop(pages);
    for bench in benches {
        bench.end().await?;
    }
    Ok(rows(&builds, all))
}

fn rows(builds: &[(String, PathBuf)], all: Vec<Delays>) -> Vec<Row> {
    let samples: Vec<[Sample; 3]> = all
        .into_iter()
        .map(|Delays { start, warm, dead }| [start, warm, dead].map(|values| values.into_iter().collect()))
        .collect();
    let names = ["dead worker to first answer", "paste to warning, warm", "paste to warning, worker dead"];
    let mut rows = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let ours = samples.first().map_or(0.0, |samples| samples[index].median());
        for ((build, _), samples) in builds.iter().zip(&samples) {
            let ratio = short(samples[index].median() / ours);
            rows.push(Row::told(format!("{name}: {build}"), format!("{} ms; {ratio} × this build", samples[index])));
        }
    }
    rows
}
