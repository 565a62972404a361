//! Files: written, read back, changed on the way, and foreign.

use super::seal::{Cost, MOST, seal_at};
use super::*;
use crate::catalogue::Environment;
use crate::catalogue::watched::Scope;
use crate::credential::Kind;
use crate::credential::fingerprint::Fingerprinter;
use crate::credential::secret::Secret;
use crate::keyring::{How, Key, Keyring, Seen};
use crate::time::Timestamp;
use proptest::prelude::*;
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
/// As little work as Argon2 does, for tests that open a file a thousand times.
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
        how: How::KeysPage,
    };
    ring.learn(&seen, Timestamp::from_millis(1_700_000_000_000));
    Contents { installation_keys: vec![key], entries: ring.entries().cloned().collect(), watched: Vec::new() }
}

/// A file that costs little to open, with these bytes.
fn file(plain: &[u8]) -> String {
    Native::print(&seal_at(CHEAP, plain, PASSPHRASE, RANDOM).unwrap()).unwrap()
}

/// The same with a field of another value.
fn with(field: &str, value: Value) -> String {
    let mut json: Value = serde_json::from_str(&file(b"{}")).unwrap();
    *json.pointer_mut(field).unwrap() = value;
    json.to_string()
}

fn refused(text: &str) -> Error {
    read::<Native>(text, PASSPHRASE).unwrap_err()
}

#[test]
fn what_was_written_is_read_back_as_it_was() {
    let text = write::<Native>(&contents(), PASSPHRASE, RANDOM).unwrap();
    assert_eq!(read::<Native>(&format!("{text}\n"), PASSPHRASE), Ok(contents()));
}

