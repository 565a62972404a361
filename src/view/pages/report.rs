//! Facts about Sandbar for a bug report, as lines.
//!
//! They are for the maintainers, so they are the same in every language. They
//! contain no site, no address and nothing about a key.

use crate::settings::Settings;

/// Facts about Sandbar in this browser.
#[derive(Debug, Clone, Copy)]
pub struct ReportFacts<'a> {
    /// Sandbar's version.
    pub version: &'a str,
    /// The browser's name for itself.
    pub browser: &'a str,
    /// The code of the interface language.
    pub language: &'a str,
    /// The keyboard shortcuts; an empty text for one that the browser didn't
    /// grant.
    pub shortcuts: [&'a str; 2],
    /// The number of known keys.
    pub keys: usize,
    /// The number of watched sites.
    pub sites: usize,
}

/// The lines about Sandbar in this browser.
#[must_use]
pub fn report(facts: ReportFacts, settings: &Settings) -> String {
    let ReportFacts { version, browser, language, shortcuts, keys, sites } = facts;
    let switch = |name: &str, is_on: bool| format!("{name} {}", if is_on { "on" } else { "off" });
    let switches = [
        switch("learning", settings.learning),
        switch("check before pasting", settings.strict_paste),
        switch("sync", settings.sync),
    ];
    let shortcuts = shortcuts.map(|shortcut| if shortcut.is_empty() { "not granted" } else { shortcut });
    format!(
        "Sandbar {version} · {language}\n{browser}\nkeys: {keys} · watched sites: {sites}\n{}\nshortcuts: {}",
        switches.join(" · "),
        shortcuts.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_is_on_and_which_shortcut_is_missing() {
        let facts = ReportFacts {
            version: "1.2.3",
            browser: "Browser/4",
            language: "de",
            shortcuts: ["Alt+Shift+S", ""],
            keys: 3,
            sites: 0,
        };
        let settings = Settings { strict_paste: true, ..Settings::default() };
        assert_eq!(
            report(facts, &settings),
            "Sandbar 1.2.3 · de\nBrowser/4\nkeys: 3 · watched sites: 0\n\
             learning on · check before pasting on · sync off\nshortcuts: Alt+Shift+S, not granted"
        );
    }
}
