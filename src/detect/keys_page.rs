//! The keys that a page of a portal shows.
//!
//! The page's markup is unknown and may change. So all that is read is its
//! visible text, line by line as it is laid out, with a line break or a tab
//! between cells and blocks and the values of read-only fields in their place.
//! What a person can edit is not part of it: anybody's key may stand there.
//!
//! Only what the page itself names is learned: an ID and a secret with their
//! labels before them, or under a header that holds both labels.

use super::find::{examined, find};
use super::found::{Encoding, Find};
use super::label::is_label_of;
use super::pairing::{Between, between};
use super::scan::contains_words;
use crate::catalogue::label::LabelRole;
use crate::catalogue::vendor::{Notice, Vendor};
use crate::credential::fingerprint::Fingerprint;
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};
use crate::keyring::Key;

/// What a page of a portal says about keys.
pub struct KeysPage {
    /// The keys, in the order of the page.
    pub rows: Vec<Row>,
    /// What else it says.
    pub notices: Vec<Notice>,
    /// Kinds of which it shows a part without its partner, so that not all of
    /// its keys can be read.
    unread: Vec<Kind>,
}

/// A key that a page shows.
pub struct Row {
    /// Its kind.
    pub kind: Kind,
    /// What the page calls it.
    pub name: Option<String>,
    /// The ID or public key.
    pub first: Secret,
    /// The secret or private key.
    pub second: Secret,
}

/// How many keys of a page are read. A portal allows three API keys.
const ROWS: usize = 200;

/// The longest name of a key, in bytes.
const NAME_LENGTH: usize = 120;

impl KeysPage {
    /// The keys of one kind, by the fingerprints that they are known by.
    #[must_use]
    pub fn keys(&self, kind: Kind, known_by: impl Fn(&Secret) -> Fingerprint) -> Vec<(Key, Option<String>)> {
        let rows = self.rows.iter().filter(|row| row.kind == kind);
        rows.map(|row| (Key::of(kind, &[known_by(&row.first), known_by(&row.second)]), row.name.clone())).collect()
    }

    /// Whether every key of this kind that the page shows was read: at least
    /// one, and none in part, or the page says that there are none.
    #[must_use]
    pub fn is_read(&self, kind: Kind) -> bool {
        let shows_some = self.rows.iter().any(|row| row.kind == kind);
        let says_none = kind == Kind::ApiKey && self.notices.contains(&Notice::NoApiKeys);
        shows_some != says_none && !self.unread.contains(&kind)
    }
}

/// Reads the visible text of a page, which may be one of these vendors'.
#[must_use]
pub fn read_keys_page(vendors: &[&Vendor], text: &str) -> KeysPage {
    let finds = find(text).finds;
    let header = Header::of(text);
    let mut page = KeysPage { rows: Vec::new(), notices: notices(vendors, text), unread: Vec::new() };
    let mut row_end = 0;
    let mut index = 0;
    while let Some(one) = finds.get(index) {
        index += 1;
        let labelled = one.partner.and_then(|partner| finds.get(partner)).filter(|other| is_row(one, other));
        let partner = labelled.or_else(|| finds.get(index).filter(|next| header.covers(text, one, next)));
        let Some(other) = partner else {
            if is_shown(one) && one.partner.is_none() {
                page.unread.push(one.kind);
            }
            continue;
        };
        if page.rows.len() == ROWS {
            page.unread.push(one.kind);
            break;
        }
        let (first, second) = if is_first(one, other) { (one, other) } else { (other, one) };
        let start = [one, other].iter().filter_map(|find| find.label).map(|label| label.start).min();
        let start = start.unwrap_or(one.span.start).min(one.span.start);
        page.rows.push(Row {
            kind: one.kind,
            name: text.get(row_end..start).and_then(|before| name(vendors, before)),
            first: first.secret(text),
            second: second.secret(text),
        });
        row_end = one.span.end.max(other.span.end);
        // Partners are neighbours in a list, so the pair is passed as one.
        while finds.get(index).is_some_and(|find| find.span.start < row_end) {
            index += 1;
        }
    }
    page
}

/// A value that a label of its own kind stands before.
fn is_shown(find: &Find) -> bool {
    find.label.is_some() && find.is_named() && matches!(find.encoding, Encoding::Plain)
}

fn is_row(one: &Find, other: &Find) -> bool {
    is_shown(one) && is_shown(other) && one.is_asserted() && other.is_asserted()
}

fn is_first(one: &Find, other: &Find) -> bool {
    match (one.part, other.part) {
        (Some(Part::ApplicationSecret | Part::PrivateKey), Some(_)) => false,
        _ => one.span <= other.span || one.part.is_some(),
    }
}

/// The kinds for which a header of the page holds both labels, each in a cell
/// of its own, so that the values below have none.
struct Header(Vec<Kind>);

impl Header {
    fn of(text: &str) -> Self {
        let has = |kind: Kind, role: LabelRole| cells(text).any(|cell| is_label_of(cell, kind, role));
        let kinds = [Kind::ApiKey, Kind::ComposerKey];
        Self(kinds.into_iter().filter(|&kind| has(kind, LabelRole::First) && has(kind, LabelRole::Second)).collect())
    }

