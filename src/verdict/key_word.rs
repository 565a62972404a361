//! The environment in the name of a key, in a vendor's terms:
//! `STRIPE_LIVE_SECRET_KEY`, "Test secret key", "Playground API key".
//!
//! *Live* and *test* have many other uses. They count only next to a word for a
//! key, and only for keys of a vendor that uses these terms.

use super::environment_word::{Named, PHRASE, meant, of_label, words};
use super::environment_words::{COMMON_WORDS, THINGS, WORDS};
use super::name::split;
use crate::catalogue::Environment;
use crate::catalogue::vendor::EnvironmentNames;

/// Words for a key besides [`THINGS`].
const KEYS: &[&str] = &[
    "publishable",
    "restricted",
    "public",
    "private",
    "client",
    "merchant",
    "server",
    "api",
    "sk",
    "pk",
    "rk",
    "keyid",
];

/// How far before a value its name is searched for, in bytes.
const NAME: usize = 96;

/// What a value is called whose name is in the entry before, in lower case.
const VALUES: &[&str] = &["value", "string"];

/// The environment that one of these vendors calls by this word.
pub(super) fn called(names: &[EnvironmentNames], word: &str) -> Option<Environment> {
    let is_called = |one: &Environment| names.iter().any(|names| names.name(*one).eq_ignore_ascii_case(word));
    Environment::ALL.into_iter().find(is_called)
}

/// The environment that a name or label mentions, including the vendors' terms.
pub(super) fn of_key_name(name: &str, own: &[EnvironmentNames]) -> Named {
    let name = name.trim();
    let is_phrase = name.contains(char::is_whitespace);
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if is_phrase && (name.ends_with(['.', '!', '?']) || words.len() > PHRASE) {
        return Named::None;
    }
    let is_key = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).is_some_and(|word| THINGS.contains(word) || KEYS.contains(word))
    };
    // `live_mode_api_key`
    let is_before_key =
        |at: usize| is_key(Some(at + 1)) || (words.get(at + 1) == Some(&"mode") && is_key(Some(at + 2)));
    let is_beside_key =
        |at: usize| is_before_key(at) || (at + 1 == words.len() && is_key(at.checked_sub(1))) || words.len() == 1;
    let mut named = of_label(name);
    for (at, word) in words.iter().enumerate().filter(|&(at, _)| is_beside_key(at)) {
        let known = called(own, word).map(|environment| (*word, environment));
        let known = known.as_slice();
        named = named.and([known, COMMON_WORDS, WORDS].into_iter().find_map(|known| meant(known, &words, at)).into());
    }
    // `LIVE_SANDBOX_KEY`: in a name, the vendor's words make it undecided wherever they are.
    let is_other = |word: &&str| called(own, word).is_some_and(|environment| !named.allows(environment));
    if !is_phrase && words.iter().any(is_other) { Named::Both } else { named }
}

/// Whether a label or a heading contains a word for the other environment. How
/// the word relates to the key is ignored, because the text may be about
/// several keys.
#[must_use]
pub fn may_be_of_other(text: &str, names: EnvironmentNames, environment: Environment) -> bool {
    let other = Some(environment.other());
    words(text).iter().any(|word| called(&[names], word) == other || of_label(word).one() == other)
}

/// The name that a value is assigned to, or that the entry or element before it
/// gives: `name: LIVE_KEY`, `"key": "live_key", `, `<key>LiveKey</key>`.
pub(super) fn name_of(text: &str, value: usize) -> &str {
    let name = name_before(text, value);
    let is_value = VALUES.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_value { name_beside(text, value, name).unwrap_or(name) } else { name }
}

