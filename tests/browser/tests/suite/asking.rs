//! The question before a sign-out, which never prevents the sign-out.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::origin;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};

const LINK: &str = "a[href='/account/logout']";
const QUESTION: &str = "Signing out of Production signs you out of Sandbox too";

#[tokio::test(flavor = "multi_thread")]
async fn the_question_names_the_tabs_and_what_they_hold() -> Result<()> {
    let browser = Browser::start().await?;
    let quiet = browser.sign_in(Sandbox, "/extensions/").await?;
    let form = browser.sign_in(Sandbox, "/demo/form30").await?;
    for field in ["#f1", "#f6", "#f26"] {
        form.type_into(field, "ab").await?;
    }
    browser.unsaved_reported(3).await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    let link = "a[href='/account/logout']";
    for (button, key) in [("", "Escape"), ("Stay signed in", "")] {
        page.press_sign_out(link).await?;
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
    page.press_sign_out(link).await?;
    page.warned("Signing out of Production signs you out of Sandbox too").await?;
    // The driver brings tabs to the front when it uses them, so record which tabs the extension
    // brought to the front.
    browser.ask("window.fronts = []; browser.tabs.onActivated.addListener(({ tabId }) => fronts.push(tabId));").await?;
    page.press_warning("Go to the unsaved tab").await?;
    let tab = serde_json::json!(form.tab_id()?);
    let came = |fronts: &serde_json::Value| fronts.as_array().is_some_and(|fronts| fronts.contains(&tab));
    eventually("the tab with the input is in front", async || browser.ask("return fronts;").await, came).await?;
    quiet.not_ended().await?;
    // After a look at the tab, a second click goes through.
    page.show().await?;
    page.press(link).await?;
    form.ended("You signed out of Production at ").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_to_lose_no_question_comes() -> Result<()> {
    let browser = Browser::start().await?;
    let link = "a[href='/account/logout']";
    // No tab of the other environment; a signed-out one; a closed one.
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    let other = browser.open(&format!("{}/", origin(Sandbox))).await?;
    let signed_out = ["Sandbox, signed out with Production", "Sandbox, signed out"];
    other.badge_when("signed out", |badge| signed_out.contains(&badge.name.as_str())).await?;
    page.sign_in(Production, "/?menu=open").await?;
    ensure!(!page.holds_presses().await?, "nothing would be lost");
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    other.sign_in(Sandbox, "/extensions/").await?;
    page.sign_in(Production, "/?menu=open").await?;
    eventually("Sandbar would ask about a click", async || page.holds_presses().await, |holds| *holds).await?;
    other.close().await?;
    eventually("Sandbar would not ask about a click", async || page.holds_presses().await, |holds| !holds).await?;
    page.press(link).await?;
    page.session_when(Production, "signed out").await?;
    ensure!(page.warning().await?.is_none(), "a question");
    browser.end().await
}

/// Two signed-in tabs: one of Sandbox, and one of Production with its menu open.
async fn pair<'b>(browser: &'b Browser, switches: &str) -> Result<(Page<'b>, Page<'b>)> {
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    Ok((other, browser.sign_in(Production, &format!("/?menu=open{switches}")).await?))
}

fn millis_now() -> Result<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0)
}

/// These tests run alone.
mod timed {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_click_that_is_not_answered_within_300_ms_goes_through() -> Result<()> {
        let browser = Browser::start().await?;
        let (other, page) = pair(&browser, "").await?;
        page.ready_to_ask().await?;
        page.point_at(LINK).await?;
        // The page sees the click only when it is released, because the real click is held.
        page.run("addEventListener('click', () => (sessionStorage.released = Date.now()), true);").await?;
        let place = page.run(&format!("const {{ x, y, width, height }} = document.querySelector({LINK:?}).getBoundingClientRect(); return [x + width / 2, y + height / 2];")).await?;
        let (x, y) = (place[0].as_f64().context("x")?, place[1].as_f64().context("y")?);
        let standstill = browser.stand_still().await?;
        let pressed = millis_now()?;
        page.click(x, y).await?;
        let released = async || page.run("return Number(sessionStorage.released ?? 0);").await;
        let released = eventually("let go", released, |time| time.as_f64().is_some_and(|time| time > 0.0)).await?;
        let held = released.as_f64().context("a time")? - pressed;
        println!("with a core that does not answer, the click went through after {held:.0} ms");
        ensure!((295.0..700.0).contains(&held), "held for {held} ms");
        let left = async || page.run("return document.body.innerText.includes('Sign In');").await;
        eventually("signed out", left, |left| *left == true).await?;
        drop(standstill);
        other.ended("You signed out of Production at ").await?;
        ensure!(page.warning().await?.is_none(), "a question that comes too late");
        browser.end().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn if_the_control_is_gone_when_the_answer_comes_the_next_click_goes_through() -> Result<()> {
    let browser = Browser::start().await?;
    let (other, page) = pair(&browser, "").await?;
    page.press_sign_out(LINK).await?;
    page.warned(QUESTION).await?;
    page.run(&format!("document.querySelector({LINK:?}).remove();")).await?;
    page.press_warning("Sign out of both").await?;
    eventually("the hint to click again", async || page.says_anywhere("Click Sign Out again").await, |says| *says)
        .await?;
    other.not_ended().await?;
    page.run(
        "const link = Object.assign(document.createElement('a'), { href: '/account/logout', textContent: 'Sign Out' });
         document.querySelector('main').prepend(link);",
    )
    .await?;
    page.press(LINK).await?;
    other.ended("You signed out of Production at ").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_stands_on_a_page_that_rebuilds_itself() -> Result<()> {
    let browser = Browser::start().await?;
    for how in ["1", "write"] {
        let (other, page) = pair(&browser, &format!("&rebuild={how}")).await?;
        let rebuilt = async || page.run("return Number(document.documentElement.dataset.rebuilt ?? 0);").await;
        eventually("rebuilt after loading", rebuilt, |times| *times == 1).await?;
        page.press_sign_out(LINK).await?;
        page.warned(QUESTION).await.with_context(|| how.to_owned())?;
        page.run("document.getElementById('rebuild').click();").await?;
        eventually("rebuilt five times", rebuilt, |times| *times == 6).await?;
        let stands = |now: &Option<browser_tests::Warning>| {
            now.as_ref().is_some_and(|now| now.focused.as_deref() == Some("Stay signed in"))
        };
        eventually("it stands, with the focus", async || page.warning().await, stands)
            .await
            .with_context(|| how.to_owned())?;
        page.press_warning("Sign out of both").await?;
        other.ended("You signed out of Production at ").await.with_context(|| how.to_owned())?;
        other.close().await?;
        page.close().await?;
    }
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_page_that_removes_the_question_the_second_click_goes_through() -> Result<()> {
    let browser = Browser::start().await?;
    let (other, page) = pair(&browser, "").await?;
    page.go(&format!("{}/?menu=open&rebuild=hostile", origin(Production))).await?;
    page.press_sign_out(LINK).await?;
    let asked = "return Object.entries(await browser.storage.session.get(null)).some(([key, page]) => key.startsWith('page:') && page['asked-at']);";
    eventually("the core has asked", async || browser.ask(asked).await, |asked| *asked == true).await?;
    other.not_ended().await?;
    page.show().await?;
    page.press(LINK).await?;
    other.ended("You signed out of Production at ").await?;
    browser.end().await
}