    fn covers(&self, text: &str, one: &Find, next: &Find) -> bool {
        let parts = match one.kind {
            Kind::ApiKey => (one.part, next.part) == (Some(Part::ApplicationId), Some(Part::ApplicationSecret)),
            Kind::ComposerKey => next.kind == Kind::ComposerKey,
            Kind::SessionToken => false,
        };
        let plain = [one, next].iter().all(|find| matches!(find.encoding, Encoding::Plain));
        parts
            && plain
            && self.0.contains(&one.kind)
            && !matches!(between(text.as_bytes(), one.span.end, next.span.start), Between::Words)
    }
}

fn cells(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(['\n', '\r', '\t', '|']).map(str::trim).filter(|cell| !cell.is_empty())
}

/// The name in the text before a row: the last cell that can be one.
fn name(vendors: &[&Vendor], before: &str) -> Option<String> {
    let cell = cells(before).rev().map(|cell| without_label(vendors, cell)).find(|cell| {
        let text = cell.trim_end_matches(':').trim_end();
        text.len() <= NAME_LENGTH
            && text.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
            && !text.ends_with('.')
            && !text.to_ascii_lowercase().ends_with("keys")
            && !is_no_name(vendors, text)
    })?;
    Some(cell.to_owned())
}

fn is_no_name(vendors: &[&Vendor], cell: &str) -> bool {
    let mut words = vendors.iter().flat_map(|vendor| vendor.keys_pages.not_names);
    words.any(|words| words.eq_ignore_ascii_case(cell))
}

/// `Name: CI` and `• CI` are called `CI`.
fn without_label<'t>(vendors: &[&Vendor], cell: &'t str) -> &'t str {
    match cell.split_once(':') {
        Some((label, name)) if is_no_name(vendors, label.trim()) => name.trim(),
        _ => cell.trim_start_matches(['•', '·', '*', '-', ' ']),
    }
}

fn notices(vendors: &[&Vendor], text: &str) -> Vec<Notice> {
    let head = examined(text);
    let mut notices: Vec<Notice> = Vec::new();
    for &(words, notice) in vendors.iter().flat_map(|vendor| vendor.keys_pages.notices) {
        if !notices.contains(&notice) && contains_words(head, words) {
            notices.push(notice);
        }
    }
    notices
}

/// A part of a credential that the page names.
pub struct NamedValue {
    /// Which part.
    pub part: Part,
    /// The value.
    pub secret: Secret,
}

/// The value that a "Copy" control stands beside, from the text of the
/// smallest element around the control that holds a value: the only one there
/// with a label. With several it is not known which one was copied.
#[must_use]
pub fn labelled_value(near: &str) -> Option<NamedValue> {
    let mut values = labelled_values(near).into_iter();
    values.next().filter(|_| values.next().is_none())
}

/// What was copied from a page: the labelled values of the copied text; else,
/// if it is a value alone, the labelled value around it that it is.
#[must_use]
pub fn copied_values(copied: &str, around: &str) -> Vec<NamedValue> {
    let within = labelled_values(copied);
    if !within.is_empty() {
        return within;
    }
    let copied = Secret::new(copied.trim());
    labelled_values(around).into_iter().filter(|value| value.secret == copied).take(1).collect()
}

