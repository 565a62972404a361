//! Measures the badge and the page's first paint.

use anyhow::{Context, Result};
use browser_tests::{Browser, PORTALS, eventually};
use serde_json::json;

use crate::report::Row;
use crate::sample::{Sample, short};
use crate::worker::{empty_extension, with};

const LOADS: usize = 30;

/// Records for each frame whether the badge has a layout. A layout in an animation callback is
/// painted in the same frame.
const RECORD: &str = "
    const frames = [];
    const note = () => {
      const added = [...(document.documentElement?.children ?? [])].find((child) => !/^(head|body)$/i.test(child.localName));
      const box = added?.getBoundingClientRect();
      frames.push([performance.now(), !!box && box.width * box.height > 0]);
      if (frames.length < 900) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    window.painted = () => {
      const paint = performance.getEntriesByName('first-paint')[0]?.startTime;
      const shown = frames.findIndex(([, badge]) => badge);
      if (!paint || shown < 0) return null;
      // The first painted frame is the last one that had started by then.
      const first = Math.max(0, frames.findLastIndex(([at]) => at <= paint));
      return { frames: Math.max(0, shown - first), late: Math.max(0, frames[shown][0] - frames[first][0]), paint };
    };";

/// Measures frames and milliseconds from the first paint to the badge.
pub async fn measure() -> Result<Vec<Row>> {
    let browser = Browser::start().await?;
    let page = browser.new_tab().await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": RECORD })).await?;
    let cases = [
        ("instant page", "", false),
        ("500 ms subresource", "&slow=500", false),
        ("2 s subresource", "&slow=2000", false),
        ("worker dead", "", true),
    ];
    let mut rows = Vec::new();
    for (case, query, dead) in cases {
        let (mut frames, mut late, mut paints) = (Vec::new(), Vec::new(), Vec::new());
        for load in 0..LOADS {
            let host = PORTALS[load % 2].0;
            if dead {
                browser.kill_worker().await?;
            }
            page.go(&format!("https://{host}/?load={load}{query}")).await?;
            let told =
                eventually("a paint and a badge", async || page.run("return painted();").await, |told| !told.is_null());
            let told = told.await?;
            let number = |name: &str| told[name].as_f64().with_context(|| format!("{name} of {told}"));
            frames.push(number("frames")?);
            late.push(number("late")?);
            paints.push(number("paint")?);
        }
        let [frames, late, paints] = [frames, late, paints].map(|values| values.into_iter().collect::<Sample>());
        rows.push(Row::new(
            format!("badge after first paint: {case}"),
            format!(
                "{} frames, {} ms at most (first paint itself at {} ms, n {LOADS})",
                frames.most(),
                short(late.most()),
                short(paints.median())
            ),
            "0 frames; an established marker extension: 12–89 ms, or the whole subresource",
            frames.most() == 0.0,
        ));
    }
    browser.end().await?;
    rows.push(against_the_empty_extension().await?);
    Ok(rows)
}

/// Measures the first paint of a portal page, alternating between Sandbar and an extension with an
/// empty content script.
async fn against_the_empty_extension() -> Result<Row> {
    let empty = with(&empty_extension()?).await?;
    let sandbar = Browser::start().await?;
    let pages = [empty.new_tab().await?, sandbar.new_tab().await?];
    let mut paints = [Vec::new(), Vec::new()];
    for load in 0..LOADS + 3 {
        for (page, paints) in pages.iter().zip(&mut paints) {
            page.show().await?;
            page.go(&format!("https://{}/?paint={load}", PORTALS[load % 2].0)).await?;
            const PAINT: &str = "return performance.getEntriesByName('first-paint')[0]?.startTime ?? null;";
            let paint = eventually("a paint", async || page.run(PAINT).await, |paint| !paint.is_null()).await?;
            // The first loads fill the browser's caches.
            if load >= 3 {
                paints.extend(paint.as_f64());
            }
        }
    }
    drop(pages);
    empty.end().await?;
    sandbar.end().await?;
    let [empty, ours] = paints.map(|values| values.into_iter().collect::<Sample>());
    let ratio = ours.median() / empty.median();
    Ok(Row::new(
        "first paint of a portal page",
        format!("{ours} ms; with the empty extension {empty} ms; {} ×", short(ratio)),
        "≤ 1.1 × the empty extension",
        ratio <= 1.1,
    ))
}
