//! Sessions: what open pages show when one ends, and the question before.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{PROFILE, origin, word};
use browser_tests::{Browser, Engine, Options, Page, eventually};
use sandbar::catalogue::Environment::{self, Production, Sandbox};

/// The sign-out controls, by the demo portals' switch.
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

/// All of these pages show everywhere that their session has ended.
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

/// Signs out with every kind of control, with three tabs per environment, in both directions.
/// `confirm` clicks the control and confirms the question.
async fn every_open_page_ends(browser: &Browser, confirm: impl AsyncFn(&Page<'_>, &str) -> Result<()>) -> Result<()> {
    for left in Environment::ALL {
        let mut others = three(browser, left.other()).await?;
        let mut own = three(browser, left).await?;
        let page = own.pop().context("a page")?;
        for (kind, control) in CONTROLS {
            let why = format!("You signed out of {} at ", word(left));
            page.sign_in(left, &format!("/?menu=open&signout={kind}")).await?;
            page.ready_to_ask().await?;
            confirm(&page, control).await.with_context(|| format!("{kind} in {left:?}"))?;
            all_ended(&others, &why).await.with_context(|| format!("{kind} in {left:?}"))?;
            all_ended(&own, &format!("You signed out of {} at ", word(left))).await.with_context(|| kind.to_owned())?;
            page.not_ended().await?;
            // After a new sign-in, every older page works again.
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
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_by_a_click_ends_every_open_page_of_both_environments() -> Result<()> {
    let browser = Browser::start().await?;
    let confirm = async |page: &Page<'_>, control: &str| {
        page.press_sign_out(control).await?;
        page.warning_when("the question", |question| question.name.contains("signs you out of")).await?;
        page.press_warning("Sign out of both").await
    };
    every_open_page_ends(&browser, confirm).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_asks_answers_and_signs_out() -> Result<()> {
    let browser = Browser::start().await?;
    let confirm = async |page: &Page<'_>, control: &str| {
        page.run(&format!("document.querySelector({control:?}).focus();")).await?;
        page.key("Enter", 0).await?;
        let question = page.warning_when("the question", |question| question.name.contains("signs you out of")).await?;
        ensure!(question.role == "alertdialog", "{question:?}");
        ensure!(question.focused.as_deref() == Some("Stay signed in"), "{question:?}");
        page.key("Tab", 0).await?;
        let next = |now: &browser_tests::Warning| now.focused.as_deref() == Some("Sign out of both");
        page.warning_when("on the next button", next).await?;
        page.enter().await
    };
    every_open_page_ends(&browser, confirm).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_by_address_goes_through_and_is_seen() -> Result<()> {
    let browser = Browser::start().await?;
    for left in Environment::ALL {
        let others = three(&browser, left.other()).await?;
        let mut own = three(&browser, left).await?;
        let page = own.pop().context("a page")?;
        page.go(&format!("{}/account/logout", origin(left))).await?;
        all_ended(&others, &format!("{} was signed out when Sandbar looked at ", word(left))).await?;
        all_ended(&own, "A page you opened later was signed out (").await?;
        page.not_ended().await?;

        // A page that navigates there by script is noticed.
        page.sign_in(left, "/").await?;
        others.first().context("a page")?.sign_in(left.other(), "/").await?;
        page.run("location.assign('/account/logout');").await?;
        for page in &others {
            page.ended(&format!("You signed out of {} at ", word(left))).await?;
        }
        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_on_the_account_site_ends_both() -> Result<()> {
    let browser = Browser::start().await?;
    let production = three(&browser, Production).await?;
    let sandbox = three(&browser, Sandbox).await?;
    let account = browser.open("https://account.magento.com/customer/account/login/?as=ada").await?;
    account.go("https://account.magento.com/customer/account/logout/").await?;
    for pages in [&production, &sandbox] {
        all_ended(pages, "You signed out on the account site at ").await?;
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
    for cleared in Environment::ALL {
        let mut own = three(&browser, cleared).await?;
        let others = three(&browser, cleared.other()).await?;
        let page = own.pop().context("a page")?;
        page.devtools("Network.clearBrowserCookies", serde_json::json!({})).await?;
        for page in &others {
            page.session_when(cleared.other(), "sign-in status unknown").await?;
            page.not_ended().await?;
        }
        page.go(&format!("{}/", origin(cleared))).await?;
        all_ended(&others, &format!("{} was signed out when Sandbar looked at ", word(cleared))).await?;
        all_ended(&own, "A page you opened later was signed out (").await?;
        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
    }
    browser.end().await
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn twenty_tabs_are_updated_within_a_second() -> Result<()> {
        let browser = Browser::start().await?;
        let mut tabs = Vec::new();
        for _ in 0..20 {
            tabs.push(browser.sign_in(Production, "/").await?);
        }
        let page = browser.sign_in(Sandbox, "/?menu=open").await?;
        // The page records when its title gets the mark and when an element was added.
        let note = "const seen = window.seen = {};
            const title = new MutationObserver(() => document.title.startsWith('ENDED') && (seen.title ??= Date.now()));
            title.observe(document.querySelector('title'), { childList: true, characterData: true, subtree: true });
            const added = new MutationObserver((all) => all.some((one) => one.addedNodes.length) && (seen.card ??= Date.now()));
            added.observe(document.documentElement, { childList: true });";
        for tab in &tabs {
            tab.run(note).await?;
        }
        page.press_sign_out("a[href='/account/logout']").await?;
        page.warned("Signing out of Sandbox signs you out of Production too").await?;
        page.press_warning("Sign out of both").await?;
        let mut latest = 0.0_f64;
        for tab in &tabs {
            tab.ended("You signed out of Sandbox at ").await?;
        }
        let ledger = browser.ledger(Engine::chosen().store()).await?;
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
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_may_die_between_click_and_page() -> Result<()> {
    let browser = Browser::start().await?;
    for left in Environment::ALL {
        let others = three(&browser, left.other()).await?;
        let mut own = three(&browser, left).await?;
        let page = own.pop().context("a page")?;
        page.sign_in(left, "/?menu=open").await?;
        page.press_sign_out("a[href='/account/logout']").await?;
        page.warned(&format!("Signing out of {} signs you out of {} too", word(left), word(left.other()))).await?;
        page.press_warning("Sign out of both").await?;
        // The worker that is running at that moment; the next one may answer what it didn't.
        browser.strike_worker().await?;
        all_ended(&others, &format!("{} ", word(left))).await?;
        for page in &own {
            page.ended("signed out").await?;
        }
        browser.kill_worker().await?;
        // A worker that knows only what was stored shows the same.
        for other in &others {
            other.session_when(left.other(), &format!("signed out with {}", word(left))).await?;
        }
        page.sign_in(left, "/").await?;
        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_nothing_is_believed_that_no_page_shows() -> Result<()> {
    for left in Environment::ALL {
        let other = left.other();
        let browser = Browser::start().await?;
        browser.sign_in(Production, "/extensions/").await?;
        browser.sign_in(Sandbox, "/extensions/").await?;
        let browser = browser.restart(Options::default()).await?;
        let others = three(&browser, other).await?;
        let known = "return (await browser.storage.session.get('awake')).awake;";
        ensure!(browser.ask(known).await? == serde_json::json!([Engine::chosen().store()]));
        let ledger = browser.ledger(Engine::chosen().store()).await?;
        ensure!(ledger[left.name()]["belief"].get("unknown").is_some(), "{ledger}");
        let mut own = three(&browser, left).await?;
        let page = own.pop().context("a page")?;
        page.sign_in(left, "/?menu=open").await?;
        page.press_sign_out("a[href='/account/logout']").await?;
        page.warned(&format!("Signing out of {} signs you out of {} too", word(left), word(other))).await?;
        page.press_warning("Sign out of both").await?;
        all_ended(&others, &format!("You signed out of {} at ", word(left))).await?;
        all_ended(&own, &format!("You signed out of {} at ", word(left))).await?;
        // A signed-out session stays signed out after a restart.
        let browser = browser.restart(Options::default()).await?;
        let page = browser.open(&format!("{}/", origin(other))).await?;
        page.session_when(other, &format!("signed out with {}", word(left))).await?;
        page.not_ended().await?;
        browser.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn restored_tabs_are_looked_at_again() -> Result<()> {
    let restoring = || Options { restore_tabs: true, ..Options::default() };
    let browser = Browser::start_with(restoring()).await?;
    browser.sign_in(Production, "/extensions/").await?;
    browser.sign_in(Sandbox, "/extensions/").await?;
    let browser = browser.restart(restoring()).await?;
    // Their cookies were kept, and each page shows that by itself.
    for environment in Environment::ALL {
        let title = format!(
            "const [tab] = await browser.tabs.query({{ url: '{}/*' }});
             return tab ? browser.action.getTitle({{ tabId: tab.id }}) : null;",
            origin(environment)
        );
        let signed_in = |title: &serde_json::Value| title.as_str().is_some_and(|title| title.ends_with("· signed in"));
        eventually("seen signed in", async || browser.ask(&title).await, signed_in).await?;
    }
    // No restored page counts as ended.
    let marked = "return (await browser.tabs.query({})).filter((tab) => tab.title?.startsWith('ENDED')).length;";
    ensure!(browser.ask(marked).await? == 0);
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_worker_sends_what_the_last_one_saved_but_did_not_send() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.sign_in(Production, "/extensions/").await?;
    let elsewhere = browser.open("https://example.org/").await?;
    // The page has sent all its reports, so nothing wakes a worker in the meantime.
    let banner = format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
    eventually("the page stands still", async || browser.ask(&banner).await, |banner| *banner == "missing").await?;
    // When it is settled, it reports once more who is signed in.
    let settled = format!(
        "const key = 'ledger:{}';
         const {{ [key]: ledger }} = await browser.storage.local.get(key);
         return ledger.order.latest > ledger.production.belief['signed-in']?.since;",
        Engine::chosen().store()
    );
    eventually("it has said who is signed in", async || browser.ask(&settled).await, |settled| *settled == true)
        .await?;
    // The state after a worker died between storing the end and showing it. A worker that an event
    // started while the store was changed may have written its own state, so repeat it.
    let kept = async || {
        browser.kill_worker().await?;
        browser
            .ask(
                &(format!("const key = 'ledger:{}';", Engine::chosen().store()) + "
                 const { [key]: ledger } = await browser.storage.local.get(key);
                 ledger.production.belief = { 'signed-out': { at: Date.now(), origin: { 'sign-out': { environment: 'sandbox' } } } };
                 await browser.storage.local.set({ [key]: ledger });"),
            )
            .await?;
        browser.worker_runs().await
    };
    eventually("the store changes while no worker runs", kept, |ran| !ran).await?;
    // Any event wakes the next worker; here, an unrelated tab is closed.
    elsewhere.close().await?;
    page.ended("You signed out of Sandbox at ").await?;
    eventually("the toolbar", async || page.toolbar().await, |toolbar| toolbar.badge == "END").await?;
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
    old.back().await?;
    let shown = old.run("return document.body.innerText.includes('Ada Sample');").await?;
    if shown == true {
        old.ended("You signed out of Sandbox at ").await?;
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
    page.session_when(Production, "sign-in status unknown").await?;
    other.session_when(Sandbox, "signed in").await?;
    other.not_ended().await?;
    browser.end().await
}

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
    let store = Engine::chosen().private_store();
    let untouched = async |pages: &[Page<'_>], environment: Environment| {
        for page in pages {
            page.session_when(environment, "signed in").await?;
            page.not_ended().await?;
        }
        anyhow::Ok(())
    };
    for left in Environment::ALL {
        let other = left.other();
        let others = three(&browser, other).await?;
        let mut own = three(&browser, left).await?;
        let question = format!("Signing out of {} signs you out of {} too", word(left), word(other));

        // Alone in its window, it ends nothing that would need a question.
        let private = browser.private_tab().await?;
        private.sign_in(left, "/?menu=open").await?;
        ensure!(!private.holds_presses().await?, "the other window's tabs would not end");
        private.press("a[href='/account/logout']").await?;
        private.session_when(left, "signed out").await?;

        // Next to a private tab of the other environment, it ends only that one.
        let beside = browser.private_tab().await?;
        beside.sign_in(other, "/extensions/").await?;
        private.sign_in(left, "/?menu=open").await?;
        private.press_sign_out("a[href='/account/logout']").await?;
        let asked = private.warned(&question).await?;
        ensure!(asked.description.matches("Developer Portal").count() == 1, "of its own store's tabs: {asked:?}");
        private.press_warning("Sign out of both").await?;
        beside.ended(&format!("You signed out of {} at ", word(left))).await?;
        let ledger = browser.ledger(store).await?;
        ensure!(ledger[left.name()]["belief"].get("signed-out").is_some(), "{ledger}");
        untouched(&own, left).await?;
        untouched(&others, other).await?;
        let kept = browser.ask("return await browser.storage.local.get(null);").await?;
        ensure!(!kept.to_string().contains(&format!("ledger:{store}")), "stored");

        // And the other way around.
        private.sign_in(left, "/extensions/").await?;
        beside.sign_in(other, "/extensions/").await?;
        let page = own.pop().context("a page")?;
        page.sign_in(left, "/?menu=open").await?;
        page.press_sign_out("a[href='/account/logout']").await?;
        page.warned(&question).await?;
        page.press_warning("Sign out of both").await?;
        all_ended(&others, &format!("You signed out of {} at ", word(left))).await?;
        all_ended(&own, &format!("You signed out of {} at ", word(left))).await?;
        untouched(std::slice::from_ref(&private), left).await?;
        untouched(std::slice::from_ref(&beside), other).await?;

        close_all(others).await?;
        close_all(own).await?;
        page.close().await?;
        beside.close().await?;
        private.close().await?;
        eventually("forgotten with its windows", async || browser.ledger(store).await, |ledger| ledger.is_null())
            .await?;
    }
    browser.end().await
}
