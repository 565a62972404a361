//! Keeping Sandbox in a separate cookie store: a container in Firefox, a private window in
//! Chromium.

use anyhow::{Result, ensure};
use browser_tests::session::{ENDED, origin};
use browser_tests::{Browser, Engine, Options, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};

/// The popup's button for this.
const ICON: &str = "#apartOpen";
/// The other way, where this one doesn't work at once.
const PROFILE_HELP: &str = "Or use a second browser profile for Sandbox";

/// The ID of the welcome page's button, its label, and the text about where the session of Sandbox
/// is then.
fn offered() -> (&'static str, &'static str, &'static str) {
    match Engine::chosen() {
        Engine::Firefox => ("#apartOpenContainer", "Open Sandbox in its own container", "In its own container."),
        Engine::Chromium => ("#apartOpenPrivate", "Open Sandbox in a private window", "In a private window."),
    }
}

/// A browser where nothing has to be allowed first.
async fn start() -> Result<Browser> {
    let browser = Browser::start().await?;
    if Engine::chosen() == Engine::Chromium {
        browser.allow_private_windows().await?;
    }
    Ok(browser)
}

/// Clicks the button in a page's popup, and signs in to Sandbox where it opens.
async fn apart<'b>(browser: &'b Browser, from: &Page<'_>) -> Result<Page<'b>> {
    let popup = browser.popup_of(from).await?;
    let page = browser.tab_opened_by(async || popup.press(ICON).await).await?;
    page.sign_in(Sandbox, "/extensions/").await?;
    popup.close().await?;
    Ok(page)
}

/// Both pages show that they are separate, in the badge and in the popup.
async fn are_separate(browser: &Browser, production: &Page<'_>, sandbox: &Page<'_>) -> Result<()> {
    let (_, _, place) = offered();
    production.apart_when(Production).await?;
    sandbox.apart_when(Sandbox).await?;
    let popup = browser.popup_of(production).await?;
    popup.says("#lane-sandbox", place).await?;
    popup.says("#lane-sandbox", "Signed in since").await?;
    popup.says("#lane-production", "Signing out here leaves Sandbox signed in.").await?;
    popup.close().await?;
    let popup = browser.popup_of(sandbox).await?;
    popup.says("#lane-sandbox", &format!("{place} Signing out here leaves Production signed in.")).await?;
    popup.says("#lane-production", "In the normal windows.").await?;
    popup.says("#lane-production", "Signed in since").await?;
    let hidden = popup.run("return document.querySelector('#apartOpen').hidden;").await?;
    ensure!(hidden == true, "there is nothing to offer");
    popup.close().await
}

