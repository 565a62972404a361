//! Encryption with a passphrase: Argon2id derives a key from it, and
//! XChaCha20-Poly1305 encrypts and authenticates.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use sandbar::keyring::file::Error;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The length of the salt, in bytes.
pub const SALT_BYTES: usize = 16;
/// The length of the nonce, in bytes: long enough for a random one.
pub const NONCE_BYTES: usize = 24;

const FORMAT: &str = "sandbar-keyring";
const VERSION: u32 = 1;
const KDF: &str = "argon2id";
const CIPHER: &str = "xchacha20-poly1305";

/// The cost of deriving a key from a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over the whole memory.
    pub passes: u32,
    /// Parts of the memory that could be filled in parallel. WebAssembly has
    /// one thread here.
    pub lanes: u32,
}

/// The recommendation for Argon2id in OWASP's Password Storage Cheat Sheet.
const COST: Cost = Cost { memory: 19 * 1024, passes: 2, lanes: 1 };

/// The highest cost that a file may request. A malicious file must not make the
/// browser allocate gigabytes or work for minutes.
pub(super) const MOST: Cost = Cost { memory: 64 * 1024, passes: 8, lanes: 4 };

/// Bytes from a cryptographic random source, different for each file.
#[derive(Debug, Clone, Copy)]
pub struct Random {
    /// Makes the same passphrase give a different key in each file.
    pub salt: [u8; SALT_BYTES],
    /// Makes equal contents encrypt differently.
    pub nonce: [u8; NONCE_BYTES],
}

/// The header that files have in every version.
#[derive(Debug, Deserialize)]
pub struct Heading {
    format: String,
    version: u32,
}

impl Heading {
    /// Checks whether this version of Sandbar can read the file.
    ///
    /// # Errors
    ///
    /// Returns [`Error::NotAKeyring`], [`Error::Newer`] or [`Error::Damaged`]
    /// if it can't.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self { format, .. } if format != FORMAT => Err(Error::NotAKeyring),
            Self { version: VERSION, .. } => Ok(()),
            Self { version: 0, .. } => Err(Error::Damaged),
            Self { .. } => Err(Error::Newer),
        }
    }
}

/// Whether a text that can't be parsed starts like a truncated file.
pub(super) fn begins_like_one(text: &str) -> bool {
    text.starts_with('{')
        && text.bytes().take(64).collect::<Vec<_>>().windows(FORMAT.len()).any(|part| part == FORMAT.as_bytes())
}

/// A keyring file with its contents still encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sealed {
    format: String,
    version: u32,
    kdf: Kdf,
    cipher: Cipher,
    data: String,
}

/// How the key is derived from the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Kdf {
    name: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

/// The cipher of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Cipher {
    name: String,
    nonce: String,
}

impl Sealed {
    /// Everything except the data, in a canonical form, as additional
    /// authenticated data.
    fn header(&self) -> String {
        let Kdf { name, memory_kib, passes, lanes, salt } = &self.kdf;
        let Cipher { name: cipher, nonce } = &self.cipher;
        let numbers = [self.version, *memory_kib, *passes, *lanes].map(|number| number.to_string());
        let [version, memory, passes, lanes] = numbers.each_ref().map(String::as_str);
        [&self.format, version, name, memory, passes, lanes, salt, cipher, nonce].join("\n")
    }
}

/// Encrypts these bytes.
///
/// # Errors
///
/// Returns [`Error::NoPassphrase`] or [`Error::NoMemory`].
pub fn seal(contents: &[u8], passphrase: &str, random: Random) -> Result<Sealed, Error> {
    seal_at(COST, contents, passphrase, random)
}

pub(super) fn seal_at(cost: Cost, contents: &[u8], passphrase: &str, random: Random) -> Result<Sealed, Error> {
    if passphrase.is_empty() {
        return Err(Error::NoPassphrase);
    }
    let mut sealed = Sealed {
        format: FORMAT.to_owned(),
        version: VERSION,
        kdf: Kdf {
            name: KDF.to_owned(),
            memory_kib: cost.memory,
            passes: cost.passes,
            lanes: cost.lanes,
            salt: URL_SAFE_NO_PAD.encode(random.salt),
        },
        cipher: Cipher { name: CIPHER.to_owned(), nonce: URL_SAFE_NO_PAD.encode(random.nonce) },
        data: String::new(),
    };
    let cipher = cipher(cost, passphrase, &random.salt)?;
    let header = sealed.header();
    let payload = Payload { msg: contents, aad: header.as_bytes() };
    let data = cipher.encrypt(&XNonce::from(random.nonce), payload).map_err(|_| Error::NoMemory)?;
    sealed.data = URL_SAFE_NO_PAD.encode(data);
    Ok(sealed)
}

/// Decrypts a file.
///
/// # Errors
///
/// Returns [`Error::NoPassphrase`], [`Error::Damaged`], [`Error::Newer`],
/// [`Error::TooDemanding`], [`Error::NoMemory`] or [`Error::NotOpened`].
pub fn open(sealed: &Sealed, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    Heading { format: sealed.format.clone(), version: sealed.version }.check()?;
    let Kdf { name, memory_kib: memory, passes, lanes, salt } = &sealed.kdf;
    if name != KDF || sealed.cipher.name != CIPHER {
        return Err(Error::Damaged);
    }
    let cost = Cost { memory: *memory, passes: *passes, lanes: *lanes };
    if cost.memory > MOST.memory || cost.passes > MOST.passes || cost.lanes > MOST.lanes {
        return Err(Error::TooDemanding);
    }
    if passphrase.is_empty() {
        return Err(Error::NoPassphrase);
    }
    let salt = bytes::<SALT_BYTES>(salt)?;
    let nonce = bytes::<NONCE_BYTES>(&sealed.cipher.nonce)?;
    let data = URL_SAFE_NO_PAD.decode(&sealed.data).map_err(|_| Error::Damaged)?;
    let cipher = cipher(cost, passphrase, &salt)?;
    let header = sealed.header();
    let payload = Payload { msg: &data, aad: header.as_bytes() };
    cipher.decrypt(&XNonce::from(nonce), payload).map(Zeroizing::new).map_err(|_| Error::NotOpened)
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], Error> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Damaged)?;
    bytes.try_into().map_err(|_| Error::Damaged)
}

fn cipher(cost: Cost, passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, Error> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(key.len())).map_err(|_| Error::Damaged)?;
    let mut memory: Zeroizing<Vec<Block>> = Zeroizing::new(Vec::new());
    // Too little memory is an error to report, not a panic.
    memory.try_reserve_exact(params.block_count()).map_err(|_| Error::NoMemory)?;
    memory.resize(params.block_count(), Block::default());
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon
        .hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut *key, memory.as_mut_slice())
        .map_err(|_| Error::Damaged)?;
    Ok(XChaCha20Poly1305::new(&Key::from(*key)))
}
