//! What the worker and a page hold, and whether that grows with events.

use anyhow::{Context, Result};
use browser_tests::{Browser, Options, Page};
use serde_json::json;

use crate::report::Row;
use crate::sample::short;

const PORTAL: &str = "https://commercedeveloper-sandbox.adobe.com/extensions/";
const EVENTS: usize = 1000;
const KB: f64 = 1024.0;

/// The worker's heap and its Wasm memory, in KB, after garbage is collected.
async fn worker(browser: &Browser) -> Result<f64> {
    browser.worker_devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = browser.worker_devtools("Runtime.getHeapUsage", json!({})).await?;
    let used = usage["usedSize"].as_f64().context("the worker's heap")?;
    // Started already, the glue answers with what the module exports.
    let ask =
        json!({ "expression": "wasm_bindgen().then((core) => core.memory.buffer.byteLength)", "awaitPromise": true });
    let wasm = browser.worker_devtools("Runtime.evaluate", ask).await?;
    Ok((used + wasm["result"]["value"].as_f64().context("the core's memory")?) / KB)
}

/// A page's heap, content scripts included, in KB, after garbage is collected.
async fn page(page: &Page<'_>) -> Result<f64> {
    for _ in 0..2 {
        page.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let usage = page.devtools("Runtime.getHeapUsage", json!({})).await?;
    Ok(usage["usedSize"].as_f64().context("the page's heap")? / KB)
}

/// A thousand events: half of them changes of the page that its scripts look
/// at, half of them messages that the worker answers.
async fn events(browser: &Browser, page: &Page<'_>) -> Result<()> {
    let ask = format!(
        "for (let count = 0; count < {}; count++) await browser.runtime.sendMessage(count % 2 ? 'settings' : 'key-counts');",
        EVENTS / 2
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
        EVENTS / 2
    );
    page.run(&change).await.map(drop)
}

/// With and without the extension, after a load, after a thousand events and after a thousand more.
pub async fn measure() -> Result<Vec<Row>> {
    let without = Browser::start_with(Options { extension: None, ..Options::default() }).await?;
    let bare = without.open(PORTAL).await?;
    let bare_loaded = page(&bare).await?;
    without.end().await?;

    let browser = Browser::start().await?;
    let tab = browser.open(PORTAL).await?;
    tab.badge_when("the badge", |badge| !badge.name.is_empty()).await?;
    let loaded = (worker(&browser).await?, page(&tab).await?);
    // Twice before it counts: the browser compiles what runs often.
    events(&browser, &tab).await?;
    events(&browser, &tab).await?;
    let after = (worker(&browser).await?, page(&tab).await?);
    events(&browser, &tab).await?;
    let later = (worker(&browser).await?, page(&tab).await?);
    browser.end().await?;

    // A heap moves by as much as this without any event.
    let grows = |before: f64, after: f64| after > before * 1.01 + 8.0;
    let script = loaded.1 - bare_loaded;
    let told = |name: fn((f64, f64)) -> f64| {
        format!(
            "{} KB after load, {} after {} events, {} after {EVENTS} more",
            short(name(loaded)),
            short(name(after)),
            2 * EVENTS,
            short(name(later))
        )
    };
    Ok(vec![
        Row::new(
            "memory of the worker, Wasm included",
            told(|pair| pair.0),
            "no growth over the last 1,000",
            !grows(after.0, later.0),
        ),
        Row::new(
            "heap of a portal page",
            told(|pair| pair.1),
            "no growth over the last 1,000",
            !grows(after.1, later.1),
        ),
        Row::new(
            "page scripts' part of that heap",
            format!("{} KB (without the extension {})", short(script), short(bare_loaded)),
            "≤ 1,024 KB",
            script <= KB,
        ),
    ])
}
