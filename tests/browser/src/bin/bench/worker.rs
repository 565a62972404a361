//! Measures the start of a stopped worker, compared with an extension whose worker does nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use browser_tests::browser::built_extension;
use browser_tests::{Browser, Options};

use crate::against::builds;
use crate::report::Row;
use crate::sample::{Sample, short};
use crate::workshop;

const STARTS: usize = 30;

/// Creates an extension with an empty worker and an empty content script.
pub fn empty_extension() -> Result<PathBuf> {
    let folder = workshop().join("empty");
    let files = [
        (
            "manifest.json",
            r#"{ "manifest_version": 3, "name": "Empty", "version": "1", "background": { "service_worker": "background.js" },
                "content_scripts": [{ "matches": ["https://*.adobe.com/*", "https://*.magento.com/*"], "js": ["content.js"], "run_at": "document_start" }] }"#,
        ),
        ("content.js", "\n"),
        ("background.js", "chrome.runtime.onMessage.addListener((message, sender, answer) => answer(1));\n"),
    ];
    fs::create_dir_all(&folder).context("making the empty extension")?;
    for (name, text) in files {
        fs::write(folder.join(name), text).with_context(|| format!("writing {name}"))?;
    }
    Ok(folder)
}

/// Starts a browser with only this extension.
pub async fn with(extension: &Path) -> Result<Browser> {
    let extension = Some(extension.to_owned());
    Browser::start_with(Options { extension, welcome: true, ..Options::default() }).await
}

/// The milliseconds from a message to its answer by a stopped worker.
pub async fn start(browser: &Browser, message: &str) -> Result<f64> {
    browser.kill_worker().await?;
    let ask = format!(
        "const begun = performance.now(); await browser.runtime.sendMessage('{message}'); return performance.now() - begun;"
    );
    browser.ask(&ask).await?.as_f64().context("a time")
}

/// The name of a build, and its start times in milliseconds.
type Starts = (String, Sample);

/// Measures all builds alternately, so that a disturbance affects all of them.
async fn starts(builds: &[(String, PathBuf)]) -> Result<Vec<Starts>> {
    let mut browsers = Vec::new();
    for (_, folder) in builds {
        browsers.push(with(folder).await?);
    }
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); builds.len()];
    for _ in 0..STARTS {
        for (browser, starts) in browsers.iter().zip(&mut all) {
            // The empty extension answers anything.
            starts.push(start(browser, "settings").await?);
        }
    }
    for browser in browsers {
        browser.end().await?;
    }
    Ok(builds.iter().zip(all).map(|((name, _), starts)| (name.clone(), starts.into_iter().collect())).collect())
}

/// This build against the empty extension.
pub async fn measure() -> Result<Vec<Row>> {
    let builds = [("empty", empty_extension()?), ("built", built_extension())];
    let measured = starts(&builds.map(|(name, folder)| (name.to_owned(), folder))).await?;
    let [(_, empty), (_, ours)] = measured.as_slice() else { bail!("two builds were to be measured") };
    let ratio = ours.median() / empty.median();
    Ok(vec![
        Row::told("dead worker to first answer: empty extension", format!("{empty} ms")),
        Row::new(
            "dead worker to first answer",
            format!("{ours} ms; {} × the empty extension", short(ratio)),
            "≤ 1.5 × the empty extension",
            ratio <= 1.5,
        ),
    ])
}

/// This build and others, against the empty extension.
pub async fn measure_builds(others: &[String]) -> Result<Vec<Row>> {
    let mut folders = vec![("empty extension".to_owned(), empty_extension()?)];
    folders.extend(builds(others)?);
    let measured = starts(&folders).await?;
    let empty = measured.first().map_or(0.0, |(_, empty)| empty.median());
    let row = |(name, starts): &Starts| {
        let ratio = short(starts.median() / empty);
        Row::told(format!("dead worker to first answer: {name}"), format!("{starts} ms; {ratio} × the empty extension"))
    };
    Ok(measured.iter().map(row).collect())
}
