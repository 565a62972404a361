//! Takes pictures of what Sandbar draws in web pages.

use std::path::Path;

use anyhow::{Context, Result};
use browser_tests::demo::SANDBOX_KEY;
use browser_tests::panel::POPUP_WIDTH;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, Picture, eventually};
use demo_portals::sites::{CI, DESK};
use sandbar::catalogue::Environment::{Production, Sandbox};
use sandbar::credential::Part;
use sandbar::credential::fingerprint::Fingerprinter;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;

const SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// The size of the window, in CSS pixels.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 460;

/// Takes pictures of everything that is drawn in pages, in light and in dark colors.
pub async fn take(folder: &Path) -> Result<()> {
    let browser = Browser::start().await?;
    browser.know(&known(&browser.fingerprinter().await?)).await?;
    for host in [CI, DESK] {
        browser.grant(host).await?;
    }
    browser.watch(&site(CI, None)).await?;
    browser.watch(&site(DESK, Some(Production))).await?;
    browser.put_on_clipboard(SECRET).await?;
    warnings(&browser, folder).await?;
    lists(&browser, &folder.with_file_name("panel")).await?;
    sessions(&browser, folder).await?;
    browser.end().await
}

/// One key of Sandbox.
fn known(fingerprinter: &Fingerprinter) -> Keyring {
    let mut keyring = Keyring::default();
    let key = Key::one(Part::ApplicationSecret, fingerprinter.of(&Secret::new(SECRET)));
    let name = Some("CI".to_owned());
    let seen = Seen { key, environment: Sandbox, name, account: None, how: SightingKind::KeysPage };
    keyring.learn(&seen, Timestamp::from_millis(1_700_000_000_000));
    keyring
}

async fn open<'b>(browser: &'b Browser, url: &str) -> Result<Page<'b>> {
    let page = browser.open(url).await?;
    page.resize(WIDTH, HEIGHT, 1.0).await?;
    Ok(page)
}

async fn warnings(browser: &Browser, folder: &Path) -> Result<()> {
    let page = open(browser, "https://commercedeveloper.adobe.com/demo/fields").await?;
    page.paste_into("#text").await?;
    page.warned(SANDBOX_KEY).await?;
    save(&page, folder, "warning").await?;
    page.press_warning("Wrong?").await?;
    page.warning_when("it opens", |warning| warning.buttons.iter().any(|button| button == "Fine here")).await?;
    save(&page, folder, "warning-wrong").await?;
    page.press_warning("Fine here").await?;
    page.warned("Sandbar won’t warn about this key on this page").await?;
    save(&page, folder, "warning-fine").await?;
    page.close().await?;

    for (path, name) in [("/dialog", "warning-in-a-dialog"), ("/fullscreen", "warning-in-full-screen")] {
        let page = open(browser, &format!("https://{DESK}{path}")).await?;
        page.badge_when("the page is marked", |_| true).await?;
        if path == "/fullscreen" {
            page.press("#enter").await?;
            let is_full = async || page.run("return document.fullscreenElement?.id ?? '';").await;
            eventually("full screen", is_full, |id| *id == "layer").await?;
        }
        page.paste_into("#secret").await?;
        page.warned(SANDBOX_KEY).await?;
        save(&page, folder, name).await?;
        page.close().await?;
    }

    let page = open(browser, &format!("https://{DESK}/small")).await?;
    page.badge_when("the page is marked", |_| true).await?;
    let focus = "const frame = document.querySelector('#narrow');
         frame.style.cssText = 'width: 260px; height: 90px';
         frame.focus();
         frame.contentWindow.focus();
         frame.contentDocument.querySelector('#secret').focus();";
    page.run(focus).await?;
    page.paste().await?;
    page.warned(SANDBOX_KEY).await?;
    save(&page, folder, "warning-in-a-small-frame").await?;
    page.close().await?;

    let page = open(browser, &format!("https://{CI}/fleet/shop/secrets")).await?;
    page.paste_into("#secret_value").await?;
    page.chip_with(&["Sandbox"]).await?;
    save(&page, folder, "chip").await?;
    page.close().await
}

/// The last warnings in the popup, and the exceptions in the options.
async fn lists(browser: &Browser, folder: &Path) -> Result<()> {
    let page = open(browser, "https://commercedeveloper.adobe.com/extensions/").await?;
    let popup = browser.popup_of(&page).await?;
    popup.press("#catches summary").await?;
    popup.says("#catches-list", "fine here").await?;
    save_long(&popup, folder, "popup-catches", POPUP_WIDTH).await?;
    popup.press("#turnOff").await?;
    popup.says("#here", "Sandbar is off").await?;
    popup.close().await?;
    page.close().await?;
    let options = browser.panel("pages/options.html").await?;
    options.says("#exceptions-list", "Fine here").await?;
    options.says("#exceptions-list", "Sandbar is off").await?;
    save_long(&options, folder, "options-exceptions", 960).await?;
    options.press("#exceptions-list li:first-child button").await?;
    let off = async || browser.ask("return (await browser.storage.local.get('off')).off.length;").await;
    eventually("it is on again", off, |count| *count == 0).await?;
    options.close().await
}

/// Saves a whole extension page, in light and in dark colors.
async fn save_long(page: &Page<'_>, folder: &Path, name: &str, width: u32) -> Result<()> {
    for scheme in ["light", "dark"] {
        page.colors(scheme, false).await?;
        let picture = Picture::from_png(&page.long_picture(width).await?)?.to_png()?;
        let path = folder.join(format!("{name}-{scheme}.png"));
        std::fs::write(&path, picture).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

async fn sessions(browser: &Browser, folder: &Path) -> Result<()> {
    let sandbox = browser.sign_in(Sandbox, "/extensions/").await?;
    sandbox.resize(WIDTH, HEIGHT, 1.0).await?;
    sandbox.session_when(Sandbox, "signed in").await?;
    save(&sandbox, folder, "sandbox-page").await?;
    let production = browser.sign_in(Production, "/extensions/?menu=open").await?;
    production.resize(WIDTH, HEIGHT, 1.0).await?;
    production.session_when(Production, "signed in").await?;
    save(&production, folder, "production-page").await?;
    production.press_sign_out("a[href='/account/logout']").await?;
    production.warned("Signing out of Production signs you out of Sandbox too").await?;
    save(&production, folder, "question").await?;
    production.press_warning("Sign out of both").await?;
    sandbox.ended("You signed out of Production").await?;
    save(&sandbox, folder, "notice").await
}

/// Saves the visible part of the page, in light and in dark colors.
async fn save(page: &Page<'_>, folder: &Path, name: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        page.colors(scheme, false).await?;
        let picture = Picture::from_png(&page.picture().await?)?.to_png()?;
        let path = folder.join(format!("{name}-{scheme}.png"));
        std::fs::write(&path, picture).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
