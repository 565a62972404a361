//! Measures from a paste to the warning next to its field.

use std::path::PathBuf;

use anyhow::{Context, Result};
use browser_tests::{Browser, Options, Page, browser::built_extension, eventually};
use sandbar::catalogue::Environment;
use sandbar::credential::Part;
use sandbar::credential::fingerprint::Fingerprinter;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;

use crate::report::Row;
use crate::sample::{Sample, short};
use crate::worker::{empty_extension, start, with};

const FIELDS: &str = "https://commercedeveloper.adobe.com/demo/fields";
const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

const WARM: usize = 100;
const DEAD: usize = 30;

/// The milliseconds from a paste until its warning is laid out, and until it is painted.
pub struct Delays {
    /// Until the warning is in the page and laid out.
    pub shown: Sample,
    /// Until the frame with the warning starts to be presented.
    pub painted: Sample,
}

/// A browser on the page with fields, with a script that records when a warning appears.
pub struct Bench {
    browser: Browser,
}

impl Bench {
    /// Starts a browser with this build, which knows this many keys.
    pub async fn start(build: PathBuf, keys: usize) -> Result<Self> {
        let browser = Browser::start_with(Options { extension: Some(build), ..Options::default() }).await?;
        browser.know(&keyring(&browser.fingerprinter().await?, keys)).await?;
        browser.put_on_clipboard(SECRET).await?;
        Ok(Self { browser })
    }

    /// Pastes this many times, each time with a running and with a stopped worker.
    pub async fn pastes(&self, count: usize, dead: bool) -> Result<Delays> {
        let page = self.ready().await?;
        let mut delays = Vec::new();
        for _ in 0..count {
            delays.push(self.paste(&page, dead).await?);
        }
        page.close().await?;
        Ok(Delays {
            shown: delays.iter().map(|delay| delay.0).collect(),
            painted: delays.iter().map(|delay| delay.1).collect(),
        })
    }

    /// A page where warnings have already been drawn.
    pub async fn ready(&self) -> Result<Page<'_>> {
        let page = self.browser.open(FIELDS).await?;
        self.listen(&page).await?;
        // The code that draws warnings is loaded with the first one.
        for _ in 0..5 {
            self.paste(&page, false).await?;
        }
        Ok(page)
    }

    /// The milliseconds from a message to its answer by a stopped worker.
    pub async fn start_of_worker(&self) -> Result<f64> {
        start(&self.browser, "settings").await
    }

    /// Runs in the content scripts' world. An event's time is that of its arrival in the browser.
    /// Added elements already have a layout, because the warning's position depends on its size.
    async fn listen(&self, page: &Page<'_>) -> Result<()> {
        let note = "() => {
            let began = 0;
            addEventListener('paste', (event) => { globalThis.delays = null; began = event.timeStamp; }, true);
            new MutationObserver((changes) => {
              if (!began || !changes.some((change) => change.addedNodes.length)) return;
              const shown = performance.now() - began;
              const from = began;
              began = 0;
              requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => (globalThis.delays = [shown, performance.now() - from]);
                port2.postMessage(0);
              });
            }).observe(document.documentElement, { childList: true });
          }";
        self.in_page(page, note).await.map(drop)
    }

    async fn in_page(&self, page: &Page<'_>, function: &str) -> Result<serde_json::Value> {
        let tab = page.tab_id()?;
        let script = format!(
            "const [{{ result }}] = await browser.scripting.executeScript({{ target: {{ tabId: {tab} }}, func: {function} }});
             return result;"
        );
        self.browser.ask(&script).await
    }

    /// Pastes once, with a running or a stopped worker. Returns the milliseconds until the warning
    /// is laid out, and until it is painted.
    pub async fn paste(&self, page: &Page<'_>, dead: bool) -> Result<(f64, f64)> {
        page.run("const field = document.querySelector('#search'); field.value = ''; field.focus();").await?;
        if dead {
            self.browser.kill_worker().await?;
        }
        page.paste().await?;
        let noted = async || self.in_page(page, "() => globalThis.delays ?? null").await;
        let delays = eventually("a warning", noted, |delays| !delays.is_null()).await?;
        page.key("Escape", 0).await?;
        page.warning_gone().await?;
        let at = |index: usize| delays[index].as_f64().context("a delay");
        Ok((at(0)?, at(1)?))
    }

    /// The browser.
    pub const fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Ends the browser.
    pub async fn end(self) -> Result<()> {
        self.browser.end().await
    }
}

