//! Fingerprints: the only thing that is stored of a credential.

use super::secret::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// HMAC-SHA-256 of one part of a credential under this installation's key,
/// truncated to 128 bits. Its text form has 22 base64url characters, a length
/// that no credential has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The text form, as in the names of stored items.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Parses the text form.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        read_exactly(text).map(Self)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.to_text())
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("not a fingerprint"))
    }
}

fn read_exactly<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
        Ok(length) if length == N => Some(bytes),
        _ => None,
    }
}

/// The random key of an installation. Without it, a fingerprint reveals
/// nothing, not even whether two installations know the same credential.
#[derive(Clone, PartialEq, Eq)]
pub struct InstallationKey(Zeroizing<[u8; 32]>);

impl InstallationKey {
    /// Creates the key from 32 bytes of a cryptographic random source.
    #[must_use]
    pub fn from_random(mut bytes: [u8; 32]) -> Self {
        let key = Self(Zeroizing::new(bytes));
        bytes.zeroize();
        key
    }

    /// The stored form of the key. There is no other way to read it.
    #[must_use]
    pub fn reveal_for_storage(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// Parses the stored form.
    #[must_use]
    pub fn from_storage(text: &str) -> Option<Self> {
        read_exactly(text).map(Self::from_random)
    }
}

impl fmt::Debug for InstallationKey {
    /// Prints only the type's name, never the key.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("InstallationKey(…)")
    }
}

/// How many keys of other installations are kept besides this installation's
/// own. Each adds one fingerprint to every lookup.
pub const MOST_IMPORTED: usize = 8;

/// Computes fingerprints under this installation's key and under keys that were
/// imported from other installations.
///
/// Newly learned values use this installation's key. Imported entries keep the
/// key that they came with, because their values are unknown and can't be
/// fingerprinted again. So a value has one fingerprint per key, and a lookup
/// tries all its [candidates](Self::candidates).
#[derive(Clone)]
pub struct Fingerprinter {
    own: Keyed,
    imported: Vec<Keyed>,
}

impl Fingerprinter {
    /// Uses this installation's key only.
    #[must_use]
    pub fn new(key: &InstallationKey) -> Self {
        Self { own: Keyed::new(key), imported: Vec::new() }
    }

    /// Adds imported keys. Skips known ones, and any beyond [`MOST_IMPORTED`].
    /// Returns whether all of them are present afterwards.
    #[must_use]
    pub fn import<'k>(&mut self, keys: impl IntoIterator<Item = &'k InstallationKey>) -> bool {
        let mut has_all = true;
        for key in keys {
            if self.installation_keys().any(|known| known == key) {
                continue;
            }
            if self.imported.len() < MOST_IMPORTED {
                self.imported.push(Keyed::new(key));
            } else {
                has_all = false;
            }
        }
        has_all
    }

    /// Keeps only the first `count` imported keys.
    pub fn keep_imported(&mut self, count: usize) {
        self.imported.truncate(count);
    }

    /// All keys, this installation's first.
    pub fn installation_keys(&self) -> impl Iterator<Item = &InstallationKey> {
        self.keyed().map(|keyed| &keyed.key)
    }

    /// The keys of other installations.
    #[must_use]
    pub fn imported_keys(&self) -> Vec<InstallationKey> {
        self.imported.iter().map(|keyed| keyed.key.clone()).collect()
    }

    /// The fingerprint of a part under this installation's key.
    #[must_use]
    pub fn of(&self, secret: &Secret) -> Fingerprint {
        self.of_bytes(secret.bytes())
    }

    /// The fingerprints of a part under every key, this installation's first.
    pub fn candidates(&self, secret: &Secret) -> impl Iterator<Item = Fingerprint> {
        self.keyed().map(|keyed| keyed.of(&[secret.bytes()]))
    }

    /// The fingerprint of a name that isn't secret but isn't stored either,
    /// such as an account name. It never equals a credential's fingerprint.
    #[must_use]
    pub fn of_name(&self, name: &str) -> Fingerprint {
        self.own.of_name(name)
    }

    /// The fingerprints of a name under every key, this installation's first.
    pub fn candidates_of_name(&self, name: &str) -> impl Iterator<Item = Fingerprint> {
        self.keyed().map(|keyed| keyed.of_name(name))
    }

    /// The fingerprint of bytes in normal form.
    pub(crate) fn of_bytes(&self, bytes: &[u8]) -> Fingerprint {
        self.own.of(&[bytes])
    }

    fn keyed(&self) -> impl Iterator<Item = &Keyed> {
        std::iter::once(&self.own).chain(&self.imported)
    }
}