/// The name in the entry directly before the one that ends with this value.
fn name_beside<'t>(text: &'t str, value: usize, own: &str) -> Option<&'t str> {
    let is_space = |sign: char| matches!(sign, ' ' | '\t' | '\r');
    let is_quote = |sign: char| matches!(sign, '"' | '\'') || is_space(sign);
    let floor = text.ceil_char_boundary(value.saturating_sub(2 * NAME));
    let before = text.get(floor..value)?;
    let entry = before.get(..before.rfind(own)?)?.trim_end_matches(|sign| sign == '<' || is_quote(sign));
    let entry = entry.strip_suffix('\n').unwrap_or(entry);
    let entry = entry.trim_end_matches(|sign| sign == ',' || is_space(sign));
    let entry = ["</key>", "</name>"].iter().find_map(|end| entry.strip_suffix(end)).unwrap_or(entry);
    let entry = entry.trim_end_matches(is_quote);
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.');
    let key = entry.trim_end_matches(is_name);
    let name = entry.get(key.len()..)?;
    let key = key.trim_end_matches(is_quote);
    let key = key.strip_suffix("=>").or_else(|| key.strip_suffix([':', '=', '>']))?.trim_end_matches(is_quote);
    let key = key.get(key.trim_end_matches(is_name).len()..)?;
    // `name: test` may be that of anything.
    let is_names = ["name", "key"].iter().any(|known| known.eq_ignore_ascii_case(key)) && split(name).len() > 1;
    is_names.then_some(name)
}

