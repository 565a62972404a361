//! Any text from a page or a user: the finder, the page reader and the verdict
//! never panic, and never return a span outside the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::catalogue::Environment;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::credential::{Kind, Part};
use sandbar::detect::find::find;
use sandbar::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use sandbar::detect::keys_page::{is_end_notice, is_none_notice, read_copied, read_region};
use sandbar::detect::sighted::sighted_values;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use sandbar::verdict::{CheckInput, Verdict, check};
use sandbar_fuzz::catalogue;
use std::sync::LazyLock;

/// A keyring with the keys of the fuzzing dictionary.
static KNOWN: LazyLock<(Fingerprinter, Keyring)> = LazyLock::new(|| {
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([1; 32]));
    let mut keyring = Keyring::default();
    for (kind, environment, values) in [
        (Kind::ApiKey, Environment::Sandbox, ["AQ17NZ49WC", "8820c99614d65f923df7660276f20e029d73e2ca"].as_slice()),
        (
            Kind::ComposerKey,
            Environment::Production,
            &["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"],
        ),
        (Kind::SessionToken, Environment::Sandbox, &["baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.cAxZJ9m22Le7"]),
    ] {
        let values: Vec<_> = values.iter().map(|value| fingerprinter.of(&Secret::new(value))).collect();
        let key = Key::of(kind, &values);
        keyring.learn(
            &Seen { key, environment, name: None, account: None, how: SightingKind::KeysPage },
            Timestamp::from_millis(0),
        );
    }
    (fingerprinter, keyring)
});

fuzz_target!(|data: &[u8]| {
    let whole = String::from_utf8_lossy(data);
    let middle = whole.floor_char_boundary(whole.len() / 2);
    let (text, beside) = whole.split_at(middle);
    for text in [&*whole, text] {
        let found = find(text);
        for (index, find) in found.finds.iter().enumerate() {
            assert!(text.get(find.span.start..find.span.end).is_some_and(|value| !value.is_empty()));
            // A label is before its value, or after it in an object that gives
            // the value first.
            assert!(find.label.is_none_or(|label| {
                (label.end <= find.span.start || label.start >= find.span.end)
                    && text.get(label.start..label.end).is_some()
            }));
            if let Some(partner) = find.partner {
                let partner = &found.finds[partner];
                assert_eq!(partner.partner, Some(index));
                assert_eq!(partner.part, find.part.and_then(Part::partner));
            }
        }
    }
    let (fingerprinter, keyring) = &*KNOWN;
    let catalogue = catalogue();
    for page in catalogue.sites().map(Some).take(2).chain([None]) {
        let report = check(
            &CheckInput { catalogue: &catalogue, text, page: page.into(), neighbours: &[beside] },
            keyring,
            fingerprinter,
        );
        assert!(report.verdicts.is_sorted_by(|one, next| one < next));
        assert!(report.verdicts.len() == 1 || !report.verdicts.contains(&Verdict::Fits));
        for finding in &report.findings {
            assert!(text.get(finding.start..finding.end).is_some());
            assert!(finding.hint.chars().count() <= 5);
            assert!(finding.line >= 1 && finding.line <= text.lines().count().max(1) + 1);
            assert!(finding.verdicts.is_sorted_by(|one, next| one < next));
            assert!(
                finding
                    .verdicts
                    .iter()
                    .all(|verdict| { *verdict == Verdict::Fits || report.verdicts.contains(verdict) })
            );
        }
        for host in &report.hosts {
            assert!(text.get(host.start..host.end).is_some());
        }
        assert!(report.keys().len() <= report.findings.len());
    }
    for sighted in sighted_values(text, catalogue.on()) {
        assert!(text.get(sighted.span.start..sighted.span.end).is_some_and(|value| !value.is_empty()));
    }
    let pieces = whole.lines().zip(0..).map(|(text, index): (&str, i32)| Piece {
        text,
        rect: Rect::new([0, index.saturating_mul(20), 400, 16]),
        within: &[1],
        kind: PieceKind::Text,
        names: vec![beside],
        headings: Vec::new(),
        is_clicked: index == 0,
    });
    let region = Region { headings: vec!["API keys"], chosen: Vec::new(), is_aside: false, is_keys_page: false, pieces: pieces.collect() };
    assert!(read_region(catalogue.vendors(), &region).len() <= find(&whole).finds.len());
    let _ = read_copied(&region, beside, Environment::Sandbox).is_some();
    let _ = is_end_notice(catalogue.vendors(), text, Some(beside)) || is_none_notice(catalogue.vendors(), text);
});
