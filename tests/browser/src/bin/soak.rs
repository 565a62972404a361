//! `./build.sh soak MINUTES`: four tabs walk randomly over both portals and two watched sites. In
//! the meantime, the worker is stopped, access is withdrawn and granted, keys are synced, and the
//! store is nearly full.
//!
//! No key may be lost, no page may get the wrong mark, every wrong paste must get a warning, and
//! the stored data and the worker's memory must not grow.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use browser_tests::session::origin;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use demo_portals::sites::{CI, WIKI};
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::catalogue::watched::Watched;
use serde_json::{Value, json};

/// The portal pages that a tab walks over.
const PAGES: [&str; 5] = ["/", "/extensions/", "/account/apikeys", "/demo/fields", "/support/"];
/// How many bytes fill the durable store. Its capacity is 10 MiB.
const FILLED: usize = 9_700_000;
/// How much the store may grow over time, in bytes: ledgers, versions, sightings.
const MORE_STORED: f64 = 64.0 * 1024.0;
/// How much the worker's heap may grow after the first rounds, in MB.
const MORE_MEMORY: f64 = 2.0;
/// The number of rounds before growth is measured.
const FIRST_ROUNDS: usize = 20;

/// Random numbers from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or_default()
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).filter_map(|_| letters.get(self.below(letters.len())).copied()).collect()
    }
}

/// One of the user's keys.
struct Pair {
    id: String,
    secret: String,
    environment: Environment,
}

/// A tab, and the site that it walks over.
struct Walker<'b> {
    page: Page<'b>,
    start: String,
    /// The environment of its pages; `None` on a site for both.
    environment: Option<Environment>,
    paths: &'static [&'static str],
    /// The field that keys are pasted into, and the path of its page.
    field: (&'static str, &'static str),
}

const fn tone(environment: Environment) -> &'static str {
    match environment {
        Production => "production",
        Sandbox => "sandbox",
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let minutes: u64 = match std::env::args().nth(1) {
        Some(minutes) => minutes.parse().context("usage: ./build.sh soak MINUTES")?,
        None => bail!("usage: ./build.sh soak MINUTES"),
    };
    let browser = Browser::start().await?;
    browser.fingerprinter().await?;
    let mut dice = Dice(u64::from(std::process::id()));
    println!("seed {}", dice.0);
    let sites = [Watched { learning: true, ..site(CI, Some(Production)) }, site(WIKI, None)];
    for (host, site) in [CI, WIKI].into_iter().zip(&sites) {
        browser.grant(host).await?;
        browser.watch(site).await?;
    }
    for setting in ["sync", "sync-keyring"] {
        browser.choose(setting, json!(true)).await?;
    }
    let pairs = declared_keys(&browser, &mut dice).await?;
    fill_store(&browser).await?;
    let walkers = walkers(&browser).await?;

    let begun = Instant::now();
    let limit = Duration::from_secs(minutes * 60);
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut rounds = 0;
    let mut first = None;
    let mut recent = Vec::new();
    while begun.elapsed() < limit || rounds <= FIRST_ROUNDS {
        rounds += 1;
        if rounds == FIRST_ROUNDS {
            first = Some(measure(&browser).await?);
        }
        let walker = walkers.get(dice.below(walkers.len())).context("a tab")?;
        let what = step(&browser, walker, &pairs, &mut dice).await.with_context(|| format!("round {rounds}"))?;
        *counts.entry(what).or_default() += 1;
        recent.push(format!("{what} ({})", walker.start));
        if rounds % 10 == 0 {
            let came = || format!("round {rounds}, after: {}", recent.join(", "));
            all_is_right(&browser, &walkers, &pairs).await.with_context(came)?;
            recent.clear();
        }
    }
    all_is_right(&browser, &walkers, &pairs).await?;
    let [before, after] = [first.context("too short")?, measure(&browser).await?];
    println!("{rounds} rounds in {:.1} min: {counts:?}", begun.elapsed().as_secs_f64() / 60.0);
    println!("{} keys, none lost; no wrong mark", pairs.len());
    println!("stored: {:.0} KB, at the end {:.0} KB", before.stored / 1024.0, after.stored / 1024.0);
    println!("items until the browser closes: {}, at the end {}", before.session_items, after.session_items);
    println!("the worker's heap: {:.1} MB, at the end {:.1} MB", before.heap, after.heap);
    ensure!(after.stored <= before.stored + MORE_STORED, "what is stored grows");
    ensure!(after.session_items <= 4 * walkers.len() + 6, "what is kept until the browser closes grows");
    ensure!(after.heap <= before.heap + MORE_MEMORY, "the worker's heap grows");
    browser.end().await
}

