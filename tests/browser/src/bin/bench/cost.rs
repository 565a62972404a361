//! Measures what content scripts cost a page: main-thread time from the browser's own trace.

use anyhow::{Context, Result};
use base64::Engine as _;
use browser_tests::watched::site;
use browser_tests::{Browser, Page};
use demo_portals::sites::CI;
use sandbar::catalogue::Environment;
use serde_json::{Value, json};

use crate::report::Row;
use crate::sample::{Sample, short};

const ELSEWHERE: &str = "https://example.org/";
const ROUNDS: usize = 12;

/// A thousand changes of a page, in forty steps like a page that renders a list: rows appended,
/// texts and classes changed.
const CHANGES: &str = "
    const list = document.body.appendChild(document.createElement('ul'));
    for (let step = 0; step < 40; step++) {
      for (let row = 0; row < 15; row++) list.append(Object.assign(document.createElement('li'), { textContent: `row ${step} ${row}` }));
      for (let row = 0; row < 10; row++) list.children[step * 15 + row].firstChild.data = `changed ${row}`;
      await new Promise((done) => setTimeout(done));
    }
    await new Promise((done) => setTimeout(done, 300));
    list.remove();";

/// Waits until two seconds after the start, when everything that a load causes is done.
const FIRST_SECONDS: &str = "await new Promise((done) => setTimeout(done, Math.max(0, 2000 - performance.now())));";

/// The cost of an extension's scripts, from a trace.
#[derive(Debug, Default, Clone, Copy)]
pub struct Cost {
    /// Main-thread time in milliseconds.
    pub milliseconds: f64,
    /// The number of scripts that ran for the first time.
    pub scripts: usize,
    /// The longest of their tasks, in milliseconds.
    pub longest: f64,
}

/// The costs of loading a page, and of a thousand changes.
pub struct Costs {
    /// Per load.
    pub load: Sample,
    /// Per thousand changes.
    pub changes: Sample,
}

/// Loads and changes a page this many times.
pub async fn of(browser: &Browser, url: &str, rounds: usize) -> Result<Costs> {
    let page = browser.new_tab().await?;
    let (mut loads, mut changes) = (Vec::new(), Vec::new());
    // In the first loads, the browser's cache contains no compiled scripts.
    for round in 0..rounds + 3 {
        let load = traced(&page, async || {
            page.go(&format!("{url}?round={round}")).await?;
            page.run(FIRST_SECONDS).await.map(drop)
        });
        let load = load.await?;
        let change = traced(&page, async || page.run(CHANGES).await.map(drop)).await?;
        if round >= 3 {
            loads.push(load.milliseconds);
            changes.push(change.milliseconds);
        }
    }
    page.close().await?;
    Ok(Costs { load: loads.into_iter().collect(), changes: changes.into_iter().collect() })
}

/// Traces this work.
pub async fn traced(page: &Page<'_>, work: impl AsyncFnOnce() -> Result<()>) -> Result<Cost> {
    let categories = json!({ "includedCategories": ["devtools.timeline", "v8", "disabled-by-default-v8.compile"] });
    let start = json!({ "transferMode": "ReturnAsStream", "traceConfig": categories });
    page.devtools("Tracing.start", start).await?;
    work().await?;
    // What the scripts do after the page has stopped changing also belongs to the load.
    page.run("await new Promise((done) => setTimeout(done, 250));").await?;
    let complete = page.devtools_until("Tracing.end", json!({}), "Tracing.tracingComplete").await?;
    let stream = complete["stream"].as_str().context("the trace")?.to_owned();
    let mut text = Vec::new();
    loop {
        let part = page.devtools("IO.read", json!({ "handle": stream })).await?;
        let data = part["data"].as_str().unwrap_or_default();
        match part["base64Encoded"] == true {
            true => text.extend(base64::engine::general_purpose::STANDARD.decode(data)?),
            false => text.extend(data.as_bytes()),
        }
        if part["eof"] == true {
            break;
        }
    }
    page.devtools("IO.close", json!({ "handle": stream })).await?;
    let trace: Value = serde_json::from_slice(&text).context("reading the trace")?;
    Ok(cost(trace["traceEvents"].as_array().map_or(&[], Vec::as_slice)))
}

