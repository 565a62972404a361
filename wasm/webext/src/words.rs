//! Messages in the browser's language, or in the one that the user chose.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::api::{Response, i18n_language, i18n_message, read_own_file, runtime_url};
use super::error::{BrowserError, Context};
use super::property;
use sandbar::messages::{fill, isolated};
use sandbar::settings::Language;

thread_local! {
    /// The selected language and its messages.
    static CHOSEN: RefCell<Option<(Language, JsValue)>> = const { RefCell::new(None) };
}

/// Switches to this language; `None` is the browser's.
///
/// # Errors
///
/// Returns an error if the messages can't be read.
pub async fn speak(language: Option<Language>) -> Result<(), BrowserError> {
    const DOING: &str = "reading the messages of a language";
    if chosen() == language {
        return Ok(());
    }
    let chosen = match language {
        None => None,
        Some(language) => {
            let url = runtime_url(&format!("_locales/{}/messages.json", language.code()));
            let file: Response = read_own_file(&url).await.doing(DOING)?.unchecked_into();
            Some((language, file.json().await.doing(DOING)?))
        }
    };
    CHOSEN.set(chosen);
    Ok(())
}

/// The message with this key and its arguments. Names are isolated, so that
/// they keep their own direction.
pub fn message(key: &str, args: &[String]) -> String {
    let args: Vec<String> = args.iter().map(|argument| isolated(argument).into_owned()).collect();
    let chosen = CHOSEN.with_borrow(|chosen| {
        let entry = property(&chosen.as_ref()?.1, key);
        let message = property(&entry, "message").as_string()?;
        let placeholders = property(&entry, "placeholders");
        let content = |name: &str| match placeholders.is_undefined() {
            true => None,
            false => property(&property(&placeholders, name), "content").as_string(),
        };
        Some(fill(&message, &content, &args))
    });
    chosen.unwrap_or_else(|| {
        let args: Array = args.iter().map(|argument| JsValue::from_str(argument)).collect();
        i18n_message(key, &args)
    })
}

/// The selected language; `None` for the browser's.
pub fn chosen() -> Option<Language> {
    CHOSEN.with_borrow(|chosen| chosen.as_ref().map(|(language, _)| *language))
}

/// The language in use, as a language tag.
pub fn language() -> String {
    CHOSEN.with_borrow(|chosen| match chosen {
        Some((language, _)) => language.code().to_owned(),
        None => i18n_language(),
    })
}
