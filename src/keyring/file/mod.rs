//! The keyring as a file: to another browser, another machine, or a drawer.
//!
//! A fingerprint says nothing without the installation key that it was taken
//! under, so the keys travel with the entries, all of it encrypted with a
//! passphrase. What the numbers are and why: decision 12.
//!
//! ```json
//! {"format":"sandbar-keyring","version":1,
//!  "kdf":{"name":"argon2id","memory-kib":19456,"passes":2,"lanes":1,"salt":"…"},
//!  "cipher":{"name":"xchacha20-poly1305","nonce":"…"},
//!  "data":"…"}
//! ```
//!
//! Bytes are base64url without padding. Everything before `data` is
//! authenticated with it, so no byte of it can be changed unnoticed.

mod seal;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::catalogue::Environment;
use crate::catalogue::watched::{Scope, Watched};
use crate::credential::fingerprint::{InstallationKey, MOST_IMPORTED};
use crate::keyring::Entry;
use crate::messages::Text;

pub use seal::{Heading, NONCE_BYTES, Random, SALT_BYTES, Sealed, open, seal};

/// The version of what is in a file: that of what is stored.
pub const SCHEMA: u32 = 1;

/// The longest file that is read, in bytes. Ten thousand entries take five
/// million.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The keys that the entries' fingerprints were taken under: that of the
    /// installation that wrote the file first.
    pub installation_keys: Vec<InstallationKey>,
    /// The keyring, as it was stored.
    pub entries: Vec<Entry>,
    /// The sites that the person watches.
    pub watched: Vec<Watched>,
}

/// Why a file was not written or not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Error {
    /// There is no passphrase.
    NoPassphrase,
    /// It is something else.
    NotAKeyring,
    /// It was one, and is not whole.
    Damaged,
    /// A newer version wrote it.
    Newer,
    /// It asks for more memory or time than any file needs.
    TooDemanding,
    /// The passphrase is wrong, or the file was changed: which of the two
    /// cannot be told.
    NotOpened,
    /// It brings more installation keys than are kept.
    TooManyInstallations,
    /// The browser has not enough memory.
    NoMemory,
}

impl Error {
    /// All.
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

    /// The sentence for the person.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::NoPassphrase => Text::plain("transferNoPassphrase"),
            Self::NotAKeyring => Text::plain("transferNotAKeyring"),
            Self::Damaged => Text::plain("transferDamaged"),
            Self::Newer => Text::plain("transferNewer"),
            Self::TooDemanding => Text::plain("transferTooDemanding"),
            Self::NotOpened => Text::plain("transferNotOpened"),
            Self::TooManyInstallations => Text::with("transferTooManyInstallations", MOST_IMPORTED.to_string()),
            Self::NoMemory => Text::plain("transferNoMemory"),
        }
    }
}

/// JSON, as the place that this runs in reads and prints it: a browser has it
/// built in, and a second reader would make the core larger.
pub trait Json {
    /// A value, or none if the text is no JSON or not of that form.
    fn read<T: DeserializeOwned>(text: &str) -> Option<T>;
    /// Its text, without spaces.
    fn print<T: Serialize>(value: &T) -> Option<String>;
}

/// The contents as they are written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Written {
    schema: u32,
    installation_keys: Vec<String>,
    entries: Vec<Entry>,
    /// Files of before have none, and readers of before pass over it. What is a
    /// site to one version may be none to another, and does not cost the rest.
    #[serde(default)]
    watched: Vec<WrittenSite>,
}

/// A watched site as it is written: its address is read as a site later.
#[derive(Serialize, Deserialize)]
struct WrittenSite {
    address: String,
    #[serde(default)]
    environment: Option<Environment>,
    #[serde(default)]
    learning: bool,
}

impl From<Watched> for WrittenSite {
    fn from(Watched { scope, environment, learning }: Watched) -> Self {
        Self { address: scope.address(), environment, learning }
    }
}

impl WrittenSite {
    fn read(self) -> Option<Watched> {
        let Self { address, environment, learning } = self;
        Some(Watched { scope: Scope::parse(&address).ok()?, environment, learning })
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.installation_keys.zeroize();
    }
}

/// The text of a file with these contents.
///
/// # Errors
/// [`Error::NoPassphrase`], [`Error::NoMemory`].
pub fn write<J: Json>(contents: &Contents, passphrase: &str, random: Random) -> Result<String, Error> {
    let written = Written {
        schema: SCHEMA,
        installation_keys: contents.installation_keys.iter().map(InstallationKey::reveal_for_storage).collect(),
        entries: contents.entries.clone(),
        watched: contents.watched.iter().cloned().map(WrittenSite::from).collect(),
    };
    let plain = Zeroizing::new(J::print(&written).ok_or(Error::NoMemory)?);
    J::print(&seal(plain.as_bytes(), passphrase, random)?).ok_or(Error::NoMemory)
}

/// What is in the file with this text.
///
/// # Errors
/// Each [`Error`] but [`Error::TooManyInstallations`].
pub fn read<J: Json>(text: &str, passphrase: &str) -> Result<Contents, Error> {
    let sealed = sealed::<J>(text)?;
    let plain = open(&sealed, passphrase)?;
    // What was sealed with the passphrase was written by some Sandbar.
    let plain = str::from_utf8(&plain).map_err(|_| Error::Damaged)?;
    let Schema { schema } = J::read(plain).ok_or(Error::Damaged)?;
    if schema > SCHEMA {
        return Err(Error::Newer);
    }
    let mut written: Written = J::read(plain).ok_or(Error::Damaged)?;
    let keys = written.installation_keys.iter().map(|key| InstallationKey::from_storage(key)).collect::<Option<_>>();
    Ok(Contents {
        installation_keys: keys.ok_or(Error::Damaged)?,
        entries: std::mem::take(&mut written.entries),
        watched: std::mem::take(&mut written.watched).into_iter().filter_map(WrittenSite::read).collect(),
    })
}

/// The part of any version's contents.
#[derive(Deserialize)]
struct Schema {
    schema: u32,
}

/// A file, read as far as it can be without its passphrase.
///
/// # Errors
/// [`Error::NotAKeyring`], [`Error::Damaged`], [`Error::Newer`].
pub fn sealed<J: Json>(text: &str) -> Result<Sealed, Error> {
    let text = text.trim();
    if text.len() > MOST_BYTES {
        return Err(Error::NotAKeyring);
    }
    match J::read::<Heading>(text) {
        Some(heading) => heading.check()?,
        None if seal::begins_like_one(text) => return Err(Error::Damaged),
        None => return Err(Error::NotAKeyring),
    }
    J::read(text).ok_or(Error::Damaged)
}

#[cfg(test)]
mod tests;
