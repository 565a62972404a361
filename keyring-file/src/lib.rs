//! Keyring files: the export that moves a keyring to another browser or machine.
//!
//! The whole content is encrypted with a passphrase, because a fingerprint and
//! the installation key together let anyone test guesses. Decision 12 explains
//! the parameters.
//!
//! ```json
//! {"format":"sandbar-keyring","version":1,
//!  "kdf":{"name":"argon2id","memory-kib":19456,"passes":2,"lanes":1,"salt":"…"},
//!  "cipher":{"name":"xchacha20-poly1305","nonce":"…"},
//!  "data":"…"}
//! ```
//!
//! Bytes are base64url without padding. Everything before `data` is
//! authenticated with it, so no byte of it can change unnoticed.
//!
//! This is a separate crate so that the background cannot link Argon2 and
//! ChaCha20 by mistake.

mod seal;

use sandbar::keyring::file::{Error, Json, PlainContents, SCHEMA};
use serde::Deserialize;
use zeroize::Zeroizing;

pub use seal::{Heading, NONCE_BYTES, Random, SALT_BYTES, Sealed, open, seal};

/// The size of the largest file that is read, in bytes. Ten thousand entries
/// take about five million.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Writes a file. Returns its text.
///
/// # Errors
///
/// Returns [`Error::NoPassphrase`] or [`Error::NoMemory`].
pub fn write<J: Json>(contents: &PlainContents, passphrase: &str, random: Random) -> Result<String, Error> {
    let plain = Zeroizing::new(J::print(contents).ok_or(Error::NoMemory)?);
    J::print(&seal(plain.as_bytes(), passphrase, random)?).ok_or(Error::NoMemory)
}

/// Reads a file from its text.
///
/// # Errors
///
/// Returns any [`Error`] except [`Error::TooManyInstallations`].
pub fn read<J: Json>(text: &str, passphrase: &str) -> Result<PlainContents, Error> {
    let sealed = sealed::<J>(text)?;
    let plain = open(&sealed, passphrase)?;
    // If the passphrase opens a file, some version of Sandbar wrote it.
    let plain = str::from_utf8(&plain).map_err(|_| Error::Damaged)?;
    let Schema { schema } = J::read(plain).ok_or(Error::Damaged)?;
    if schema > SCHEMA {
        return Err(Error::Newer);
    }
    J::read(plain).ok_or(Error::Damaged)
}

/// The part that the contents have in every version.
#[derive(Deserialize)]
struct Schema {
    schema: u32,
}

/// Reads the parts of a file that need no passphrase.
///
/// # Errors
///
/// Returns [`Error::NotAKeyring`], [`Error::Damaged`] or [`Error::Newer`].
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
