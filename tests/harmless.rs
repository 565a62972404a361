//! Tests texts full of hashes that aren't keys: they get no verdict, and teach nothing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use common::{Numbers, fingerprinter, known_keys, region_of_lines};
use sandbar::catalogue::{Catalogue, Environment, Site};
use sandbar::credential::Kind;
use sandbar::credential::secret::Secret;
use sandbar::detect::keys_page::{MOST_PIECES, is_end_notice, read_region};
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use sandbar::verdict::{CheckInput, Report, check};
use std::fmt::Write;

const HASHES: usize = 5000;
const HEX: &str = "0123456789abcdef";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

fn lines(mut line: impl FnMut(&mut Numbers) -> String) -> String {
    let mut numbers = Numbers::new(11);
    (0..HASHES).map(|_| line(&mut numbers) + "\n").collect()
}

/// A keyring with the known keys and two thousand more.
fn full_keyring() -> Keyring {
    let mut keyring = known_keys();
    let mut numbers = Numbers::new(1234);
    for _ in 0..1000 {
        for (kind, lengths) in [(Kind::ApiKey, [10, 40]), (Kind::ComposerKey, [32, 32])] {
            let alphabets = if kind == Kind::ApiKey { [CAPITALS, HEX] } else { [HEX, HEX] };
            let value = |index: usize, numbers: &mut Numbers| {
                fingerprinter().of(&Secret::new(&numbers.text(alphabets[index], lengths[index])))
            };
            let key = Key::of(kind, &[value(0, &mut numbers), value(1, &mut numbers)]);
            let environment = Environment::Sandbox;
            keyring.learn(
                &Seen { key, environment, name: None, account: None, how: SightingKind::KeysPage },
                Timestamp::from_millis(0),
            );
        }
    }
    keyring
}

/// Checks that the text gets no verdict anywhere, and teaches nothing.
#[track_caller]
fn is_harmless(text: &str) {
    let catalogue = Catalogue::default();
    let said = |page: Option<&Site>, keyring: &Keyring| -> Report {
        check(
            &CheckInput {
                catalogue: &catalogue,
                text,
                page: page.into(),
                neighbours: &["https://developer-api.magento.com"],
            },
            keyring,
            &fingerprinter(),
        )
    };
    let known = full_keyring();
    let pages = ["commercedeveloper.adobe.com", "developer-stg.magento.com"].map(|host| catalogue.site_of_host(host));
    for (page, keyring) in pages.iter().map(|page| (page.as_ref(), &known)).chain([(None, &Keyring::default())]) {
        let report = said(page, keyring);
        assert_eq!(report.verdicts, [], "{:?}", report.findings);
        assert_eq!(report.findings, []);
    }
    let mut lines = text.lines().peekable();
    while lines.peek().is_some() {
        let region = region_of_lines(lines.by_ref().take(MOST_PIECES));
        assert_eq!(read_region(catalogue.vendors(), &region).len(), 0);
    }
    assert!(!text.lines().any(|line| is_end_notice(catalogue.vendors(), line, None)));
}

#[test]
fn composer_lock() {
    is_harmless(&lines(|n| {
        let (name, reference) = (n.text("abcdefghij", 8), n.text(HEX, 40));
        format!(
            r#"        {{
            "name": "vendor/{name}",
            "version": "v{}.{}.{}",
            "source": {{ "type": "git", "url": "https://github.com/vendor/{name}.git", "reference": "{reference}" }},
            "dist": {{
                "type": "zip",
                "url": "https://repo.magento.com/archives/vendor/{name}/vendor-{name}-1.0.0.0.zip",
                "reference": "{reference}",
                "shasum": "{}"
            }},
            "content-hash": "{}",
            "time": "2024-01-{:02}T10:00:00+00:00"
        }},"#,
            n.below(9),
            n.below(9),
            n.below(9),
            n.text(HEX, 40),
            n.text(HEX, 32),
            n.below(28) + 1,
        )
    }));
}

