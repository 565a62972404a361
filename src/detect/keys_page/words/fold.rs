//! Texts as words that can be compared.

/// The words of a text in lower case, without accents.
pub(crate) fn fold(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            "" if letter.is_alphanumeric() => word.push(letter),
            // A combining accent after its letter.
            "" if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            "" => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            plain => word.push_str(plain),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

const fn plain(letter: char) -> &'static str {
    match letter {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ß' => "ss",
        'œ' => "oe",
        _ => "",
    }
}

pub(in crate::detect::keys_page) fn has(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// A text without its parenthesized parts: `App Secret (keep it safe)`.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = text.chars().filter(|letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

pub(super) fn without_quotes(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|letter| {
            let is_quote = matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '‘');
            inside ^= is_quote;
            !is_quote && !inside
        })
        .collect()
}
