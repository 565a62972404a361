//! Checks that each message has a description for translators, and a matching
//! translation in every language.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use sandbar::settings::Language;
use serde_json::{Map, Value};

use crate::bundle::messages;

/// The messages of a language by key, as in its file.
type Messages = Map<String, Value>;

/// Fails with one line per fault in any language.
pub fn check() -> Result<()> {
    let english = messages(Language::En.code())?;
    let mut faults = faults_in_english(&english);
    for language in Language::ALL {
        let code = language.code();
        let here = messages(code)?;
        let faults_here = faults_of(language, &here, &english).into_iter().chain(faults_of_plurals(language, &here));
        faults.extend(faults_here.map(|fault| format!("{code}: {fault}")));
    }
    if faults.is_empty() { Ok(()) } else { bail!("problems in the messages:\n  {}", faults.join("\n  ")) }
}

/// Messages without a description for translators.
fn faults_in_english(english: &Messages) -> Vec<String> {
    let is_described = |message: &Value| message["description"].as_str().is_some_and(|text| !text.trim().is_empty());
    let without = english.iter().filter(|(_, message)| !is_described(message));
    without.map(|(key, _)| format!("{key} has no description")).collect()
}

/// The messages with a number, without the category at the end of their keys.
fn plurals(messages: &Messages) -> impl Iterator<Item = &str> {
    let has_one = move |name: &&str| messages.contains_key(&format!("{name}One"));
    messages.keys().filter_map(|key| key.strip_suffix("Other")).filter(has_one)
}

/// Missing plural forms, and literal numbers in forms that apply to several
/// numbers: in French, 0 uses the form of 1.
fn faults_of_plurals(language: Language, messages: &Messages) -> Vec<String> {
    let mut faults = Vec::new();
    if messages.get("languageCode").is_none_or(|code| code["message"] != language.code()) {
        faults.push("languageCode is wrong".to_owned());
    }
    for name in plurals(messages) {
        for category in language.plural_categories() {
            let key = format!("{name}{category}");
            let Some(form) = messages.get(&key) else {
                faults.push(format!("{key} is missing, although the language has this plural category"));
                continue;
            };
            let text = form["message"].as_str().unwrap_or_default();
            if text.split(|sign: char| !sign.is_ascii_digit()).any(|number| number == "1") {
                faults.push(format!("{key} has a number in place of its placeholder"));
            }
        }
    }
    faults
}

/// Whether a key is a plural form that this language has and English doesn't.
fn is_own_form(language: Language, key: &str, english: &Messages) -> bool {
    let is_plural = |name: &str| plurals(english).any(|known| known == name);
    language.plural_categories().iter().any(|category| key.strip_suffix(category).is_some_and(is_plural))
}

/// Missing, surplus and faulty messages in one language.
fn faults_of(language: Language, messages: &Messages, english: &Messages) -> Vec<String> {
    let missing = english.keys().filter(|key| !messages.contains_key(*key)).map(|key| format!("{key} is missing"));
    let labels = faults_of_labels(messages, english);
    let style = messages.iter().flat_map(|(key, message)| {
        let faults = faults_of_style(language, message["message"].as_str().unwrap_or_default());
        faults.into_iter().map(move |fault| format!("{key} {fault}"))
    });
    let messages = messages.iter().flat_map(|(key, message)| match english.get(key) {
        None if is_own_form(language, key, english) => Vec::new(),
        Some(original) => faults_of_one(message, original).into_iter().map(|fault| format!("{key} {fault}")).collect(),
        None => vec![format!("{key} does not exist in English")],
    });
    missing.chain(messages).chain(labels).chain(style).collect()
}

/// The marks that a language uses for quotations.
const fn quotation_marks(language: Language) -> [char; 2] {
    match language {
        Language::En => ['“', '”'],
        Language::De => ['„', '“'],
        Language::Fr | Language::Es => ['«', '»'],
        Language::Nl => ['‘', '’'],
    }
}

