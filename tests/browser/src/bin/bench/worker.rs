//! Measures the start of a stopped worker, compared with an extension whose worker does nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use browser_tests::{Browser, Options};

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

/// Measures both alternately, so that a disturbance affects both.
pub async fn measure() -> Result<Vec<Row>> {
    let baseline = with(&empty_extension()?).await?;
    let sandbar = with(&browser_tests::browser::built_extension()).await?;
    let (mut empty, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        empty.push(start(&baseline, "hello").await?);
        ours.push(start(&sandbar, "settings").await?);
    }
    baseline.end().await?;
    sandbar.end().await?;
    let [empty, ours] = [empty, ours].map(|values| values.into_iter().collect::<Sample>());
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
