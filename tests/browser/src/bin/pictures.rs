//! `./build.sh pictures`: takes the pictures for the documentation, of the extension's own pages
//! and of what it draws in web pages.

#[path = "pictures/in_pages.rs"]
mod in_pages;
#[path = "pictures/main_job.rs"]
mod main_job;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use browser_tests::panel::POPUP_WIDTH;
use browser_tests::watched::site;
use browser_tests::{Browser, Options, Page, Picture};
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::Watched;
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::Fingerprinter;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use serde_json::json;

/// A site where keys are pasted.
const CI: &str = "ci.harbour.example";

/// The pages that are also shown in forced colors.
const FORCED: [&str; 3] = ["options", "popup-ended", "welcome"];

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures/panel"));
    std::fs::create_dir_all(&folder).context("making the folder of the pictures")?;
    let in_web_pages = folder.with_file_name("page");
    std::fs::create_dir_all(&in_web_pages).context("making the folder of the pictures")?;
    main_job::take(in_web_pages.parent().context("the folder of all pictures")?).await?;
    in_pages::take(&in_web_pages).await?;
    options(&folder).await?;
    let browser = Browser::start_with(Options { welcome: true, ..Options::default() }).await?;

    let welcome = browser.panel("pages/welcome.html").await?;
    save(&welcome, &folder, "welcome", 760).await?;
    welcome.press("#tryNow").await?;
    welcome.says("#tried", "50XD").await?;
    save(&welcome, &folder, "welcome-narrow", 400).await?;
    let elsewhere = browser.open("https://example.org/").await?;
    popup(&browser, &elsewhere, &folder, "popup-elsewhere").await?;
    watched(&browser, &folder).await?;

    let production = browser.sign_in(Environment::Production, "/extensions/?menu=open").await?;
    production.session_when(Environment::Production, "signed in").await?;
    let sandbox = browser.sign_in(Environment::Sandbox, "/account/apikeys").await?;
    sandbox.session_when(Environment::Sandbox, "signed in").await?;
    popup(&browser, &production, &folder, "popup-production").await?;
    popup(&browser, &sandbox, &folder, "popup-sandbox").await?;

    let check = browser.popup_of(&sandbox).await?;
    check.press("#checkExample").await?;
    check.says("#checked", "50XD").await?;
    check.press("#rememberProduction").await?;
    check.says("#checked", "This is a Production key").await?;
    save(&check, &folder, "popup-check", POPUP_WIDTH).await?;
    check.close().await?;

    production.press_sign_out("a[href='/account/logout']").await?;
    production.warned("Signing out of Production signs you out of Sandbox too").await?;
    production.press_warning("Sign out of both").await?;
    sandbox.ended("You signed out of Production").await?;
    popup(&browser, &sandbox, &folder, "popup-ended").await?;

    let misplaced = browser.open("https://commercedeveloper.adobe.com/extensions/?banner=misplaced").await?;
    misplaced.badge_when("the doubt", |badge| badge.tone == "check").await?;
    popup(&browser, &misplaced, &folder, "popup-disagreement").await?;
    browser.end().await
}

/// The popup on a site that can be watched, on a watched one, and on one that Sandbar has no access
/// to.
async fn watched(browser: &Browser, folder: &Path) -> Result<()> {
    browser.grant(CI).await?;
    let page = browser.open(&format!("https://{CI}/fleet/shop/secrets")).await?;
    let form = browser.popup_of(&page).await?;
    form.says("#watch", "Watch this site").await?;
    save(&form, folder, "popup-places", POPUP_WIDTH).await?;
    form.press("#watch-more summary").await?;
    form.press("input[name=watch-scope][value=path]").await?;
    form.press("input[name=watch-environment][value=sandbox]").await?;
    save(&form, folder, "popup-watch", POPUP_WIDTH).await?;
    form.close().await?;
    browser.watch(&site("ci.harbour.example/fleet", Some(Environment::Sandbox))).await?;
    popup(browser, &page, folder, "popup-watched").await?;
    // When the popup is opened in a tab, the browser reveals the page's address only if Sandbar has
    // access.
    let source = "const has = chrome.permissions.contains.bind(chrome.permissions);
         chrome.permissions.contains = async (asked) => !asked.origins[0].includes('harbour') && has(asked);";
    let refused = browser.new_tab().await?;
    refused.devtools("Page.enable", json!({})).await?;
    refused.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    refused.go(&browser.page_url(&format!("pages/popup.html?tabId={}", page.tab_id()?))?).await?;
    refused.says("#here", "have access to").await?;
    save(&refused, folder, "popup-withheld", POPUP_WIDTH).await?;
    refused.close().await?;
    page.close().await
}