/// Faults against the rules of one language.
fn faults_of_style(language: Language, text: &str) -> Vec<&'static str> {
    let own = quotation_marks(language);
    let is_foreign = |sign: char| "“”„«»‘".contains(sign) && !own.contains(&sign);
    let words = || text.split(|sign: char| !sign.is_alphanumeric());
    let faults = [
        (text.contains(is_foreign), "has another language's quotation marks"),
        (language == Language::Fr && may_break(text), "has a space that can break, next to a sign"),
        (
            language == Language::Nl && words().any(|word| ["u", "uw"].contains(&&*word.to_lowercase())),
            "addresses the user formally",
        ),
    ];
    faults.into_iter().filter_map(|(is_wrong, fault)| is_wrong.then_some(fault)).collect()
}

/// Whether a line could begin with a sign, or end with an opening quotation
/// mark.
fn may_break(text: &str) -> bool {
    text.contains("« ") || [" :", " ;", " ?", " !", " »"].iter().any(|sign| text.contains(sign))
}

/// Messages that name a label of Sandbar's, in quotation marks or after
/// *Options →*, in other words than the label's translation.
fn faults_of_labels(messages: &Messages, english: &Messages) -> Vec<String> {
    let text_of = |messages: &Messages, key: &str| messages.get(key)?["message"].as_str().map(str::to_owned);
    let mut faults = Vec::new();
    for key in messages.keys() {
        let (Some(text), Some(original)) = (text_of(messages, key), text_of(english, key)) else { continue };
        for label in labels_in(&original) {
            let mut others = english.iter().filter(|(_, one)| one["message"] == label).peekable();
            if others.peek().is_none() {
                if original.contains(&format!("Options → {label}")) {
                    faults.push(format!("{key} names “{label}”, which does not exist"));
                }
            } else if !others.any(|(other, _)| text_of(messages, other).is_some_and(|other| text.contains(&other))) {
                faults.push(format!("{key} does not call “{label}” by its name"));
            }
        }
    }
    faults
}

/// The labels that an English text names.
fn labels_in(text: &str) -> Vec<&str> {
    let quoted = text.split('“').skip(1).filter_map(|rest| rest.split('”').next());
    let steps = text.split("Options → ").skip(1).filter_map(|rest| rest.split(['.', ',', ':', ';']).next());
    quoted.chain(steps).collect()
}

/// The faults of one message, compared with the English one.
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

