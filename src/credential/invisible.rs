//! Characters that cannot be seen. Wikis and chat programs put them into long
//! words so that they wrap; none belongs to a credential.

use zeroize::Zeroizing;

/// The characters that are taken out: soft hyphen, zero-width space,
/// non-joiner and joiner, the direction marks, word joiner, byte order mark.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The characters of a value that can be seen.
pub(crate) fn visible(value: &str) -> Zeroizing<String> {
    let mut visible = Zeroizing::new(String::with_capacity(value.len()));
    visible.extend(value.chars().filter(|&character| !is_invisible(character)));
    visible
}
