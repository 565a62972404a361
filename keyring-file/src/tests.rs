//! Files that are written, read back, changed, truncated, or from another
//! program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::seal::{Cost, MOST, seal_at};
use super::*;
use proptest::prelude::*;
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::keyring::file::Contents;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

struct Native;

impl Json for Native {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

const PASSPHRASE: &str = "correct horse";
const RANDOM: Random = Random { salt: [1; SALT_BYTES], nonce: [2; NONCE_BYTES] };
/// The cheapest Argon2 settings, for tests that open a file a thousand times.
const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

fn contents() -> Contents {
    let key = InstallationKey::from_random([7; 32]);
    let values = ["AQ17NZ49WC", "8820c99614d65f923df7660276f20e029d73e2ca"];
    let prints = values.map(|value| Fingerprinter::new(&key).of(&Secret::new(value)));
    let mut ring = Keyring::default();
    let seen = Seen {
        key: Key::of(Kind::ApiKey, &prints),
        environment: Environment::Sandbox,
        name: Some("CI · ночь".to_owned()),
        account: None,
        how: SightingKind::KeysPage,
    };
    ring.learn(&seen, Timestamp::from_millis(1_700_000_000_000));
    Contents { installation_keys: vec![key], entries: ring.entries().cloned().collect(), watched: Vec::new() }
}

/// A file with this content that is cheap to open.
fn file(plain: &[u8]) -> String {
    Native::print(&seal_at(CHEAP, plain, PASSPHRASE, RANDOM).unwrap()).unwrap()
}

/// The same file with a different value in one field.
fn with(field: &str, value: Value) -> String {
    let mut json: Value = serde_json::from_str(&file(b"{}")).unwrap();
    *json.pointer_mut(field).unwrap() = value;
    json.to_string()
}

/// Imports a file as Sandbar does: the page opens it, and the background checks
/// the contents.
fn import(text: &str, passphrase: &str) -> Result<Contents, Error> {
    Contents::try_from(read::<Native>(text, passphrase)?)
}

fn export(contents: Contents, passphrase: &str) -> Result<String, Error> {
    write::<Native>(&contents.into(), passphrase, RANDOM)
}

fn refused(text: &str) -> Error {
    import(text, PASSPHRASE).unwrap_err()
}

#[test]
fn a_file_reads_back_unchanged() {
    let text = export(contents(), PASSPHRASE).unwrap();
    assert_eq!(import(&format!("{text}\n"), PASSPHRASE), Ok(contents()));
}

#[test]
fn a_file_names_its_format_and_parameters() {
    let text = export(contents(), PASSPHRASE).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert!(text.starts_with(r#"{"format":"sandbar-keyring","version":1,"#), "{text}");
    assert_eq!(
        json["kdf"],
        json!({ "name": "argon2id", "memory-kib": 19456, "passes": 2, "lanes": 1, "salt": "AQEBAQEBAQEBAQEBAQEBAQ" })
    );
    assert_eq!(json["cipher"], json!({ "name": "xchacha20-poly1305", "nonce": "AgICAgICAgICAgICAgICAgICAgICAgIC" }));
}

#[test]
fn a_file_reveals_none_of_its_contents() {
    let contents = contents();
    let text = export(contents.clone(), PASSPHRASE).unwrap();
    let key = contents.installation_keys[0].reveal_for_storage();
    for secret in [&key, &contents.entries[0].fingerprint.to_text(), "sandbox", PASSPHRASE] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn a_file_of_this_version_stays_readable() {
    // A file made with other implementations of the algorithms (OpenSSL, and a
    // handwritten HChaCha20).
    let text = include_str!("../../tests/fixtures/keyring-export.json");
    assert_eq!(import(text, PASSPHRASE), Ok(contents()));
}

#[test]
fn watched_sites_read_back_unchanged() {
    let site = |address: &str, environment, learning| {
        let scope = Scope::parse(address).unwrap();
        Watched { scope, environment, learning, words: Vec::new() }
    };
    let watched =
        vec![site("ci.example.com/team", Some(Environment::Sandbox), true), site("wiki.example.com", None, false)];
    let contents = Contents { watched, ..contents() };
    let text = export(contents.clone(), PASSPHRASE).unwrap();
    assert_eq!(import(&text, PASSPHRASE), Ok(contents));
}

#[test]
fn an_address_that_is_not_a_site_is_left_out_alone() {
    let sites = json!([
        { "address": "developer.magento.com" },
        { "address": "", "environment": "production" },
        { "address": "ci.example.com", "of-a-later-version": true },
    ]);
    let plain = json!({ "schema": 1, "installation-keys": [], "entries": [], "watched": sites });
    let watched = import(&file(plain.to_string().as_bytes()), PASSPHRASE).unwrap().watched;
    assert_eq!(watched.iter().map(|site| site.scope.address()).collect::<Vec<_>>(), ["ci.example.com"]);
}

#[test]
fn a_wrong_or_empty_passphrase_does_not_open_a_file() {
    let text = file(b"{}");
    for passphrase in ["correct horse ", "Correct horse", "x"] {
        assert_eq!(import(&text, passphrase), Err(Error::NotOpened));
    }
    assert_eq!(import(&text, ""), Err(Error::NoPassphrase));
    assert_eq!(export(contents(), ""), Err(Error::NoPassphrase));
}

#[test]
fn every_flipped_bit_is_refused() {
    let text = file(
        serde_json::to_string(&json!({ "schema": 1, "installation-keys": [], "entries": [] })).unwrap().as_bytes(),
    );
    assert!(import(&text, PASSPHRASE).is_ok());
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            // Browsers refuse to read a file that isn't text.
            if let Ok(flipped) = String::from_utf8(bytes) {
                assert!(import(&flipped, PASSPHRASE).is_err(), "byte {at}, bit {bit}: {flipped}");
            }
        }
    }
}

#[test]
fn a_truncated_file_is_damaged_once_its_format_is_recognizable() {
    let text = file(b"{}");
    for length in 0..text.len() {
        let error = if length < r#"{"format":"sandbar-keyring"#.len() { Error::NotAKeyring } else { Error::Damaged };
        assert_eq!(refused(&text[..length]), error, "{}", &text[..length]);
    }
}

#[test]
fn other_files_are_not_keyrings() {
    for text in
        ["", "null", "[]", "{}", "PK\u{3}\u{4}", r#"{"format":"bitwarden","version":1}"#, r#"{"http-basic":{}}"#]
    {
        assert_eq!(refused(text), Error::NotAKeyring, "{text}");
    }
    assert_eq!(refused(&"a".repeat(MOST_BYTES + 1)), Error::NotAKeyring);
}

#[test]
fn a_newer_version_is_reported_whatever_else_the_file_holds() {
    assert_eq!(refused(r#"{"format":"sandbar-keyring","version":2,"cipher":"unheard of"}"#), Error::Newer);
    assert_eq!(refused(&with("/version", 2.into())), Error::Newer);
    assert_eq!(refused(&file(br#"{"schema":2,"entries":"unheard of"}"#)), Error::Newer);
}

#[test]
fn a_file_that_asks_for_too_much_is_refused_before_any_work() {
    for (field, most) in [("memory-kib", MOST.memory), ("passes", MOST.passes), ("lanes", MOST.lanes)] {
        for much in [most + 1, u32::MAX] {
            assert_eq!(refused(&with(&format!("/kdf/{field}"), much.into())), Error::TooDemanding, "{field} {much}");
        }
        assert_eq!(refused(&with(&format!("/kdf/{field}"), 0.into())), Error::Damaged, "{field}");
    }
    assert_eq!(refused(&with("/kdf/memory-kib", json!(1e300))), Error::Damaged);
}

#[test]
fn malformed_bytes_and_unknown_algorithms_are_damage() {
    for field in ["/kdf/salt", "/cipher/nonce", "/data"] {
        assert_eq!(refused(&with(field, "no base64!".into())), Error::Damaged, "{field}");
    }
    for field in ["/kdf/salt", "/cipher/nonce"] {
        assert_eq!(refused(&with(field, "AQ".into())), Error::Damaged, "{field}");
    }
    for field in ["/kdf/name", "/cipher/name"] {
        assert_eq!(refused(&with(field, "rot13".into())), Error::Damaged, "{field}");
    }
}

#[test]
fn malformed_contents_are_damage() {
    for plain in ["", "[]", "{}", r#"{"schema":1}"#, r#"{"schema":1,"installation-keys":["short"],"entries":[]}"#] {
        assert_eq!(refused(&file(plain.as_bytes())), Error::Damaged, "{plain}");
    }
    assert_eq!(refused(&file(&[0xFF])), Error::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn only_its_passphrase_opens_a_file(plain in prop::collection::vec(any::<u8>(), 0..300), passphrase in ".{1,20}", other in ".{1,20}", salt: [u8; SALT_BYTES], nonce: [u8; NONCE_BYTES]) {
        let sealed = seal_at(CHEAP, &plain, &passphrase, Random { salt, nonce }).unwrap();
        prop_assert_eq!(&*open(&sealed, &passphrase).unwrap(), &plain);
        if other != passphrase {
            prop_assert_eq!(open(&sealed, &other).unwrap_err(), Error::NotOpened);
        }
    }

    #[test]
    fn arbitrary_text_is_refused_without_a_panic(text in "\\PC{0,100}", json in r#"\{"format":"sandbar-keyring","version":[0-9]{1,3},"(kdf|data|x)":[^}]{0,40}\}"#) {
        prop_assert!(import(&text, PASSPHRASE).is_err());
        prop_assert!(import(&json, PASSPHRASE).is_err());
    }
}
