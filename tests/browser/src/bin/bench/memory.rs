//! Measures the memory of the worker and of a page, and whether it grows with events.

use anyhow::{Context, Result};
use browser_tests::{Browser, Page};
use serde_json::json;

use crate::paste::keyring;
use crate::report::Row;
use crate::sample::short;
use crate::worker::{empty_extension, with};

const PORTAL: &str = "https://commercedeveloper-sandbox.adobe.com/extensions/";
/// The events before measuring, because the browser compiles code that runs often.
const FIRST: usize = 2000;
const EVENTS: usize = 10_000;
const KEYS: usize = 10_000;
const KB: f64 = 1024.0;

/// The worker's heap and its Wasm memory after garbage collection, in KB.
async fn worker(browser: &Browser) -> Result<f64> {
    browser.worker_devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = browser.worker_devtools("Runtime.getHeapUsage", json!({})).await?;
    let used = usage["usedSize"].as_f64().context("the worker's heap")?;
    // If it has already started, the glue returns the module's exports.
    let ask =
        json!({ "expression": "wasm_bindgen().then((core) => core.memory.buffer.byteLength)", "awaitPromise": true });
    let wasm = browser.worker_devtools("Runtime.evaluate", ask).await?;
    Ok((used + wasm["result"]["value"].as_f64().context("the core's memory")?) / KB)
}

/// A page's heap including content scripts, after garbage collection, in KB.
async fn page(page: &Page<'_>) -> Result<f64> {
    for _ in 0..2 {
        page.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let usage = page.devtools("Runtime.getHeapUsage", json!({})).await?;
    Ok(usage["usedSize"].as_f64().context("the page's heap")? / KB)
}

/// Causes this many events: half of them changes of the page that its scripts read, half of them
/// messages that the worker answers.
async fn events(browser: &Browser, page: &Page<'_>, count: usize) -> Result<()> {
    let ask = format!(
        "for (let count = 0; count < {}; count++) await browser.runtime.sendMessage(count % 2 ? 'settings' : 'key-counts');",
        count / 2
    );
    browser.ask(&ask).await?;
    let change = format!(
        "const place = document.body.appendChild(document.createElement('p'));
         for (let count = 0; count < {}; count++) {{
           place.textContent = `change ${{count}}`;
           if (count % 10 === 9) await new Promise((done) => setTimeout(done));
         }}
         place.remove();
         await new Promise((done) => setTimeout(done, 1200));",
        count / 2
    );
    page.run(&change).await.map(drop)
}

/// Measures Sandbar with ten thousand keys, and the empty extension: after a load, after some
/// events, and after ten thousand more.
pub async fn measure() -> Result<Vec<Row>> {
    let without = with(&empty_extension()?).await?;
    let bare = without.open(PORTAL).await?;
    let bare_loaded = page(&bare).await?;
    without.end().await?;

    let browser = Browser::start().await?;
    browser.know(&keyring(&browser.fingerprinter().await?, KEYS)).await?;
    let tab = browser.open(PORTAL).await?;
    tab.badge_when("the badge", |badge| !badge.name.is_empty()).await?;
    let loaded = (worker(&browser).await?, page(&tab).await?);
    events(&browser, &tab, FIRST).await?;
    let after = (worker(&browser).await?, page(&tab).await?);
    events(&browser, &tab, EVENTS).await?;
    let later = (worker(&browser).await?, page(&tab).await?);
    browser.end().await?;

    // A heap varies by this much without any event.
    let grows = |before: f64, after: f64| after > before * 1.01 + 8.0;
    let script = loaded.1 - bare_loaded;
    let told = |name: fn((f64, f64)) -> f64| {
        format!(
            "{} KB after load, {} after {FIRST} events, {} after {EVENTS} more",
            short(name(loaded)),
            short(name(after)),
            short(name(later))
        )
    };
    Ok(vec![
        Row::new(
            format!("memory of the worker, Wasm included, {KEYS} keys"),
            told(|pair| pair.0),
            "≤ 3,072 KB, no growth",
            later.0 <= 3.0 * KB && !grows(after.0, later.0),
        ),
        Row::new("heap of a portal page", told(|pair| pair.1), "no growth", !grows(after.1, later.1)),
        Row::new(
            "page scripts' part of that heap",
            format!("{} KB (with the empty extension {})", short(script), short(bare_loaded)),
            "≤ 1,024 KB",
            script <= KB,
        ),
    ])
}
