//! Texts for measuring the scan: typical pastes, and slow cases.

/// A small random number generator, so that the texts are the same in every
/// run.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below this one.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    /// A random word from this alphabet.
    pub fn of(&mut self, alphabet: &str, length: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..length).filter_map(|_| letters.get(self.below(letters.len())).map(|&letter| char::from(letter))).collect()
    }
}

/// Hexadecimal digits.
pub const HEX: &str = "0123456789abcdef";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "environment",
    "is",
    "sandbox",
    "for",
    "developers",
    "who",
    "Extension",
    "review",
    "a",
    "in",
    "that",
    "portal,",
    "it",
    "was",
    "version.",
    "with",
    "I",
    "uploaded",
    "package",
    "Magento",
    "API",
];

fn fill(size: usize, mut piece: impl FnMut() -> String) -> String {
    let mut text = String::new();
    while text.len() < size {
        text.push_str(&piece());
    }
    text.truncate(text.floor_char_boundary(size));
    text
}

type Maker = fn(&mut Numbers, usize) -> String;

fn word(n: &mut Numbers) -> &'static str {
    WORDS.get(n.below(WORDS.len())).copied().unwrap_or_default()
}

/// The texts that are listed individually: prose, hashes, a lock file and a
/// program's output.
pub const SHOWN: [&str; 4] = ["prose", "40 hex a line", "composer.lock", "minified JSON"];

/// The names of the texts and their generators. Those named "search" are the
/// slowest texts that a random search found.
#[rustfmt::skip]
const TEXTS: &[(&str, Maker)] = &[
        ("prose", |n, size| fill(size, || format!("{} ", word(n)))),
        ("40 hex a line", |n, size| fill(size, || n.of(HEX, 40) + "\n")),
        ("32 hex a line", |n, size| fill(size, || n.of(HEX, 32) + "\n")),
        ("64 hex a line", |n, size| fill(size, || n.of(HEX, 64) + "\n")),
        ("composer.lock", |n, size| fill(size, || {
                let hash = n.of(HEX, 40);
                format!(
                    "            \"source\": {{\n                \"type\": \"git\",\n                \"url\": \"https://github.com/x/{}.git\",\n                \"reference\": \"{hash}\"\n            }},\n            \"dist\": {{\n                \"url\": \"https://api.github.com/repos/x/zipball/{hash}\",\n                \"reference\": \"{hash}\",\n                \"shasum\": \"\"\n            }},\n",
                    n.of("abcdefgh", 8)
                )
            })),
        ("minified script", |n, size| fill(size, || {
                format!(
                    "function {}({},{}){{return {}.{}!==void 0?{}({}[\"{}\"]):\"{}\"+{}}}",
                    n.of("abcdef", 1),
                    n.of("abcdef", 1),
                    n.of("ghijk", 1),
                    n.of("abcdef", 1),
                    n.of("abcdefghij", 9),
                    n.of("abcdef", 2),
                    n.of("abc", 1),
                    n.of("abcdefghij", 12),
                    n.of("abcdef", 5),
                    n.below(99999)
                )
            })),
        ("minified JSON", |n, size| fill(size, || {
                format!("{{\"id\":{},\"name\":\"{}\",\"hash\":\"{}\"}},", n.below(999_999), word(n), n.of(HEX, 32))
            })),
        ("IDs", |n, size| fill(size, || n.of(CAPITALS, 10) + " ")),
        ("IDs with names", |n, size| fill(size, || format!("appId={},", n.of(CAPITALS, 10)))),
        ("names without values", |_, size| fill(size, || "App Id: App Secret: ".to_owned())),
        ("search: words", |_, size| ":bearer secret.Copy\n0123456789abcdef0123456789abcdef\\pass".repeat(size / 57)),
        ("search: name", |_, size| "App Id: AQ17NZ49WC=".repeat(size / 19)),
        ("search: encoded", |_, size| "QVExN05aNDlXQzo4ODIwYzk5NjE0ZDY1ZjkyM2RmNzY2MDI3NmYyMGUwMjlkNzNlMmNh_user_".repeat(size / 74)),
        ("search: invisible", |_, size| ":AQ17NZ49WC\u{200B}éd".repeat(size / 17)),
        ("fillers before IDs", |n, size| fill(size, || format!(" pass is id is us is {}", n.of(CAPITALS, 10)))),
        ("pairs", |n, size| fill(size, || format!("{}:{} ", n.of(CAPITALS, 10), n.of(HEX, 40)))),
        ("base64 runs", |n, size| fill(size, || n.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 68) + " ")),
        ("tokens", |n, size| fill(size, || {
                format!(
                    "{}.{} ",
                    n.of("ABCDEFGHIJabcdefghij0123456789", 32),
                    n.of("ABCDEFGHIJabcdefghij0123456789", 12)
                )
            })),
        ("nine capitals", |n, size| fill(size, || n.of(CAPITALS, 9) + " ")),
        ("31 letters", |n, size| fill(size, || n.of(HEX, 31) + " ")),
        ("one long run", |_, size| "a".repeat(size)),
        ("only dots", |_, size| ".".repeat(size)),
        ("only .com", |_, size| ".com".repeat(size / 4)),
        ("invisible", |_, size| "\u{200B}a".repeat(size / 4)),
        ("Chinese", |_, size| "应用密钥，属于沙盒环境。".repeat(size / 36)),
];

/// The names of the texts, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(name, _)| *name)
}

/// Returns the text with this name, about this many bytes long. Empty if there is no such
/// text.
pub fn text(name: &str, size: usize) -> String {
    let maker = TEXTS.iter().find(|(known, _)| *known == name);
    maker.map(|(_, make)| make(&mut Numbers(7), size)).unwrap_or_default()
}