#[test]
fn a_file_says_what_it_is_and_how_it_was_made() {
    let text = write::<Native>(&contents(), PASSPHRASE, RANDOM).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert!(text.starts_with(r#"{"format":"sandbar-keyring","version":1,"#), "{text}");
    assert_eq!(
        json["kdf"],
        json!({ "name": "argon2id", "memory-kib": 19456, "passes": 2, "lanes": 1, "salt": "AQEBAQEBAQEBAQEBAQEBAQ" })
    );
    assert_eq!(json["cipher"], json!({ "name": "xchacha20-poly1305", "nonce": "AgICAgICAgICAgICAgICAgICAgICAgIC" }));
}

#[test]
fn nothing_of_its_contents_can_be_read_in_a_file() {
    let contents = contents();
    let text = write::<Native>(&contents, PASSPHRASE, RANDOM).unwrap();
    let key = contents.installation_keys[0].reveal_for_storage();
    for secret in [&key, &contents.entries[0].fingerprint.to_text(), "sandbox", PASSPHRASE] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn a_file_of_this_version_can_be_read_for_ever() {
    // Written once, by other implementations of all algorithms (OpenSSL's, and
    // HChaCha20 by hand).
    let text = include_str!("../../../tests/fixtures/keyring-export.json");
    assert_eq!(read::<Native>(text, PASSPHRASE), Ok(contents()));
}

#[test]
fn the_watched_sites_are_read_back_as_they_were() {
    let site = |address: &str, environment, learning| {
        let scope = Scope::parse(address).unwrap();
        Watched { scope, environment, learning }
    };
    let watched =
        vec![site("ci.example.com/team", Some(Environment::Sandbox), true), site("wiki.example.com", None, false)];
    let contents = Contents { watched, ..contents() };
    let text = write::<Native>(&contents, PASSPHRASE, RANDOM).unwrap();
    assert_eq!(read::<Native>(&text, PASSPHRASE), Ok(contents));
}

#[test]
fn what_is_no_site_here_does_not_cost_the_rest_of_the_file() {
    let sites = json!([
        { "address": "developer.magento.com" },
        { "address": "", "environment": "production" },
        { "address": "ci.example.com", "of-a-later-version": true },
    ]);
    let plain = json!({ "schema": 1, "installation-keys": [], "entries": [], "watched": sites });
    let watched = read::<Native>(&file(plain.to_string().as_bytes()), PASSPHRASE).unwrap().watched;
    assert_eq!(watched.iter().map(|site| site.scope.address()).collect::<Vec<_>>(), ["ci.example.com"]);
}

#[test]
fn another_passphrase_does_not_open_it_and_an_empty_one_is_none() {
    let text = file(b"{}");
    for passphrase in ["correct horse ", "Correct horse", "x"] {
        assert_eq!(read::<Native>(&text, passphrase), Err(Error::NotOpened));
    }
    assert_eq!(read::<Native>(&text, ""), Err(Error::NoPassphrase));
    assert_eq!(write::<Native>(&contents(), "", RANDOM), Err(Error::NoPassphrase));
}

#[test]
fn every_flip_of_a_bit_is_refused() {
    let text = file(
        serde_json::to_string(&json!({ "schema": 1, "installation-keys": [], "entries": [] })).unwrap().as_bytes(),
    );
    assert!(read::<Native>(&text, PASSPHRASE).is_ok());
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            // What is no text is refused by whoever reads the file.
            if let Ok(flipped) = String::from_utf8(bytes) {
                assert!(read::<Native>(&flipped, PASSPHRASE).is_err(), "byte {at}, bit {bit}: {flipped}");
            }
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_damaged_as_soon_as_it_can_be_told_from_others() {
    let text = file(b"{}");
    for length in 0..text.len() {
        let error = if length < r#"{"format":"sandbar-keyring"#.len() { Error::NotAKeyring } else { Error::Damaged };
        assert_eq!(refused(&text[..length]), error, "{}", &text[..length]);
    }
}

#[test]
fn what_is_something_else_is_no_keyring() {
    for text in
        ["", "null", "[]", "{}", "PK\u{3}\u{4}", r#"{"format":"bitwarden","version":1}"#, r#"{"http-basic":{}}"#]
    {
        assert_eq!(refused(text), Error::NotAKeyring, "{text}");
    }
    assert_eq!(refused(&"a".repeat(MOST_BYTES + 1)), Error::NotAKeyring);
}

#[test]
fn a_newer_version_says_so_whatever_else_it_holds() {
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
fn fields_that_are_no_bytes_of_their_length_or_name_another_algorithm_are_damaged() {
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
fn contents_that_cannot_be_read_are_damaged() {
    for plain in ["", "[]", "{}", r#"{"schema":1}"#, r#"{"schema":1,"installation-keys":["short"],"entries":[]}"#] {
        assert_eq!(refused(&file(plain.as_bytes())), Error::Damaged, "{plain}");
    }
    assert_eq!(refused(&file(&[0xFF])), Error::Damaged);
}

#[test]
fn every_error_has_a_sentence_of_its_own() {
    let mut keys: Vec<_> = Error::ALL.iter().map(|error| error.text().key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), Error::ALL.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_sealed_is_opened_by_its_passphrase_and_no_other(plain in prop::collection::vec(any::<u8>(), 0..300), passphrase in ".{1,20}", other in ".{1,20}", salt: [u8; SALT_BYTES], nonce: [u8; NONCE_BYTES]) {
        let sealed = seal_at(CHEAP, &plain, &passphrase, Random { salt, nonce }).unwrap();
        prop_assert_eq!(&*open(&sealed, &passphrase).unwrap(), &plain);
        if other != passphrase {
            prop_assert_eq!(open(&sealed, &other).unwrap_err(), Error::NotOpened);
        }
    }

    #[test]
    fn no_text_is_read_or_makes_it_panic(text in "\\PC{0,100}", json in r#"\{"format":"sandbar-keyring","version":[0-9]{1,3},"(kdf|data|x)":[^}]{0,40}\}"#) {
        prop_assert!(read::<Native>(&text, PASSPHRASE).is_err());
        prop_assert!(read::<Native>(&json, PASSPHRASE).is_err());
    }
}