#[test]
fn package_lock() {
    is_harmless(&lines(|n| {
        let name = n.text("abcdefghij", 8);
        format!(
            r#"    "node_modules/{name}": {{
      "version": "{}.0.{}",
      "resolved": "git+ssh://git@github.com/user/{name}.git#{}",
      "integrity": "sha512-{}==",
      "shasum": "{}",
      "license": "MIT"
    }},"#,
            n.below(30),
            n.below(30),
            n.text(HEX, 40),
            n.text(BASE64, 86),
            n.text(HEX, 40),
        )
    }));
}

#[test]
fn git_log() {
    let subjects = [
        "Rotate the app secret",
        "Fix login",
        "DEPRECATED",
        "Read App Id and App Secret from the environment",
        "Add public key",
        "Make it private",
        "Use token",
        "Change password",
        "Merge user id",
        "Update api keys:",
    ];
    is_harmless(&lines(|n| {
        format!(
            "commit {}\nMerge: {} {}\nAuthor: A Person <person@example.org>\nDate:   Mon Jan 1 10:00:00 2024 +0100\n\n    {}\n",
            n.text(HEX, 40),
            n.text(HEX, 40),
            n.text(HEX, 40),
            subjects[n.below(subjects.len() - 1)],
        )
    }));
    is_harmless(&lines(|n| format!("{} {}", n.text(HEX, 40), subjects[n.below(subjects.len() - 1)])));
    is_harmless(&lines(|n| format!("{}:{}", 1_600_000_000 + n.below(99_999_999), n.text(HEX, 40))));
}

#[test]
fn checksum_files() {
    for length in [32, 40, 64, 128] {
        is_harmless(&lines(|n| format!("{}  ./dir/{}.tar.gz", n.text(HEX, length), n.text("abcdef", 6))));
        is_harmless(&lines(|n| format!("MD5 ({}.iso) = {}", n.text("abcdef", 6), n.text(HEX, length))));
        is_harmless(&lines(|n| format!("{}:{}", n.text(HEX, length), n.text(HEX, length))));
        is_harmless(&lines(|n| n.text(HEX, length)));
    }
}

#[test]
fn minified_script() {
    is_harmless(
        &lines(|n| {
            format!(
                r#"function {}(e,t){{return e.id=t||"{}",{}.{}("{}",{{token:e.{},key:"{}",public:!0,private:{}}})}}e.exports={{hash:"{}",chunk:{{{}:"{}"}}}};"#,
                n.text("abcdefg", 2), n.text(HEX, 20), n.text("abc", 1), n.text("abcdefghij", 7), n.text(CAPITALS, 9),
                n.text("abcdefghij", 12), n.text("abcdefghijABCDEFGHIJ_", 15), n.below(2), n.text(HEX, 32), n.below(999),
                n.text(HEX, 40),
            )
        })
        .replace('\n', ""),
    );
}

#[test]
fn lists_of_uuids() {
    let uuid = |n: &mut Numbers, digits: &str| [8, 4, 4, 4, 12].map(|length| n.text(digits, length)).join("-");
    is_harmless(&lines(|n| uuid(n, HEX)));
    is_harmless(&lines(|n| uuid(n, "0123456789ABCDEF")));
    is_harmless(&lines(|n| format!("\"id\": \"{}\",", uuid(n, HEX))));
    is_harmless(&lines(|n| uuid(n, HEX).replace('-', "")));
}

#[test]
fn the_right_key_among_all_these_is_still_seen() {
    let mut text = String::new();
    let mut numbers = Numbers::new(5);
    for line in 0..HASHES {
        let hash = numbers.text(HEX, 40);
        let hash = if line == HASHES / 2 { "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c" } else { &hash };
        writeln!(text, "{hash}").unwrap();
    }
    let catalogue = Catalogue::default();
    let input = CheckInput { catalogue: &catalogue, text: &text, page: None.into(), neighbours: &[] };
    let report = check(&input, &known_keys(), &fingerprinter());
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].start, 41 * (HASHES / 2));
}
