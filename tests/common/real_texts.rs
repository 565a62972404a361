//! The texts of `fixtures/real-texts.txt`.

use super::known_values;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sandbar::verdict::Verdict;

/// A text, and the expected verdicts.
pub struct Case {
    pub kind: &'static str,
    pub name: &'static str,
    pub at: Option<&'static str>,
    /// The acceptable lists of verdicts.
    pub says: Vec<Vec<&'static str>>,
    pub found: usize,
    pub text: String,
}

/// The name of a verdict, as the program `check` prints it.
pub fn shown(verdict: Verdict) -> &'static str {
    match serde_json::to_value(verdict).unwrap().as_str().unwrap() {
        "fits" => "fits",
        "wrong-environment" => "wrong-environment",
        "wrong-kind" => "wrong-kind",
        "mixed-pair" => "mixed-pair",
        "swapped-parts" => "swapped-parts",
        "unknown-partner" => "unknown-partner",
        "hidden-characters" => "hidden-characters",
        "wrong-host" => "wrong-host",
        "retired" => "retired",
        "contradiction" => "contradiction",
        "new-credential" => "new-credential",
        other => panic!("no verdict is called {other}"),
    }
}

/// All texts, with the values filled in.
pub fn cases() -> Vec<Case> {
    let file = include_str!("../fixtures/real-texts.txt");
    file.split("\n%%% ").skip(1).map(case).collect()
}

fn case(part: &'static str) -> Case {
    let (title, rest) = part.split_once('\n').unwrap();
    let (kind, _) = title.split_once(": ").unwrap();
    let mut case = Case { kind, name: title, at: None, says: Vec::new(), found: 0, text: String::new() };
    let mut rest = rest;
    while let Some((line, after)) = rest.split_once('\n') {
        match line.split_once(": ") {
            Some(("at", host)) => case.at = Some(host),
            Some(("says", says)) => {
                let list = |words: &'static str| words.split_whitespace().filter(|word| *word != "none").collect();
                case.says = says.split('|').map(list).collect();
            }
            Some(("found", found)) => case.found = found.parse().unwrap(),
            _ => break,
        }
        rest = after;
    }
    case.text = filled(rest.trim_end_matches('\n')) + "\n";
    case
}

/// Fills the values into a text.
fn filled(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (name, after) = after.split_once('»').unwrap();
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = after;
    }
    filled + rest
}

fn value(name: &str) -> String {
    let (name, form) = name.split_once(' ').unwrap_or((name, ""));
    let plain = match name {
        "ESC" => "\u{1b}".to_owned(),
        "ZWSP" => "\u{200B}".to_owned(),
        "N1" => "ZX5K1RW08N".to_owned(),
        "N2" => "d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9".to_owned(),
        "N3" => "uT5gB9nM2vC7xZ4lK0jH6fD3sA8pO1iY.Lm4Qw7Er0Ty3".to_owned(),
        "M1" => "a9c3e5f70b1d8246e8f0c5a7d3b19264".to_owned(),
        "M2" => "5c0f8e2b7d1a9463f6e8c0d5b7a31924".to_owned(),
        "H1" => "ff0f082a30db05bbba8a8c57922f2263bca77148".to_owned(),
        "H2" => "c50aa6c8f5501419bf4149b87a7178d32506afcb".to_owned(),
        "N" | "M" => format!("{}:{}", value(&format!("{name}1")), value(&format!("{name}2"))),
        "S" | "P" | "C" => format!("{}:{}", known_values(name, 0), known_values(name, 1)),
        _ => {
            let (key, part) = name.split_at(1);
            known_values(key, part.parse::<usize>().unwrap() - 1)
        }
    };
    let wrapped = |text: &str, at: usize| {
        let encoded = STANDARD.encode(text);
        format!("{}\n{}", &encoded[..at], &encoded[at..])
    };
    match form {
        "" => plain,
        "cut" => plain[..15].to_owned(),
        "beheaded" => plain[1..].to_owned(),
        "short" => plain[..plain.len() - 1].to_owned(),
        "Cyrillic" if plain.contains('a') => plain.replacen('a', "а", 1),
        "Cyrillic" => plain.replacen('B', "В", 1),
        "wide" => plain
            .chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c })
            .collect(),
        "wide letters" => plain.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect(),
        "O" => plain.replacen('0', "O", 1),
        "hyphen" => format!("{}\u{AD}{}", &plain[..20], &plain[20..]),
        "base64" => STANDARD.encode(&plain),
        "base64n" => STANDARD.encode(plain + "\n"),
        "wrapped" => wrapped(&plain, if name == "C" { 76 } else { 64 }),
        "wrapped60" => wrapped(&plain, 60),
        "quoted" => wrapped(&plain, 64).replace('\n', "\n> "),
        other => panic!("no form is called {other}"),
    }
}
