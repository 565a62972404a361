//! Measures a paste while a page in another tab floods the extension with events.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use browser_tests::Browser;
use browser_tests::browser::built_extension;

use crate::paste::Bench;
use crate::report::Row;
use crate::sample::{Sample, short};

const PORTAL: &str = "https://commercedeveloper.adobe.com/extensions/";
const PASTES: usize = 20;

/// Every ten milliseconds: a hundred cookies set and removed, a hundred address changes, a hundred
/// changes of the page.
const FLOOD: &str = "
    const place = document.querySelector('main').appendChild(document.createElement('p'));
    let count = 0;
    globalThis.flood = setInterval(() => {
      for (let each = 0; each < 100; each++) {
        count++;
        document.cookie = `flood${count % 50}=1; path=/`;
        document.cookie = `flood${count % 50}=; path=/; max-age=0`;
        try { history.replaceState(null, '', `?at=${count}`); } catch {}
        place.textContent = `Sign In ${count}`;
      }
    }, 10);";

/// The milliseconds until the background answers a question that waits in the queue like others.
async fn answered(browser: &Browser) -> Result<f64> {
    let begun = Instant::now();
    browser.ask("await browser.runtime.sendMessage('settings');").await?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}

/// Measures pastes while another tab floods, and the queue afterwards.
pub async fn measure() -> Result<Vec<Row>> {
    let bench = Bench::start(built_extension(), 10).await?;
    let flooding = bench.browser().open(PORTAL).await?;
    let page = bench.ready().await?;
    flooding.run(FLOOD).await?;
    page.show().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut delays = Vec::new();
    for _ in 0..PASTES {
        delays.push(bench.paste(&page, false).await?.0);
    }
    flooding.run("clearInterval(globalThis.flood);").await.context("ending the flood")?;
    let emptied = answered(bench.browser()).await?;
    drop(page);
    drop(flooding);
    bench.end().await?;
    let delays: Sample = delays.into_iter().collect();
    Ok(vec![
        Row::new(
            "paste to warning while another tab floods",
            format!("{delays} ms"),
            "≤ 250 ms",
            delays.most() <= 250.0,
        ),
        Row::new(
            "until the queue is empty after the flood",
            format!("{} ms", short(emptied)),
            "≤ 1,000 ms",
            emptied <= 1000.0,
        ),
    ])
}