/// The time of an extension's scripts: all events that run or compile one, except for events inside
/// another.
fn cost(events: &[Value]) -> Cost {
    const RUNS: [&str; 4] = ["EvaluateScript", "FunctionCall", "v8.compile", "v8.evaluateModule"];
    let of_extension = |event: &&Value| {
        let data = &event["args"]["data"];
        let url = data["url"].as_str().or(data["fileName"].as_str()).or(event["args"]["fileName"].as_str());
        event["name"].as_str().is_some_and(|name| RUNS.contains(&name))
            && url.is_some_and(|url| url.starts_with("chrome-extension://") && url.contains("/content/"))
    };
    let mut found: Vec<(i64, i64, f64, f64, f64)> = events
        .iter()
        .filter(of_extension)
        .filter_map(|event| {
            let thread = (event["pid"].as_i64()?, event["tid"].as_i64()?);
            let begin = event["ts"].as_f64()?;
            let took = event["dur"].as_f64()?;
            // The thread's own time if the browser provides it, because a thread waits on a busy
            // machine.
            Some((thread.0, thread.1, begin, begin + took, event["tdur"].as_f64().unwrap_or(took)))
        })
        .collect();
    found.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)).then(one.2.total_cmp(&other.2)));
    let mut whole = 0.0;
    let mut longest: f64 = 0.0;
    let mut last = (0, 0, 0.0);
    for (process, thread, begin, end, took) in found {
        if (process, thread) != (last.0, last.1) || begin >= last.2 {
            whole += took;
            longest = longest.max(took);
            last = (process, thread, end);
        }
    }
    let scripts = events.iter().filter(of_extension).filter(|event| event["name"] == "EvaluateScript").count();
    Cost { milliseconds: whole / 1000.0, scripts, longest: longest / 1000.0 }
}

/// Measures portal pages of both environments, a watched page, the account site, and another page.
pub async fn measure() -> Result<Vec<Row>> {
    let browser = Browser::start().await?;
    browser.grant(CI).await?;
    browser.watch(&site(CI, Some(Environment::Production))).await?;
    let mut rows = Vec::new();
    for (name, url, most) in [
        ("a Production page", "https://commercedeveloper.adobe.com/extensions/", 3.0),
        ("a Sandbox page", "https://commercedeveloper-sandbox.adobe.com/extensions/", 3.0),
        ("a watched page", "https://ci.harbour.example/", 3.0),
        ("a page of the account site", "https://account.magento.com/", 1.0),
    ] {
        let Costs { load, changes } = of(&browser, url, ROUNDS).await?;
        let goal = |most: f64| format!("≤ {} ms", short(most));
        let reached = |sample: &Sample, most: f64| sample.median() <= most;
        rows.push(Row::new(
            format!("content scripts of {name}, first two seconds"),
            format!("{load} ms"),
            goal(most),
            reached(&load, most),
        ));
        rows.push(Row::new(
            format!("content scripts of {name}, per 1,000 changes"),
            format!("{changes} ms"),
            goal(1.0),
            reached(&changes, 1.0),
        ));
    }
    let page = browser.new_tab().await?;
    let elsewhere = traced(&page, async || page.go(ELSEWHERE).await).await?;
    let additions = page.additions().await?;
    browser.end().await?;
    rows.push(Row::new(
        "other pages",
        format!("{} scripts, {additions} elements, {} ms", elsewhere.scripts, elsewhere.milliseconds),
        "none",
        elsewhere.scripts == 0 && additions == 0 && elsewhere.milliseconds == 0.0,
    ));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, url: &str, ts: f64, dur: f64) -> Value {
        json!({ "name": name, "pid": 1, "tid": 1, "ts": ts, "dur": dur, "args": { "data": { "url": url } } })
    }

    #[test]
    fn nested_calls_count_once_and_page_scripts_do_not() {
        let ours = "chrome-extension://abc/content/frame.js";
        let events = [
            event("FunctionCall", ours, 5000.0, 1000.0),
            event("EvaluateScript", ours, 0.0, 2000.0),
            event("v8.compile", ours, 100.0, 500.0),
            event("EvaluateScript", "https://example.org/page/app.js", 7000.0, 9000.0),
            event("Layout", ours, 20000.0, 9000.0),
        ];
        let cost = cost(&events);
        assert_eq!((cost.milliseconds, cost.scripts, cost.longest), (3.0, 1, 2.0));
    }
}
