//! Tests every line of `fixtures/texts.jsonl`: a text, its destination, and the expected verdicts.
//! The browser tests use the same lines.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use common::{fingerprinter, known_keys};
use sandbar::catalogue::Catalogue;
use sandbar::keyring::Keyring;
use sandbar::verdict::{CheckInput, check};
use serde_json::{Value, json};

#[test]
fn each_text_gets_the_verdicts_on_its_line() {
    let catalogue = Catalogue::default();
    let lines = include_str!("fixtures/texts.jsonl");
    assert!(lines.lines().count() >= 150);
    let (known, empty) = (known_keys(), Keyring::default());
    let mut wrong = Vec::new();
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let neighbours: Vec<&str> =
            case["neighbours"].as_array().into_iter().flatten().map(|text| text.as_str().unwrap()).collect();
        let page = case["at"].as_str().map(|host| catalogue.site_of_host(host).unwrap());
        let input = CheckInput {
            catalogue: &catalogue,
            text: case["text"].as_str().unwrap(),
            page: page.as_ref().into(),
            neighbours: &neighbours,
        };
        let keyring = match case["keyring"].as_str().unwrap() {
            "known" => &known,
            "empty" => &empty,
            other => panic!("no keyring is called {other}"),
        };
        let said = serde_json::to_value(check(&input, keyring, &fingerprinter()).summary()).unwrap();
        // The verdicts on each finding have a separate table, real-texts.txt.
        let finding = |found: &Value| {
            let keys = ["kind", "part", "start", "end", "environment", "hint"];
            keys.map(|key| (key.to_owned(), found[key].clone())).into_iter().collect::<serde_json::Map<_, _>>()
        };
        let findings: Vec<_> = said["findings"].as_array().unwrap().iter().map(finding).collect();
        let said = json!({"findings": findings, "destination": said["destination"], "verdicts": said["verdicts"]});
        let expected =
            json!({"findings": case["findings"], "destination": case["destination"], "verdicts": case["verdicts"]});
        if said != expected {
            wrong.push(format!(
                "{}\n  text     {}\n  said     {said}\n  expected {expected}",
                case["name"], case["text"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
