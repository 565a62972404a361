//! How fast texts are examined: `cargo run --release --example scan_speed`.
//!
//! Prints megabytes per second for texts of a mebibyte, best of several runs:
//! of finding credentials, of finding hosts, and of the whole answer with a
//! keyring of ten and of ten thousand entries. The texts named "search" are the
//! slowest that a random search came upon.

use sandbar::clock::Timestamp;
use sandbar::credential::Part;
use sandbar::credential::find::find;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::host::hosts_named;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{How, Key, Keyring, Seen};
use sandbar::portal::{Environment, SITES};
use sandbar::verdict::{Question, check};
use std::hint::black_box;
use std::time::Instant;

const SIZE: usize = 1 << 20;

/// A small generator of numbers: the texts are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn of(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).filter_map(|_| alphabet.chars().nth(self.below(alphabet.len()))).collect()
    }
}

const HEX: &str = "0123456789abcdef";
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

fn fill(mut piece: impl FnMut() -> String) -> String {
    let mut text = String::new();
    while text.len() < SIZE {
        text.push_str(&piece());
    }
    text.truncate(text.floor_char_boundary(SIZE));
    text
}

fn main() {
    let mut n = Numbers(7);
    let word = |n: &mut Numbers| WORDS.get(n.below(WORDS.len())).copied().unwrap_or_default();
    let texts = [
        ("prose", fill(|| format!("{} ", word(&mut n)))),
        ("40 hex a line", fill(|| n.of(HEX, 40) + "\n")),
        ("32 hex a line", fill(|| n.of(HEX, 32) + "\n")),
        ("64 hex a line", fill(|| n.of(HEX, 64) + "\n")),
        (
            "composer.lock",
            fill(|| {
                let hash = n.of(HEX, 40);
                format!(
                    "            \"source\": {{\n                \"type\": \"git\",\n                \"url\": \"https://github.com/x/{}.git\",\n                \"reference\": \"{hash}\"\n            }},\n            \"dist\": {{\n                \"url\": \"https://api.github.com/repos/x/zipball/{hash}\",\n                \"reference\": \"{hash}\",\n                \"shasum\": \"\"\n            }},\n",
                    n.of("abcdefgh", 8)
                )
            }),
        ),
        (
            "minified script",
            fill(|| {
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
            fill(|| {
                format!("{{\"id\":{},\"name\":\"{}\",\"hash\":\"{}\"}},", n.below(999_999), word(&mut n), n.of(HEX, 32))
            }),
        ),
        ("IDs", fill(|| n.of(CAPITALS, 10) + " ")),
        ("IDs with names", fill(|| format!("appId={},", n.of(CAPITALS, 10)))),
        ("names without values", fill(|| "App Id: App Secret: ".to_owned())),
        ("search: words", ":bearer secret.Copy\n0123456789abcdef0123456789abcdef\\pass".repeat(SIZE / 57)),
        ("search: name", "App Id: AQ17NZ49WC=".repeat(SIZE / 19)),
        (
            "search: encoded",
            "QVExN05aNDlXQzo4ODIwYzk5NjE0ZDY1ZjkyM2RmNzY2MDI3NmYyMGUwMjlkNzNlMmNh_user_".repeat(SIZE / 74),
        ),
        ("search: invisible", ":AQ17NZ49WC\u{200B}éd".repeat(SIZE / 17)),
        ("fillers before IDs", fill(|| format!(" pass is id is us is {}", n.of(CAPITALS, 10)))),
        ("pairs", fill(|| format!("{}:{} ", n.of(CAPITALS, 10), n.of(HEX, 40)))),
        ("base64 runs", fill(|| n.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 68) + " ")),
        (
            "tokens",
            fill(|| {
                format!(
                    "{}.{} ",
                    n.of("ABCDEFGHIJabcdefghij0123456789", 32),
                    n.of("ABCDEFGHIJabcdefghij0123456789", 12)
                )
            }),
        ),
        ("nine capitals", fill(|| n.of(CAPITALS, 9) + " ")),
        ("31 letters", fill(|| n.of(HEX, 31) + " ")),
        ("one long run", "a".repeat(SIZE)),
        ("only dots", ".".repeat(SIZE)),
        ("only .com", ".com".repeat(SIZE / 4)),
        ("invisible", "\u{200B}a".repeat(SIZE / 4)),
        ("Chinese", "应用密钥，属于沙盒环境。".repeat(SIZE / 36)),
    ];
    let (few, many) = (keyring(10), keyring(10_000));
    println!("{:<22} {:>10} {:>10} {:>10} {:>10} {:>9}", "", "find MB/s", "hosts", "check 10", "check 10k", "finds");
    for (name, text) in &texts {
        let finds = find(text).finds.len();
        let find_rate = rate(text, || {
            black_box(find(black_box(text)));
        });
        let host_rate = rate(text, || {
            black_box(hosts_named(black_box(text)));
        });
        let question = Question { text, page: SITES.first().into(), neighbours: &[] };
        let [with_few, with_many] = [&few, &many].map(|keyring| {
            rate(text, || {
                black_box(check(&question, keyring, &fingerprinter()));
            })
        });
        println!("{name:<22} {find_rate:>10.0} {host_rate:>10.0} {with_few:>10.0} {with_many:>10.0} {finds:>9}");
    }
}

fn fingerprinter() -> Fingerprinter {
    Fingerprinter::new(&InstallationKey::from_random([1; 32]))
}

fn keyring(size: usize) -> Keyring {
    let mut keyring = Keyring::default();
    let mut n = Numbers(3);
    for _ in 0..size {
        let fingerprint = fingerprinter().of(&Secret::new(&n.of(HEX, 40)));
        let key = Key::one(Part::ApplicationSecret, fingerprint);
        let seen = Seen { key, environment: Environment::Sandbox, name: None, account: None, how: How::Copied };
        keyring.learn(&seen, Timestamp::from_millis(0));
    }
    keyring
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(text: &str, run: impl Fn()) -> f64 {
    let best = (0..15)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default();
    text.len() as f64 / 1e6 / best.as_secs_f64()
}