async fn declared_keys(browser: &Browser, dice: &mut Dice) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for environment in [Production, Sandbox].into_iter().cycle().take(12) {
        let (id, secret) = (dice.text("ABCDEFGHJKMNPQRSTVWXYZ23456789", 10), dice.text("0123456789abcdef", 40));
        let text = format!("App Id: {id} App Secret: {secret}");
        browser.ask_core(&json!({ "remember": { "text": text, "environment": environment } })).await?;
        pairs.push(Pair { id, secret, environment });
    }
    Ok(pairs)
}

/// Fills the durable store with items that no version of Sandbar reads.
async fn fill_store(browser: &Browser) -> Result<()> {
    let fill = format!(
        "const used = await browser.storage.local.getBytesInUse();
         await browser.storage.local.set({{ filler: 'x'.repeat({FILLED} - used) }});"
    );
    browser.ask(&fill).await.map(drop)
}

async fn walkers(browser: &Browser) -> Result<[Walker<'_>; 4]> {
    let walker = async |start: String, environment, paths: &'static [&'static str], field| {
        let page = browser.open(&format!("{start}{}", paths[0])).await?;
        anyhow::Ok(Walker { page, start, environment, paths, field })
    };
    let on_portal = ("#text", "/demo/fields");
    Ok([
        walker(origin(Production).to_owned(), Some(Production), &PAGES, on_portal).await?,
        walker(origin(Sandbox).to_owned(), Some(Sandbox), &PAGES, on_portal).await?,
        walker(
            format!("https://{CI}"),
            Some(Production),
            &["/", "/fleet/shop/secrets", "/fleet/shop/variables"],
            ("#secret_value", "/fleet/shop/secrets"),
        )
        .await?,
        walker(
            format!("https://{WIKI}"),
            None,
            &["/", "/pages/runbook", "/pages/runbook/edit"],
            ("#title", "/pages/runbook/edit"),
        )
        .await?,
    ])
}

