//! Words and times in the person's language.

use std::cell::RefCell;

use js_sys::{Array, Date, Intl};
use wasm_bindgen::{JsCast, JsValue};

use sandbar::sorted::Sorted;
use sandbar::time::Timestamp;
use webext::{object, words};

thread_local! {
    /// What was said before: a table of keys says the same words in every row.
    static SAID: RefCell<Sorted<String, String>> = const { RefCell::new(Sorted::new()) };
    /// Writes days; making one takes longer than using it a hundred times.
    static DAYS: Intl::DateTimeFormat = Intl::DateTimeFormat::new(
        &Array::of1(&words::language().into()),
        object([("dateStyle", "medium".into())]).unchecked_ref(),
    );
}

/// The sentence of this key.
pub fn word(key: &str) -> String {
    let said = SAID.with_borrow(|said| said.get(key).cloned());
    said.unwrap_or_else(|| {
        let said = words::message(key, &[]);
        SAID.with_borrow_mut(|known| known.insert(key.to_owned(), said.clone()));
        said
    })
}

/// The sentence of this key with its one placeholder filled in.
pub fn word_with(key: &str, argument: &str) -> String {
    words::message(key, &[argument.to_owned()])
}

/// The sentence of this key with its two placeholders filled in.
pub fn word_with_both(key: &str, first: &str, second: &str) -> String {
    words::message(key, &[first.to_owned(), second.to_owned()])
}

/// One of two sentences, by number; the second has it as its placeholder.
pub fn counted(one: &str, many: &str, count: usize) -> String {
    if count == 1 { word(one) } else { word_with(many, &count.to_string()) }
}

/// A time of day; with the date, if that is another than `now`'s.
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

/// The day.
pub fn day(at: Timestamp) -> String {
    let said = DAYS.with(|days| days.format().call1(&JsValue::UNDEFINED, &date(at)));
    // A `Timestamp` may be beyond what a calendar has.
    said.ok().and_then(|said| said.as_string()).unwrap_or_default()
}

fn date(at: Timestamp) -> Date {
    #[allow(clippy::cast_precision_loss, reason = "a `Timestamp` is a whole number that JavaScript holds exactly")]
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
}
