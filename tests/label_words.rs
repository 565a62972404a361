//! Tests `fixtures/label-words.tsv`: every line has the name or label of a field, and the
//! environment that it means.

#![allow(clippy::unwrap_used)]

use sandbar::verdict::environment_word::environment_named;

#[test]
fn a_label_means_the_environment_that_its_line_says() {
    let lines = include_str!("fixtures/label-words.tsv").lines().filter(|line| !line.starts_with('#'));
    let table: Vec<(&str, &str)> = lines.map(|line| line.split_once('\t').unwrap()).collect();
    assert!(table.len() >= 100, "{} labels", table.len());
    let named = |label| environment_named([label]).map_or("none", |environment| environment.name());
    let wrong: Vec<_> = table.iter().filter(|(label, wanted)| named(label) != *wanted).collect();
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

#[test]
fn each_label_stands_in_the_table_once() {
    let mut labels: Vec<&str> =
        include_str!("fixtures/label-words.tsv").lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect();
    let all = labels.len();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), all);
}
