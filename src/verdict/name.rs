//! Names in a text, such as `EQP_API_URL`.

/// The longest name before a value or a host that is read, in bytes.
pub(super) const NAME: usize = 64;

/// The words of a name, in lower case: `baseUrl`, `EQP_API_URL`.
pub(super) fn split(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = '_';
    for sign in name.chars() {
        if sign.is_ascii_alphanumeric() {
            let begins = !last.is_ascii_alphanumeric() || (sign.is_ascii_uppercase() && last.is_ascii_lowercase());
            match words.last_mut().filter(|_| !begins) {
                Some(word) => word.push(sign.to_ascii_lowercase()),
                None => words.push(sign.to_ascii_lowercase().to_string()),
            }
        }
        last = sign;
    }
    words
}

/// The text before a host without the scheme of the host's URL.
pub(super) fn without_scheme(before: &str) -> &str {
    let address = before.strip_suffix("://");
    address.map_or(before, |address| address.trim_end_matches(|sign: char| sign.is_ascii_alphabetic()))
}
