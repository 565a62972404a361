//! Messages, dates and times in the user's language.

use std::cell::RefCell;

use js_sys::{Array, Date, Intl};
use litemap::LiteMap;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use sandbar::messages::{ExtensionText, MessageKey, OTHER, Phrase, Plural, message};
use sandbar::time::Timestamp;
use webext::{object, words};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = RelativeTimeFormat)]
    type RelativeTime;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = RelativeTimeFormat)]
    fn new(language: &str) -> RelativeTime;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTime, value: f64, unit: &str) -> String;
}

thread_local! {
    /// Messages without arguments that were looked up before, because every row
    /// of a table uses the same ones.
    static CACHE: RefCell<LiteMap<String, String>> = const { RefCell::new(LiteMap::new()) };
    /// The plural rules of the language of the messages, which may differ from
    /// the browser's.
    static PLURALS: Intl::PluralRules = Intl::PluralRules::new(
        &Array::of1(&word(message::LANGUAGE_CODE).into()),
        object([]).unchecked_ref(),
    );
    /// Formats days. Creating a formatter takes longer than using it a hundred times.
    static DAYS: Intl::DateTimeFormat = Intl::DateTimeFormat::new(
        &Array::of1(&words::language().into()),
        object([("dateStyle", "medium".into())]).unchecked_ref(),
    );
}

/// The message with this key.
pub fn word(key: impl Into<MessageKey>) -> String {
    word_named(key.into().name())
}

/// The message in an attribute of a page. The build rejects pages with unknown
/// messages (`xtask/src/bundle/pages.rs`).
pub fn word_named(name: &str) -> String {
    let cached = CACHE.with_borrow(|cache| cache.get(name).cloned());
    cached.unwrap_or_else(|| {
        let text = words::message(name, &[]);
        CACHE.with_borrow_mut(|cache| cache.insert(name.to_owned(), text.clone()));
        text
    })
}

/// The message with this key and one argument.
pub fn word_with(key: impl Into<MessageKey>, argument: &str) -> String {
    words::message(key.into().name(), &[argument.to_owned()])
}

/// A message with its arguments.
pub fn extension_text(text: &ExtensionText) -> String {
    match text.args.first() {
        Some(argument) => word_with(text.key, argument),
        None => word(text.key),
    }
}

/// The message with this key and two arguments.
pub fn word_with_both(key: MessageKey, first: &str, second: &str) -> String {
    words::message(key.name(), &[first.to_owned(), second.to_owned()])
}

/// A message with this number, in the plural form of the messages' language.
pub fn counted(plural: Plural, count: usize) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a float can count far more than there is")]
    let category: String = PLURALS.with(|rules| rules.select(count as f64)).into();
    let form = |category: &str| words::message(&plural.form(category), &[count.to_string()]);
    Some(form(&category)).filter(|text| !text.is_empty()).unwrap_or_else(|| form(OTHER))
}

/// A message with or without a number.
pub fn phrase(phrase: &Phrase) -> String {
    match phrase {
        Phrase::Text(text) => extension_text(text),
        Phrase::Counted(plural, count) => counted(*plural, *count),
    }
}

/// A time of day, with the date if it isn't the same day as `now`.
pub fn time(at: Timestamp, now: Timestamp) -> String {
    let (then, now) = (date(at), date(now));
    let same_day = then.to_date_string() == now.to_date_string();
    let short = ("timeStyle", JsValue::from_str("short"));
    let options = match same_day {
        true => object([short]),
        false => object([short, ("dateStyle", "medium".into())]),
    };
    then.to_locale_string(&words::language(), &options).into()
}

/// How long ago a moment was: "2 minutes ago".
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at).map_or(0, |age| age.as_secs());
    let (count, unit) = if seconds < 60 { (seconds, "second") } else { (seconds / 60, "minute") };
    RelativeTime::new(&words::language()).format(-f64::from(u32::try_from(count).unwrap_or(u32::MAX)), unit)
}

/// A day.
pub fn day(at: Timestamp) -> String {
    let text = DAYS.with(|days| days.format().call1(&JsValue::UNDEFINED, &date(at)));
    // A `Timestamp` may be outside the range of `Date`.
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn date(at: Timestamp) -> Date {
    #[allow(clippy::cast_precision_loss, reason = "a `Timestamp` is a whole number that JavaScript holds exactly")]
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
}
