//! Invisible characters, and letters that look like others. Wikis and chat
//! programs insert invisible ones into long words so that they wrap; keyboard
//! layouts and document converters leave look-alikes. Neither is ever part of a
//! credential.

use zeroize::Zeroizing;

/// Whether a character is removed before reading: soft hyphen, zero-width
/// space, non-joiner and joiner, direction marks, word joiner, byte order mark,
/// Hangul fillers, tags, and those of [`is_modifier`].
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{E0000}'..='\u{E007F}'
    ) || is_modifier(character)
}

/// Whether a character changes how the one before it looks: combining accents
/// and variation selectors.
#[must_use]
pub const fn is_modifier(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}')
}

/// The ASCII letter or digit that a Cyrillic, Greek or full-width character
/// looks like.
#[must_use]
pub const fn look_alike(character: char) -> Option<u8> {
    Some(match character {
        'А' | 'Α' => b'A',
        'В' | 'Β' => b'B',
        'С' => b'C',
        'Е' | 'Ε' => b'E',
        'Н' | 'Η' => b'H',
        'І' | 'Ι' => b'I',
        'Ј' => b'J',
        'К' | 'Κ' => b'K',
        'М' | 'Μ' => b'M',
        'Ν' => b'N',
        'О' | 'Ο' => b'O',
        'Р' | 'Ρ' => b'P',
        'Ѕ' => b'S',
        'Т' | 'Τ' => b'T',
        'Х' | 'Χ' => b'X',
        'У' | 'Υ' => b'Y',
        'Ζ' => b'Z',
        'З' => b'3',
        'а' | 'α' => b'a',
        'с' => b'c',
        'ԁ' => b'd',
        'е' => b'e',
        'і' => b'i',
        'ј' => b'j',
        'о' | 'ο' => b'o',
        'р' => b'p',
        'ѕ' => b's',
        'х' => b'x',
        'у' => b'y',
        // Full-width forms have the same order as ASCII.
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => (character as u32).wrapping_sub(0xFEE0) as u8,
        _ => return None,
    })
}

/// A value without invisible characters, and with look-alikes replaced.
pub(crate) fn visible(value: &str) -> Zeroizing<String> {
    let mut visible = Zeroizing::new(String::with_capacity(value.len()));
    let seen = value.chars().filter(|&character| !is_invisible(character));
    visible.extend(seen.map(|character| look_alike(character).map_or(character, char::from)));
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_looks() {
        assert_eq!(visible("А\u{200B}U2９РС").as_str(), "AU29PC");
        assert_eq!(visible("“é日").as_str(), "“é日");
    }

    #[test]
    fn every_look_alike_is_a_letter_or_digit_of_ascii() {
        let found: Vec<u8> = ('\u{80}'..='\u{FFFF}').filter_map(look_alike).collect();
        assert!(found.len() > 90 && found.iter().all(u8::is_ascii_alphanumeric));
        assert!((' '..='~').all(|ascii| look_alike(ascii).is_none()));
    }
}
