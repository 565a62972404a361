//! Pairs inside an HTTP Basic value.

use super::scan::{ID, is_hex};
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

/// Letters and digits of the base64 form of a pair, without padding.
///
/// An API key is 51 bytes, 68 characters; a Composer key 65 bytes, 87
/// characters. One byte more is the line end of an `echo` without `-n`. None
/// has a `+` or `/` in it: the bytes of a pair do not give any.
const LENGTHS: [usize; 4] = [68, 70, 87, 88];

/// The longest pair, with a line end.
const DECODED: usize = 66;

/// A buffer that is wiped.
type Buffer = Zeroizing<[u8; DECODED]>;

/// The kind of the pair in a run of letters and digits, if it is one.
pub(super) fn kind_of_pair(run: &[u8]) -> Option<Kind> {
    let mut buffer = Buffer::new([0; DECODED]);
    match split(decode(run, &mut buffer)?)? {
        (id, secret) if id.len() == ID && secret.len() == 40 => (is_id(id) && is_hex(secret)).then_some(Kind::ApiKey),
        (public, private) if public.len() == 32 && private.len() == 32 => {
            (is_hex(public) && is_hex(private)).then_some(Kind::ComposerKey)
        }
        _ => None,
    }
}

/// One part of the pair in a run.
pub(super) fn part_of_pair(run: &[u8], part: Part) -> Option<Secret> {
    let mut buffer = Buffer::new([0; DECODED]);
    let (first, second) = split(decode(run, &mut buffer)?)?;
    let value = if part.kind().parts().first() == Some(&part) { first } else { second };
    std::str::from_utf8(value).ok().map(Secret::new)
}

fn decode<'b>(run: &[u8], buffer: &'b mut Buffer) -> Option<&'b [u8]> {
    if !LENGTHS.contains(&run.len()) {
        return None;
    }
    let length = STANDARD_NO_PAD.decode_slice(run, buffer.as_mut_slice()).ok()?;
    let bytes = buffer.get(..length)?;
    Some(bytes.strip_suffix(b"\n").unwrap_or(bytes))
}

fn split(pair: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', pair)?;
    Some((pair.get(..colon)?, pair.get(colon + 1..)?))
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

    fn is_pair(text: &str, kind: Kind, values: [&str; 2]) -> bool {
        let run = encode(text);
        kind_of_pair(run.as_bytes()) == Some(kind)
            && kind.parts().iter().zip(values).all(|(&part, value)| {
                part_of_pair(run.as_bytes(), part).is_some_and(|secret| secret == Secret::new(value))
            })
    }

    proptest! {
        #[test]
        fn an_encoded_pair_is_read_back(id in "[A-Z0-9]{10}", secret in "[0-9a-f]{40}", end in "\n?") {
            let pair = format!("{id}:{secret}{end}");
            prop_assert!(is_pair(&pair, Kind::ApiKey, [&id, &secret]));
        }

        #[test]
        fn an_encoded_composer_pair_is_read_back(public in "[0-9a-f]{32}", private in "[0-9a-f]{32}", end in "\n?") {
            let pair = format!("{public}:{private}{end}");
            prop_assert!(is_pair(&pair, Kind::ComposerKey, [&public, &private]));
        }

        #[test]
        fn other_runs_are_no_pair(run in "[A-Za-z0-9]{66,90}") {
            prop_assert!(kind_of_pair(run.as_bytes()).is_none());
        }
    }
}
