//! The contents of a keyring file, and the reasons to reject one.
//!
//! A fingerprint is meaningless without its installation key, so a file
//! contains these keys too. The crate `keyring-file` seals the contents with a
//! passphrase and opens them again. Only the options page links it: the
//! background sends and receives the [plain contents](PlainContents).

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::catalogue::watched::{StoredSite, Watched};
use crate::credential::fingerprint::{InstallationKey, MOST_IMPORTED};
use crate::keyring::Entry;
use crate::messages::{ExtensionText, message};

/// The version of the contents, the same as that of the stored data.
pub const SCHEMA: u32 = 1;

/// The contents of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The installation keys of the entries' fingerprints, starting with that
    /// of the installation that wrote the file.
    pub installation_keys: Vec<InstallationKey>,
    /// The stored entries of the keyring.
    pub entries: Vec<Entry>,
    /// The sites that the user watches.
    pub watched: Vec<Watched>,
}

/// Why a file could not be written or imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Error {
    /// The passphrase is empty.
    NoPassphrase,
    /// The file is not a keyring file.
    NotAKeyring,
    /// The file is a keyring file, but a part of it is missing or malformed.
    Damaged,
    /// A newer version of Sandbar wrote the file.
    Newer,
    /// Opening the file would take more memory or time than any real file
    /// needs.
    TooDemanding,
    /// The passphrase is wrong or the file was changed. The cipher can't tell
    /// which.
    NotOpened,
    /// The file contains more installation keys than can be kept.
    TooManyInstallations,
    /// The browser ran out of memory.
    NoMemory,
}

impl Error {
    /// Every error.
    pub const ALL: [Self; 8] = [
        Self::NoPassphrase,
        Self::NotAKeyring,
        Self::Damaged,
        Self::Newer,
        Self::TooDemanding,
        Self::NotOpened,
        Self::TooManyInstallations,
        Self::NoMemory,
    ];

    /// The message for the user.
    #[must_use]
    pub fn text(self) -> ExtensionText {
        match self {
            Self::NoPassphrase => ExtensionText::plain(message::TRANSFER_NO_PASSPHRASE),
            Self::NotAKeyring => ExtensionText::plain(message::TRANSFER_NOT_A_KEYRING),
            Self::Damaged => ExtensionText::plain(message::TRANSFER_DAMAGED),
            Self::Newer => ExtensionText::plain(message::TRANSFER_NEWER),
            Self::TooDemanding => ExtensionText::plain(message::TRANSFER_TOO_DEMANDING),
            Self::NotOpened => ExtensionText::plain(message::TRANSFER_NOT_OPENED),
            Self::TooManyInstallations => {
                ExtensionText::with(message::TRANSFER_TOO_MANY_INSTALLATIONS, MOST_IMPORTED.to_string())
            }
            Self::NoMemory => ExtensionText::plain(message::TRANSFER_NO_MEMORY),
        }
    }
}

/// Parses and prints JSON. In the browser this is the built-in `JSON`, because
/// a second parser would make the modules larger.
pub trait Json {
    /// Parses a value. `None` if the text is not JSON or has another shape.
    fn read<T: DeserializeOwned>(text: &str) -> Option<T>;
    /// Prints a value without whitespace.
    fn print<T: Serialize>(value: &T) -> Option<String>;
}

/// The [`Contents`] as they are sealed, and as the background and the options
/// page exchange them. The installation keys are text here, so this is wiped on
/// drop and never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlainContents {
    schema: u32,
    installation_keys: Vec<String>,
    entries: Vec<Entry>,
    /// Files of the first version have no sites, and older readers ignore the
    /// field.
    #[serde(default)]
    watched: Vec<StoredSite>,
}

impl From<Contents> for PlainContents {
    fn from(Contents { installation_keys, entries, watched }: Contents) -> Self {
        Self {
            schema: SCHEMA,
            installation_keys: installation_keys.iter().map(InstallationKey::reveal_for_storage).collect(),
            entries,
            watched: watched.into_iter().map(StoredSite::from).collect(),
        }
    }
}

impl TryFrom<PlainContents> for Contents {
    /// [`Error::Newer`], [`Error::Damaged`].
    type Error = Error;

    fn try_from(mut plain: PlainContents) -> Result<Self, Error> {
        if plain.schema > SCHEMA {
            return Err(Error::Newer);
        }
        let keys = plain.installation_keys.iter().map(|key| InstallationKey::from_storage(key)).collect::<Option<_>>();
        Ok(Self {
            installation_keys: keys.ok_or(Error::Damaged)?,
            entries: std::mem::take(&mut plain.entries),
            watched: std::mem::take(&mut plain.watched).into_iter().filter_map(StoredSite::parse).collect(),
        })
    }
}

impl Drop for PlainContents {
    fn drop(&mut self) {
        self.installation_keys.zeroize();
    }
}

impl fmt::Debug for PlainContents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (keys, entries, sites) = (self.installation_keys.len(), self.entries.len(), self.watched.len());
        write!(out, "PlainContents({keys} installation keys, {entries} entries, {sites} sites)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Environment;
    use crate::catalogue::watched::Scope;

    fn contents() -> Contents {
        let watched = Watched {
            scope: Scope::parse("ci.example.com/team").unwrap(),
            environment: Some(Environment::Sandbox),
            learning: true,
            words: Vec::new(),
        };
        Contents {
            installation_keys: vec![InstallationKey::from_random([7; 32])],
            entries: Vec::new(),
            watched: vec![watched],
        }
    }

    #[test]
    fn plain_contents_convert_back_unchanged() {
        assert_eq!(Contents::try_from(PlainContents::from(contents())), Ok(contents()));
    }

    #[test]
    fn a_site_this_version_does_not_accept_is_left_out_alone() {
        let mut plain = PlainContents::from(contents());
        plain.watched.push(StoredSite {
            address: "developer.magento.com".to_owned(),
            environment: None,
            learning: false,
            words: Vec::new(),
        });
        assert_eq!(Contents::try_from(plain), Ok(contents()));
    }

    #[test]
    fn contents_of_a_newer_version_and_malformed_keys_are_refused() {
        let mut plain = PlainContents::from(contents());
        plain.schema = SCHEMA + 1;
        assert_eq!(Contents::try_from(plain), Err(Error::Newer));
        let mut plain = PlainContents::from(contents());
        plain.installation_keys.push("short".to_owned());
        assert_eq!(Contents::try_from(plain), Err(Error::Damaged));
    }

    #[test]
    fn printing_for_debugging_reveals_no_installation_key() {
        let plain = PlainContents::from(contents());
        assert_eq!(format!("{plain:?}"), "PlainContents(1 installation keys, 0 entries, 1 sites)");
    }

    #[test]
    fn every_error_has_its_own_message() {
        let mut keys: Vec<_> = Error::ALL.iter().map(|error| error.text().key.name()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Error::ALL.len());
    }
}
