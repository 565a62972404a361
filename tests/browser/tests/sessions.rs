//! Sessions: what open pages say when one is ended, and what is asked before.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{PROFILE, origin, word};
use browser_tests::{Browser, Options, Page, eventually};
use sandbar::portal::Environment::{self, Production, Sandbox};

/// The controls that sign out, by the demo portals' switch.
const CONTROLS: [(&str, &str); 4] = [
    ("link", "a[href='/account/logout']"),
    ("form", "form[action='/account/logout'] button"),
    ("script", "[data-sign-out]"),
    ("spa", "[data-sign-out]"),
];

/// Three signed-in tabs of an environment.
async fn three(browser: &Browser, environment: Environment) -> Result<Vec<Page<'_>>> {
    let mut pages = Vec::new();
    for path in ["/extensions/", "/reports/sales", "/account/profile"] {
        pages.push(browser.sign_in(environment, path).await?);
    }
    Ok(pages)
}

/// Every one of these pages says, everywhere, that its session ended.
async fn all_ended(pages: &[Page<'_>], why: &str) -> Result<()> {
    for page in pages {
        page.ended(why).await?;
        ensure!(page.title().await?.starts_with("ENDED · "), "{}", page.title().await?);
        eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "END").await?;
    }
    Ok(())
}

async fn close_all(pages: Vec<Page<'_>>) -> Result<()> {
    for page in pages {
        page.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_by_a_press_ends_every_open_page_of_both_environments() -> Result<()> {
    let browser = Browser::start().await?;
    for left in Environment::ALL {
        let mut others = three(&browser, left.other()).await?;
        let mut own = three(&browser, left).await?;
        let page = own.pop().context("a page")?;
        for (kind, control) in CONTROLS {
            let why = format!("Signing out of {} at ", word(left));
            page.sign_in(left, &format!("/?menu=open&signout={kind}")).await?;
            page.point_at(control).await?;
            page.press(control).await?;
            page.warned(&format!("Signing out of {} signs you out of {} too", word(left), word(left.other()))).await?;
            page.press_warning("Sign out of both").await?;
            all_ended(&others, &why).await.with_context(|| format!("{kind} in {left:?}"))?;
            all_ended(&own, &format!("You signed out of {} at ", word(left))).await.with_context(|| kind.to_owned())?;
            page.not_ended().await?;
            // Signed in again, every older page is fine again.
            page.sign_in(left, "/").await?;
            for page in &own {
                page.not_ended().await?;
            }
            let again = others.pop().context("a page")?;
            again.sign_in(left.other(), "/extensions/").await?;
            others.push(again);
            for page in &others {
                page.not_ended().await?;
            }
        }
        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_asks_answers_and_signs_out() -> Result<()> {
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/").await?;
    for (kind, control) in CONTROLS {
        page.sign_in(Production, &format!("/?menu=open&signout={kind}")).await?;
        other.sign_in(Sandbox, "/extensions/").await?;
        focus(&page, control).await?;
        page.key("Enter", 0).await?;
        let question = page.warned("Signing out of Production signs you out of Sandbox too").await?;
        ensure!(question.role == "alertdialog", "{question:?}");
        ensure!(question.focused.as_deref() == Some("Stay signed in"), "{question:?}");
        page.key("Tab", 0).await?;
        eventually(
            "on the next button",
            async || page.warning().await,
            |now| now.as_ref().is_some_and(|now| now.focused.as_deref() == Some("Sign out of both")),
        )
        .await?;
        page.key("Enter", 0).await?;
        other.ended("Signing out of Production at ").await.with_context(|| kind.to_owned())?;
    }
    browser.end().await
}

/// Puts the keyboard on a control once its press would be asked about.
async fn focus(page: &Page<'_>, control: &str) -> Result<()> {
    page.show().await?;
    eventually("a press would be asked about", async || page.holds_presses().await, |holds| *holds).await?;
    page.run(&format!("document.querySelector({control:?}).focus();")).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_names_the_tabs_and_what_they_hold() -> Result<()> {
    let browser = Browser::start().await?;
    let quiet = browser.sign_in(Sandbox, "/extensions/").await?;
    let form = browser.sign_in(Sandbox, "/demo/form30").await?;
    for field in ["#f1", "#f6", "#f26"] {
        type_into(&form, field, "ab").await?;
    }
    let page = browser.sign_in(Production, "/?menu=open").await?;
    let link = "a[href='/account/logout']";
    for (button, key) in [("", "Escape"), ("Stay signed in", "")] {
        press(&page, link).await?;
        let question = page.warned("Signing out of Production signs you out of Sandbox too").await?;
        for said in
            ["Extensions | Developer Portal", "Submission | Developer Portal", "3 unsaved fields", "One of them"]
        {
            ensure!(question.description.contains(said), "{said}: {question:?}");
        }
        ensure!(!question.description.contains("SBX"), "{question:?}");
        ensure!(question.buttons == ["Go to the unsaved tab", "Stay signed in", "Sign out of both"], "{question:?}");
        if button.is_empty() {
            page.key(key, 0).await?
        } else {
            page.press_warning(button).await?
        }
        page.warning_gone().await?;
        ensure!(page.run("return location.pathname;").await? == "/", "it was to stay");
    }
    press(&page, link).await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    // The driver brings tabs to the front as it speaks to them: what came to the front is noted.
    browser
        .ask("globalThis.fronts = []; browser.tabs.onActivated.addListener(({ tabId }) => fronts.push(tabId));")
        .await?;
    page.press_warning("Go to the unsaved tab").await?;
    let tab = serde_json::json!(form.tab_id()?);
    let came = |fronts: &serde_json::Value| fronts.as_array().is_some_and(|fronts| fronts.contains(&tab));
    eventually("the tab with the input is in front", async || browser.ask("return fronts;").await, came).await?;
    quiet.not_ended().await?;
    // Having looked, a second press goes through.
    page.show().await?;
    page.press(link).await?;
    form.ended("Signing out of Production at ").await?;
    browser.end().await
}

/// Types into a field as a person does.
async fn type_into(page: &Page<'_>, field: &str, text: &str) -> Result<()> {
    page.run(&format!("document.querySelector({field:?}).focus();")).await?;
    page.type_text(text).await
}

/// Points at a control and presses it, once a press would be asked about.
async fn press(page: &Page<'_>, control: &str) -> Result<()> {
    page.show().await?;
    eventually("a press would be asked about", async || page.holds_presses().await, |holds| *holds).await?;
    page.point_at(control).await?;
    page.press(control).await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_to_lose_no_question_comes() -> Result<()> {
    let browser = Browser::start().await?;
    let link = "a[href='/account/logout']";
    // No tab of the other environment; one that is signed out; one that was closed.
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    let other = browser.open(&format!("{}/", origin(Sandbox))).await?;
    other
        .session_when(Sandbox, "signed out with Production")
        .await
        .or(other.session_when(Sandbox, "signed out").await)?;
    page.sign_in(Production, "/?menu=open").await?;
    ensure!(!page.holds_presses().await?, "nothing would be lost");
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    other.sign_in(Sandbox, "/extensions/").await?;
    page.sign_in(Production, "/?menu=open").await?;
    eventually("a press would be asked about", async || page.holds_presses().await, |holds| *holds).await?;
    other.close().await?;
    eventually("a press would not be asked about", async || page.holds_presses().await, |holds| !holds).await?;
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    ensure!(page.warning().await?.is_none(), "a question");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn by_address_and_by_the_account_site_it_goes_through_and_is_seen() -> Result<()> {
    let browser = Browser::start().await?;
    let production = three(&browser, Production).await?;
    let mut sandbox = three(&browser, Sandbox).await?;
    let page = sandbox.pop().context("a page")?;
    page.go(&format!("{}/account/logout", origin(Sandbox))).await?;
    all_ended(&production, "Sandbox was found signed out at ").await?;
    all_ended(&sandbox, "A newer page was found signed out at ").await?;
    page.not_ended().await?;

    // A page that goes there by script is seen to go.
    page.sign_in(Sandbox, "/").await?;
    production.first().context("a page")?.sign_in(Production, "/").await?;
    page.run("location.assign('/account/logout');").await?;
    for page in &production {
        page.ended("Signing out of Sandbox at ").await?;
    }

    let account = browser.open("https://account.magento.com/customer/account/login/?as=ada").await?;
    for page in production.iter().chain(&sandbox) {
        let environment = if page.run("return location.hostname;").await? == "commercedeveloper.adobe.com" {
            Production
        } else {
            Sandbox
        };
        page.sign_in(environment, "/extensions/").await?;
    }
    account.go("https://account.magento.com/customer/account/logout/").await?;
    for pages in [&production, &sandbox] {
        all_ended(pages, "Signing out on the account site at ").await?;
    }
    ensure!(
        account.additions().await? == 0 && account.badge().await?.is_none(),
        "something is drawn on the account site"
    );
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cleared_cookies_lower_belief_and_a_signed_out_page_ends_it() -> Result<()> {
    let browser = Browser::start().await?;
    let mut production = three(&browser, Production).await?;
    let sandbox = three(&browser, Sandbox).await?;
    let page = production.pop().context("a page")?;
    page.devtools("Network.clearBrowserCookies", serde_json::json!({})).await?;
    for page in &sandbox {
        page.session_when(Sandbox, "session not known").await?;
        page.not_ended().await?;
    }
    page.go(&format!("{}/", origin(Production))).await?;
    all_ended(&sandbox, "Production was found signed out at ").await?;
    all_ended(&production, "A newer page was found signed out at ").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_tabs_are_told_within_a_second() -> Result<()> {
    let browser = Browser::start().await?;
    let mut tabs = Vec::new();
    for _ in 0..20 {
        tabs.push(browser.sign_in(Production, "/extensions/").await?);
    }
    let page = browser.sign_in(Sandbox, "/?menu=open").await?;
    // The page notes when its title carries the mark and when something was added to it.
    let note = "const seen = globalThis.seen = {};
        const title = new MutationObserver(() => document.title.startsWith('ENDED') && (seen.title ??= Date.now()));
        title.observe(document.querySelector('title'), { childList: true, characterData: true, subtree: true });
        const added = new MutationObserver((all) => all.some((one) => one.addedNodes.length) && (seen.card ??= Date.now()));
        added.observe(document.documentElement, { childList: true });";
    for tab in &tabs {
        tab.run(note).await?;
    }
    press(&page, "a[href='/account/logout']").await?;
    page.warned("Signing out of Sandbox signs you out of Production too").await?;
    page.press_warning("Sign out of both").await?;
    let mut latest = 0.0_f64;
    for tab in &tabs {
        tab.ended("Signing out of Sandbox at ").await?;
    }
    let ledger = browser.ledger("0").await?;
    let confirmed = ledger["production"]["belief"]["signed-out"]["at"].as_f64().context("the time of the end")?;
    for tab in &tabs {
        let seen = tab.run("return seen;").await?;
        for what in ["title", "card"] {
            latest = latest.max(seen[what].as_f64().with_context(|| format!("{what}: {seen}"))? - confirmed);
        }
    }
    println!("20 tabs of the other environment carry mark and notice {latest} ms after the confirmed sign-out");
    ensure!(latest <= 1000.0, "the last of 20 tabs was told after {latest} ms");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_may_die_between_press_and_page() -> Result<()> {
    let browser = Browser::start().await?;
    for left in Environment::ALL {
        let others = three(&browser, left.other()).await?;
        let page = browser.sign_in(left, "/?menu=open").await?;
        press(&page, "a[href='/account/logout']").await?;
        page.warned(&format!("Signing out of {} signs you out of {} too", word(left), word(left.other()))).await?;
        page.press_warning("Sign out of both").await?;
        browser.kill_worker().await?;
        for other in &others {
            other.ended(&format!("{} ", word(left))).await?;
        }
        browser.kill_worker().await?;
        // A worker that knows nothing but what was stored says the same.
        for other in &others {
            other.session_when(left.other(), &format!("signed out with {}", word(left))).await?;
        }
        page.sign_in(left, "/").await?;
        close_all(others).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_nothing_is_believed_that_no_page_shows() -> Result<()> {
    let restored = Options { restore_tabs: true, ..Options::default() };
    let browser = Browser::start_with(restored.clone()).await?;
    browser.sign_in(Production, "/extensions/").await?;
    browser.sign_in(Sandbox, "/extensions/").await?;
    let browser = browser.restart(Options::default()).await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let known = "return (await browser.storage.session.get('awake')).awake;";
    ensure!(browser.ask(known).await? == serde_json::json!(["0"]));
    let ledger = browser.ledger("0").await?;
    ensure!(ledger["sandbox"]["belief"].get("unknown").is_some(), "{ledger}");
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    press(&sandbox, "a[href='/account/logout']").await?;
    sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    sandbox.press_warning("Sign out of both").await?;
    production.ended("Signing out of Sandbox at ").await?;
    // What was signed out stays signed out over a restart.
    let browser = browser.restart(Options::default()).await?;
    let page = browser.open(&format!("{}/", origin(Production))).await?;
    page.session_when(Production, "signed out with Sandbox").await?;
    page.not_ended().await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_from_before_the_sign_out_says_so_when_it_comes_back() -> Result<()> {
    let browser = Browser::start().await?;
    let old = browser.sign_in(Production, "/extensions/").await?;
    old.go("https://example.org/").await?;
    let page = browser.sign_in(Sandbox, "/?menu=open").await?;
    page.press("a[href='/account/logout']").await?;
    page.session_when(Sandbox, "signed out").await?;
    old.driver().await?.back().await?;
    let shown = old.run("return document.body.innerText.includes('Ada Sample');").await?;
    if shown == true {
        old.ended("Signing out of Sandbox at ").await?;
    }
    println!("the page came {} the back/forward cache", if shown == true { "out of" } else { "without" });
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_shows_both_makes_it_unknown() -> Result<()> {
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/extensions/").await?;
    page.go(&format!("{}/?signedout=ambiguous&menu=open", origin(Production))).await?;
    page.session_when(Production, "session not known").await?;
    other.session_when(Sandbox, "signed in").await?;
    other.not_ended().await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_copied_at_a_press_and_kept_nowhere() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    let mut wanted = Vec::new();
    for (id, label) in FORM {
        let field = format!("#{id}");
        let kind = page
            .run(&format!("const field = document.querySelector({field:?}); return field.type ?? 'editable';"))
            .await?;
        match kind.as_str().unwrap_or_default() {
            "checkbox" | "radio" => page.press(&field).await?,
            "select-one" | "select-multiple" => {
                page.run(&format!("document.querySelector({field:?}).focus();")).await?;
                page.key("ArrowDown", 0).await?;
            }
            "number" => type_into(&page, &field, "12").await?,
            "date" => type_into(&page, &field, "01022026").await?,
            "password" => type_into(&page, &field, "hunter-two").await?,
            _ => type_into(&page, &field, &format!("typed {id}")).await?,
        }
        wanted.push((id, label, kind.as_str().unwrap_or_default().to_owned()));
    }
    let sandbox = browser.sign_in(Sandbox, "/?menu=open").await?;
    press(&sandbox, "a[href='/account/logout']").await?;
    sandbox.warned("Signing out of Sandbox signs you out of Production too").await?;
    sandbox.press_warning("Sign out of both").await?;
    let card = page.ended("Signing out of Sandbox at ").await?;
    ensure!(card.controls == ["Hide", "Sign in again", "Copy what I typed"], "{card:?}");
    page.show().await?;
    page.press_card(&card.name, "Copy what I typed").await?;
    let card = page.ended("Copied ").await?;
    let copied = browser.clipboard().await?;
    for (id, label, kind) in &wanted {
        let line = match kind.as_str() {
            "checkbox" => format!("{label}: yes"),
            "radio" if *id == "f17" => format!("{label}: chosen"),
            "radio" | "password" => continue,
            "select-one" | "select-multiple" => format!("{label}: "),
            "number" => format!("{label}: 12"),
            "date" => format!("{label}: 2026-01-02"),
            _ if *id == "f30" => continue,
            _ => format!("{label}: typed {id}"),
        };
        ensure!(copied.contains(&line), "{line}:\n{copied}");
    }
    ensure!(!copied.contains("hunter-two") && !copied.contains("DemoDemo"), "a secret was copied:\n{copied}");
    ensure!(copied.contains("API token") && card.text.contains("API token"), "what is left out is named: {copied}");
    let stored = browser.stored().await?;
    for secret in ["typed f1", "hunter-two", "DemoDemo"] {
        ensure!(!stored.contains(secret), "{secret} is stored");
    }
    browser.end().await
}

/// The fields of the demo form that are edited, by id and label. Hidden ones
/// cannot be.
const FORM: [(&str, &str); 28] = [
    ("f1", "Name"),
    ("f2", "Subtitle"),
    ("f3", "Version"),
    ("f4", "Vendor"),
    ("f5", "Composer package"),
    ("f6", "Short description"),
    ("f7", "Long description"),
    ("f8", "Release notes"),
    ("f9", "Licence text"),
    ("f10", "Category"),
    ("f11", "Edition"),
    ("f12", "Platforms"),
    ("f13", "Works with the cloud"),
    ("f14", "Has a demo"),
    ("f15", "Licence: MIT"),
    ("f16", "Licence: Apache 2.0"),
    ("f17", "Licence: other"),
    ("f18", "Support e-mail"),
    ("f19", "Price"),
    ("f20", "Installation price"),
    ("f21", "Release date"),
    ("f22", "Documentation"),
    ("f23", "Demo address"),
    ("f24", "Telephone"),
    ("f25", "Search words"),
    ("f26", "Feature list"),
    ("f27", "Demo password"),
    ("f30", "API token"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sign_in_to_sandbox_reminds_of_the_profile_until_it_is_done() -> Result<()> {
    let browser = Browser::start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    ensure!(production.card(PROFILE).await?.is_none(), "no reminder in production");
    let page = browser.sign_in(Sandbox, "/extensions/").await?;
    let card =
        eventually("the reminder", async || page.card(PROFILE).await, Option::is_some).await?.context("a card")?;
    ensure!(card.links == [format!("{}/account/profile", origin(Sandbox))], "{card:?}");
    let second = browser.sign_in(Sandbox, "/reports/sales").await?;
    eventually("the reminder", async || second.card(PROFILE).await, Option::is_some).await?;
    page.show().await?;
    page.press_card(PROFILE, "Mark as done").await?;
    for page in [&page, &second] {
        eventually("no reminder", async || page.card(PROFILE).await, Option::is_none).await?;
    }
    let browser = browser.restart(Options::default()).await?;
    let page = browser.sign_in(Sandbox, "/extensions/").await?;
    ensure!(page.card(PROFILE).await?.is_none(), "it was done");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_window_is_a_world_of_its_own() -> Result<()> {
    let browser = Browser::start().await?;
    browser.allow_private_windows().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    let private = browser.private_tab().await?;
    private.sign_in(Sandbox, "/?menu=open").await?;
    ensure!(!private.holds_presses().await?, "the other window's tabs would not end");
    private.press("a[href='/account/logout']").await?;
    private.session_when(Sandbox, "signed out").await?;
    let ledger = browser.ledger("1").await?;
    ensure!(ledger["sandbox"]["belief"].get("signed-out").is_some(), "{ledger}");
    for (page, environment) in [(&production, Production), (&sandbox, Sandbox)] {
        page.session_when(environment, "signed in").await?;
        page.not_ended().await?;
    }
    ensure!(
        !browser.ask("return await browser.storage.local.get(null);").await?.to_string().contains("ledger:1"),
        "stored"
    );
    // And the other way round.
    private.sign_in(Sandbox, "/extensions/").await?;
    production.go(&format!("{}/account/logout", origin(Production))).await?;
    sandbox.ended("Production ").await?;
    private.session_when(Sandbox, "signed in").await?;
    private.not_ended().await?;
    private.close().await?;
    eventually("forgotten with the window", async || browser.ledger("1").await, |ledger| ledger.is_null()).await?;
    browser.end().await
}
