//! The table of known labels.

use super::escape::is_after_escape;
use crate::catalogue::label::{LabelRole, LabelRow, Strength};
use crate::catalogue::vendors;
use crate::credential::Kind;

/// A label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// Its letters and digits, in lower case.
    pub(super) key: &'static str,
    /// The last two of these; a zero and the letter if there is only one.
    pub(super) ending: [u8; 2],
    /// Whether it has to start at the start of a word.
    pub(super) whole: bool,
    /// The text that must directly precede it.
    pub(super) prefix: &'static str,
    pub(super) role: LabelRole,
    pub(super) strength: Strength,
    /// The kind that it announces; `None` if both kinds use it.
    pub(super) claim: Option<Kind>,
}

impl Label {
    /// Whether it may start with this letter after this text.
    pub(super) fn may_begin_after(&self, before: &[u8], first: Option<&u8>) -> bool {
        if !self.prefix.is_empty() {
            return before.ends_with(self.prefix.as_bytes()) || (self.prefix == "-" && ends_joined_options(before));
        }
        let word_begins = match before.last() {
            None => true,
            Some(last) if last.is_ascii_lowercase() => first.is_some_and(u8::is_ascii_uppercase),
            Some(last) => !last.is_ascii_alphanumeric(),
        };
        word_begins || !self.whole || is_after_escape(before)
    }
}

/// Options of one letter that people join with `-u`: `curl -su`, `curl -fsSLu`.
const JOINED: &[u8] = b"sSfkLvigN";

/// Whether the option for a login ends here: `-u `, `-su `.
pub(crate) fn ends_user_option(before: &str) -> bool {
    before.strip_suffix("u ").is_some_and(|before| ends_joined_options(before.as_bytes()))
}

/// Whether options of one letter follow a dash and end here: `-s`, `-fsS`.
pub(super) fn ends_joined_options(before: &[u8]) -> bool {
    let letters = before.iter().rev().take_while(|byte| JOINED.contains(byte)).count();
    let rest = before.get(..before.len() - letters).unwrap_or_default();
    matches!(rest, [b'-'] | [.., b' ' | b'\t', b'-'])
}

const fn label(row: &LabelRow) -> Label {
    let LabelRow { key, role, strength, kind } = *row;
    // A short key occurs inside many words.
    Label { key, ending: ending(key), whole: key.len() < 8, prefix: "", role, strength, claim: kind }
}

const fn common(key: &'static str, role: LabelRole, strength: Strength) -> Label {
    label(&LabelRow { key, role, strength, kind: None })
}

const fn option(prefix: &'static str, key: &'static str) -> Label {
    Label {
        key,
        ending: ending(key),
        whole: true,
        prefix,
        role: LabelRole::Pair,
        strength: Strength::Strong,
        claim: None,
    }
}

const fn ending(key: &str) -> [u8; 2] {
    match key.as_bytes() {
        [.., before, last] => [*before, *last],
        [last] => [0, *last],
        [] => [0, 0],
    }
}

/// Labels that many vendors use.
const COMMON: &[Label] = {
    use LabelRole::{Alone, First, Pair, Second};
    use Strength::{Strong, Weak};
    &[
        common("clientid", First, Weak),
        common("clientsecret", Second, Weak),
        option("-", "u"),
        option("--", "user"),
        common("basic", Pair, Strong),
        common("auth", Pair, Strong),
        common("username", First, Weak),
        common("user", First, Weak),
        common("login", First, Weak),
        common("id", First, Weak),
        common("password", Second, Weak),
        common("passwd", Second, Weak),
        common("pass", Second, Weak),
        common("secret", Second, Weak),
        common("token", Alone, Weak),
    ]
};

/// How many labels there are.
const COUNT: usize = {
    let mut count = COMMON.len();
    let mut rest = vendors::ALL;
    while let [vendor, others @ ..] = rest {
        count += vendor.labels.len();
        rest = others;
    }
    count
};

/// All known labels, those of the vendors first. The first match wins, so a
/// label comes before any label that it ends with.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
pub(super) static LABELS: [Label; COUNT] = {
    let mut labels = [COMMON[0]; COUNT];
    let mut next = 0;
    let mut rest = vendors::ALL;
    while let [vendor, others @ ..] = rest {
        let mut rows = vendor.labels;
        while let [row, more @ ..] = rows {
            labels[next] = label(row);
            next += 1;
            rows = more;
        }
        rest = others;
    }
    let mut rows = COMMON;
    while let [row, more @ ..] = rows {
        labels[next] = *row;
        next += 1;
        rows = more;
    }
    labels
};

/// For each last letter of a label, the possible letters before it, as bits.
/// This rules out nearly every other word by its last two letters.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
static ENDINGS: [u32; 26] = {
    let mut endings = [0; 26];
    let mut index = 0;
    while index < LABELS.len() {
        let [before, last] = LABELS[index].ending;
        endings[(last - b'a') as usize] |= if before == 0 { u32::MAX } else { 1 << (before - b'a') };
        index += 1;
    }
    endings
};

/// Whether a label can end with these letters.
pub(super) fn can_end_with([before, last]: [u8; 2]) -> bool {
    let number = |byte: u8| byte.is_ascii_lowercase().then(|| byte - b'a');
    let bit = number(before).map_or(1 << 31, |number| 1_u32 << number);
    number(last).and_then(|number| ENDINGS.get(usize::from(number))).is_some_and(|endings| endings & bit != 0)
}