fn labelled_values(text: &str) -> Vec<NamedValue> {
    let finds = find(text).finds;
    let named = finds.iter().filter(|find| is_shown(find));
    named.filter_map(|find| Some(NamedValue { part: find.part?, secret: find.secret(text) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors;

    const ID: &str = "AQ17NZ49WC";
    const SECRET: &str = "8820c99614d65f923df7660276f20e029d73e2ca";
    const ID2: &str = "BQ17NZ49WD";
    const SECRET2: &str = "9820c99614d65f923df7660276f20e029d73e2cb";
    const PUBLIC: &str = "0123456789abcdef0123456789abcdef";
    const PRIVATE: &str = "fedcba9876543210fedcba9876543210";

    fn read(text: &str) -> KeysPage {
        read_keys_page(vendors::ALL, text)
    }

    fn filled(template: &str) -> String {
        // The longer placeholders first: `$I` begins `$I2`.
        template
            .replace("$I2", ID2)
            .replace("$S2", SECRET2)
            .replace("$I", ID)
            .replace("$S", SECRET)
            .replace("$U", PUBLIC)
            .replace("$V", PRIVATE)
    }

    /// The rows as (name, is the first pair, is the second pair).
    fn rows(template: &str) -> Vec<(Option<String>, bool, bool)> {
        let is =
            |row: &Row, first: &str, second: &str| row.first == Secret::new(first) && row.second == Secret::new(second);
        read(&filled(template))
            .rows
            .iter()
            .map(|row| (row.name.clone(), is(row, ID, SECRET) || is(row, PUBLIC, PRIVATE), is(row, ID2, SECRET2)))
            .collect()
    }

    fn both() -> Vec<(Option<String>, bool, bool)> {
        vec![(Some("CI".to_owned()), true, false), (Some("Nightly build".to_owned()), false, true)]
    }

    #[test]
    fn two_keys_are_read_from_any_layout() {
        for template in [
            // A table with everything in one cell, as the documentation shows it.
            "Manage API Keys\nName\tAPI Access Keys\tActions\nCI\tApp Id: $I Copy\nApp Secret: $S Copy\tRegenerate Delete\nNightly build\tApp Id: $I2 Copy\nApp Secret: $S2 Copy\tRegenerate Delete\n",
            // Each cell and control on a line.
            "Name\nAPI Access Keys\nActions\nCI\nApp Id:\n$I\nCopy\nApp Secret:\n$S\nCopy\nRegenerate\nDelete\nNightly build\nApp Id:\n$I2\nCopy\nApp Secret:\n$S2\nCopy\nRegenerate\nDelete\n",
            // A definition list without colons.
            "Name\nCI\nApp Id\n$I\nApp Secret\n$S\nName\nNightly build\nApp Id\n$I2\nApp Secret\n$S2\n",
            // Named columns.
            "Name\tApp Id\tApp Secret\tActions\nCI\t$I\t$S\tDelete\nNightly build\t$I2\t$S2\tDelete\n",
            // Named columns, each cell on a line, with controls between.
            "Name\nApp Id\nApp Secret\nActions\nCI\n$I\nCopy\n$S\nCopy\nDelete\nNightly build\n$I2\nCopy\n$S2\nCopy\nDelete\n",
            // Sentences, and the secret first.
            "Name: CI\nApp Secret: $S\nApp Id: $I\n\nName: Nightly build\nApp Secret: $S2\nApp Id: $I2\n",
            // A list.
            "• CI App Id: $I App Secret: $S Regenerate Delete\n• Nightly build App Id: $I2 App Secret: $S2 Regenerate Delete\n",
        ] {
            assert_eq!(rows(template), both(), "{template}");
        }
    }

    #[test]
    fn composer_keys_are_read_too() {
        let named = vec![(Some("Deploy".to_owned()), true, false)];
        assert_eq!(rows("Deploy\nPublic: $U Copy\nPrivate: $V Copy\nDisable Delete"), named);
        assert_eq!(rows("Name\tPublic Key\tPrivate Key\nDeploy\t$U\t$V\tDisable"), named);
    }

    #[test]
    fn values_that_the_page_does_not_name_are_not_learned() {
        for template in [
            "$I\n$S\n",
            "curl -u '$I:$S' https://developer-api.magento.com/",
            "$U $V",
            "username: $U password: $V",
            "commit $S\n\n    Show App Id and App Secret\n\ncommit $S2",
        ] {
            assert!(rows(template).is_empty(), "{template}");
        }
    }

    #[test]
    fn a_list_is_read_if_it_shows_keys_or_says_that_there_are_none() {
        let is_read = |template: &str| read(&filled(template)).is_read(Kind::ApiKey);
        assert!(is_read("App Id: $I\nApp Secret: $S"));
        assert!(is_read("Name\nYou do not have any API keys.\n"));
        assert!(!is_read("Name\tAPI Access Keys\tActions\n"));
        assert!(!is_read("Public: $U\nPrivate: $V"));
        assert!(!is_read("App Id: $I\nApp Secret: $S\nApp Id: $I2\nApp Secret: ••••"));
        assert!(!is_read("You do not have any API keys\nApp Id: $I App Secret: $S"));
    }

    #[test]
    fn the_portal_says_what_it_did() {
        let notices = |text: &str| read(text).notices;
        assert_eq!(notices("The API Access Key has been created successfully."), [Notice::Created]);
        assert_eq!(notices("The API Access Key has been deleted."), [Notice::Deleted]);
        assert_eq!(notices("Create API Access Key"), []);
    }

    #[test]
    fn a_copy_control_copies_the_one_labelled_value_beside_it() {
        let part = |template: &str| labelled_value(&filled(template)).map(|value| value.part);
        assert_eq!(part("App Secret: $S Copy"), Some(Part::ApplicationSecret));
        assert_eq!(part("App Id\n$I\nCopy"), Some(Part::ApplicationId));
        assert_eq!(part("Private: $V Copy"), Some(Part::PrivateKey));
        assert_eq!(part("$S Copy"), None);
        assert_eq!(part("App Id: $I Copy App Secret: $S Copy"), None);
    }

    #[test]
    fn a_copied_value_is_known_by_the_label_beside_it_on_the_page() {
        let parts = |copied: &str, around: &str| -> Vec<Part> {
            copied_values(&filled(copied), &filled(around)).iter().map(|value| value.part).collect()
        };
        let cell = "App Id: $I Copy App Secret: $S Copy";
        assert_eq!(parts("$S\n", cell), [Part::ApplicationSecret]);
        assert_eq!(parts(cell, ""), [Part::ApplicationId, Part::ApplicationSecret]);
        assert!(parts("$S", "commit $S").is_empty());
        assert!(parts("Copy", cell).is_empty());
    }
}
