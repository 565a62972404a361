//! The end of the page: version, shortcuts, and how to report a problem.

use crate::background::ask;
use crate::copy::{copy_on_click, user_agent, version};
use crate::dom::{self, Build, element, fill, link};
use crate::run::Runner;
use crate::shortcuts;
use crate::words::{word, word_with};
use sandbar::messages::message;
use sandbar::protocol::ExtensionPageMessage;
use sandbar::settings::Settings;
use sandbar::view::pages::report::{ReportFacts, report};
use webext::{BrowserError, words};

/// The address of the repository, once this crate's `Cargo.toml` has it
/// (`docs/release.md`).
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The browser's page for shortcuts, by the scheme of the extension's address.
const SHORTCUT_PAGES: [(&str, &str); 2] =
    [("chrome-extension:", "chrome://extensions/shortcuts"), ("moz-extension:", "about:addons")];

/// Connects the button that copies the details.
pub fn listen(runner: Runner) {
    let where_to = if REPOSITORY.is_empty() {
        element("span").text(&word(message::REPORT_NOWHERE))
    } else {
        link(&[REPOSITORY, "/issues/new/choose"].concat(), &word(message::REPORT_OPEN))
    };
    fill("report-link", [where_to]);
    copy_on_click(runner, "reportCopy", "report-text", "report-said", message::REPORT_COPIED);
}

/// Shows the facts about Sandbar in this browser.
///
/// # Errors
///
/// Returns an error if the background or the browser doesn't answer.
pub async fn load(keys: usize, sites: usize) -> Result<(), BrowserError> {
    let version = version();
    dom::set_text("about-version", &word_with(message::ABOUT_VERSION, &version));
    let shortcuts = shortcuts::show().await?;
    let own = webext::runtime_url("");
    let page = SHORTCUT_PAGES.iter().find(|(scheme, _)| own.starts_with(scheme)).map(|&(_, page)| page);
    let missing = page.filter(|_| shortcuts.iter().any(String::is_empty));
    let missing = missing.map(|page| word_with(message::SHORTCUTS_MISSING, page)).unwrap_or_default();
    dom::set_optional_text("shortcuts-missing", &missing);
    let settings: Settings = ask(&ExtensionPageMessage::Settings).await?;
    let [first, second] = &shortcuts;
    let facts = ReportFacts {
        version: &version,
        browser: &user_agent(),
        language: &words::language(),
        shortcuts: [first, second],
        keys,
        sites,
    };
    dom::set_text("report-text", &report(facts, &settings));
    Ok(())
}