/// A keyring with this many Sandbox keys, including the pasted one.
pub fn keyring(fingerprinter: &Fingerprinter, count: usize) -> Keyring {
    let mut keyring = Keyring::default();
    let others = (1..count).map(|number| format!("{number:040x}"));
    for secret in others.chain([SECRET.to_owned()]) {
        let key = Key::one(Part::ApplicationSecret, fingerprinter.of(&Secret::new(&secret)));
        let seen =
            Seen { key, environment: Environment::Sandbox, name: None, account: None, how: SightingKind::Copied };
        keyring.learn(&seen, Timestamp::from_millis(1_700_000_000_000));
    }
    keyring
}

/// Measures with a running and a stopped worker, with small and large keyrings.
pub async fn measure() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut medians = Vec::new();
    for keys in [10, 1000, 10_000] {
        let bench = Bench::start(built_extension(), keys).await?;
        let warm = bench.pastes(WARM, false).await?;
        let dead = bench.pastes(DEAD, true).await?;
        bench.end().await?;
        rows.push(Row::new(
            format!("paste to warning, {keys} keys, warm"),
            format!("{} ms; painted {} ms", warm.shown, warm.painted),
            "painted: p95 ≤ 16.7 ms",
            warm.painted.at(0.95) <= 16.7,
        ));
        rows.push(Row::new(
            format!("paste to warning, {keys} keys, worker dead"),
            format!("{} ms; painted {} ms", dead.shown, dead.painted),
            "painted: p95 ≤ 60 ms",
            dead.painted.at(0.95) <= 60.0,
        ));
        medians.push((warm.shown.median(), dead.shown.median()));
    }
    if let (Some(few), Some(many)) = (medians.first(), medians.last()) {
        let [warm, dead] = [many.0 / few.0, many.1 / few.1];
        rows.push(Row::new(
            "paste with 10,000 keys against ten",
            format!("{} × warm, {} × dead", short(warm), short(dead)),
            "≤ 1.2 ×",
            warm <= 1.2 && dead <= 1.2,
        ));
    }
    rows.push(megabyte().await?);
    Ok(rows)
}

/// Measures how much longer a page's longest task is when a megabyte is pasted, alternating between
/// Sandbar and the empty extension.
async fn megabyte() -> Result<Row> {
    const ROUNDS: usize = 10;
    let text = "line of a log that says nothing\n".repeat((1 << 20) / 32);
    // An extension page puts the text on the clipboard.
    let without = with(&empty_extension()?).await?;
    let ours = Browser::start().await?;
    let mut longest = [Vec::new(), Vec::new()];
    for browser in [&without, &ours] {
        browser.put_on_clipboard(&text).await?;
    }
    let pages = [without.open(FIELDS).await?, ours.open(FIELDS).await?];
    for round in 0..=ROUNDS {
        for (page, longest) in pages.iter().zip(&mut longest) {
            let took = longest_task(page, text.len()).await?;
            // The code that draws warnings is loaded with the first paste.
            if round > 0 {
                longest.push(took);
            }
        }
    }
    let [without_it, with_it] = longest.map(|values| values.into_iter().collect::<Sample>());
    drop(pages);
    without.end().await?;
    ours.end().await?;
    let added = with_it.median() - without_it.median();
    Ok(Row::new(
        "longest task at a paste of 1 MiB",
        format!("{with_it} ms; with the empty extension {without_it} ms; {} ms more", short(added)),
        "adds ≤ 20 ms",
        added <= 20.0,
    ))
}

/// The longest time for which a page's script can't run between a paste and the arrival of its
/// text, in milliseconds.
async fn longest_task(page: &Page<'_>, length: usize) -> Result<f64> {
    page.show().await?;
    page.run(
        "const field = document.querySelector('#area');
         field.value = '';
         field.focus();
         const watch = (globalThis.watch = { longest: 0, goes: true });
         let last = performance.now();
         const tick = () => {
           const now = performance.now();
           watch.longest = Math.max(watch.longest, now - last);
           last = now;
           if (watch.goes) setTimeout(tick);
         };
         tick();",
    )
    .await?;
    page.paste().await?;
    let pasted = async || page.run("return document.querySelector('#area').value.length;").await;
    eventually("the text", pasted, |now| now.as_u64() >= u64::try_from(length).ok()).await?;
    // The text is examined after that.
    page.run("await new Promise((done) => setTimeout(done, 300)); watch.goes = false; return watch.longest;")
        .await?
        .as_f64()
        .context("a time")
}