/// Performs one action of the user, a page or the browser.
async fn step(browser: &Browser, walker: &Walker<'_>, pairs: &[Pair], dice: &mut Dice) -> Result<&'static str> {
    match dice.below(12) {
        0..=4 => {
            let path = walker.paths.get(dice.below(walker.paths.len())).context("a path")?;
            walker.page.go(&format!("{}{path}", walker.start)).await?;
            Ok("loaded")
        }
        5..=7 => paste(browser, walker, pairs.get(dice.below(pairs.len())).context("a key")?).await,
        8 => {
            browser.kill_worker().await?;
            Ok("worker ended")
        }
        9 => {
            browser.allow_access(false).await?;
            let title = async || Ok(walker.page.toolbar().await?.title);
            eventually("the toolbar asks for access", title, |title| title.contains("access")).await?;
            browser.allow_access(true).await?;
            Ok("access withdrawn and granted")
        }
        10 => {
            walker.page.reload().await?;
            Ok("reloaded")
        }
        _ => {
            // Repeats what a page may teach.
            walker
                .page
                .run("document.cookie = 'soak=1; path=/'; document.cookie = 'soak=; path=/; max-age=0';")
                .await?;
            Ok("cookie set and removed")
        }
    }
}

/// Pastes a key. A wrong one must get a warning with the right text.
async fn paste(browser: &Browser, walker: &Walker<'_>, pair: &Pair) -> Result<&'static str> {
    let (field, path) = walker.field;
    let page = &walker.page;
    page.go(&format!("{}{path}", walker.start)).await?;
    marked(walker).await?;
    eventually("the page is entered", async || page.entered().await, |entered| !entered.is_empty()).await?;
    browser.paste_text(page, field, &pair.secret).await?;
    let end = pair.secret.get(36..).unwrap_or_default();
    match walker.environment {
        Some(environment) if environment != pair.environment => {
            let heading = match pair.environment {
                Production => "This is a Production key",
                Sandbox => "This is a Sandbox key",
            };
            let warning = page.warned(heading).await?;
            ensure!(warning.description.contains(end), "{warning:?}");
            page.key("Escape", 0).await?;
            page.warning_gone().await?;
            Ok("wrong key warned of")
        }
        Some(_) => {
            // Answers arrive in order, so another paste shows that the first was answered.
            browser
                .paste_text(page, field, "App Id: ZZ28PM50XQ App Secret: 0931d0a725e76fa34ea8771387f31fa3ae84f3d0")
                .await?;
            page.warned("Which environment is this key for?").await?;
            ensure!(page.open_warnings().await? == 1, "a key that fits was warned of");
            page.key("Escape", 0).await?;
            page.warning_gone().await?;
            Ok("fitting key let in")
        }
        None => {
            page.chip_with(&[end]).await?;
            page.key("Escape", 0).await?;
            Ok("key named where it goes anywhere")
        }
    }
}

/// Checks that the page of a tab has its own mark only.
async fn marked(walker: &Walker<'_>) -> Result<()> {
    let Some(environment) = walker.environment else {
        ensure!(walker.page.badge().await?.is_none(), "a site that belongs to both is marked");
        return Ok(());
    };
    let wanted = tone(environment);
    let badge = walker.page.badge_when(wanted, |badge| badge.tone == wanted).await;
    badge.map(drop).with_context(|| format!("the mark of {}", walker.start))
}

async fn all_is_right(browser: &Browser, walkers: &[Walker<'_>], pairs: &[Pair]) -> Result<()> {
    for walker in walkers {
        marked(walker).await?;
    }
    let entries: BTreeMap<String, Value> = browser
        .entries()
        .await?
        .into_iter()
        .map(|entry| (entry.fingerprint.to_text(), json!(entry.environment)))
        .collect();
    for pair in pairs {
        for value in [&pair.id, &pair.secret] {
            let known = entries.get(&browser.fingerprint(value).await?.to_text());
            ensure!(known == Some(&json!(pair.environment)), "a {} key is {known:?}", tone(pair.environment));
        }
    }
    let synced = browser
        .ask("return Object.keys(await browser.storage.sync.get()).filter((name) => name.startsWith('key:')).length;");
    let synced = synced.await?.as_u64().unwrap_or_default();
    ensure!(synced >= pairs.len() as u64, "{synced} synced keys of {}", pairs.len());
    Ok(())
}

struct Measured {
    /// The size of the durable store, in bytes.
    stored: f64,
    /// The number of session items.
    session_items: usize,
    /// The worker's heap after garbage collection, in MB.
    heap: f64,
}

async fn measure(browser: &Browser) -> Result<Measured> {
    let stored = browser.ask("return await browser.storage.local.getBytesInUse();").await?;
    let items = browser.ask("return Object.keys(await browser.storage.session.get()).length;").await?;
    // This makes sure that the worker runs and has read everything.
    browser.ask_core(&json!("keyring")).await?;
    browser.worker_devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = browser.worker_devtools("Runtime.getHeapUsage", json!({})).await?;
    Ok(Measured {
        stored: stored.as_f64().context("bytes")?,
        session_items: usize::try_from(items.as_u64().context("a number")?)?,
        heap: usage["usedSize"].as_f64().context("bytes")? / 1024.0 / 1024.0,
    })
}
