//! The texts that scanning is measured on: what people paste, and what is slow.

/// A small generator of numbers: the texts are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below this one.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    /// A word of these letters.
    pub fn of(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).filter_map(|_| alphabet.chars().nth(self.below(alphabet.len()))).collect()
    }
}

/// The digits of hashes.
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

/// The texts, each of this many bytes, by their names. Those named "search"
/// are the slowest that a random search came upon.
pub fn texts(size: usize) -> Vec<(&'static str, String)> {
    let mut n = Numbers(7);
    let word = |n: &mut Numbers| WORDS.get(n.below(WORDS.len())).copied().unwrap_or_default();
    vec![
        ("prose", fill(size, || format!("{} ", word(&mut n)))),
        ("40 hex a line", fill(size, || n.of(HEX, 40) + "\n")),
        ("32 hex a line", fill(size, || n.of(HEX, 32) + "\n")),
        ("64 hex a line", fill(size, || n.of(HEX, 64) + "\n")),
        (
            "composer.lock",
            fill(size, || {
                let hash = n.of(HEX, 40);
                format!(
                    "            \"source\": {{\n                \"type\": \"git\",\n                \"url\": \"https://github.com/x/{}.git\",\n                \"reference\": \"{hash}\"\n            }},\n            \"dist\": {{\n                \"url\": \"https://api.github.com/repos/x/zipball/{hash}\",\n                \"reference\": \"{hash}\",\n                \"shasum\": \"\"\n            }},\n",
                    n.of("abcdefgh", 8)
                )
            }),
        ),
        (
            "minified script",
            fill(size, || {
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
            }),
        ),
        (
            "minified JSON",
            fill(size, || {
                format!("{{\"id\":{},\"name\":\"{}\",\"hash\":\"{}\"}},", n.below(999_999), word(&mut n), n.of(HEX, 32))
            }),
        ),
        ("IDs", fill(size, || n.of(CAPITALS, 10) + " ")),
        ("IDs with names", fill(size, || format!("appId={},", n.of(CAPITALS, 10)))),
        ("names without values", fill(size, || "App Id: App Secret: ".to_owned())),
        ("search: words", ":bearer secret.Copy\n0123456789abcdef0123456789abcdef\\pass".repeat(size / 57)),
        ("search: name", "App Id: AQ17NZ49WC=".repeat(size / 19)),
        (
            "search: encoded",
            "QVExN05aNDlXQzo4ODIwYzk5NjE0ZDY1ZjkyM2RmNzY2MDI3NmYyMGUwMjlkNzNlMmNh_user_".repeat(size / 74),
        ),
        ("search: invisible", ":AQ17NZ49WC\u{200B}éd".repeat(size / 17)),
        ("fillers before IDs", fill(size, || format!(" pass is id is us is {}", n.of(CAPITALS, 10)))),
        ("pairs", fill(size, || format!("{}:{} ", n.of(CAPITALS, 10), n.of(HEX, 40)))),
        (
            "base64 runs",
            fill(size, || n.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 68) + " "),
        ),
        (
            "tokens",
            fill(size, || {
                format!(
                    "{}.{} ",
                    n.of("ABCDEFGHIJabcdefghij0123456789", 32),
                    n.of("ABCDEFGHIJabcdefghij0123456789", 12)
                )
            }),
        ),
        ("nine capitals", fill(size, || n.of(CAPITALS, 9) + " ")),
        ("31 letters", fill(size, || n.of(HEX, 31) + " ")),
        ("one long run", "a".repeat(size)),
        ("only dots", ".".repeat(size)),
        ("only .com", ".com".repeat(size / 4)),
        ("invisible", "\u{200B}a".repeat(size / 4)),
        ("Chinese", "应用密钥，属于沙盒环境。".repeat(size / 36)),
    ]
}