/// Signing out of either leaves the other signed in, without a question or a notice.
async fn each_ends_alone(production: &Page<'_>, sandbox: &Page<'_>) -> Result<()> {
    for (left, stays, environment) in [(sandbox, production, Sandbox), (production, sandbox, Production)] {
        ensure!(!left.holds_presses().await?, "nothing would end with it");
        left.go(&format!("{}/?menu=open", origin(environment))).await?;
        left.press("a[href='/account/logout']").await?;
        left.session_when(environment, "signed out").await?;
        stays.session_when(environment.other(), "signed in").await?;
        stays.not_ended().await?;
        left.not_ended().await?;
        left.sign_in(environment, "/extensions/").await?;
        stays.apart_when(environment.other()).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn sandbox_moves_out_with_its_address_and_each_session_ends_alone() -> Result<()> {
    let browser = start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/account/apikeys?from=here").await?;
    let moved = sandbox.tab_id()?;
    let popup = browser.popup_of(&production).await?;
    let contained = browser.tab_opened_by(async || popup.press(ICON).await).await?;
    popup.says("#apart-said", "Sandbox is open in").await?;
    popup.close().await?;
    let there = async || contained.run("return location.href;").await;
    let address = format!("{}/account/apikeys?from=here", origin(Sandbox));
    eventually("the same address", there, |url| url.as_str().is_some_and(|url| url.starts_with(&address))).await?;
    let tabs = async || browser.ask("return (await browser.tabs.query({})).map(({ id }) => id);").await;
    let is_gone = |tabs: &serde_json::Value| tabs.as_array().is_some_and(|tabs| tabs.iter().all(|id| *id != moved));
    eventually("the tab moved", tabs, is_gone).await?;
    ensure!(browser.store_of(&contained).await? != browser.store_of(&production).await?, "the same cookies");
    contained.sign_in(Sandbox, "/extensions/").await?;
    are_separate(&browser, &production, &contained).await?;
    each_ends_alone(&production, &contained).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_with_unsaved_input_moves_only_once_the_user_said_so() -> Result<()> {
    let browser = start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let form = browser.sign_in(Sandbox, "/demo/form30").await?;
    form.run("document.querySelector('#f1').focus();").await?;
    form.type_text("Order Exporter").await?;
    browser.unsaved_reported(1).await?;
    let popup = browser.popup_of(&production).await?;
    popup.press(ICON).await?;
    popup.says("#apart-said", "Unsaved changes in your Sandbox tabs would be lost.").await?;
    ensure!(form.run("return document.querySelector('#f1').value;").await? == "Order Exporter", "it is untouched");
    let contained = browser.tab_opened_by(async || popup.press("#apartAnyway").await).await?;
    let there = async || contained.run("return location.pathname;").await;
    // Nobody is signed in there yet, so the portal may have redirected to its sign-in page.
    eventually("a page of the portal", there, |path| path.as_str().is_some_and(|path| path.len() > 1)).await?;
    ensure!(browser.store_of(&contained).await? != browser.store_of(&production).await?, "the same cookies");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_after_a_linked_sign_out_offers_it() -> Result<()> {
    let browser = start().await?;
    let production = browser.sign_in(Production, "/?menu=open").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    production.press_sign_out("a[href='/account/logout']").await?;
    production.warned("Signing out of Production signs you out of Sandbox too").await?;
    production.press_warning("Sign out of both").await?;
    sandbox.ended("signing out of one environment leaves the other signed in").await?;
    let contained = browser.tab_opened_by(async || sandbox.press_card(ENDED, offered().1).await).await?;
    contained.sign_in(Sandbox, "/extensions/").await?;
    production.sign_in(Production, "/extensions/").await?;
    are_separate(&browser, &production, &contained).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_welcome_page_offers_it() -> Result<()> {
    let browser = start().await?;
    let welcome = browser.panel("pages/welcome.html").await?;
    welcome.says("#stay", "Or use a second browser profile for Sandbox").await?;
    let contained = browser.tab_opened_by(async || welcome.press(offered().0).await).await?;
    contained.sign_in(Sandbox, "/extensions/").await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    are_separate(&browser, &production, &contained).await?;
    browser.end().await
}

/// The cookie stores of the containers with Sandbar's name.
async fn containers(browser: &Browser) -> Result<Vec<String>> {
    let listed = browser
        .ask("return (await browser.contextualIdentities.query({ name: 'Sandbox (Sandbar)' })).map((one) => one.cookieStoreId);")
        .await?;
    Ok(serde_json::from_value(listed)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_container_is_made_once_found_after_a_restart_and_made_again_when_it_was_deleted() -> Result<()> {
    if Engine::Firefox.alone("has containers") {
        return Ok(());
    }
    let browser = start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = apart(&browser, &production).await?;
    let store = browser.store_of(&sandbox).await?;
    ensure!(containers(&browser).await? == [store.clone()], "one container: {store}");
    // The user may rename it.
    let renamed = format!("await browser.contextualIdentities.update('{store}', {{ name: 'My sandbox' }});");
    browser.ask(&renamed).await?;

    let browser = browser.restart(Options::default()).await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let again = apart(&browser, &production).await?;
    ensure!(browser.store_of(&again).await? == store, "the same container");
    ensure!(containers(&browser).await?.is_empty(), "and no other");
    are_separate(&browser, &production, &again).await?;
    each_ends_alone(&production, &again).await?;

    browser.delete_container(&store).await?;
    production.session_when(Production, "signed in").await?;
    let popup = browser.popup_of(&production).await?;
    let gone = async || popup.text_of("#lane-sandbox").await;
    // The information in the normal windows remains: signing out of Production there ended it too.
    eventually("nothing is in a container", gone, |lane| {
        lane.contains("Signed out with Production") && !lane.contains("container")
    })
    .await?;
    popup.close().await?;
    let stored = async || browser.ask("return Object.keys(await browser.storage.local.get(null));").await;
    eventually("forgotten", stored, |names| !names.to_string().contains(&store)).await?;
    let anew = apart(&browser, &production).await?;
    let made = browser.store_of(&anew).await?;
    ensure!(made != store && containers(&browser).await? == [made.clone()], "another container: {made}");
    are_separate(&browser, &production, &anew).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_containers_are_off_the_popup_says_so_and_nothing_moves() -> Result<()> {
    if Engine::Firefox.alone("has containers") {
        return Ok(());
    }
    let browser = start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    browser.allow_containers(false).await?;
    let popup = browser.popup_of(&production).await?;
    popup.press(ICON).await?;
    popup.says("#apart-said", "Firefox didn’t open a container.").await?;
    popup.says("#apart-said", PROFILE_HELP).await?;
    popup.close().await?;
    sandbox.session_when(Sandbox, "signed in").await?;
    production.session_when(Production, "signed in").await?;
    browser.allow_containers(true).await?;
    let contained = apart(&browser, &production).await?;
    are_separate(&browser, &production, &contained).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_window_that_sandbar_may_not_enter_is_asked_about_and_the_user_is_led_there() -> Result<()> {
    if Engine::Chromium.alone("opens private windows for this") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let production = browser.sign_in(Production, "/extensions/").await?;
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    let popup = browser.popup_of(&production).await?;
    popup.press(ICON).await?;
    popup.says("#apart-said", "Sandbar can’t work in private windows until you allow it").await?;
    popup.says("#apart-said", PROFILE_HELP).await?;
    let tip = popup.run("return document.querySelector('#apartOpen').title;").await?;
    ensure!(tip.as_str().is_some_and(|tip| tip.contains(PROFILE_HELP)), "{tip}");
    let details = browser.tab_opened_by(async || popup.press("#apartDetails").await).await?;
    let address = async || details.run("return location.href;").await;
    let wanted = format!("chrome://extensions/?id={}", browser.id()?);
    eventually("its details", address, |url| url.as_str() == Some(&wanted)).await?;
    details.close().await?;
    popup.close().await?;
    sandbox.session_when(Sandbox, "signed in").await?;
    browser.allow_private_windows().await?;
    production.session_when(Production, "signed in").await?;
    let private = apart(&browser, &production).await?;
    are_separate(&browser, &production, &private).await?;
    // The window's cookies are deleted with it, so nothing is separate anymore.
    private.close().await?;
    production.session_when(Production, "signed in").await?;
    browser.end().await
}
