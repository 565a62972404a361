//! Pairs inside an HTTP Basic value.

use super::scan::{ID, is_hex};
use super::{Kind, secret::Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

/// A pair that stood in a text as base64 of `first:second`.
pub(super) struct Pair {
    pub(super) kind: Kind,
    pub(super) first: Secret,
    pub(super) second: Secret,
}

/// Letters and digits of the base64 form of a pair, without padding.
///
/// An API key is 51 bytes, 68 characters; a Composer key 65 bytes, 87
/// characters. One byte more is the line end of an `echo` without `-n`. None
/// has a `+` or `/` in it: the bytes of a pair do not give any.
const LENGTHS: [usize; 4] = [68, 70, 87, 88];

/// The longest pair, with a line end.
const DECODED: usize = 66;

/// The pair in a run of letters and digits, if it is one.
pub(super) fn decode(run: &[u8]) -> Option<Pair> {
    if !LENGTHS.contains(&run.len()) {
        return None;
    }
    let mut buffer = Zeroizing::new([0; DECODED]);
    let length = STANDARD_NO_PAD.decode_slice(run, buffer.as_mut_slice()).ok()?;
    let text = std::str::from_utf8(buffer.get(..length)?).ok()?;
    let (first, second) = text.strip_suffix('\n').unwrap_or(text).split_once(':')?;
    let kind = match (first.len(), second.len()) {
        (ID, 40) if is_id(first.as_bytes()) && is_hex(second.as_bytes()) => Kind::ApiKey,
        (32, 32) if is_hex(first.as_bytes()) && is_hex(second.as_bytes()) => Kind::ComposerKey,
        _ => return None,
    };
    Some(Pair { kind, first: Secret::new(first), second: Secret::new(second) })
}

fn is_id(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    fn encode(text: &str) -> String {
        STANDARD.encode(text).trim_end_matches('=').to_owned()
    }

    proptest! {
        #[test]
        fn an_encoded_pair_is_read_back(id in "[A-Z0-9]{10}", secret in "[0-9a-f]{40}", end in "\n?") {
            let pair = decode(encode(&format!("{id}:{secret}{end}")).as_bytes()).unwrap();
            prop_assert!(pair.kind == Kind::ApiKey && pair.first == Secret::new(&id) && pair.second == Secret::new(&secret));
        }

        #[test]
        fn an_encoded_composer_pair_is_read_back(public in "[0-9a-f]{32}", private in "[0-9a-f]{32}", end in "\n?") {
            let pair = decode(encode(&format!("{public}:{private}{end}")).as_bytes()).unwrap();
            prop_assert!(pair.kind == Kind::ComposerKey && pair.first == Secret::new(&public) && pair.second == Secret::new(&private));
        }

        #[test]
        fn other_runs_are_no_pair(run in "[A-Za-z0-9]{66,90}") {
            prop_assert!(decode(run.as_bytes()).is_none());
        }
    }
}