/// The name that a value is assigned to: `const liveKey = `, `"test_key": `,
/// `--live-key `, `env("LIVE_KEY", `.
fn name_before(text: &str, value: usize) -> &str {
    let floor = text.ceil_char_boundary(value.saturating_sub(NAME));
    let before = text.get(floor..value).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_quote = |sign: char| matches!(sign, '"' | '\'' | '`' | '\\' | ' ' | '\t');
    let bare = line.trim_end_matches(is_quote);
    let gives = |sign: char| matches!(sign, '=' | ':' | '>' | '|' | ',');
    let is_option = || bare.rsplit(char::is_whitespace).next().is_some_and(|word| word.starts_with("--"));
    if !(bare.ends_with(gives) || (bare.len() < line.len() && is_option())) {
        return "";
    }
    // `if (LIVE_KEY == "…")`
    if bare.ends_with("==") || bare.ends_with("!=") {
        return "";
    }
    let whole = bare.trim_end_matches(|sign: char| gives(sign) || is_quote(sign) || matches!(sign, ']' | ')'));
    let name = whole.rsplit(['{', ',', ';', '(', '[', '<', '|', '=', '#']).next().unwrap_or(whole);
    let others = whole.strip_suffix(name).unwrap_or_default();
    // In `DB=live_x KEY=…`, another variable's value precedes, in markup perhaps the name.
    let is_variable = bare.ends_with('=') && others.ends_with('=') && !others.contains('<');
    let name = if is_variable { name.rsplit(char::is_whitespace).next().unwrap_or(name) } else { name };
    // In `includes("staging") ? KEY : KEY`, a condition precedes. `liveKey?: ` is an optional member.
    if bare.ends_with(':') && name.trim_end().trim_end_matches('?').contains('?') {
        return "";
    }
    name.trim_start_matches(|sign: char| !sign.is_alphanumeric()).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    const PLAYGROUND: &[EnvironmentNames] = &[EnvironmentNames::of(["Live", "Playground"], ["LIVE", "PLAY"])];

    #[test]
    fn live_and_test_count_beside_what_a_key_is_called() {
        for (name, environment) in [
            ("STRIPE_LIVE_SECRET_KEY", Some(Production)),
            ("stripeTestKey", Some(Sandbox)),
            ("live_mode_api_key", Some(Production)),
            ("test_mode_enabled", None),
            ("STRIPE_SECRET_KEY_TEST", Some(Sandbox)),
            ("Live publishable key", Some(Production)),
            ("Test secret key:", Some(Sandbox)),
            ("Playground API key", Some(Sandbox)),
            ("woocommerce_stripe_test_secret_key", Some(Sandbox)),
            ("Sandbox client token", Some(Sandbox)),
            ("Test mode", Some(Sandbox)),
            ("PROD_KEY", Some(Production)),
            ("live", Some(Production)),
            ("Enable test mode", Some(Sandbox)),
            ("Disable test mode", None),
            ("Turn off test mode", None),
            ("Exit the test environment", None),
            ("Test mode: off", None),
            ("Test mode disabled", None),
            ("disable_sandbox", None),
            ("Sandbox deaktivieren", None),
            ("Testsystem aus", None),
            ("Désactiver le sandbox", None),
            ("Desactivar el entorno de pruebas", None),
            ("Salir del sandbox", None),
            ("Sandbox uitschakelen", None),
            ("Testomgeving uit", None),
            ("LIVE_SANDBOX_KEY", None),
            ("latest_key", None),
            ("Live chat widget", None),
            ("Test connection", None),
            ("E2E_TEST_RUN", None),
            ("Secret key", None),
            ("Enter your live key or your test key", None),
            ("Your live key works after the account is active.", None),
            ("not for live keys", None),
            ("", None),
        ] {
            assert_eq!(of_key_name(name, PLAYGROUND).one(), environment, "{name}");
        }
    }

    #[test]
    fn a_value_is_given_to_the_name_before_it() {
        for (text, name) in [
            ("STRIPE_LIVE_KEY=$", "STRIPE_LIVE_KEY"),
            ("export LIVE_KEY='$", "export LIVE_KEY"),
            ("x = { liveKey: \"$", "liveKey"),
            ("'live_key' => '$", "live_key"),
            ("{\"a\":1,\"testKey\":\"$", "testKey"),
            ("define('LIVE_KEY', '$", "LIVE_KEY"),
            ("pay --live-key $", "pay --live-key"),
            ("a\nTest secret key: $", "Test secret key"),
            ("| Live key | $", "Live key"),
            ("DB=live_x KEY=$", "KEY"),
            ("run -e DB=\"live x\" -e KEY=$", "KEY"),
            ("<add key=\"live_key\" value=\"$", "live_key\" value"),
            ("{ liveKey?: '$", "liveKey?"),
            ("https://js.example/?test_key=$", "https://js.example/?test_key"),
            ("KEY = of(\"live\") ? x : '$", ""),
            ("key:isLive?LIVE_KEY:\"$", ""),
            ("the live key $", ""),
            ("-u $", ""),
            ("$", ""),
        ] {
            assert_eq!(name_before(text, text.find('$').unwrap()), name, "{text}");
        }
    }

    #[test]
    fn the_entry_before_a_value_gives_its_name() {
        for (text, name) in [
            ("- name: LIVE_KEY\n  value: $", "LIVE_KEY"),
            ("- name: \"LIVE_KEY\"\r\n  value: \"$", "LIVE_KEY"),
            ("{\"name\": \"LIVE_KEY\", \"value\": \"$", "LIVE_KEY"),
            ("{\n  \"key\": \"live_key\",\n  \"value\": \"$", "live_key"),
            ("Name = \"live_key\"\nValue = \"$", "live_key"),
            ("<key>LiveKey</key>\n<string>$", "LiveKey"),
            ("<key>LiveKey</key><string>$", "LiveKey"),
            ("['name' => 'live_key', 'value' => '$", "live_key"),
            // The name of something else.
            ("- value: x\n  name: LIVE_KEY\n- value: $", "value"),
            ("{\"value\": \"x\", \"name\": \"LIVE_KEY\"}, {\"value\": \"$", "value"),
            ("- name: LIVE_KEY\n\n  value: $", "value"),
            ("- name: LIVE_KEY\n  type: secret\n  value: $", "value"),
            ("username: LIVE_KEY\nvalue: $", "value"),
            ("name: test\nvalue: $", "value"),
            ("name: the live key\nvalue: $", "value"),
            ("value: $", "value"),
        ] {
            assert_eq!(name_of(text, text.find('$').unwrap()), name, "{text}");
        }
    }
}
