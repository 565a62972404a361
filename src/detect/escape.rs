//! Escapes such as `\n`, `\u0022`, `\x22` and `%3A`: their letters and digits
//! run into what follows and are not part of it.

/// How many bytes of what follows `before` belong to an escape that begins in
/// it.
pub(super) fn escape_length(before: &[u8], after: &[u8]) -> usize {
    let hex = |digits: usize| after.get(..digits).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    match (before, after) {
        ([.., b'%'], _) if hex(2) => 2,
        ([.., b'\\', b'u'], _) if hex(4) => 4,
        ([.., b'\\', b'x'], _) if hex(2) => 2,
        ([.., b'\\'], [b'u', _, _, _, _, ..]) => 5,
        ([.., b'\\'], [b'x', _, _, ..]) => 3,
        ([.., b'\\'], [b'n' | b'r' | b't', ..]) => 1,
        _ => 0,
    }
}

/// Whether these bytes end with a whole escape.
pub(super) fn is_after_escape(before: &[u8]) -> bool {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'\\', b'u', a, b, c, d] => hex(&[*a, *b, *c, *d]),
        [.., b'\\', b'x', a, b] | [.., b'%', a, b] => hex(&[*a, *b]),
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
        ] {
            assert_eq!(escape_length(before.as_bytes(), after.as_bytes()), length, "{before} {after}");
            let whole = format!("{before}{}", &after[..length]);
            assert_eq!(is_after_escape(whole.as_bytes()), length > 0, "{whole}");
        }
    }
}