/// The options with a filled keyring, wide and narrow.
async fn options(folder: &Path) -> Result<()> {
    let browser = Browser::start().await?;
    let empty = browser.panel("pages/options.html").await?;
    empty.says("#keyring-status", "No keys yet").await?;
    save(&empty, folder, "options-empty", 960).await?;
    browser.know(&known(&browser.fingerprinter().await?)).await?;
    browser.grant(CI).await?;
    for (address, environment) in [
        ("ci.harbour.example/fleet", Some(Environment::Sandbox)),
        ("ci.harbour.example/fleet/shop", Some(Environment::Production)),
        ("wiki.harbour.example", None),
    ] {
        let learning = environment == Some(Environment::Sandbox);
        browser.watch(&Watched { learning, ..site(address, environment) }).await?;
    }
    let page = browser.panel("pages/options.html").await?;
    page.says("#keyring-count", "8 keys").await?;
    save(&page, folder, "options", 960).await?;
    save(&page, folder, "options-narrow", POPUP_WIDTH).await?;
    page.press("#keyring [data-action=menu]").await?;
    page.press("#keyring [data-action=forget]").await?;
    page.says("#undo-bar", "forgotten").await?;
    page.press("#keyring [data-action=menu]").await?;
    page.press("#keyring [data-action=rename]").await?;
    save(&page, folder, "options-undo", 960).await?;
    browser.end().await
}

/// Keys of all kinds, in all states.
fn known(fingerprinter: &Fingerprinter) -> Keyring {
    use Environment::{Production, Sandbox};
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let mut keyring = Keyring::default();
    let mut keys = (0_u32..).map(|seed| fingerprinter.of(&Secret::new(&format!("demo {seed}"))));
    let mut learn = |kind: Kind, count: usize, environment, name: Option<&str>, how, day: u64| {
        let key = Key::of(kind, &keys.by_ref().take(count).collect::<Vec<_>>());
        let name = name.map(str::to_owned);
        let seen = Seen { key: key.clone(), environment, name, account: None, how };
        let at = Timestamp::from_millis((20_400 + day) * DAY);
        keyring.learn(&seen, at);
        keyring.learn(&Seen { how: SightingKind::KeysPage, ..seen }, Timestamp::from_millis((20_420 + day) * DAY));
        key
    };
    learn(Kind::ApiKey, 2, Production, Some("Release pipeline"), SightingKind::KeysPage, 1);
    learn(Kind::ApiKey, 2, Sandbox, Some("Release pipeline, trial run"), SightingKind::KeysPage, 2);
    learn(Kind::ComposerKey, 2, Production, Some("Laptop"), SightingKind::KeysPage, 3);
    learn(Kind::ComposerKey, 1, Sandbox, Some("Build server"), SightingKind::Copied, 4);
    learn(Kind::SessionToken, 1, Sandbox, None, SightingKind::Declared, 5);
    learn(Kind::ApiKey, 1, Production, None, SightingKind::Copied, 6);
    let contested = learn(Kind::ApiKey, 2, Sandbox, Some("Which one?"), SightingKind::KeysPage, 7);
    let retired = learn(Kind::ApiKey, 2, Production, Some("Before the move"), SightingKind::KeysPage, 0);
    let elsewhere =
        Seen { key: contested, environment: Production, name: None, account: None, how: SightingKind::Copied };
    keyring.learn(&elsewhere, Timestamp::from_millis(20_430 * DAY));
    retired.parts().iter().for_each(|&(_, part)| drop(keyring.retire(part)));
    keyring
}

async fn popup(browser: &Browser, page: &Page<'_>, folder: &Path, name: &str) -> Result<()> {
    let popup = browser.popup_of(page).await?;
    save(&popup, folder, name, POPUP_WIDTH).await?;
    popup.close().await
}

/// Saves a picture in light and in dark colors, and for some pages in forced colors.
async fn save(page: &Page<'_>, folder: &Path, name: &str, width: u32) -> Result<()> {
    let looks = [("light", "light", false), ("dark", "dark", false), ("forced", "dark", true)];
    let shown = looks.into_iter().filter(|(_, _, forced)| !forced || FORCED.contains(&name));
    for (look, scheme, forced) in shown {
        page.colors(scheme, forced).await?;
        let picture = page.long_picture(width).await?;
        let path = folder.join(format!("{name}-{look}.png"));
        // Smaller than the browser's own PNG.
        let picture = Picture::from_png(&picture)?.to_png()?;
        std::fs::write(&path, picture).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
