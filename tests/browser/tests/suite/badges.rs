//! The badges: in the page, in the toolbar, in the tab's title and icon.
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::{Context as _, Result, ensure};
use browser_tests::{Browser, Options, PORTALS, Page, eventually};
use demo_portals::Request;
use futures_util::future::try_join_all;
use sandbar::view::theme::{Tone, toolbar_text};
use serde_json::json;

const PRODUCTION: &str = "https://commercedeveloper.adobe.com";
const SANDBOX: &str = "https://commercedeveloper-sandbox.adobe.com";

/// Checks that the page shows this environment everywhere.
async fn says(page: &Page<'_>, host: &str, tone: &str, mark: &str) -> Result<()> {
    let word = if tone == "sandbox" { "Sandbox" } else { "Production" };
    let badge = page.badge_when("the badge", |badge| badge.tone == tone).await?;
    // After the environment follows the state of the session, once the core has answered.
    let first = |said: &str| said.split([',', ' ']).next() == Some(word);
    ensure!(first(&badge.name) && first(&badge.text), "{host}: {badge:?}");
    let toolbar =
        eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == toolbar_text(mark)).await?;
    ensure!(toolbar.title.starts_with(&format!("Sandbar: {word}, {host}")), "{toolbar:?}");
    ensure!(page.title().await?.starts_with(&format!("{mark} · ")), "{}", page.title().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_portal_host_is_marked_everywhere_whether_the_worker_sleeps_or_not() -> Result<()> {
    let browser = Browser::start().await?;
    for (host, tone, mark) in PORTALS {
        for policy in ["none", "strict", "frozen"] {
            browser.kill_worker().await?;
            let page = browser.open(&format!("https://{host}/?policy={policy}")).await?;
            says(&page, host, tone, mark).await?;
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_favicon_is_marked_where_the_policy_allows_and_left_alone_where_not() -> Result<()> {
    let browser = Browser::start().await?;
    for (host, tone, _) in PORTALS {
        let strict = browser.open(&format!("https://{host}/?policy=strict")).await?;
        let own = format!("https://{host}/assets/icon.svg");
        eventually("the refused icon is the page's own", async || strict.icon().await, |icon| *icon == own).await?;
        let links = "return [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.href).join();";
        eventually("the page's link is as it was", async || strict.run(links).await, |links| *links == own.as_str())
            .await?;
        strict.close().await?;
        // A refusal is remembered for its host, so each policy is tried on a different host.
        let browser = Browser::start().await?;
        let open = browser.open(&format!("https://{host}/?policy=none")).await?;
        let marked =
            eventually("the marked icon", async || open.icon().await, |icon| icon.starts_with("data:image/svg"))
                .await?;
        let color = sandbar::view::theme::color(if tone == "sandbox" { Tone::Sandbox } else { Tone::Production });
        ensure!(marked.contains(&color.replace('#', "%23")), "{marked}");
        browser.end().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_refuses_the_icon_is_asked_once() -> Result<()> {
    let browser = Browser::start().await?;
    for round in 0..3 {
        let page = browser.open(&format!("{SANDBOX}/extensions/?round={round}")).await?;
        says(&page, "commercedeveloper-sandbox.adobe.com", "sandbox", "SBX").await?;
        let refused = "return Object.keys(await browser.storage.session.get('refused-icons')).length;";
        eventually("the refusal is known", async || browser.ask(refused).await, |known| *known == 1).await?;
    }
    ensure!(browser.portals().policy_reports() <= 1, "{:?}", browser.portals().policy_report_texts());
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn look_alikes_get_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let list = include_str!("../../../fixtures/look-alikes.txt");
    let mut count = 0;
    for line in list.lines() {
        let url = line.split('\t').next().unwrap_or_default();
        let page = browser.open(url).await?;
        ensure!(page.run("return document.readyState").await? == "complete", "{url} did not load");
        ensure!(page.additions().await? == 0, "{url} was changed");
        ensure!(page.badge().await?.is_none(), "{url} has a badge");
        ensure!(!page.title().await?.contains(" · "), "{url} has a title prefix");
        let toolbar = page.toolbar().await?;
        ensure!(
            toolbar.badge.is_empty() && toolbar.title == "Sandbar: not a Developer Portal page",
            "{url}: {toolbar:?}"
        );
        page.close().await?;
        count += 1;
    }
    ensure!(count >= 20, "only {count} look-alikes");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_between_every_step_changes_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.new_tab().await?;
    for (path, then) in [("/", "/support/"), ("/resources/", "/community/")] {
        for (host, tone, mark) in PORTALS {
            for path in [path, then] {
                browser.kill_worker().await?;
                page.go(&format!("https://{host}{path}")).await?;
                says(&page, host, tone, mark).await?;
            }
        }
    }
    browser.kill_worker().await?;
    page.go("https://example.org/").await?;
    eventually("neutral again", async || page.toolbar().await, |toolbar| toolbar.badge.is_empty()).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_and_forth_keeps_every_mark_right() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    page.go(&format!("{SANDBOX}/")).await?;
    page.go("https://example.org/").await?;
    page.back().await?;
    says(&page, "commercedeveloper-sandbox.adobe.com", "sandbox", "SBX").await?;
    page.back().await?;
    says(&page, "commercedeveloper.adobe.com", "production", "PROD").await?;
    page.forward().await?;
    says(&page, "commercedeveloper-sandbox.adobe.com", "sandbox", "SBX").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_about_the_banners_words_has_no_banner() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    // The page's policy allows no styles in markup.
    let show = async |markup: String| {
        let script = format!(
            "document.body.innerHTML = {};
             for (const one of document.querySelectorAll('[data-style]')) one.style.cssText = one.dataset.style;",
            json!(markup)
        );
        page.run(&script).await
    };
    let said = "This environment is running in sandbox mode";
    for markup in [
        format!("<div><a>Support</a> › <span>{said}</span></div><h1>Ticket 4711</h1>"),
        format!("<main><header><h1>{said}</h1></header><h2>Comments</h2></main>"),
        format!("<h1>Ticket</h1><div role=region aria-label=Description><p>{said}.</p></div>"),
        "<div role=alert>Your payment method PayPal is running in sandbox mode.</div>".to_owned(),
        format!("<div data-style='height: 80px'></div><div>{said}</div><p>It is red.</p><h2>Comments</h2>"),
        format!("<div><span data-style='float: left; width: 200px'>{said}</span></div><h1>Ticket 4711</h1>"),
    ] {
        show(format!("<div role=alert>{said}</div>")).await?;
        page.badge_when("a contradiction", |badge| badge.tone == "check").await?;
        show(markup.clone()).await?;
        page.badge_when("none", |badge| badge.tone == "production").await.context(markup)?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn address_and_banner_are_compared() -> Result<()> {
    let browser = Browser::start().await?;
    for (url, tone) in [
        (format!("{PRODUCTION}/"), "production"),
        (format!("{PRODUCTION}/?banner=misplaced"), "check"),
        (format!("{SANDBOX}/"), "sandbox"),
        (format!("{SANDBOX}/?banner=missing"), "sandbox"),
        (format!("{SANDBOX}/?banner=split"), "sandbox"),
        (format!("{PRODUCTION}/?banner=quoted"), "production"),
    ] {
        browser.kill_worker().await?;
        let page = browser.open(&url).await?;
        // Wait until the core knows that the banner is there or is missing; that is the final
        // answer.
        let known =
            format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
        eventually(
            "the banner is looked for",
            async || browser.ask(&known).await,
            |known| *known == "shown" || *known == "missing",
        )
        .await?;
        let badge = page.badge_when(&url, |badge| badge.tone == tone).await?;
        let toolbar = eventually(
            "the toolbar",
            async || page.toolbar().await,
            |toolbar| (toolbar.badge == "?") == (tone == "check"),
        )
        .await?;
        if tone == "check" {
            ensure!(badge.name.starts_with("Check the environment: This is a Production address"), "{badge:?}");
            ensure!(toolbar.title.starts_with("Sandbar: check the environment. "), "{toolbar:?}");
            ensure!(page.title().await?.starts_with("CHECK · "), "{}", page.title().await?);
        }
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banner_that_comes_late_is_never_missed() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.new_tab().await?;
    let note = "const seen = []; window.titles = seen; new MutationObserver(() => seen.push(document.title)).observe(document, { subtree: true, childList: true, characterData: true });";
    page.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": note })).await?;
    page.go(&format!("{SANDBOX}/?banner=late")).await?;
    let known = format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
    eventually("the banner is seen", async || browser.ask(&known).await, |known| *known == "shown").await?;
    let titles = page.run("return titles.join();").await?;
    ensure!(
        !titles.as_str().unwrap_or_default().contains("CHECK"),
        "an alarm for a banner that was on its way: {titles}"
    );
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_survives_pages_that_rebuild_themselves() -> Result<()> {
    let browser = Browser::start().await?;
    for how in ["1", "write", "hostile"] {
        for policy in ["strict", "none"] {
            let page = browser.open(&format!("{SANDBOX}/?rebuild={how}&policy={policy}")).await?;
            page.run("document.getElementById('rebuild').click();").await?;
            let built = "return Number(document.documentElement.dataset.rebuilt ?? 0);";
            let times =
                eventually("the page is rebuilt", async || page.run(built).await, |times| times.as_u64() >= Some(2))
                    .await;
            ensure!(times.is_ok() || how == "hostile", "{how}: {times:?}");
            if how != "hostile" {
                page.badge_when(how, |badge| badge.tone == "sandbox").await?;
                ensure!(page.additions().await? == 1, "{how}: more than one badge");
            }
            eventually("the title", async || page.title().await, |title| title.starts_with("SBX · ")).await?;
            // Whatever happens, the page stays usable: its scripts still run.
            ensure!(page.run("return 1 + 1;").await? == 2);
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn single_page_navigation_keeps_the_marks() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/signin?as=ada&next=/extensions/")).await?;
    page.go(&format!("{SANDBOX}/extensions/?spa=1")).await?;
    let title = page.title().await?;
    page.run("document.querySelector('a[href^=\"/support/\"]').click();").await?;
    eventually("another page's title", async || page.title().await, |now| *now != title && now.starts_with("SBX · "))
        .await?;
    says(&page, "commercedeveloper-sandbox.adobe.com", "sandbox", "SBX").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn title_and_icon_follow_the_page() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/?title=changing&policy=none")).await?;
    eventually("the marked icon", async || page.icon().await, |icon| icon.starts_with("data:")).await?;
    for (button, title) in [
        ("change-title", "PROD · (1) News | Developer Portal"),
        ("replace-head", "PROD · Replaced 2 | Developer Portal"),
    ] {
        page.run(&format!("document.getElementById('{button}')?.click();")).await?;
        eventually(button, async || page.title().await, |now| now == title).await?;
    }
    page.run("document.getElementById('change-icon').click();").await?;
    let links =
        "return [...document.querySelectorAll('link[rel~=icon]')].every((link) => link.href.startsWith('data:'));";
    eventually("the changed icon is marked", async || page.run(links).await, |marked| *marked == true).await?;
    // If the page extends its own title, the prefix isn't doubled.
    page.run("document.title = '* ' + document.title;").await?;
    eventually(
        "one prefix",
        async || page.title().await,
        |now| now.starts_with("PROD · * ") && now.matches("PROD").count() == 1,
    )
    .await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_loses_nothing_but_what_was_put_before_it() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/")).await?;
    let titled = async |script: &str, wanted: &str| -> Result<()> {
        page.run(script).await?;
        eventually(script, async || page.title().await, |now| now == wanted).await.map(drop)
    };
    titled("document.title = 'acme-NONPROD · GitLab';", "PROD · acme-NONPROD · GitLab").await?;
    titled("document.title = 'Keys for PROD · Issue 12';", "PROD · Keys for PROD · Issue 12").await?;
    titled(
        "document.querySelector('title').remove();
         const title = document.createElement('title');
         title.textContent = 'In the body';
         document.body.append(title);",
        "PROD · In the body",
    )
    .await?;
    titled("document.querySelector('title').textContent = 'Still there';", "PROD · Still there").await?;
    titled(
        "for (const title of document.querySelectorAll('title')) title.remove();
         const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
         const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
         title.textContent = 'A drawing';
         drawing.append(title);
         document.body.prepend(drawing);",
        "PROD · commercedeveloper.adobe.com",
    )
    .await?;
    ensure!(page.run("return document.querySelector('svg title').textContent;").await? == "A drawing");

    titled("document.title = 'Overview';", "PROD · Overview").await?;
    let settings = browser.ask_core(&json!("settings")).await?;
    let mut production = settings["production"].clone();
    production["title"] = json!(false);
    browser.choose("production", production).await?;
    eventually("no mark", async || page.title().await, |now| now == "Overview").await?;
    page.run("document.title = 'SBX · is written by the site';").await?;
    page.go(&format!("{PRODUCTION}/")).await?;
    page.run("document.title = 'SBX · is written by the site';").await?;
    page.badge_when("the badge", |badge| badge.tone == "production").await?;
    ensure!(page.title().await? == "SBX · is written by the site");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn icons_for_both_color_schemes_are_marked_and_come_back() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/?policy=none")).await?;
    eventually("the marked icon", async || page.icon().await, |icon| icon.starts_with("data:")).await?;
    page.run(
        "for (const link of document.querySelectorAll('link[rel~=icon]')) link.remove();
         for (const scheme of ['light', 'dark']) {
           const link = document.createElement('link');
           Object.assign(link, { rel: 'icon', media: `(prefers-color-scheme: ${scheme})` });
           link.href = `/assets/icon.svg?${scheme}`;
           document.head.append(link);
         }",
    )
    .await?;
    let links = async || {
        let links = "return [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.getAttribute('href')).join(' ');";
        Ok(page.run(links).await?.as_str().unwrap_or_default().to_owned())
    };
    eventually("both are marked", links, |links| links.matches("data:image/svg+xml").count() == 2).await?;
    let settings = browser.ask_core(&json!("settings")).await?;
    let mut production = settings["production"].clone();
    production["favicon"] = json!(false);
    browser.choose("production", production).await?;
    eventually("both are the site's", links, |links| links == "/assets/icon.svg?light /assets/icon.svg?dark").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_keeps_swapping_its_icon_keeps_it() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{PRODUCTION}/?title=changing&policy=none")).await?;
    eventually("the marked icon", async || page.icon().await, |icon| icon.starts_with("data:")).await?;
    page.run(
        "window.swaps = 0;
         const link = document.querySelector('link[rel~=icon]');
         new MutationObserver(() => {
           if (!link.href.startsWith('data:')) return;
           window.swaps += 1;
           link.href = `/assets/icon-changed.svg?${window.swaps}`;
         }).observe(link, { attributeFilter: ['href'] });
         link.href = '/assets/icon-changed.svg';",
    )
    .await?;
    let left = async || {
        let before = page.run("return window.swaps;").await?;
        page.run("await new Promise((done) => setTimeout(done, 1500));").await?;
        anyhow::Ok(before == page.run("return window.swaps;").await? && before.as_u64().is_some_and(|swaps| swaps > 3))
    };
    eventually("the icon is the site's", left, |left| *left).await?;
    ensure!(page.run("return window.swaps;").await?.as_u64().is_some_and(|swaps| swaps < 20));
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_of_the_badge_is_kept_from_the_first_frame_on() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    let other = browser.open("https://developer-stg.magento.com/").await?;
    let [left, top, ..] = page.badge_when("the badge", |badge| badge.fold == "open").await?.rect;
    ensure!(left > 600.0 && top > 400.0, "bottom right: {left} {top}");

    page.press_badge("move").await?;
    page.badge_when("bottom left", |badge| badge.rect[0] < 20.0 && badge.rect[1] > 400.0).await?;
    browser.kill_worker().await?;
    page.press_badge("move").await?;
    page.badge_when("top left", |badge| badge.rect[0] < 20.0 && badge.rect[1] < 20.0).await?;
    page.press_badge("fold").await?;
    page.badge_when("folded", |badge| {
        badge.fold == "folded" && badge.text.starts_with("SBX") && badge.name.starts_with("Sandbox")
    })
    .await?;
    other.badge_when("the other page follows", |badge| badge.fold == "folded" && badge.rect[1] < 20.0).await?;

    browser.kill_worker().await?;
    let frames = first_frames(&page, &format!("{SANDBOX}/extensions/")).await?;
    ensure!(frames.iter().all(|frame| frame.top < 20.0 && frame.left < 20.0), "it jumped: {frames:?}");

    let production = browser.open(&format!("{PRODUCTION}/")).await?;
    production.badge_when("production's stays", |badge| badge.fold == "open" && badge.rect[0] > 600.0).await?;

    let browser = browser.restart(Options::default()).await?;
    let page = browser.new_tab().await?;
    let frames = first_frames(&page, &format!("{SANDBOX}/")).await?;
    ensure!(frames.iter().all(|frame| frame.top < 20.0 && frame.left < 20.0), "not kept: {frames:?}");
    page.badge_when("still folded", |badge| badge.fold == "folded").await?;
    browser.end().await
}

/// The state of the badge's host in one frame, just before that frame was painted.
#[derive(Debug, serde::Deserialize)]
pub struct Frame {
    pub top: f64,
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub area: f64,
}

/// Opens a page and returns every frame up to the first painted one, according to the browser's own
/// paint timing.
pub async fn first_frames(page: &Page<'_>, url: &str) -> Result<Vec<Frame>> {
    // Animation callbacks run right before a frame is painted, so what has a layout there is
    // painted.
    let record = "
        const frames = [];
        const note = () => {
          const added = [...document.documentElement.children].find((child) => !/^(head|body)$/i.test(child.localName));
          const box = added?.getBoundingClientRect() ?? new DOMRect();
          const { top, left, bottom, right, width, height } = box;
          frames.push({ at: performance.now(), top, left, bottom, right, area: width * height });
          if (frames.length < 600) requestAnimationFrame(note);
        };
        requestAnimationFrame(note);
        window.painted = () => {
          // Firefox reports only the first paint with content. No frame before that may lack the
          // badge either.
          const [paint] = ['first-paint', 'first-contentful-paint'].flatMap((name) => performance.getEntriesByName(name));
          return paint && { paint: paint.startTime, frames: frames.filter((frame) => frame.at <= paint.startTime) };
        };";
    page.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": record })).await?;
    page.go(url).await?;
    let told =
        eventually("the first paint", async || page.run("return painted();").await, |told| !told.is_null()).await?;
    let frames: Vec<Frame> = serde_json::from_value(told["frames"].clone())?;
    ensure!(!frames.is_empty(), "no frame before the first paint: {told}");
    Ok(frames)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_is_in_the_first_painted_frame() -> Result<()> {
    // Most of the time is spent waiting for slow parts of a page.
    try_join_all(PORTALS.map(|(host, ..)| in_the_first_frame(host))).await.map(drop)
}

async fn in_the_first_frame(host: &str) -> Result<()> {
    let browser = Browser::start().await?;
    for delay in ["", "&slow=2000", "&slowscript=2000", "&slowimage=2000"] {
        for dead in [false, true] {
            let page = browser.new_tab().await?;
            if dead {
                browser.kill_worker().await?;
            }
            let frames = first_frames(&page, &format!("https://{host}/?first{delay}")).await?;
            ensure!(frames.iter().all(|frame| frame.area > 0.0), "{host}{delay}, worker dead: {dead}: {frames:?}");
            page.close().await?;
        }
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_toolbar_is_right_after_a_restart_with_restored_tabs() -> Result<()> {
    let browser = Browser::start_with(Options { restore_tabs: true, ..Options::default() }).await?;
    for (host, tone, mark) in PORTALS {
        let page = browser.open(&format!("https://{host}/")).await?;
        says(&page, host, tone, mark).await?;
    }
    let browser = browser.restart(Options { restore_tabs: true, ..Options::default() }).await?;
    let wanted: Vec<_> = PORTALS.map(|(host, _, mark)| (host, mark)).into();
    for (host, mark) in wanted {
        let badge = format!(
            "const [tab] = await browser.tabs.query({{ url: 'https://{host}/*' }});
             return tab ? browser.action.getBadgeText({{ tabId: tab.id }}) : null;"
        );
        eventually(host, async || browser.ask(&badge).await, |badge| *badge == toolbar_text(mark)).await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_were_open_before_an_update_are_served_again() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    says(&page, "commercedeveloper-sandbox.adobe.com", "sandbox", "SBX").await?;
    page.run("window.before = document.documentElement.lastElementChild;").await?;
    browser.reload_extension().await?;
    let replaced = async || page.run("return document.documentElement.lastElementChild !== window.before;").await;
    eventually("the new scripts have come", replaced, |replaced| *replaced == true).await?;
    eventually("one badge, not two", async || page.additions().await, |count| *count == 1).await?;
    page.press_badge("fold").await?;
    page.badge_when("the new scripts answer", |badge| badge.fold == "folded").await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "SBX").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_drawn_in_print_and_in_full_screen() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{SANDBOX}/")).await?;
    page.badge_when("drawn", |_| true).await?;
    page.devtools("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" })).await?;
    eventually("not in print", async || page.badge().await, Option::is_none).await?;
    page.devtools("Emulation.setEmulatedMedia", serde_json::json!({ "media": "" })).await?;
    page.badge_when("drawn again", |_| true).await?;
    page.full_screen().await?;
    eventually("not in full screen", async || page.badge().await, Option::is_none).await?;
    browser.end().await
}

/// Hosts that the browser itself contacts, with or without an extension.
const BROWSERS_OWN: [&str; 4] = ["google.com", "googleapis.com", "gvt1.com", "duckduckgo.com"];

#[tokio::test(flavor = "multi_thread")]
async fn the_extension_itself_asks_the_network_for_nothing() -> Result<()> {
    let mut walks = Vec::new();
    for options in [Options::default(), Options { extension: None, ..Options::default() }] {
        let browser = Browser::start_with(options).await?;
        for (host, ..) in PORTALS {
            let page = browser.new_tab().await?;
            page.go(&format!("https://{host}/")).await?;
            // The browser loads the icon after the page, and cancels that when the next page comes.
            let requested = async || Ok(browser.portals().requests());
            let has_icon = |requests: &Vec<Request>| {
                requests.iter().any(|request| request.host == host && request.path == "/assets/icon.svg")
            };
            eventually("the icon is requested", requested, has_icon).await?;
            page.go(&format!("https://{host}/extensions/")).await?;
        }
        // A report that a policy refused the marked icon belongs to the page; the browser sends it.
        let mut requests: Vec<_> = browser
            .portals()
            .requests()
            .into_iter()
            .filter(|request| request.path != "/policy-report")
            // The browser's own requests vary from start to start.
            .filter(|request| !BROWSERS_OWN.iter().any(|host| request.host.ends_with(host)))
            .map(|request| format!("{} {} {}", request.method, request.host, request.path))
            .collect();
        requests.sort();
        requests.dedup();
        walks.push(requests);
        browser.end().await?;
    }
    ensure!(walks[0] == walks[1], "with the extension: {:#?}\nwithout: {:#?}", walks[0], walks[1]);
    Ok(())
}
