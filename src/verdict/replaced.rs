//! Values that another value in the same line replaces: "S → P", "P instead of
//! S", "changed from S to P".

use super::assessed::Assessed;
use super::command::COMMAND;
use crate::detect::span::Span;

/// Signs between a value and the one that replaces it.
const ARROWS: &[&str] = &["->", "=>", "→", "➜", "⇒", "⟶", "➔", "➡", "becomes", "wird zu"];

/// Words directly before a value that another one has replaced, in lower case.
const REPLACED: &[&str] = &[
    "instead of",
    "rather than",
    "previously",
    "formerly",
    "replaces",
    "replacing",
    "no longer",
    "ersetzt",
    "remplace",
    "reemplaza",
    "vervangt",
    "was",
    "wrongly",
    "not",
    "statt",
    "anstatt",
    "anstelle von",
    "bisher",
    "vorher",
    "nicht",
    "au lieu de",
    "en lugar de",
    "en vez de",
    "in plaats van",
];

/// Words before the old value, and before the new one after it, in lower case.
const CHANGES: &[(&str, &str)] = &[
    ("from", "to"),
    ("replace", "by"),
    ("replace", "with"),
    ("replaced", "by"),
    ("replaced", "with"),
    ("von", "auf"),
    ("de", "à"),
    ("van", "naar"),
    ("ersetze", "durch"),
    ("remplacer", "par"),
    ("reemplazar", "por"),
    ("s/", "/"),
    ("s|", "|"),
    ("s#", "#"),
];

/// How much is read before a value, in bytes.
const WORDS: usize = 24;

/// How many values before and after a value are examined: two pairs.
const NEAR: usize = 4;

/// Whether the line says that another value of the same part replaces this one.
pub(super) fn is_replaced(text: &str, assessed: &[Assessed<'_>], one: &Assessed<'_>) -> bool {
    let Ok(at) = assessed.binary_search_by_key(&one.index, |other| other.index) else { return false };
    let is_other = |other: &Assessed<'_>| other.part == one.part && other.fingerprint != one.fingerprint;
    is_replaced_by(text, assessed, at, |of| of.find.span, is_other)
}

/// Whether the line says that one of the values next to the value with this
/// index replaces it. `is_other` selects those that may.
pub(super) fn is_replaced_by<T>(
    text: &str,
    all: &[T],
    index: usize,
    span: impl Fn(&T) -> Span,
    is_other: impl Fn(&T) -> bool,
) -> bool {
    let near = all.get(index.saturating_sub(NEAR)..all.len().min(index + NEAR + 1)).unwrap_or_default();
    let Some(one) = all.get(index).map(&span) else { return false };
    let spans: Vec<Span> = near.iter().map(&span).collect();
    let is_in_line = |other: &Span| {
        let (first, second) = in_order(one, *other);
        text.get(first.end..second.start).is_some_and(|between| between.len() <= COMMAND && !between.contains('\n'))
    };
    let mut others = near.iter().filter(|other| is_other(other)).map(&span).filter(is_in_line);
    others.any(|other| replaces(text, &spans, one, other) && !replaces(text, &spans, other, one))
}

/// Whether only signs are between two values, as in `ID / SECRET`: what is said
/// about one is about both.
pub(super) fn are_beside(text: &str, one: &Assessed<'_>, other: &Assessed<'_>) -> bool {
    let (first, second) = in_order(one.find.span, other.find.span);
    let between = text.get(first.end..second.start);
    between.is_some_and(|between| !between.contains('\n') && !between.contains(char::is_alphanumeric))
}

/// Whether a value without a partner is next to a value of the other part whose
/// partner it replaces: only half of the pair was changed.
pub(super) fn is_half(text: &str, assessed: &[Assessed<'_>], one: &Assessed<'_>) -> bool {
    let Ok(at) = assessed.binary_search_by_key(&one.index, |other| other.index) else { return false };
    let near = assessed.get(at.saturating_sub(NEAR)..assessed.len().min(at + NEAR + 1)).unwrap_or_default();
    let of_other_part = near.iter().filter(|other| Some(other.part) == one.part.partner());
    let partners = of_other_part.filter_map(|other| near.iter().find(|partner| Some(partner.index) == other.partner));
    partners.into_iter().any(|partner| is_replaced(text, assessed, partner))
}

fn in_order(one: Span, other: Span) -> (Span, Span) {
    if one.start < other.start { (one, other) } else { (other, one) }
}

/// Whether the words around them say that `new` replaces `old`.
fn replaces(text: &str, near: &[Span], old: Span, new: Span) -> bool {
    let before = words_before(text, old.start);
    if REPLACED.iter().any(|words| ends_with(&before, words)) {
        return true;
    }
    let (first, second) = in_order(old, new);
    if first.start != old.start {
        return false;
    }
    let between = words_before(text, second.start);
    let is_changed = CHANGES.iter().any(|(from, to)| ends_with(&before, from) && ends_with(&between, to));
    // In `sandbox => S, production => P`, the arrow belongs to a name.
    let sign = between.trim_end_matches(['|', ' ', '\t']);
    is_changed || ARROWS.iter().any(|arrow| sign.ends_with(arrow) && only_values(text, near, arrow, first, second))
}

/// Whether there are only credentials, signs and the arrow between two values.
fn only_values(text: &str, near: &[Span], arrow: &str, first: Span, second: Span) -> bool {
    let is_signs = |gap: &str| !gap.replace(arrow, "").contains(char::is_alphanumeric);
    let mut at = first.end;
    for span in near {
        if span.start >= at && span.end <= second.start {
            if !text.get(at..span.start).is_some_and(is_signs) {
                return false;
            }
            at = span.end;
        }
    }
    text.get(at..second.start).is_some_and(is_signs)
}

/// The text directly before a place, in lower case, without quotes and brackets.
fn words_before(text: &str, at: usize) -> String {
    let start = text.ceil_char_boundary(at.saturating_sub(WORDS));
    let before = text.get(start..at).unwrap_or_default();
    before.trim_end_matches(['"', '\'', '`', ' ', '(', '«', '“', '*', '<']).to_lowercase()
}

fn ends_with(text: &str, words: &str) -> bool {
    text.strip_suffix(words)
        .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric) && !rest.ends_with(['_', '-', '.']))
}