/// An installation key with the first half of the HMAC computed, which saves
/// two SHA-256 blocks for each of the thousands of hashes in a lock file.
#[derive(Clone)]
struct Keyed {
    key: InstallationKey,
    mac: Hmac<Sha256>,
}

impl Keyed {
    fn new(key: &InstallationKey) -> Self {
        let mut block = Zeroizing::new([0; 64]);
        for (to, from) in block.iter_mut().zip(key.0.iter()) {
            *to = *from;
        }
        // HMAC pads a key that is shorter than the block with zeros.
        Self { key: key.clone(), mac: Hmac::new(&(*block).into()) }
    }

    fn of(&self, parts: &[&[u8]]) -> Fingerprint {
        let mut mac = self.mac.clone();
        for part in parts {
            mac.update(part);
        }
        cut(mac)
    }

    fn of_name(&self, name: &str) -> Fingerprint {
        self.of(&[b"name:", name.trim().as_bytes()])
    }
}

fn cut(mac: Hmac<Sha256>) -> Fingerprint {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(mac.finalize().into_bytes()) {
        *to = from;
    }
    Fingerprint(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprinter(seed: u8) -> Fingerprinter {
        Fingerprinter::new(&InstallationKey::from_random([seed; 32]))
    }

    #[test]
    fn a_fingerprint_is_hmac_sha_256_truncated_to_128_bits() {
        // RFC 4231, test case 1: its 20-byte key, padded with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0B);
        let fingerprinter = Fingerprinter::new(&InstallationKey::from_random(key));
        let expected = "b0344c61d8db38535ca8afceaf0bf12b";
        let hex: String = fingerprinter.of_bytes(b"Hi There").0.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected);
    }

    #[test]
    fn another_installation_has_other_fingerprints() {
        let secret = Secret::new("AQ17NZ49WC");
        assert_eq!(fingerprinter(1).of(&secret), fingerprinter(1).of(&secret));
        assert_ne!(fingerprinter(1).of(&secret), fingerprinter(2).of(&secret));
    }

    #[test]
    fn the_candidates_begin_with_the_own_key_and_hold_each_imported_one_once() {
        let keys = [2, 1, 3, 2].map(|seed| InstallationKey::from_random([seed; 32]));
        let mut all = fingerprinter(1);
        assert!(all.import(&keys));
        let secret = Secret::new("AQ17NZ49WC");
        assert_eq!(all.candidates(&secret).collect::<Vec<_>>(), [1, 2, 3].map(|seed| fingerprinter(seed).of(&secret)));
        let names = [1, 2, 3].map(|seed| fingerprinter(seed).of_name("Ada"));
        assert_eq!(all.candidates_of_name("Ada").collect::<Vec<_>>(), names);
        assert_eq!(all.of(&secret), fingerprinter(1).of(&secret));
    }

    #[test]
    fn no_more_than_eight_keys_are_imported_and_a_known_one_costs_nothing() {
        let keys: Vec<_> = (2..11).map(|seed| InstallationKey::from_random([seed; 32])).collect();
        let mut all = fingerprinter(1);
        assert!(all.import(&keys[..8]) && all.import(&keys[..8]));
        assert!(!all.import(&keys));
        assert_eq!(all.imported_keys(), keys[..8]);
    }

    #[test]
    fn an_installation_key_is_not_printed() {
        assert_eq!(format!("{:?}", InstallationKey::from_random([7; 32])), "InstallationKey(…)");
    }

    #[test]
    fn a_name_is_no_credential() {
        assert_ne!(fingerprinter(1).of_name("AQ17NZ49WC"), fingerprinter(1).of(&Secret::new("AQ17NZ49WC")));
    }

    #[test]
    fn the_written_forms_lead_back() {
        let fingerprint = fingerprinter(3).of(&Secret::new("AQ17NZ49WC"));
        assert_eq!(fingerprint.to_text().len(), 22);
        assert_eq!(Fingerprint::from_text(&fingerprint.to_text()), Some(fingerprint));
        assert_eq!(Fingerprint::from_text("AQ17NZ49WC"), None);

        let key = InstallationKey::from_random([7; 32]);
        let again = InstallationKey::from_storage(&key.reveal_for_storage()).unwrap();
        assert_eq!(*again.0, *key.0);
        assert!(InstallationKey::from_storage("").is_none());
    }
}
