//! What each message must have: a description for translators, and the same sentence in every language.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use sandbar::settings::Language;
use serde_json::{Map, Value};

use crate::bundle::messages;

/// The messages of a language by key, as its file has them.
type Messages = Map<String, Value>;

/// Fails with a line for each fault, in any language.
pub fn check() -> Result<()> {
    let english = messages(Language::En.code())?;
    let mut faults = faults_in_english(&english);
    for language in Language::ALL {
        let code = language.code();
        let faults_here = faults_of(&messages(code)?, &english).into_iter().map(|fault| format!("{code}: {fault}"));
        faults.extend(faults_here);
    }
    if faults.is_empty() { Ok(()) } else { bail!("messages need work:\n  {}", faults.join("\n  ")) }
}

/// Messages whose purpose a translator cannot look up.
fn faults_in_english(english: &Messages) -> Vec<String> {
    let is_described = |message: &Value| message["description"].as_str().is_some_and(|text| !text.trim().is_empty());
    let without = english.iter().filter(|(_, message)| !is_described(message));
    without.map(|(key, _)| format!("{key} has no description")).collect()
}

/// What is missing or too much in one language, and what is wrong in each of its messages.
fn faults_of(messages: &Messages, english: &Messages) -> Vec<String> {
    let missing = english.keys().filter(|key| !messages.contains_key(*key)).map(|key| format!("{key} is missing"));
    let messages = messages.iter().flat_map(|(key, message)| match english.get(key) {
        Some(original) => faults_of_one(message, original).into_iter().map(|fault| format!("{key} {fault}")).collect(),
        None => vec![format!("{key} does not exist in English")],
    });
    missing.chain(messages).collect()
}

/// What is wrong in one message, compared with the English one.
fn faults_of_one(message: &Value, english: &Value) -> Vec<&'static str> {
    let text = message["message"].as_str().unwrap_or_default();
    let named: BTreeSet<_> = text.split('$').skip(1).step_by(2).map(str::to_lowercase).collect();
    let faults = [
        (text.trim().is_empty() || text.trim() != text, "is empty, or has space at an end"),
        (text.contains(['\'', '"']), "has a straight apostrophe or quotation mark"),
        (placeholders(message) != placeholders(english), "has other placeholders than in English"),
        (
            !text.matches('$').count().is_multiple_of(2) || !named.iter().eq(placeholders(message).keys()),
            "does not use its placeholders, or uses others",
        ),
    ];
    faults.into_iter().filter_map(|(is_wrong, fault)| is_wrong.then_some(fault)).collect()
}

/// The placeholders of a message: their names, and the arguments they get.
fn placeholders(message: &Value) -> BTreeMap<&str, &str> {
    let all = message["placeholders"].as_object().into_iter().flatten();
    all.map(|(name, one)| (name.as_str(), one["content"].as_str().unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages_of(value: &Value) -> Messages {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn every_message_is_described_and_translated() {
        check().unwrap();
    }

    #[test]
    fn a_message_without_a_description_is_reported() {
        let english = messages_of(&json!({
            "a": { "message": "A", "description": "A button." },
            "b": { "message": "B", "description": " " },
            "c": { "message": "C" },
        }));
        assert_eq!(faults_in_english(&english), ["b has no description", "c has no description"]);
    }

    #[test]
    fn each_fault_of_a_translation_is_reported() {
        let count = json!({ "count": { "content": "$1" } });
        let english = messages_of(&json!({
            "gone": { "message": "Gone" },
            "keys": { "message": "$COUNT$ keys", "placeholders": count },
            "it": { "message": "It’s here" },
        }));
        let translated = |keys: &str, it: &str| {
            messages_of(&json!({
                "gone": { "message": "Weg" },
                "keys": { "message": keys, "placeholders": count },
                "it": { "message": it },
            }))
        };
        assert!(faults_of(&translated("$COUNT$ Schlüssel", "Da ist’s"), &english).is_empty());

        let wrong = [
            ("$MANY$ Schlüssel", "Da", "keys does not use its placeholders, or uses others"),
            ("$COUNT Schlüssel", "Da", "keys does not use its placeholders, or uses others"),
            ("$COUNT$ Schlüssel", "Da ist's", "it has a straight apostrophe or quotation mark"),
            ("$COUNT$ Schlüssel", "", "it is empty, or has space at an end"),
            ("$COUNT$ Schlüssel", " Da", "it is empty, or has space at an end"),
        ];
        for (keys, it, fault) in wrong {
            assert_eq!(faults_of(&translated(keys, it), &english), [fault], "{keys} {it}");
        }

        let others = messages_of(&json!({ "keys": { "message": "Schlüssel" }, "more": { "message": "Mehr" } }));
        let faults = [
            "gone is missing",
            "it is missing",
            "keys has other placeholders than in English",
            "more does not exist in English",
        ];
        assert_eq!(faults_of(&others, &english).into_iter().collect::<BTreeSet<_>>(), faults.map(str::to_owned).into());
    }
}
