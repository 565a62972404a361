//! Tests every text in `fixtures/real-texts.txt` with its expected verdicts.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use common::real_texts::{cases, shown};
use common::{fingerprinter, known_keys};
use sandbar::catalogue::Catalogue;
use sandbar::verdict::{CheckInput, check};
use std::collections::BTreeMap;

#[test]
fn each_text_gets_the_verdicts_in_its_header() {
    let (catalogue, known) = (Catalogue::default(), known_keys());
    let mut wrong = Vec::new();
    for case in cases() {
        let page = case.at.map(|host| catalogue.site_of_host(host).unwrap());
        let input = CheckInput { catalogue: &catalogue, text: &case.text, page: page.as_ref().into(), neighbours: &[] };
        let report = check(&input, &known, &fingerprinter());
        let said: Vec<&str> = report.verdicts.iter().map(|verdict| shown(*verdict)).collect();
        if !case.says.contains(&said) || report.findings.len() != case.found {
            wrong.push(format!(
                "{}\n  said     {} {said:?} {:#?}\n  expected {} {:?}\n{}",
                case.name,
                report.findings.len(),
                report
                    .findings
                    .iter()
                    .map(|finding| (finding.line, finding.destination, &finding.verdicts))
                    .collect::<Vec<_>>(),
                case.found,
                case.says,
                case.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_has_at_least_three_texts() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases() {
        *kinds.entry(case.kind).or_default() += 1;
    }
    assert!(kinds.len() >= 12 && kinds.values().all(|&count| count >= 3), "{kinds:?}");
}