/// The placeholders of a message: their names and arguments.
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

    /// For the numbers that a message can have.
    #[test]
    fn the_plural_categories_are_those_of_the_browsers() {
        let script = "const [, ...codes] = process.argv;
            const reached = (code) => {
              const rules = new Intl.PluralRules(code);
              return [...new Set([...Array(100_000).keys()].map((count) => rules.select(count)))].sort();
            };
            console.log(JSON.stringify(codes.map(reached)));";
        let codes = Language::ALL.map(Language::code);
        let asked = std::process::Command::new("node").args(["-e", script]).args(codes).output().unwrap();
        let browsers: Vec<Vec<String>> = serde_json::from_slice(&asked.stdout).unwrap();
        let ours: Vec<Vec<String>> = Language::ALL
            .iter()
            .map(|language| language.plural_categories().iter().map(|one| one.to_lowercase()).collect())
            .collect();
        assert_eq!(browsers, ours);
    }

    #[test]
    fn each_fault_of_a_plural_is_reported() {
        let count = json!({ "count": { "content": "$1" } });
        let of = |one: &str| {
            messages_of(&json!({
                "languageCode": { "message": "de" },
                "keysOne": { "message": one, "placeholders": count },
                "keysOther": { "message": "$COUNT$ Schlüssel", "placeholders": count },
            }))
        };
        assert!(faults_of_plurals(Language::De, &of("$COUNT$ Schlüssel")).is_empty());
        assert_eq!(
            faults_of_plurals(Language::Nl, &of("1 Schlüssel")),
            ["languageCode is wrong", "keysOne has a number in place of its placeholder"]
        );
        let mut without = of("");
        without.remove("keysOne");
        assert!(plurals(&without).next().is_none());
        assert_eq!(faults_of(Language::De, &without, &of("")), ["keysOne is missing"]);
    }

    #[test]
    fn each_fault_of_style_is_reported() {
        for (language, text, fault) in [
            (Language::Fr, "Vraiment\u{202f}? Cliquez sur «\u{202f}Oui\u{202f}»\u{202f}: https://example.com", None),
            (Language::Fr, "Vraiment ?", Some("has a space that can break, next to a sign")),
            (Language::Fr, "Attention : ici", Some("has a space that can break, next to a sign")),
            (Language::Fr, "« Oui\u{202f}»", Some("has a space that can break, next to a sign")),
            (Language::De, "Klicken Sie auf „Ja“ : so", None),
            (Language::De, "Klicken Sie auf “Ja”", Some("has another language's quotation marks")),
            (Language::Nl, "Klik op ‘Ja’ in je foto’s", None),
            (Language::Nl, "Klik op “Ja”", Some("has another language's quotation marks")),
            (Language::Nl, "Dat wilde u.", Some("addresses the user formally")),
            (Language::Nl, "Uw sleutel", Some("addresses the user formally")),
            (Language::En, "Click “Yes”, it’s fine", None),
        ] {
            assert_eq!(faults_of_style(language, text), fault.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn a_label_by_another_name_is_reported() {
        let english = messages_of(&json!({
            "fine": { "message": "Fine here" },
            "transfer": { "message": "Export and import" },
            "how": { "message": "Click “Fine here” or “Sign Out”, and use Options → Export and import." },
        }));
        let german = |how: &str| {
            messages_of(&json!({
                "fine": { "message": "Passt hier" },
                "transfer": { "message": "Exportieren und importieren" },
                "how": { "message": how },
            }))
        };
        let right = german("„Passt hier“ oder „Sign Out“, und Optionen → Exportieren und importieren.");
        assert!(faults_of_labels(&right, &english).is_empty());
        assert_eq!(
            faults_of_labels(&german("„Hier gut“, und Optionen → Export und Import."), &english),
            ["how does not call “Fine here” by its name", "how does not call “Export and import” by its name"]
        );
        let gone = messages_of(&json!({ "how": { "message": "Use Options → Export." } }));
        assert_eq!(faults_of_labels(&gone, &gone), ["how names “Export”, which does not exist"]);
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
        assert!(faults_of(Language::De, &translated("$COUNT$ Schlüssel", "Da ist’s"), &english).is_empty());

        let wrong = [
            ("$MANY$ Schlüssel", "Da", "keys does not use its placeholders, or uses others"),
            ("$COUNT Schlüssel", "Da", "keys does not use its placeholders, or uses others"),
            ("$COUNT$ Schlüssel", "Da ist's", "it has a straight apostrophe or quotation mark"),
            ("$COUNT$ Schlüssel", "", "it is empty, or has space at an end"),
            ("$COUNT$ Schlüssel", " Da", "it is empty, or has space at an end"),
        ];
        for (keys, it, fault) in wrong {
            assert_eq!(faults_of(Language::De, &translated(keys, it), &english), [fault], "{keys} {it}");
        }

        let others = messages_of(&json!({ "keys": { "message": "Schlüssel" }, "more": { "message": "Mehr" } }));
        let faults = [
            "gone is missing",
            "it is missing",
            "keys has other placeholders than in English",
            "more does not exist in English",
        ];
        assert_eq!(
            faults_of(Language::De, &others, &english).into_iter().collect::<BTreeSet<_>>(),
            faults.map(str::to_owned).into()
        );
    }
}
