//! Escapes such as `\n`, `\u0022`, `\x22`, `%3A` and the color `[32m`. Their
//! letters and digits touch the value that follows, but are not part of it.

/// How many bytes at the start of `after` belong to an escape that begins in
/// `before`.
pub(super) fn escape_length(before: &[u8], after: &[u8]) -> usize {
    let hex = |digits: usize| after.get(..digits).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    match (before, after) {
        ([.., b'%'], _) if hex(2) => 2,
        ([.., b'\\', b'u'], _) if hex(4) => 4,
        ([.., b'\\', b'x'], _) if hex(2) => 2,
        ([.., b'\\'], [b'u', _, _, _, _, ..]) => 5,
        ([.., b'\\'], [b'x', _, _, ..]) => 3,
        ([.., b'\\'], [b'n' | b'r' | b't', ..]) => 1,
        ([.., b'[' | b';'], _) => color_rest(before, after),
        _ => 0,
    }
}

/// The longest parameters of a color sequence, in bytes.
const PARAMETERS: usize = 12;

/// The remaining length of a color sequence such as `[36;1m`. A web page shows
/// it without its escape character; JSON and shell scripts spell that character
/// out.
fn color_rest(before: &[u8], after: &[u8]) -> usize {
    let digits = after.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let ends = digits > 0 && after.get(digits) == Some(&b'm');
    let parameters = before.iter().rev().take(PARAMETERS).take_while(|&&byte| is_parameter(byte)).count();
    let begins = before.len().checked_sub(parameters + 1).and_then(|at| before.get(at)) == Some(&b'[');
    if ends && begins { digits + 1 } else { 0 }
}

/// The length of the color sequence at the end of these bytes.
pub(super) fn color_length(before: &[u8]) -> Option<usize> {
    let rest = before.strip_suffix(b"m")?;
    let parameters = rest.iter().rev().take(PARAMETERS).take_while(|&&byte| is_parameter(byte)).count();
    let start = rest.len().checked_sub(parameters + 1).filter(|_| parameters > 0)?;
    (rest.get(start) == Some(&b'[')).then_some(parameters + 2)
}

const fn is_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

/// Whether these bytes end with a complete escape.
pub(super) fn is_after_escape(before: &[u8]) -> bool {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'\\', b'u', a, b, c, d] => hex(&[*a, *b, *c, *d]),
        [.., b'\\', b'x', a, b] | [.., b'%', a, b] => hex(&[*a, *b]),
        [.., b'm'] => color_length(before).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_ends_where_the_value_begins() {
        for (before, after, length) in [
            ("x%", "3AQ1", 2),
            (r"x\", "nQ1", 1),
            (r"x\", "u0022Q1", 5),
            (r"x\u", "0022Q1", 4),
            (r"x\x", "22Q1", 2),
            (r"x\", "x22Q1", 3),
            ("x", "nQ1", 0),
            ("x%", "ZZQ1", 0),
            (r"\u001b[", "32mAU29", 3),
            ("[36;", "1mAU29", 2),
            ("[", "32AU29", 0),
            ("[", "mAU29", 0),
        ] {
            assert_eq!(escape_length(before.as_bytes(), after.as_bytes()), length, "{before} {after}");
            let whole = format!("{before}{}", &after[..length]);
            assert_eq!(is_after_escape(whole.as_bytes()), length > 0, "{whole}");
        }
    }
}
