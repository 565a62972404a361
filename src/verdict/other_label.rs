//! Labels that are about something else than the key: another vendor, or a
//! switch for something unknown.

use super::environment_word::{Named, is_of_title, of_name};
use super::switch_word::{SWITCHED, TURNS_OFF, VERBS};
use crate::catalogue::{Vendor, vendors};

/// Whether a label isn't about the key. `own` are the words for its vendors,
/// and `terms` their terms for the environments.
pub(super) fn is_about_other(label: &str, own: &[&str], terms: &[&str]) -> bool {
    names_other_vendor(label, own) || switches_other(label, &[own, terms])
}

/// Whether a label turns on something of another vendor, or something unknown:
/// "Enable Worldpay sandbox".
fn switches_other(label: &str, own: &[&[&str]]) -> bool {
    let words = words(label);
    let mut rest = words.iter().map(String::as_str);
    label.contains(char::is_whitespace)
        && rest.next().is_some_and(|verb| VERBS.contains(&verb))
        && !rest.all(|word| {
            is_of_title(word)
                || VERBS.contains(&word)
                || TURNS_OFF.contains(&word)
                || SWITCHED.contains(&word)
                || own.iter().any(|words| words.iter().any(|own| own.eq_ignore_ascii_case(word)))
        })
}

/// Whether a label names a vendor other than these.
fn names_other_vendor(label: &str, own: &[&str]) -> bool {
    let is_own = |word: &str| own.iter().any(|own| own.eq_ignore_ascii_case(word));
    let words = words(label);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut others = vendors::OFFERED.iter().filter(|vendor| !vendor.words.iter().any(|word| is_own(word)));
    others.any(|vendor| {
        let mut named = words.iter().enumerate().filter(|(_, word)| vendor.words.contains(word));
        named.any(|(at, word)| !vendor.everyday_words.contains(word) || is_meant(&words, at, vendor))
    })
}

/// Words for a key, in the singular.
const KEYS: &[&str] = &[
    "key",
    "secret",
    "token",
    "id",
    "credential",
    "schlüssel",
    "geheimnis",
    "zugangsdaten",
    "clé",
    "jeton",
    "identifiant",
    "clave",
    "secreto",
    "credenciale",
    "sleutel",
    "geheim",
];

/// Words between a vendor's name and a word for its key.
const BETWEEN: &[&str] = &[
    "api",
    "access",
    "client",
    "public",
    "private",
    "publishable",
    "restricted",
    "merchant",
    "webhook",
    "live",
    "test",
    "secrète",
    "publique",
    "privée",
    "secreta",
    "pública",
    "privada",
];

/// Words between a word for a key and a vendor's name: "Sandbox key for
/// Square".
const OF: &[&str] = &["for", "from", "of", "für", "von", "pour", "de", "para", "voor", "van"];

/// Whether the everyday word at this position is the vendor's name: its full
/// name is more than the word, a word for a key is next to it, or the label
/// consists of it and an environment. A checkout extension and an order clerk
/// are neither.
fn is_meant(words: &[&str], at: usize, vendor: &Vendor) -> bool {
    let is_environment = |word: &&str| of_name(word) != Named::None;
    let is_key = |word: &&str| KEYS.contains(word) || word.strip_suffix('s').is_some_and(|word| KEYS.contains(&word));
    let is_between = |word: &&&str| is_environment(word) || BETWEEN.contains(word);
    let (before, rest) = words.split_at(at);
    let after = rest.get(1..).unwrap_or_default();
    let end = vendor.name.split_once('.').map(|(_, end)| end);
    let is_full_name = || end.zip(after.first()).is_some_and(|(end, word)| end.eq_ignore_ascii_case(word));
    let is_before_key = || after.iter().find(|word| !is_between(word)).is_some_and(is_key);
    let is_after_key =
        || after.iter().all(is_environment) && before.iter().rfind(|word| !is_between(word)).is_some_and(is_key);
    let is_of_key =
        || after.iter().all(is_environment) && { matches!(before, [.., key, of] if OF.contains(of) && is_key(key)) };
    // The portal's own labels say *app*.
    let is_own = words.contains(&"app");
    let is_alone = || end.is_none() && before.iter().chain(after).all(|word| is_of_title(word));
    is_full_name() || !is_own && (is_before_key() || is_after_key() || is_of_key() || is_alone())
}

/// The words of a label in lower case. Capitals in a name don't divide it.
fn words(label: &str) -> Vec<String> {
    let words = label.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_everyday_word_names_a_vendor_only_with_more() {
        for label in [
            "Checkout extension – Production",
            "CHECKOUT_PROD_APP_SECRET",
            "APP_SECRET_CHECKOUT_PROD",
            "Checkout App Secret (Sandbox)",
            "Checkout production",
            "checkout-sandbox",
            "App secret for checkout",
            "Production key for the checkout module",
            "Order clerk (Sandbox)",
            "Square footage calculator – Production",
            "Plaid shirts shop, production",
            "Paddle sports production",
            "Union Square Production",
        ] {
            assert!(!is_about_other(label, &[], &[]), "{label}");
        }
        for label in [
            "Checkout.com – Production",
            "Checkout.com secret key",
            "cko_secret_key_sandbox",
            "CHECKOUT_SECRET_KEY",
            "Checkout sandbox public key",
            "Square access token (Sandbox)",
            "SQUARE_SANDBOX_ACCESS_TOKEN",
            "Square sandbox",
            "Sandbox key for Square",
            "Clerk secret key",
            "clerk_publishable_key_prod",
            "Paddle API key",
            "Paddle environment: sandbox",
            "PADDLE_SANDBOX_CLIENT_TOKEN",
            "Plaid client ID",
            "Plaid-Geheimnis (Sandbox)",
            "PLAID_SECRET_SANDBOX",
            "Clé secrète Square",
            "Stripe",
            "Adyen extension – Production",
        ] {
            assert!(is_about_other(label, &[], &[]), "{label}");
        }
        assert!(!is_about_other("Square access token", &["square"], &[]));
    }
}
