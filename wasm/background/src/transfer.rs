//! The keyring as a file: the browser's JSON and random bytes around the core.

use js_sys::{JSON, JsString};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store;
use sandbar::app::{Effect, OpenTab, State, Wanted, transfer as guard};
use sandbar::keyring::file::{Error, Json, NONCE_BYTES, Random, SALT_BYTES, read, write};
use sandbar::protocol::PageText;
use sandbar::time::Timestamp;
use webext::{BrowserError, Context, from_js, to_js};

/// The browser's own JSON.
pub struct Browser;

impl Json for Browser {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        from_js(JSON::parse(text).ok()?).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        JSON::stringify(&to_js(value).ok()?).ok().map(String::from)
    }
}

/// The text of a file with the whole keyring.
pub async fn export_file(state: &mut State, passphrase: &str) -> Result<Result<PageText, Error>, BrowserError> {
    const DOING: &str = "exporting the keyring";
    has_keyring(state, DOING)?;
    store::read_entries(&mut state.keys, &Wanted::All).await?;
    let mut random = Random { salt: [0; SALT_BYTES], nonce: [0; NONCE_BYTES] };
    webext::fill_random(&mut random.salt).doing(DOING)?;
    webext::fill_random(&mut random.nonce).doing(DOING)?;
    Ok(write::<Browser>(&guard::export(state), composed(passphrase).as_str(), random).map(PageText::from))
}

/// Takes in the file with this text: what is to be done, which includes saving
/// its keys and answering.
pub async fn import_file(
    state: &mut State,
    text: &str,
    passphrase: &str,
    open: &[OpenTab],
    now: Timestamp,
) -> Result<Result<Vec<Effect>, Error>, BrowserError> {
    has_keyring(state, "importing a keyring")?;
    let contents = match read::<Browser>(text, composed(passphrase).as_str()) {
        Ok(contents) => contents,
        Err(error) => return Ok(Err(error)),
    };
    store::read_entries(&mut state.keys, &Wanted::All).await?;
    Ok(guard::import(state, contents, open, now))
}

/// A passphrase in the one form that counts: what looks the same and was typed
/// on another system may be written otherwise (an umlaut as one character or as
/// two).
fn composed(passphrase: &str) -> PageText {
    String::from(JsString::from(passphrase).normalize("NFC")).into()
}

/// A store of a newer version is left as it is, and what it holds is not read.
fn has_keyring(state: &State, doing: &'static str) -> Result<(), BrowserError> {
    match state.keys.fingerprinter {
        Some(_) => Ok(()),
        None => Err(BrowserError::new(doing, "what is stored is from a newer version of Sandbar")),
    }
}
